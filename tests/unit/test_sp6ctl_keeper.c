// SPDX-License-Identifier: GPL-2.0-only
/* test_sp6ctl_keeper.c - what sp6ctl watch does in each pass, in a played world. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tools/sp6ctl/keeper.h"
#include "world.h"

#define BACK	"/local/domain/0/backend/"

static struct keeper keeper;

static int begin(void **state)
{
	int error = set_up(state);

	memset(&keeper, 0, sizeof(keeper));
	keeper.xs = store_open();
	return error;
}

static int end(void **state)
{
	keeper_free(&keeper);
	return tear_down(state);
}

static void configure(const char *text)
{
	file(".", "test.conf", text);
	config_free(&keeper.config);
	assert_true(config_read(&keeper.config, place));
}

/* What a pass says. */
static const char *pass(void)
{
	said[0] = '\0';
	play();
	keeper_pass(&keeper);
	return said;
}

static void a_guest_is_attached_and_said_to_be_connected_once(void **state)
{
	(void)state;
	configure("guest = domu\nled = a -\nled = b -\n");
	assert_string_equal(pass(), "");
	assert_null(get(BACK "vled/1/0"));
	assert_true(keeper_is_done(&keeper));

	guests[1] = (struct played_guest){ "domu", 0, true };
	assert_string_equal(pass(), "");
	assert_string_equal(get(BACK "vled/1/0/num-leds"), "2");
	assert_false(keeper_is_done(&keeper));

	assert_string_equal(pass(), "domu: LED device is connected, 2 LEDs\n");
	assert_true(keeper_is_done(&keeper));
	assert_string_equal(pass(), "");

	put(BACK "vled/1/0/state", "2");
	guests[1].connects = false;
	assert_string_equal(pass(), "");
	assert_false(keeper_is_done(&keeper));
	guests[1].connects = true;
	assert_string_equal(pass(), "domu: LED device is connected, 2 LEDs\n");
}

static void a_guest_that_does_not_connect_is_explained(void **state)
{
	(void)state;
	configure("guest = domu\nled = a -\nguest = never\nled = a -\n");
	guests[1] = (struct played_guest){ "domu", 0, false };
	assert_string_equal(pass(), "");
	keeper_complain(&keeper, 15);
	assert_said("domu: LED device attached, but not connected after 15 s: no back-end");
	assert_not_said("never");
}

static void an_input_device_is_attached_like_leds(void **state)
{
	(void)state;
	configure("guest = domu\nled = a -\ninput = keys\ninput = a tablet\n");
	guests[1] = (struct played_guest){ "domu", 0, true };
	assert_string_equal(pass(), "");
	assert_string_equal(get(BACK "vinput/1/0/unique-id"), "keys");
	assert_string_equal(get(BACK "vinput/1/1/unique-id"), "a tablet");
	assert_string_equal(get("/local/domain/1/device/vkbd/1/backend"), BACK "vinput/1/1");
	assert_false(keeper_is_done(&keeper));

	assert_string_equal(pass(), "domu: LED device is connected, 1 LED\n"
			    "domu: input device keys is connected\n"
			    "domu: input device a tablet is connected\n");
	assert_true(keeper_is_done(&keeper));
	assert_string_equal(pass(), "");

	/* Each for itself. */
	put("/local/domain/1/device/vkbd/1/state", "3");
	guests[1].connects = false;
	assert_string_equal(pass(), "");
	assert_false(keeper_is_done(&keeper));
	said[0] = '\0';
	keeper_complain(&keeper, 10);
	assert_string_equal(said, "domu: input device a tablet attached, but not connected after "
			    "10 s: the back-end is connected and waits for the guest's front-end "
			    "(xen-inputfront or xen-kbdfront in domain 1)\n");
}

static void a_guest_with_input_alone(void **state)
{
	(void)state;
	configure("guest = domu\ninput = keys\n");
	guests[1] = (struct played_guest){ "domu", 0, true };
	pass();
	assert_string_equal(pass(), "domu: input device keys is connected\n");
	assert_null(get(BACK "vled/1"));
	assert_true(keeper_is_done(&keeper));
}

