// SPDX-License-Identifier: GPL-2.0-only
/*
 * What xen-ledfront sends and believes: states collapse to the latest, one
 * request is in flight for each LED, and a hostile back-end is not believed.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "frontend/ledfront_core.h"

static struct ledfront_core core;

static int six_leds(void **state)
{
	(void)state;
	memset(&core, 0xa5, sizeof(core));
	ledfront_core_init(&core, 6);
	return 0;
}

static struct xenled_response answer_to(uint16_t id)
{
	return (struct xenled_response){ .id = id, .operation = XENLED_OP_SET };
}

static bool answer(uint16_t id)
{
	struct xenled_response rsp = answer_to(id);

	return ledfront_core_answer(&core, &rsp);
}

static struct xenled_request next(void)
{
	struct xenled_request req;

	assert_true(ledfront_core_next(&core, &req));
	return req;
}

static void assert_nothing_to_send(void)
{
	struct xenled_request req;

	assert_false(ledfront_core_next(&core, &req));
}

static void a_set_is_sent_whole(void **state)
{
	struct xenled_request req;

	(void)state;
	assert_nothing_to_send();
	ledfront_core_set(&core, 3, 200);
	req = next();
	assert_int_equal(req.operation, XENLED_OP_SET);
	assert_int_equal(req.id, 3);
	assert_int_equal(req.led, 3);
	assert_int_equal(req.brightness, 200);
	assert_int_equal(req.reserved, 0);
	assert_int_equal(req.delay_on, 0);
	assert_int_equal(req.delay_off, 0);
	assert_nothing_to_send();
}

static void many_writes_end_in_the_last_with_one_in_flight(void **state)
{
	struct xenled_request req = { 0 };
	unsigned int sent = 0;
	int i;

	(void)state;
	for (i = 1; i <= 10000; i++) {
		ledfront_core_set(&core, 2, i % 256);
		if (ledfront_core_next(&core, &req))
			sent++;
		assert_nothing_to_send();
		if (i % 100 == 0)
			assert_true(answer(2));
	}
	assert_int_equal(sent, 100);

	req = next();
	assert_int_equal(req.brightness, 10000 % 256);
	assert_true(answer(2));
	assert_nothing_to_send();
}

static void leds_do_not_wait_for_others(void **state)
{
	unsigned int i;

	(void)state;
	for (i = 0; i < 6; i++)
		ledfront_core_set(&core, i, i + 1);
	for (i = 0; i < 6; i++)
		assert_int_equal(next().brightness, i + 1);

	ledfront_core_set(&core, 1, 0);
	ledfront_core_set(&core, 4, 0);
	assert_nothing_to_send();
	assert_true(answer(4));
	assert_int_equal(next().led, 4);
	assert_nothing_to_send();
}

static void blinking_ends_with_0_alone(void **state)
{
	struct xenled_request req;

	(void)state;
	ledfront_core_blink(&core, 0, 255, 100, 900);
	ledfront_core_set(&core, 0, 10);
	req = next();
	assert_int_equal(req.brightness, 10);
	assert_int_equal(req.delay_on, 100);
	assert_int_equal(req.delay_off, 900);

	assert_true(answer(0));
	ledfront_core_set(&core, 0, 0);
	ledfront_core_set(&core, 0, 7);
	req = next();
	assert_int_equal(req.brightness, 7);
	assert_int_equal(req.delay_on, 0);
	assert_int_equal(req.delay_off, 0);
}

static void a_new_connection_gets_all_latest_states(void **state)
{
	unsigned int i;

	(void)state;
	ledfront_core_set(&core, 5, 50);
	next();
	ledfront_core_set(&core, 5, 51);
	ledfront_core_restart(&core, 6);

	assert_false(answer(5));
	for (i = 0; i < 6; i++) {
		struct xenled_request req = next();

		assert_int_equal(req.led, i);
		assert_int_equal(req.brightness, i == 5 ? 51 : 0);
	}
	assert_nothing_to_send();
}

static void the_last_of_32_leds_works(void **state)
{
	unsigned int sent = 0;
	struct xenled_request req;

	(void)state;
	ledfront_core_init(&core, XENLED_MAX_LEDS);
	ledfront_core_restart(&core, XENLED_MAX_LEDS);
	while (ledfront_core_next(&core, &req))
		sent++;
	assert_int_equal(sent, XENLED_MAX_LEDS);
	assert_int_equal(req.led, 31);
	assert_true(answer(31));
	assert_false(answer(31));
}

static void answers_to_nothing_are_not_believed(void **state)
{
	struct xenled_response rsp;
	uint32_t id;

	(void)state;
	ledfront_core_set(&core, 1, 1);
	next();

	for (id = 0; id <= UINT16_MAX; id++)
		if (id != 1)
			assert_false(answer(id));

	rsp = answer_to(1);
	rsp.operation = 1;
	assert_false(ledfront_core_answer(&core, &rsp));

	assert_true(answer(1));
	assert_false(answer(1));
}

/* An error answers the request like any other status: nothing is sent again. */
static void a_refusal_is_an_answer(void **state)
{
	struct xenled_response rsp = answer_to(1);

	(void)state;
	ledfront_core_set(&core, 1, 1);
	next();
	rsp.status = INT32_MIN;
	assert_true(ledfront_core_answer(&core, &rsp));
	assert_nothing_to_send();
}

