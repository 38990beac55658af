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
#include <linux/slab.h>
#include <xen/events.h>
#include <xen/grant_table.h>
#include <xen/page.h>
#include <xen/xen.h>
#include <xen/xenbus.h>
#include <xen/io/kbdif_x.h>

#include "bad_end.h"
#include "xenbus_util.h"

/* Connections of the attack that drops them all. */
#define DROP_ROUNDS	30

/* Full rings of the attack that sends without pause. */
#define FLOOD_ROUNDS	1000

/* Events of the attack that changes them while they are read. */
#define CHANGE_ROUNDS	100

static char *attack_name = "";
module_param_named(attack, attack_name, charp, 0444);
MODULE_PARM_DESC(attack, "name of the attack; an unknown one shows the list");

struct bad {
	struct bad_end end;

	/* The connection; port 0: there is none. */
	struct xenkbd_page *page;
	u32 prod;
	evtchn_port_t port;
};

static const union xenkbd_in_event press = {
	.key = { .type = XENKBD_TYPE_KEY, .pressed = 1, .keycode = KEY_UP },
};

static const union xenkbd_in_event unpress = {
	.key = { .type = XENKBD_TYPE_KEY, .pressed = 0, .keycode = KEY_UP },
};

/* The protocol as it should be */

static void release(struct bad *bad)
{
	if (!bad->port)
		return;

	xenbus_free_evtchn(bad->end.dev, bad->port);
	bad->port = 0;
	xenbus_unmap_ring_vfree(bad->end.dev, bad->page);
}

static const char *bind(struct bad *bad, evtchn_port_t port)
{
	struct evtchn_bind_interdomain bind = {
		.remote_dom = bad->end.dev->otherend_id,
		.remote_port = port,
	};

	if (HYPERVISOR_event_channel_op(EVTCHNOP_bind_interdomain, &bind))
		return "the front-end's port cannot be bound";
	bad->port = bind.local_port;

	return NULL;
}

static const char *map(struct bad *bad)
{
	const char *front = bad->end.dev->otherend;
	const char *wrong;
	grant_ref_t ref;
	void *page;
	u32 port;

	if (xenbus_read_number(front, XENKBD_FIELD_RING_GREF, 0, U32_MAX, &ref) ||
	    xenbus_read_number(front, XENKBD_FIELD_EVT_CHANNEL, 0, U32_MAX, &port))
		return "the front-end's nodes are wrong";
	if (xenbus_map_ring_valloc(bad->end.dev, &ref, 1, &page))
		return "the front-end's ring cannot be mapped";

	bad->page = page;
	bad->prod = READ_ONCE(bad->page->in_prod);
	wrong = bind(bad, port);
	if (wrong)
		xenbus_unmap_ring_vfree(bad->end.dev, page);

	return wrong;
}

/* Waits for the front-end's offer. */
static const char *prepare(struct bad *bad)
{
	return bad_state(&bad->end, XenbusStateInitWait) ?:
	       bad_expect(&bad->end, XenbusStateInitialised);
}

static const char *accept(struct bad *bad)
{
	return map(bad) ?: bad_state(&bad->end, XenbusStateConnected);
}

static const char *connect(struct bad *bad)
{
	return prepare(bad) ?: accept(bad) ?:
	       bad_expect(&bad->end, XenbusStateConnected);
}

static const char *close(struct bad *bad, enum xenbus_state then)
{
	release(bad);

	return bad_state(&bad->end, XenbusStateClosed) ?: bad_expect(&bad->end, then);
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
	WRITE_ONCE(bad->page->in_prod, bad->prod);
	notify_remote_via_evtchn(bad->port);

	return NULL;
}

static bool taken(struct bad *bad)
{
	return READ_ONCE(bad->page->in_cons) == bad->prod;
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

/* Attacks by xenstore */

static const char *write_node(struct bad *bad)
{
	const struct bad_attack *attack = bad->end.attack;

	if (attack->value)
		return bad_write(&bad->end, attack->node, attack->value);

	return bad_remove(&bad->end, attack->node);
}

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
	return write_node(bad) ?: connect(bad) ?: expect_extension(bad, 1) ?:
	       send_well(bad);
}

/* The front-end is a standard one then. */
static const char *attack_extension(struct bad *bad)
{
	return write_node(bad) ?: connect(bad) ?: expect_extension(bad, 0) ?:
	       send_well(bad);
}

