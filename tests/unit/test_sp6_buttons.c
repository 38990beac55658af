// SPDX-License-Identifier: GPL-2.0-only
/* test_sp6_buttons.c - the demo for guests, with files in place of LEDs and buttons. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <cmocka.h>

/* The program, as a function, in a folder of its own. */
#define SYS "sys"
#define DEV "dev"
#define main sp6_buttons_main
#include "tools/sp6-buttons.c"
#undef main

static void put(const char *path, const char *text)
{
	char folder[128], command[160];
	FILE *file;

	snprintf(folder, sizeof(folder), "%s", path);
	*strrchr(folder, '/') = '\0';
	snprintf(command, sizeof(command), "mkdir -p %s", folder);
	assert_int_equal(system(command), 0);
	file = fopen(path, "w");
	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

static int led(int n)
{
	char path[64];
	FILE *file;
	int value;

	snprintf(path, sizeof(path), LEDS "sp6_led%d/brightness", n);
	file = fopen(path, "r");
	assert_non_null(file);
	value = fgetc(file) - '0';
	fclose(file);
	return value;
}

static void expect_leds(int zero, int one, int two)
{
	assert_int_equal(led(0), zero);
	assert_int_equal(led(1), one);
	assert_int_equal(led(2), two);
}

static int make_place(void **state)
{
	char place[] = "/tmp/test_sp6_buttons.XXXXXX";

	(void)state;
	if (!mkdtemp(place) || chdir(place))
		return -1;
	for (int n = 0; n < 3; n++) {
		char path[64];

		snprintf(path, sizeof(path), LEDS "sp6_led%d/brightness", n);
		put(path, "0");
	}
	put(SYS "/class/input/event0/device/name", "power button\n");
	put(SYS "/class/input/event12/device/name", DEVICE "\n");
	put(DEV "/input/event12", "");
	return 0;
}

static int remove_place(void **state)
{
	(void)state;
	return system("rm -r \"$PWD\"");
}

static void the_device_is_found_by_its_name(void **state)
{
	char event[32];

	(void)state;
	assert_true(find_event(DEVICE, event, sizeof(event)));
	assert_string_equal(event, "event12");
	assert_true(find_event("power button", event, sizeof(event)));
	assert_string_equal(event, "event0");
	assert_false(find_event("power", event, sizeof(event)));
	assert_false(find_event("", event, sizeof(event)));
}

static void it_waits_for_device_and_leds(void **state)
{
	int device = wait_for_all(DEVICE);

	(void)state;
	assert_true(device >= 0);
	close(device);
	assert_null(missing_led());
	assert_int_equal(rename(LEDS "sp6_led1", LEDS "other"), 0);
	assert_string_equal(missing_led(), "sp6_led1");
	assert_int_equal(rename(LEDS "other", LEDS "sp6_led1"), 0);
}

static void buttons_light_leds(void **state)
{
	(void)state;
	assert_int_equal(press(KEY_LEFT), 0);
	expect_leds(0, 0, 1);
	assert_int_equal(press(KEY_RIGHT), 0);
	expect_leds(1, 0, 1);
	assert_int_equal(press(KEY_ENTER), 0);
	expect_leds(1, 1, 1);
	assert_int_equal(press(KEY_UP), 0);
	expect_leds(1, 1, 1);
	assert_int_equal(press(KEY_DOWN), 0);
	expect_leds(0, 0, 0);
}

static void write_event(FILE *file, unsigned int type, unsigned int code, int value)
{
	struct input_event event = { .type = type, .code = code, .value = value };

	assert_int_equal(fwrite(&event, sizeof(event), 1, file), 1);
}

static int serve_file(void)
{
	int device = open(DEV "/input/event12", O_RDONLY);
	bool good;

	assert_true(device >= 0);
	good = serve(device);
	close(device);
	return good;
}

static void only_presses_count(void **state)
{
	FILE *file = fopen(DEV "/input/event12", "w");

	(void)state;
	assert_non_null(file);
	write_event(file, EV_KEY, KEY_ENTER, 1);
	write_event(file, EV_SYN, SYN_REPORT, 0);
	write_event(file, EV_KEY, KEY_ENTER, 0);
	write_event(file, EV_KEY, KEY_LEFT, 2);
	write_event(file, EV_REL, KEY_RIGHT, 1);
	fclose(file);
	assert_true(serve_file());
	expect_leds(0, 1, 0);
}

static void a_led_that_went_is_waited_for(void **state)
{
	FILE *file = fopen(DEV "/input/event12", "w");

	(void)state;
	assert_non_null(file);
	write_event(file, EV_KEY, KEY_LEFT, 1);
	fclose(file);
	assert_int_equal(rename(LEDS "sp6_led2", LEDS "other"), 0);
	assert_true(serve_file());
	put(LEDS "sp6_led2", "no folder");	/* ENOTDIR: that is a fault */
	assert_false(serve_file());
}

static int main_with(char *argument)
{
	char *argv[] = { "sp6-buttons", argument, NULL };

	optind = 0;
	return sp6_buttons_main(2, argv);
}

static void usage(void **state)
{
	(void)state;
	assert_int_equal(main_with("--help"), 0);
	assert_int_equal(main_with("--frobnicate"), 2);
	assert_int_equal(main_with("argument"), 2);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_place, remove_place)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_device_is_found_by_its_name),
		TEST(it_waits_for_device_and_leds),
		TEST(buttons_light_leds),
		TEST(only_presses_count),
		TEST(a_led_that_went_is_waited_for),
		TEST(usage),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
