// SPDX-License-Identifier: GPL-2.0-only
/*
 * What xen-ledback obeys: a hostile guest's requests change nothing, and no
 * ring index makes it serve more than a ring full.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "backend/ledback_judge.h"

#define NUM_LEDS 3

/* In memory that ends with the last entry. */
static uint8_t *max_brightness;

static int three_leds(void **state)
{
	static const uint8_t max[NUM_LEDS] = { 1, 255, 100 };

	(void)state;
	max_brightness = malloc(sizeof(max));
	if (!max_brightness)
		return -1;
	memcpy(max_brightness, max, sizeof(max));
	return 0;
}

static int no_leds(void **state)
{
	(void)state;
	free(max_brightness);
	return 0;
}

static int32_t judge(const struct xenled_request *req, struct ledback_state *led)
{
	return ledback_judge_request(req, max_brightness, NUM_LEDS, led);
}

static void assert_refused(const struct xenled_request *req, int32_t status)
{
	struct ledback_state untouched;
	struct ledback_state led;

	memset(&led, 0xa5, sizeof(led));
	untouched = led;
	assert_int_equal(judge(req, &led), status);
	assert_memory_equal(&led, &untouched, sizeof(led));
}

static struct ledback_state obey(const struct xenled_request *req)
{
	struct ledback_state led;

	memset(&led, 0xa5, sizeof(led));
	assert_int_equal(judge(req, &led), XENLED_STATUS_OK);
	return led;
}

static void good_states_are_taken(void **state)
{
	struct xenled_request req = { .led = 1, .brightness = 255 };
	struct ledback_state led;

	(void)state;
	led = obey(&req);
	assert_int_equal(led.brightness, 255);
	assert_int_equal(led.delay_on, 0);
	assert_int_equal(led.delay_off, 0);

	req = (struct xenled_request){
		.id = 0xffff, .led = 2, .brightness = 100, .delay_on = 250, .delay_off = 750,
	};
	led = obey(&req);
	assert_int_equal(led.brightness, 100);
	assert_int_equal(led.delay_on, 250);
	assert_int_equal(led.delay_off, 750);

	req = (struct xenled_request){ .led = 0, .brightness = 1 };
	assert_int_equal(obey(&req).brightness, 1);
}

static void all_other_operations_are_unknown(void **state)
{
	struct xenled_request req = { .led = 1, .brightness = 1 };
	unsigned int operation;

	(void)state;
	for (operation = 1; operation <= UINT8_MAX; operation++) {
		req.operation = operation;
		assert_refused(&req, XENLED_STATUS_EOPNOTSUPP);
	}
}

static void no_led_beyond_the_last(void **state)
{
	struct xenled_request req = { 0 };
	unsigned int led;

	(void)state;
	for (led = NUM_LEDS; led <= UINT8_MAX; led++) {
		req.led = led;
		assert_refused(&req, XENLED_STATUS_EINVAL);
	}
}

/* Each brightness for each LED, against its own highest. */
static void brightness_is_bounded_by_the_leds_own(void **state)
{
	struct xenled_request req = { 0 };
	uint32_t brightness;

	(void)state;
	for (req.led = 0; req.led < NUM_LEDS; req.led++) {
		for (brightness = 0; brightness <= UINT16_MAX; brightness++) {
			req.brightness = brightness;
			if (brightness <= max_brightness[req.led])
				assert_int_equal(obey(&req).brightness, brightness);
			else
				assert_refused(&req, XENLED_STATUS_EINVAL);
		}
	}
}

static void delays_come_in_pairs(void **state)
{
	struct xenled_request req = { .led = 1, .brightness = 1, .delay_on = 500 };

	(void)state;
	assert_refused(&req, XENLED_STATUS_EINVAL);
	req.delay_on = 0;
	req.delay_off = 500;
	assert_refused(&req, XENLED_STATUS_EINVAL);
	req.brightness = 0;
	assert_refused(&req, XENLED_STATUS_EINVAL);
}

