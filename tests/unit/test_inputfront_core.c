// SPDX-License-Identifier: GPL-2.0-only
/*
 * What xen-inputfront believes: a description that makes no sense is a standard
 * device, an event that the device cannot send reaches nobody, and what changes
 * twice is two frames.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <linux/input-event-codes.h>

#include "frontend/inputfront_core.h"

static struct inputfront_core core;
static struct inputfront_text nodes[INPUTFRONT_NODES];
static struct inputfront_report report;

/* The nodes. Each value is in memory that ends with it. */

static void set_bytes(enum inputfront_node node, const char *text, size_t len)
{
	char *copy = malloc(len ? len : 1);

	assert_non_null(copy);
	memcpy(copy, text, len);
	free((char *)nodes[node].text);
	nodes[node] = (struct inputfront_text) { copy, len };
}

static void set(enum inputfront_node node, const char *text)
{
	set_bytes(node, text, strlen(text));
}

static void unset(enum inputfront_node node)
{
	free((char *)nodes[node].text);
	nodes[node] = (struct inputfront_text) { NULL, 0 };
}

static int no_nodes(void **state)
{
	unsigned int i;

	(void)state;
	for (i = 0; i < INPUTFRONT_NODES; i++)
		unset(i);
	return 0;
}

/* What is malformed, of the description that the nodes give. */
static const char *describe(void)
{
	const char *bad;

	memset(&core, 0xa5, sizeof(core));
	bad = inputfront_describe(&core.desc, nodes);
	inputfront_core_restart(&core);
	return bad;
}

static void assert_described(void)
{
	const char *bad = describe();

	if (bad)
		fail_msg("%s is called malformed", bad);
}

static int standard(void **state)
{
	no_nodes(state);
	assert_described();
	return 0;
}

/* KEY_UP, KEY_LEFT, KEY_DOWN, KEY_RIGHT, KEY_ENTER, KEY_ESC, KEY_SPACE, KEY_BACKSPACE. */
#define BUTTONS	"1680 0 2000000 10004002"

static int buttons(void **state)
{
	no_nodes(state);
	set(INPUTFRONT_NODE_NAME, "reptar_sp6_buttons");
	set(INPUTFRONT_NODE_KEYS, BUTTONS);
	assert_described();
	return 0;
}

/* A tablet with a wheel, 100 wide, whose touches are 200 high, with two fingers. */
static int tablet(void **state)
{
	no_nodes(state);
	set(INPUTFRONT_NODE_ABSOLUTE, "1");
	set(INPUTFRONT_NODE_WIDTH, "100");
	set(INPUTFRONT_NODE_HEIGHT, "50");
	set(INPUTFRONT_NODE_TOUCH, "1");
	set(INPUTFRONT_NODE_TOUCH_WIDTH, "40");
	set(INPUTFRONT_NODE_TOUCH_HEIGHT, "200");
	set(INPUTFRONT_NODE_CONTACTS, "2");
	assert_described();
	return 0;
}

/* The events */

static bool take(const union xenkbd_in_event *event)
{
	memset(&report, 0xa5, sizeof(report));
	return inputfront_core_take(&core, event, &report);
}

static bool key(uint32_t code, uint8_t pressed)
{
	return take(&(union xenkbd_in_event) {
		.key = { XENKBD_TYPE_KEY, pressed, code } });
}

static bool motion(int32_t x, int32_t y, int32_t z)
{
	return take(&(union xenkbd_in_event) {
		.motion = { XENKBD_TYPE_MOTION, x, y, z } });
}

static bool position(int32_t x, int32_t y, int32_t z)
{
	return take(&(union xenkbd_in_event) {
		.pos = { XENKBD_TYPE_POS, x, y, z } });
}

static bool touch(uint8_t type, uint8_t id, int32_t x, int32_t y)
{
	return take(&(union xenkbd_in_event) {
		.mtouch = { XENKBD_TYPE_MTOUCH, type, id, { 0 }, { .pos = { x, y } } } });
}

