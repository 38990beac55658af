// SPDX-License-Identifier: GPL-2.0-only
/*
 * fuzz_sp6ctl_sysfs.c - what trigger files hold, and the names of triggers.
 *
 * Input: a trigger's three numbers, 4 bytes each; text, which is read as a name
 * and as a file.
 */
#include <stdio.h>

#include "tests/fuzz/fuzz.h"
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

static void name_is_parsed(const char *name)
{
	char again[TRIGGER_MAX + 1];
	struct trigger trigger;

	assert(trigger_parse(name, &trigger) == is_trigger(name));
	if (is_trigger(name)) {
		trigger_format(trigger, again);
		assert(!strcmp(name, again));
	}
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
	free(text);
	return 0;
}
