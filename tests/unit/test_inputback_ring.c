// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a guest finds in kbdif's ring: keys in their order and none lost while there
 * is room, and the rules where there is none; positions, touches; the wrap of the
 * indices; a hostile guest's index.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <limits.h>
#include <linux/input.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backend/inputback_ring.h"

#define SLOTS	XENKBD_IN_RING_LEN

struct test {
	struct inputback_ring ring;
	struct inputback_format format;

	/* The guest: what it has read, as words. */
	union xenkbd_in_event *slots;
	char read[8192];
};

static int begin_at(void **state, uint32_t index)
{
	struct test *test = calloc(1, sizeof(*test));

	if (!test)
		return -1;
	/* In memory that ends with the last slot. */
	test->slots = calloc(SLOTS, sizeof(*test->slots));
	memset(&test->format.keys, 0xff, sizeof(test->format.keys));
	*state = test;
	return inputback_ring_init(&test->ring, index, index) && test->slots ? 0 : -1;
}

static int begin(void **state)
{
	return begin_at(state, 0);
}

static int begin_at_the_wrap(void **state)
{
	return begin_at(state, UINT32_MAX - 2);
}

static int end(void **state)
{
	struct test *test = *state;

	free(test->slots);
	free(test);
	return 0;
}

static bool event(struct test *test, unsigned int type, unsigned int code, int value)
{
	inputback_ring_event(&test->ring, &test->format, type, code, value);
	return type == EV_SYN && inputback_ring_fill(&test->ring, &test->format, test->slots);
}

static bool syn(struct test *test)
{
	return event(test, EV_SYN, SYN_REPORT, 0);
}

static bool key(struct test *test, unsigned int code, int value)
{
	event(test, EV_KEY, code, value);
	return syn(test);
}

static void touch(struct test *test, int slot, int id, int x, int y)
{
	event(test, EV_ABS, ABS_MT_SLOT, slot);
	event(test, EV_ABS, ABS_MT_TRACKING_ID, id);
	if (id < 0)
		return;
	event(test, EV_ABS, ABS_MT_POSITION_X, x);
	event(test, EV_ABS, ABS_MT_POSITION_Y, y);
}

static void take(struct test *test, const union xenkbd_in_event *event)
{
	static const char *const touches[] = { "down", "up", "to", "syn", "shape", "turn" };
	const struct xenkbd_mtouch *mtouch = &event->mtouch;
	size_t len = strlen(test->read);
	char *at = test->read + len;
	size_t left = sizeof(test->read) - len;

	switch (event->type) {
	case XENKBD_TYPE_KEY:
		snprintf(at, left, "%s%u ", event->key.pressed ? "+" : "-", event->key.keycode);
		break;
	case XENKBD_TYPE_MOTION:
		snprintf(at, left, "by(%d,%d,%d) ", event->motion.rel_x, event->motion.rel_y,
			 event->motion.rel_z);
		break;
	case XENKBD_TYPE_POS:
		snprintf(at, left, "at(%d,%d,%d) ", event->pos.abs_x, event->pos.abs_y,
			 event->pos.rel_z);
		break;
	case XENKBD_TYPE_MTOUCH:
		assert_in_range(mtouch->event_type, 0, 5);
		len = snprintf(at, left, "%s", touches[mtouch->event_type]);
		if (mtouch->event_type == XENKBD_MT_EV_DOWN ||
		    mtouch->event_type == XENKBD_MT_EV_MOTION)
			snprintf(at + len, left - len, "%u(%d,%d) ", mtouch->contact_id,
				 mtouch->u.pos.abs_x, mtouch->u.pos.abs_y);
		else if (mtouch->event_type == XENKBD_MT_EV_SHAPE)
			snprintf(at + len, left - len, "%u(%u,%u) ", mtouch->contact_id,
				 mtouch->u.shape.major, mtouch->u.shape.minor);
		else if (mtouch->event_type == XENKBD_MT_EV_ORIENT)
			snprintf(at + len, left - len, "%u(%d) ", mtouch->contact_id,
				 mtouch->u.orientation);
		else if (mtouch->event_type == XENKBD_MT_EV_UP)
			snprintf(at + len, left - len, "%u ", mtouch->contact_id);
		else
			snprintf(at + len, left - len, " ");
		break;
	default:
		fail_msg("an event of type %u", event->type);
	}
}