static bool turn(uint8_t id, int16_t orientation)
{
	return take(&(union xenkbd_in_event) {
		.mtouch = { XENKBD_TYPE_MTOUCH, XENKBD_MT_EV_ORIENT, id, { 0 },
			    { .orientation = orientation } } });
}

static void assert_value(unsigned int i, uint16_t type, uint16_t code, int32_t value)
{
	assert_true(i < report.num);
	assert_int_equal(report.values[i].type, type);
	assert_int_equal(report.values[i].code, code);
	assert_int_equal(report.values[i].value, value);
}

static void assert_key(uint32_t code, uint8_t pressed, int32_t value, bool sync_before)
{
	assert_true(key(code, pressed));
	assert_int_equal(report.num, 1);
	assert_value(0, EV_KEY, (uint16_t)code, value);
	assert_int_equal(report.sync_before, sync_before);
	assert_false(report.sync_touch);
}

static bool ends_frame(enum inputfront_device device)
{
	return inputfront_core_end_frame(&core, device);
}

/* Descriptions */

static void a_back_end_that_says_nothing_is_a_standard_one(void **state)
{
	(void)state;
	assert_false(core.desc.extended);
	assert_false(core.desc.absolute);
	assert_true(inputfront_has_device(&core.desc, INPUTFRONT_KEYBOARD));
	assert_true(inputfront_has_device(&core.desc, INPUTFRONT_POINTER));
	assert_false(inputfront_has_device(&core.desc, INPUTFRONT_TOUCH));
	assert_int_equal(inputfront_device_of(&core.desc, INPUTFRONT_TOUCH), INPUTFRONT_TOUCH);
}

static void standard_devices_have_the_keys_of_the_kernels_front_end(void **state)
{
	uint32_t code;

	(void)state;
	for (code = 0; code <= KEY_MAX + 40; code++) {
		bool keyboard = (code >= KEY_ESC && code < KEY_UNKNOWN) ||
				(code >= KEY_OK && code < KEY_MAX);
		bool pointer = code >= BTN_LEFT && code <= BTN_TASK;

		assert_int_equal(inputfront_has_key(&core.desc, INPUTFRONT_KEYBOARD, code), keyboard);
		assert_int_equal(inputfront_has_key(&core.desc, INPUTFRONT_POINTER, code), pointer);
		assert_false(inputfront_has_key(&core.desc, INPUTFRONT_TOUCH, code));
		assert_int_equal(key(code, 1), keyboard || pointer);
		if (keyboard || pointer)
			assert_int_equal(report.device, pointer ? INPUTFRONT_POINTER
								: INPUTFRONT_KEYBOARD);
	}
}

static void a_back_end_may_be_without_keyboard_or_pointer(void **state)
{
	(void)state;
	set(INPUTFRONT_NODE_NO_KEYBOARD, "1");
	set(INPUTFRONT_NODE_ABSOLUTE, "1");
	assert_described();
	assert_false(inputfront_has_device(&core.desc, INPUTFRONT_KEYBOARD));
	assert_true(inputfront_has_device(&core.desc, INPUTFRONT_POINTER));
	assert_false(key(KEY_A, 1));
	assert_true(key(BTN_LEFT, 1));

	set(INPUTFRONT_NODE_NO_POINTER, "1");
	assert_described();
	assert_false(inputfront_has_device(&core.desc, INPUTFRONT_POINTER));
	assert_false(core.desc.absolute);
	assert_false(key(BTN_LEFT, 1));
	assert_false(position(0, 0, 0));
	assert_true(motion(1, 1, 1));
	assert_int_equal(report.num, 0);
}