static void a_screen_is_attached_and_what_is_left_of_it_goes(void **state)
{
	(void)state;
	configure("guest = domu\nscreen = 800x480\n");
	guests[1] = (struct played_guest){ "domu", 0, true };
	assert_string_equal(pass(), "");
	assert_string_equal(get(BACK "vfb/1/0/width"), "800");
	assert_string_equal(pass(), "domu: screen is connected, 800x480\n");
	assert_true(keeper_is_done(&keeper));

	die(1);
	assert_string_equal(pass(), "domain 1 is gone: its screen is removed\n");
	assert_null(get(BACK "vfb/1"));
}

/* xl has made the guest's device: it is told of, and nothing more. */
static void what_xl_made_is_left_to_it(void **state)
{
	(void)state;
	configure("guest = guest2\ninput = other\n");
	guests[3] = (struct played_guest){ "guest2", 0, true };
	put("/libxl/3/device/vkbd/0", "");
	put(BACK "vinput/3/0/unique-id", "keys");
	put(BACK "vinput/3/0/state", "2");
	put("/local/domain/3/device/vkbd/0/state", "3");
	assert_string_equal(pass(), "guest2: input device keys is connected\n");
	assert_string_equal(get(BACK "vinput/3/0/unique-id"), "keys");
	assert_true(keeper_is_done(&keeper));

	/* As long as xl knows of the dead guest. */
	die(3);
	assert_string_equal(pass(), "");
	assert_non_null(get(BACK "vinput/3/0"));
	forget("/libxl/3");
	assert_string_equal(pass(), "domain 3 is gone: its input device is removed\n");
	assert_null(get(BACK "vinput/3"));
}

/* One of another back-end, QEMU's, that xl made. */
static void a_keyboard_of_xl_is_in_the_way(void **state)
{
	(void)state;
	configure("guest = guest2\ninput = keys\n");
	guests[3] = (struct played_guest){ "guest2", 0, true };
	put("/libxl/3/device/vkbd/0", "");
	put("/local/domain/3/device/vkbd/0/backend", BACK "vkbd/3/0");
	assert_string_equal(pass(), "");
	assert_null(get(BACK "vinput/3"));
	assert_string_equal(get("/local/domain/3/device/vkbd/0/backend"), BACK "vkbd/3/0");
}

static void what_was_detached_by_hand_stays_so(void **state)
{
	struct device device = device_at(&vled, 1, 0);

	(void)state;
	configure("guest = domu\nled = a -\ninput = keys\n");
	guests[1] = (struct played_guest){ "domu", 0, true };
	pass();
	pass();
	assert_int_equal(device_remove(keeper.xs, &device), 0);
	assert_string_equal(pass(), "");
	assert_null(get(BACK "vled/1/0"));
	assert_non_null(get(BACK "vinput/1/0"));
	assert_true(keeper_is_done(&keeper));

	/* The same guest after a start is attached again. */
	die(1);
	guests[2] = (struct played_guest){ "domu", 0, true };
	pass();
	assert_string_equal(pass(), "domu: LED device is connected, 1 LED\n"
			    "domu: input device keys is connected\n");
}

static void a_detached_input_device_stays_so(void **state)
{
	struct device device = device_at(&vinput, 1, 0);

	(void)state;
	configure("guest = domu\nled = a -\ninput = keys\ninput = tablet\n");
	guests[1] = (struct played_guest){ "domu", 0, true };
	pass();
	pass();
	assert_int_equal(device_remove(keeper.xs, &device), 0);
	assert_string_equal(get("/local/domain/1/vinput-0-detached"), "1");
	assert_string_equal(pass(), "");
	assert_null(get(BACK "vinput/1/0"));
	assert_null(get("/local/domain/1/device/vkbd/0"));
	assert_non_null(get(BACK "vinput/1/1"));
	assert_true(keeper_is_done(&keeper));
}

