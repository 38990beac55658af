// SPDX-License-Identifier: GPL-2.0-only
/*
 * test_typed.c - how fast what is typed goes to a console that echoes it, that does
 * not, and that says other things besides.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "board/typed.h"

/* Time begins somewhere. */
#define BEGIN	123456789LL

static struct typed typed;

static int begin(void **state)
{
	(void)state;
	memset(&typed, 0, sizeof(typed));
	return 0;
}

static void add(const char *text)
{
	typed_add(&typed, (const unsigned char *)text, strlen(text));
}

static void hear(const char *text, long long now)
{
	typed_heard(&typed, (const unsigned char *)text, strlen(text), now);
}

static void assert_next(const char *expected, long long now)
{
	const unsigned char *text;
	size_t size = typed_next(&typed, &text, now);

	assert_int_equal(size, strlen(expected));
	assert_memory_equal(text, expected, size);
}

static void a_key_goes_at_once(void **state)
{
	(void)state;
	assert_next("", BEGIN);
	add("l");
	assert_true(typed_waits(&typed));
	assert_next("l", BEGIN);
	assert_false(typed_waits(&typed));
	add("s\r");
	assert_next("s\r", BEGIN);
}

static void what_is_echoed_makes_room(void **state)
{
	(void)state;
	add("0123456789abcdefghijklmnopqrstuvwxyz");
	assert_next("0123456789abcdef", BEGIN);
	assert_next("", BEGIN + 1);
	assert_true(typed_waits(&typed));
	hear("012", BEGIN + 2);
	assert_next("ghi", BEGIN + 2);
	hear("3456789abcdefghi", BEGIN + 3);
	assert_next("jklmnopqrstuvwxy", BEGIN + 3);
	hear("j", BEGIN + 4);
	assert_next("z", BEGIN + 4);
	assert_false(typed_waits(&typed));
}

static void what_comes_in_another_order_is_no_echo(void **state)
{
	(void)state;
	add("0123456789abcdefghi");
	assert_next("0123456789abcdef", BEGIN);
	hear("(XEN) DOM1: ", BEGIN + 1); /* the 1 comes before the 0 */
	assert_next("", BEGIN + 1);
	hear("0\r\n[7m1", BEGIN + 2);
	assert_next("gh", BEGIN + 2);
}

static void without_an_echo_a_few_go_after_each_pause(void **state)
{
	long long now = BEGIN;

	(void)state;
	add("0123456789abcdefghijklmno");
	assert_next("0123456789abcdef", now);
	now += TYPED_PAUSE_MS;
	assert_next("", now - 1);
	assert_next("ghij", now);
	assert_next("", now + TYPED_PAUSE_MS - 1);
	now += TYPED_PAUSE_MS;
	assert_next("klmn", now);
	now += TYPED_PAUSE_MS;
	assert_next("o", now);
}

static void no_pause_counts_while_there_are_echoes(void **state)
{
	(void)state;
	add("0123456789abcdefghij");
	assert_next("0123456789abcdef", BEGIN);
	hear("0", BEGIN + TYPED_PAUSE_MS - 1);
	assert_next("g", BEGIN + TYPED_PAUSE_MS);
	assert_next("", BEGIN + 2 * TYPED_PAUSE_MS - 1);
	assert_next("hij", BEGIN + 2 * TYPED_PAUSE_MS);
}

/* A password, and later a line whose echo has none of its letters. */
static void what_was_never_echoed_is_forgotten(void **state)
{
	long long now = BEGIN + 1000000;

	(void)state;
	add("XYZXYZXY\r");
	assert_next("XYZXYZXY\r", BEGIN);
	add("0123456789abcdefghijklmnopq");
	assert_next("0123456789a", now); /* XYZX is */
	hear("0", now + 1);
	assert_next("", now + 1);
	now += TYPED_PAUSE_MS;
	assert_next("bcde", now); /* YZXY is */
	now += TYPED_PAUSE_MS;
	assert_next("fghi", now); /* and the end of the line */
	hear("345", now + 1); /* where it is */
	assert_next("jkl", now + 1);
	hear("6", now + 2);
	assert_next("m", now + 2);
}

/* Ctrl-A for Xen, and at once a line: it does not go slowly from end to end. */
static void what_comes_before_sure_echoes_was_read(void **state)
{
	(void)state;
	add("\1\1\1");
	assert_next("\1\1\1", BEGIN);
	hear("*** Serial input to DOM1", BEGIN + 1);
	add("0123456789abcdefghijklmnopqrstuvwxyz");
	assert_next("0123456789abc", BEGIN + 2);
	hear("01", BEGIN + 3);
	assert_next("", BEGIN + 3);
	hear("2", BEGIN + 3);
	assert_next("defghi", BEGIN + 3);
	hear("3", BEGIN + 4);
	assert_next("j", BEGIN + 4);
	assert_next("", BEGIN + 3 + TYPED_PAUSE_MS);
}

