// SPDX-License-Identifier: GPL-2.0-only
/* test_sp6ctl_commands.c - sp6ctl's attach, detach, focus and status in a played world. */
#include <errno.h>
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

#define INPUT "/local/domain/0/backend/vinput/1/0/"
#define SCREEN "/local/domain/0/backend/vfb/1/0/"

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
	assert_true(leds_add(&options.share.leds, led, why, sizeof(why)));
	play();
	return command_attach(&options);
}

static int attach_input(const char *name)
{
	struct options options = { .domain = "1", .timeout = 10 };
	char why[REASON_MAX];

	said[0] = '\0';
	assert_true(inputs_add(&options.share.inputs, name, why, sizeof(why)));
	play();
	return command_attach(&options);
}

static int attach_screen(const char *text)
{
	struct options options = { .domain = "1", .timeout = 10 };
	char why[REASON_MAX];

	said[0] = '\0';
	assert_true(screen_set(&options.share.screen, text, why, sizeof(why)));
	play();
	return command_attach(&options);
}

/* The folder has none of these nodes. */
static void assert_absent(const char *folder, const char *const nodes[], size_t num)
{
	for (size_t i = 0; i < num; i++) {
		char path[128];

		snprintf(path, sizeof(path), "%s%s", folder, nodes[i]);
		assert_null(get(path));
	}
}

static int detach(const char *domain)
{
	struct options options = { .domain = domain, .timeout = 10 };

	said[0] = '\0';
	return command_detach(&options);
}

static int focus(const char *domain)
{
	struct options options = { .domain = domain };

	said[0] = '\0';
	return command_focus(&options);
}

