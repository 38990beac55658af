/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * leds.h - the LEDs that a guest is to have and those that follow the focus, and the
 * text, "NAME [TARGET [MAX]]" or "TARGET N", in which people describe one. Judges only;
 * must not know where the text came from or where the LEDs go.
 */
#ifndef SP6CTL_LEDS_H
#define SP6CTL_LEDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "xen/io/ledif.h"

#define TARGET_MAX 63	/* bytes of a LED's name in Dom0, as the LED class has it */

struct led {
	char name[XENLED_MAX_NAME + 1];
	char target[TARGET_MAX + 1];	/* "" = none */
	uint32_t max_brightness;	/* 0 = the target's */
};

struct leds {
	unsigned int num;
	struct led led[XENLED_MAX_LEDS];
};

/* Adds the LED that @text describes; else writes why not into @why. */
bool leds_add(struct leds *leds, const char *text, char why[], size_t size);

/* A LED of Dom0 that shows LED number @led of whichever guest has the focus. */
struct focus_led {
	char target[TARGET_MAX + 1];
	bool is_over;		/* no more: it is Dom0's own again */
	uint32_t led;
};

struct focus_leds {
	unsigned int num;
	struct focus_led led[XENLED_MAX_LEDS];
};

/* The same for "TARGET N", or "TARGET none". */
bool focus_leds_add(struct focus_leds *leds, const char *text, char why[], size_t size);

#endif /* SP6CTL_LEDS_H */