/* The guest reads what is there, and the back-end hears of it. */
static void read_all(struct test *test)
{
	uint32_t cons = test->ring.cons;

	for (; cons != test->ring.prod; cons++)
		take(test, &test->slots[cons % SLOTS]);
	assert_true(inputback_ring_read_up_to(&test->ring, cons));
	inputback_ring_fill(&test->ring, &test->format, test->slots);
}

static void assert_read(struct test *test, const char *expected)
{
	read_all(test);
	assert_string_equal(test->read, expected);
	test->read[0] = '\0';
}

/* Nobody reads any more. */
static void fill_slots(struct test *test)
{
	for (unsigned int i = 0; i < SLOTS; i++)
		assert_true(key(test, BTN_LEFT, i % 2 == 0));
	assert_int_equal(test->ring.prod - test->ring.cons, SLOTS);
	assert_false(inputback_ring_waits(&test->ring));
}

static void skip_slots(struct test *test)
{
	assert_true(inputback_ring_read_up_to(&test->ring, test->ring.cons + SLOTS));
	inputback_ring_fill(&test->ring, &test->format, test->slots);
}

static void fill_queue(struct test *test)
{
	for (unsigned int i = 0; i < INPUTBACK_QUEUE / 2; i++) {
		assert_false(key(test, KEY_A, 1));
		assert_false(key(test, KEY_A, 0));
	}
	assert_int_equal(test->ring.dropped, 0);
}

/* What the guest has not read but for the end: the queue is long. */
static const char *end_of_read(struct test *test, size_t len)
{
	while (test->ring.prod != test->ring.cons) {
		memmove(test->read, test->read + strlen(test->read) / 2,
			strlen(test->read) - strlen(test->read) / 2 + 1);
		read_all(test);
	}
	assert_true(strlen(test->read) > len);
	return test->read + strlen(test->read) - len;
}

static void assert_ends(struct test *test, const char *expected)
{
	assert_string_equal(end_of_read(test, strlen(expected)), expected);
	test->read[0] = '\0';
}

/* --- keys --- */

static void keys_come_in_their_order(void **state)
{
	struct test *test = *state;

	assert_true(key(test, KEY_A, 1));
	assert_true(key(test, KEY_B, 1));
	assert_true(key(test, KEY_A, 0));
	assert_true(key(test, KEY_B, 0));
	assert_read(test, "+30 +48 -30 -48 ");
	assert_int_equal(test->ring.events, 4);
}

static void a_frame_is_sent_at_its_end(void **state)
{
	struct test *test = *state;

	event(test, EV_KEY, KEY_A, 1);
	event(test, EV_KEY, KEY_B, 1);
	assert_int_equal(test->ring.prod, 0);
	/* The guest may have read meanwhile. */
	assert_false(inputback_ring_fill(&test->ring, &test->format, test->slots));
	assert_true(syn(test));
	assert_int_equal(test->ring.prod, 2);
	assert_read(test, "+30 +48 ");
}

static void what_is_no_press_and_no_release_goes_nowhere(void **state)
{
	struct test *test = *state;

	assert_false(key(test, KEY_A, 0));
	assert_true(key(test, KEY_A, 1));
	assert_false(key(test, KEY_A, 1));
	assert_false(key(test, KEY_A, 2));
	assert_false(key(test, KEY_MAX + 1, 1));
	event(test, EV_MSC, MSC_SCAN, 4);
	event(test, EV_SW, SW_LID, 1);
	event(test, EV_LED, LED_CAPSL, 1);
	event(test, EV_REP, REP_DELAY, 100);
	event(test, EV_ABS, ABS_PRESSURE, 100);
	event(test, EV_REL, REL_HWHEEL, 1);
	assert_false(syn(test));
	assert_read(test, "+30 ");
	assert_int_equal(test->ring.dropped, 0);
}