static void a_device_with_other_leds_is_let_be(void **state)
{
	(void)state;
	configure("guest = domu\nled = a -\n");
	guests[1] = (struct played_guest){ "domu", 0, true };
	pass();
	pass();
	configure("guest = domu\nled = b -\n");
	assert_string_equal(pass(), "");
	assert_string_equal(get(BACK "vled/1/0/led-0/name"), "a");
}

static void what_the_dead_left_is_removed(void **state)
{
	static const char *const left[] = {
		BACK "vled/7", BACK "vled/7/0", BACK "vled/7/0/state", BACK "vfb/7",
		BACK "vfb/7/0", BACK "vfb/7/0/state", BACK "vinput/7", BACK "vinput/7/1",
		"/local/domain/0/error/backend/vled/7/0",
		"/local/domain/0/error/backend/vinput/7/1",
	};

	(void)state;
	configure("guest = domu\nled = a -\n");
	guests[1] = (struct played_guest){ "domu", 0, true };
	for (size_t i = 0; i < sizeof(left) / sizeof(left[0]); i++)
		put(left[i], "");
	put(BACK "vfb/1", "");
	put(BACK "vfb/1/0", "");

	assert_string_equal(pass(), "domain 7 is gone: its LED device is removed\n"
			    "domain 7 is gone: its input device is removed\n"
			    "domain 7 is gone: its screen is removed\n");
	for (size_t i = 0; i < sizeof(left) / sizeof(left[0]); i++)
		assert_null(get(left[i]));
	assert_non_null(get(BACK "vfb/1/0"));
	assert_non_null(get(BACK "vled/1/0"));
}

static void leds_go_to_the_guest_unless_taken(void **state)
{
	(void)state;
	configure("guest = domu\nled = a\nled = b\nled = c\n");
	dom0_led("a", "1\n");
	dom0_led("b", "1\n");
	set_trigger("b", "none [timer] vled1-0-1\n");
	guests[1] = (struct played_guest){ "domu", 0, true };
	pass();
	set_trigger("a", "[none] timer vled1-0-0\n");
	assert_string_equal(pass(), "domu: LED device is connected, 3 LEDs\n"
			    "domu: Dom0's LED b stays with its owner, Dom0's trigger 'timer' "
			    "(--force takes it)\n"
			    "domu: Dom0 has no LED 'c': is its driver loaded? Then attach again\n");
	assert_trigger("a", "vled1-0-0");
	assert_trigger("b", "none [timer] vled1-0-1\n");

	/* The back-end's module went and came back. */
	set_trigger("a", "[none] timer\n");
	keeper_see_led(&keeper, "a", false);
	set_trigger("a", "[none] timer vled1-0-0\n");
	assert_string_equal(pass(), "");
	assert_trigger("a", "vled1-0-0");

	/* A person wrote "none". */
	set_trigger("a", "[none] timer vled1-0-0\n");
	assert_string_equal(pass(), "");
	assert_trigger("a", "[none] timer vled1-0-0\n");
}

/* A guest that starts again has another trigger; the old one goes with its device. */
static void start_again(unsigned int domid)
{
	char triggers[64];

	snprintf(triggers, sizeof(triggers), "[none] timer vled%u-0-0\n", domid);
	die(domid - 1);
	guests[domid] = (struct played_guest){ "domu", 0, true };
	pass();
	set_trigger("a", "[none] timer\n");
	keeper_see_led(&keeper, "a", false);
	set_trigger("a", triggers);
	pass();
	assert_said("domu: LED device is connected, 1 LED\n");
}

static void a_taken_led_stays_taken_when_the_guest_starts_again(void **state)
{
	(void)state;
	configure("guest = domu\nled = a\n");
	dom0_led("a", "1\n");
	start_again(1);
	assert_trigger("a", "vled1-0-0");
	start_again(2);
	assert_trigger("a", "vled2-0-0");

	set_trigger("a", "[none] timer vled2-0-0\n");
	pass();
	start_again(3);
	assert_said("domu: Dom0's LED a stays with its owner, Dom0 ");
	assert_trigger("a", "[none] timer vled3-0-0\n");

	/* Given back by hand. */
	set_trigger("a", "none timer [vled3-0-0]\n");
	pass();
	start_again(4);
	assert_trigger("a", "vled4-0-0");

	/* A LED that was removed and added is another. */
	set_trigger("a", "none [timer] vled4-0-0\n");
	pass();
	set_trigger("a", "[none] timer vled4-0-0\n");
	keeper_see_led(&keeper, "a", true);
	pass();
	assert_trigger("a", "vled4-0-0");
}