static void the_extension_is_one_device_with_name_and_keys(void **state)
{
	static const uint32_t codes[] = {
		KEY_ESC, KEY_BACKSPACE, KEY_ENTER, KEY_SPACE, KEY_UP, KEY_LEFT, KEY_RIGHT, KEY_DOWN,
	};
	uint32_t code;
	size_t i = 0;

	(void)state;
	assert_true(core.desc.extended);
	assert_false(core.desc.repeat);
	assert_false(core.desc.pointer);
	assert_string_equal(core.desc.name, "reptar_sp6_buttons");
	assert_true(inputfront_has_device(&core.desc, INPUTFRONT_KEYBOARD));
	assert_false(inputfront_has_device(&core.desc, INPUTFRONT_POINTER));
	assert_false(inputfront_has_device(&core.desc, INPUTFRONT_TOUCH));

	for (code = 0; code <= KEY_MAX + 40; code++) {
		bool there = i < 8 && codes[i] == code;

		assert_int_equal(inputfront_has_key(&core.desc, INPUTFRONT_KEYBOARD, code), there);
		assert_int_equal(key(code, 1), there);
		i += there;
	}
	assert_int_equal(i, 8);
}

/* Motion is left out: a back-end need not know that there is no pointer. */
static void keys_alone_are_no_pointer(void **state)
{
	(void)state;
	assert_true(motion(1, 2, 3));
	assert_int_equal(report.num, 0);
	assert_false(ends_frame(INPUTFRONT_KEYBOARD));
	assert_false(position(1, 2, 3));
	assert_false(touch(XENKBD_MT_EV_DOWN, 0, 0, 0));
}

static void a_described_device_may_have_all(void **state)
{
	(void)state;
	set(INPUTFRONT_NODE_NAME, "m");
	set(INPUTFRONT_NODE_KEYS, "10000 0 0 0 0 0 0 0 0"); /* BTN_LEFT */
	set(INPUTFRONT_NODE_REPEAT, "1");
	set(INPUTFRONT_NODE_TOUCH, "1");
	assert_described();
	assert_true(core.desc.repeat);
	assert_true(core.desc.pointer);
	assert_false(core.desc.absolute);
	assert_int_equal(inputfront_device_of(&core.desc, INPUTFRONT_POINTER), INPUTFRONT_KEYBOARD);
	assert_int_equal(inputfront_device_of(&core.desc, INPUTFRONT_TOUCH), INPUTFRONT_KEYBOARD);

	assert_key(BTN_LEFT, 1, 1, false);
	assert_int_equal(report.device, INPUTFRONT_KEYBOARD);
	assert_true(motion(1, 0, 0));
	assert_int_equal(report.device, INPUTFRONT_KEYBOARD);
	assert_true(touch(XENKBD_MT_EV_DOWN, 0, 0, 0));
	assert_int_equal(report.device, INPUTFRONT_KEYBOARD);
}

static void a_device_of_positions_is_a_pointer(void **state)
{
	(void)state;
	set(INPUTFRONT_NODE_ABSOLUTE, "1");
	set(INPUTFRONT_NODE_NO_POINTER, "1"); /* of standard devices alone */
	assert_described();
	assert_true(core.desc.pointer);
	assert_true(core.desc.absolute);
	assert_int_equal(core.desc.width, 800);
	assert_int_equal(core.desc.height, 600);
}