static const char *attack_long_name(struct bad *bad)
{
	return bad_write_long(&bad->end, XENKBD_X_FIELD_DEVICE_NAME, "long ") ?:
	       connect(bad) ?: expect_extension(bad, 0) ?: send_well(bad);
}

static const char *attack_long_keys(struct bad *bad)
{
	return bad_write_long(&bad->end, XENKBD_X_FIELD_KEYS, "ffffffff ") ?:
	       connect(bad) ?: expect_extension(bad, 0) ?: send_well(bad);
}

static const char *attack_no_devices(struct bad *bad)
{
	return bad_remove(&bad->end, XENKBD_X_FIELD_KEYS) ?:
	       bad_write(&bad->end, XENKBD_FIELD_FEAT_DSBL_KEYBRD, "1") ?:
	       bad_write(&bad->end, XENKBD_FIELD_FEAT_DSBL_POINTER, "1") ?:
	       bad_state(&bad->end, XenbusStateInitWait) ?:
	       bad_expect(&bad->end, XenbusStateClosing);
}

static const char *attack_folder(struct bad *bad)
{
	return connect(bad) ?: send_well(bad) ?: bad_remove(&bad->end, "");
}

static const char *connect_as(struct bad *bad, const char *name)
{
	return bad_write(&bad->end, XENKBD_X_FIELD_DEVICE_NAME, name) ?:
	       connect(bad) ?: close(bad, XenbusStateInitialising);
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

/* Attacks by states */

static const char *attack_never_connects(struct bad *bad)
{
	return prepare(bad);
}

static const char *attack_state_flips(struct bad *bad)
{
	static const char *const states[] = {
		"2", "6", "2", "5", "1", "2", "7", "3", "6", "2", "8", "9", "42", "text", "2", "0",
	};

	return bad_flip_states(&bad->end, states, ARRAY_SIZE(states)) ?:
	       bad_state(&bad->end, XenbusStateClosed) ?:
	       bad_expect(&bad->end, XenbusStateClosed);
}

/* The front-end has had enough, and does not care for what we offer. */
static const char *offer_in_vain(struct bad *bad)
{
	static const char *const states[] = { "2", "6" };

	return bad_flip_states(&bad->end, states, ARRAY_SIZE(states)) ?:
	       bad_expect(&bad->end, XenbusStateClosed);
}

static const char *refuse(struct bad *bad, enum xenbus_state then)
{
	return prepare(bad) ?: close(bad, then);
}

static const char *attack_refuses_on_and_on(struct bad *bad)
{
	const char *wrong = NULL;
	unsigned int i;

	for (i = 1; i < XENBUS_MAX_FAILURES && !wrong; i++)
		wrong = refuse(bad, XenbusStateInitialising);

	return wrong ?: refuse(bad, XenbusStateClosed) ?: offer_in_vain(bad);
}

/* Each connection is a good one, but keeps the front-end's page mapped. */
static const char *attack_keeps_on_and_on(struct bad *bad)
{
	struct bad *kept = kcalloc(XENBUS_MAX_FAILURES, sizeof(*kept), GFP_KERNEL);
	const char *wrong = kept ? NULL : "no memory";
	unsigned int i;

	for (i = 0; i < XENBUS_MAX_FAILURES && !wrong; i++) {
		wrong = connect(bad) ?: send_well(bad);
		kept[i] = *bad;
		bad->port = 0;
		wrong = wrong ?: close(bad, i + 1 < XENBUS_MAX_FAILURES ?
				       XenbusStateInitialising : XenbusStateClosed);
	}
	while (i--)
		release(&kept[i]);
	kfree(kept);

	return wrong ?: offer_in_vain(bad);
}

/* A key is pressed each time. */
static const char *attack_drops_on_and_on(struct bad *bad)
{
	const char *wrong = NULL;
	unsigned int i;

	for (i = 0; i < DROP_ROUNDS && !wrong; i++)
		wrong = connect(bad) ?: send(bad, &press) ?:
			close(bad, XenbusStateInitialising);

	return wrong ?: connect(bad) ?: send_well(bad);
}

/* Attacks by the ring's indices */

static const char *jump(struct bad *bad, u32 by)
{
	bad->prod += by;

	return push(bad);
}

static const char *attack_index_ahead(struct bad *bad)
{
	return connect(bad) ?: send_well(bad) ?: jump(bad, XENKBD_IN_RING_LEN + 1);
}

static const char *attack_index_far_ahead(struct bad *bad)
{
	return connect(bad) ?: jump(bad, 0x80000000);
}

static const char *attack_index_back(struct bad *bad)
{
	return connect(bad) ?: send_well(bad) ?: jump(bad, -1);
}

/* To 2^32 - 1, the index before the first. */
static const char *attack_index_wraps(struct bad *bad)
{
	return connect(bad) ?: jump(bad, -1);
}

/* The key that is pressed must not stay so. */
static const char *attack_index_while_pressed(struct bad *bad)
{
	return connect(bad) ?: send(bad, &press) ?: jump(bad, 0x80000000);
}

/* The front-end writes its own index anew when it has read. */
static const char *attack_index_of_other(struct bad *bad)
{
	const char *wrong = connect(bad) ?: send_well(bad);

	if (wrong)
		return wrong;
	WRITE_ONCE(bad->page->in_cons, 0x80000000);
	WRITE_ONCE(bad->page->out_cons, 0x80000000);
	WRITE_ONCE(bad->page->out_prod, 0x40000000);
	wrong = send_well(bad);
	WRITE_ONCE(bad->page->out_cons, 0);
	WRITE_ONCE(bad->page->out_prod, 0);

	return wrong;
}

/* Attacks by events */

static const char *attack_event(struct bad *bad)
{
	return connect(bad) ?: send(bad, &bad->end.attack->event) ?: send_well(bad);
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
	const char *wrong = connect(bad);
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

	while (bad->prod - READ_ONCE(bad->page->in_cons) < XENKBD_IN_RING_LEN)
		put(bad, bad->prod & 1 ? &unpress : &press);
	if (bad->prod != before)
		push(bad);
}

/* The ring is full at any time. */
static const char *attack_event_flood(struct bad *bad)
{
	const char *wrong = connect(bad);
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
	const char *wrong = connect(bad);
	unsigned int i;

	for (i = 0; i < CHANGE_ROUNDS && !wrong; i++)
		wrong = send_and_change(bad);

	return wrong ?: send_well(bad);
}

static const char *attack_event_storm(struct bad *bad)
{
	return connect(bad) ?: send_well(bad) ?: bad_storm(bad->port);
}

/* Attacks by going away: what is left is released by the module's end. */

static const char *attack_vanish_connecting(struct bad *bad)
{
	return prepare(bad) ?: map(bad);
}

static const char *attack_vanish_connected(struct bad *bad)
{
	return connect(bad) ?: send_well(bad);
}

static const char *attack_vanish_pressed(struct bad *bad)
{
	return connect(bad) ?: send(bad, &press);
}

static const char *attack_vanish_closing(struct bad *bad)
{
	return connect(bad) ?: send(bad, &press) ?:
	       bad_state(&bad->end, XenbusStateClosing) ?:
	       bad_expect(&bad->end, XenbusStateInitialising);
}

#define NODE(name, node, value)		{ name, attack_node, node, value }
#define EXTENSION(name, node, value)	{ name, attack_extension, node, value }
#define EVENT(name, kind, ...)		\
	{ name, attack_event, .event.kind = { __VA_ARGS__ } }
#define TABLET(name, kind, ...)		\
	{ name, attack_tablet, .event.kind = { __VA_ARGS__ } }

#define KEY(code, down)			XENKBD_TYPE_KEY, down, code
#define TOUCH(kind, id)			\
	.type = XENKBD_TYPE_MTOUCH, .event_type = kind, .contact_id = id

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
	{ "folder-removed", attack_folder },

	{ "never-connects", attack_never_connects },
	{ "state-flips", attack_state_flips },
	{ "refuses-on-and-on", attack_refuses_on_and_on },
	{ "keeps-on-and-on", attack_keeps_on_and_on },
	{ "drops-on-and-on", attack_drops_on_and_on },

	{ "index-ahead", attack_index_ahead },
	{ "index-far-ahead", attack_index_far_ahead },
	{ "index-back", attack_index_back },
	{ "index-wraps", attack_index_wraps },
	{ "index-while-pressed", attack_index_while_pressed },
	{ "index-of-other", attack_index_of_other },

	EVENT("type-0", key, 0),
	EVENT("type-reserved", key, XENKBD_TYPE_RESERVED),
	EVENT("type-255", key, 255),
	EVENT("key-0", key, KEY(0, 1)),
	EVENT("key-of-no-button", key, KEY(KEY_A, 1)),
	EVENT("key-768", key, KEY(KEY_MAX + 1, 1)),
	EVENT("key-biggest", key, KEY(U32_MAX, 1)),
	EVENT("pressed-2", key, KEY(KEY_UP, 2)),
	EVENT("pressed-255", key, KEY(KEY_UP, 255)),
	EVENT("motion-of-no-pointer", motion, XENKBD_TYPE_MOTION, 1, 1, 1),
	EVENT("motion-smallest", motion, XENKBD_TYPE_MOTION, S32_MIN, 0, 0),
	EVENT("position-unasked", pos, XENKBD_TYPE_POS, 1, 1, 0),
	EVENT("touch-unasked", mtouch, TOUCH(XENKBD_MT_EV_DOWN, 0)),
	TABLET("position-too-far", pos, XENKBD_TYPE_POS, 101, 1, 0),
	TABLET("position-negative", pos, XENKBD_TYPE_POS, 1, -1, 0),
	TABLET("wheel-smallest", pos, XENKBD_TYPE_POS, 1, 1, S32_MIN),
	TABLET("touch-contact-2", mtouch, TOUCH(XENKBD_MT_EV_DOWN, 2)),
	TABLET("touch-contact-255", mtouch, TOUCH(XENKBD_MT_EV_UP, 255)),
	TABLET("touch-of-no-contact", mtouch, TOUCH(XENKBD_MT_EV_MOTION, 1)),
	TABLET("touch-unknown", mtouch, TOUCH(XENKBD_MT_EV_ORIENT + 1, 0)),
	TABLET("touch-too-far", mtouch, TOUCH(XENKBD_MT_EV_DOWN, 0), .u.pos.abs_y = 51),
	TABLET("touch-negative", mtouch, TOUCH(XENKBD_MT_EV_DOWN, 0), .u.pos.abs_x = S32_MIN),
	TABLET("touch-too-big", mtouch, TOUCH(XENKBD_MT_EV_SHAPE, 0), .u.shape.major = U32_MAX),
	TABLET("touch-turned-too-far", mtouch, TOUCH(XENKBD_MT_EV_ORIENT, 0), .u.orientation = 181),
	{ "garbage", attack_garbage },
	{ "event-flood", attack_event_flood },
	{ "event-changes", attack_event_changes },
	{ "event-storm", attack_event_storm },

	{ "vanish-connecting", attack_vanish_connecting },
	{ "vanish-connected", attack_vanish_connected },
	{ "vanish-pressed", attack_vanish_pressed },
	{ "vanish-closing", attack_vanish_closing },
};

