// SPDX-License-Identifier: GPL-2.0-only
/* test_sp6ctl_uevent.c - sp6ctl's understanding of the kernel's messages. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tools/sp6ctl/uevent.h"

#define PLACE	"/devices/platform/sp6/leds/"
#define NAME63	"abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopqrstuvwxyz0"
#define LED(action, name) \
	action "@" PLACE name "\0ACTION=" action "\0DEVPATH=" PLACE name "\0SUBSYSTEM=leds"

/* With just as much memory as the message is long, for the address sanitizer. */
static bool parse(const char *message, size_t length, struct led_event *event)
{
	char *copy = malloc(length ? length : 1);
	bool good;

	assert_non_null(copy);
	memcpy(copy, message, length);
	good = uevent_parse(copy, length, event);
	free(copy);
	return good;
}

#define PARSE(message, event) parse(message, sizeof(message), event)

static void leds_are_understood(void **state)
{
	struct led_event event;

	(void)state;
	assert_true(PARSE(LED("change", "sp6_led0") "\0TRIGGER=none\0SEQNUM=7", &event));
	assert_string_equal(event.led, "sp6_led0");
	assert_false(event.gone);
	assert_true(PARSE(LED("add", "a:b"), &event));
	assert_string_equal(event.led, "a:b");
	assert_false(event.gone);
	assert_true(PARSE(LED("remove", NAME63), &event));
	assert_string_equal(event.led, NAME63);
	assert_true(event.gone);
}

static void the_rest_is_not(void **state)
{
	struct led_event event;

	(void)state;
	assert_false(parse("", 0, &event));
	assert_false(PARSE("", &event));
	assert_false(PARSE(LED("add", ""), &event));
	assert_false(PARSE(LED("add", NAME63 "1"), &event));
	assert_false(PARSE("add@/a\0ACTION=add\0SUBSYSTEM=leds", &event));
	assert_false(PARSE("add@/a\0DEVPATH=/a\0SUBSYSTEM=leds", &event));
	assert_false(PARSE("add@/a\0ACTION=add\0DEVPATH=a\0SUBSYSTEM=leds", &event));
	assert_false(PARSE("add@/a\0ACTION=add\0DEVPATH=/a\0SUBSYSTEM=led", &event));
	assert_false(PARSE("add@/a\0ACTION=add\0DEVPATH=/a\0SUBSYSTEM=ledsx", &event));
	assert_false(PARSE("add@/a\0ACTION=add\0DEVPATH=/a\0XSUBSYSTEM=leds", &event));
	/* cut off: no NUL at the end */
	assert_false(parse(LED("add", "a"), sizeof(LED("add", "a")) - 1, &event));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(leds_are_understood),
		cmocka_unit_test(the_rest_is_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
