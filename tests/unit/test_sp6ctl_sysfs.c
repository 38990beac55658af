// SPDX-License-Identifier: GPL-2.0-only
/* test_sp6ctl_sysfs.c - sp6ctl's reading of trigger files, LEDs and the board. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "tools/sp6ctl/sysfs.h"

#define NAME63 "abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopqrstuvwxyz0"

static void selected_trigger(void **state)
{
	static const struct {
		const char *text, *name;
	} good[] = {
		{ "[none] timer heartbeat\n", "none" },
		{ "none timer [vled1-0-5]\n", "vled1-0-5" },
		{ "none [mmc0] timer", "mmc0" },
		{ "[" NAME63 "]", NAME63 },
	};
	static const char *const bad[] = {
		"", "none timer\n", "none [timer", "none [tim er]", "[]", "[", "]none[",
		"[" NAME63 "1]",
	};
	char name[TRIGGER_MAX + 1];

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		assert_true(trigger_selected(good[i].text, name));
		assert_string_equal(name, good[i].name);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(trigger_selected(bad[i], name));
}

static void trigger_names(void **state)
{
	static const char *const others[] = {
		"none", "", "vled", "vled1", "vled1-0", "vled1-0-", "vled1-0-x", "vled1-0-2x",
		"vled01-0-2", "vled1--2-0", "vled+1-0-2", "vled 1-0-2", "vled1-0-2-3",
		"xvled1-0-2", "vled9999999999-0-0", "vled-focus-0",
	};
	struct trigger trigger = { 32751, 1, 31 }, again;
	char name[TRIGGER_MAX + 1];

	(void)state;
	trigger_format(trigger, name);
	assert_string_equal(name, "vled32751-1-31");
	assert_true(trigger_parse(name, &again));
	assert_memory_equal(&trigger, &again, sizeof(trigger));
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		assert_false(trigger_parse(others[i], &again));
}

/* A private /sys; removed at the end. */
static char place[] = "/tmp/test_sp6ctl.XXXXXX";

static void put(const char *path, const char *text)
{
	char whole[256];
	FILE *file;

	for (const char *slash = path; (slash = strchr(slash, '/')); slash++) {
		snprintf(whole, sizeof(whole), "%s/%.*s", place, (int)(slash - path), path);
		mkdir(whole, 0700);
	}
	snprintf(whole, sizeof(whole), "%s/%s", place, path);
	file = fopen(whole, "w");
	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

static int make_place(void **state)
{
	(void)state;
	return !mkdtemp(place) || setenv(SYSFS_ENVIRONMENT, place, 1);
}

static int remove_place(void **state)
{
	char command[64];

	(void)state;
	snprintf(command, sizeof(command), "rm -r %s", place);
	return system(command);
}

static void leds(void **state)
{
	char name[TRIGGER_MAX + 1];
	unsigned int value;

	(void)state;
	put("class/leds/a/trigger", "[none] timer\n");
	put("class/leds/a/brightness", "17\n");
	put("class/leds/a/max_brightness", "much\n");

	assert_true(led_number("a", "brightness", &value));
	assert_int_equal(value, 17);
	assert_false(led_number("a", "max_brightness", &value));
	assert_false(led_number("b", "brightness", &value));

	assert_true(led_trigger("a", name));
	assert_string_equal(name, "none");
	assert_false(led_trigger("b", name));
	assert_int_equal(led_set_trigger("a", "vled1-0-0"), 0);
	assert_false(led_trigger("a", name));	/* a plain file puts no brackets */
	assert_int_equal(led_set_trigger("b", "vled1-0-0"), ENOENT);
}

/* With many triggers the file is longer than a page. */
static void long_trigger_file(void **state)
{
	static char text[20000];
	char name[TRIGGER_MAX + 1];

	(void)state;
	for (int i = 0; i < 1000; i++)
		sprintf(text + strlen(text), "vled%d-0-0 ", i);
	strcat(text, "[last]\n");
	put("class/leds/long/trigger", text);
	assert_true(led_trigger("long", name));
	assert_string_equal(name, "last");
}

static void board(void **state)
{
	char word[8];

	(void)state;
	assert_false(board_state(word, sizeof(word)));
	put("bus/pci/drivers/sp6-link/0000:00:02.0/state", "alive\n");
	assert_true(board_state(word, sizeof(word)));
	assert_string_equal(word, "alive");
	put("bus/pci/drivers/sp6-link/0000:00:02.0/state", "dead\nand more\n");
	assert_true(board_state(word, sizeof(word)));
	assert_string_equal(word, "dead");
	put("bus/pci/drivers/sp6-link/0000:00:02.0/state", "far too long\n");
	assert_true(board_state(word, sizeof(word)));
	assert_string_equal(word, "far too");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(selected_trigger),
		cmocka_unit_test(trigger_names),
		cmocka_unit_test(leds),
		cmocka_unit_test(long_trigger_file),
		cmocka_unit_test(board),
	};

	return cmocka_run_group_tests(tests, make_place, remove_place);
}
