// SPDX-License-Identifier: GPL-2.0-only
/*
 * What xen-fbback believes of a guest's picture: sizes, events, rectangles; and what it
 * copies where.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "backend/fbback_judge.h"

#define MIB (1u << 20)

/* What the kernel's front-end offers on a board with 800 x 480 pixels. */
static const struct fbback_offer usual = {
	.width = 800, .height = 480, .line_length = 3200, .mem_length = 2 * MIB, .depth = 32,
};

static struct fbback_picture picture_of(const struct fbback_offer *offer)
{
	struct fbback_picture picture;

	memset(&picture, 0xa5, sizeof(picture));
	assert_null(fbback_picture_init(&picture, offer, 2 * MIB));
	return picture;
}

/* It was shown: nothing is to be copied. */
static struct fbback_picture shown(const struct fbback_offer *offer)
{
	struct fbback_picture picture = picture_of(offer);

	picture.anew = false;
	picture.num_damage = 0;
	return picture;
}

static void refuse(const struct fbback_offer *offer)
{
	struct fbback_picture untouched;
	struct fbback_picture picture;

	memset(&picture, 0xa5, sizeof(picture));
	untouched = picture;
	assert_non_null(fbback_picture_init(&picture, offer, 2 * MIB));
	assert_memory_equal(&picture, &untouched, sizeof(picture));
}

static enum fbback_result update(struct fbback_picture *picture,
				 int32_t x, int32_t y, int32_t width, int32_t height)
{
	union xenfb_out_event event = { .update = {
		.type = XENFB_TYPE_UPDATE, .x = x, .y = y, .width = width, .height = height,
	} };

	return fbback_picture_event(picture, &event);
}

static enum fbback_result resize(struct fbback_picture *picture, int32_t width, int32_t height,
				 int32_t stride, int32_t depth, int32_t offset)
{
	union xenfb_out_event event = { .resize = {
		.type = XENFB_TYPE_RESIZE, .width = width, .height = height,
		.stride = stride, .depth = depth, .offset = offset,
	} };

	return fbback_picture_event(picture, &event);
}

static void assert_copy(struct fbback_picture *picture, uint32_t from,
			uint32_t x, uint32_t y, uint32_t width, uint32_t height)
{
	struct fbback_copy copy;

	assert_true(fbback_picture_take(picture, 800, 480, &copy));
	assert_int_equal(copy.from, from);
	assert_int_equal(copy.x, x);
	assert_int_equal(copy.y, y);
	assert_int_equal(copy.width, width);
	assert_int_equal(copy.height, height);
}

static void assert_no_copy(struct fbback_picture *picture)
{
	struct fbback_copy copy;

	assert_false(fbback_picture_take(picture, 800, 480, &copy));
}

/* --- the offer --- */

static void the_kernels_offer_is_taken(void **state)
{
	struct fbback_picture picture = picture_of(&usual);

	(void)state;
	assert_int_equal(picture.length, 2 * MIB);
	assert_int_equal(fbback_picture_frames(&picture), 512);
	assert_true(picture.anew);
	assert_copy(&picture, 0, 0, 0, 800, 480);
	assert_no_copy(&picture);
}

static void memory_is_bounded_by_videoram(void **state)
{
	struct fbback_offer offer = usual;

	(void)state;
	offer.mem_length = 2 * MIB + 1;
	refuse(&offer);
	offer.mem_length = UINT32_MAX;
	refuse(&offer);
	offer.mem_length = 0;
	refuse(&offer);

	offer.mem_length = 480 * 3200;
	picture_of(&offer);
	offer.mem_length = 480 * 3200 - 1;
	refuse(&offer);
}

static void a_last_frame_counts_that_is_not_full(void **state)
{
	struct fbback_offer offer = { 1, 1, 4, 4, 32 };
	struct fbback_picture picture;

	(void)state;
	picture = picture_of(&offer);
	assert_int_equal(fbback_picture_frames(&picture), 1);
	offer.mem_length = FBBACK_FRAME;
	picture = picture_of(&offer);
	assert_int_equal(fbback_picture_frames(&picture), 1);
	offer.mem_length = FBBACK_FRAME + 1;
	picture = picture_of(&offer);
	assert_int_equal(fbback_picture_frames(&picture), 2);
}