/* What follows the focus is said so in the configuration, and is no guest's. */
static void leds_follow_the_focus(void **state)
{
	(void)state;
	configure("focus-led = a 3\nguest = domu\nled = a\nled = b\n");
	dom0_led("a", "1\n");
	dom0_led("b", "1\n");
	set_trigger("a", "[none] vled-focus-3\n");
	assert_string_equal(pass(), "");
	assert_trigger("a", "vled-focus-3");

	guests[1] = (struct played_guest){ "domu", 0, true };
	pass();
	set_trigger("a", "[none] vled-focus-3 vled1-0-0\n");
	keeper_see_led(&keeper, "a", true);	/* another LED has its name now */
	set_trigger("b", "[none] vled-focus-3 vled1-0-1\n");
	assert_string_equal(pass(), "domu: LED device is connected, 2 LEDs\n");
	assert_trigger("a", "vled-focus-3");
	assert_trigger("b", "vled1-0-1");

	/* The back-end's module went and came back. */
	set_trigger("a", "[none] timer\n");
	keeper_see_led(&keeper, "a", false);
	assert_string_equal(pass(), "focus: Dom0's LED a does not take the trigger: "
			    "xen-ledback does not offer it\n");
	assert_string_equal(pass(), "");
	set_trigger("a", "[none] timer vled-focus-3\n");
	assert_string_equal(pass(), "");
	assert_trigger("a", "vled-focus-3");

	/* A person wrote "none", and later gave it back. */
	set_trigger("a", "[none] timer vled-focus-3\n");
	assert_string_equal(pass(), "focus: Dom0's LED a stays with its owner, Dom0 "
			    "(sp6ctl focus --led takes it)\n");
	assert_string_equal(pass(), "");
	assert_trigger("a", "[none] timer vled-focus-3\n");
	set_trigger("a", "none timer [vled-focus-3]\n");
	assert_string_equal(pass(), "");
	set_trigger("a", "none [timer] vled-focus-3\n");
	assert_string_equal(pass(), "focus: Dom0's LED a stays with its owner, "
			    "Dom0's trigger 'timer' (sp6ctl focus --led takes it)\n");
}

static void a_led_that_is_not_there_cannot_follow_the_focus(void **state)
{
	(void)state;
	configure("focus-led = a 3\n");
	assert_string_equal(pass(), "focus: Dom0 has no LED 'a': is its driver loaded?\n");
	assert_string_equal(pass(), "");
	dom0_led("a", "1\n");
	set_trigger("a", "[none] vled-focus-3\n");
	assert_string_equal(pass(), "");
	assert_trigger("a", "vled-focus-3");
}

/* Given to the focus by hand: no guest takes it, and no person did. */
static void a_guest_leaves_a_led_to_the_focus(void **state)
{
	(void)state;
	configure("guest = domu\nled = a\n");
	dom0_led("a", "1\n");
	set_trigger("a", "none [vled-focus-0] vled1-0-0\n");
	guests[1] = (struct played_guest){ "domu", 0, true };
	pass();
	assert_string_equal(pass(), "domu: LED device is connected, 1 LED\n"
			    "domu: Dom0's LED a stays with its owner, the guest in focus "
			    "(--force takes it)\n");
	set_trigger("a", "[none]\n");
	keeper_see_led(&keeper, "a", false);
	set_trigger("a", "[none] vled-focus-0 vled1-0-0\n");
	assert_string_equal(pass(), "");
	assert_trigger("a", "vled1-0-0");
}

