// SPDX-License-Identifier: GPL-2.0-only
/*
 * kbdif's extension as another system would use it: its header alone in a program;
 * and the judging of its values: names, and keys as text.
 */
#include <xen/io/kbdif_x.h>

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <linux/input-event-codes.h>
#include <stdlib.h>
#include <string.h>

#include "kbd_judge.h"

/* The value as xenstore gives it, in memory that ends with its last byte. */
static char *exactly(const char *text, size_t len)
{
	char *copy = malloc(len ? len : 1);

	assert_non_null(copy);
	memcpy(copy, text, len);
	return copy;
}

static bool name(const char *text, size_t len)
{
	char *copy = exactly(text, len);
	bool good = kbd_judge_name(copy, len);

	free(copy);
	return good;
}

static bool keys_of(const char *text, size_t len, struct kbd_keys *keys)
{
	char *copy = exactly(text, len);
	bool good = kbd_judge_keys(copy, len, keys);

	free(copy);
	return good;
}

#define NAME(text)		name(text, sizeof(text) - 1)
#define KEYS(text, keys)	keys_of(text, sizeof(text) - 1, keys)

/* 63 bytes */
#define LONGEST	"123456789 123456789 123456789 123456789 123456789 123456789 123"

static void printable_names_are_taken(void **state)
{
	(void)state;
	assert_true(NAME("reptar_sp6_buttons"));
	assert_true(NAME("AT Translated Set 2 keyboard"));
	assert_true(NAME(" "));
	assert_true(NAME("~"));
	assert_true(NAME(LONGEST));
}

static void other_names_are_not(void **state)
{
	(void)state;
	assert_false(NAME(""));
	assert_false(NAME(LONGEST "4"));
	assert_false(NAME("a\0b"));
	assert_false(NAME("a\n"));
	assert_false(NAME("\x1f"));
	assert_false(NAME("\x7f"));
	assert_false(NAME("\xc3\xa9"));
}

static unsigned int count(const struct kbd_keys *keys)
{
	unsigned int num = 0;

	for (uint32_t code = 0; code <= XENKBD_X_KEY_MAX; code++)
		num += kbd_has_key(keys, code);
	return num;
}

static void keys_are_the_bits_of_the_text(void **state)
{
	struct kbd_keys keys;

	(void)state;
	assert_true(KEYS("80 0 0 10000002", &keys));
	assert_true(kbd_has_key(&keys, KEY_ESC));
	assert_true(kbd_has_key(&keys, KEY_ENTER));
	assert_true(kbd_has_key(&keys, KEY_UP));
	assert_int_equal(count(&keys), 3);

	assert_true(KEYS("1", &keys));
	assert_true(kbd_has_key(&keys, 0));
	assert_int_equal(count(&keys), 1);

	assert_true(KEYS("80000000 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0", &keys));
	assert_true(kbd_has_key(&keys, KEY_MAX));
	assert_int_equal(count(&keys), 1);
}

static void other_text_is_no_keys(void **state)
{
	struct kbd_keys keys;

	(void)state;
	assert_false(KEYS("", &keys));
	assert_false(KEYS("0", &keys));
	assert_false(KEYS("0 1", &keys));
	assert_false(KEYS("01", &keys));
	assert_false(KEYS("1 00", &keys));
	assert_false(KEYS(" 1", &keys));
	assert_false(KEYS("1 ", &keys));
	assert_false(KEYS("1  1", &keys));
	assert_false(KEYS(" ", &keys));
	assert_false(KEYS("A", &keys));
	assert_false(KEYS("0x1", &keys));
	assert_false(KEYS("-1", &keys));
	assert_false(KEYS("g", &keys));
	assert_false(KEYS("1,1", &keys));
	assert_false(KEYS("1\n", &keys));
	assert_false(KEYS("1\0", &keys));
	assert_false(KEYS("123456789", &keys));
	assert_false(KEYS("1 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0", &keys));
}

static void a_key_is_only_what_fits(void **state)
{
	struct kbd_keys keys;

	(void)state;
	memset(&keys, 0xff, sizeof(keys));
	assert_true(kbd_has_key(&keys, KEY_MAX));
	assert_false(kbd_has_key(&keys, KEY_MAX + 1));
	assert_false(kbd_has_key(&keys, UINT32_MAX));
}

/* The longest text fits, and no byte more. */
static char *room_for_keys(void)
{
	char *text = malloc(XENKBD_X_KEYS_SIZE);

	assert_non_null(text);
	return text;
}

static void assert_text(const struct kbd_keys *keys, const char *expected)
{
	char *text = room_for_keys();

	assert_int_equal(kbd_write_keys(keys, text), strlen(expected));
	assert_string_equal(text, expected);
	free(text);
}

static void keys_are_written_as_they_are_read(void **state)
{
	struct kbd_keys keys = { { 0 } };

	(void)state;
	assert_text(&keys, "");
	kbd_set_key(&keys, KEY_ESC);
	assert_text(&keys, "2");
	kbd_set_key(&keys, KEY_ENTER);
	kbd_set_key(&keys, KEY_UP);
	assert_text(&keys, "80 0 0 10000002");
	kbd_set_key(&keys, 63);
	kbd_set_key(&keys, 35);
	assert_text(&keys, "80 0 80000008 10000002");
}

static void all_keys_fit_the_longest_text(void **state)
{
	struct kbd_keys keys, again;
	char *text = room_for_keys();

	(void)state;
	memset(&keys, 0xff, sizeof(keys));
	assert_int_equal(kbd_write_keys(&keys, text), XENKBD_X_KEYS_SIZE - 1);
	assert_true(keys_of(text, XENKBD_X_KEYS_SIZE - 1, &again));
	assert_memory_equal(&keys, &again, sizeof(keys));
	free(text);
}

static void standard_keys_are_linux_front_end_s(void **state)
{
	(void)state;
	for (uint32_t code = 0; code <= KEY_MAX + 1; code++)
		assert_int_equal(kbd_is_standard_key(code),
				 (code >= KEY_ESC && code < KEY_UNKNOWN) ||
				 (code >= KEY_OK && code < KEY_MAX) ||
				 (code >= BTN_LEFT && code <= BTN_TASK));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(printable_names_are_taken),
		cmocka_unit_test(other_names_are_not),
		cmocka_unit_test(keys_are_the_bits_of_the_text),
		cmocka_unit_test(other_text_is_no_keys),
		cmocka_unit_test(a_key_is_only_what_fits),
		cmocka_unit_test(keys_are_written_as_they_are_read),
		cmocka_unit_test(all_keys_fit_the_longest_text),
		cmocka_unit_test(standard_keys_are_linux_front_end_s),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
