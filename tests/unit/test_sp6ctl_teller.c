// SPDX-License-Identifier: GPL-2.0-only
/* test_sp6ctl_teller.c - what the board's panels are told, through a port that is played. */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "board/panel_msg.h"
#include "tools/sp6ctl/teller.h"
#include "world.h"

static struct teller teller;
static struct xs_handle *xs;
static int board = -1;	/* the port's other end */

static int begin(void **state)
{
	int error = set_up(state);

	teller = (struct teller){ .port = -1 };
	xs = store_open();
	board = -1;
	return error || setenv(DEV_ENVIRONMENT, place, 1);
}

static int end(void **state)
{
	teller_close(&teller);
	if (board >= 0)
		close(board);
	return tear_down(state);
}

static void add_port(const char *folder, const char *name)
{
	char path[128];

	snprintf(path, sizeof(path), "class/virtio-ports/%s", folder);
	file(path, "name", name);
	snprintf(path, sizeof(path), "%s/%s", place, folder);
	assert_int_equal(mkfifo(path, 0600), 0);
}

static void add_board(void)
{
	char path[128];

	add_port("vport0p1", "org.qemu.guest_agent.0\n");
	add_port("vport0p2", "xen-sp6.panel.not\n");
	add_port("vport1p1", "xen-sp6.panel\n");
	snprintf(path, sizeof(path), "%s/vport1p1", place);
	board = open(path, O_RDONLY | O_NONBLOCK);
	assert_true(board >= 0);
}

/* What a look tells the board. */
static const char *tell(void)
{
	static char lines[4096];
	ssize_t n;

	teller_tell(&teller, xs);
	n = board < 0 ? 0 : read(board, lines, sizeof(lines) - 1);
	lines[n > 0 ? n : 0] = '\0';
	return lines;
}

static void set_focus(const char *domid)
{
	file("devices/xen-focus", "focus", domid);
}

static void nothing_is_told_without_a_port(void **state)
{
	(void)state;
	set_focus("0\n");
	assert_string_equal(tell(), "");
	assert_int_equal(teller.port, -1);
	add_port("vport0p1", "org.qemu.guest_agent.0\n");
	assert_string_equal(tell(), "");
	assert_int_equal(teller.port, -1);
}

static void all_is_told_first_and_then_what_changes(void **state)
{
	(void)state;
	add_board();
	guests[1] = (struct played_guest){ "domu", 0, true };
	guests[2] = (struct played_guest){ "guest2", 0, true };
	play();
	dom0_led("sp6_led0", "1\n");
	dom0_led("sp6_led1", "1\n");
	dom0_led("sp6_led2", "1\n");
	dom0_led("sp6_led3", "1\n");
	dom0_led("sp6_led7", "1\n");
	set_trigger("sp6_led0", "none [vled1-0-0] timer");
	set_trigger("sp6_led1", "[none] vled1-0-0 timer");
	set_trigger("sp6_led2", "none vled1-0-0 [vled-focus-2]");
	set_trigger("sp6_led3", "none vled1-0-0 [timer]");
	set_focus("1\n");
	assert_string_equal(tell(),
			    "{\"perif\":\"focus\",\"name\":\"domu\"}\n"
			    "{\"perif\":\"owner\",\"led\":0,\"name\":\"domu\"}\n"
			    "{\"perif\":\"owner\",\"led\":1,\"name\":\"Dom0\"}\n"
			    "{\"perif\":\"owner\",\"led\":2,\"name\":\"the guest in focus\"}\n"
			    "{\"perif\":\"owner\",\"led\":3,\"name\":\"Dom0's trigger 'timer'\"}\n"
			    "{\"perif\":\"owner\",\"led\":4,\"name\":\"\"}\n"
			    "{\"perif\":\"owner\",\"led\":5,\"name\":\"\"}\n");
	assert_string_equal(tell(), "");

	set_focus("2\n");
	assert_string_equal(tell(), "{\"perif\":\"focus\",\"name\":\"guest2\"}\n");
	set_trigger("sp6_led0", "none vled1-0-0 [vled2-0-0]");
	assert_string_equal(tell(), "{\"perif\":\"owner\",\"led\":0,\"name\":\"guest2\"}\n");
	set_focus("0\n");
	assert_string_equal(tell(), "{\"perif\":\"focus\",\"name\":\"Dom0\"}\n");
	assert_string_equal(tell(), "");
}

