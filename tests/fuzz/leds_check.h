/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * leds_check.h - what must hold of a guest's LEDs and of those that follow the focus,
 * whoever described them, and how one is written down again. Must not know where the
 * text came from.
 */
#ifndef LEDS_CHECK_H
#define LEDS_CHECK_H

#include <stdio.h>

#include "tests/fuzz/fuzz.h"
#include "tools/sp6ctl/leds.h"

#define LED_TEXT_MAX	(XENLED_MAX_NAME + TARGET_MAX + 16)

static inline void target_is_good(const char target[TARGET_MAX + 1])
{
	size_t length = strnlen(target, TARGET_MAX + 1);

	assert(length <= TARGET_MAX);
	assert(target[0] != '.' && !strpbrk(target, "/= \t\n"));
	for (size_t i = 0; i < length; i++)
		assert(target[i] > 0x20 && target[i] < 0x7f);
}

static inline void led_is_good(const struct led *led)
{
	size_t name = strnlen(led->name, sizeof(led->name));

	assert(name >= 1 && name <= XENLED_MAX_NAME);
	assert(strspn(led->name, "abcdefghijklmnopqrstuvwxyz0123456789_:-") == name);
	target_is_good(led->target);
	assert(led->max_brightness <= XENLED_MAX_BRIGHTNESS);
}

/* At most 32, no name twice, and no LED of Dom0 shown twice. */
static inline void leds_are_good(const struct leds *leds)
{
	assert(leds->num <= XENLED_MAX_LEDS);
	for (unsigned int i = 0; i < leds->num; i++) {
		led_is_good(&leds->led[i]);
		for (unsigned int j = 0; j < i; j++) {
			assert(strcmp(leds->led[i].name, leds->led[j].name));
			assert(!leds->led[i].target[0] ||
			       strcmp(leds->led[i].target, leds->led[j].target));
		}
	}
}

static inline void focus_leds_are_good(const struct focus_leds *leds)
{
	assert(leds->num <= XENLED_MAX_LEDS);
	for (unsigned int i = 0; i < leds->num; i++) {
		target_is_good(leds->led[i].target);
		assert(leds->led[i].target[0]);
		assert(leds->led[i].led < XENLED_MAX_LEDS);
		assert(!leds->led[i].is_over || !leds->led[i].led);
		for (unsigned int j = 0; j < i; j++)
			assert(strcmp(leds->led[i].target, leds->led[j].target));
	}
}

static inline void focus_led_format(const struct focus_led *led, char text[LED_TEXT_MAX])
{
	if (led->is_over)
		snprintf(text, LED_TEXT_MAX, "%s none", led->target);
	else
		snprintf(text, LED_TEXT_MAX, "%s %u", led->target, led->led);
}

static inline void led_format(const struct led *led, char text[LED_TEXT_MAX])
{
	int used = snprintf(text, LED_TEXT_MAX, "%s %s", led->name,
			    led->target[0] ? led->target : "-");

	if (led->max_brightness)
		used += snprintf(text + used, LED_TEXT_MAX - used, " %u", led->max_brightness);
	assert(used < LED_TEXT_MAX);
}

#endif /* LEDS_CHECK_H */
