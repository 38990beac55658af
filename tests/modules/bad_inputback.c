// SPDX-License-Identifier: GPL-2.0-only
/*
 * bad-inputback - an input back-end that attacks the front-end.
 *
 * Keeps to the protocol up to the point of the attack, which is chosen when the
 * module is loaded: insmod bad-inputback.ko attack=NAME. Takes the devices that no
 * driver has: unbind xen-inputback from the one that is meant before. Says
 * "bad_inputback: NAME: done" when the attack was carried out and the front-end did
 * what it should as far as a back-end can see. Leaves the device's nodes as the
 * attack left them, so that unloading the module is a back-end that vanishes.
 *
 * Expects to find a device that xen-inputback described, that has KEY_UP and no
 * pointer. docs/robustness.md says what is expected of the front-end.
 */
#include <linux/input-event-codes.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/random.h>
#include <linux/sched.h>
#include <xen/events.h>
#include <xen/xenbus.h>
#include <xen/io/kbdif_x.h>

#include "bad_back.h"

/* Full rings of the attack that sends without pause. */
#define FLOOD_ROUNDS	1000

/* Events of the attack that changes them while they are read. */
#define CHANGE_ROUNDS	100

static char *attack_name = "";
module_param_named(attack, attack_name, charp, 0444);
MODULE_PARM_DESC(attack, "name of the attack; an unknown one shows the list");

static const union xenkbd_in_event press = {
	.key = { .type = XENKBD_TYPE_KEY, .pressed = 1, .keycode = KEY_UP },
};

static const union xenkbd_in_event unpress = {
	.key = { .type = XENKBD_TYPE_KEY, .pressed = 0, .keycode = KEY_UP },
};

/* The protocol as it should be, besides bad_back.h */

static struct xenkbd_page *page(struct bad *bad)
{
	return bad->page;
}

static union xenkbd_in_event *put(struct bad *bad, const union xenkbd_in_event *event)
{
	union xenkbd_in_event *slot = &XENKBD_IN_RING_REF(bad->page, bad->prod);

	*slot = *event;
	bad->prod++;

	return slot;
}

static const char *push(struct bad *bad)
{
	virt_wmb(); /* the events are there before the index says so */
	WRITE_ONCE(page(bad)->in_prod, bad->prod);
	notify_remote_via_evtchn(bad->port);

	return NULL;
}

static bool taken(struct bad *bad)
{
	return READ_ONCE(page(bad)->in_cons) == bad->prod;
}

static const char *await_taken(struct bad *bad)
{
	return bad_wait(&bad->end, taken(bad)) ? NULL : "an event was not taken";
}

static const char *send(struct bad *bad, const union xenkbd_in_event *event)
{
	put(bad, event);

	return push(bad) ?: await_taken(bad);
}

/* The connection goes on: a key can be pressed. */
static const char *send_well(struct bad *bad)
{
	return send(bad, &press) ?: send(bad, &unpress);
}

/* With a key that is pressed. */
static const char *send_press(struct bad *bad)
{
	return send(bad, &press);
}

static void init(struct bad *bad)
{
	bad->prod = READ_ONCE(page(bad)->in_prod);
}

const struct bad_kind bad_kind = {
	.ring_ref = XENKBD_FIELD_RING_GREF,
	.port = XENKBD_FIELD_EVT_CHANNEL,
	.init = init,
	.use = send_well,
	.leave = send_press,
};

/* Attacks by xenstore */

/* Does the front-end say that it knows our keys? */
static const char *expect_extension(struct bad *bad, u32 wanted)
{
	u32 request;

	if (xenbus_read_number(bad->end.dev->otherend, XENKBD_X_FIELD_REQ_KEYS, 0, 1,
			       &request))
		return "the front-end's request is missing";

	return request == wanted ? NULL : "the front-end's request is wrong";
}

static const char *attack_node(struct bad *bad)
{
	return bad_write_value(bad) ?: bad_connect(bad) ?: expect_extension(bad, 1) ?:
	       send_well(bad);
}

/* The front-end is a standard one then. */
static const char *attack_extension(struct bad *bad)
{
	return bad_write_value(bad) ?: bad_connect(bad) ?: expect_extension(bad, 0) ?:
	       send_well(bad);
}

static const char *attack_long_name(struct bad *bad)
{
	return bad_write_long(&bad->end, XENKBD_X_FIELD_DEVICE_NAME, "long ") ?:
	       bad_connect(bad) ?: expect_extension(bad, 0) ?: send_well(bad);
}

static const char *attack_long_keys(struct bad *bad)
{
	return bad_write_long(&bad->end, XENKBD_X_FIELD_KEYS, "ffffffff ") ?:
	       bad_connect(bad) ?: expect_extension(bad, 0) ?: send_well(bad);
}