static void what_goes_is_unknown(void **state)
{
	char command[64];

	(void)state;
	add_board();
	set_focus("0\n");
	assert_non_null(strstr(tell(), "{\"perif\":\"focus\",\"name\":\"Dom0\"}\n"));
	snprintf(command, sizeof(command), "rm %s/devices/xen-focus/focus", place);
	assert_int_equal(system(command), 0);
	assert_string_equal(tell(), "{\"perif\":\"focus\",\"name\":\"\"}\n");
}

static void a_port_that_takes_nothing_is_told_the_latest_later(void **state)
{
	(void)state;
	add_board();
	set_focus("0\n");
	write_error = EAGAIN;
	assert_string_equal(tell(), "");
	assert_true(teller.waits);
	guests[1] = (struct played_guest){ "domu", 0, true };
	play();
	set_focus("1\n");
	write_error = 0;
	assert_non_null(strstr(tell(), "{\"perif\":\"focus\",\"name\":\"domu\"}\n"));
	assert_false(teller.waits);
}

static void a_port_that_fails_is_looked_for_again(void **state)
{
	(void)state;
	add_board();
	set_focus("0\n");
	write_error = EPIPE;
	assert_string_equal(tell(), "");
	assert_int_equal(teller.port, -1);
	assert_false(teller.waits);
	write_error = 0;
	assert_non_null(strstr(tell(), "{\"perif\":\"focus\",\"name\":\"Dom0\"}\n"));

	/* All is told anew: the other end may be another. */
	teller_close(&teller);
	assert_non_null(strstr(tell(), "{\"perif\":\"focus\",\"name\":\"Dom0\"}\n"));
}

static void names_end_with_who_told_them(void **state)
{
	char lines[1024];
	ssize_t n;

	(void)state;
	add_board();
	set_focus("0\n");
	dom0_led("sp6_led5", "1\n");
	tell();
	teller_end(&teller);
	n = read(board, lines, sizeof(lines) - 1);
	assert_true(n > 0);
	lines[n] = '\0';
	assert_string_equal(lines, "{\"perif\":\"focus\",\"name\":\"\"}\n"
			    "{\"perif\":\"owner\",\"led\":5,\"name\":\"\"}\n");
	assert_int_equal(teller.port, -1);
	teller_end(&teller);
}

/* Whatever a domain is called, the board takes the line. */
static void names_are_what_the_board_takes(void **state)
{
	static const char *const odd[] = {
		"a \"b\" \\", "caf\xc3\xa9\x1b[1m",
		"1234567890123456789012345678901234567890",
		"12345678901234567890123456789012345678901 and more",
	};
	struct panel_request request;
	struct names names;

	(void)state;
	for (size_t i = 0; i < sizeof(odd) / sizeof(*odd); i++) {
		char *lines;

		guests[1] = (struct played_guest){ odd[i], 0, true };
		play();
		set_focus("1\n");
		names_gather(xs, &names);
		lines = names_format(&names, NULL);
		assert_non_null(lines);
		assert_null(panel_parse_request(lines, strcspn(lines, "\n"), &request));
		assert_int_equal(request.op, PANEL_REPORT);
		assert_int_equal(request.item, PANEL_FOCUS);
		assert_string_equal(request.name, names.focus);
		free(lines);
	}
	assert_string_equal(names.focus, "1234567890123456789012345678901234567...");
	assert_int_equal(NAME_MAX_BYTES, PANEL_NAME_MAX);
}

#define PLAYED(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		PLAYED(nothing_is_told_without_a_port),
		PLAYED(all_is_told_first_and_then_what_changes),
		PLAYED(what_goes_is_unknown),
		PLAYED(a_port_that_takes_nothing_is_told_the_latest_later),
		PLAYED(a_port_that_fails_is_looked_for_again),
		PLAYED(names_end_with_who_told_them),
		PLAYED(names_are_what_the_board_takes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