static int focus_led(const char *text)
{
	struct options options = { 0 };
	char why[REASON_MAX];

	said[0] = '\0';
	assert_true(focus_leds_add(&options.focus_leds, text, why, sizeof(why)));
	return command_focus(&options);
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

static void all_devices_of_a_guest_are_attached(void **state)
{
	(void)state;
	guests[1] = (struct played_guest){ "domu", 0, true };
	assert_int_equal(attach_all("guest = domu\nscreen = 800x480\nled = a -\ninput = keys\n"),
			 EXIT_SUCCESS);
	assert_string_equal(said, "domu: LED device is connected, 1 LED\n"
			    "domu: input device keys is connected\n"
			    "domu: screen is connected, 800x480\n");
	assert_int_equal(now, 1000);	/* all are waited for at once */
}

static void a_guest_that_is_not_configured(void **state)
{
	struct options options = { .domain = "domu", .config = place, .timeout = 10 };

	(void)state;
	guests[1] = (struct played_guest){ "domu", 0, true };
	play();
	assert_int_equal(command_attach(&options), EXIT_FAILURE);
	assert_said("nothing is configured for domu: give --led, --input or --screen, or write a file "
		    "/tmp");
}

static void an_input_device_has_what_the_guest_needs(void **state)
{
	static const char *const absent[] = {
		"feature-multi-touch", "feature-disable-keyboard", "feature-disable-pointer",
		"x-device-name",
	};

	(void)state;
	guests[1] = (struct played_guest){ "domu", 0, true };
	dom0_input("input2", "a tablet\n", "3\n");
	axes[0] = (struct played_axis){ "event2", 0, 0, 32767 };
	axes[1] = (struct played_axis){ "event2", 1, 100, 1100 };

	assert_int_equal(attach_input("a tablet"), EXIT_SUCCESS);
	assert_string_equal(said, "domu: input device a tablet is connected\n");
	assert_string_equal(get(INPUT "unique-id"), "a tablet");
	assert_string_equal(get(INPUT "frontend"), "/local/domain/1/device/vkbd/0");
	assert_string_equal(get(INPUT "frontend-id"), "1");
	assert_string_equal(get(INPUT "online"), "1");
	assert_string_equal(get(INPUT "feature-abs-pointer"), "1");
	assert_string_equal(get(INPUT "feature-raw-pointer"), "1");
	assert_string_equal(get(INPUT "width"), "32767");
	assert_string_equal(get(INPUT "height"), "1000");
	assert_string_equal(get("/local/domain/1/device/vkbd/0/backend"),
			    "/local/domain/0/backend/vinput/1/0");
	assert_string_equal(get("/local/domain/1/device/vkbd/0/backend-id"), "0");
	assert_absent(INPUT, absent, sizeof(absent) / sizeof(absent[0]));
}

static void a_touchscreen(void **state)
{
	(void)state;
	guests[1] = (struct played_guest){ "domu", 0, true };
	dom0_input("input2", "touch\n", sizeof(long) == 8 ? "60800000000003\n" : "608000 3\n");
	axes[0] = (struct played_axis){ "event2", 0x2f, 0, 9 };
	axes[1] = (struct played_axis){ "event2", 0x35, 0, 799 };
	axes[2] = (struct played_axis){ "event2", 0x36, 0, 479 };
	axes[3] = (struct played_axis){ "event2", 0, 0, 799 };

	assert_int_equal(attach_input("touch"), EXIT_SUCCESS);
	assert_string_equal(get(INPUT "feature-multi-touch"), "1");
	assert_string_equal(get(INPUT "multi-touch-width"), "799");
	assert_string_equal(get(INPUT "multi-touch-height"), "479");
	assert_string_equal(get(INPUT "multi-touch-num-contacts"), "10");
	assert_null(get(INPUT "feature-abs-pointer"));
}

/* It may come later. */
static void an_input_device_that_dom0_has_not(void **state)
{
	(void)state;
	guests[1] = (struct played_guest){ "domu", 0, true };
	assert_int_equal(attach_input("keys"), EXIT_SUCCESS);
	assert_string_equal(get(INPUT "unique-id"), "keys");
	assert_null(get(INPUT "feature-abs-pointer"));
	assert_int_equal(attach_input("keys"), EXIT_SUCCESS);
	assert_string_equal(said, "domu: input device keys is already connected\n");
	assert_int_equal(attach_input("other"), EXIT_FAILURE);
	assert_string_equal(said, "domu has another input device: 'sp6ctl detach 1' first\n");
}

static void an_input_device_that_does_not_connect(void **state)
{
	(void)state;
	guests[1] = (struct played_guest){ "domu", 0, false };
	assert_int_equal(attach_input("keys"), EXIT_FAILURE);
	assert_said("domu: input device keys attached, but not connected after 10 s: "
		    "no back-end driver has taken the device: is xen-inputback loaded in Dom0?");
	put("/local/domain/1/error/device/vkbd/0/error", "12 no memory");
	put("/local/domain/0/error/backend/vinput/1/0/error", "5 no luck");
	now = 0;
	assert_int_equal(attach_input("keys"), EXIT_FAILURE);
	assert_said("; the back-end says: 5 no luck; the front-end says: 12 no memory");
}

static void an_input_device_of_xl(void **state)
{
	(void)state;
	guests[1] = (struct played_guest){ "guest2", 0, true };
	put("/libxl/1/device/vkbd/0", "");
	put(INPUT "unique-id", "keys");
	put(INPUT "state", "2");
	play();
	put("/local/domain/1/device/vkbd/0/state", "3");

	assert_int_equal(attach_input("keys"), EXIT_SUCCESS);
	assert_string_equal(said, "guest2: input device keys is already connected\n");
	assert_int_equal(attach_input("other"), EXIT_FAILURE);
	assert_string_equal(said, "guest2 has another input device, number 0, which xl made and "
			    "has to remove first\n");
	assert_int_equal(detach("1"), EXIT_SUCCESS);
	assert_string_equal(said, "guest2: input device keys was made by xl and is left to it\n");
	assert_string_equal(get(INPUT "state"), "4");
}

static void a_screen_has_what_the_guest_needs(void **state)
{
	static const char *const absent[] = { "feature-resize", "request-update" };

	(void)state;
	guests[1] = (struct played_guest){ "domu", 0, true };
	assert_int_equal(attach_screen("800x480"), EXIT_SUCCESS);
	assert_string_equal(said, "domu: screen is connected, 800x480\n");
	assert_string_equal(get(SCREEN "frontend"), "/local/domain/1/device/vfb/0");
	assert_string_equal(get(SCREEN "frontend-id"), "1");
	assert_string_equal(get(SCREEN "online"), "1");
	assert_string_equal(get(SCREEN "width"), "800");
	assert_string_equal(get(SCREEN "height"), "480");
	assert_string_equal(get(SCREEN "videoram"), "2");
	assert_string_equal(get("/local/domain/1/device/vfb/0/backend"),
			    "/local/domain/0/backend/vfb/1/0");
	assert_string_equal(get("/local/domain/1/device/vfb/0/backend-id"), "0");
	assert_absent(SCREEN, absent, sizeof(absent) / sizeof(absent[0]));

	assert_int_equal(attach_screen("800x480"), EXIT_SUCCESS);
	assert_string_equal(said, "domu: screen is already connected, 800x480\n");
	assert_int_equal(attach_screen("640x480"), EXIT_FAILURE);
	assert_string_equal(said, "domu has a screen of another size: 'sp6ctl detach 1' first\n");
	assert_int_equal(detach("1"), EXIT_SUCCESS);
	assert_string_equal(said, "domu: screen detached\n");
	assert_null(get("/local/domain/0/backend/vfb/1"));
	assert_null(get("/local/domain/1/device/vfb/0"));
	assert_string_equal(get("/local/domain/1/vfb-0-detached"), "1");
	assert_int_equal(attach_screen("640x480"), EXIT_SUCCESS);
	assert_null(get("/local/domain/1/vfb-0-detached"));
}

static void a_screen_that_does_not_connect(void **state)
{
	(void)state;
	guests[1] = (struct played_guest){ "domu", 0, false };
	assert_int_equal(attach_screen("800x480"), EXIT_FAILURE);
	assert_said("domu: screen attached, but not connected after 10 s: no back-end driver has "
		    "taken the device: is xen-fbback loaded in Dom0?");
}

static void detach_takes_all_away(void **state)
{
	(void)state;
	guests[1] = (struct played_guest){ "domu", 0, true };
	assert_int_equal(attach_all("guest = domu\nled = a -\ninput = keys\ninput = tablet\n"),
			 EXIT_SUCCESS);
	assert_int_equal(detach("domu"), EXIT_SUCCESS);
	assert_string_equal(said, "domu: LED device detached\n"
			    "domu: input device keys detached\n"
			    "domu: input device tablet detached\n");
	assert_null(get("/local/domain/0/backend/vled/1"));
	assert_null(get("/local/domain/0/backend/vinput/1"));
	assert_null(get("/local/domain/1/device/vkbd/0"));
	assert_null(get("/local/domain/1/device/vkbd/1"));
	assert_string_equal(get("/local/domain/1/vinput-1-detached"), "1");
	assert_int_equal(detach("domu"), EXIT_SUCCESS);
	assert_string_equal(said, "domu: no device is attached\n");

	assert_int_equal(attach_input("keys"), EXIT_SUCCESS);
	assert_null(get("/local/domain/1/vinput-0-detached"));
}

static void detach_takes_one_kind_away(void **state)
{
	struct options options = { .domain = "domu", .kind = "vinput", .timeout = 10 };

	(void)state;
	guests[1] = (struct played_guest){ "domu", 0, true };
	assert_int_equal(attach_all("guest = domu\nled = a -\ninput = keys\n"), EXIT_SUCCESS);
	said[0] = '\0';
	assert_int_equal(command_detach(&options), EXIT_SUCCESS);
	assert_string_equal(said, "domu: input device keys detached\n");
	assert_non_null(get("/local/domain/0/backend/vled/1/0/state"));

	options.kind = "vkbd";
	said[0] = '\0';
	assert_int_equal(command_detach(&options), EXIT_FAILURE);
	assert_said("there are no devices of kind 'vkbd', only of vled, vinput and vfb");
}

static void an_end_that_does_not_close(void **state)
{
	struct options options = { .domain = "1", .timeout = 10, .force = true };

	(void)state;
	guests[1] = (struct played_guest){ "domu", 0, true };
	assert_int_equal(attach_input("keys"), EXIT_SUCCESS);
	guests[1].connects = false;
	assert_int_equal(detach("1"), EXIT_FAILURE);
	assert_said("domu: input device keys not closed after 10 s: the back-end closes");
	assert_string_equal(get(INPUT "online"), "0");
	assert_int_equal(command_detach(&options), EXIT_SUCCESS);
	assert_said("domu: input device keys detached");
}

static void who_has_the_focus(void **state)
{
	(void)state;
	guests[1] = (struct played_guest){ "domu", 0, true };
	play();
	assert_int_equal(focus(NULL), EXIT_FAILURE);
	assert_string_equal(said, "nobody has the focus: xen-focus is not loaded in Dom0\n");
	assert_int_equal(focus("domu"), EXIT_FAILURE);
	assert_said("xen-focus is not loaded");

	file("devices/xen-focus", "focus", "0\n");
	assert_int_equal(focus(NULL), EXIT_SUCCESS);
	assert_string_equal(said, "Dom0\n");
	file("devices/xen-focus", "focus", "1\n");
	assert_int_equal(focus(NULL), EXIT_SUCCESS);
	assert_string_equal(said, "domu\n");
}

static void the_focus_is_given(void **state)
{
	static const char *const dom0[] = { "dom0", "Dom0", "0" };

	(void)state;
	guests[1] = (struct played_guest){ "domu", 0, true };
	play();
	file("devices/xen-focus", "focus", "0\n");
	assert_int_equal(focus("domu"), EXIT_SUCCESS);
	assert_string_equal(said, "domu\n");
	for (size_t i = 0; i < sizeof(dom0) / sizeof(dom0[0]); i++) {
		assert_int_equal(focus("1"), EXIT_SUCCESS);
		assert_string_equal(said, "domu\n");
		assert_int_equal(focus(dom0[i]), EXIT_SUCCESS);
		assert_string_equal(said, "Dom0\n");
	}
	assert_int_equal(focus("nobody"), EXIT_FAILURE);
	assert_string_equal(said, "no guest is called 'nobody': sp6ctl status shows those that "
			    "run\n");
}

/* What the kernel's file answers. */
static void the_focus_is_refused(void **state)
{
	static const struct {
		int error;
		const char *words;
	} refusals[] = {
		{ ENOENT, "domu cannot have the focus: no device of it that goes by the focus is "
		  "connected\n" },
		{ EBUSY, "the focus stays where it is: something in Dom0 keeps it from domu; "
		  "dmesg says what\n" },
		{ EINTR, "the focus cannot be given to domu: Interrupted system call\n" },
	};

	(void)state;
	guests[1] = (struct played_guest){ "domu", 0, true };
	play();
	for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++) {
		file("devices/xen-focus", "focus", "0\n");
		write_error = refusals[i].error;
		assert_int_equal(focus("domu"), EXIT_FAILURE);
		write_error = 0;
		assert_string_equal(said, refusals[i].words);
	}
}

