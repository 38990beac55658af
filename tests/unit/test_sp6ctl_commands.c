// SPDX-License-Identifier: GPL-2.0-only
/* test_sp6ctl_commands.c - sp6ctl's attach and status in a played world. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "tools/sp6ctl/sp6ctl.h"
#include "tools/sp6ctl/text.h"
#include "world.h"

static int attach_all(const char *config)
{
	struct options options = { .config = place, .timeout = 10, .all = true };

	file(".", "test.conf", config);
	play();
	return command_attach(&options);
}

static int attach(const char *led)
{
	struct options options = { .domain = "1", .timeout = 10 };
	char why[REASON_MAX];

	said[0] = '\0';
	assert_true(leds_add(&options.leds, led, why, sizeof(why)));
	play();
	return command_attach(&options);
}

static void all_waits_in_spite_of_a_failure(void **state)
{
	(void)state;
	guests[1] = (struct played_guest){ "other", 0, true };
	guests[2] = (struct played_guest){ "late", 3000, true };
	assert_int_equal(attach("b=-"), EXIT_SUCCESS);
	now = 0;

	assert_int_equal(attach_all("guest = other\nled = a -\n"
				    "guest = late\nled = a -\n"
				    "guest = never\nled = a -\n"), EXIT_FAILURE);
	assert_said("other has a LED device with other LEDs");
	assert_said("late: LED device is connected, 1 LED\n");
	assert_said("never: does not run, not attached");
	assert_int_equal(now, 10000);
}

/* A guest that comes while another takes all the time is found at the end. */
static void all_looks_once_more_at_the_end(void **state)
{
	(void)state;
	guests[1] = (struct played_guest){ "stuck", 0, false };
	guests[2] = (struct played_guest){ "late", 3000, true };

	assert_int_equal(attach_all("guest = late\nled = a -\n"
				    "guest = stuck\nled = a -\n"), EXIT_FAILURE);
	assert_said("stuck: LED device attached, but not connected after 10 s");
	assert_said("late: LED device is connected, 1 LED\n");
	assert_not_said("does not run");
}

static void all_says_that_it_cannot_wait(void **state)
{
	(void)state;
	guests[1] = (struct played_guest){ "domu", 0, true };
	can_watch = false;

	assert_int_equal(attach_all("guest = domu\nled = a -\n"), EXIT_FAILURE);
	assert_said("nothing attached, cannot watch for guests: Argument list too long");
	assert_not_said("does not run");
}

static void another_max_is_refused(void **state)
{
	static const char *const other[] = { "a=-=6", "a=-", "a=-=1" };

	(void)state;
	guests[1] = (struct played_guest){ "domu", 0, true };

	assert_int_equal(attach("a=-=5"), EXIT_SUCCESS);
	assert_string_equal(get("/local/domain/0/backend/vled/1/0/led-0/max-brightness"), "5");
	assert_int_equal(attach("a=-=5"), EXIT_SUCCESS);
	assert_said("domu: LED device is already connected");
	for (size_t i = 0; i < sizeof(other) / sizeof(other[0]); i++) {
		assert_int_equal(attach(other[i]), EXIT_FAILURE);
		assert_said("domu has a LED device with other LEDs: 'sp6ctl detach 1' first");
	}
}

static void max_of_the_target(void **state)
{
	(void)state;
	guests[1] = (struct played_guest){ "domu", 0, true };
	dom0_led("a", "100\n");

	assert_int_equal(attach("a"), EXIT_SUCCESS);
	assert_string_equal(get("/local/domain/0/backend/vled/1/0/led-0/max-brightness"), "100");
	dom0_led("a", "100\n");
	assert_int_equal(attach("a=a=100"), EXIT_SUCCESS);
	assert_int_equal(attach("a=a=1"), EXIT_FAILURE);
	assert_said("with other LEDs");
	dom0_led("a", "50\n");
	assert_int_equal(attach("a"), EXIT_FAILURE);
	assert_said("with other LEDs");
}

/* "Is its driver loaded? Then attach again" must work. */
static void max_of_a_missing_target(void **state)
{
	char command[64];

	(void)state;
	guests[1] = (struct played_guest){ "domu", 0, true };

	assert_int_equal(attach("a"), EXIT_FAILURE);
	assert_said("Dom0 has no LED 'a'");
	assert_string_equal(get("/local/domain/0/backend/vled/1/0/led-0/max-brightness"), "1");
	dom0_led("a", "100\n");
	assert_int_equal(attach("a"), EXIT_SUCCESS);
	assert_said("is already connected");
	assert_trigger("a", "vled1-0-0");

	put("/local/domain/0/backend/vled/1/0/led-0/max-brightness", "100");
	snprintf(command, sizeof(command), "rm -r %s/class/leds/a", place);
	assert_int_equal(system(command), 0);
	assert_int_equal(attach("a"), EXIT_FAILURE);
	assert_said("Dom0 has no LED 'a'");
	assert_not_said("with other LEDs");
}

