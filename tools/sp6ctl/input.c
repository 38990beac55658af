// SPDX-License-Identifier: GPL-2.0-only
/* input.c - see input.h. */
#include <ctype.h>
#include <limits.h>
#include <linux/input-event-codes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "evdev.h"
#include "input.h"
#include "sysfs.h"

#define BITS_OF_LONG	(sizeof(long) * CHAR_BIT)
#define FOLDER_MAX	128	/* "class/input/input<n>" */

/* The folder of the device with this name; of several, the first. */
static bool find(const char *name, char folder[FOLDER_MAX])
{
	bool found = false;
	glob_t names;

	if (!sysfs_glob("class/input/input*/name", &names))
		return false;
	for (size_t i = 0; !found && i < names.gl_pathc; i++) {
		char *line = sysfs_read("%s", names.gl_pathv[i]);

		if (line)
			line[strcspn(line, "\n")] = '\0';
		found = line && !strcmp(line, name);
		free(line);
		if (found)
			snprintf(folder, FOLDER_MAX, "%.*s", (int)strlen(names.gl_pathv[i]) - 5,
				 names.gl_pathv[i]);
	}
	globfree(&names);
	return found;
}

bool input_exists(const char *name)
{
	char folder[FOLDER_MAX];

	return find(name, folder);
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\n';
}

bool capability_has(const char *text, unsigned int bit)
{
	const char *word = text + strlen(text);

	/* The lowest word is the last one. */
	for (unsigned int skip = bit / BITS_OF_LONG; ; skip--) {
		while (word > text && is_blank(word[-1]))
			word--;
		if (word == text)
			return false;
		while (word > text && !is_blank(word[-1]))
			word--;
		if (!skip)
			return isxdigit((unsigned char)*word) &&
			       strtoul(word, NULL, 16) >> (bit % BITS_OF_LONG) & 1;
	}
}

/* The event device below the folder, e.g. "event1". */
static bool find_event(const char *folder, char event[], size_t size)
{
	char pattern[FOLDER_MAX + 16];
	glob_t events;

	snprintf(pattern, sizeof(pattern), "%s/event*", folder);
	if (!sysfs_glob(pattern, &events))
		return false;
	snprintf(event, size, "%s", strrchr(events.gl_pathv[0], '/') + 1);
	globfree(&events);
	return true;
}

/* None if the device has no such axis, or does not tell of it. */
static struct inputback_range range(const char *event, const char *axes, unsigned int axis)
{
	struct inputback_range range = { 0, 0 };

	if (!capability_has(axes, axis) || !evdev_range(event, axis, &range.min, &range.max))
		return (struct inputback_range){ 0, 0 };
	return range;
}

void input_describe(const char *name, struct inputback_desc *desc)
{
	char folder[FOLDER_MAX], event[32];
	char *axes;

	memset(desc, 0, sizeof(*desc));
	if (!find(name, folder) || !find_event(folder, event, sizeof(event)))
		return;
	axes = sysfs_read("%s/capabilities/abs", folder);
	if (!axes)
		return;
	desc->x = range(event, axes, ABS_X);
	desc->y = range(event, axes, ABS_Y);
	desc->touch_x = range(event, axes, ABS_MT_POSITION_X);
	desc->touch_y = range(event, axes, ABS_MT_POSITION_Y);
	/* Without slots nobody can tell one contact from the other. */
	if (capability_has(axes, ABS_MT_SLOT))
		desc->slots = (unsigned int)range(event, axes, ABS_MT_SLOT).max + 1;
	free(axes);
}
