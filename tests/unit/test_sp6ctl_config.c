// SPDX-License-Identifier: GPL-2.0-only
/*
 * test_sp6ctl_config.c - sp6ctl's judgement of what people write: LEDs, input devices and
 * screens in text form and configuration files, sound and hostile.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "tools/sp6ctl/config.h"

#define NAME31 "abcdefghijklmnopqrstuvwxyz01234"
#define TARGET63 "Abcdefghijklmnopqrstuvwxyz0123456789Abcdefghijklmnopqrstuvwxyz0"

static void expect_led(const char *text, const char *name, const char *target, unsigned int max)
{
	char why[REASON_MAX] = "";
	struct leds leds = { 0 };

	assert_true(leds_add(&leds, text, why, sizeof(why)));
	assert_int_equal(leds.num, 1);
	assert_string_equal(leds.led[0].name, name);
	assert_string_equal(leds.led[0].target, target);
	assert_int_equal(leds.led[0].max_brightness, max);
}

static void good_leds(void **state)
{
	(void)state;
	expect_led("sp6_led0", "sp6_led0", "sp6_led0", 0);
	expect_led("status:green sp6_led1", "status:green", "sp6_led1", 0);
	expect_led("status=sp6_led1", "status", "sp6_led1", 0);
	expect_led("  a\t =\tmmc0::  255 ", "a", "mmc0::", 255);
	expect_led("a -", "a", "", 0);
	expect_led("a - 1", "a", "", 1);
	expect_led("-", "-", "", 0);
	expect_led(NAME31 " " TARGET63, NAME31, TARGET63, 0);
}

static void bad_leds(void **state)
{
	static const struct {
		const char *text, *why;
	} bad[] = {
		{ "", "''" },
		{ " = ", "''" },
		{ "LED", "'LED' cannot be a guest's LED" },
		{ "a/b", "'a/b'" },
		{ "a.b", "'a.b'" },
		{ "a\nb", "guest's LED" },
		{ "\xc3\xa4", "guest's LED" },
		{ NAME31 "5", "1 to 31" },
		{ "a ../../etc", "'../../etc' cannot be a LED of Dom0" },
		{ "a ..", "'..'" },
		{ "a .", "'.'" },
		{ "a b/c", "'b/c'" },
		{ "a b\x01", "LED of Dom0" },
		{ "a " TARGET63 "1", "LED of Dom0" },
		{ "a b 0", "'0' cannot be a highest brightness" },
		{ "a b 256", "give 1 to 255" },
		{ "a b -1", "'-1'" },
		{ "a b 1x", "'1x'" },
		{ "a b 99999999999999999999", "brightness" },
		{ "a b 1 c", "'c' is too much" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		char why[REASON_MAX] = "";
		struct leds leds = { 0 };

		assert_false(leds_add(&leds, bad[i].text, why, sizeof(why)));
		if (!strstr(why, bad[i].why))
			fail_msg("'%s': says '%s', not '%s'", bad[i].text, why, bad[i].why);
		assert_int_equal(leds.num, 0);
	}
}

static void leds_are_unique_and_bounded(void **state)
{
	char why[REASON_MAX], text[32];
	struct leds leds = { 0 };

	(void)state;
	for (int i = 0; i < XENLED_MAX_LEDS; i++) {
		snprintf(text, sizeof(text), "led%d", i);
		assert_true(leds_add(&leds, text, why, sizeof(why)));
		if (i)
			continue;
		assert_false(leds_add(&leds, "led0 other", why, sizeof(why)));
		assert_non_null(strstr(why, "another name"));
		assert_false(leds_add(&leds, "other led0", why, sizeof(why)));
		assert_non_null(strstr(why, "one only"));
	}
	assert_false(leds_add(&leds, "more", why, sizeof(why)));
	assert_non_null(strstr(why, "no more"));
	assert_int_equal(leds.num, XENLED_MAX_LEDS);
}

static void targetless_leds_are_not_doubles(void **state)
{
	char why[REASON_MAX];
	struct leds leds = { 0 };

	(void)state;
	assert_true(leds_add(&leds, "a -", why, sizeof(why)));
	assert_true(leds_add(&leds, "b -", why, sizeof(why)));
}

static void leds_that_follow_the_focus(void **state)
{
	static const struct {
		const char *text, *why;
	} bad[] = {
		{ "", "'' cannot be a LED of Dom0: give a name from /sys/class/leds" },
		{ "../x 1", "'../x' cannot be a LED of Dom0" },
		{ TARGET63 "1 1", "cannot be a LED of Dom0" },
		{ "a", "'' cannot be the number of a guest's LED: give 0 to 31" },
		{ "a 32", "'32' cannot be the number" },
		{ "a -1", "'-1' cannot be the number" },
		{ "a non", "'non' cannot be the number" },
		{ "a nones", "'nones' cannot be the number" },
		{ "a 1 2", "'2' is too much" },
		{ "b 5", "Dom0's 'b' is said to follow the focus already" },
	};
	struct focus_leds leds = { 0 };
	char why[REASON_MAX];

	(void)state;
	assert_true(focus_leds_add(&leds, "b = 31", why, sizeof(why)));
	assert_true(focus_leds_add(&leds, " c=none ", why, sizeof(why)));
	assert_int_equal(leds.num, 2);
	assert_string_equal(leds.led[0].target, "b");
	assert_int_equal(leds.led[0].led, 31);
	assert_false(leds.led[0].is_over);
	assert_true(leds.led[1].is_over);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_false(focus_leds_add(&leds, bad[i].text, why, sizeof(why)));
		if (!strstr(why, bad[i].why))
			fail_msg("'%s': says '%s', not '%s'", bad[i].text, why, bad[i].why);
		assert_int_equal(leds.num, 2);
	}
}

static void focus_leds_are_bounded(void **state)
{
	struct focus_leds leds = { 0 };
	char why[REASON_MAX], text[32];

	(void)state;
	for (int i = 0; i < XENLED_MAX_LEDS; i++) {
		snprintf(text, sizeof(text), "led%d %d", i, i);
		assert_true(focus_leds_add(&leds, text, why, sizeof(why)));
	}
	assert_false(focus_leds_add(&leds, "more 1", why, sizeof(why)));
	assert_non_null(strstr(why, "no more"));
}

static void input_devices(void **state)
{
	static const char *const bad[] = { "", TARGET63 "1", "a\tb", "a\x7f", "\xc3\xa4" };
	struct inputs inputs = { 0 };
	char why[REASON_MAX], name[32];

	(void)state;
	assert_true(inputs_add(&inputs, TARGET63, why, sizeof(why)));
	assert_true(inputs_add(&inputs, "QEMU Tablet, = \"1\"", why, sizeof(why)));
	assert_string_equal(inputs.name[1], "QEMU Tablet, = \"1\"");
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_false(inputs_add(&inputs, bad[i], why, sizeof(why)));
		assert_non_null(strstr(why, "cannot be an input device: give a name as in"));
	}
	assert_false(inputs_add(&inputs, TARGET63, why, sizeof(why)));
	assert_non_null(strstr(why, "already"));
	for (unsigned int i = inputs.num; i < MAX_INPUTS; i++) {
		snprintf(name, sizeof(name), "input %u", i);
		assert_true(inputs_add(&inputs, name, why, sizeof(why)));
	}
	assert_false(inputs_add(&inputs, "more", why, sizeof(why)));
	assert_non_null(strstr(why, "no more"));
	assert_int_equal(inputs.num, MAX_INPUTS);
}

static void good_screens(void **state)
{
	static const struct {
		const char *text;
		unsigned int width, height, videoram;
	} good[] = {
		{ "800x480", 800, 480, 2 },
		{ "64x64", 64, 64, 2 },
		{ "1024x512", 1024, 512, 2 },
		{ "1025x512", 1025, 512, 3 },
		{ "1024x768", 1024, 768, 3 },
		{ "4096x1024", 4096, 1024, 16 },
		{ "000065536x064", 65536, 64, 16 },
	};
	char why[REASON_MAX];

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		struct screen screen = { 0 };

		if (!screen_set(&screen, good[i].text, why, sizeof(why)))
			fail_msg("'%s': %s", good[i].text, why);
		assert_int_equal(screen.width, good[i].width);
		assert_int_equal(screen.height, good[i].height);
		assert_int_equal(screen_videoram(&screen), good[i].videoram);
	}
}

static void bad_screens(void **state)
{
	static const struct {
		const char *text, *why;
	} bad[] = {
		{ "", "'' cannot be a screen: give its width and height in pixels, as in 800x480" },
		{ "x", "'x' cannot be" },
		{ "800", "'800' cannot be" },
		{ "800x", "'800x' cannot be" },
		{ "x480", "'x480' cannot be" },
		{ "800X480", "cannot be" },
		{ "800 x 480", "cannot be" },
		{ "800x480x32", "cannot be" },
		{ "800x480 ", "cannot be" },
		{ "-800x480", "cannot be" },
		{ "800x+480", "cannot be" },
		{ "0x1e0", "cannot be" },
		{ "1234567890x64", "cannot be" },
		{ "0x480", "a screen of 0x480 is too small: give at least 64x64" },
		{ "800x63", "too small" },
		{ "4097x1024", "a screen of 4097x1024 needs more than 16 MiB" },
		{ "999999999x999999999", "more than 16 MiB" },
	};
	struct screen screen = { 0 };
	char why[REASON_MAX];

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_false(screen_set(&screen, bad[i].text, why, sizeof(why)));
		if (!strstr(why, bad[i].why))
			fail_msg("'%s': says '%s', not '%s'", bad[i].text, why, bad[i].why);
		assert_int_equal(screen.width, 0);
	}
	assert_true(screen_set(&screen, "800x480", why, sizeof(why)));
	assert_false(screen_set(&screen, "640x400", why, sizeof(why)));
	assert_non_null(strstr(why, "has a screen already"));
	assert_int_equal(screen.width, 800);
}

static bool parse(struct config *config, const char *text, size_t length)
{
	FILE *file = tmpfile();
	bool good;

	assert_non_null(file);
	assert_int_equal(fwrite(text, 1, length, file), length);
	rewind(file);
	good = config_parse(config, file, "f");
	fclose(file);
	return good;
}

static void good_file(void **state)
{
	static const char text[] =
		"# comment\n"
		"focus-led = sp6_led5 5\n"
		"\n"
		"  guest =  domu  # here too\r\n"
		"led = sp6_led0\n"
		"input = some keys  # with a blank\n"
		"led=status sp6_led1\n"
		"screen = 800x480\n"
		"input = others\n"
		"guest=other-1.x\n"
		"led = a - 7\n"
		"guest = keys-alone\n"
		"input = some keys\n"
		"guest = screen-alone\n"
		"screen=640x400";	/* no newline at the end */
	struct config config = { 0 };
	const struct guest *guest;

	(void)state;
	assert_true(parse(&config, text, sizeof(text) - 1));
	assert_int_equal(config.num, 4);
	guest = config_find(&config, "domu");
	assert_non_null(guest);
	assert_int_equal(guest->share.leds.num, 2);
	assert_string_equal(guest->share.leds.led[1].name, "status");
	assert_string_equal(guest->share.leds.led[1].target, "sp6_led1");
	assert_int_equal(guest->share.inputs.num, 2);
	assert_string_equal(guest->share.inputs.name[0], "some keys");
	assert_int_equal(guest->share.screen.width, 800);
	assert_int_equal(guest->share.screen.height, 480);
	guest = config_find(&config, "other-1.x");
	assert_non_null(guest);
	assert_int_equal(guest->share.leds.led[0].max_brightness, 7);
	assert_int_equal(guest->share.inputs.num, 0);
	assert_int_equal(guest->share.screen.width, 0);
	guest = config_find(&config, "keys-alone");
	assert_non_null(guest);
	assert_int_equal(guest->share.leds.num, 0);
	guest = config_find(&config, "screen-alone");
	assert_non_null(guest);
	assert_int_equal(guest->share.screen.height, 400);
	assert_null(config_find(&config, "dom"));
	assert_true(config_has_focus_led(&config, "sp6_led5"));
	assert_false(config_has_focus_led(&config, "sp6_led"));
	config_free(&config);
	assert_false(config_has_focus_led(&config, "sp6_led5"));
}

