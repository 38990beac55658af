// SPDX-License-Identifier: GPL-2.0-only
/* test_sp6ctl_state.c - what sp6ctl makes of the states of a device's two ends. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "tools/sp6ctl/state.h"

static const struct kind kind = { "vled", "vled", "LED device", "the-back", "the-front" };

static void parsing(void **state)
{
	static const char *const rubbish[] = { "", "9", "/", ":", "-1", "44", "4 ", "x", "\xff" };

	(void)state;
	for (int i = STATE_UNKNOWN; i <= STATE_RECONFIGURED; i++) {
		char text[] = { '0' + i, '\0' };

		assert_int_equal(state_parse(text), i);
		assert_non_null(state_word(state_parse(text)));
	}
	assert_int_equal(state_parse(NULL), STATE_UNKNOWN);
	for (size_t i = 0; i < sizeof(rubbish) / sizeof(rubbish[0]); i++)
		assert_int_equal(state_parse(rubbish[i]), STATE_UNKNOWN);
}

static void who_waits_for_whom(void **state)
{
	static const struct {
		enum state back, front;
		const char *words;
	} cases[] = {
		{ STATE_CONNECTED, STATE_CONNECTED, "both ends are connected" },
		{ STATE_INITIALISING, STATE_INITIALISING,
		  "no back-end driver has taken the device: is the-back loaded in Dom0?" },
		{ STATE_INITIALISING, STATE_CONNECTED, "no back-end driver" },
		{ STATE_INIT_WAIT, STATE_INITIALISING,
		  "the back-end is ready and waits for the guest's front-end "
		  "(is the-front loaded in domain 7?)" },
		{ STATE_INIT_WAIT, STATE_CLOSED, "(is the-front loaded in domain 7?)" },
		{ STATE_INIT_WAIT, STATE_INITIALISED, "front-end waits for the back-end (the-back" },
		{ STATE_CONNECTED, STATE_INITIALISED,
		  "connected and waits for the guest's front-end (the-front in domain 7)" },
		{ STATE_CONNECTED, STATE_INITIALISING, "front-end waits for the back-end (the-back" },
		{ STATE_CLOSING, STATE_CONNECTED,
		  "waits for the guest's front-end (the-front in domain 7) to close" },
		{ STATE_CLOSED, STATE_CONNECTED, "front-end (the-front in domain 7) to close" },
		{ STATE_CLOSING, STATE_CLOSED, "waits for the back-end (the-back in Dom0) to close" },
		{ STATE_CONNECTED, STATE_CLOSING, "waits for the back-end (the-back in Dom0) to close" },
		{ STATE_CLOSED, STATE_CLOSED, "both ends are closed until the guest's front-end "
		  "comes back (is the-front loaded in domain 7?)" },
		{ STATE_UNKNOWN, STATE_CONNECTED, "the back-end's half of the device is gone" },
		{ STATE_CONNECTED, STATE_UNKNOWN, "the front-end's half of the device is gone" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct states states = { cases[i].back, cases[i].front };
		char words[256];

		states_explain(states, &kind, 7, words, sizeof(words));
		if (!strstr(words, cases[i].words))
			fail_msg("%s/%s: says '%s', not '%s'", state_word(states.back),
				 state_word(states.front), words, cases[i].words);
	}
}

/* Guests write any state: each pair has words, and they stay in their place. */
static void every_pair_has_words(void **state)
{
	(void)state;
	for (int back = 0; back <= STATE_RECONFIGURED; back++) {
		for (int front = 0; front <= STATE_RECONFIGURED; front++) {
			struct states states = { back, front };
			char words[16] = "";

			states_explain(states, &kind, 4000000000u, words, sizeof(words));
			assert_int_equal(strlen(words), sizeof(words) - 1);
		}
	}
}

static void closing(void **state)
{
	const struct states live = { STATE_CONNECTED, STATE_CONNECTED };
	const struct states asked = { STATE_CLOSING, STATE_CONNECTED };
	const struct states front_done = { STATE_CLOSING, STATE_CLOSED };
	const struct states over = { STATE_CLOSED, STATE_CLOSED };
	const struct states no_guest = { STATE_CONNECTED, STATE_UNKNOWN };
	const struct states no_driver = { STATE_INITIALISING, STATE_INITIALISING };
	const struct states waiting = { STATE_INIT_WAIT, STATE_INITIALISING };
	const struct states half = { STATE_INIT_WAIT, STATE_INITIALISED };

	(void)state;
	assert_true(states_are_connected(live));
	assert_false(states_are_connected(asked));
	assert_false(states_are_connected(half));

	assert_false(states_are_over(live));
	assert_false(states_are_over(asked));
	assert_false(states_are_over(front_done));
	assert_true(states_are_over(over));
	assert_true(states_are_over(no_guest));
	assert_false(states_are_over(waiting));

	assert_false(states_are_apart(live));
	assert_false(states_are_apart(asked));
	assert_false(states_are_apart(half));
	assert_true(states_are_apart(over));
	assert_true(states_are_apart(no_guest));
	assert_true(states_are_apart(no_driver));
	assert_true(states_are_apart(waiting));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(parsing),
		cmocka_unit_test(who_waits_for_whom),
		cmocka_unit_test(every_pair_has_words),
		cmocka_unit_test(closing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