static const char *attack_no_devices(struct bad *bad)
{
	return bad_remove(&bad->end, XENKBD_X_FIELD_KEYS) ?:
	       bad_write(&bad->end, XENKBD_FIELD_FEAT_DSBL_KEYBRD, "1") ?:
	       bad_write(&bad->end, XENKBD_FIELD_FEAT_DSBL_POINTER, "1") ?:
	       bad_state(&bad->end, XenbusStateInitWait) ?:
	       bad_expect(&bad->end, XenbusStateClosing);
}

static const char *connect_as(struct bad *bad, const char *name)
{
	const char *wrong = bad_write(&bad->end, XENKBD_X_FIELD_DEVICE_NAME, name) ?:
			    bad_connect(bad);

	bad_release(bad);

	return wrong ?: bad_close(bad, XenbusStateInitialising);
}

/* As many other devices as there may be, and one more. */
static const char *attack_other_device_on_and_on(struct bad *bad)
{
	const char *wrong = NULL;
	unsigned int i;

	for (i = 0; i < XENBUS_MAX_FAILURES && !wrong; i++)
		wrong = connect_as(bad, i & 1 ? "one" : "other");

	return wrong ?: bad_write(&bad->end, XENKBD_X_FIELD_DEVICE_NAME, "last") ?:
	       bad_state(&bad->end, XenbusStateInitWait) ?:
	       bad_expect(&bad->end, XenbusStateClosing);
}

/* Attacks by the ring's indices */

static const char *jump(struct bad *bad, u32 by)
{
	bad->prod += by;

	return push(bad);
}

static const char *attack_index_ahead(struct bad *bad)
{
	return bad_connect(bad) ?: send_well(bad) ?: jump(bad, XENKBD_IN_RING_LEN + 1);
}

static const char *attack_index_far_ahead(struct bad *bad)
{
	return bad_connect(bad) ?: jump(bad, 0x80000000);
}

static const char *attack_index_back(struct bad *bad)
{
	return bad_connect(bad) ?: send_well(bad) ?: jump(bad, -1);
}

/* To 2^32 - 1, the index before the first. */
static const char *attack_index_wraps(struct bad *bad)
{
	return bad_connect(bad) ?: jump(bad, -1);
}

static const char *attack_index_at_first(struct bad *bad)
{
	return bad_prepare(bad) ?: bad_map(bad) ?: jump(bad, 0x80000000) ?:
	       bad_state(&bad->end, XenbusStateConnected) ?:
	       bad_expect(&bad->end, XenbusStateConnected);
}

/* The key that is pressed must not stay so. */
static const char *attack_index_while_pressed(struct bad *bad)
{
	return bad_connect(bad) ?: send_press(bad) ?: jump(bad, 0x80000000);
}

/* The front-end writes its own index anew when it has read. */
static const char *attack_index_of_other(struct bad *bad)
{
	const char *wrong = bad_connect(bad) ?: send_well(bad);

	if (wrong)
		return wrong;
	WRITE_ONCE(page(bad)->in_cons, 0x80000000);
	WRITE_ONCE(page(bad)->out_cons, 0x80000000);
	WRITE_ONCE(page(bad)->out_prod, 0x40000000);
	wrong = send_well(bad);
	WRITE_ONCE(page(bad)->out_cons, 0);
	WRITE_ONCE(page(bad)->out_prod, 0);

	return wrong;
}

/* Attacks by events */

static const char *attack_event(struct bad *bad)
{
	return bad_connect(bad) ?: send(bad, &bad->end.attack->event) ?: send_well(bad);
}

/* The same with a device that has a pointer of positions, and touches. */
static const char *attack_tablet(struct bad *bad)
{
	return bad_write(&bad->end, XENKBD_FIELD_FEAT_ABS_POINTER, "1") ?:
	       bad_write(&bad->end, XENKBD_FIELD_WIDTH, "100") ?:
	       bad_write(&bad->end, XENKBD_FIELD_HEIGHT, "50") ?:
	       bad_write(&bad->end, XENKBD_FIELD_FEAT_MTOUCH, "1") ?:
	       bad_write(&bad->end, XENKBD_FIELD_MT_WIDTH, "100") ?:
	       bad_write(&bad->end, XENKBD_FIELD_MT_HEIGHT, "50") ?:
	       bad_write(&bad->end, XENKBD_FIELD_MT_NUM_CONTACTS, "2") ?:
	       attack_event(bad);
}

