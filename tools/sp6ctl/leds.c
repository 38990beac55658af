// SPDX-License-Identifier: GPL-2.0-only
/* leds.c - see leds.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "leds.h"

#define SEPARATORS	" \t="
#define LOWER_CASE	"abcdefghijklmnopqrstuvwxyz"
#define UPPER_CASE	"ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define DIGITS		"0123456789"

/* One word more than a LED has, to notice that there are too many. */
enum { NAME, TARGET, MAX, EXCESS, WORDS };

struct word {
	const char *at;
	int length;
};

static void split(const char *text, struct word words[WORDS])
{
	for (int i = 0; i < WORDS; i++) {
		text += strspn(text, SEPARATORS);
		words[i].at = text;
		words[i].length = strcspn(text, SEPARATORS);
		text += words[i].length;
	}
}

static bool consists_of(struct word word, const char *accepted)
{
	return (int)strspn(word.at, accepted) >= word.length;
}

/* What the protocol allows, so that a guest need not look any closer. */
static bool name_is_good(struct word name)
{
	return name.length >= 1 && name.length <= LED_NAME_MAX &&
	       consists_of(name, LOWER_CASE DIGITS "_:-");
}

/* What can be a folder in /sys/class/leds and nothing else. */
static bool target_is_good(struct word target)
{
	return target.length >= 1 && target.length <= LED_TARGET_MAX && target.at[0] != '.' &&
	       consists_of(target, LOWER_CASE UPPER_CASE DIGITS "_:.-");
}

static bool max_is_good(struct word max)
{
	return max.length >= 1 && max.length <= 3 && consists_of(max, DIGITS) &&
	       atoi(max.at) >= 1 && atoi(max.at) <= LED_BRIGHTNESS_MAX;
}

static bool is_none(struct word target)
{
	return target.length == 1 && target.at[0] == '-';
}

static void copy_word(char to[], struct word word)
{
	memcpy(to, word.at, word.length);
	to[word.length] = '\0';
}

bool leds_add(struct leds *leds, const char *text, char why[], unsigned int size)
{
	struct word words[WORDS];
	struct led led = { "", "", 0 };

	split(text, words);
	if (!name_is_good(words[NAME])) {
		snprintf(why, size, "'%.*s' cannot be a guest's LED: "
			 "give it 1 to %d characters of a-z 0-9 _ : -",
			 words[NAME].length, words[NAME].at, LED_NAME_MAX);
		return false;
	}
	copy_word(led.name, words[NAME]);

	if (!words[TARGET].length)
		words[TARGET] = words[NAME];
	if (!is_none(words[TARGET])) {
		if (!target_is_good(words[TARGET])) {
			snprintf(why, size, "'%.*s' cannot be a LED of Dom0: "
				 "give a name from /sys/class/leds, or - for none",
				 words[TARGET].length, words[TARGET].at);
			return false;
		}
		copy_word(led.target, words[TARGET]);
	}

	if (words[MAX].length) {
		if (!max_is_good(words[MAX])) {
			snprintf(why, size, "'%.*s' cannot be a maximum brightness: give 1 to %d",
				 words[MAX].length, words[MAX].at, LED_BRIGHTNESS_MAX);
			return false;
		}
		led.max_brightness = atoi(words[MAX].at);
	}
	if (words[EXCESS].length) {
		snprintf(why, size, "'%s' is too much: a LED is NAME [TARGET [MAX]]",
			 words[EXCESS].at);
		return false;
	}

	for (unsigned int i = 0; i < leds->num; i++) {
		if (!strcmp(leds->led[i].name, led.name)) {
			snprintf(why, size, "the guest has a LED '%s' already: "
				 "give each another name", led.name);
			return false;
		}
		if (led.target[0] && !strcmp(leds->led[i].target, led.target)) {
			snprintf(why, size, "'%s' shows the guest's LED '%s' already: "
				 "it can show one only", led.target, leds->led[i].name);
			return false;
		}
	}
	if (leds->num == LEDS_MAX) {
		snprintf(why, size, "a guest can have %d LEDs and no more", LEDS_MAX);
		return false;
	}
	leds->led[leds->num++] = led;
	return true;
}