/* Any of the three ends the extension, and the rest is as it was. */
static void the_extension_is_whole_or_not_there(void **state)
{
	static const struct {
		enum inputfront_node node;
		const char *name;
		const char *text;
		size_t len;
	} bad[] = {
		{ INPUTFRONT_NODE_NAME, "x-device-name", "", 0 },
		{ INPUTFRONT_NODE_NAME, "x-device-name", "a\nb", 3 },
		{ INPUTFRONT_NODE_NAME, "x-device-name", "a\0b", 3 },
		{ INPUTFRONT_NODE_NAME, "x-device-name", "a\x7f", 2 },
		{ INPUTFRONT_NODE_NAME, "x-device-name", "\xc3\xa4", 2 },
		{ INPUTFRONT_NODE_NAME, "x-device-name",
		  "0123456789012345678901234567890123456789012345678901234567890123", 64 },
		{ INPUTFRONT_NODE_KEYS, "x-keys", "", 0 },
		{ INPUTFRONT_NODE_KEYS, "x-keys", "0", 1 },
		{ INPUTFRONT_NODE_KEYS, "x-keys", "0 1", 3 },
		{ INPUTFRONT_NODE_KEYS, "x-keys", "1  1", 4 },
		{ INPUTFRONT_NODE_KEYS, "x-keys", "1 ", 2 },
		{ INPUTFRONT_NODE_KEYS, "x-keys", "100000000", 9 },
		{ INPUTFRONT_NODE_KEYS, "x-keys", "1,2", 3 },
		{ INPUTFRONT_NODE_KEYS, "x-keys", "keys", 4 },
		{ INPUTFRONT_NODE_KEYS, "x-keys",
		  "1 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0", 49 },
		{ INPUTFRONT_NODE_REPEAT, "x-repeat", "", 0 },
		{ INPUTFRONT_NODE_REPEAT, "x-repeat", "2", 1 },
		{ INPUTFRONT_NODE_REPEAT, "x-repeat", "yes", 3 },
	};
	struct inputfront_desc plain;
	size_t i;

	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		standard(state);
		plain = core.desc;

		set(INPUTFRONT_NODE_NAME, "name");
		set(INPUTFRONT_NODE_KEYS, BUTTONS);
		set(INPUTFRONT_NODE_REPEAT, "1");
		assert_described();
		assert_true(core.desc.extended);

		set_bytes(bad[i].node, bad[i].text, bad[i].len);
		assert_string_equal(describe(), bad[i].name);
		assert_memory_equal(&core.desc, &plain, sizeof(plain));
	}
}

/* A device without keys has a name, too; without the name the keys are no offer. */
static void keys_are_what_offers_the_extension(void **state)
{
	(void)state;
	set(INPUTFRONT_NODE_NAME, "name");
	set(INPUTFRONT_NODE_REPEAT, "1");
	assert_described();
	assert_false(core.desc.extended);
	assert_false(core.desc.repeat);

	unset(INPUTFRONT_NODE_NAME);
	set(INPUTFRONT_NODE_KEYS, BUTTONS);
	assert_string_equal(describe(), "x-device-name");
	assert_false(core.desc.extended);
}

static void code_0_is_no_key(void **state)
{
	(void)state;
	set(INPUTFRONT_NODE_NAME, "name");
	set(INPUTFRONT_NODE_KEYS, "5");
	assert_described();
	assert_false(key(0, 1));
	assert_true(key(2, 1));
}

static void the_longest_name_and_all_keys_fit(void **state)
{
	char name[XENKBD_X_MAX_NAME + 1] = "";
	char keys[XENKBD_X_KEYS_SIZE] = "";
	unsigned int i;

	(void)state;
	memset(name, '~', XENKBD_X_MAX_NAME);
	for (i = 0; i < XENKBD_X_KEY_WORDS; i++)
		strcat(keys, i ? " ffffffff" : "ffffffff");
	set(INPUTFRONT_NODE_NAME, name);
	set(INPUTFRONT_NODE_KEYS, keys);
	assert_described();
	assert_string_equal(core.desc.name, name);
	assert_true(key(KEY_MAX, 1));
	assert_false(key(KEY_MAX + 1, 1));
}

