// SPDX-License-Identifier: GPL-2.0-only
/*
 * Who gets which event, and who gets the focus next: xen-focus' decisions, each race
 * of docs/focus.md among them.
 *
 * What a port and Dom0 get is written down as text: +28 a press of key 28, -28 its
 * release, r0:5 relative motion, a0:5 an axis, s1 a slot, t7 a tracking id, and | the
 * end of a frame. Dom0's end of frame is left out: it sees each.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "backend/focus_route.h"

#define LOG_SIZE 4096

struct log {
	char text[LOG_SIZE];
	size_t len;
};

struct end {
	struct focus_port port;
	struct log log;
};

static struct focus_route route;
static struct focus_device buttons;	/* the focus keys count on it */
static struct focus_device mouse;
static struct focus_device touch;
static struct focus_guest guests[10];	/* by domid */
static struct end a, b;			/* of domains 1 and 2 */
static struct log dom0;

/* What axes the devices have, and their values, as the input core knows them. */
#define NO_AXIS INT_MIN
static int axes[FOCUS_SLOTS][ABS_CNT];
static bool readable;	/* at any other time something else has them */

static void write_down(struct log *log, unsigned int type, unsigned int code, int value)
{
	const char *blank = log->len ? " " : "";
	char *to = log->text + log->len;
	size_t room = LOG_SIZE - log->len;

	if (type == EV_KEY)
		log->len += snprintf(to, room, "%s%c%u", blank, value ? '+' : '-', code);
	else if (type == EV_REL)
		log->len += snprintf(to, room, "%sr%u:%d", blank, code, value);
	else if (type == EV_SYN)
		log->len += snprintf(to, room, "%s|", blank);
	else if (type == EV_ABS && code == ABS_MT_SLOT)
		log->len += snprintf(to, room, "%ss%d", blank, value);
	else if (type == EV_ABS && code == ABS_MT_TRACKING_ID)
		log->len += snprintf(to, room, "%st%d", blank, value);
	else if (type == EV_ABS)
		log->len += snprintf(to, room, "%sa%u:%d", blank, code, value);
	else
		log->len += snprintf(to, room, "%s?%u", blank, type);
	assert_true(log->len < LOG_SIZE);
}

static void heard(struct focus_port *port, unsigned int type, unsigned int code, int value)
{
	write_down(&((struct end *)port)->log, type, code, value);
}

/* What was heard since the last time. */
static void assert_heard(struct log *log, const char *text)
{
	assert_string_equal(log->text, text);
	log->text[0] = '\0';
	log->len = 0;
}

static bool is_of_contact(unsigned int code)
{
	return code >= ABS_MT_TOUCH_MAJOR && code <= ABS_MT_TOOL_Y;
}

static bool read_axis(const struct focus_device *device, unsigned int code,
		      unsigned int slot, int *value)
{
	(void)device;
	assert_true(readable);
	assert_in_range(code, 0, ABS_MAX);
	assert_in_range(slot, 0, FOCUS_SLOTS - 1);
	*value = axes[is_of_contact(code) ? slot : 0][code];
	return *value != NO_AXIS;
}

static unsigned int event(struct focus_device *device, unsigned int type,
			  unsigned int code, int value)
{
	unsigned int what;

	readable = true;
	what = focus_route_event(&route, device, type, code, value);
	readable = false;
	if (!(what & FOCUS_SWALLOW) && type != EV_SYN)
		write_down(&dom0, type, code, value);
	return what;
}

static void sync(struct focus_device *device)
{
	assert_int_equal(event(device, EV_SYN, SYN_REPORT, 0), 0);
}

/* A frame with one key in it. */
static unsigned int key(struct focus_device *device, unsigned int code, int value)
{
	unsigned int what = event(device, EV_KEY, code, value);

	sync(device);
	return what;
}

static void motion(struct focus_device *device, unsigned int type, unsigned int code, int value)
{
	event(device, type, code, value);
	sync(device);
}

static void press_and_release(struct focus_device *device, unsigned int code)
{
	key(device, code, 1);
	key(device, code, 0);
}

/* The input core knows it, and reports it if it is another value than before. */
static void set_axis(struct focus_device *device, unsigned int code, int value)
{
	int *axis = &axes[is_of_contact(code) ? device->slot : 0][code];

	if (*axis == value)
		return;
	*axis = value;
	event(device, EV_ABS, code, value);
}

static void place(struct focus_device *device, int x, int y)
{
	set_axis(device, ABS_X, x);
	set_axis(device, ABS_Y, y);
	sync(device);
}

static void resync(struct focus_device *device,
		   bool (*is_down)(void *data, unsigned int thing), void *data)
{
	readable = true;
	focus_route_resync(&route, device, is_down, data);
	readable = false;
}

static void add_guest(uint16_t domid)
{
	guests[domid] = (struct focus_guest){ .domid = domid };
	focus_route_insert(&route, &guests[domid]);
}

static void remove_guest(uint16_t domid)
{
	focus_route_erase(&route, &guests[domid]);
}

static void add_port(struct focus_device *device, struct end *end, uint16_t domid)
{
	*end = (struct end){ .port = { .domid = domid, .event = heard } };
	focus_route_add_port(device, &end->port);
}

/* Makes one change. */
static void step(uint16_t from, uint16_t to, bool moved)
{
	struct focus_step step;

	assert_true(focus_route_begin(&route, &step));
	assert_int_equal(step.from, from);
	assert_int_equal(step.to, to);
	focus_route_end(&route, &step, moved);
	assert_int_equal(route.now, moved ? to : from);
}

static void no_more_steps(void)
{
	struct focus_step step;

	assert_false(focus_route_begin(&route, &step));
}

static void give_focus(uint16_t to)
{
	struct focus_request request = { .to = to };

	assert_true(focus_route_ask(&route, &request));
	step(route.now, to, true);
	no_more_steps();
}

/* Buttons with ends of domains 1 and 2, a mouse of Dom0's, a touch screen. */
static int set_up(void **state)
{
	unsigned int slot, code;

	(void)state;
	for (slot = 0; slot < FOCUS_SLOTS; slot++)
		for (code = 0; code < ABS_CNT; code++)
			axes[slot][code] = NO_AXIS;
	focus_route_init(&route);
	route.next_key = KEY_BACKSPACE;
	route.dom0_key = KEY_ESC;
	buttons = (struct focus_device){ .axis = read_axis, .listed = true };
	mouse = (struct focus_device){ .axis = read_axis };
	touch = (struct focus_device){ .axis = read_axis, .slots = true };
	focus_route_add_device(&route, &buttons);
	focus_route_add_device(&route, &mouse);
	focus_route_add_device(&route, &touch);
	add_guest(1);
	add_guest(2);
	add_port(&buttons, &a, 1);
	add_port(&buttons, &b, 2);
	dom0 = (struct log){ 0 };
	return 0;
}

/* Nobody has heard more than the test looked at, and nothing is held. */
static int tear_down(void **state)
{
	(void)state;
	assert_heard(&dom0, "");
	assert_heard(&a.log, "");
	assert_heard(&b.log, "");
	assert_int_equal(buttons.num_held, 0);
	assert_int_equal(mouse.num_held, 0);
	assert_int_equal(touch.num_held, 0);
	return 0;
}

/* Without a change */

static void dom0_sees_all_in_focus(void **state)
{
	(void)state;
	press_and_release(&buttons, KEY_ENTER);
	motion(&mouse, EV_REL, REL_X, 3);
	assert_heard(&dom0, "+28 -28 r0:3");
}

