// SPDX-License-Identifier: GPL-2.0-only
/* config.c - see config.h. */
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "config.h"

struct place {
	const char *file;
	unsigned int line;
};

__attribute__((format(printf, 3, 4)))
static bool fail(struct config *config, const struct place *place, const char *format, ...)
{
	int used = snprintf(config->why, sizeof(config->why), "%s:%u: ", place->file, place->line);
	va_list args;

	if (used < (int)sizeof(config->why)) {
		va_start(args, format);
		vsnprintf(config->why + used, sizeof(config->why) - used, format, args);
		va_end(args);
	}
	return false;
}

/* The text without blanks at both ends; cuts them off in place. */
static char *trim(char *text)
{
	char *end = text + strlen(text);

	while (end > text && isspace((unsigned char)end[-1]))
		*--end = '\0';
	while (isspace((unsigned char)*text))
		text++;
	return text;
}

/* A number would be a domid, and that is another one after each start. */
static bool guest_name_is_good(const char *name)
{
	size_t length = strlen(name);

	if (!length || length > GUEST_NAME_MAX || strspn(name, "0123456789") == length)
		return false;
	for (; *name; name++)
		if (!isalnum((unsigned char)*name) && !strchr("_.:+-", *name))
			return false;
	return true;
}

static bool guest_is_whole(struct config *config, const struct place *place)
{
	if (!config->num || !share_is_empty(&config->guests[config->num - 1].share))
		return true;
	return fail(config, place, "guest '%s' has nothing: write a line 'led = NAME', "
		    "'input = NAME' or 'screen = WIDTHxHEIGHT' below it",
		    config->guests[config->num - 1].name);
}

static bool add_guest(struct config *config, const struct place *place, const char *name)
{
	struct guest *guests;

	if (!guest_is_whole(config, place))
		return false;
	if (!guest_name_is_good(name))
		return fail(config, place, "'%s' cannot be a guest: give its name as xl list shows it",
			    name);
	if (config_find(config, name))
		return fail(config, place, "guest '%s' is configured already: keep one of the two",
			    name);

	guests = reallocarray(config->guests, config->num + 1, sizeof(*guests));
	if (!guests)
		return fail(config, place, "%s", strerror(errno));
	config->guests = guests;
	memset(&guests[config->num], 0, sizeof(*guests));
	strcpy(guests[config->num].name, name);
	config->num++;
	return true;
}

/* What a value goes to; a reason where it cannot. */
static bool add_led(struct config *config, const char *value, char why[], size_t size)
{
	return leds_add(&config->guests[config->num - 1].share.leds, value, why, size);
}

static bool add_input(struct config *config, const char *value, char why[], size_t size)
{
	return inputs_add(&config->guests[config->num - 1].share.inputs, value, why, size);
}

static bool set_screen(struct config *config, const char *value, char why[], size_t size)
{
	return screen_set(&config->guests[config->num - 1].share.screen, value, why, size);
}

static bool add_focus_led(struct config *config, const char *value, char why[], size_t size)
{
	const struct focus_led *led = &config->focus_leds.led[config->focus_leds.num];

	if (!focus_leds_add(&config->focus_leds, value, why, size))
		return false;
	return !led->is_over || refuse(why, size, "'none' says nothing here: leave the line out");
}

static const struct key {
	const char *name;
	bool is_guests;		/* else nobody's: it stands above all guests of its file */
	bool (*add)(struct config *config, const char *value, char why[], size_t size);
} keys[] = {
	{ "led", true, add_led },
	{ "input", true, add_input },
	{ "screen", true, set_screen },
	{ "focus-led", false, add_focus_led },
};

static bool add_value(struct config *config, const struct place *place, bool below_guest,
		      const char *name, const char *value)
{
	const struct key *key = keys, *end = keys + sizeof(keys) / sizeof(keys[0]);
	char why[REASON_MAX];

	while (key < end && strcmp(key->name, name))
		key++;
	if (key == end)
		return fail(config, place, "unknown key '%s': there are 'guest', 'led', 'input', "
			    "'screen' and 'focus-led'", name);
	if (key->is_guests && !below_guest)
		return fail(config, place, "whose %s? Write 'guest = NAME' above it", name);
	if (!key->is_guests && below_guest)
		return fail(config, place, "%s is no guest's: write it above all lines 'guest'",
			    name);
	return key->add(config, value, why, sizeof(why)) || fail(config, place, "%s", why);
}

static bool parse_line(struct config *config, const struct place *place, unsigned int first_guest,
		       char *line)
{
	char *key, *value;

	line[strcspn(line, "#")] = '\0';
	key = trim(line);
	if (!*key)
		return true;
	value = strchr(key, '=');
	if (!value)
		return fail(config, place, "'%s' says nothing: write 'key = value'", key);
	*value++ = '\0';
	key = trim(key);
	value = trim(value);

	if (!strcmp(key, "guest"))
		return add_guest(config, place, value);
	return add_value(config, place, config->num > first_guest, key, value);
}

bool config_parse(struct config *config, FILE *file, const char *name)
{
	struct place place = { name, 0 };
	unsigned int first_guest = config->num;
	char *line = NULL;
	size_t size = 0;
	bool good = true;
	ssize_t length;

	while (good && (length = getline(&line, &size, file)) >= 0) {
		place.line++;
		if (memchr(line, '\0', length))
			good = fail(config, &place, "this is not text");
		else
			good = parse_line(config, &place, first_guest, line);
	}
	if (good && ferror(file))
		good = fail(config, &place, "cannot read on: %s", strerror(errno));
	free(line);
	return good && guest_is_whole(config, &place);
}

static bool parse_file(struct config *config, const char *directory, const char *name)
{
	char path[512];
	FILE *file;
	bool good;

	snprintf(path, sizeof(path), "%s/%s", directory, name);
	file = fopen(path, "re");
	if (!file) {
		snprintf(config->why, sizeof(config->why), "%.200s: %s", path, strerror(errno));
		return false;
	}
	good = config_parse(config, file, path);
	fclose(file);
	return good;
}

static int is_config(const struct dirent *entry)
{
	size_t length = strlen(entry->d_name);

	return length > 5 && entry->d_name[0] != '.' &&
	       !strcmp(entry->d_name + length - 5, ".conf");
}

bool config_read(struct config *config, const char *directory)
{
	struct dirent **files;
	int num = scandir(directory, &files, is_config, alphasort);
	bool good = true;

	if (num < 0) {
		snprintf(config->why, sizeof(config->why),
			 "%.150s: %s (the folder of the configuration; see --config)",
			 directory, strerror(errno));
		return false;
	}
	for (int i = 0; i < num; i++) {
		good = good && parse_file(config, directory, files[i]->d_name);
		free(files[i]);
	}
	free(files);
	return good;
}

const struct guest *config_find(const struct config *config, const char *name)
{
	for (unsigned int i = 0; i < config->num; i++)
		if (!strcmp(config->guests[i].name, name))
			return &config->guests[i];
	return NULL;
}

bool config_has_focus_led(const struct config *config, const char *target)
{
	for (unsigned int i = 0; i < config->focus_leds.num; i++)
		if (!strcmp(config->focus_leds.led[i].target, target))
			return true;
	return false;
}

void config_free(struct config *config)
{
	free(config->guests);
	config->guests = NULL;
	config->num = 0;
	config->focus_leds.num = 0;
}