/* Some of the events may be good ones. */
static const char *attack_garbage(struct bad *bad)
{
	const char *wrong = bad_connect(bad);
	union xenkbd_in_event event;
	unsigned int i;

	if (wrong)
		return wrong;
	for (i = 0; i < XENKBD_IN_RING_LEN; i++) {
		get_random_bytes(&event, sizeof(event));
		put(bad, &event);
	}

	return push(bad) ?: await_taken(bad) ?: send_well(bad);
}

/* Fills the ring; there is nothing to say if it is full. */
static void fill(struct bad *bad)
{
	u32 before = bad->prod;

	while (bad->prod - READ_ONCE(page(bad)->in_cons) < XENKBD_IN_RING_LEN)
		put(bad, bad->prod & 1 ? &unpress : &press);
	if (bad->prod != before)
		push(bad);
}

/* The ring is full at any time. */
static const char *attack_event_flood(struct bad *bad)
{
	const char *wrong = bad_connect(bad);
	unsigned int i;

	for (i = 0; i < FLOOD_ROUNDS && !wrong; i++) {
		fill(bad);
		cond_resched();
	}

	return wrong ?: await_taken(bad) ?: send_well(bad);
}

/* Sends a good event and changes it until it is taken. */
static const char *send_and_change(struct bad *bad)
{
	union xenkbd_in_event *slot = put(bad, &unpress);
	unsigned long limit = jiffies + BAD_PATIENCE;
	unsigned int i;

	push(bad);
	for (i = 0; !taken(bad); i++) {
		if (READ_ONCE(bad->end.gone) || time_after(jiffies, limit))
			return "an event was not taken";
		WRITE_ONCE(slot->key.keycode, i & 1 ? KEY_UP : U32_MAX);
		cond_resched();
	}

	return NULL;
}

static const char *attack_event_changes(struct bad *bad)
{
	const char *wrong = bad_connect(bad);
	unsigned int i;

	for (i = 0; i < CHANGE_ROUNDS && !wrong; i++)
		wrong = send_and_change(bad);

	return wrong ?: send_well(bad);
}

/* Attack by going away: what is left is released by the module's end. */

static const char *attack_vanish_pressed(struct bad *bad)
{
	return bad_connect(bad) ?: send_press(bad);
}

#define NODE(name, node, value)		{ name, attack_node, node, value }
#define EXTENSION(name, node, value)	{ name, attack_extension, node, value }
#define EVENT(name, kind, ...)		\
	{ name, attack_event, .event.kind = { __VA_ARGS__ } }
#define TABLET(name, kind, ...)		\
	{ name, attack_tablet, .event.kind = { __VA_ARGS__ } }

/* Of these two kinds. */
#define KEY(name, code, down)		\
	EVENT(name, key, XENKBD_TYPE_KEY, down, code)
