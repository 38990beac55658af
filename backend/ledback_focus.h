/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * ledback_focus.h - the LEDs of the guest in focus as LED triggers of this domain.
 *
 * The triggers vled-focus-<n> show LED n of the guest that has the focus, and are dark
 * while Dom0 has it or the guest has no such LED. Must not know of rings and
 * xenstore.
 */
#ifndef LEDBACK_FOCUS_H
#define LEDBACK_FOCUS_H

#include <linux/types.h>
#include <xen/interface/xen.h>

#include "ledback_judge.h"

struct ledback_focus;

/* The triggers, with the module. */
int ledback_focus_init(void);
void ledback_focus_exit(void);

/*
 * A guest's LEDs, all dark; one set of a guest at a time. The caller owns what is
 * returned, or it is an error pointer. All of this: process context.
 */
struct ledback_focus *ledback_focus_create(domid_t domid);
void ledback_focus_destroy(struct ledback_focus *leds);

/* A LED's state has changed, or all are dark. NULL: LEDs that do not follow the focus. */
void ledback_focus_set(struct ledback_focus *leds, unsigned int led,
		       const struct ledback_state *state);
void ledback_focus_clear(struct ledback_focus *leds);

#endif /* LEDBACK_FOCUS_H */
