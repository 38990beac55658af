/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * bad_end.h - what all misbehaving ends of a device share: the choice of the
 * attack, its run in a work item, and steps that all take. Must not know the ring,
 * nor which end it is.
 *
 * A step returns NULL, or what the other end did that it should not have done. So
 * an attack is a chain of steps: a(bad) ?: b(bad) ?: c(bad).
 *
 * Ports are used without an interrupt: their events stay masked, and what is
 * awaited is looked for again and again.
 */
#ifndef BAD_END_H
#define BAD_END_H

#include <linux/delay.h>
#include <linux/jiffies.h>
#include <linux/types.h>
#include <linux/workqueue.h>
#include <xen/xenbus.h>
#include <xen/io/fbif.h>
#include <xen/io/kbdif_x.h>
#include <xen/io/ledif.h>

#include "xenbus_util.h"

/* How long the other end may take, to do what is awaited. */
#define BAD_PATIENCE	(20 * HZ)

/* How often an attack is repeated that is one by being repeated. */
#define BAD_FLIPS	300
#define BAD_EVENTS	100000

/* As long as a value may be for xenstored to take it from a guest. */
#define BAD_LONG	2000

/* Either module's device. */
struct bad;

struct bad_attack {
	const char *name;
	const char *(*run)(struct bad *bad);

	/* For attacks that differ in these alone. */
	const char *node;
	const char *value;	/* NULL: the node is missing */
	struct xenled_request request;
	s32 status;
	union xenkbd_in_event event;
	union xenfb_out_event out;
	size_t field;		/* in a page, the number's */
	u32 number;
};

struct bad_end {
	struct xenbus_device *dev;
	struct bad *bad;
	const struct bad_attack *attack;
	struct work_struct work;

	/* What bad_write() is part of; zero: nothing. */
	struct xenbus_transaction xbt;

	/* Written by xenbus callbacks. */
	enum xenbus_state other;
	bool gone;
};

/* Which side it is decides on these: the end of a device that is not connected, or NULL. */
struct bad_end *bad_create(void);
void bad_destroy(struct bad_end *end);

/* Before the driver is registered: the attack of that name, or an error, said with the list. */
int bad_choose(const struct bad_attack *attacks, size_t num, const char *name);

/* The driver's functions. */
int bad_probe(struct xenbus_device *dev, const struct xenbus_device_id *id);
void bad_changed(struct xenbus_device *dev, enum xenbus_state state);
xenbus_remove_t bad_unbind(struct xenbus_device *dev);

/* Waits until the condition holds; whether it does. */
#define bad_wait(end, condition)						\
({										\
	unsigned long limit = jiffies + BAD_PATIENCE;				\
										\
	while (!(condition) && !READ_ONCE((end)->gone) && time_before(jiffies, limit)) \
		usleep_range(500, 1000);					\
	(condition);								\
})

/* Steps */
const char *bad_expect(struct bad_end *end, enum xenbus_state state);
const char *bad_write(struct bad_end *end, const char *node, const char *value);
const char *bad_write_number(struct bad_end *end, const char *node, u32 value);
const char *bad_write_long(struct bad_end *end, const char *node, const char *unit);
const char *bad_remove(struct bad_end *end, const char *node);
const char *bad_state(struct bad_end *end, enum xenbus_state state);
const char *bad_flip_states(struct bad_end *end, const char *const *states, size_t num);
const char *bad_storm(evtchn_port_t port);

#endif /* BAD_END_H */