/* What makes no sense of a standard node is as if it were missing. */
static void bad_numbers_are_not_believed(void **state)
{
	static const char *const bad[] = { "", "-1", "0x1", "2147483648", "99999999999", "many", "0" };
	static const enum inputfront_node sizes[] = {
		INPUTFRONT_NODE_WIDTH, INPUTFRONT_NODE_HEIGHT, INPUTFRONT_NODE_TOUCH_WIDTH,
		INPUTFRONT_NODE_TOUCH_HEIGHT, INPUTFRONT_NODE_CONTACTS,
	};
	struct inputfront_desc plain;
	size_t i, j;

	(void)state;
	set(INPUTFRONT_NODE_ABSOLUTE, "1");
	set(INPUTFRONT_NODE_TOUCH, "1");
	assert_described();
	plain = core.desc;
	assert_int_equal(plain.width, 800);
	assert_int_equal(plain.height, 600);
	assert_int_equal(plain.touch_width, 800);
	assert_int_equal(plain.touch_height, 600);
	assert_int_equal(plain.contacts, 1);

	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		for (j = 0; j < sizeof(bad) / sizeof(bad[0]); j++) {
			set(sizes[i], bad[j]);
			assert_string_equal(describe(), inputfront_node_names[sizes[i]]);
			assert_memory_equal(&core.desc, &plain, sizeof(plain));
		}
		unset(sizes[i]);
	}

	set(INPUTFRONT_NODE_CONTACTS, "257");
	assert_string_equal(describe(), "multi-touch-num-contacts");
	set(INPUTFRONT_NODE_CONTACTS, "256");
	assert_described();
	set(INPUTFRONT_NODE_TOUCH, "2");
	assert_string_equal(describe(), "feature-multi-touch");
	assert_false(core.desc.touch);
}

/* The first is named, and what does not matter makes no other device. */
static void what_is_unused_does_not_differ(void **state)
{
	struct inputfront_desc plain;

	(void)state;
	assert_described();
	plain = core.desc;
	set(INPUTFRONT_NODE_WIDTH, "5");
	set(INPUTFRONT_NODE_TOUCH_HEIGHT, "5");
	set(INPUTFRONT_NODE_CONTACTS, "5");
	assert_described();
	assert_memory_equal(&core.desc, &plain, sizeof(plain));

	set(INPUTFRONT_NODE_WIDTH, "x");
	set(INPUTFRONT_NODE_KEYS, "x");
	assert_string_equal(describe(), "width");
	assert_memory_equal(&core.desc, &plain, sizeof(plain));
}

/* The index */

static void no_more_than_a_ring_full_is_believed(void **state)
{
	uint32_t cons;

	(void)state;
	for (cons = UINT32_MAX - 60; cons != 60; cons++) {
		assert_true(inputfront_core_prod_ok(cons, cons));
		assert_true(inputfront_core_prod_ok(cons + 51, cons));
		assert_false(inputfront_core_prod_ok(cons + 52, cons));
		assert_false(inputfront_core_prod_ok(cons - 1, cons));
		assert_false(inputfront_core_prod_ok(cons + 0x80000000, cons));
	}
}

/* Keys */

static void keys_are_one_frame_unless_one_changes_twice(void **state)
{
	(void)state;
	assert_key(KEY_UP, 1, 1, false);
	assert_key(KEY_LEFT, 1, 1, false);
	assert_key(KEY_UP, 0, 0, true);
	assert_key(KEY_LEFT, 0, 0, false);
	assert_key(KEY_UP, 1, 1, true);
	assert_true(ends_frame(INPUTFRONT_KEYBOARD));
	assert_false(ends_frame(INPUTFRONT_KEYBOARD));
	assert_key(KEY_UP, 0, 0, false);
	assert_true(ends_frame(INPUTFRONT_KEYBOARD));
}

static void keyboard_and_pointer_have_frames_of_their_own(void **state)
{
	(void)state;
	assert_key(KEY_A, 1, 1, false);
	assert_key(BTN_LEFT, 1, 1, false);
	assert_key(BTN_LEFT, 0, 0, true);
	assert_key(KEY_A, 0, 0, true);
	assert_true(ends_frame(INPUTFRONT_POINTER));
	assert_true(ends_frame(INPUTFRONT_KEYBOARD));
	assert_false(ends_frame(INPUTFRONT_TOUCH));
}

static void a_standard_back_end_repeats_by_pressing_again(void **state)
{
	(void)state;
	assert_key(KEY_A, 1, 1, false);
	assert_key(KEY_A, 1, 2, true);
	assert_key(KEY_B, 1, 1, false);
	assert_key(KEY_A, 0, 0, true);
	assert_key(KEY_A, 1, 1, true);
	inputfront_core_restart(&core);
	assert_key(KEY_A, 1, 1, false);
}

