// SPDX-License-Identifier: GPL-2.0-only
/*
 * fuzz_sp6ctl_uevent.c - the kernel's messages about LEDs, and the triggers that a
 * LED's file offers.
 *
 * Input: the length of a message, 2 bytes; the message; a trigger's name, 8 bytes;
 * a trigger file.
 */
#include "tests/fuzz/fuzz.h"
#include "tools/sp6ctl/sysfs.h"
#include "tools/sp6ctl/uevent.h"

/* The first string in the message that begins with @prefix, without it. */
static const char *find(const char *message, size_t length, const char *prefix)
{
	const char *string = message;

	while (string < message + length) {
		if (strstr(string, prefix) == string)
			return string + strlen(prefix);
		string += strlen(string) + 1;
	}
	return NULL;
}

/* A LED's message has all three, and a path whose last part can be a LED's name. */
static const char *expected_led(const char *message, size_t length)
{
	const char *subsystem, *path, *name;

	if (!length || message[length - 1])
		return NULL;
	subsystem = find(message, length, "SUBSYSTEM=");
	path = find(message, length, "DEVPATH=");
	if (!subsystem || strcmp(subsystem, "leds") || !path ||
	    !find(message, length, "ACTION="))
		return NULL;
	name = strrchr(path, '/');
	return name && strlen(name) > 1 && strlen(name) <= TARGET_MAX + 1 ? name + 1 : NULL;
}

static void message_is_parsed(const char *message, size_t length)
{
	const char *led = expected_led(message, length);
	struct led_event event;

	assert(uevent_parse(message, length, &event) == (led != NULL));
	if (led) {
		assert(!strcmp(event.led, led));
		assert(event.gone == !strcmp(find(message, length, "ACTION="), "remove"));
	}
}

/* A file's words, one after the other. */
static void trigger_is_found(const char *text, const char *name)
{
	char *copy = strdup(text), *rest;
	bool found = false;

	assert(copy);
	for (char *word = strtok_r(copy, "[] \n", &rest); word;
	     word = strtok_r(NULL, "[] \n", &rest))
		found |= !strcmp(word, name);
	assert(trigger_offered(text, name) == found);
	free(copy);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input input = { data, size };
	size_t length = take_u16(&input);
	char *message = take_bytes(&input, &length);
	char *name = take_string(&input, 8);
	char *text = take_string(&input, input.left);

	message_is_parsed(message, length);
	trigger_is_found(text, name);
	free(message);
	free(name);
	free(text);
	return 0;
}