static void keys_that_the_guest_has_not_are_dropped(void **state)
{
	struct test *test = *state;

	memset(&test->format.keys, 0, sizeof(test->format.keys));
	kbd_set_key(&test->format.keys, KEY_B);
	assert_false(key(test, KEY_A, 1));
	assert_false(key(test, KEY_A, 0));
	assert_true(key(test, KEY_B, 1));
	assert_read(test, "+48 ");
	assert_int_equal(test->ring.dropped, 1);
}

/* --- the ring is full --- */

static void keys_wait_for_room_in_their_order(void **state)
{
	struct test *test = *state;

	fill_slots(test);
	assert_false(key(test, KEY_A, 1));
	assert_false(key(test, KEY_A, 0));
	assert_false(key(test, KEY_B, 1));
	assert_true(inputback_ring_waits(&test->ring));
	skip_slots(test);
	assert_false(inputback_ring_waits(&test->ring));
	assert_read(test, "+30 -30 +48 ");
	assert_int_equal(test->ring.dropped, 0);
}

static void a_press_beyond_the_queue_is_dropped_with_its_release(void **state)
{
	struct test *test = *state;

	fill_slots(test);
	fill_queue(test);
	key(test, KEY_B, 1);
	assert_int_equal(test->ring.dropped, 1);
	skip_slots(test);
	key(test, KEY_B, 0);
	key(test, KEY_C, 1);
	assert_ends(test, "+30 -30 +46 ");
	assert_int_equal(test->ring.dropped, 1);
}

static void a_release_is_never_dropped(void **state)
{
	struct test *test = *state;

	for (unsigned int code = KEY_1; code <= KEY_9; code++)
		assert_true(key(test, code, 1));
	read_all(test);
	fill_slots(test);
	fill_queue(test);
	for (unsigned int code = KEY_1; code <= KEY_9; code++)
		assert_false(key(test, code, 0));
	/* It waits: another press of it would come before it. */
	key(test, KEY_5, 1);
	assert_int_equal(test->ring.dropped, 1);
	key(test, KEY_5, 0);
	assert_ends(test, "+30 -30 -2 -3 -4 -5 -6 -7 -8 -9 -10 ");
	assert_false(inputback_ring_waits(&test->ring));
}

/* Room for one is room for a late release, and not for a press that came after it. */
static void late_releases_come_before_other_presses(void **state)
{
	struct test *test = *state;

	assert_true(key(test, KEY_1, 1));
	assert_true(key(test, KEY_2, 1));
	read_all(test);
	fill_slots(test);
	fill_queue(test);
	key(test, KEY_1, 0);
	key(test, KEY_2, 0);
	assert_true(inputback_ring_read_up_to(&test->ring, test->ring.cons + 1));
	inputback_ring_fill(&test->ring, &test->format, test->slots);
	key(test, KEY_C, 1);
	assert_int_equal(test->ring.dropped, 1);
	assert_true(inputback_ring_read_up_to(&test->ring, test->ring.cons + 2));
	inputback_ring_fill(&test->ring, &test->format, test->slots);
	key(test, KEY_D, 1);
	assert_int_equal(test->ring.dropped, 1);
	assert_ends(test, "+30 -30 -2 -3 +32 ");
}

static void motion_collapses(void **state)
{
	struct test *test = *state;

	fill_slots(test);
	for (int i = 0; i < 100; i++) {
		event(test, EV_REL, REL_X, 2);
		event(test, EV_REL, REL_Y, -1);
		event(test, EV_REL, REL_WHEEL, i % 2);
		assert_false(syn(test));
	}
	skip_slots(test);
	assert_read(test, "by(200,-100,-50) ");
	assert_int_equal(test->ring.dropped, 0);
}

static void motion_there_and_back_is_none(void **state)
{
	struct test *test = *state;

	fill_slots(test);
	event(test, EV_REL, REL_X, 5);
	syn(test);
	event(test, EV_REL, REL_X, -5);
	syn(test);
	skip_slots(test);
	assert_read(test, "");
	assert_false(inputback_ring_waits(&test->ring));
}