static void indices_lie_between_our_own(void **state)
{
	uint32_t base;

	(void)state;
	for (base = UINT32_MAX - 8; base != 8; base++) {
		assert_true(ledfront_core_prod_ok(base, base, base));
		assert_true(ledfront_core_prod_ok(base, base, base + 6));
		assert_true(ledfront_core_prod_ok(base + 6, base, base + 6));

		assert_false(ledfront_core_prod_ok(base + 1, base, base));
		assert_false(ledfront_core_prod_ok(base + 7, base, base + 6));
		assert_false(ledfront_core_prod_ok(base - 1, base, base + 6));
		assert_false(ledfront_core_prod_ok(base + 0x80000000, base, base + 6));
	}
}

static void names_are_unique(void **state)
{
	struct ledfront_desc descs[4];

	(void)state;
	memset(descs, 0xa5, sizeof(descs));
	assert_true(ledfront_take_name(descs, 0, "a", 1));
	assert_true(ledfront_take_name(descs, 1, "ab", 2));
	assert_true(ledfront_take_name(descs, 2, "b", 1));
	assert_string_equal(descs[0].name, "a");
	assert_string_equal(descs[1].name, "ab");

	assert_false(ledfront_take_name(descs, 3, "a", 1));
	assert_false(ledfront_take_name(descs, 3, "ab", 2));
	assert_false(ledfront_take_name(descs, 3, "a/", 2));
}

/* The longest name fits, ends with NUL, and one more byte is not looked at. */
static void names_are_bounded(void **state)
{
	struct ledfront_desc *desc = malloc(sizeof(*desc));
	char *name = malloc(4096);

	(void)state;
	assert_non_null(desc);
	assert_non_null(name);
	memset(name, 'x', 4096);

	assert_true(ledfront_take_name(desc, 0, name, XENLED_MAX_NAME));
	assert_int_equal(strlen(desc->name), XENLED_MAX_NAME);
	assert_false(ledfront_take_name(desc, 0, name, XENLED_MAX_NAME + 1));
	assert_false(ledfront_take_name(desc, 0, name, 4096));
	assert_false(ledfront_take_name(desc, 0, name, 0));

	free(name);
	free(desc);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(a_set_is_sent_whole, six_leds),
		cmocka_unit_test_setup(many_writes_end_in_the_last_with_one_in_flight, six_leds),
		cmocka_unit_test_setup(leds_do_not_wait_for_others, six_leds),
		cmocka_unit_test_setup(blinking_ends_with_0_alone, six_leds),
		cmocka_unit_test_setup(a_new_connection_gets_all_latest_states, six_leds),
		cmocka_unit_test_setup(the_last_of_32_leds_works, six_leds),
		cmocka_unit_test_setup(answers_to_nothing_are_not_believed, six_leds),
		cmocka_unit_test_setup(a_refusal_is_an_answer, six_leds),
		cmocka_unit_test(indices_lie_between_our_own),
		cmocka_unit_test(names_are_unique),
		cmocka_unit_test(names_are_bounded),
	};

	return cmocka_run_group_tests_name("ledfront_core", tests, NULL, NULL);
}