static void a_guest_in_focus_gets_frames(void **state)
{
	(void)state;
	give_focus(1);
	event(&buttons, EV_KEY, KEY_ENTER, 1);
	event(&buttons, EV_KEY, KEY_LEFT, 1);
	sync(&buttons);
	key(&buttons, KEY_ENTER, 0);
	key(&buttons, KEY_LEFT, 0);
	sync(&buttons);
	assert_heard(&a.log, "+28 +105 | -28 | -105 |");
}

static void a_device_without_a_port_stays_dom0s(void **state)
{
	(void)state;
	give_focus(1);
	press_and_release(&mouse, BTN_LEFT);
	motion(&mouse, EV_REL, REL_X, 3);
	press_and_release(&mouse, KEY_BACKSPACE);
	press_and_release(&mouse, KEY_ESC);
	no_more_steps();
	assert_heard(&dom0, "+272 -272 r0:3 +14 -14 +1 -1");
}

static void two_ports_of_one_guest_get_the_same(void **state)
{
	struct end second;

	(void)state;
	add_port(&buttons, &second, 1);
	give_focus(1);
	press_and_release(&buttons, KEY_ENTER);
	assert_heard(&a.log, "+28 | -28 |");
	assert_heard(&second.log, "+28 | -28 |");
}

static void what_is_not_carried_is_dom0s(void **state)
{
	static const unsigned int types[] = { EV_MSC, EV_SW, EV_LED, EV_SND, EV_REP, EV_FF };
	size_t i;

	(void)state;
	give_focus(1);
	for (i = 0; i < sizeof(types) / sizeof(*types); i++)
		motion(&buttons, types[i], 0, 1);
	assert_heard(&dom0, "?4 ?5 ?17 ?18 ?20 ?21");

	assert_int_equal(event(&buttons, EV_SYN, SYN_CONFIG, 0), 0);
	assert_int_equal(event(&buttons, EV_KEY, KEY_CNT, 1), 0);
	assert_heard(&dom0, "+768");
}

static void repetition_goes_where_the_press_went(void **state)
{
	(void)state;
	key(&buttons, KEY_LEFT, 1);
	give_focus(1);
	key(&buttons, KEY_ENTER, 1);
	key(&buttons, KEY_ENTER, 2);
	key(&buttons, KEY_LEFT, 2);
	key(&buttons, KEY_ENTER, 0);
	key(&buttons, KEY_LEFT, 0);
	assert_heard(&a.log, "+28 | -28 |");
	assert_heard(&dom0, "+105 +105 -105");
}

/* A driver can report any value. */
static void odd_values_are_presses(void **state)
{
	(void)state;
	give_focus(1);
	key(&buttons, KEY_ENTER, -7);
	key(&buttons, KEY_ENTER, 0);
	assert_heard(&a.log, "+28 | -28 |");
}

/* Focus keys */

static void focus_keys_are_swallowed(void **state)
{
	(void)state;
	assert_int_equal(key(&buttons, KEY_BACKSPACE, 1), FOCUS_SWALLOW | FOCUS_CHANGE);
	assert_int_equal(key(&buttons, KEY_BACKSPACE, 2), FOCUS_SWALLOW);
	assert_int_equal(key(&buttons, KEY_BACKSPACE, 0), FOCUS_SWALLOW);
	step(0, 1, true);
	assert_int_equal(key(&buttons, KEY_ESC, 1), FOCUS_SWALLOW | FOCUS_CHANGE);
	assert_int_equal(key(&buttons, KEY_ESC, 0), FOCUS_SWALLOW);
	step(1, 0, true);
	no_more_steps();
}

/* In Dom0 already; or there is nobody to go to. */
static void a_focus_key_may_have_nothing_to_do(void **state)
{
	(void)state;
	assert_int_equal(key(&buttons, KEY_ESC, 1), FOCUS_SWALLOW);
	assert_int_equal(key(&buttons, KEY_ESC, 0), FOCUS_SWALLOW);

	remove_guest(2);
	give_focus(1);
	assert_int_equal(key(&buttons, KEY_BACKSPACE, 1), FOCUS_SWALLOW);
	assert_int_equal(key(&buttons, KEY_BACKSPACE, 0), FOCUS_SWALLOW);

	remove_guest(1);
	step(1, 0, true);
	assert_int_equal(key(&buttons, KEY_BACKSPACE, 1), FOCUS_SWALLOW);
	assert_int_equal(key(&buttons, KEY_BACKSPACE, 0), FOCUS_SWALLOW);
	no_more_steps();
}

static void no_key_is_a_focus_key_if_its_code_is_0(void **state)
{
	(void)state;
	route.next_key = 0;
	route.dom0_key = 0;
	press_and_release(&buttons, KEY_BACKSPACE);
	press_and_release(&buttons, KEY_ESC);
	press_and_release(&buttons, KEY_RESERVED);
	no_more_steps();
	assert_heard(&dom0, "+14 -14 +1 -1 +0 -0");
}

static void the_round_is_by_domid(void **state)
{
	(void)state;
	add_guest(7);
	add_guest(4);
	key(&buttons, KEY_BACKSPACE, 1);
	step(0, 1, true);
	key(&buttons, KEY_BACKSPACE, 0);
	press_and_release(&buttons, KEY_BACKSPACE);
	step(1, 2, true);
	press_and_release(&buttons, KEY_BACKSPACE);
	step(2, 4, true);
	press_and_release(&buttons, KEY_BACKSPACE);
	step(4, 7, true);
	press_and_release(&buttons, KEY_BACKSPACE);
	step(7, 1, true);
	no_more_steps();
}

static void settings_may_change_while_a_focus_key_is_down(void **state)
{
	(void)state;
	key(&buttons, KEY_BACKSPACE, 1);
	step(0, 1, true);
	route.next_key = KEY_F1;
	buttons.listed = false;
	key(&buttons, KEY_BACKSPACE, 0);
	press_and_release(&buttons, KEY_BACKSPACE);
	assert_heard(&a.log, "+14 | -14 |");

	/* A key that is down as an ordinary one becomes a focus key. */
	key(&buttons, KEY_F1, 1);
	buttons.listed = true;
	key(&buttons, KEY_F1, 0);
	assert_heard(&a.log, "+59 | -59 |");
	no_more_steps();
}

/* It must stay open until then. */
static void a_device_is_idle_when_the_swallowed_key_is_up(void **state)
{
	(void)state;
	assert_true(focus_route_idle(&mouse));
	assert_false(focus_route_idle(&buttons));

	mouse.listed = true;
	assert_false(focus_route_idle(&mouse));
	key(&mouse, KEY_BACKSPACE, 1);
	mouse.listed = false;
	assert_false(focus_route_idle(&mouse));
	key(&mouse, KEY_BACKSPACE, 0);
	assert_true(focus_route_idle(&mouse));
	step(0, 1, true);
}

/* Two fast presses */

static void each_press_of_next_moves_one_on(void **state)
{
	(void)state;
	press_and_release(&buttons, KEY_BACKSPACE);
	press_and_release(&buttons, KEY_BACKSPACE);
	step(0, 1, true);
	step(1, 2, true);
	no_more_steps();
}

static void a_press_during_a_change_counts(void **state)
{
	struct focus_step first;

	(void)state;
	press_and_release(&buttons, KEY_BACKSPACE);
	assert_true(focus_route_begin(&route, &first));
	press_and_release(&buttons, KEY_BACKSPACE);
	focus_route_end(&route, &first, true);
	step(1, 2, true);
	no_more_steps();
}