/* As many are under way: the whole of the last ones is heard. */
static void sure_echoes_may_be_of_the_last(void **state)
{
	(void)state;
	add("\1\1\1abc");
	assert_next("\1\1\1abc", BEGIN);
	hear("abc", BEGIN + 1);
	add("0123456789abcdefghi");
	assert_next("0123456789abcdef", BEGIN + 1);
}

static void a_message_with_a_few_equal_letters_is_no_echo(void **state)
{
	(void)state;
	add("0123456789abcdefghi");
	assert_next("0123456789abcdef", BEGIN);
	hear("ab, bc, cd, 12, 23, 34", BEGIN + 1);
	assert_next("", BEGIN + 1);
	add("x");
	hear("0", BEGIN + 2);
	assert_next("g", BEGIN + 2);
}

/* With a period: the echoes that it did not wait for are not those of what comes later. */
static void echoes_after_a_pause_are_late(void **state)
{
	long long now = BEGIN + TYPED_PAUSE_MS;

	(void)state;
	for (int i = 0; i < 20; i++)
		add("0123456789");
	assert_next("0123456789012345", BEGIN);
	assert_next("6789", now);
	hear("0123", now + 1);
	assert_next("", now + 1);
	hear("4", now + 2);
	assert_next("0", now + 2);
	assert_next("1234", now + 2 + TYPED_PAUSE_MS);
	hear("567890123456789", now + 3 + TYPED_PAUSE_MS);
	assert_next("56789012345", now + 3 + TYPED_PAUSE_MS);
}

static void equal_letters_are_echoed_one_by_one(void **state)
{
	(void)state;
	add("aaaaaaaaaaaaaaaaaaaaaaaa");
	assert_next("aaaaaaaaaaaaaaaa", BEGIN);
	hear("aaa", BEGIN + 1);
	assert_next("aaa", BEGIN + 1);
}

static void a_machine_that_stood_still_gets_no_more_at_once(void **state)
{
	(void)state;
	add("0123456789abcdefghijklmnopq");
	assert_next("0123456789abcdef", BEGIN);
	assert_next("ghij", BEGIN + 100 * TYPED_PAUSE_MS);
	assert_next("", BEGIN + 101 * TYPED_PAUSE_MS - 1);
	assert_next("klmn", BEGIN + 101 * TYPED_PAUSE_MS);
}

static void what_is_never_echoed_takes_no_room(void **state)
{
	long long now = BEGIN;

	(void)state;
	for (int i = 0; i < 3 * TYPED_MAX; i++) {
		add("x");
		assert_next("x", now);
		now += TYPED_PAUSE_MS;
	}
	assert_int_equal(typed_room(&typed), TYPED_MAX - TYPED_UART);
}

static void no_more_is_kept_than_there_is_room_for(void **state)
{
	static char text[TYPED_MAX + 1];
	long long now = BEGIN;
	size_t left = TYPED_MAX;

	(void)state;
	assert_int_equal(typed_room(&typed), TYPED_MAX);
	memset(text, 'x', TYPED_MAX);
	add(text);
	assert_int_equal(typed_room(&typed), 0);

	/* Again and again through the whole buffer, with all that is under way. */
	for (int i = 0; i < 3 * TYPED_MAX; i++) {
		const unsigned char *next;
		size_t size = typed_next(&typed, &next, now);

		for (size_t at = 0; at < size; at++)
			assert_int_equal(next[at], 'x');
		hear("x", ++now);
		assert_int_equal(typed_room(&typed), TYPED_MAX - --left);
		add("x");
		assert_int_equal(typed_room(&typed), TYPED_MAX - ++left);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(a_key_goes_at_once, begin),
		cmocka_unit_test_setup(what_is_echoed_makes_room, begin),
		cmocka_unit_test_setup(what_comes_in_another_order_is_no_echo, begin),
		cmocka_unit_test_setup(without_an_echo_a_few_go_after_each_pause, begin),
		cmocka_unit_test_setup(no_pause_counts_while_there_are_echoes, begin),
		cmocka_unit_test_setup(what_was_never_echoed_is_forgotten, begin),
		cmocka_unit_test_setup(what_comes_before_sure_echoes_was_read, begin),
		cmocka_unit_test_setup(sure_echoes_may_be_of_the_last, begin),
		cmocka_unit_test_setup(a_message_with_a_few_equal_letters_is_no_echo, begin),
		cmocka_unit_test_setup(echoes_after_a_pause_are_late, begin),
		cmocka_unit_test_setup(equal_letters_are_echoed_one_by_one, begin),
		cmocka_unit_test_setup(a_machine_that_stood_still_gets_no_more_at_once, begin),
		cmocka_unit_test_setup(what_is_never_echoed_takes_no_room, begin),
		cmocka_unit_test_setup(no_more_is_kept_than_there_is_room_for, begin),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