static void leds_are_given_to_the_focus_and_back(void **state)
{
	(void)state;
	dom0_led("a", "1\n");
	set_trigger("a", "none [vled1-0-0] vled-focus-3\n");
	assert_int_equal(focus_led("a 3"), EXIT_SUCCESS);
	assert_string_equal(said, "Dom0's LED a shows LED 3 of the guest in focus\n");
	assert_trigger("a", "vled-focus-3");
	set_trigger("a", "none vled1-0-0 [vled-focus-3]\n");
	assert_int_equal(focus_led("a 3"), EXIT_SUCCESS);
	assert_int_equal(focus_led("a none"), EXIT_SUCCESS);
	assert_string_equal(said, "Dom0's LED a is its own\n");
	assert_trigger("a", "none");

	assert_int_equal(focus_led("b 3"), EXIT_FAILURE);
	assert_string_equal(said, "focus: Dom0 has no LED 'b': is its driver loaded?\n");
	set_trigger("a", "[none] timer\n");
	write_error = EINVAL;
	assert_int_equal(focus_led("a 3"), EXIT_FAILURE);
	write_error = 0;
	assert_string_equal(said, "focus: Dom0's LED a does not take the trigger: xen-ledback "
			    "does not offer it\n");
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
	assert_said("\nfocus: nobody (xen-focus is not loaded)\n");
	assert_said("\ndomain 1: domu\n  vled 0: connected\n");
	assert_said("\ndomain 3: gone; 'sp6ctl detach 3' removes what it left\n");
}

