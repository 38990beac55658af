// SPDX-License-Identifier: GPL-2.0-only
/*
 * The page that names a guest without a screen: where its letters are, and that
 * nothing is written beside a row.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "backend/fbback_plain.h"

/* Letters of 9 x 3 pixels: a frame for 'x', all others are blank. */
static uint8_t font[256 * 3 * 2];

static int make_font(void **state)
{
	static const uint8_t frame[] = { 0xff, 0x80, 0x80, 0x80, 0xff, 0x80 };

	(void)state;
	memcpy(font + 'x' * sizeof(frame), frame, sizeof(frame));
	return 0;
}

/* A row in memory of just its length. The caller frees it. */
static uint32_t *row_of(const struct fbback_plain *page, uint32_t y)
{
	uint32_t *row = malloc(page->width * sizeof(*row));

	assert_non_null(row);
	fbback_plain_row(page, y, row);
	return row;
}

static unsigned int ink_in(const struct fbback_plain *page, uint32_t y)
{
	uint32_t *row = row_of(page, y);
	unsigned int ink = 0;
	uint32_t x;

	for (x = 0; x < page->width; x++) {
		assert_true(row[x] == FBBACK_INK || row[x] == FBBACK_PAPER);
		ink += row[x] == FBBACK_INK;
	}
	free(row);
	return ink;
}

static void the_text_is_in_the_middle(void **state)
{
	const struct fbback_plain page = { 40, 7, "x x", font, 9, 3 };
	uint32_t *row = row_of(&page, 2);
	uint32_t x;

	(void)state;
	for (x = 0; x < 40; x++)
		assert_int_equal(row[x], (x >= 6 && x < 15) || (x >= 24 && x < 33) ?
					 FBBACK_INK : FBBACK_PAPER);
	free(row);
	assert_int_equal(ink_in(&page, 0), 0);
	assert_int_equal(ink_in(&page, 1), 0);
	assert_int_equal(ink_in(&page, 3), 4);
	assert_int_equal(ink_in(&page, 4), 18);
	assert_int_equal(ink_in(&page, 5), 0);
	assert_int_equal(ink_in(&page, 6), 0);
}

static void a_long_text_is_cut_off(void **state)
{
	const struct fbback_plain page = { 20, 3, "xxxxxx", font, 9, 3 };

	(void)state;
	assert_int_equal(ink_in(&page, 0), 18);
}

static void no_room_no_text(void **state)
{
	const struct fbback_plain narrow = { 8, 3, "x", font, 9, 3 };
	const struct fbback_plain low = { 40, 2, "x", font, 9, 3 };
	const struct fbback_plain no_font = { 40, 7, "x", NULL, 0, 0 };

	(void)state;
	assert_int_equal(ink_in(&narrow, 0), 0);
	assert_int_equal(ink_in(&low, 0), 0);
	assert_int_equal(ink_in(&no_font, 3), 0);
}

static void any_byte_is_a_letter(void **state)
{
	char text[256];
	const struct fbback_plain page = { 255 * 9, 3, text, font, 9, 3 };
	unsigned int i;

	(void)state;
	for (i = 0; i < 255; i++)
		text[i] = i + 1;
	text[255] = 0;
	assert_int_equal(ink_in(&page, 0), 9);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_text_is_in_the_middle),
		cmocka_unit_test(a_long_text_is_cut_off),
		cmocka_unit_test(no_room_no_text),
		cmocka_unit_test(any_byte_is_a_letter),
	};

	return cmocka_run_group_tests_name("fbback_plain", tests, make_font, NULL);
}
