// SPDX-License-Identifier: GPL-2.0-only
/*
 * fuzz_sp6ctl_config.c - configuration files, good and bad. What was understood
 * is written as a file again and must be understood alike.
 *
 * Input: the file.
 */
#include "tests/fuzz/leds_check.h"
#include "tools/sp6ctl/config.h"

#define NAME	"fuzz.conf"
#define LEGAL	"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.:+-"

static bool parse(struct config *config, const void *text, size_t size)
{
	FILE *file = size ? fmemopen((void *)text, size, "r") : fopen("/dev/null", "r");
	bool good;

	assert(file);
	good = config_parse(config, file, NAME);
	fclose(file);
	return good;
}

/* At most 8, no name twice. */
static void inputs_are_good(const struct inputs *inputs)
{
	assert(inputs->num <= MAX_INPUTS);
	for (unsigned int i = 0; i < inputs->num; i++) {
		size_t length = strnlen(inputs->name[i], INPUT_NAME_MAX + 1);

		assert(length >= 1 && length <= INPUT_NAME_MAX);
		for (size_t j = 0; j < length; j++)
			assert(inputs->name[i][j] >= 0x20 && inputs->name[i][j] < 0x7f);
		for (unsigned int j = 0; j < i; j++)
			assert(strcmp(inputs->name[i], inputs->name[j]));
	}
}

static void screen_is_good(const struct screen *screen)
{
	if (!screen->width && !screen->height)
		return;
	assert(screen->width >= SCREEN_MIN && screen->height >= SCREEN_MIN);
	assert((uint64_t)screen->width * screen->height * 4 <=
	       (uint64_t)screen_videoram(screen) << 20);
	assert(screen_videoram(screen) <= SCREEN_MAX_VIDEORAM);
}

static void guest_is_good(const struct config *config, const struct guest *guest)
{
	size_t length = strnlen(guest->name, sizeof(guest->name));

	assert(length >= 1 && length <= GUEST_NAME_MAX);
	assert(strspn(guest->name, LEGAL) == length);
	assert(strspn(guest->name, "0123456789") < length);
	assert(config_find(config, guest->name) == guest);	/* none has its name */
	assert(!share_is_empty(&guest->share));
	leds_are_good(&guest->share.leds);
	inputs_are_good(&guest->share.inputs);
	screen_is_good(&guest->share.screen);
}

/* One line, "fuzz.conf:LINE: what", of a line that is there. */
static void reason_is_good(const char *why, const uint8_t *text, size_t size)
{
	unsigned int line = 0, lines = size && text[size - 1] != '\n';

	for (size_t i = 0; i < size; i++)
		lines += text[i] == '\n';
	assert(strnlen(why, REASON_MAX) < REASON_MAX && !strchr(why, '\n'));
	assert(sscanf(why, NAME ":%u: %*c", &line) == 1);
	assert(line >= 1 && line <= lines);
}

static void write_screen(FILE *file, const struct screen *screen)
{
	if (screen->width)
		fprintf(file, "screen = %ux%u\n", screen->width, screen->height);
}

static void write_guest(FILE *file, const struct guest *guest)
{
	char text[LED_TEXT_MAX];

	fprintf(file, "guest = %s\n", guest->name);
	for (unsigned int i = 0; i < guest->share.leds.num; i++) {
		led_format(&guest->share.leds.led[i], text);
		fprintf(file, "led = %s\n", text);
	}
	for (unsigned int i = 0; i < guest->share.inputs.num; i++)
		fprintf(file, "input = %s\n", guest->share.inputs.name[i]);
	write_screen(file, &guest->share.screen);
}

static void write_focus_leds(FILE *file, const struct focus_leds *leds)
{
	char text[LED_TEXT_MAX];

	for (unsigned int i = 0; i < leds->num; i++) {
		focus_led_format(&leds->led[i], text);
		fprintf(file, "focus-led = %s\n", text);
	}
}

static void is_written_alike(const struct config *config)
{
	struct config again = { 0 };
	char *text = NULL;
	size_t size = 0;
	FILE *file = open_memstream(&text, &size);

	assert(file);
	write_focus_leds(file, &config->focus_leds);
	for (unsigned int i = 0; i < config->num; i++)
		write_guest(file, &config->guests[i]);
	fclose(file);

	assert(parse(&again, text, size));
	assert(again.num == config->num);
	assert(!config->num || !memcmp(again.guests, config->guests,
				       config->num * sizeof(*config->guests)));
	assert(!memcmp(&again.focus_leds, &config->focus_leds, sizeof(again.focus_leds)));
	config_free(&again);
	free(text);
}

/* A second file that says the same is refused at the first that it says, and adds nothing. */
static void is_refused_twice(struct config *config, const uint8_t *text, size_t size)
{
	unsigned int num = config->num, num_leds = config->focus_leds.num;

	assert(parse(config, text, size) == (!num && !num_leds));
	assert(config->num == num && config->focus_leds.num == num_leds);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct config config = { 0 };

	if (parse(&config, data, size)) {
		assert(!size || !memchr(data, '\0', size));
		for (unsigned int i = 0; i < config.num; i++)
			guest_is_good(&config, &config.guests[i]);
		focus_leds_are_good(&config.focus_leds);
		for (unsigned int i = 0; i < config.focus_leds.num; i++)
			assert(!config.focus_leds.led[i].is_over);
		is_written_alike(&config);
		is_refused_twice(&config, data, size);
	} else {
		reason_is_good(config.why, data, size);
	}
	config_free(&config);
	return 0;
}
