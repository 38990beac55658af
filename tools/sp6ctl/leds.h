/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * leds.h - the LEDs that a guest is to have: their names and limits, and the
 * text form "NAME [TARGET [MAX]]" in which people write them. Judges only;
 * must not know where the text came from or where the LEDs go.
 */
#ifndef SP6CTL_LEDS_H
#define SP6CTL_LEDS_H

#include <stdbool.h>

#define LEDS_MAX	32	/* LEDs of one device */
#define LED_NAME_MAX	31	/* bytes of a LED's name in the guest */
#define LED_TARGET_MAX	63	/* bytes of a LED's name in Dom0 (LED class) */
#define LED_BRIGHTNESS_MAX 255

struct led {
	char name[LED_NAME_MAX + 1];
	char target[LED_TARGET_MAX + 1];	/* "" = none */
	unsigned int max_brightness;		/* 0 = as the target's */
};

struct leds {
	unsigned int num;
	struct led led[LEDS_MAX];
};

/* Adds the LED that @text describes; else writes why not into @why. */
bool leds_add(struct leds *leds, const char *text, char why[], unsigned int size);

#endif /* SP6CTL_LEDS_H */