static void the_dom0_key_cancels_what_waits(void **state)
{
	(void)state;
	press_and_release(&buttons, KEY_BACKSPACE);
	press_and_release(&buttons, KEY_BACKSPACE);
	press_and_release(&buttons, KEY_ESC);
	step(0, 0, true);
	no_more_steps();

	/* Not what has begun. */
	press_and_release(&buttons, KEY_BACKSPACE);
	press_and_release(&buttons, KEY_BACKSPACE);
	step(0, 1, true);
	press_and_release(&buttons, KEY_ESC);
	step(1, 0, true);
	no_more_steps();
}

static void next_after_the_dom0_key_begins_at_dom0(void **state)
{
	(void)state;
	give_focus(2);
	press_and_release(&buttons, KEY_ESC);
	press_and_release(&buttons, KEY_BACKSPACE);
	step(2, 0, true);
	step(0, 1, true);
	no_more_steps();
}

static void presses_that_wait_are_bounded(void **state)
{
	unsigned int i;

	(void)state;
	for (i = 0; i < FOCUS_MAX_NEXTS + 5; i++)
		press_and_release(&buttons, KEY_BACKSPACE);
	for (i = 0; i < FOCUS_MAX_NEXTS; i++)
		step(i ? 1 + (i - 1) % 2 : 0, 1 + i % 2, true);
	no_more_steps();
}

/* Programs */

static void a_program_that_asks_cancels_presses_before_it(void **state)
{
	struct focus_request request = { .to = 1 };
	struct focus_step s;

	(void)state;
	press_and_release(&buttons, KEY_BACKSPACE);
	press_and_release(&buttons, KEY_BACKSPACE);
	assert_true(focus_route_ask(&route, &request));
	press_and_release(&buttons, KEY_BACKSPACE);

	assert_true(focus_route_begin(&route, &s));
	assert_ptr_equal(s.request, &request);
	assert_false(s.forced || s.unknown);
	focus_route_end(&route, &s, true);
	step(1, 2, true);
	no_more_steps();
}

static void requests_come_in_turn(void **state)
{
	struct focus_request one = { .to = 1 }, two = { .to = 2 }, three = { .to = 2 };

	(void)state;
	assert_true(focus_route_ask(&route, &one));
	assert_true(focus_route_ask(&route, &two));
	press_and_release(&buttons, KEY_ESC);
	assert_true(focus_route_ask(&route, &three));
	press_and_release(&buttons, KEY_ESC);	/* moves behind it */
	step(0, 1, true);
	step(1, 2, true);
	step(2, 2, true);
	step(2, 0, true);
	no_more_steps();
}

static void a_request_can_be_taken_back(void **state)
{
	struct focus_request one = { .to = 1 }, two = { .to = 2 };
	struct focus_step s;

	(void)state;
	assert_true(focus_route_ask(&route, &one));
	assert_true(focus_route_ask(&route, &two));
	key(&buttons, KEY_ENTER, 1);
	assert_true(focus_route_begin(&route, &s));
	assert_false(focus_route_unask(&route, &one));
	assert_true(focus_route_unask(&route, &two));
	focus_route_end(&route, &s, true);
	no_more_steps();
	assert_heard(&a.log, "+28 |");

	/* The last one's end is the end of the change. */
	assert_true(focus_route_ask(&route, &two));
	key(&buttons, KEY_LEFT, 1);
	assert_true(focus_route_unask(&route, &two));
	no_more_steps();
	assert_heard(&a.log, "+105 |");
	key(&buttons, KEY_ENTER, 0);
	key(&buttons, KEY_LEFT, 0);
	assert_heard(&a.log, "-28 | -105 |");
}

static void nobody_can_ask_for_a_guest_that_is_not_there(void **state)
{
	struct focus_request request = { .to = 3 };

	(void)state;
	press_and_release(&buttons, KEY_BACKSPACE);
	assert_false(focus_route_ask(&route, &request));
	step(0, 1, true);
	no_more_steps();
}

/* A key held across a change */

static void the_loser_gets_his_releases_and_the_winner_nothing(void **state)
{
	(void)state;
	give_focus(1);
	key(&buttons, KEY_ENTER, 1);
	key(&buttons, KEY_LEFT, 1);
	assert_heard(&a.log, "+28 | +105 |");
	press_and_release(&buttons, KEY_BACKSPACE);
	assert_heard(&a.log, "");
	step(1, 2, true);
	assert_heard(&a.log, "-28 -105 |");
	key(&buttons, KEY_ENTER, 0);
	key(&buttons, KEY_LEFT, 0);
	press_and_release(&buttons, KEY_ENTER);
	assert_heard(&b.log, "+28 | -28 |");
}

static void the_loser_gets_his_release_at_once_if_it_comes_before(void **state)
{
	(void)state;
	give_focus(1);
	key(&buttons, KEY_ENTER, 1);
	press_and_release(&buttons, KEY_BACKSPACE);
	key(&buttons, KEY_ENTER, 0);
	assert_heard(&a.log, "+28 | -28 |");
	step(1, 2, true);
}

static void dom0_gets_the_release_of_what_it_saw_pressed(void **state)
{
	(void)state;
	key(&buttons, KEY_ENTER, 1);
	press_and_release(&buttons, KEY_BACKSPACE);
	step(0, 1, true);
	key(&buttons, KEY_ENTER, 0);
	assert_heard(&dom0, "+28 -28");

	/* And so if the release comes during the change. */
	give_focus(0);
	key(&buttons, KEY_ENTER, 1);
	press_and_release(&buttons, KEY_BACKSPACE);
	key(&buttons, KEY_ENTER, 0);
	assert_heard(&dom0, "+28 -28");
	step(0, 1, true);
}

static void a_change_to_who_has_the_focus_is_none(void **state)
{
	(void)state;
	give_focus(1);
	key(&buttons, KEY_ENTER, 1);
	give_focus(1);
	assert_heard(&a.log, "+28 |");
	key(&buttons, KEY_ENTER, 0);
	assert_heard(&a.log, "-28 |");
}

static void a_held_key_does_not_come_back_with_the_focus(void **state)
{
	(void)state;
	give_focus(1);
	key(&buttons, KEY_ENTER, 1);
	give_focus(2);
	give_focus(1);
	assert_heard(&a.log, "+28 | -28 |");
	key(&buttons, KEY_ENTER, 0);
}

/* The frame that a port was in the middle of is ended with the releases. */
static void a_change_in_the_middle_of_a_frame(void **state)
{
	(void)state;
	give_focus(1);
	event(&buttons, EV_KEY, KEY_ENTER, 1);
	give_focus(2);
	event(&buttons, EV_KEY, KEY_LEFT, 1);
	sync(&buttons);
	assert_heard(&a.log, "+28 -28 |");
	assert_heard(&b.log, "+105 |");
	key(&buttons, KEY_ENTER, 0);
	key(&buttons, KEY_LEFT, 0);
	assert_heard(&b.log, "-105 |");
}

/* During a change */

static void presses_go_to_the_winner(void **state)
{
	struct focus_step s;

	(void)state;
	press_and_release(&buttons, KEY_BACKSPACE);
	press_and_release(&buttons, KEY_ENTER);
	assert_true(focus_route_begin(&route, &s));
	event(&buttons, EV_KEY, KEY_ENTER, 1);
	event(&buttons, EV_KEY, KEY_LEFT, 1);
	sync(&buttons);
	key(&buttons, KEY_ENTER, 0);
	assert_heard(&a.log, "");
	focus_route_end(&route, &s, true);
	assert_heard(&a.log, "+28 | -28 | +28 +105 | -28 |");
	key(&buttons, KEY_LEFT, 0);
	assert_heard(&a.log, "-105 |");
}

