// SPDX-License-Identifier: GPL-2.0-only
/* test_sp6ctl_usage.c - sp6ctl's command line: what each command takes, and what is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* The program, as a function. */
#define main sp6ctl_main
#include "tools/sp6ctl/sp6ctl.c"
#undef main

static struct options got;	/* what a command was asked */
static const char *ran;		/* which */
static char said[512];

#define COMMAND(name)							\
	int command_##name(const struct options *options)		\
	{								\
		got = *options;						\
		ran = #name;						\
		return EXIT_SUCCESS;					\
	}

COMMAND(attach)
COMMAND(detach)
COMMAND(focus)
COMMAND(status)
COMMAND(watch)

void complain(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(said, sizeof(said), format, args);
	va_end(args);
}

/* Words, with one blank between two; what the command got points into them. */
static int run(const char *line)
{
	static char words[256];
	char *rest = words, *argv[16] = { "sp6ctl" };
	int argc = 1;

	snprintf(words, sizeof(words), "%s", line);
	while (argc < 15 && (argv[argc] = strsep(&rest, " ")))
		argc++;
	optind = 0;	/* getopt begins anew */
	ran = "";
	said[0] = '\0';
	return sp6ctl_main(argc, argv);
}

static void expect(const char *line, const char *command)
{
	assert_int_equal(run(line), EXIT_SUCCESS);
	if (strcmp(ran, command))
		fail_msg("'%s' runs '%s'", line, ran);
}

static void commands_get_what_was_typed(void **state)
{
	(void)state;
	expect("attach domu", "attach");
	assert_string_equal(got.domain, "domu");
	assert_true(share_is_empty(&got.share));
	assert_int_equal(got.timeout, 10);
	assert_false(got.force || got.all || got.json || got.background);

	expect("attach --input keys domu --led a=b=3 --input tablet --force --timeout 3600",
	       "attach");
	assert_int_equal(got.share.inputs.num, 2);
	assert_string_equal(got.share.inputs.name[1], "tablet");
	assert_int_equal(got.share.leds.num, 1);
	assert_string_equal(got.share.leds.led[0].target, "b");
	assert_int_equal(got.share.screen.width, 0);
	assert_true(got.force);
	assert_int_equal(got.timeout, 3600);

	expect("attach domu --screen 800x480", "attach");
	assert_int_equal(got.share.screen.width, 800);
	assert_int_equal(got.share.screen.height, 480);
	assert_false(share_is_empty(&got.share));

	expect("attach --all", "attach");
	assert_true(got.all);
	expect("detach 3 --force", "detach");
	assert_null(got.kind);
	expect("detach 3 vfb", "detach");
	assert_string_equal(got.kind, "vfb");
	expect("status", "status");
	assert_null(got.domain);
	expect("status domu --json", "status");
	assert_true(got.json);
	expect("watch --background", "watch");
	assert_true(got.background);

	expect("focus", "focus");
	assert_null(got.domain);
	expect("focus dom0", "focus");
	assert_string_equal(got.domain, "dom0");
	expect("focus --led a=3 --led b=none", "focus");
	assert_int_equal(got.focus_leds.num, 2);
	assert_int_equal(got.focus_leds.led[0].led, 3);
	assert_true(got.focus_leds.led[1].is_over);
	assert_true(share_is_empty(&got.share));
}

static void wrong_usage(void **state)
{
	static const struct {
		const char *line, *words;
	} wrong[] = {
		{ "frobnicate", "there is no command 'frobnicate'" },
		{ "attach", "which guest?" },
		{ "attach domu --all", "which guest?" },
		{ "attach domu other", "too many arguments" },
		{ "attach --all --led a", "--led, --input and --screen are for one guest" },
		{ "attach --all --input a", "--led, --input and --screen are for one guest" },
		{ "attach --all --screen 800x480", "--led, --input and --screen are for one guest" },
		{ "attach domu --screen 800", "'800' cannot be a screen" },
		{ "attach domu --screen 800x480 --screen 800x480", "has a screen already" },
		{ "attach domu --led A", "'A' cannot be a guest's LED" },
		{ "attach domu --led a=b=c", "'c' cannot be a highest brightness" },
		{ "attach domu --input a --input a", "has the input device 'a' already" },
		{ "attach domu --timeout 3601", "0 to 3600" },
		{ "attach domu --timeout -1", "0 to 3600" },
		{ "attach domu --json", "does not take that option" },
		{ "detach", "which guest?" },
		{ "detach domu vled other", "too many arguments" },
		{ "status domu vled", "too many arguments" },
		{ "detach domu --input a", "does not take that option" },
		{ "detach domu --led a", "does not take that option" },
		{ "focus --led a", "'' cannot be the number of a guest's LED" },
		{ "focus --led a=32", "'32' cannot be the number" },
		{ "focus --led a=1 --led a=2", "is said to follow the focus already" },
		{ "focus domu --led a=1", "give --led or a guest, not both" },
		{ "focus domu --force", "does not take that option" },
		{ "focus --input a", "does not take that option" },
		{ "detach domu --screen 800x480", "does not take that option" },
		{ "status --led a=1", "does not take that option" },
		{ "watch domu", "name none" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		assert_int_equal(run(wrong[i].line), EXIT_USAGE);
		assert_string_equal(ran, "");
		if (!strstr(said, wrong[i].words))
			fail_msg("'%s': says '%s', not '%s'", wrong[i].line, said, wrong[i].words);
	}
}

static void no_command(void **state)
{
	char *argv[] = { "sp6ctl", NULL };

	(void)state;
	optind = 0;
	assert_int_equal(sp6ctl_main(1, argv), EXIT_USAGE);
	assert_non_null(strstr(said, "which command?"));
}

static void more_leds_than_there_can_be(void **state)
{
	char *argv[2 * (XENLED_MAX_LEDS + 1) + 3] = { "sp6ctl", "attach" };
	int argc = 2;

	(void)state;
	for (int i = 0; i <= XENLED_MAX_LEDS; i++) {
		argv[argc++] = "--led";
		argv[argc++] = "a";
	}
	optind = 0;
	assert_int_equal(sp6ctl_main(argc, argv), EXIT_USAGE);
	assert_non_null(strstr(said, "more LEDs than a guest can have"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(commands_get_what_was_typed),
		cmocka_unit_test(wrong_usage),
		cmocka_unit_test(no_command),
		cmocka_unit_test(more_leds_than_there_can_be),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