static void sizes_that_contradict_are_refused(void **state)
{
	static const struct fbback_offer bad[] = {
		{ 0, 480, 3200, 2 * MIB, 32 },
		{ 800, 0, 3200, 2 * MIB, 32 },
		{ -1, 480, 3200, 2 * MIB, 32 },
		{ 800, -1, 3200, 2 * MIB, 32 },
		{ INT_MIN, INT_MIN, 3200, 2 * MIB, 32 },
		{ INT_MAX, 480, 3200, 2 * MIB, 32 },
		{ 800, INT_MAX, 3200, 2 * MIB, 32 },
		{ 800, 480, 0, 2 * MIB, 32 },
		{ 800, 480, 3196, 2 * MIB, 32 },
		{ 800, 480, 3201, 2 * MIB, 32 },
		{ 800, 480, UINT32_MAX, 2 * MIB, 32 },
		{ 800, 480, 0xfffffffc, 2 * MIB, 32 },
		{ 1 << 30, 1, 0, 2 * MIB, 32 },		/* 4 times that is 0 in 32 bits */
		{ 1, 1 << 30, 4, 2 * MIB, 32 },		/* this too */
		{ 800, 480, 3200, 2 * MIB, 0 },
		{ 800, 480, 3200, 2 * MIB, 16 },
		{ 800, 480, 3200, 2 * MIB, 24 },
		{ 800, 480, 3200, 2 * MIB, 33 },
		{ 800, 480, 3200, 2 * MIB, 255 },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		refuse(&bad[i]);
}

/* --- events --- */

static void only_damage_is_copied(void **state)
{
	struct fbback_picture picture = shown(&usual);

	(void)state;
	assert_no_copy(&picture);
	assert_int_equal(update(&picture, 10, 20, 30, 40), FBBACK_DAMAGED);
	assert_false(picture.anew);
	assert_copy(&picture, 20 * 3200 + 40, 10, 20, 30, 40);
	assert_no_copy(&picture);
}

static void damage_is_cut_off_at_the_edge(void **state)
{
	struct fbback_picture picture = shown(&usual);

	(void)state;
	assert_int_equal(update(&picture, 790, 470, INT_MAX, INT_MAX), FBBACK_DAMAGED);
	assert_copy(&picture, 470 * 3200 + 790 * 4, 790, 470, 10, 10);

	assert_int_equal(update(&picture, 800, 0, 1, 1), FBBACK_DAMAGED);
	assert_int_equal(update(&picture, 0, 480, 1, 1), FBBACK_DAMAGED);
	assert_int_equal(update(&picture, INT_MAX, INT_MAX, INT_MAX, INT_MAX), FBBACK_DAMAGED);
	assert_no_copy(&picture);
}

static void bad_rectangles_change_nothing(void **state)
{
	struct fbback_picture picture = shown(&usual);

	(void)state;
	assert_int_equal(update(&picture, -1, 0, 10, 10), FBBACK_BAD);
	assert_int_equal(update(&picture, 0, -1, 10, 10), FBBACK_BAD);
	assert_int_equal(update(&picture, 0, 0, 0, 10), FBBACK_BAD);
	assert_int_equal(update(&picture, 0, 0, 10, 0), FBBACK_BAD);
	assert_int_equal(update(&picture, 0, 0, -1, 10), FBBACK_BAD);
	assert_int_equal(update(&picture, 0, 0, 10, INT_MIN), FBBACK_BAD);
	assert_int_equal(update(&picture, INT_MIN, INT_MIN, INT_MAX, INT_MAX), FBBACK_BAD);
	assert_no_copy(&picture);
}

static void unknown_events_are_bad(void **state)
{
	struct fbback_picture picture = shown(&usual);
	union xenfb_out_event event = { .update = { .width = 10, .height = 10 } };
	unsigned int type;

	(void)state;
	for (type = 0; type <= UINT8_MAX; type++) {
		event.type = type;
		if (type != XENFB_TYPE_UPDATE && type != XENFB_TYPE_RESIZE)
			assert_int_equal(fbback_picture_event(&picture, &event), FBBACK_BAD);
	}
	assert_no_copy(&picture);
}

static void near_damage_becomes_one_and_far_does_not(void **state)
{
	struct fbback_picture picture = shown(&usual);

	(void)state;
	update(&picture, 0, 0, 10, 10);
	update(&picture, 10, 0, 10, 10);
	update(&picture, 5, 0, 10, 10);
	assert_int_equal(picture.num_damage, 1);
	assert_copy(&picture, 0, 0, 0, 20, 10);

	update(&picture, 0, 0, 10, 10);
	update(&picture, 700, 400, 10, 10);
	assert_int_equal(picture.num_damage, 2);
}

/* However much there is, each pixel of it is copied, and never more than it is worth. */
static void damage_is_bounded_and_complete(void **state)
{
	static uint8_t seen[480][800];
	struct fbback_picture picture = shown(&usual);
	struct fbback_copy copy;
	unsigned int copies = 0;
	unsigned int i;
	unsigned int y;

	(void)state;
	memset(seen, 0, sizeof(seen));
	for (i = 0; i < 1000; i++) {
		assert_int_equal(update(&picture, i * 7919 % 800, i * 104729 % 480, 1, 1),
				 FBBACK_DAMAGED);
		assert_true(picture.num_damage <= FBBACK_MAX_DAMAGE);
	}
	while (fbback_picture_take(&picture, 800, 480, &copy)) {
		copies++;
		for (y = copy.y; y < copy.y + copy.height; y++)
			memset(&seen[y][copy.x], 1, copy.width);
	}
	assert_true(copies <= FBBACK_MAX_DAMAGE);
	for (i = 0; i < 1000; i++)
		assert_int_equal(seen[i * 104729 % 480][i * 7919 % 800], 1);
}

static void a_good_resize_is_taken(void **state)
{
	struct fbback_picture picture = shown(&usual);

	(void)state;
	update(&picture, 799, 479, 1, 1);
	assert_int_equal(resize(&picture, 640, 400, 3200, 32, 3200), FBBACK_RESIZED);
	assert_true(picture.anew);
	assert_copy(&picture, 3200, 80, 40, 640, 400);
	assert_no_copy(&picture);

	/* The front-end tells the size with each mode that is set. */
	picture.anew = false;
	assert_int_equal(resize(&picture, 640, 400, 3200, 32, 3200), FBBACK_RESIZED);
	assert_false(picture.anew);
	assert_no_copy(&picture);
}

static void bad_resizes_change_nothing(void **state)
{
	struct fbback_picture picture = shown(&usual);
	struct fbback_picture untouched = picture;

	(void)state;
	assert_int_equal(resize(&picture, 0, 480, 3200, 32, 0), FBBACK_BAD);
	assert_int_equal(resize(&picture, 800, 0, 3200, 32, 0), FBBACK_BAD);
	assert_int_equal(resize(&picture, -800, 480, 3200, 32, 0), FBBACK_BAD);
	assert_int_equal(resize(&picture, 800, -480, 3200, 32, 0), FBBACK_BAD);
	assert_int_equal(resize(&picture, 801, 480, 3200, 32, 0), FBBACK_BAD);
	assert_int_equal(resize(&picture, 800, 656, 3200, 32, 0), FBBACK_BAD);
	assert_int_equal(resize(&picture, 800, 480, 0, 32, 0), FBBACK_BAD);
	assert_int_equal(resize(&picture, 800, 480, -3200, 32, 0), FBBACK_BAD);
	assert_int_equal(resize(&picture, 800, 480, INT_MIN, 32, 0), FBBACK_BAD);
	assert_int_equal(resize(&picture, 800, 480, 3202, 32, 0), FBBACK_BAD);
	assert_int_equal(resize(&picture, 800, 480, 3200, 16, 0), FBBACK_BAD);
	assert_int_equal(resize(&picture, 800, 480, 3200, 32, -4), FBBACK_BAD);
	assert_int_equal(resize(&picture, 800, 480, 3200, 32, 2), FBBACK_BAD);
	assert_int_equal(resize(&picture, 800, 480, 3200, 32, 2 * MIB), FBBACK_BAD);
	assert_int_equal(resize(&picture, 800, 480, 3200, 32, 2 * MIB - 480 * 3200 + 4), FBBACK_BAD);
	assert_int_equal(resize(&picture, INT_MAX, INT_MAX, INT_MAX - 3, 32, INT_MAX - 3), FBBACK_BAD);
	assert_int_equal(resize(&picture, 1, 1 << 30, 4, 32, 0), FBBACK_BAD);
	assert_memory_equal(&picture, &untouched, sizeof(picture));

	assert_int_equal(resize(&picture, 800, 480, 3200, 32, 2 * MIB - 480 * 3200),
			 FBBACK_RESIZED);
}

/* --- the display --- */

static void a_smaller_picture_is_in_the_middle(void **state)
{
	static const struct fbback_offer offer = { 101, 51, 404, 404 * 51, 32 };
	struct fbback_picture picture = picture_of(&offer);
	struct fbback_rect place;

	(void)state;
	fbback_picture_place(&picture, 800, 480, &place);
	assert_int_equal(place.x1, 349);
	assert_int_equal(place.x2, 450);
	assert_int_equal(place.y1, 214);
	assert_int_equal(place.y2, 265);
	assert_copy(&picture, 0, 349, 214, 101, 51);

	update(&picture, 100, 50, 1, 1);
	assert_copy(&picture, 50 * 404 + 400, 449, 264, 1, 1);
}

static void a_larger_picture_is_cut_off_on_both_sides(void **state)
{
	static const struct fbback_offer offer = { 1000, 500, 4000, 4000 * 500, 32 };
	struct fbback_picture picture = picture_of(&offer);
	struct fbback_rect place;

	(void)state;
	fbback_picture_place(&picture, 800, 480, &place);
	assert_int_equal(place.x1, 0);
	assert_int_equal(place.x2, 800);
	assert_int_equal(place.y1, 0);
	assert_int_equal(place.y2, 480);
	assert_copy(&picture, 10 * 4000 + 400, 0, 0, 800, 480);

	update(&picture, 0, 0, 100, 500);
	update(&picture, 900, 0, 100, 500);
	update(&picture, 0, 0, 1000, 10);
	update(&picture, 0, 490, 1000, 10);
	assert_no_copy(&picture);

	update(&picture, 99, 9, 2, 2);
	assert_copy(&picture, 10 * 4000 + 400, 0, 0, 1, 1);
	update(&picture, 899, 489, 2, 2);
	assert_copy(&picture, 489 * 4000 + 899 * 4, 799, 479, 1, 1);
}

/* --- the ring --- */

static void no_more_events_than_the_ring_holds(void **state)
{
	uint32_t base;

	(void)state;
	for (base = UINT32_MAX - 200; base != 200; base++) {
		assert_true(fbback_judge_prod(base, base));
		assert_true(fbback_judge_prod(base + XENFB_OUT_RING_LEN, base));

		assert_false(fbback_judge_prod(base + XENFB_OUT_RING_LEN + 1, base));
		assert_false(fbback_judge_prod(base - 1, base));
		assert_false(fbback_judge_prod(base + 0x80000000, base));
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_kernels_offer_is_taken),
		cmocka_unit_test(memory_is_bounded_by_videoram),
		cmocka_unit_test(a_last_frame_counts_that_is_not_full),
		cmocka_unit_test(sizes_that_contradict_are_refused),
		cmocka_unit_test(only_damage_is_copied),
		cmocka_unit_test(damage_is_cut_off_at_the_edge),
		cmocka_unit_test(bad_rectangles_change_nothing),
		cmocka_unit_test(unknown_events_are_bad),
		cmocka_unit_test(near_damage_becomes_one_and_far_does_not),
		cmocka_unit_test(damage_is_bounded_and_complete),
		cmocka_unit_test(a_good_resize_is_taken),
		cmocka_unit_test(bad_resizes_change_nothing),
		cmocka_unit_test(a_smaller_picture_is_in_the_middle),
		cmocka_unit_test(a_larger_picture_is_cut_off_on_both_sides),
		cmocka_unit_test(no_more_events_than_the_ring_holds),
	};

	return cmocka_run_group_tests_name("fbback_judge", tests, NULL, NULL);
}