static void a_described_device_repeats_by_itself(void **state)
{
	(void)state;
	assert_key(KEY_UP, 1, 1, false);
	assert_key(KEY_UP, 1, 1, true);
}

static void keys_out_of_range_reach_nobody(void **state)
{
	unsigned int pressed;

	(void)state;
	assert_false(key(KEY_A, 1));
	assert_false(key(0x7fffffff, 1));
	assert_false(key(UINT32_MAX, 0));
	for (pressed = 2; pressed < 256; pressed++)
		assert_false(key(KEY_UP, (uint8_t)pressed));
	assert_false(ends_frame(INPUTFRONT_KEYBOARD));
}

/* Motion and positions */

static void motion_begins_a_frame(void **state)
{
	(void)state;
	assert_true(motion(5, -6, 7));
	assert_int_equal(report.device, INPUTFRONT_POINTER);
	assert_false(report.sync_before);
	assert_int_equal(report.num, 3);
	assert_value(0, EV_REL, REL_X, 5);
	assert_value(1, EV_REL, REL_Y, -6);
	assert_value(2, EV_REL, REL_WHEEL, -7);

	assert_key(BTN_LEFT, 1, 1, false);
	assert_true(motion(0, 1, 0));
	assert_true(report.sync_before);
	assert_int_equal(report.num, 1);
	assert_value(0, EV_REL, REL_Y, 1);
	assert_key(BTN_LEFT, 0, 0, false);
	assert_true(ends_frame(INPUTFRONT_POINTER));
}

static void motion_without_a_negative_is_none(void **state)
{
	(void)state;
	assert_true(motion(INT32_MAX, INT32_MAX, INT32_MAX));
	assert_value(2, EV_REL, REL_WHEEL, -INT32_MAX);
	assert_true(motion(-INT32_MAX, -INT32_MAX, -INT32_MAX));
	assert_value(2, EV_REL, REL_WHEEL, INT32_MAX);
	assert_false(motion(INT32_MIN, 0, 0));
	assert_false(motion(0, INT32_MIN, 0));
	assert_false(motion(0, 0, INT32_MIN));
}

static void positions_lie_within_the_screen(void **state)
{
	(void)state;
	assert_true(position(100, 50, 0));
	assert_false(report.sync_before);
	assert_int_equal(report.num, 2);
	assert_value(0, EV_ABS, ABS_X, 100);
	assert_value(1, EV_ABS, ABS_Y, 50);

	assert_true(position(0, 0, -1));
	assert_true(report.sync_before);
	assert_int_equal(report.num, 3);
	assert_value(2, EV_REL, REL_WHEEL, 1);

	assert_false(position(101, 0, 0));
	assert_false(position(0, 51, 0));
	assert_false(position(-1, 0, 0));
	assert_false(position(0, INT32_MIN, 0));
	assert_false(position(0, 0, INT32_MIN));
}

/* As with the kernel's front-end, the wheel alone is seen. */
static void a_pointer_of_positions_does_not_move(void **state)
{
	(void)state;
	assert_true(position(1, 1, 0));
	assert_true(motion(1, 2, 0));
	assert_int_equal(report.num, 0);
	assert_false(report.sync_before);
	assert_true(motion(1, 2, 3));
	assert_int_equal(report.num, 1);
	assert_true(report.sync_before);
	assert_value(0, EV_REL, REL_WHEEL, -3);
}

static void a_pointer_that_moves_has_no_positions(void **state)
{
	(void)state;
	assert_false(position(0, 0, 0));
}

/* Touches */