static void motion_beyond_all_numbers_stays_there(void **state)
{
	struct test *test = *state;

	for (int i = 0; i < 3; i++) {
		event(test, EV_REL, REL_X, INT_MAX);
		event(test, EV_REL, REL_Y, INT_MIN);
		event(test, EV_REL, REL_WHEEL, INT_MIN);
	}
	syn(test);
	assert_read(test, "by(2147483647,-2147483647,2147483647) ");
}

static void a_position_is_the_last(void **state)
{
	struct test *test = *state;

	test->format.position = true;
	test->format.x = (struct inputback_axis) { 0, 100, 100 };
	test->format.y = (struct inputback_axis) { 0, 100, 100 };
	fill_slots(test);
	for (int i = 0; i < 100; i++) {
		event(test, EV_ABS, ABS_X, i);
		event(test, EV_ABS, ABS_Y, 100 - i);
		event(test, EV_REL, REL_WHEEL, 1);
		assert_false(syn(test));
	}
	skip_slots(test);
	assert_read(test, "at(99,1,-100) ");
}

/* --- positions --- */

static void motion_comes_before_the_keys_of_its_frame(void **state)
{
	struct test *test = *state;

	event(test, EV_KEY, BTN_LEFT, 1);
	event(test, EV_REL, REL_X, 3);
	syn(test);
	assert_read(test, "by(3,0,0) +272 ");
}

static void positions_are_scaled(void **state)
{
	struct test *test = *state;

	test->format.position = true;
	test->format.x = (struct inputback_axis) { INT_MIN, INT_MAX, 0x7fff };
	test->format.y = (struct inputback_axis) { -100, 100, 600 };
	event(test, EV_ABS, ABS_X, INT_MAX);
	event(test, EV_ABS, ABS_Y, 100);
	syn(test);
	event(test, EV_ABS, ABS_X, INT_MIN);
	event(test, EV_ABS, ABS_Y, -100);
	syn(test);
	event(test, EV_ABS, ABS_X, 0);
	event(test, EV_ABS, ABS_Y, 0);
	syn(test);
	event(test, EV_ABS, ABS_Y, 101);
	syn(test);
	event(test, EV_ABS, ABS_Y, INT_MIN);
	syn(test);
	assert_read(test, "at(32767,600,0) at(0,0,0) at(16383,300,0) at(16383,600,0) "
		    "at(16383,0,0) ");
}

/* A device tells of what changes; the other axis was told to another domain. */
static void half_a_position_waits_for_the_other(void **state)
{
	struct test *test = *state;

	test->format.position = true;
	test->format.x = (struct inputback_axis) { 0, 10, 10 };
	test->format.y = (struct inputback_axis) { 0, 10, 10 };
	event(test, EV_ABS, ABS_X, 3);
	event(test, EV_REL, REL_WHEEL, 1);
	syn(test);
	event(test, EV_ABS, ABS_Y, 4);
	syn(test);
	event(test, EV_REL, REL_WHEEL, 2);
	syn(test);
	assert_read(test, "by(0,0,-1) at(3,4,0) at(3,4,-2) ");
}

static void positions_that_nobody_asked_for_are_not_sent(void **state)
{
	struct test *test = *state;

	test->format.x = (struct inputback_axis) { 0, 10, 10 };
	test->format.y = (struct inputback_axis) { 0, 10, 10 };
	event(test, EV_ABS, ABS_X, 3);
	event(test, EV_ABS, ABS_Y, 3);
	assert_false(syn(test));
	assert_false(inputback_ring_waits(&test->ring));
}