/* Each LED's history, and whether a person has it in the end. */
static void taken(void **state)
{
	static const struct {
		const char *seen[4];	/* "": there is no such LED */
		bool taken;
	} histories[] = {
		{ { "[none] timer" }, false },
		{ { "[none] timer vled1-0-0" }, false },
		{ { "none [timer] vled1-0-0" }, true },
		{ { "none [timer]", "[none] timer vled1-0-0" }, true },
		{ { "none [vled1-0-0]", "[none]" }, false },
		{ { "none [vled1-0-0]", "[none] vled1-0-0" }, true },
		{ { "none [vled1-0-0]", "[none] vled1-0-01" }, false },
		{ { "none [vled1-0-0]", "[none]", "[none] vled1-0-0" }, false },
		{ { "none [vled1-0-0]", "[none] vled2-0-0" }, false },
		{ { "none [vled1-0-0]", "[none] vled1-0-0", "[none]", "none [vled2-0-0]" }, false },
		{ { "none [timer] vled1-0-0", "none [vled1-0-0]" }, false },
		{ { "none [vled1-0-0] vled-focus-0", "none vled1-0-0 [vled-focus-0]" }, false },
		{ { "none [vled-focus-0]", "[none] vled-focus-0" }, true },
		{ { "none [vled-focus-0]", "[none]", "[none] vled-focus-0" }, false },
		{ { "none [vled-focus-0]", "none [vled-focus-0x]" }, true },
		{ { "none [timer]", "", "[none]" }, false },
		{ { "none [vled1-0-0]", "", "[none] vled1-0-0" }, false },
		{ { "garbage" }, false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(histories) / sizeof(histories[0]); i++) {
		struct ownership ownership = { 0 };

		for (int j = 0; j < 4 && histories[i].seen[j]; j++)
			ownership_see(&ownership, histories[i].seen[j][0] ?
				      histories[i].seen[j] : NULL);
		if (ownership.taken != histories[i].taken)
			fail_msg("history %zu: taken = %d", i, ownership.taken);
	}
}

static void which_changes_matter(void **state)
{
	static const char *const matter[] = {
		"/local/domain", "/local/domain/12", "/local/domain/12/name",
		"/local/domain/12/device", "/local/domain/12/device/vled",
		"/local/domain/12/device/vled/0", "/local/domain/12/device/vled/0/state",
		"/local/domain/12/device/vkbd", "/local/domain/12/device/vkbd/1/state",
		BACK "vled/12/0/state", BACK "vfb/12", BACK "vinput/12/1/state", "/libxl/12",
	};
	static const char *const others[] = {
		"", "/local", "/local/domain/x", "/local/domain/12/memory/target",
		"/local/domain/12/names", "/local/domain/12/device/vif/0/state",
		"/local/domain/12/device/vledx/0/state", "/local/domain/12/device/vled/0/ring-ref",
		"/local/domain/12/device/vinput/0/state", "/local/domain/12/device/vkbd/0/page-gref",
		BACK "console/12/0/state", "@releaseDomain", "/libxl", "/libxl/12/device/vkbd/0",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(matter) / sizeof(matter[0]); i++)
		if (!device_path_matters(matter[i]))
			fail_msg("%s matters", matter[i]);
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (device_path_matters(others[i]))
			fail_msg("%s does not matter", others[i]);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_guest_is_attached_and_said_to_be_connected_once),
		TEST(a_guest_that_does_not_connect_is_explained),
		TEST(an_input_device_is_attached_like_leds),
		TEST(a_guest_with_input_alone),
		TEST(a_screen_is_attached_and_what_is_left_of_it_goes),
		TEST(what_xl_made_is_left_to_it),
		TEST(a_keyboard_of_xl_is_in_the_way),
		TEST(what_was_detached_by_hand_stays_so),
		TEST(a_detached_input_device_stays_so),
		TEST(a_device_with_other_leds_is_let_be),
		TEST(what_the_dead_left_is_removed),
		TEST(leds_go_to_the_guest_unless_taken),
		TEST(a_taken_led_stays_taken_when_the_guest_starts_again),
		TEST(leds_follow_the_focus),
		TEST(a_led_that_is_not_there_cannot_follow_the_focus),
		TEST(a_guest_leaves_a_led_to_the_focus),
		TEST(taken),
		TEST(which_changes_matter),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
