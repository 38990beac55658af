// SPDX-License-Identifier: GPL-2.0-only
/*
 * fuzz_sp6ctl_sysfs.c - what trigger files hold, the names of triggers, and what an input
 * device can.
 *
 * Input: a trigger's three numbers, 4 bytes each; text, which is read as a name, as a
 * file of triggers, and as one of capabilities.
 */
#include <stdio.h>

#include "tests/fuzz/fuzz.h"
#include "tools/sp6ctl/evdev.h"
#include "tools/sp6ctl/input.h"
#include "tools/sp6ctl/sysfs.h"

#define MAX_NUMBER	999999999	/* what trigger_parse() reads */

/* A number as printf writes it: digits, no zero in front. */
static const char *skip_number(const char *text)
{
	size_t digits = strspn(text, "0123456789");

	if (!digits || digits > 9 || (digits > 1 && text[0] == '0'))
		return NULL;
	return text + digits;
}

static bool is_trigger(const char *name)
{
	const char *rest = strncmp(name, "vled", 4) ? NULL : skip_number(name + 4);

	rest = rest && *rest == '-' ? skip_number(rest + 1) : NULL;
	rest = rest && *rest == '-' ? skip_number(rest + 1) : NULL;
	return rest && !*rest;
}

static bool is_focus_trigger(const char *name)
{
	const char *rest = strncmp(name, "vled-focus-", 11) ? NULL : skip_number(name + 11);

	return rest && !*rest;
}

static void name_is_parsed(const char *name)
{
	char again[TRIGGER_MAX + 1];
	struct trigger trigger;

	assert(trigger_parse(name, &trigger) == is_trigger(name));
	if (is_trigger(name)) {
		trigger_format(trigger, again);
		assert(!strcmp(name, again));
	}
	assert(trigger_type(name) == (is_trigger(name) ? TRIGGER_GUESTS :
				      is_focus_trigger(name) ? TRIGGER_FOCUS : TRIGGER_OTHER));
}

static void trigger_is_formatted(struct trigger trigger)
{
	bool small = trigger.domid <= MAX_NUMBER && trigger.devid <= MAX_NUMBER &&
		     trigger.led <= MAX_NUMBER;
	char name[TRIGGER_MAX + 1];
	struct trigger again;

	trigger_format(trigger, name);
	assert(trigger_parse(name, &again) == small);
	if (small)
		assert(again.domid == trigger.domid && again.devid == trigger.devid &&
		       again.led == trigger.led);
}

/* The first bracket and what is in it, read by scanf. */
static void selected_is_found(const char *text)
{
	const char *bracket = strchr(text, '[');
	char name[TRIGGER_MAX + 1], expected[TRIGGER_MAX + 1], end = 0;
	bool good = bracket && sscanf(bracket, "[%63[^] \n]%c", expected, &end) == 2 &&
		    end == ']';

	assert(trigger_selected(text, name) == good);
	if (good)
		assert(!strcmp(name, expected));
}

/* A trigger that is put into brackets is found. */
static void bracketed_is_found(struct trigger trigger)
{
	char name[TRIGGER_MAX + 1], again[TRIGGER_MAX + 1];
	char text[2 * TRIGGER_MAX];

	trigger_format(trigger, name);
	snprintf(text, sizeof(text), "none timer [%s] vled0-0-0\n", name);
	assert(trigger_selected(text, again) && !strcmp(again, name));
}

/* No input device of this host is asked. */
bool evdev_range(const char *event, unsigned int axis, int *min, int *max)
{
	(void)event;
	(void)axis;
	(void)min;
	(void)max;
	return false;
}

#define MAX_WORDS	6
#define BITS_OF_LONG	(8 * sizeof(long))

/* Words are hexadecimal numbers, or 0; the last one has the lowest bits. */
static unsigned long number_of(const char *word)
{
	return strchr("0123456789abcdefABCDEF", word[0]) ? strtoul(word, NULL, 16) : 0;
}

static void capabilities_are_found(const char *text)
{
	char *copy = strdup(text), *rest, *words[MAX_WORDS];
	unsigned int num = 0;

	assert(copy);
	for (char *word = strtok_r(copy, " \n", &rest); word && num < MAX_WORDS;
	     word = strtok_r(NULL, " \n", &rest))
		words[num++] = word;
	for (unsigned int bit = 0; num < MAX_WORDS && bit < MAX_WORDS * BITS_OF_LONG; bit++) {
		unsigned int word = bit / BITS_OF_LONG;
		bool set = word < num && number_of(words[num - 1 - word]) &
					 1ul << bit % BITS_OF_LONG;

		assert(capability_has(text, bit) == set);
	}
	free(copy);
}

/* What is written as the kernel does is found. */
static void capability_is_found(unsigned int bit)
{
	char text[MAX_WORDS * 4] = "";

	bit %= 4 * BITS_OF_LONG;
	snprintf(text, sizeof(text), "%lx", 1ul << bit % BITS_OF_LONG);
	for (unsigned int i = 0; i < bit / BITS_OF_LONG; i++)
		strcat(text, " 0");
	strcat(text, "\n");
	for (unsigned int i = 0; i < 5 * BITS_OF_LONG; i++)
		assert(capability_has(text, i) == (i == bit));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input input = { data, size };
	struct trigger trigger;
	char *text;

	trigger.domid = take_u32(&input);
	trigger.devid = take_u32(&input);
	trigger.led = take_u32(&input);
	text = take_string(&input, input.left);

	name_is_parsed(text);
	trigger_is_formatted(trigger);
	selected_is_found(text);
	bracketed_is_found(trigger);
	capabilities_are_found(text);
	capability_is_found(trigger.led);
	free(text);
	return 0;
}
