// SPDX-License-Identifier: GPL-2.0-only
/*
 * test_panel_keys.c - what keys, repeats, mouse and holds make of the buttons.
 */
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "board/panel_keys.h"

#define UP	0
#define ENTER	4

/* The keys' time begins somewhere. */
#define BEGIN	123456789LL

static void a_tap_is_a_short_press(void **state)
{
	struct panel_keys keys = { 0 };

	(void)state;
	assert_int_equal(panel_keys_levels(&keys, BEGIN), 0);
	assert_true(panel_keys_next_change(&keys) == LLONG_MAX);

	panel_keys_tap(&keys, ENTER, BEGIN);
	assert_int_equal(panel_keys_levels(&keys, BEGIN), 1 << ENTER);
	assert_true(panel_keys_next_change(&keys) == BEGIN + KEYS_TAP_MS);
	assert_int_equal(panel_keys_levels(&keys, BEGIN + KEYS_TAP_MS - 1), 1 << ENTER);
	assert_int_equal(panel_keys_levels(&keys, BEGIN + KEYS_TAP_MS), 0);
	assert_true(panel_keys_next_change(&keys) == LLONG_MAX);
}

/* Held for 2 s at a terminal that repeats after 660 ms, every DELAY ms. */
static void hold_key(int delay)
{
	struct panel_keys keys = { 0 };
	int presses = 0;
	uint8_t before = 0, levels;
	long long last = 0;

	for (int ms = 0; ms < 3000; ms++) {
		if (ms == 0 || (ms >= 660 && ms < 2000 && (ms - 660) % delay == 0)) {
			panel_keys_tap(&keys, UP, BEGIN + ms);
			last = ms;
		}
		levels = panel_keys_levels(&keys, BEGIN + ms);
		presses += levels && !before;
		before = levels;
		assert_int_equal(levels, ms < KEYS_TAP_MS ||
				 (ms >= 660 && ms < last + KEYS_REPEAT_MS) ? 1 << UP : 0);
	}
	assert_int_equal(presses, 2);
}

static void a_key_that_repeats_is_held(void **state)
{
	(void)state;
	hold_key(20);
	hold_key(33);
	hold_key(92);
	hold_key(140);
}

static void taps_apart_are_presses_of_their_own(void **state)
{
	struct panel_keys keys = { 0 };

	(void)state;
	for (int i = 0; i < 5; i++) {
		long long now = BEGIN + i * (KEYS_TAP_MS + 1);

		assert_int_equal(panel_keys_levels(&keys, now), 0);
		panel_keys_tap(&keys, ENTER, now);
		assert_int_equal(panel_keys_levels(&keys, now), 1 << ENTER);
	}

	/* also if nobody looked in between */
	panel_keys_tap(&keys, UP, BEGIN + 5000);
	panel_keys_tap(&keys, UP, BEGIN + 6000);
	assert_true(panel_keys_next_change(&keys) == BEGIN + 6000 + KEYS_TAP_MS);
}

static void keys_do_not_disturb_each_other(void **state)
{
	struct panel_keys keys = { 0 };

	(void)state;
	panel_keys_tap(&keys, UP, BEGIN);
	panel_keys_tap(&keys, ENTER, BEGIN + 100);
	assert_int_equal(panel_keys_levels(&keys, BEGIN + 100), 1 << UP | 1 << ENTER);
	assert_true(panel_keys_next_change(&keys) == BEGIN + KEYS_TAP_MS);
	assert_int_equal(panel_keys_levels(&keys, BEGIN + KEYS_TAP_MS), 1 << ENTER);
	assert_int_equal(panel_keys_levels(&keys, BEGIN + 100 + KEYS_TAP_MS), 0);
}

static void a_hold_lasts_until_it_is_switched_off(void **state)
{
	struct panel_keys keys = { 0 };

	(void)state;
	panel_keys_switch_hold(&keys, ENTER);
	panel_keys_tap(&keys, ENTER, BEGIN);
	panel_keys_switch_hold(&keys, UP);
	assert_int_equal(panel_keys_levels(&keys, BEGIN + 3600 * 1000), 1 << UP | 1 << ENTER);
	panel_keys_switch_hold(&keys, ENTER);
	assert_int_equal(panel_keys_levels(&keys, BEGIN + 3600 * 1000), 1 << UP);
}

static void the_mouse_presses_one_button_until_it_is_let_go(void **state)
{
	struct panel_keys keys = { 0 };

	(void)state;
	panel_keys_mouse_down(&keys, ENTER);
	assert_int_equal(panel_keys_levels(&keys, BEGIN + 3600 * 1000), 1 << ENTER);
	assert_true(panel_keys_next_change(&keys) == LLONG_MAX);
	panel_keys_mouse_down(&keys, UP);	/* the release was not seen */
	assert_int_equal(panel_keys_levels(&keys, BEGIN), 1 << UP);
	panel_keys_switch_hold(&keys, UP);
	panel_keys_mouse_up(&keys);
	assert_int_equal(panel_keys_levels(&keys, BEGIN), 1 << UP);
	panel_keys_mouse_up(&keys);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_tap_is_a_short_press),
		cmocka_unit_test(a_key_that_repeats_is_held),
		cmocka_unit_test(taps_apart_are_presses_of_their_own),
		cmocka_unit_test(keys_do_not_disturb_each_other),
		cmocka_unit_test(a_hold_lasts_until_it_is_switched_off),
		cmocka_unit_test(the_mouse_presses_one_button_until_it_is_let_go),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
