// SPDX-License-Identifier: GPL-2.0-only
/* sysfs.c - see sysfs.h. */
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sysfs.h"

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

/* The file's first line. A trigger file has only one, but that can be long. */
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

static char *read_attribute(const char *led, const char *attribute)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s/class/leds/%s/%s", sysfs(), led, attribute);
	return read_line(path);
}

bool led_number(const char *led, const char *attribute, unsigned int *value)
{
	char *line = read_attribute(led, attribute);
	bool good = line && sscanf(line, "%9u", value) == 1;

	free(line);
	return good;
}

char *led_triggers(const char *led)
{
	return read_attribute(led, "trigger");
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
	size_t length = strlen(name);
	char path[PATH_MAX];
	int file, error = 0;

	snprintf(path, sizeof(path), "%s/class/leds/%s/trigger", sysfs(), led);
	file = open(path, O_WRONLY | O_TRUNC | O_CLOEXEC);
	if (file < 0)
		return errno;
	if (write(file, name, length) != (ssize_t)length)
		error = errno;
	close(file);
	return error;
}

bool board_state(char word[], size_t size)
{
	char pattern[PATH_MAX];
	char *line = NULL;
	glob_t found;

	snprintf(pattern, sizeof(pattern), "%s/bus/pci/drivers/sp6-link/*/state", sysfs());
	if (!glob(pattern, 0, NULL, &found)) {
		line = read_line(found.gl_pathv[0]);
		globfree(&found);
	}
	if (line)
		snprintf(word, size, "%.*s", (int)strcspn(line, "\n"), line);
	free(line);
	return line != NULL;
}