static void all_that_is_held_goes_to_the_last_winner(void **state)
{
	(void)state;
	press_and_release(&buttons, KEY_BACKSPACE);
	key(&buttons, KEY_ENTER, 1);
	press_and_release(&buttons, KEY_BACKSPACE);
	step(0, 1, true);
	key(&buttons, KEY_LEFT, 1);
	step(1, 2, true);
	assert_heard(&b.log, "+28 | +105 |");
	key(&buttons, KEY_ENTER, 0);
	key(&buttons, KEY_LEFT, 0);
	assert_heard(&b.log, "-28 | -105 |");
}

static void the_frame_may_end_after_the_change(void **state)
{
	(void)state;
	press_and_release(&buttons, KEY_BACKSPACE);
	event(&buttons, EV_KEY, KEY_ENTER, 1);
	step(0, 1, true);
	assert_heard(&a.log, "+28");
	event(&buttons, EV_KEY, KEY_LEFT, 1);
	sync(&buttons);
	assert_heard(&a.log, "+105 |");
	key(&buttons, KEY_ENTER, 0);
	key(&buttons, KEY_LEFT, 0);
	assert_heard(&a.log, "-28 | -105 |");
}

static void dom0_gets_presses_at_once_if_it_will_have_the_focus(void **state)
{
	struct focus_step s;

	(void)state;
	give_focus(1);
	press_and_release(&buttons, KEY_ESC);
	key(&buttons, KEY_ENTER, 1);
	motion(&buttons, EV_REL, REL_X, 1);
	assert_heard(&dom0, "+28 r0:1");
	assert_true(focus_route_begin(&route, &s));
	key(&buttons, KEY_ENTER, 0);
	assert_heard(&dom0, "-28");
	focus_route_end(&route, &s, true);
}

/* The winner would not get them, and Dom0 not later. */
static void dom0_gets_presses_at_once_if_the_winner_has_no_port(void **state)
{
	(void)state;
	focus_route_remove_port(&buttons, &b.port);
	give_focus(1);
	press_and_release(&buttons, KEY_BACKSPACE);
	press_and_release(&buttons, KEY_ENTER);
	assert_heard(&dom0, "+28 -28");
	step(1, 2, true);
}

static void the_dom0_key_drops_what_is_held(void **state)
{
	(void)state;
	press_and_release(&buttons, KEY_BACKSPACE);
	press_and_release(&buttons, KEY_ENTER);
	key(&buttons, KEY_LEFT, 1);
	press_and_release(&buttons, KEY_ESC);
	key(&buttons, KEY_UP, 1);
	step(0, 0, true);
	no_more_steps();
	assert_int_equal(route.dropped, 2);
	key(&buttons, KEY_LEFT, 0);
	key(&buttons, KEY_UP, 0);
	assert_heard(&dom0, "+103 -103");
}

/* A subscriber that refuses */

static void a_guest_that_keeps_the_focus_gets_what_was_held(void **state)
{
	(void)state;
	give_focus(1);
	key(&buttons, KEY_UP, 1);
	press_and_release(&buttons, KEY_BACKSPACE);
	key(&buttons, KEY_ENTER, 1);
	step(1, 2, false);
	assert_heard(&a.log, "+103 | +28 |");
	key(&buttons, KEY_ENTER, 0);
	key(&buttons, KEY_UP, 0);
	assert_heard(&a.log, "-28 | -103 |");
}

static void dom0_cannot_get_what_was_held(void **state)
{
	(void)state;
	press_and_release(&buttons, KEY_BACKSPACE);
	press_and_release(&buttons, KEY_ENTER);
	key(&buttons, KEY_LEFT, 1);
	motion(&buttons, EV_REL, REL_X, 1);
	step(0, 1, false);
	assert_int_equal(route.dropped, 3);
	key(&buttons, KEY_LEFT, 0);
	press_and_release(&buttons, KEY_LEFT);
	assert_heard(&dom0, "+105 -105");
}

static void dom0_keeps_what_it_got_if_it_does_not_get_the_focus(void **state)
{
	(void)state;
	give_focus(1);
	press_and_release(&buttons, KEY_ESC);
	key(&buttons, KEY_ENTER, 1);
	step(1, 0, false);
	key(&buttons, KEY_LEFT, 1);
	key(&buttons, KEY_ENTER, 0);
	key(&buttons, KEY_LEFT, 0);
	assert_heard(&dom0, "+28 -28");
	assert_heard(&a.log, "+105 | -105 |");
}

static void a_refusal_does_not_end_what_waits(void **state)
{
	(void)state;
	press_and_release(&buttons, KEY_BACKSPACE);
	press_and_release(&buttons, KEY_BACKSPACE);
	step(0, 1, false);
	step(0, 1, true);
	no_more_steps();
}

/* Too much is held */

static void presses_that_find_no_room_are_dropped(void **state)
{
	unsigned int i;

	(void)state;
	press_and_release(&buttons, KEY_BACKSPACE);
	for (i = 0; i < FOCUS_HELD + 3; i++)
		key(&buttons, 200 + i, 1);
	assert_int_equal(buttons.num_held, FOCUS_HELD);
	assert_int_equal(route.dropped, 3);
	key(&buttons, 200 + FOCUS_HELD, 0);
	assert_int_equal(route.dropped, 3);
	step(0, 1, true);
	assert_non_null(strstr(a.log.text, "+200 | +201 |"));
	assert_non_null(strstr(a.log.text, "+263 |"));
	assert_null(strstr(a.log.text, "264"));
	a.log = (struct log){ 0 };

	for (i = 0; i < FOCUS_HELD + 3; i++)
		if (i != FOCUS_HELD)
			key(&buttons, 200 + i, 0);
	assert_non_null(strstr(a.log.text, "-263 |"));
	assert_null(strstr(a.log.text, "-265"));
	a.log = (struct log){ 0 };
	assert_int_equal(buttons.taken, 0);
}

static void a_release_without_room_takes_its_press_along(void **state)
{
	unsigned int i;

	(void)state;
	press_and_release(&buttons, KEY_BACKSPACE);
	for (i = 0; i < FOCUS_HELD; i++)
		event(&buttons, EV_KEY, 200 + i, 1);
	sync(&buttons);
	key(&buttons, 200, 0);			/* makes room for one */
	assert_int_equal(buttons.num_held, FOCUS_HELD - 1);
	key(&buttons, 263, 0);
	key(&buttons, 263, 1);			/* no room: dropped */
	key(&buttons, 202, 0);
	assert_int_equal(route.dropped, 3);
	step(0, 1, true);
	assert_non_null(strstr(a.log.text, "+201 +203"));
	assert_non_null(strstr(a.log.text, "+263 | -263 |"));
	assert_null(strstr(a.log.text, "202"));
	a.log = (struct log){ 0 };

	for (i = 0; i < FOCUS_HELD; i++)
		if (i != 0 && i != 2)
			key(&buttons, 200 + i, 0);
	a.log = (struct log){ 0 };
	assert_int_equal(buttons.taken, 0);
}

/* The frame's end was noted at the press that goes. */
static void a_frame_ends_where_its_last_press_was_taken(void **state)
{
	unsigned int i;

	(void)state;
	press_and_release(&buttons, KEY_BACKSPACE);
	event(&buttons, EV_KEY, KEY_UP, 1);
	key(&buttons, KEY_LEFT, 1);
	for (i = 0; i < FOCUS_HELD - 2; i++)
		key(&buttons, 200 + i, 1);
	key(&buttons, KEY_LEFT, 0);
	step(0, 1, true);
	assert_memory_equal(a.log.text, "+103 | +200 |", strlen("+103 | +200 |"));
	a.log = (struct log){ 0 };

	key(&buttons, KEY_UP, 0);
	for (i = 0; i < FOCUS_HELD - 2; i++)
		key(&buttons, 200 + i, 0);
	a.log = (struct log){ 0 };
}