#define TOUCH(name, kind, id, ...)	\
	TABLET(name, mtouch, XENKBD_TYPE_MTOUCH, kind, id, ##__VA_ARGS__)

static const struct bad_attack attacks[] = {
	EXTENSION("name-missing", XENKBD_X_FIELD_DEVICE_NAME, NULL),
	EXTENSION("name-empty", XENKBD_X_FIELD_DEVICE_NAME, ""),
	EXTENSION("name-64-characters", XENKBD_X_FIELD_DEVICE_NAME,
		  "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"),
	EXTENSION("name-characters", XENKBD_X_FIELD_DEVICE_NAME, "buttons\n<0>panic"),
	{ "name-long", attack_long_name },
	EXTENSION("keys-missing", XENKBD_X_FIELD_KEYS, NULL),
	EXTENSION("keys-empty", XENKBD_X_FIELD_KEYS, ""),
	EXTENSION("keys-0", XENKBD_X_FIELD_KEYS, "0"),
	EXTENSION("keys-leading-zeros", XENKBD_X_FIELD_KEYS, "0 1680 0 2000000 10004002"),
	EXTENSION("keys-two-blanks", XENKBD_X_FIELD_KEYS, "1680  0 2000000 10004002"),
	EXTENSION("keys-text", XENKBD_X_FIELD_KEYS, "up left down right"),
	EXTENSION("keys-word-too-long", XENKBD_X_FIELD_KEYS, "1680 0 2000000 100000000"),
	EXTENSION("keys-25-words", XENKBD_X_FIELD_KEYS,
		  "1 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0"),
	{ "keys-long", attack_long_keys },
	EXTENSION("repeat-text", XENKBD_X_FIELD_REPEAT, "yes"),
	NODE("width-text", XENKBD_FIELD_WIDTH, "wide"),
	NODE("height-0", XENKBD_FIELD_HEIGHT, "0"),
	NODE("touch-width-biggest", XENKBD_FIELD_MT_WIDTH, "4294967295"),
	NODE("contacts-257", XENKBD_FIELD_MT_NUM_CONTACTS, "257"),
	NODE("feature-2", XENKBD_FIELD_FEAT_MTOUCH, "2"),
	{ "no-devices", attack_no_devices },
	{ "other-device-on-and-on", attack_other_device_on_and_on },
	{ "folder-removed", bad_attack_folder },

	{ "never-connects", bad_prepare },
	{ "state-flips", bad_attack_state_flips },
	{ "refuses-on-and-on", bad_attack_refuses_on_and_on },
	{ "keeps-on-and-on", bad_attack_keeps_on_and_on },
	{ "drops-on-and-on", bad_attack_drops_on_and_on },

	{ "index-ahead", attack_index_ahead },
	{ "index-far-ahead", attack_index_far_ahead },
	{ "index-back", attack_index_back },
	{ "index-wraps", attack_index_wraps },
	{ "index-at-first", attack_index_at_first },
	{ "index-while-pressed", attack_index_while_pressed },
	{ "index-of-other", attack_index_of_other },

	EVENT("type-0", key, 0),
	EVENT("type-reserved", key, XENKBD_TYPE_RESERVED),
	EVENT("type-255", key, 255),
	KEY("key-0", 0, 1),
	KEY("key-of-no-button", KEY_A, 1),
	KEY("key-768", KEY_MAX + 1, 1),
	KEY("key-biggest", U32_MAX, 1),
	KEY("pressed-2", KEY_UP, 2),
	KEY("pressed-255", KEY_UP, 255),
	EVENT("motion-of-no-pointer", motion, XENKBD_TYPE_MOTION, 1, 1, 1),
	EVENT("motion-smallest", motion, XENKBD_TYPE_MOTION, S32_MIN, 0, 0),
	EVENT("position-unasked", pos, XENKBD_TYPE_POS, 1, 1, 0),
	EVENT("touch-unasked", mtouch, XENKBD_TYPE_MTOUCH, XENKBD_MT_EV_DOWN),
	TABLET("position-too-far", pos, XENKBD_TYPE_POS, 101, 1, 0),
	TABLET("position-negative", pos, XENKBD_TYPE_POS, 1, -1, 0),
	TABLET("wheel-smallest", pos, XENKBD_TYPE_POS, 1, 1, S32_MIN),
	TOUCH("touch-contact-2", XENKBD_MT_EV_DOWN, 2),
	TOUCH("touch-contact-255", XENKBD_MT_EV_UP, 255),
	TOUCH("touch-of-no-contact", XENKBD_MT_EV_MOTION, 1),
	TOUCH("touch-unknown", XENKBD_MT_EV_ORIENT + 1, 0),
	TOUCH("touch-too-far", XENKBD_MT_EV_DOWN, 0, .u.pos.abs_y = 51),
	TOUCH("touch-negative", XENKBD_MT_EV_DOWN, 0, .u.pos.abs_x = S32_MIN),
	TOUCH("touch-too-big", XENKBD_MT_EV_SHAPE, 0, .u.shape.major = U32_MAX),
	TOUCH("touch-turned-too-far", XENKBD_MT_EV_ORIENT, 0, .u.orientation = 181),
	{ "garbage", attack_garbage },
	{ "event-flood", attack_event_flood },
	{ "event-changes", attack_event_changes },
	{ "event-storm", bad_attack_event_storm },

	{ "vanish-connecting", bad_attack_vanish_connecting },
	{ "vanish-connected", bad_attack_vanish_connected },
	{ "vanish-pressed", attack_vanish_pressed },
	{ "vanish-closing", bad_attack_vanish_closing },
};

/* The driver */

static const struct xenbus_device_id bad_inputback_ids[] = {
	{ XENKBD_X_BACKEND_NAME },
	{ "" }
};

static struct xenbus_driver bad_inputback_driver = {
	.name = "bad-inputback",
	.ids = bad_inputback_ids,
	.allow_rebind = true,	/* the state stays as it is */
	.probe = bad_probe,
	.remove = bad_unbind,
	.otherend_changed = bad_changed,
};

static int __init bad_inputback_init(void)
{
	return bad_choose(attacks, ARRAY_SIZE(attacks), attack_name) ?:
	       xenbus_register_backend(&bad_inputback_driver);
}
module_init(bad_inputback_init);

static void __exit bad_inputback_exit(void)
{
	xenbus_unregister_driver(&bad_inputback_driver);
}
module_exit(bad_inputback_exit);

MODULE_DESCRIPTION("Input back-end that attacks the front-end");
MODULE_LICENSE("GPL");