/* The driver */

static const struct bad_attack *chosen;

static int bad_inputback_probe(struct xenbus_device *dev,
			       const struct xenbus_device_id *id)
{
	struct bad *bad;

	bad = kzalloc(sizeof(*bad), GFP_KERNEL);
	if (!bad)
		return -ENOMEM;

	dev_set_drvdata(&dev->dev, bad);
	bad_start(&bad->end, dev, bad, chosen);

	return 0;
}

static void bad_inputback_frontend_changed(struct xenbus_device *dev,
					   enum xenbus_state state)
{
	struct bad *bad = dev_get_drvdata(&dev->dev);

	bad_other_changed(&bad->end, state);
}

static xenbus_remove_t bad_inputback_remove(struct xenbus_device *dev)
{
	struct bad *bad = dev_get_drvdata(&dev->dev);

	bad_stop(&bad->end);
	release(bad);
	dev_set_drvdata(&dev->dev, NULL);
	kfree(bad);

	return xenbus_removed();
}

static const struct xenbus_device_id bad_inputback_ids[] = {
	{ XENKBD_X_BACKEND_NAME },
	{ "" }
};

static struct xenbus_driver bad_inputback_driver = {
	.name = "bad-inputback",
	.ids = bad_inputback_ids,
	.allow_rebind = true,	/* the state stays as it is */
	.probe = bad_inputback_probe,
	.remove = bad_inputback_remove,
	.otherend_changed = bad_inputback_frontend_changed,
};

static int __init bad_inputback_init(void)
{
	if (!xen_domain())
		return -ENODEV;

	chosen = bad_find(attacks, ARRAY_SIZE(attacks), attack_name);
	if (!chosen)
		return -EINVAL;

	return xenbus_register_backend(&bad_inputback_driver);
}
module_init(bad_inputback_init);

static void __exit bad_inputback_exit(void)
{
	xenbus_unregister_driver(&bad_inputback_driver);
}
module_exit(bad_inputback_exit);

MODULE_DESCRIPTION("Input back-end that attacks the front-end");
MODULE_LICENSE("GPL");
