// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a guest reads of Dom0's device: the nodes of a keyboard, a mouse, a tablet
 * and a touchscreen.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "backend/inputback_desc.h"

/* Writes "node=value" and a blank; kbdif's own nodes with a star before them. */
struct page {
	struct inputback_writer writer;
	char text[2048];
	int room;	/* nodes that it takes yet */
};

static int write_node(struct inputback_writer *writer, const char *node,
		      const char *value, bool own)
{
	struct page *page = (struct page *)writer;
	size_t len = strlen(page->text);

	if (page->room-- == 0)
		return -ENOSPC;
	snprintf(page->text + len, sizeof(page->text) - len, "%s%s=%s ", own ? "*" : "",
		 node, value);
	return 0;
}

static void assert_nodes(const struct inputback_desc *desc, const char *expected)
{
	struct page page = { .writer.write = write_node, .room = 100 };

	assert_int_equal(inputback_desc_write(desc, &page.writer), 0);
	assert_string_equal(page.text, expected);
}

static void a_keyboard(void **state)
{
	struct inputback_desc desc = { .name = "AT Keyboard", .repeat = true };

	(void)state;
	kbd_set_key(&desc.keys, 1);
	kbd_set_key(&desc.keys, 103);
	assert_nodes(&desc, "x-device-name=AT Keyboard x-keys=80 0 0 2 x-repeat=1 ");
}

static void without_keys_there_is_no_node_of_them(void **state)
{
	struct inputback_desc desc = { .name = "dial" };

	(void)state;
	assert_nodes(&desc, "x-device-name=dial x-repeat=0 ");
}

static void a_tablet(void **state)
{
	struct inputback_desc desc = {
		.name = "tablet",
		.x = { 0, 32767 },
		.y = { -100, 100 },
	};

	(void)state;
	assert_true(inputback_desc_places(&desc));
	assert_false(inputback_desc_touches(&desc));
	assert_nodes(&desc, "x-device-name=tablet x-repeat=0 *feature-abs-pointer=1 "
		     "*feature-raw-pointer=1 *width=32767 *height=200 ");
}

static void one_axis_is_no_position(void **state)
{
	struct inputback_desc desc = { .name = "slider", .x = { 0, 255 }, .y = { 7, 7 } };

	(void)state;
	assert_false(inputback_desc_places(&desc));
	assert_nodes(&desc, "x-device-name=slider x-repeat=0 ");
}

/* It reports one of its touches as a position as well: that is for its own domain. */
static void a_touchscreen(void **state)
{
	struct inputback_desc desc = {
		.name = "touch",
		.x = { 0, 799 },
		.y = { 0, 479 },
		.slots = 10,
		.touch_x = { 0, 799 },
		.touch_y = { 0, 479 },
	};

	(void)state;
	assert_true(inputback_desc_touches(&desc));
	assert_false(inputback_desc_places(&desc));
	assert_nodes(&desc, "x-device-name=touch x-repeat=0 *feature-multi-touch=1 "
		     "*multi-touch-width=799 *multi-touch-height=479 "
		     "*multi-touch-num-contacts=10 ");
}

static void more_contacts_than_are_sent(void **state)
{
	struct inputback_desc desc = {
		.name = "wall",
		.slots = UINT_MAX,
		.touch_x = { INT_MIN, INT_MAX },
		.touch_y = { 0, INT_MAX },
	};

	(void)state;
	assert_nodes(&desc, "x-device-name=wall x-repeat=0 *feature-multi-touch=1 "
		     "*multi-touch-width=2147483647 *multi-touch-height=2147483647 "
		     "*multi-touch-num-contacts=32 ");
}

static void slots_without_places_are_no_touches(void **state)
{
	struct inputback_desc desc = { .name = "pad", .slots = 10, .touch_x = { 0, 9 } };

	(void)state;
	assert_false(inputback_desc_touches(&desc));
	assert_nodes(&desc, "x-device-name=pad x-repeat=0 ");
}

static void the_first_error_ends_it(void **state)
{
	struct inputback_desc desc = {
		.name = "x",
		.x = { 0, 1 },
		.y = { 0, 1 },
		.slots = 1,
		.touch_x = { 0, 1 },
		.touch_y = { 0, 1 },
	};

	(void)state;
	for (unsigned int touches = 0; touches < 2; touches++) {
		desc.slots = touches;
		kbd_set_key(&desc.keys, 5);
		for (int room = 0; room < 7; room++) {
			struct page page = { .writer.write = write_node, .room = room };

			assert_int_equal(inputback_desc_write(&desc, &page.writer), -ENOSPC);
			assert_int_equal(page.room, -1);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_keyboard),
		cmocka_unit_test(without_keys_there_is_no_node_of_them),
		cmocka_unit_test(a_tablet),
		cmocka_unit_test(one_axis_is_no_position),
		cmocka_unit_test(a_touchscreen),
		cmocka_unit_test(more_contacts_than_are_sent),
		cmocka_unit_test(slots_without_places_are_no_touches),
		cmocka_unit_test(the_first_error_ends_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
