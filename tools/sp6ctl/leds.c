// SPDX-License-Identifier: GPL-2.0-only
/* leds.c - see leds.h. */
#include <stdio.h>
#include <string.h>

#include "leds.h"
#include "text.h"
#include "xs_judge.h"

#define SEPARATORS " \t="

/* One word more than a LED has, to notice that there are too many. */
enum { NAME, TARGET, MAX, EXCESS, NUM_WORDS };
enum { FOCUS_TARGET, FOCUS_NUMBER, FOCUS_EXCESS };

struct word {
	const char *at;
	int length;
};

static void split(const char *text, struct word words[NUM_WORDS])
{
	for (int i = 0; i < NUM_WORDS; i++) {
		text += strspn(text, SEPARATORS);
		words[i].at = text;
		words[i].length = strcspn(text, SEPARATORS);
		text += words[i].length;
	}
}

/* What can be a folder in /sys/class/leds and nothing else. */
static bool target_is_good(struct word target)
{
	if (target.length < 1 || target.length > TARGET_MAX || target.at[0] == '.')
		return false;
	for (int i = 0; i < target.length; i++)
		if (target.at[i] <= ' ' || target.at[i] > '~' || target.at[i] == '/')
			return false;
	return true;
}

static bool is_none(struct word target)
{
	return target.length == 1 && target.at[0] == '-';
}

static bool refuse_target(struct word target, const char *or_none, char why[], size_t size)
{
	return refuse(why, size, "'%.*s' cannot be a LED of Dom0: give a name from "
		      "/sys/class/leds%s", target.length, target.at, or_none);
}

static bool fill_in(struct led *led, const char *text, char why[], size_t size)
{
	struct word words[NUM_WORDS], name, target, max;

	split(text, words);
	name = words[NAME];
	target = words[TARGET].length ? words[TARGET] : name;
	max = words[MAX];

	if (!xs_judge_name(name.at, name.length, XENLED_MAX_NAME))
		return refuse(why, size, "'%.*s' cannot be a guest's LED: give it 1 to %d "
			      "characters of a-z 0-9 _ : -", name.length, name.at, XENLED_MAX_NAME);
	memcpy(led->name, name.at, name.length);

	if (!is_none(target) && !target_is_good(target))
		return refuse_target(target, ", or - for none", why, size);
	if (!is_none(target))
		memcpy(led->target, target.at, target.length);

	if (max.length && !xs_judge_number(max.at, max.length, 1, XENLED_MAX_BRIGHTNESS,
					   &led->max_brightness))
		return refuse(why, size, "'%.*s' cannot be a highest brightness: give 1 to %d",
			      max.length, max.at, XENLED_MAX_BRIGHTNESS);
	if (words[EXCESS].length)
		return refuse(why, size, "'%s' is too much: a LED is NAME [TARGET [MAX]]",
			      words[EXCESS].at);
	return true;
}

bool leds_add(struct leds *leds, const char *text, char why[], size_t size)
{
	struct led led = { 0 };

	if (!fill_in(&led, text, why, size))
		return false;
	for (unsigned int i = 0; i < leds->num; i++) {
		const struct led *other = &leds->led[i];

		if (!strcmp(other->name, led.name))
			return refuse(why, size, "the guest has a LED '%s' already: "
				      "give each another name", led.name);
		if (led.target[0] && !strcmp(other->target, led.target))
			return refuse(why, size, "Dom0's '%s' shows the guest's '%s' already, "
				      "and can show one only", led.target, other->name);
	}
	if (leds->num == XENLED_MAX_LEDS)
		return refuse(why, size, "a guest can have %d LEDs and no more", XENLED_MAX_LEDS);
	leds->led[leds->num++] = led;
	return true;
}

static bool fill_in_focus(struct focus_led *led, const char *text, char why[], size_t size)
{
	struct word words[NUM_WORDS], target, number;

	split(text, words);
	target = words[FOCUS_TARGET];
	number = words[FOCUS_NUMBER];

	if (!target_is_good(target))
		return refuse_target(target, "", why, size);
	memcpy(led->target, target.at, target.length);

	led->is_over = number.length == 4 && !strncmp(number.at, "none", 4);
	if (!led->is_over && !xs_judge_number(number.at, number.length, 0, XENLED_MAX_LEDS - 1,
					      &led->led))
		return refuse(why, size, "'%.*s' cannot be the number of a guest's LED: "
			      "give 0 to %d", number.length, number.at, XENLED_MAX_LEDS - 1);
	if (words[FOCUS_EXCESS].length)
		return refuse(why, size, "'%s' is too much: a LED that follows the focus is "
			      "TARGET N", words[FOCUS_EXCESS].at);
	return true;
}

bool focus_leds_add(struct focus_leds *leds, const char *text, char why[], size_t size)
{
	struct focus_led led = { 0 };

	if (!fill_in_focus(&led, text, why, size))
		return false;
	for (unsigned int i = 0; i < leds->num; i++)
		if (!strcmp(leds->led[i].target, led.target))
			return refuse(why, size, "Dom0's '%s' is said to follow the focus already",
				      led.target);
	if (leds->num == XENLED_MAX_LEDS)
		return refuse(why, size, "%d LEDs can follow the focus and no more",
			      XENLED_MAX_LEDS);
	leds->led[leds->num++] = led;
	return true;
}