static void status_shows_input_devices_and_focus(void **state)
{
	struct options options = { 0 };

	(void)state;
	guests[1] = (struct played_guest){ "domu", 0, true };
	guests[2] = (struct played_guest){ "guest2", 0, true };
	dom0_input("input2", "keys\n", "0\n");
	dom0_led("a", "1\n");
	file("class/leds/a", "brightness", "1\n");
	set_trigger("a", "none vled1-0-0 [vled-focus-0]\n");
	file("devices/xen-focus", "focus", "2\n");
	attach_all("guest = domu\nled = a\ninput = keys\ninput = tablet\n");
	put("/local/domain/0/backend/vinput/2/0/state", "2");
	put("/local/domain/2/device/vkbd/0/state", "1");
	put("/local/domain/0/backend/vinput/3/0/state", "2");
	said[0] = '\0';

	assert_int_equal(command_status(&options), EXIT_SUCCESS);
	assert_string_equal(said, "board: no board (no device has the driver sp6-link)\n"
		"focus: guest2\n"
		"\ndomain 1: domu\n"
		"  vled 0: connected\n"
		"    guest's LED      Dom0's LED       brightness  driven by\n"
		"    a                a                1 of 1      the guest in focus\n"
		"  vinput 0: connected (keys)\n"
		"  vinput 1: connected (tablet, which Dom0 has not)\n"
		"\ndomain 2: guest2\n"
		"  vinput 0: back-end InitWait, front-end Initialising (the default input device): "
		"the back-end is ready and waits for the guest's front-end (is xen-inputfront or "
		"xen-kbdfront loaded in domain 2?)\n"
		"\ndomain 3: gone; 'sp6ctl detach 3' removes what it left\n"
		"  vinput 0: back-end InitWait, front-end absent (the default input device): "
		"the front-end's half of the device is gone\n");
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

static void status_shows_screens(void **state)
{
	struct options options = { 0 };

	(void)state;
	guests[1] = (struct played_guest){ "domu", 0, true };
	guests[2] = (struct played_guest){ "guest2", 0, true };
	guests[3] = (struct played_guest){ "guest3", 0, true };
	attach_all("guest = domu\nscreen = 800x480\n"
		   "guest = guest2\nscreen = 640x400\n"
		   "guest = guest3\nscreen = 640x400\n");
	file("bus/xen-backend/devices/vfb-1-0", "shown", "1\n");
	file("bus/xen-backend/devices/vfb-2-0", "shown", "0\n");
	put("/local/domain/0/backend/vfb/2/0/state", "2");
	put("/local/domain/2/device/vfb/0/state", "1");
	forget("/local/domain/0/backend/vfb/3/0/width");
	said[0] = '\0';

	assert_int_equal(command_status(&options), EXIT_SUCCESS);
	assert_said("\ndomain 1: domu\n  vfb 0: connected (800x480, shown)\n");
	assert_said("\ndomain 2: guest2\n"
		    "  vfb 0: back-end InitWait, front-end Initialising (640x400, not shown): the "
		    "back-end is ready and waits for the guest's front-end (is xen-fbfront loaded "
		    "in domain 2?)\n");
	assert_said("\ndomain 3: guest3\n  vfb 0: connected (without a size)\n");
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
	file("devices/xen-focus", "focus", "1\n");

	json = status_json();
	wanted = json_pack("{ss, s{si, ss}, s[{si, ss, sb, s[{ss, si, sb, ss, ss, ss,"
			   " s[{ss, ss, si, si, s{ss, ss, si, ss}}]}]},"
			   " {si, ss, sb, s[{ss, si, sb, ss, ss, ss, s[]}]}]}",
			   "board", "alive", "focus", "domid", 1, "name", "domu", "guests",
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

static void status_as_json_of_input_devices(void **state)
{
	json_t *json, *devices, *wanted;

	(void)state;
	guests[1] = (struct played_guest){ "domu", 0, true };
	dom0_input("input2", "keys\n", "0\n");
	dom0_led("a", "1\n");
	set_trigger("a", "none [vled-focus-0]\n");
	file("devices/xen-focus", "focus", "0\n");
	attach_all("guest = domu\nled = a\ninput = keys\ninput = tablet\n");
	forget("/local/domain/0/backend/vinput/1/1/unique-id");

	json = status_json();
	wanted = json_pack("{si, ss}", "domid", 0, "name", "Dom0");
	assert_true(json_equal(json_object_get(json, "focus"), wanted));
	json_decref(wanted);
	devices = json_object_get(json_array_get(json_object_get(json, "guests"), 0), "devices");
	assert_int_equal(json_array_size(devices), 3);
	wanted = json_pack("{ss, ss}", "type", "focus", "trigger", "vled-focus-0");
	assert_true(json_equal(json_object_get(json_array_get(json_object_get(
		    json_array_get(devices, 0), "leds"), 0), "driven_by"), wanted));
	json_decref(wanted);
	wanted = json_pack("{ss, si, sb, ss, ss, ss, s{ss, sb}}", "kind", "vinput", "devid", 0,
			   "connected", 1, "back_end", "Connected", "front_end", "Connected",
			   "explanation", "both ends are connected", "input", "name", "keys",
			   "present", 1);
	assert_true(json_equal(json_array_get(devices, 1), wanted));
	json_decref(wanted);
	wanted = json_pack("{sn, sb}", "name", "present", 0);
	assert_true(json_equal(json_object_get(json_array_get(devices, 2), "input"), wanted));
	json_decref(wanted);
	json_decref(json);
}

static void status_as_json_of_screens(void **state)
{
	json_t *json, *guests_json, *wanted;

	(void)state;
	guests[1] = (struct played_guest){ "domu", 0, true };
	guests[2] = (struct played_guest){ "guest2", 0, true };
	attach_all("guest = domu\nscreen = 800x480\nguest = guest2\nscreen = 640x400\n");
	file("bus/xen-backend/devices/vfb-1-0", "shown", "1\n");
	put("/local/domain/0/backend/vfb/2/0/height", "x");

	json = status_json();
	guests_json = json_object_get(json, "guests");
	wanted = json_pack("{ss, si, sb, ss, ss, ss, s{si, si, sb}}", "kind", "vfb", "devid", 0,
			   "connected", 1, "back_end", "Connected", "front_end", "Connected",
			   "explanation", "both ends are connected", "screen", "width", 800,
			   "height", 480, "shown", 1);
	assert_true(json_equal(json_array_get(json_object_get(json_array_get(guests_json, 0),
							      "devices"), 0), wanted));
	json_decref(wanted);
	wanted = json_pack("{sn, sn, sn}", "width", "height", "shown");
	assert_true(json_equal(json_object_get(json_array_get(json_object_get(json_array_get(
		    guests_json, 1), "devices"), 0), "screen"), wanted));
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
	json_t *json, *wanted = json_pack("{sn, sn, s[]}", "board", "focus", "guests");

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
		TEST(all_devices_of_a_guest_are_attached),
		TEST(a_guest_that_is_not_configured),
		TEST(an_input_device_has_what_the_guest_needs),
		TEST(a_touchscreen),
		TEST(an_input_device_that_dom0_has_not),
		TEST(an_input_device_that_does_not_connect),
		TEST(an_input_device_of_xl),
		TEST(a_screen_has_what_the_guest_needs),
		TEST(a_screen_that_does_not_connect),
		TEST(detach_takes_all_away),
		TEST(detach_takes_one_kind_away),
		TEST(an_end_that_does_not_close),
		TEST(who_has_the_focus),
		TEST(the_focus_is_given),
		TEST(the_focus_is_refused),
		TEST(leds_are_given_to_the_focus_and_back),
		TEST(another_max_is_refused),
		TEST(max_of_the_target),
		TEST(max_of_a_missing_target),
		TEST(status_shows_who_is_gone),
		TEST(status_shows_input_devices_and_focus),
		TEST(status_shows_screens),
		TEST(status_as_json),
		TEST(status_as_json_of_input_devices),
		TEST(status_as_json_of_screens),
		TEST(status_as_json_of_odd_bytes),
		TEST(status_as_json_without_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