static void delays_are_moved_into_range(void **state)
{
	struct xenled_request req = { .led = 1, .brightness = 1 };
	struct ledback_state led;

	(void)state;
	req.delay_on = 1;
	req.delay_off = UINT32_MAX;
	led = obey(&req);
	assert_int_equal(led.delay_on, XENLED_MIN_DELAY);
	assert_int_equal(led.delay_off, XENLED_MAX_DELAY);

	req.delay_on = XENLED_MAX_DELAY + 1;
	req.delay_off = XENLED_MIN_DELAY - 1;
	led = obey(&req);
	assert_int_equal(led.delay_on, XENLED_MAX_DELAY);
	assert_int_equal(led.delay_off, XENLED_MIN_DELAY);

	for (req.delay_on = XENLED_MIN_DELAY; req.delay_on < XENLED_MAX_DELAY; req.delay_on++) {
		req.delay_off = req.delay_on + 1;
		led = obey(&req);
		assert_int_equal(led.delay_on, req.delay_on);
		assert_int_equal(led.delay_off, req.delay_off);
	}
}

static void a_dark_led_does_not_blink(void **state)
{
	struct xenled_request req = { .led = 1, .delay_on = 100, .delay_off = 100 };
	struct ledback_state led;

	(void)state;
	led = obey(&req);
	assert_int_equal(led.brightness, 0);
	assert_int_equal(led.delay_on, 0);
	assert_int_equal(led.delay_off, 0);
}

static void reserved_bits_are_refused(void **state)
{
	struct xenled_request req = { .led = 1, .brightness = 1 };
	unsigned int bit;

	(void)state;
	for (bit = 0; bit < 16; bit++) {
		req.reserved = 1u << bit;
		assert_refused(&req, XENLED_STATUS_EINVAL);
	}
}

/* Whatever bytes come, what is obeyed is in range. */
static void random_requests_are_harmless(void **state)
{
	uint64_t x = 88172645463325252u;
	unsigned int obeyed = 0;
	int i;

	(void)state;
	for (i = 0; i < 1000000; i++) {
		struct xenled_request req;
		struct ledback_state led;
		uint64_t words[2];

		/* xorshift; the small fields are made small often enough */
		x ^= x << 13, x ^= x >> 7, x ^= x << 17;
		words[0] = i & 1 ? x & 0x0000003f03000000u : x;
		x ^= x << 13, x ^= x >> 7, x ^= x << 17;
		words[1] = i & 2 ? x : 0;
		memcpy(&req, words, sizeof(req));

		if (judge(&req, &led) != XENLED_STATUS_OK)
			continue;
		obeyed++;
		assert_true(req.led < NUM_LEDS);
		assert_true(led.brightness <= max_brightness[req.led]);
		assert_true(!led.delay_on == !led.delay_off);
		assert_true(!led.delay_on || led.brightness);
		assert_true(led.delay_on <= XENLED_MAX_DELAY);
		assert_true(led.delay_off <= XENLED_MAX_DELAY);
		assert_true(!led.delay_on || led.delay_on >= XENLED_MIN_DELAY);
		assert_true(!led.delay_off || led.delay_off >= XENLED_MIN_DELAY);
	}
	assert_true(obeyed > 1000);
}

static void no_more_requests_than_the_ring_holds(void **state)
{
	uint32_t base;

	(void)state;
	for (base = UINT32_MAX - 200; base != 200; base++) {
		assert_true(ledback_judge_prod(base, base, 128));
		assert_true(ledback_judge_prod(base + 1, base, 128));
		assert_true(ledback_judge_prod(base + 128, base, 128));

		assert_false(ledback_judge_prod(base + 129, base, 128));
		assert_false(ledback_judge_prod(base - 1, base, 128));
		assert_false(ledback_judge_prod(base + 0x80000000, base, 128));
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(good_states_are_taken),
		cmocka_unit_test(all_other_operations_are_unknown),
		cmocka_unit_test(no_led_beyond_the_last),
		cmocka_unit_test(brightness_is_bounded_by_the_leds_own),
		cmocka_unit_test(delays_come_in_pairs),
		cmocka_unit_test(delays_are_moved_into_range),
		cmocka_unit_test(a_dark_led_does_not_blink),
		cmocka_unit_test(reserved_bits_are_refused),
		cmocka_unit_test(random_requests_are_harmless),
		cmocka_unit_test(no_more_requests_than_the_ring_holds),
	};

	return cmocka_run_group_tests_name("ledback_judge", tests, three_leds, no_leds);
}
