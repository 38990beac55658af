// SPDX-License-Identifier: GPL-2.0-only
/*
 * test_sp6ctl_sysfs.c - sp6ctl's reading of trigger files, LEDs, input devices, the focus
 * and the board.
 */
#include <errno.h>
#include <limits.h>
#include <linux/input-event-codes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "tools/sp6ctl/evdev.h"
#include "tools/sp6ctl/input.h"
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

static void types_of_triggers(void **state)
{
	static const char *const others[] = {
		"none", "", "vled-focus", "vled-focus-", "vled-focus-x", "vled-focus-1x",
		"vled-focus-01", "vled-focus--1", "vled-focus-+1", "xvled-focus-1", "vled-1-0",
	};
	char name[TRIGGER_MAX + 1];

	(void)state;
	focus_trigger_format(31, name);
	assert_string_equal(name, "vled-focus-31");
	assert_int_equal(trigger_type(name), TRIGGER_FOCUS);
	assert_int_equal(trigger_type("vled1-0-31"), TRIGGER_GUESTS);
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		assert_int_equal(trigger_type(others[i]), TRIGGER_OTHER);
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

static void focus(void **state)
{
	unsigned int domid;

	(void)state;
	assert_false(focus_read(&domid));
	assert_int_equal(focus_write(1), ENOENT);
	put("devices/xen-focus/focus", "12\n");
	assert_true(focus_read(&domid));
	assert_int_equal(domid, 12);
	assert_int_equal(focus_write(3), 0);
	assert_true(focus_read(&domid));
	assert_int_equal(domid, 3);
	put("devices/xen-focus/focus", "who\n");
	assert_false(focus_read(&domid));
}

#define BITS_OF_LONG (8 * (unsigned int)sizeof(long))

static void capabilities(void **state)
{
	(void)state;
	assert_true(capability_has("3\n", 0));
	assert_true(capability_has("3\n", 1));
	assert_false(capability_has("3\n", 2));
	assert_false(capability_has("3\n", BITS_OF_LONG));
	assert_true(capability_has("1 0 80000000\n", 31));
	assert_true(capability_has("1 0 80000000", 2 * BITS_OF_LONG));
	assert_false(capability_has("1 0 80000000", BITS_OF_LONG));
	assert_false(capability_has("1 0 80000000", 3 * BITS_OF_LONG));
	assert_false(capability_has("", 0));
	assert_false(capability_has("\n", 0));
	assert_false(capability_has("  ", 0));
	assert_false(capability_has("x y\n", 0));
	assert_true(capability_has("\n\n1\n", 0));
	assert_false(capability_has("\n\n1\n", BITS_OF_LONG));
}

/* In place of evdev.c: what the event devices say. */
bool evdev_range(const char *event, unsigned int axis, int *min, int *max)
{
	static const struct {
		const char *event;
		unsigned int axis;
		int min, max;
	} axes[] = {
		{ "event1", ABS_X, 10, 510 }, { "event1", ABS_Y, -100, 500 },
		{ "event4", ABS_X, 0, 1 }, { "event4", ABS_Y, 0, 1 },
		{ "event4", ABS_MT_SLOT, 0, 9 }, { "event4", ABS_MT_POSITION_X, INT_MIN, INT_MAX },
		{ "event4", ABS_MT_POSITION_Y, 0, 479 }, { "event5", ABS_MT_SLOT, 0, 0 },
	};

	for (size_t i = 0; i < sizeof(axes) / sizeof(axes[0]); i++)
		if (!strcmp(axes[i].event, event) && axes[i].axis == axis) {
			*min = axes[i].min;
			*max = axes[i].max;
			return true;
		}
	return false;
}

#define BIT(n)		(1ull << (n))
#define POSITIONS	(BIT(ABS_X) | BIT(ABS_Y))
#define TOUCHES		(BIT(ABS_MT_POSITION_X) | BIT(ABS_MT_POSITION_Y))

/* Number @n, with its event device. */
static void put_input(unsigned int n, const char *name, unsigned long long axes)
{
	char path[64], text[64];

	snprintf(path, sizeof(path), "class/input/input%u/name", n);
	put(path, name);
	if (sizeof(long) == sizeof(axes))
		snprintf(text, sizeof(text), "%llx\n", axes);
	else
		snprintf(text, sizeof(text), "%llx %llx\n", axes >> 32, axes & 0xffffffff);
	snprintf(path, sizeof(path), "class/input/input%u/capabilities/abs", n);
	put(path, text);
	snprintf(path, sizeof(path), "class/input/input%u/event%u/dev", n, n);
	put(path, "13:64\n");
}

static void input_devices(void **state)
{
	(void)state;
	assert_false(input_exists("buttons"));
	put_input(10, "buttons\n", 0);
	put_input(11, "a tablet\n", POSITIONS);
	assert_true(input_exists("buttons"));
	assert_true(input_exists("a tablet"));
	assert_false(input_exists("button"));
	assert_false(input_exists("buttons "));
	assert_false(input_exists(""));
}

static void expect_range(struct inputback_range range, int min, int max)
{
	assert_int_equal(range.min, min);
	assert_int_equal(range.max, max);
}

static void axes_of_input_devices(void **state)
{
	static const char *const without[] = { "nobody", "keys", "mute", "no event device" };
	static const struct inputback_desc nothing;
	struct inputback_desc desc;

	(void)state;
	put_input(0, "keys\n", 0);
	put_input(1, "tablet\n", POSITIONS);
	put_input(3, "mute\n", POSITIONS);
	put_input(4, "touchscreen\n", POSITIONS | TOUCHES | BIT(ABS_MT_SLOT));
	put_input(5, "one finger\n", BIT(ABS_MT_SLOT));
	put("class/input/input6/name", "no event device\n");

	for (size_t i = 0; i < sizeof(without) / sizeof(without[0]); i++) {
		input_describe(without[i], &desc);
		assert_memory_equal(&desc, &nothing, sizeof(desc));
	}
	input_describe("tablet", &desc);
	expect_range(desc.x, 10, 510);
	expect_range(desc.y, -100, 500);
	expect_range(desc.touch_x, 0, 0);
	assert_int_equal(desc.slots, 0);

	input_describe("touchscreen", &desc);
	expect_range(desc.x, 0, 1);
	expect_range(desc.touch_x, INT_MIN, INT_MAX);
	expect_range(desc.touch_y, 0, 479);
	assert_int_equal(desc.slots, 10);
	input_describe("one finger", &desc);
	assert_int_equal(desc.slots, 1);
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
		cmocka_unit_test(types_of_triggers),
		cmocka_unit_test(leds),
		cmocka_unit_test(long_trigger_file),
		cmocka_unit_test(focus),
		cmocka_unit_test(capabilities),
		cmocka_unit_test(input_devices),
		cmocka_unit_test(axes_of_input_devices),
		cmocka_unit_test(board),
	};

	return cmocka_run_group_tests(tests, make_place, remove_place);
}