static void held_motion_collapses(void **state)
{
	unsigned int i;

	(void)state;
	add_port(&mouse, &a, 1);
	focus_route_remove_port(&buttons, &b.port);
	press_and_release(&buttons, KEY_BACKSPACE);
	for (i = 0; i < 1000; i++) {
		event(&mouse, EV_REL, REL_X, 2);
		event(&mouse, EV_REL, REL_Y, -1);
		event(&mouse, EV_ABS, ABS_X, i);
		sync(&mouse);
	}
	key(&mouse, BTN_LEFT, 1);
	motion(&mouse, EV_REL, REL_X, 5);	/* what follows a press stays behind it */
	motion(&mouse, EV_REL, REL_X, 6);
	key(&mouse, BTN_LEFT, 0);
	assert_int_equal(route.dropped, 0);
	step(0, 1, true);
	assert_heard(&a.log, "r0:2000 r1:-1000 a0:999 | +272 | r0:11 | -272 |");
}

static void sums_of_motion_do_not_overflow(void **state)
{
	(void)state;
	press_and_release(&buttons, KEY_BACKSPACE);
	motion(&buttons, EV_REL, REL_X, INT32_MAX);
	motion(&buttons, EV_REL, REL_X, 1);
	motion(&buttons, EV_REL, REL_Y, INT32_MIN);
	motion(&buttons, EV_REL, REL_Y, -1);
	step(0, 1, true);
	assert_heard(&a.log, "r0:2147483647 | r1:-2147483648 |");
}

static void motion_without_room_is_dropped(void **state)
{
	unsigned int i;

	(void)state;
	press_and_release(&buttons, KEY_BACKSPACE);
	for (i = 0; i < FOCUS_HELD; i++)
		key(&buttons, 200 + i, 1);
	motion(&buttons, EV_REL, REL_X, 1);
	assert_int_equal(route.dropped, 1);
	step(0, 1, false);
	for (i = 0; i < FOCUS_HELD; i++)
		key(&buttons, 200 + i, 0);
}

/* A guest that dies */

static void dom0_gets_the_focus_of_a_guest_that_is_gone(void **state)
{
	struct focus_step s;

	(void)state;
	give_focus(1);
	key(&buttons, KEY_ENTER, 1);
	focus_route_remove_port(&buttons, &a.port);
	assert_heard(&a.log, "+28 | -28 |");
	remove_guest(1);
	key(&buttons, KEY_LEFT, 1);
	assert_heard(&dom0, "+105");

	assert_true(focus_route_begin(&route, &s));
	assert_true(s.forced);
	assert_int_equal(s.to, 0);
	focus_route_end(&route, &s, true);
	no_more_steps();
	assert_int_equal(route.now, 0);
	key(&buttons, KEY_ENTER, 0);
	key(&buttons, KEY_LEFT, 0);
	assert_heard(&dom0, "-105");
}

/* It was gone, even if it was gone for a short time. */
static void a_guest_that_comes_back_has_lost_the_focus(void **state)
{
	(void)state;
	give_focus(1);
	remove_guest(1);
	add_guest(1);
	step(1, 0, true);
	no_more_steps();
}

static void a_guest_may_die_while_it_gets_the_focus(void **state)
{
	struct focus_step s;

	(void)state;
	press_and_release(&buttons, KEY_BACKSPACE);
	assert_true(focus_route_begin(&route, &s));
	key(&buttons, KEY_ENTER, 1);
	focus_route_remove_port(&buttons, &a.port);
	remove_guest(1);
	focus_route_end(&route, &s, true);
	assert_int_equal(route.now, 1);

	assert_true(focus_route_begin(&route, &s));
	assert_true(s.forced);
	focus_route_end(&route, &s, true);
	assert_int_equal(route.now, 0);
	no_more_steps();
	assert_int_equal(route.dropped, 1);
	key(&buttons, KEY_ENTER, 0);
}

static void a_guest_may_die_while_it_loses_the_focus(void **state)
{
	struct focus_step s;

	(void)state;
	give_focus(1);
	press_and_release(&buttons, KEY_BACKSPACE);
	assert_true(focus_route_begin(&route, &s));
	remove_guest(1);
	key(&buttons, KEY_ENTER, 1);
	focus_route_end(&route, &s, true);
	assert_int_equal(route.now, 2);
	no_more_steps();
	key(&buttons, KEY_ENTER, 0);
	assert_heard(&b.log, "+28 | -28 |");
}

/* The winner refuses, and the loser is gone. */
static void dom0_gets_the_focus_that_nobody_else_has(void **state)
{
	struct focus_step s;

	(void)state;
	give_focus(1);
	press_and_release(&buttons, KEY_BACKSPACE);
	assert_true(focus_route_begin(&route, &s));
	remove_guest(1);
	focus_route_end(&route, &s, false);
	step(1, 0, true);
	no_more_steps();
}

static void a_guest_may_die_before_its_turn(void **state)
{
	struct focus_request request = { .to = 2 };
	struct focus_step s;

	(void)state;
	give_focus(1);
	assert_true(focus_route_ask(&route, &request));
	remove_guest(2);
	assert_true(focus_route_begin(&route, &s));
	assert_ptr_equal(s.request, &request);
	assert_true(s.unknown);
	assert_int_equal(s.to, s.from);
	focus_route_end(&route, &s, true);
	assert_int_equal(route.now, 1);
	no_more_steps();

	/* As next it is just left out. */
	add_guest(2);
	press_and_release(&buttons, KEY_BACKSPACE);
	remove_guest(2);
	step(1, 1, true);
	no_more_steps();
}

static void what_waits_comes_after_the_dead(void **state)
{
	(void)state;
	give_focus(1);
	press_and_release(&buttons, KEY_BACKSPACE);
	remove_guest(1);
	key(&buttons, KEY_ENTER, 1);
	step(1, 0, true);
	step(0, 2, true);
	no_more_steps();
	key(&buttons, KEY_ENTER, 0);
	assert_heard(&b.log, "+28 | -28 |");
}

/* Next begins at Dom0, which the focus has gone to by then. */
static void next_after_the_dead_begins_at_dom0(void **state)
{
	(void)state;
	add_guest(3);
	give_focus(2);
	remove_guest(2);
	press_and_release(&buttons, KEY_BACKSPACE);
	key(&buttons, KEY_ENTER, 1);
	step(2, 0, true);
	step(0, 1, true);
	key(&buttons, KEY_ENTER, 0);
	assert_heard(&a.log, "+28 | -28 |");
}

/* Ports that come and go */

static void a_port_that_goes_gets_its_releases(void **state)
{
	(void)state;
	give_focus(1);
	key(&buttons, KEY_ENTER, 1);
	focus_route_remove_port(&buttons, &a.port);
	assert_heard(&a.log, "+28 | -28 |");
	add_port(&buttons, &a, 1);
	key(&buttons, KEY_ENTER, 0);
	press_and_release(&buttons, KEY_ENTER);
	assert_heard(&a.log, "+28 | -28 |");
}