/* The device says once where it is, perhaps before it is known what it is. */
static void a_position_is_sent_when_the_ranges_are_known(void **state)
{
	struct test *test = *state;

	test->format.position = true;
	event(test, EV_ABS, ABS_X, 3);
	event(test, EV_ABS, ABS_Y, 4);
	event(test, EV_REL, REL_WHEEL, 1);
	syn(test);
	assert_false(inputback_ring_waits(&test->ring));
	test->format.x = (struct inputback_axis) { 0, 10, 100 };
	test->format.y = (struct inputback_axis) { 0, 10, 10 };
	event(test, EV_ABS, ABS_Y, 5);
	syn(test);
	test->format.x = (struct inputback_axis) { 0, 10, 10 };
	event(test, EV_REL, REL_WHEEL, 2);
	syn(test);
	assert_read(test, "by(0,0,-1) at(30,5,0) at(3,5,-2) ");
}

static void without_the_device_s_ranges_there_are_no_positions(void **state)
{
	struct test *test = *state;

	test->format.position = true;
	test->format.contacts = 5;
	test->format.x.size = 10;
	test->format.y.size = 10;
	event(test, EV_ABS, ABS_X, 3);
	event(test, EV_ABS, ABS_Y, 3);
	touch(test, 0, 1, 5, 5);
	assert_false(syn(test));
}

/* --- touches --- */

static void prepare_touches(struct test *test)
{
	test->format.contacts = 10;
	test->format.touch_x = (struct inputback_axis) { 0, 1000, 100 };
	test->format.touch_y = (struct inputback_axis) { 0, 1000, 1000 };
}

static void touches_have_a_frame(void **state)
{
	struct test *test = *state;

	prepare_touches(test);
	touch(test, 0, 7, 500, 600);
	touch(test, 3, 8, 1000, 0);
	syn(test);
	event(test, EV_ABS, ABS_MT_POSITION_X, 900);
	syn(test);
	touch(test, 0, -1, 0, 0);
	syn(test);
	touch(test, 3, -1, 0, 0);
	syn(test);
	assert_read(test, "down0(50,600) down3(100,0) syn to3(90,0) syn up0 syn up3 syn ");
}

static void touches_have_shapes(void **state)
{
	struct test *test = *state;

	prepare_touches(test);
	test->format.orientation = 10;
	touch(test, 0, 7, 0, 0);
	event(test, EV_ABS, ABS_MT_TOUCH_MAJOR, 200);
	event(test, EV_ABS, ABS_MT_ORIENTATION, -5);
	syn(test);
	test->format.minor = true;
	event(test, EV_ABS, ABS_MT_TOUCH_MINOR, 100);
	event(test, EV_ABS, ABS_MT_ORIENTATION, INT_MIN);
	event(test, EV_ABS, ABS_MT_PRESSURE, 3);
	syn(test);
	event(test, EV_ABS, ABS_MT_TOUCH_MAJOR, -1);
	event(test, EV_ABS, ABS_MT_ORIENTATION, INT_MAX);
	syn(test);
	event(test, EV_ABS, ABS_MT_TOUCH_MAJOR, 50);
	syn(test);
	test->format.orientation = 0;
	event(test, EV_ABS, ABS_MT_ORIENTATION, 3);
	syn(test);
	assert_read(test, "down0(0,0) shape0(20,20) turn0(-45) syn "
		    "shape0(20,10) turn0(-90) syn shape0(100,10) turn0(90) syn "
		    "shape0(5,5) syn ");
}

static void a_contact_may_follow_another_at_once(void **state)
{
	struct test *test = *state;

	prepare_touches(test);
	touch(test, 0, 7, 10, 10);
	syn(test);
	touch(test, 0, 8, 20, 20);
	syn(test);
	event(test, EV_ABS, ABS_MT_POSITION_X, 30);
	syn(test);
	assert_read(test, "down0(1,10) syn up0 down0(2,20) syn to0(3,20) syn ");
	assert_int_equal(test->ring.dropped, 0);
}

/* The input system keeps a slot's values, and reports what changes alone. */
static void a_contact_has_what_is_not_said_from_the_last(void **state)
{
	struct test *test = *state;

	prepare_touches(test);
	fill_slots(test);
	touch(test, 0, 7, 10, 10);
	event(test, EV_ABS, ABS_MT_TOUCH_MAJOR, 20);
	syn(test);
	touch(test, 0, -1, 0, 0);
	event(test, EV_ABS, ABS_MT_TRACKING_ID, 8);
	syn(test);
	skip_slots(test);
	assert_read(test, "down0(1,10) shape0(2,2) syn ");
	assert_int_equal(test->ring.dropped, 1);
}

