// SPDX-License-Identifier: GPL-2.0-only
/* names.c - see names.h. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "focus.h"
#include "names.h"
#include "sysfs.h"
#include "text.h"

/* What is too long ends in dots. */
static void put(char name[NAME_MAX_BYTES + 1], const char *text)
{
	snprintf(name, NAME_MAX_BYTES + 1, "%s", text);
	make_printable(name, strlen(name));
	if (strlen(text) > NAME_MAX_BYTES)
		memcpy(name + NAME_MAX_BYTES - 3, "...", 3);
}

static void put_owner(struct xs_handle *xs, unsigned int led, char name[NAME_MAX_BYTES + 1])
{
	char target[32], trigger[TRIGGER_MAX + 1], words[2 * REASON_MAX];
	struct owner owner;

	snprintf(target, sizeof(target), "sp6_led%u", led);
	if (!led_trigger(target, trigger))
		return;
	owner_of_trigger(xs, trigger, &owner);
	owner_words(&owner, words, sizeof(words));
	put(name, words);
}

void names_gather(struct xs_handle *xs, struct names *names)
{
	struct domain holder;

	memset(names, 0, sizeof(*names));
	if (focus_holder(xs, &holder))
		put(names->focus, holder.name);
	for (unsigned int led = 0; led < NAMES_LEDS; led++)
		put_owner(xs, led, names->owner[led]);
}

/* Writes a message and its newline; takes the reference to it. */
static bool print(FILE *text, json_t *message)
{
	bool good = message && !json_dumpf(message, text, JSON_COMPACT) && fputc('\n', text) != EOF;

	json_decref(message);
	return good;
}

static bool print_all(FILE *text, const struct names *names, const struct names *before)
{
	bool good = true;

	if (!before || strcmp(names->focus, before->focus))
		good = print(text, json_pack("{ss, ss}", "perif", "focus", "name", names->focus));
	for (int led = 0; good && led < NAMES_LEDS; led++)
		if (!before || strcmp(names->owner[led], before->owner[led]))
			good = print(text, json_pack("{ss, si, ss}", "perif", "owner", "led", led,
						     "name", names->owner[led]));
	return good;
}

char *names_format(const struct names *names, const struct names *before)
{
	char *lines = NULL;
	size_t size;
	FILE *text = open_memstream(&lines, &size);
	bool good;

	if (!text)
		return NULL;
	good = print_all(text, names, before);
	if (!fclose(text) && good)
		return lines;
	free(lines);
	return NULL;
}