static void a_touch_begins_moves_and_ends(void **state)
{
	(void)state;
	assert_true(touch(XENKBD_MT_EV_DOWN, 1, 40, 200));
	assert_int_equal(report.device, INPUTFRONT_TOUCH);
	assert_int_equal(report.num, 4);
	assert_value(0, EV_ABS, ABS_MT_SLOT, 1);
	assert_value(1, EV_ABS, ABS_MT_TRACKING_ID, 1);
	assert_value(2, EV_ABS, ABS_MT_POSITION_X, 40);
	assert_value(3, EV_ABS, ABS_MT_POSITION_Y, 200);
	assert_false(report.sync_touch);

	assert_true(touch(XENKBD_MT_EV_SHAPE, 1, 200, 199));
	assert_int_equal(report.num, 3);
	assert_value(1, EV_ABS, ABS_MT_TOUCH_MAJOR, 200);
	assert_value(2, EV_ABS, ABS_MT_TOUCH_MINOR, 199);

	assert_true(turn(1, -180));
	assert_int_equal(report.num, 2);
	assert_value(1, EV_ABS, ABS_MT_ORIENTATION, -180);

	assert_true(touch(XENKBD_MT_EV_MOTION, 1, 0, 0));
	assert_int_equal(report.num, 3);
	assert_value(1, EV_ABS, ABS_MT_POSITION_X, 0);

	assert_true(touch(XENKBD_MT_EV_SYN, 255, INT32_MIN, INT32_MIN));
	assert_int_equal(report.num, 0);
	assert_true(report.sync_touch);

	assert_true(touch(XENKBD_MT_EV_UP, 1, INT32_MIN, INT32_MIN));
	assert_int_equal(report.num, 2);
	assert_value(1, EV_ABS, ABS_MT_TRACKING_ID, 0);
	assert_false(ends_frame(INPUTFRONT_TOUCH));
}

static void a_contact_that_is_not_there_cannot_move(void **state)
{
	static const uint8_t types[] = { XENKBD_MT_EV_UP, XENKBD_MT_EV_MOTION, XENKBD_MT_EV_SHAPE };
	size_t i;

	(void)state;
	touch(XENKBD_MT_EV_DOWN, 0, 0, 0);
	touch(XENKBD_MT_EV_DOWN, 1, 0, 0);
	touch(XENKBD_MT_EV_UP, 1, 0, 0);
	for (i = 0; i < sizeof(types); i++) {
		assert_true(touch(types[i], 1, 1, 1));
		assert_int_equal(report.num, 0);
	}
	assert_true(touch(XENKBD_MT_EV_MOTION, 0, 1, 1));
	assert_int_equal(report.num, 3);

	inputfront_core_restart(&core);
	assert_true(touch(XENKBD_MT_EV_MOTION, 0, 1, 1));
	assert_int_equal(report.num, 0);
}

static void touches_out_of_range_reach_nobody(void **state)
{
	unsigned int i;

	(void)state;
	for (i = 2; i < 256; i++)
		assert_false(touch(XENKBD_MT_EV_DOWN, (uint8_t)i, 0, 0));
	for (i = XENKBD_MT_EV_ORIENT + 1; i < 256; i++)
		assert_false(touch((uint8_t)i, 0, 0, 0));

	assert_false(touch(XENKBD_MT_EV_DOWN, 0, 41, 0));
	assert_false(touch(XENKBD_MT_EV_DOWN, 0, -1, 0));
	assert_true(touch(XENKBD_MT_EV_DOWN, 0, 0, 0));
	assert_false(touch(XENKBD_MT_EV_MOTION, 0, 0, 201));
	assert_false(touch(XENKBD_MT_EV_MOTION, 0, 0, INT32_MIN));
	assert_false(touch(XENKBD_MT_EV_SHAPE, 0, 201, 0));
	assert_false(touch(XENKBD_MT_EV_SHAPE, 0, -1, 0));
	assert_false(touch(XENKBD_MT_EV_SHAPE, 0, 0, 201));
	assert_false(turn(0, 181));
	assert_false(turn(0, -181));
	assert_false(turn(0, INT16_MIN));
}