static void other_contacts_go_nowhere(void **state)
{
	struct test *test = *state;

	prepare_touches(test);
	test->format.contacts = 100;
	/* It began before the guest had the device. */
	event(test, EV_ABS, ABS_MT_POSITION_X, 5);
	event(test, EV_ABS, ABS_MT_TRACKING_ID, -1);
	touch(test, -1, 1, 5, 5);
	touch(test, INPUTBACK_CONTACTS, 1, 5, 5);
	touch(test, INT_MAX, 1, 5, 5);
	assert_false(syn(test));
	test->format.contacts = 2;
	touch(test, 2, 1, 5, 5);
	assert_false(syn(test));
}

static void touches_wait_as_their_last_state(void **state)
{
	struct test *test = *state;

	prepare_touches(test);
	touch(test, 0, 1, 10, 10);
	touch(test, 1, 2, 20, 20);
	touch(test, 2, 3, 30, 30);
	syn(test);
	assert_read(test, "down0(1,10) down1(2,20) down2(3,30) syn ");
	fill_slots(test);
	/* 0 moves; 1 goes and another comes; 2 goes; 3 comes; 4 comes and goes. */
	for (int i = 0; i < 100; i++) {
		touch(test, 0, 1, i, i);
		syn(test);
	}
	touch(test, 1, -1, 0, 0);
	touch(test, 2, -1, 0, 0);
	touch(test, 3, 4, 40, 40);
	touch(test, 4, 5, 50, 50);
	syn(test);
	touch(test, 1, 6, 60, 60);
	touch(test, 4, -1, 0, 0);
	syn(test);
	assert_true(inputback_ring_waits(&test->ring));
	skip_slots(test);
	assert_read(test, "up0 down0(9,99) up1 down1(6,60) up2 down3(4,40) syn ");
	assert_false(inputback_ring_waits(&test->ring));
	/* 4, and the contacts that were 0 meanwhile */
	assert_int_equal(test->ring.dropped, 100);
}

static void a_frame_of_touches_has_one_end_also_in_parts(void **state)
{
	struct test *test = *state;

	prepare_touches(test);
	fill_slots(test);
	for (int i = 0; i < 10; i++)
		touch(test, i, i, 10 * i, i);
	syn(test);
	assert_true(inputback_ring_read_up_to(&test->ring, test->ring.cons + 3));
	inputback_ring_fill(&test->ring, &test->format, test->slots);
	assert_true(inputback_ring_read_up_to(&test->ring, test->ring.cons + SLOTS - 3));
	assert_true(inputback_ring_waits(&test->ring));
	inputback_ring_fill(&test->ring, &test->format, test->slots);
	assert_read(test, "down0(0,0) down1(1,1) down2(2,2) down3(3,3) down4(4,4) down5(5,5) "
		    "down6(6,6) down7(7,7) down8(8,8) down9(9,9) syn ");
}

/* --- indices --- */

/* Index 2^32 - 1 and index 0 share a slot. */
static void index_0_waits_for_the_one_before_it(void **state)
{
	struct test *test = *state;

	for (unsigned int code = KEY_1; code <= KEY_5; code++) {
		event(test, EV_KEY, code, 1);
	}
	assert_true(syn(test));
	assert_int_equal(test->ring.prod, 0);
	assert_true(inputback_ring_waits(&test->ring));
	assert_int_equal(test->slots[UINT32_MAX % SLOTS].key.keycode, KEY_3);

	assert_true(inputback_ring_read_up_to(&test->ring, UINT32_MAX));
	assert_false(inputback_ring_fill(&test->ring, &test->format, test->slots));
	assert_int_equal(test->slots[0].key.keycode, KEY_3);
	assert_true(inputback_ring_read_up_to(&test->ring, 0));
	assert_true(inputback_ring_fill(&test->ring, &test->format, test->slots));
	assert_int_equal(test->ring.prod, 2);
	assert_read(test, "+5 +6 ");
}