static void a_port_that_comes_late_gets_no_release(void **state)
{
	struct end second;

	(void)state;
	give_focus(1);
	key(&buttons, KEY_ENTER, 1);
	add_port(&buttons, &second, 1);
	key(&buttons, KEY_ENTER, 0);
	assert_heard(&a.log, "+28 | -28 |");
	assert_heard(&second.log, "");

	/* One of the two stays. */
	key(&buttons, KEY_ENTER, 1);
	focus_route_remove_port(&buttons, &second.port);
	assert_heard(&second.log, "+28 | -28 |");
	key(&buttons, KEY_ENTER, 0);
	assert_heard(&a.log, "+28 | -28 |");
}

static void dom0_keeps_the_key_that_was_down_before_the_port(void **state)
{
	(void)state;
	give_focus(1);
	key(&mouse, BTN_LEFT, 1);
	focus_route_remove_port(&buttons, &a.port);
	add_port(&mouse, &a, 1);
	key(&mouse, BTN_RIGHT, 1);
	key(&mouse, BTN_LEFT, 0);
	key(&mouse, BTN_RIGHT, 0);
	assert_heard(&dom0, "+272 -272");
	assert_heard(&a.log, "+273 | -273 |");
}

static void the_winners_port_may_go_during_the_change(void **state)
{
	(void)state;
	press_and_release(&buttons, KEY_BACKSPACE);
	key(&buttons, KEY_ENTER, 1);
	key(&buttons, KEY_UP, 1);
	key(&buttons, KEY_UP, 0);
	focus_route_remove_port(&buttons, &a.port);
	press_and_release(&buttons, KEY_LEFT);
	assert_heard(&dom0, "+105 -105");
	step(0, 1, true);
	assert_int_equal(route.dropped, 2);
	key(&buttons, KEY_ENTER, 0);
	assert_heard(&a.log, "");
}

/* The input core lets go of its keys before it goes. */
static void a_device_may_go_during_a_change(void **state)
{
	(void)state;
	give_focus(1);
	key(&buttons, KEY_ENTER, 1);
	press_and_release(&buttons, KEY_BACKSPACE);
	key(&buttons, KEY_UP, 1);
	event(&buttons, EV_KEY, KEY_ENTER, 0);
	event(&buttons, EV_KEY, KEY_UP, 0);
	sync(&buttons);
	focus_route_remove_port(&buttons, &a.port);
	focus_route_remove_port(&buttons, &b.port);
	focus_route_remove_device(&route, &buttons);
	assert_int_equal(buttons.taken, 0);
	step(1, 2, true);
	assert_heard(&a.log, "+28 | -28 |");
}

/* A device that Dom0 had grabbed */

static bool is_down(void *data, unsigned int thing)
{
	return thing == *(unsigned int *)data;
}

static void keys_that_went_up_unseen_are_released(void **state)
{
	unsigned int down = KEY_LEFT;

	(void)state;
	give_focus(1);
	key(&buttons, KEY_ENTER, 1);
	key(&buttons, KEY_LEFT, 1);
	resync(&buttons, is_down, &down);
	assert_heard(&a.log, "+28 | +105 | -28 |");
	key(&buttons, KEY_LEFT, 0);
	assert_heard(&a.log, "-105 |");
}

static void a_press_shows_that_a_release_was_missed(void **state)
{
	(void)state;
	give_focus(1);
	key(&buttons, KEY_ENTER, 1);
	key(&buttons, KEY_ENTER, 1);
	assert_heard(&a.log, "+28 | -28 +28 |");

	/* A focus key counts each time. */
	key(&buttons, KEY_BACKSPACE, 1);
	key(&buttons, KEY_BACKSPACE, 1);
	step(1, 2, true);
	step(2, 1, true);
	assert_heard(&a.log, "-28 |");
	no_more_steps();

	/* It may be a focus key by then. */
	key(&buttons, KEY_F1, 1);
	route.next_key = KEY_F1;
	key(&buttons, KEY_F1, 1);
	assert_heard(&a.log, "+59 | -59 |");
	key(&buttons, KEY_F1, 0);
	step(1, 2, false);

	route.next_key = KEY_BACKSPACE;
	press_and_release(&buttons, KEY_BACKSPACE);
	key(&buttons, KEY_UP, 1);
	key(&buttons, KEY_UP, 1);
	step(1, 2, true);
	assert_heard(&b.log, "+103 | -103 +103 |");
	key(&buttons, KEY_UP, 0);
	assert_heard(&b.log, "-103 |");
}

/* Touch */

static void contact(unsigned int slot, int id)
{
	event(&touch, EV_ABS, ABS_MT_SLOT, slot);
	event(&touch, EV_ABS, ABS_MT_TRACKING_ID, id);
}

static void position(unsigned int slot, int x)
{
	event(&touch, EV_ABS, ABS_MT_SLOT, slot);
	event(&touch, EV_ABS, ABS_MT_POSITION_X, x);
}

static void touch_ports(void)
{
	focus_route_remove_port(&buttons, &a.port);
	focus_route_remove_port(&buttons, &b.port);
	add_port(&touch, &a, 1);
	add_port(&touch, &b, 2);
}

static void a_contact_belongs_to_who_saw_it_begin(void **state)
{
	(void)state;
	touch_ports();
	contact(0, 10);
	position(0, 5);
	sync(&touch);
	assert_heard(&dom0, "s0 t10 s0 a53:5");

	give_focus(1);
	contact(1, 11);
	position(1, 6);
	position(0, 7);
	sync(&touch);
	assert_heard(&a.log, "s1 t11 a53:6 |");
	assert_heard(&dom0, "s1 s1 s0 a53:7");

	give_focus(2);
	assert_heard(&a.log, "t-1 |");
	position(1, 8);
	contact(1, -1);
	contact(0, -1);
	sync(&touch);
	assert_heard(&dom0, "s1 s1 s0 t-1");
	contact(0, 12);
	sync(&touch);
	contact(0, -1);
	sync(&touch);
	assert_heard(&b.log, "s0 t12 | t-1 |");
	assert_heard(&dom0, "s0 s0");
	assert_int_equal(touch.taken, 0);
}

static void contacts_are_held_with_their_slots(void **state)
{
	struct focus_request request = { .to = 1 };

	(void)state;
	touch_ports();
	assert_true(focus_route_ask(&route, &request));
	contact(0, 10);
	position(0, 1);
	contact(3, 11);
	position(3, 2);
	sync(&touch);
	position(0, 3);
	position(3, 4);
	position(0, 5);
	sync(&touch);
	contact(0, -1);
	sync(&touch);
	dom0 = (struct log){ 0 };
	step(0, 1, true);
	assert_heard(&a.log, "s0 t10 a53:1 s3 t11 a53:4 | s0 a53:5 | t-1 |");
	contact(3, -1);
	sync(&touch);
	assert_heard(&a.log, "s3 t-1 |");
	assert_heard(&dom0, "s3");
}

static void a_contact_that_was_not_held_has_no_motion(void **state)
{
	struct focus_request request = { .to = 1 };
	unsigned int i;

	(void)state;
	touch_ports();
	assert_true(focus_route_ask(&route, &request));
	for (i = 0; i < FOCUS_HELD; i++)
		key(&touch, 200 + i, 1);
	contact(0, 10);
	position(0, 1);
	key(&touch, 200, 0);
	position(0, 2);
	step(0, 1, true);
	position(0, 3);
	contact(0, -1);
	sync(&touch);
	assert_null(strstr(a.log.text, "t10"));
	assert_null(strstr(a.log.text, "a53"));
	for (i = 1; i < FOCUS_HELD; i++)
		key(&touch, 200 + i, 0);
	a.log = (struct log){ 0 };
	dom0 = (struct log){ 0 };
	assert_int_equal(touch.taken, 0);
}