static void the_last_contact_works(void **state)
{
	(void)state;
	set(INPUTFRONT_NODE_CONTACTS, "256");
	assert_described();
	assert_true(touch(XENKBD_MT_EV_DOWN, 255, 0, 0));
	assert_value(0, EV_ABS, ABS_MT_SLOT, 255);
	assert_true(touch(XENKBD_MT_EV_UP, 255, 0, 0));
	assert_int_equal(report.num, 2);
}

/* Motion, keys, touches, as one device of the back-end's domain sends them. */
static void a_frame_of_a_described_device_is_whole(void **state)
{
	(void)state;
	set(INPUTFRONT_NODE_NAME, "name");
	set(INPUTFRONT_NODE_KEYS, "400 0 0 0 0 0 0 0 0 0 0"); /* BTN_TOUCH */
	assert_described();

	assert_true(position(1, 1, 0));
	assert_false(report.sync_before);
	assert_key(BTN_TOUCH, 1, 1, false);
	assert_true(touch(XENKBD_MT_EV_DOWN, 0, 1, 1));
	assert_false(report.sync_before);
	assert_true(touch(XENKBD_MT_EV_SYN, 0, 0, 0));
	assert_true(report.sync_touch);

	assert_true(position(2, 2, 0));
	assert_false(report.sync_before);
	assert_key(BTN_TOUCH, 0, 0, false);
	assert_true(ends_frame(INPUTFRONT_KEYBOARD));
}

static void other_types_are_none(void **state)
{
	unsigned int type;

	(void)state;
	for (type = 0; type < 256; type++) {
		union xenkbd_in_event event = { .type = (uint8_t)type };

		if (type == XENKBD_TYPE_MOTION || type == XENKBD_TYPE_KEY ||
		    type == XENKBD_TYPE_POS || type == XENKBD_TYPE_MTOUCH)
			continue;
		assert_false(take(&event));
	}
}

#define test(name, setup)	cmocka_unit_test_setup_teardown(name, setup, no_nodes)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		test(a_back_end_that_says_nothing_is_a_standard_one, standard),
		test(standard_devices_have_the_keys_of_the_kernels_front_end, standard),
		test(a_back_end_may_be_without_keyboard_or_pointer, standard),
		test(the_extension_is_one_device_with_name_and_keys, buttons),
		test(keys_alone_are_no_pointer, buttons),
		test(a_described_device_may_have_all, no_nodes),
		test(a_device_of_positions_is_a_pointer, buttons),
		test(the_extension_is_whole_or_not_there, no_nodes),
		test(keys_are_what_offers_the_extension, no_nodes),
		test(code_0_is_no_key, no_nodes),
		test(the_longest_name_and_all_keys_fit, no_nodes),
		test(bad_numbers_are_not_believed, no_nodes),
		test(what_is_unused_does_not_differ, no_nodes),
		test(no_more_than_a_ring_full_is_believed, standard),
		test(keys_are_one_frame_unless_one_changes_twice, buttons),
		test(keyboard_and_pointer_have_frames_of_their_own, standard),
		test(a_standard_back_end_repeats_by_pressing_again, standard),
		test(a_described_device_repeats_by_itself, buttons),
		test(keys_out_of_range_reach_nobody, buttons),
		test(motion_begins_a_frame, standard),
		test(motion_without_a_negative_is_none, standard),
		test(positions_lie_within_the_screen, tablet),
		test(a_pointer_of_positions_does_not_move, tablet),
		test(a_pointer_that_moves_has_no_positions, standard),
		test(a_touch_begins_moves_and_ends, tablet),
		test(a_contact_that_is_not_there_cannot_move, tablet),
		test(touches_out_of_range_reach_nobody, tablet),
		test(the_last_contact_works, tablet),
		test(a_frame_of_a_described_device_is_whole, tablet),
		test(other_types_are_none, tablet),
	};

	return cmocka_run_group_tests_name("inputfront_core", tests, NULL, NULL);
}
