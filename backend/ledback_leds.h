/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * ledback_leds.h - a guest's LEDs as LED triggers of this domain.
 *
 * Must not know of rings and xenstore.
 */
#ifndef LEDBACK_LEDS_H
#define LEDBACK_LEDS_H

#include <linux/types.h>

#include "ledback_judge.h"

struct ledback_leds;

/*
 * Registers num triggers, NAME-0 to NAME-<num - 1>, all dark. The caller owns
 * what is returned, or it is an error pointer.
 */
struct ledback_leds *ledback_leds_create(const char *name, unsigned int num);

/* Unregisters the triggers: LEDs that used them are detached and dark. */
void ledback_leds_destroy(struct ledback_leds *leds);

/* Shows a LED's state. Process context. */
void ledback_leds_set(struct ledback_leds *leds, unsigned int led,
		      const struct ledback_state *state);

/* All dark. Process context. */
void ledback_leds_clear(struct ledback_leds *leds);

#endif /* LEDBACK_LEDS_H */