static void empty_file(void **state)
{
	struct config config = { 0 };

	(void)state;
	assert_true(parse(&config, "", 0));
	assert_true(parse(&config, "#\n\n \t\n", 6));
	assert_int_equal(config.num, 0);
	config_free(&config);
}

static void bad_files(void **state)
{
	static const struct {
		const char *text, *why;
	} bad[] = {
		{ "guest\n", "f:1: 'guest' says nothing" },
		{ "\n\ncolour = red\n", "f:3: unknown key 'colour': there are 'guest', 'led', "
		  "'input', 'screen' and 'focus-led'" },
		{ "= x\n", "f:1: unknown key ''" },
		{ "Guest = domu\n", "f:1: unknown key 'Guest'" },
		{ "led = a\n", "f:1: whose led?" },
		{ "input = a\n", "f:1: whose input?" },
		{ "screen = 800x480\n", "f:1: whose screen?" },
		{ "guest =\n", "f:1: '' cannot be a guest" },
		{ "guest = 12\n", "f:1: '12' cannot be a guest" },
		{ "guest = a b\n", "f:1: 'a b' cannot be a guest" },
		{ "guest = ../x\n", "cannot be a guest" },
		{ "guest = " TARGET63 "1\n", "cannot be a guest" },
		{ "guest = a\n", "f:1: guest 'a' has nothing" },
		{ "guest = a\nguest = b\nled = c\n", "f:2: guest 'a' has nothing" },
		{ "guest = a\nled = b\nguest = a\nled = b\n", "f:3: guest 'a' is configured already" },
		{ "guest = a\nled = b\nled = b\n", "f:3: the guest has a LED 'b' already" },
		{ "guest = a\nled =\n", "f:2: '' cannot be a guest's LED" },
		{ "guest = a\nled = B\n", "f:2: 'B' cannot be a guest's LED" },
		{ "guest = a\ninput =\n", "f:2: '' cannot be an input device" },
		{ "guest = a\nscreen = big\n", "f:2: 'big' cannot be a screen" },
		{ "guest = a\nscreen = 800x480\nscreen = 800x480\n", "f:3: the guest has a screen" },
		{ "guest = a\ninput = b\ninput = b\n", "f:3: the guest has the input device 'b'" },
		{ "guest = a\nled = b\nfocus-led = c 1\n", "f:3: focus-led is no guest's" },
		{ "focus-led = a\n", "f:1: '' cannot be the number" },
		{ "focus-led = a none\n", "f:1: 'none' says nothing here" },
		{ "focus-led = a 1\nfocus-led = a 2\n", "f:2: Dom0's 'a' is said to" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct config config = { 0 };

		assert_false(parse(&config, bad[i].text, strlen(bad[i].text)));
		if (!strstr(config.why, bad[i].why))
			fail_msg("case %zu: says '%s', not '%s'", i, config.why, bad[i].why);
		config_free(&config);
	}
}

static void binary_and_endless_lines(void **state)
{
	static const char binary[] = "guest = a\nled = b\0c\n";
	struct config config = { 0 };
	char *endless = malloc(1 << 20);

	(void)state;
	assert_false(parse(&config, binary, sizeof(binary) - 1));
	assert_string_equal(config.why, "f:2: this is not text");
	config_free(&config);

	assert_non_null(endless);
	memset(endless, 'x', 1 << 20);
	assert_false(parse(&config, endless, 1 << 20));
	assert_int_equal(strlen(config.why), sizeof(config.why) - 1);
	free(endless);
	config_free(&config);
}

/* A LED line does not go to the guest of an earlier file. */
static void files_are_apart(void **state)
{
	static const char first[] = "guest = a\nled = b\n", second[] = "led = c\n";
	struct config config = { 0 };

	(void)state;
	assert_true(parse(&config, first, strlen(first)));
	assert_false(parse(&config, second, strlen(second)));
	assert_non_null(strstr(config.why, "f:1: whose led?"));
	config_free(&config);
}

static void write_file(const char *directory, const char *name, const char *text)
{
	char path[128];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", directory, name);
	file = fopen(path, "w");
	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

static void directory(void **state)
{
	static const char *const names[] = { "b.conf", "a.conf", "c.conf~", ".d.conf", ".conf" };
	char place[] = "/tmp/test_sp6ctl.XXXXXX", path[128];
	struct config config = { 0 };

	(void)state;
	assert_non_null(mkdtemp(place));
	write_file(place, names[0], "guest = b\nled = x\n");
	write_file(place, names[1], "guest = a\nled = x\n");
	for (int i = 2; i < 5; i++)
		write_file(place, names[i], "rubbish");

	assert_true(config_read(&config, place));
	assert_int_equal(config.num, 2);
	assert_string_equal(config.guests[0].name, "a");
	assert_string_equal(config.guests[1].name, "b");
	config_free(&config);

	write_file(place, names[0], "guest = a\nled = x\n");
	assert_false(config_read(&config, place));
	assert_non_null(strstr(config.why, "b.conf:1: guest 'a' is configured already"));
	config_free(&config);

	for (int i = 0; i < 5; i++) {
		snprintf(path, sizeof(path), "%s/%s", place, names[i]);
		unlink(path);
	}
	assert_true(config_read(&config, place));
	assert_int_equal(config.num, 0);
	rmdir(place);
	assert_false(config_read(&config, place));
	assert_non_null(strstr(config.why, "No such file"));
	config_free(&config);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(good_leds),
		cmocka_unit_test(bad_leds),
		cmocka_unit_test(leds_are_unique_and_bounded),
		cmocka_unit_test(targetless_leds_are_not_doubles),
		cmocka_unit_test(leds_that_follow_the_focus),
		cmocka_unit_test(focus_leds_are_bounded),
		cmocka_unit_test(input_devices),
		cmocka_unit_test(good_screens),
		cmocka_unit_test(bad_screens),
		cmocka_unit_test(good_file),
		cmocka_unit_test(empty_file),
		cmocka_unit_test(bad_files),
		cmocka_unit_test(binary_and_endless_lines),
		cmocka_unit_test(files_are_apart),
		cmocka_unit_test(directory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
