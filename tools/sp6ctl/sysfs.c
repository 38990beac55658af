// SPDX-License-Identifier: GPL-2.0-only
/* sysfs.c - see sysfs.h. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sysfs.h"

#define FOCUS "devices/xen-focus/focus"
#define FOCUS_TRIGGER "vled-focus-"

static const char *sysfs(void)
{
	const char *place = getenv(SYSFS_ENVIRONMENT);

	return place ? place : "/sys";
}

void trigger_format(struct trigger trigger, char name[TRIGGER_MAX + 1])
{
	snprintf(name, TRIGGER_MAX + 1, "vled%u-%u-%u", trigger.domid, trigger.devid, trigger.led);
}

bool trigger_parse(const char *name, struct trigger *trigger)
{
	char again[TRIGGER_MAX + 1];

	if (sscanf(name, "vled%9u-%9u-%9u", &trigger->domid, &trigger->devid, &trigger->led) != 3)
		return false;
	trigger_format(*trigger, again);
	return !strcmp(again, name);
}

void focus_trigger_format(unsigned int led, char name[TRIGGER_MAX + 1])
{
	snprintf(name, TRIGGER_MAX + 1, FOCUS_TRIGGER "%u", led);
}

enum trigger_type trigger_type(const char *name)
{
	char again[TRIGGER_MAX + 1];
	struct trigger guests;
	unsigned int led;

	if (trigger_parse(name, &guests))
		return TRIGGER_GUESTS;
	if (sscanf(name, FOCUS_TRIGGER "%9u", &led) != 1)
		return TRIGGER_OTHER;
	focus_trigger_format(led, again);
	return strcmp(again, name) ? TRIGGER_OTHER : TRIGGER_FOCUS;
}

bool trigger_selected(const char *text, char name[TRIGGER_MAX + 1])
{
	const char *begin = strchr(text, '[');
	size_t length = begin ? strcspn(begin + 1, "] \n") : 0;

	if (!length || length > TRIGGER_MAX || begin[1 + length] != ']')
		return false;
	memcpy(name, begin + 1, length);
	name[length] = '\0';
	return true;
}

bool trigger_offered(const char *text, const char *name)
{
	size_t wanted = strlen(name), length;

	if (!wanted)
		return false;
	for (; *text; text += length + strspn(text + length, "[] \n")) {
		length = strcspn(text, "[] \n");
		if (length == wanted && !strncmp(text, name, length))
			return true;
	}
	return false;
}

/* A trigger file has only one line, but that can be long. */
static char *read_line(const char *path)
{
	FILE *file = fopen(path, "re");
	char *line = NULL;
	size_t size = 0;

	if (!file)
		return NULL;
	if (getline(&line, &size, file) < 0) {
		free(line);
		line = NULL;
	}
	fclose(file);
	return line;
}

/* All of the value or nothing. 0, or what errno said. */
static int write_value(const char *path, const char *value)
{
	size_t length = strlen(value);
	int file, error = 0;

	file = open(path, O_WRONLY | O_TRUNC | O_CLOEXEC);
	if (file < 0)
		return errno;
	if (write(file, value, length) != (ssize_t)length)
		error = errno;
	close(file);
	return error;
}

char *sysfs_read(const char *format, ...)
{
	char path[PATH_MAX], below[256];
	va_list args;

	va_start(args, format);
	vsnprintf(below, sizeof(below), format, args);
	va_end(args);
	snprintf(path, sizeof(path), "%s/%s", sysfs(), below);
	return read_line(path);
}

bool sysfs_glob(const char *pattern, glob_t *paths)
{
	size_t skipped = strlen(sysfs()) + 1;
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s/%s", sysfs(), pattern);
	if (glob(path, 0, NULL, paths))
		return false;
	for (size_t i = 0; i < paths->gl_pathc; i++)
		memmove(paths->gl_pathv[i], paths->gl_pathv[i] + skipped,
			strlen(paths->gl_pathv[i]) - skipped + 1);
	return true;
}

bool led_number(const char *led, const char *attribute, unsigned int *value)
{
	char *line = sysfs_read("class/leds/%s/%s", led, attribute);
	bool good = line && sscanf(line, "%9u", value) == 1;

	free(line);
	return good;
}

char *led_triggers(const char *led)
{
	return sysfs_read("class/leds/%s/trigger", led);
}

bool led_trigger(const char *led, char name[TRIGGER_MAX + 1])
{
	char *line = led_triggers(led);
	bool good = line && trigger_selected(line, name);

	free(line);
	return good;
}

int led_set_trigger(const char *led, const char *name)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s/class/leds/%s/trigger", sysfs(), led);
	return write_value(path, name);
}

bool focus_read(unsigned int *domid)
{
	char *line = sysfs_read(FOCUS);
	bool good = line && sscanf(line, "%9u", domid) == 1;

	free(line);
	return good;
}

int focus_open(void)
{
	char path[PATH_MAX];
	int focus;

	snprintf(path, sizeof(path), "%s/" FOCUS, sysfs());
	focus = open(path, O_RDONLY | O_CLOEXEC);
	if (focus >= 0)
		focus_heard(focus);
	return focus;
}

bool focus_heard(int focus)
{
	char text[16];

	return pread(focus, text, sizeof(text), 0) > 0;
}

int focus_write(unsigned int domid)
{
	char path[PATH_MAX], value[16];

	snprintf(path, sizeof(path), "%s/" FOCUS, sysfs());
	snprintf(value, sizeof(value), "%u\n", domid);
	return write_value(path, value);
}

bool board_state(char word[], size_t size)
{
	char *line = NULL;
	glob_t found;

	if (sysfs_glob("bus/pci/drivers/sp6-link/*/state", &found)) {
		line = sysfs_read("%s", found.gl_pathv[0]);
		globfree(&found);
	}
	if (line)
		snprintf(word, size, "%.*s", (int)strcspn(line, "\n"), line);
	free(line);
	return line != NULL;
}
