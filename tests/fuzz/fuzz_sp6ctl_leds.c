// SPDX-License-Identifier: GPL-2.0-only
/*
 * fuzz_sp6ctl_leds.c - LEDs as people describe them on the command line: a guest's, and
 * those that follow the focus. The words are taken apart a second time by strtok_r().
 *
 * Input: room for the reason, 1 byte; descriptions, one a line.
 */
#include "tests/fuzz/leds_check.h"
#include "tools/sp6ctl/text.h"

static bool is_legal_name(const char *name)
{
	return strlen(name) <= XENLED_MAX_NAME &&
	       strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_:-") == strlen(name);
}

static bool is_legal_target(const char *target)
{
	for (const char *c = target; *c; c++)
		if (*c < '!' || *c > '~' || *c == '/')
			return false;
	return strlen(target) <= TARGET_MAX && target[0] != '.';
}

static bool is_legal_max(const char *max)
{
	unsigned long number = strtoul(max, NULL, 10);

	return strspn(max, "0123456789") == strlen(max) && strlen(max) <= 10 &&
	       number >= 1 && number <= 255;
}

static bool is_taken(const struct leds *leds, const char *name, const char *target)
{
	for (unsigned int i = 0; i < leds->num; i++)
		if (!strcmp(leds->led[i].name, name) ||
		    (strcmp(target, "-") && !strcmp(leds->led[i].target, target)))
			return true;
	return false;
}

/* NAME [TARGET [MAX]] */
static bool is_good(const struct leds *leds, const char *text)
{
	char *words = strdup(text), *rest;
	const char *name, *target, *max, *excess;
	bool good;

	assert(words);
	name = strtok_r(words, " \t=", &rest);
	target = name ? strtok_r(NULL, " \t=", &rest) : NULL;
	max = target ? strtok_r(NULL, " \t=", &rest) : NULL;
	excess = max ? strtok_r(NULL, " \t=", &rest) : NULL;
	if (!target)
		target = name;
	good = name && is_legal_name(name) && is_legal_target(target) &&
	       (!max || is_legal_max(max)) && !excess &&
	       leds->num < XENLED_MAX_LEDS && !is_taken(leds, name, target);
	free(words);
	return good;
}

/* A reason is text that fits; nothing was added. */
static void refusal_changes_nothing(const struct leds *leds, const struct leds *before,
				    const char *why, size_t size)
{
	assert(!memcmp(leds, before, sizeof(*leds)));
	assert(why[0] && strnlen(why, size) < size);
}

static void last_is_written_alike(const struct leds *leds)
{
	const struct led *led = &leds->led[leds->num - 1];
	struct leds again = { 0 };
	char text[LED_TEXT_MAX];
	char why[REASON_MAX];

	led_format(led, text);
	assert(leds_add(&again, text, why, sizeof(why)));
	assert(!memcmp(&again.led[0], led, sizeof(*led)));
}

static void add(struct leds *leds, const char *text, size_t size)
{
	const struct leds before = *leds;
	bool good = is_good(leds, text);
	char *why = calloc(size, 1);

	assert(why);
	assert(leds_add(leds, text, why, size) == good);
	if (good) {
		assert(leds->num == before.num + 1);
		assert(!memcmp(leds->led, before.led, before.num * sizeof(leds->led[0])));
		leds_are_good(leds);
		last_is_written_alike(leds);
	} else {
		refusal_changes_nothing(leds, &before, why, size);
	}
	free(why);
}

static bool is_focus_number(const char *number)
{
	unsigned long value = strtoul(number, NULL, 10);

	return !strcmp(number, "none") ||
	       (strspn(number, "0123456789") == strlen(number) && strlen(number) <= 10 &&
		value < XENLED_MAX_LEDS);
}

/* TARGET N */
static bool is_good_for_focus(const struct focus_leds *leds, const char *text)
{
	char *words = strdup(text), *rest;
	const char *target, *number, *excess;
	bool good;

	assert(words);
	target = strtok_r(words, " \t=", &rest);
	number = target ? strtok_r(NULL, " \t=", &rest) : NULL;
	excess = number ? strtok_r(NULL, " \t=", &rest) : NULL;
	good = number && is_legal_target(target) && is_focus_number(number) && !excess &&
	       leds->num < XENLED_MAX_LEDS;
	for (unsigned int i = 0; good && i < leds->num; i++)
		good = strcmp(leds->led[i].target, target);
	free(words);
	return good;
}

static void add_to_focus(struct focus_leds *leds, const char *text, size_t size)
{
	const struct focus_leds before = *leds;
	bool good = is_good_for_focus(leds, text);
	char again[LED_TEXT_MAX];
	struct focus_leds alone = { 0 };
	char *why = calloc(size, 1);

	assert(why);
	assert(focus_leds_add(leds, text, why, size) == good);
	if (good) {
		assert(leds->num == before.num + 1);
		focus_leds_are_good(leds);
		focus_led_format(&leds->led[before.num], again);
		assert(focus_leds_add(&alone, again, why, size));
		assert(!memcmp(&alone.led[0], &leds->led[before.num], sizeof(alone.led[0])));
	} else {
		assert(!memcmp(leds, &before, sizeof(before)));
		assert(why[0] && strnlen(why, size) < size);
	}
	free(why);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input input = { data, size };
	size_t room = 2 + take_u8(&input);
	struct focus_leds focus_leds = { 0 };
	struct leds leds = { 0 };

	while (input.left) {
		const uint8_t *end = memchr(input.at, '\n', input.left);
		char *text = take_string(&input, end ? (size_t)(end - input.at) : input.left);

		add(&leds, text, room);
		add_to_focus(&focus_leds, text, room);
		free(text);
		take_u8(&input);
	}
	return 0;
}