static void a_new_contact_may_take_a_slot_at_once(void **state)
{
	(void)state;
	touch_ports();
	give_focus(1);
	contact(0, 10);
	contact(0, 11);
	sync(&touch);
	contact(0, -1);
	sync(&touch);
	assert_heard(&a.log, "s0 t10 t-1 t11 | t-1 |");
	assert_heard(&dom0, "s0 s0 s0");
}

static void contacts_that_cannot_be_told_apart_are_dom0s(void **state)
{
	(void)state;
	touch_ports();
	give_focus(1);
	contact(FOCUS_SLOTS, 10);
	position(FOCUS_SLOTS, 1);
	contact(-1, 10);
	contact(INT32_MAX, 10);
	sync(&touch);
	assert_heard(&dom0, "s64 t10 s64 a53:1 s-1 t10 s2147483647 t10");

	touch.slots = false;
	event(&touch, EV_ABS, ABS_MT_POSITION_X, 9);
	event(&touch, EV_ABS, ABS_X, 9);
	sync(&touch);
	assert_heard(&dom0, "a53:9");
	assert_heard(&a.log, "a0:9 |");
}

/* Axes that do not change */

/* A tablet with ends of domains 1 and 2, seen by Dom0. */
static void prepare_tablet(void)
{
	focus_route_remove_port(&buttons, &a.port);
	focus_route_remove_port(&buttons, &b.port);
	add_port(&mouse, &a, 1);
	add_port(&mouse, &b, 2);
	axes[0][ABS_X] = 0;
	axes[0][ABS_Y] = 0;
	place(&mouse, 3, 4);
	assert_heard(&dom0, "a0:3 a1:4");
}

static void a_guest_is_told_all_axes_before_its_first_event(void **state)
{
	(void)state;
	prepare_tablet();
	give_focus(1);
	assert_heard(&a.log, "");
	place(&mouse, 5, 4);
	assert_heard(&a.log, "a0:5 a1:4 a0:5 |");
	place(&mouse, 5, 6);
	assert_heard(&a.log, "a1:6 |");

	give_focus(2);
	press_and_release(&mouse, BTN_LEFT);
	assert_heard(&b.log, "a0:5 a1:6 +272 | -272 |");
	give_focus(1);
	motion(&mouse, EV_REL, REL_WHEEL, 1);
	assert_heard(&a.log, "a0:5 a1:6 r8:1 |");
}

/* Releases of what Dom0 has pressed, focus keys, what guests do not get. */
static void what_a_guest_does_not_get_is_no_first_event(void **state)
{
	(void)state;
	prepare_tablet();
	key(&mouse, BTN_LEFT, 1);
	mouse.listed = true;
	key(&mouse, KEY_BACKSPACE, 1);
	step(0, 1, true);
	key(&mouse, KEY_BACKSPACE, 2);
	key(&mouse, KEY_BACKSPACE, 0);
	key(&mouse, BTN_LEFT, 0);
	event(&mouse, EV_SW, SW_LID, 1);
	sync(&mouse);
	assert_heard(&dom0, "+272 -272 ?5");
	assert_heard(&a.log, "");
	key(&mouse, BTN_LEFT, 1);
	key(&mouse, BTN_LEFT, 0);
	assert_heard(&a.log, "a0:3 a1:4 +272 | -272 |");
}

static void a_port_that_comes_late_is_told_all_axes(void **state)
{
	struct end second;

	(void)state;
	prepare_tablet();
	give_focus(1);
	place(&mouse, 5, 4);
	add_port(&mouse, &second, 1);
	place(&mouse, 6, 4);
	assert_heard(&a.log, "a0:5 a1:4 a0:5 | a0:6 |");
	assert_heard(&second.log, "a0:6 a1:4 a0:6 |");
	focus_route_remove_port(&mouse, &second.port);
}

static void what_is_held_begins_with_all_axes(void **state)
{
	struct focus_request request = { .to = 1 };

	(void)state;
	prepare_tablet();
	assert_true(focus_route_ask(&route, &request));
	key(&mouse, BTN_LEFT, 1);
	place(&mouse, 5, 4);
	place(&mouse, 6, 4);
	key(&mouse, BTN_LEFT, 0);
	step(0, 1, true);
	assert_heard(&a.log, "a0:3 a1:4 +272 | a0:6 | -272 |");

	/* It knows them, but what comes now does not depend on that. */
	place(&mouse, 6, 7);
	assert_heard(&a.log, "a0:6 a1:7 a1:7 |");
	request.to = 2;
	assert_true(focus_route_ask(&route, &request));
	place(&mouse, 8, 7);
	step(1, 2, true);
	assert_heard(&b.log, "a0:8 a1:7 |");
}

/* Dom0 was to get the focus, and saw it. */
static void motion_that_was_missed_is_made_up_for(void **state)
{
	struct focus_request request = { .to = 0 };

	(void)state;
	prepare_tablet();
	give_focus(1);
	place(&mouse, 5, 4);
	assert_heard(&a.log, "a0:5 a1:4 a0:5 |");
	assert_true(focus_route_ask(&route, &request));
	place(&mouse, 5, 9);
	assert_heard(&dom0, "a1:9");
	step(1, 0, false);
	press_and_release(&mouse, BTN_LEFT);
	assert_heard(&a.log, "a0:5 a1:9 +272 | -272 |");
}

static void axes_that_nobody_moved_are_not_counted_as_dropped(void **state)
{
	struct focus_request request = { .to = 1 };

	(void)state;
	prepare_tablet();
	assert_true(focus_route_ask(&route, &request));
	place(&mouse, 5, 4);
	step(0, 1, false);
	assert_int_equal(route.dropped, 1);
}

static void a_port_that_has_a_button_hears_of_motion_that_was_not_seen(void **state)
{
	unsigned int down = BTN_LEFT;

	(void)state;
	prepare_tablet();
	give_focus(1);
	key(&mouse, BTN_LEFT, 1);
	assert_heard(&a.log, "a0:3 a1:4 +272 |");
	axes[0][ABS_Y] = 9;
	resync(&mouse, is_down, &down);
	assert_heard(&a.log, "a0:3 a1:9 |");
	axes[0][ABS_X] = 2;
	down = 0;
	resync(&mouse, is_down, &down);
	assert_heard(&a.log, "a0:2 a1:9 -272 |");
}

/* The touch screen with ends of domains 1 and 2; contacts have X and Y. */
static void prepare_touch(void)
{
	unsigned int slot;

	touch_ports();
	for (slot = 0; slot < FOCUS_SLOTS; slot++) {
		axes[slot][ABS_MT_POSITION_X] = 0;
		axes[slot][ABS_MT_POSITION_Y] = 0;
	}
}

static void touch_at(unsigned int slot, int id, int x, int y)
{
	contact(slot, id);
	set_axis(&touch, ABS_MT_POSITION_X, x);
	set_axis(&touch, ABS_MT_POSITION_Y, y);
	sync(&touch);
}

static void tap(int id, int x, int y)
{
	touch_at(0, id, x, y);
	contact(0, -1);
	sync(&touch);
}

static void a_contact_begins_with_all_that_it_is(void **state)
{
	(void)state;
	prepare_touch();
	tap(7, 10, 20);
	assert_heard(&dom0, "s0 t7 a53:10 a54:20 s0 t-1");
	give_focus(1);
	tap(8, 10, 20);
	assert_heard(&a.log, "s0 t8 a53:10 a54:20 | t-1 |");
	give_focus(2);
	tap(9, 11, 20);
	assert_heard(&b.log, "s0 t9 a53:10 a54:20 a53:11 | t-1 |");
	dom0 = (struct log){ 0 };
}