static void all_goes_on_behind_the_wrap(void **state)
{
	struct test *test = *state;
	char expected[1024] = "";

	for (unsigned int i = 0; i < 60; i++) {
		snprintf(expected + strlen(expected), sizeof(expected) - strlen(expected),
			 "%s30 ", i % 2 ? "-" : "+");
		key(test, KEY_A, i % 2 == 0);
	}
	read_all(test); /* up to the wrap */
	read_all(test); /* a ring full, from index 0 on */
	assert_int_equal(test->ring.cons, SLOTS);
	assert_read(test, expected);
}

static void an_index_is_between_what_was_read_and_what_was_sent(void **state)
{
	struct test *test = *state;

	for (unsigned int i = 0; i < 20; i++)
		key(test, KEY_A, i % 2 == 0);
	assert_true(inputback_ring_read_up_to(&test->ring, 10));
	assert_true(inputback_ring_read_up_to(&test->ring, 10));
	assert_false(inputback_ring_read_up_to(&test->ring, 9));
	assert_false(inputback_ring_read_up_to(&test->ring, 21));
	assert_false(inputback_ring_read_up_to(&test->ring, 0x80000000));
	assert_false(inputback_ring_read_up_to(&test->ring, UINT32_MAX));
	assert_int_equal(test->ring.cons, 10);
	assert_true(inputback_ring_read_up_to(&test->ring, 20));
}

static void a_ring_is_taken_up_where_it_was_left(void **state)
{
	struct test *test = *state;

	key(test, KEY_A, 1);
	assert_true(inputback_ring_init(&test->ring, 0xfffffff0, 0xfffffff0 - SLOTS));
	assert_false(inputback_ring_waits(&test->ring));
	assert_int_equal(test->ring.events, 1);
	assert_false(key(test, KEY_A, 1));
	assert_true(inputback_ring_init(&test->ring, 20, 20 - SLOTS));
	assert_false(inputback_ring_init(&test->ring, 20, 19 - SLOTS));
	assert_false(inputback_ring_init(&test->ring, 20, 21));
	assert_false(inputback_ring_init(&test->ring, 0, 0x80000000));
}

#define test(name) cmocka_unit_test_setup_teardown(name, begin, end)
#define test_at_the_wrap(name) cmocka_unit_test_setup_teardown(name, begin_at_the_wrap, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		test(keys_come_in_their_order),
		test(a_frame_is_sent_at_its_end),
		test(what_is_no_press_and_no_release_goes_nowhere),
		test(keys_that_the_guest_has_not_are_dropped),
		test(keys_wait_for_room_in_their_order),
		test(a_press_beyond_the_queue_is_dropped_with_its_release),
		test(a_release_is_never_dropped),
		test(late_releases_come_before_other_presses),
		test(motion_collapses),
		test(motion_there_and_back_is_none),
		test(motion_beyond_all_numbers_stays_there),
		test(a_position_is_the_last),
		test(motion_comes_before_the_keys_of_its_frame),
		test(positions_are_scaled),
		test(half_a_position_waits_for_the_other),
		test(positions_that_nobody_asked_for_are_not_sent),
		test(a_position_is_sent_when_the_ranges_are_known),
		test(without_the_device_s_ranges_there_are_no_positions),
		test(touches_have_a_frame),
		test(touches_have_shapes),
		test(a_contact_may_follow_another_at_once),
		test(a_contact_has_what_is_not_said_from_the_last),
		test(other_contacts_go_nowhere),
		test(touches_wait_as_their_last_state),
		test(a_frame_of_touches_has_one_end_also_in_parts),
		test_at_the_wrap(index_0_waits_for_the_one_before_it),
		test_at_the_wrap(all_goes_on_behind_the_wrap),
		test(an_index_is_between_what_was_read_and_what_was_sent),
		test(a_ring_is_taken_up_where_it_was_left),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
