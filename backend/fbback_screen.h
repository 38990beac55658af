/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * fbback_screen.h - guests' screens on this domain's display: the one of the guest that
 * has the focus is shown, and a page that names the guest if it has none.
 *
 * Must not know of rings and xenstore's states, nor how a guest's memory comes here.
 */
#ifndef FBBACK_SCREEN_H
#define FBBACK_SCREEN_H

#include <linux/types.h>
#include <xen/interface/xen.h>

#include "fbback_judge.h"

struct fbback_screen;

/* What was done for it, since it was made. */
struct fbback_counters {
	unsigned long copies;	/* of rectangles, to the display */
	unsigned long bytes;	/* in them */
	unsigned long copy_us;	/* how long they took */
	bool shown;		/* now */
};

/* With the module. */
int fbback_screens_init(void);
void fbback_screens_exit(void);

/*
 * A guest's screen, not connected; one of a guest at a time. The caller owns what is
 * returned, or it is NULL. All of this: process context; what belongs to one screen is
 * called for that not twice at a time, but for event and update, which may be called
 * beside all others but create and destroy.
 */
struct fbback_screen *fbback_screen_create(domid_t domid);
void fbback_screen_destroy(struct fbback_screen *screen);

/*
 * What it shows: the picture's memory begins at base, and must stay there from connect
 * until disconnect. Only while it is not connected.
 */
void fbback_screen_set(struct fbback_screen *screen, const void *base,
		       const struct fbback_picture *picture);

/* From now on it is shown when the guest has the focus, which the guest can have. */
int fbback_screen_connect(struct fbback_screen *screen);

/* Nothing is done if it is not connected. */
void fbback_screen_disconnect(struct fbback_screen *screen);

/* The guest told of something; update then copies what has changed, if it is shown. */
enum fbback_result fbback_screen_event(struct fbback_screen *screen,
				       const union xenfb_out_event *event);
void fbback_screen_damage_all(struct fbback_screen *screen);
void fbback_screen_update(struct fbback_screen *screen);

const struct fbback_counters *fbback_screen_counters(const struct fbback_screen *screen);

#endif /* FBBACK_SCREEN_H */
