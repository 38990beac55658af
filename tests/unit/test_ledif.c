// SPDX-License-Identifier: GPL-2.0-only
/*
 * The LED protocol's header as another system would use it: alone in a program,
 * octet by octet as its tables say; and the judging of xenstore values.
 */
#include <xen/io/ledif.h>

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "xs_judge.h"

static void request_is_as_in_its_table(void **state)
{
	static const uint8_t octets[16] = {
		0x34, 0x12, 0, 5, 0x78, 0, 0, 0,
		0xf4, 0x01, 0, 0, 0x60, 0xea, 0, 0,
	};
	struct xenled_request req;

	(void)state;
	memcpy(&req, octets, sizeof(octets));
	assert_int_equal(req.id, 0x1234);
	assert_int_equal(req.operation, XENLED_OP_SET);
	assert_int_equal(req.led, 5);
	assert_int_equal(req.brightness, 0x78);
	assert_int_equal(req.reserved, 0);
	assert_int_equal(req.delay_on, 500);
	assert_int_equal(req.delay_off, XENLED_MAX_DELAY);
}

static void response_is_as_in_its_table(void **state)
{
	static const uint8_t octets[8] = { 0x34, 0x12, 0, 0, 0xea, 0xff, 0xff, 0xff };
	struct xenled_response rsp;

	(void)state;
	memcpy(&rsp, octets, sizeof(octets));
	assert_int_equal(rsp.id, 0x1234);
	assert_int_equal(rsp.operation, XENLED_OP_SET);
	assert_int_equal(rsp.status, XENLED_STATUS_EINVAL);
}

/* The value as xenstore gives it, in memory that ends with its last byte. */
static char *exactly(const char *text, size_t len)
{
	char *copy = malloc(len ? len : 1);

	assert_non_null(copy);
	memcpy(copy, text, len);
	return copy;
}

static bool number(const char *text, size_t len, uint32_t min, uint32_t max,
		   uint32_t *value)
{
	char *copy = exactly(text, len);
	bool good = xs_judge_number(copy, len, min, max, value);

	free(copy);
	return good;
}

#define NUMBER(text, min, max, value) \
	number(text, sizeof(text) - 1, min, max, value)

static void numbers_in_range_are_taken(void **state)
{
	uint32_t value = 77;

	(void)state;
	assert_true(NUMBER("0", 0, 0, &value));
	assert_int_equal(value, 0);
	assert_true(NUMBER("32", 1, 32, &value));
	assert_int_equal(value, 32);
	assert_true(NUMBER("007", 1, 32, &value));
	assert_int_equal(value, 7);
	assert_true(NUMBER("4294967295", 0, UINT32_MAX, &value));
	assert_int_equal(value, UINT32_MAX);
}

static void other_numbers_are_refused(void **state)
{
	static const struct {
		const char *text;
		size_t len;
	} bad[] = {
		{ "", 0 }, { "0", 1 }, { "33", 2 }, { "-1", 2 }, { "+1", 2 },
		{ " 1", 2 }, { "1 ", 2 }, { "1\n", 2 }, { "1\0", 2 },
		{ "0x1", 3 }, { "1e1", 3 }, { "\xff", 1 }, { "/", 1 }, { ":", 1 },
		{ "4294967296", 10 }, { "4294967297", 10 },
		{ "9999999999", 10 }, { "00000000001", 11 },
		{ "18446744073709551617", 20 },
	};
	uint32_t value = 77;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(number(bad[i].text, bad[i].len, 1, 32, &value));
	assert_int_equal(value, 77);
}

static bool name(const char *text, size_t len)
{
	char *copy = exactly(text, len);
	bool good = xs_judge_name(copy, len, XENLED_MAX_NAME);

	free(copy);
	return good;
}

static void names_are_judged(void **state)
{
	static const char longest[] = "abcdefghijklmnopqrstuvwxyz01234";
	static const char too_long[] = "abcdefghijklmnopqrstuvwxyz012345";

	(void)state;
	assert_int_equal(strlen(longest), XENLED_MAX_NAME);
	assert_true(name(longest, strlen(longest)));
	assert_true(name("sp6_led0", 8));
	assert_true(name("a:b-c_9", 7));

	assert_false(name("", 0));
	assert_false(name(too_long, strlen(too_long)));
	assert_false(name("..", 2));
	assert_false(name("a/b", 3));
	assert_false(name("A", 1));
	assert_false(name("a b", 3));
	assert_false(name("a%s", 3));
	assert_false(name("a\n", 2));
	assert_false(name("a\0b", 3));
	assert_false(name("\xc3\xa9", 2));
}

/* Every byte alone: exactly the 39 of the set are names. */
static void names_have_39_characters_to_choose_from(void **state)
{
	int good = 0;
	int byte;

	(void)state;
	for (byte = 0; byte < 256; byte++) {
		char c = (char)byte;

		good += name(&c, 1);
	}
	assert_int_equal(good, 26 + 10 + 3);
}

static bool has(const char *text, size_t len, uint32_t item)
{
	char *copy = exactly(text, len);
	bool found = xs_judge_list_has(copy, len, XENLED_LIST_SEPARATOR[0], item);

	free(copy);
	return found;
}

#define HAS(text, item) has(text, sizeof(text) - 1, item)

static void versions_are_found_in_lists(void **state)
{
	(void)state;
	assert_true(HAS("1", 1));
	assert_true(HAS("1,2", 1));
	assert_true(HAS("1,2", 2));
	assert_true(HAS("3,1", 1));
	assert_true(HAS("junk,,1,", 1));

	assert_false(HAS("", 1));
	assert_false(HAS(",", 1));
	assert_false(HAS("11", 1));
	assert_false(HAS("2,11,12", 1));
	assert_false(HAS("1 ,2", 1));
	assert_false(HAS("1\0", 1));
	assert_false(HAS("4294967297", 1));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(request_is_as_in_its_table),
		cmocka_unit_test(response_is_as_in_its_table),
		cmocka_unit_test(numbers_in_range_are_taken),
		cmocka_unit_test(other_numbers_are_refused),
		cmocka_unit_test(names_are_judged),
		cmocka_unit_test(names_have_39_characters_to_choose_from),
		cmocka_unit_test(versions_are_found_in_lists),
	};

	return cmocka_run_group_tests_name("ledif", tests, NULL, NULL);
}