static void a_held_contact_is_where_it_was(void **state)
{
	struct focus_request request = { .to = 1 };

	(void)state;
	prepare_touch();
	tap(7, 10, 20);
	assert_true(focus_route_ask(&route, &request));
	tap(8, 11, 20);
	tap(9, 11, 30);
	touch_at(0, 10, 12, 30);
	step(0, 1, true);
	assert_heard(&a.log, "s0 t8 a53:11 a54:20 | t-1 | t9 a53:11 a54:30 | t-1 | "
			     "t10 a53:12 a54:30 |");
	contact(0, -1);
	sync(&touch);
	assert_heard(&a.log, "a53:12 a54:30 t-1 |");
	dom0 = (struct log){ 0 };
}

/* Rather none than one that is somewhere else. */
static void a_contact_without_room_for_all_that_it_is_is_dropped(void **state)
{
	struct focus_request request = { .to = 1 };
	unsigned int i;

	(void)state;
	prepare_touch();
	assert_true(focus_route_ask(&route, &request));
	for (i = 0; i < FOCUS_HELD - 5; i++)
		key(&touch, 200 + i, 1);
	touch_at(0, 7, 10, 20);
	touch_at(1, 8, 10, 20);
	assert_int_equal(route.dropped, 1);
	assert_int_equal(touch.num_held, FOCUS_HELD - 2);
	step(0, 1, true);
	assert_non_null(strstr(a.log.text, "s0 t7 a53:10 a54:20 |"));
	assert_null(strstr(a.log.text, "s1"));
	a.log = (struct log){ 0 };

	set_axis(&touch, ABS_MT_POSITION_X, 11);
	contact(1, -1);
	sync(&touch);
	assert_heard(&a.log, "");
	contact(0, -1);
	for (i = 0; i < FOCUS_HELD - 5; i++)
		key(&touch, 200 + i, 0);
	assert_int_equal(touch.taken, 0);
	a.log = (struct log){ 0 };
	dom0 = (struct log){ 0 };
}

static void contacts_that_moved_unseen_are_told_where_they_are(void **state)
{
	unsigned int down = KEY_CNT + 1;

	(void)state;
	prepare_touch();
	tap(6, 10, 20);
	give_focus(1);
	touch_at(0, 7, 10, 20);
	touch_at(1, 8, 0, 40);
	assert_heard(&a.log, "s0 t7 a53:10 a54:20 | s1 t8 a53:0 a54:0 a54:40 |");
	axes[1][ABS_MT_POSITION_Y] = 41;
	resync(&touch, is_down, &down);
	assert_heard(&a.log, "s0 a53:10 a54:20 s1 a53:0 a54:41 s0 t-1 |");
	contact(1, -1);
	sync(&touch);
	assert_heard(&a.log, "s1 t-1 |");
	dom0 = (struct log){ 0 };
}

#define UNIT(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(dom0_sees_all_in_focus),
		UNIT(a_guest_in_focus_gets_frames),
		UNIT(a_device_without_a_port_stays_dom0s),
		UNIT(two_ports_of_one_guest_get_the_same),
		UNIT(what_is_not_carried_is_dom0s),
		UNIT(repetition_goes_where_the_press_went),
		UNIT(odd_values_are_presses),
		UNIT(focus_keys_are_swallowed),
		UNIT(a_focus_key_may_have_nothing_to_do),
		UNIT(no_key_is_a_focus_key_if_its_code_is_0),
		UNIT(the_round_is_by_domid),
		UNIT(settings_may_change_while_a_focus_key_is_down),
		UNIT(a_device_is_idle_when_the_swallowed_key_is_up),
		UNIT(each_press_of_next_moves_one_on),
		UNIT(a_press_during_a_change_counts),
		UNIT(the_dom0_key_cancels_what_waits),
		UNIT(next_after_the_dom0_key_begins_at_dom0),
		UNIT(presses_that_wait_are_bounded),
		UNIT(a_program_that_asks_cancels_presses_before_it),
		UNIT(requests_come_in_turn),
		UNIT(a_request_can_be_taken_back),
		UNIT(nobody_can_ask_for_a_guest_that_is_not_there),
		UNIT(the_loser_gets_his_releases_and_the_winner_nothing),
		UNIT(the_loser_gets_his_release_at_once_if_it_comes_before),
		UNIT(dom0_gets_the_release_of_what_it_saw_pressed),
		UNIT(a_change_to_who_has_the_focus_is_none),
		UNIT(a_held_key_does_not_come_back_with_the_focus),
		UNIT(a_change_in_the_middle_of_a_frame),
		UNIT(presses_go_to_the_winner),
		UNIT(all_that_is_held_goes_to_the_last_winner),
		UNIT(the_frame_may_end_after_the_change),
		UNIT(dom0_gets_presses_at_once_if_it_will_have_the_focus),
		UNIT(dom0_gets_presses_at_once_if_the_winner_has_no_port),
		UNIT(the_dom0_key_drops_what_is_held),
		UNIT(a_guest_that_keeps_the_focus_gets_what_was_held),
		UNIT(dom0_cannot_get_what_was_held),
		UNIT(dom0_keeps_what_it_got_if_it_does_not_get_the_focus),
		UNIT(a_refusal_does_not_end_what_waits),
		UNIT(presses_that_find_no_room_are_dropped),
		UNIT(a_release_without_room_takes_its_press_along),
		UNIT(a_frame_ends_where_its_last_press_was_taken),
		UNIT(held_motion_collapses),
		UNIT(sums_of_motion_do_not_overflow),
		UNIT(motion_without_room_is_dropped),
		UNIT(dom0_gets_the_focus_of_a_guest_that_is_gone),
		UNIT(a_guest_that_comes_back_has_lost_the_focus),
		UNIT(a_guest_may_die_while_it_gets_the_focus),
		UNIT(a_guest_may_die_while_it_loses_the_focus),
		UNIT(dom0_gets_the_focus_that_nobody_else_has),
		UNIT(a_guest_may_die_before_its_turn),
		UNIT(what_waits_comes_after_the_dead),
		UNIT(next_after_the_dead_begins_at_dom0),
		UNIT(a_port_that_goes_gets_its_releases),
		UNIT(a_port_that_comes_late_gets_no_release),
		UNIT(dom0_keeps_the_key_that_was_down_before_the_port),
		UNIT(the_winners_port_may_go_during_the_change),
		UNIT(a_device_may_go_during_a_change),
		UNIT(keys_that_went_up_unseen_are_released),
		UNIT(a_press_shows_that_a_release_was_missed),
		UNIT(a_contact_belongs_to_who_saw_it_begin),
		UNIT(contacts_are_held_with_their_slots),
		UNIT(a_contact_that_was_not_held_has_no_motion),
		UNIT(a_new_contact_may_take_a_slot_at_once),
		UNIT(contacts_that_cannot_be_told_apart_are_dom0s),
		UNIT(a_guest_is_told_all_axes_before_its_first_event),
		UNIT(what_a_guest_does_not_get_is_no_first_event),
		UNIT(a_port_that_comes_late_is_told_all_axes),
		UNIT(what_is_held_begins_with_all_axes),
		UNIT(motion_that_was_missed_is_made_up_for),
		UNIT(axes_that_nobody_moved_are_not_counted_as_dropped),
		UNIT(a_port_that_has_a_button_hears_of_motion_that_was_not_seen),
		UNIT(a_contact_begins_with_all_that_it_is),
		UNIT(a_held_contact_is_where_it_was),
		UNIT(a_contact_without_room_for_all_that_it_is_is_dropped),
		UNIT(contacts_that_moved_unseen_are_told_where_they_are),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