static void status_shows_who_is_gone(void **state)
{
	struct options options = { 0 };

	(void)state;
	guests[1] = (struct played_guest){ "domu", 0, true };
	assert_int_equal(attach("a=-"), EXIT_SUCCESS);
	put("/local/domain/0/backend/vled/3", "");
	put("/local/domain/0/backend/vled/3/0", "");
	said[0] = '\0';

	assert_int_equal(command_status(&options), EXIT_SUCCESS);
	assert_said("board: no board");
	assert_said("\ndomain 1: domu\n  vled 0: connected\n");
	assert_said("\ndomain 3: gone; 'sp6ctl detach 3' removes what it left\n");
}

/* What sp6ctl status --json says, read back. */
static json_t *status_json(void)
{
	struct options options = { .json = true };
	json_error_t error;
	json_t *json;

	said[0] = '\0';
	assert_int_equal(command_status(&options), EXIT_SUCCESS);
	json = json_loads(said, JSON_REJECT_DUPLICATES, &error);
	if (!json)
		fail_msg("line %d: %s: %s", error.line, error.text, said);
	return json;
}

static void status_as_json(void **state)
{
	json_t *json, *wanted;

	(void)state;
	guests[1] = (struct played_guest){ "domu", 0, true };
	dom0_led("a", "1\n");
	assert_int_equal(attach("a"), EXIT_SUCCESS);
	file("class/leds/a", "brightness", "1\n");
	set_trigger("a", "none [vled1-0-0]\n");
	put("/local/domain/0/backend/vled/3/0", "");
	file("bus/pci/drivers/sp6-link/0", "state", "alive\n");

	json = status_json();
	wanted = json_pack("{ss, s[{si, ss, sb, s[{ss, si, sb, ss, ss, ss,"
			   " s[{ss, ss, si, si, s{ss, ss, si, ss}}]}]},"
			   " {si, ss, sb, s[{ss, si, sb, ss, ss, ss, s[]}]}]}",
			   "board", "alive", "guests",
			   "domid", 1, "name", "domu", "runs", 1, "devices",
			   "kind", "vled", "devid", 0, "connected", 1, "back_end", "Connected",
			   "front_end", "Connected", "explanation", "both ends are connected",
			   "leds", "name", "a", "target", "a", "brightness", 1,
			   "max_brightness", 1, "driven_by", "type", "guest",
			   "trigger", "vled1-0-0", "domid", 1, "name", "domu",
			   "domid", 3, "name", "domain 3", "runs", 0, "devices",
			   "kind", "vled", "devid", 0, "connected", 0, "back_end", "absent",
			   "front_end", "absent",
			   "explanation", "the back-end's half of the device is gone", "leds");
	assert_non_null(wanted);
	if (!json_equal(json, wanted))
		fail_msg("%s", said);
	json_decref(wanted);
	json_decref(json);
}

/* Names and messages that somebody wrote with whatever bytes. */
static void status_as_json_of_odd_bytes(void **state)
{
	json_t *json, *guest, *device, *led, *owner;

	(void)state;
	guests[1] = (struct played_guest){ "a\"\\\xff\n\x01", 0, true };
	dom0_led("a", "1\n");
	assert_int_equal(attach("a"), EXIT_SUCCESS);
	set_trigger("a", "none [\xc3\"x]\n");
	put("/local/domain/1/error/device/vled/0/error", "\xf0\x9f\"");
	put("/local/domain/0/backend/vled/1/0/led-0/name", "\x80");
	file("bus/pci/drivers/sp6-link/0", "state", "\xfe\"\n");

	json = status_json();
	assert_string_equal(json_string_value(json_object_get(json, "board")), "?\"");
	guest = json_array_get(json_object_get(json, "guests"), 0);
	assert_string_equal(json_string_value(json_object_get(guest, "name")), "a\"\\???");
	device = json_array_get(json_object_get(guest, "devices"), 0);
	assert_non_null(strstr(json_string_value(json_object_get(device, "explanation")), "??\""));
	led = json_array_get(json_object_get(device, "leds"), 0);
	assert_string_equal(json_string_value(json_object_get(led, "name")), "?");
	assert_true(json_is_null(json_object_get(led, "brightness")));
	owner = json_object_get(led, "driven_by");
	assert_string_equal(json_string_value(json_object_get(owner, "type")), "trigger");
	assert_string_equal(json_string_value(json_object_get(owner, "trigger")), "?\"x");
	json_decref(json);
}

static void status_as_json_without_anything(void **state)
{
	json_t *json, *wanted = json_pack("{sn, s[]}", "board", "guests");

	(void)state;
	json = status_json();
	assert_true(json_equal(json, wanted));
	json_decref(wanted);
	json_decref(json);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(all_waits_in_spite_of_a_failure),
		TEST(all_looks_once_more_at_the_end),
		TEST(all_says_that_it_cannot_wait),
		TEST(another_max_is_refused),
		TEST(max_of_the_target),
		TEST(max_of_a_missing_target),
		TEST(status_shows_who_is_gone),
		TEST(status_as_json),
		TEST(status_as_json_of_odd_bytes),
		TEST(status_as_json_without_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
