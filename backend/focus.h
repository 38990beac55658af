/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * focus.h - what the files of xen-focus share. The focus is one thing, and so is this.
 *
 * Locks, the outer ones first. What is in brackets belongs to others:
 *
 *	focus.c's callbacks_lock > [a subscriber's own]
 *	focus_input.c's plugged_lock > [a sink's own] > devices_lock
 *	[input_mutex] > devices_lock > [dev->mutex] > [dev->event_lock]
 *		> focus.lock > [a sink's spinlock]
 */
#ifndef FOCUS_H
#define FOCUS_H

#include <linux/device.h>
#include <linux/spinlock.h>
#include <linux/workqueue.h>

#include "focus_route.h"

struct focus {
	spinlock_t lock;		/* taken with interrupts off */
	struct focus_route route;	/* under it */

	unsigned long refused;		/* changes; written by the work alone */
	struct work_struct change;	/* makes the changes that the route has */
	struct workqueue_struct *workqueue;
	struct device *dev;		/* /sys/devices/xen-focus */
};

extern struct focus focus;

/* focus.c */

void focus_change_soon(void);

/* focus_input.c: Dom0's input devices and the sinks of guests */

int focus_input_init(void);
void focus_input_exit(void);

/*
 * The devices on which focus keys count: names, with commas or newlines between them.
 * Called once before all the others.
 */
int focus_input_list(const char *names);

/* After all the others. */
void focus_input_unlist(void);

/* Writes the names into the page, one in a line. Returns the length. */
ssize_t focus_input_show_list(char *buf);

/* focus_sysfs.c */

int focus_sysfs_init(void);
void focus_sysfs_exit(void);	/* the files; the device stays, for focus_sysfs_notify() */
void focus_sysfs_notify(const char *file);

#endif /* FOCUS_H */
