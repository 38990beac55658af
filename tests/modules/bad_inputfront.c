// SPDX-License-Identifier: GPL-2.0-only
/*
 * bad-inputfront - an input front-end that attacks the back-end.
 *
 * Keeps to the protocol up to the point of the attack, which is chosen when the
 * module is loaded: insmod bad-inputfront.ko attack=NAME. Says "bad_inputfront: NAME:
 * done" when the attack was carried out and the back-end did what it should as
 * far as a guest can see. Leaves the device as the attack left it, so that
 * unloading the module is a front-end that vanishes.
 *
 * No attack needs an input event; but while a connected one is loaded, the guest can
 * have the focus, and what is pressed then goes to it. docs/robustness.md says what is
 * expected of the back-end.
 */
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/string.h>
#include <xen/events.h>
#include <xen/xenbus.h>
#include <xen/io/kbdif_x.h>

#include "bad_front.h"

static char *attack_name = "";
module_param_named(attack, attack_name, charp, 0444);
MODULE_PARM_DESC(attack, "name of the attack; an unknown one shows the list");

/* The protocol as it should be, besides bad_front.h */

static struct xenkbd_page *page_of(struct bad *bad)
{
	return bad->page;
}

/* All that the back-end sent is read; it does not answer that. */
static const char *read_well(struct bad *bad)
{
	struct xenkbd_page *page = page_of(bad);

	WRITE_ONCE(page->in_cons, READ_ONCE(page->in_prod));
	virt_mb(); /* write the index before the event */
	notify_remote_via_evtchn(bad->port);

	return bad_expect(&bad->end, XenbusStateConnected);
}

static const char *const others[] = {
	XENKBD_FIELD_RING_REF,
	XENKBD_FIELD_REQ_ABS_POINTER,
	XENKBD_FIELD_REQ_RAW_POINTER,
	XENKBD_FIELD_REQ_MTOUCH,
	XENKBD_X_FIELD_REQ_KEYS,
	NULL
};

static const char *write_request(struct bad *bad)
{
	return bad_write(&bad->end, XENKBD_X_FIELD_REQ_KEYS, "1");
}

const struct bad_kind bad_kind = {
	.ring_ref = XENKBD_FIELD_RING_GREF,
	.port = XENKBD_FIELD_EVT_CHANNEL,
	.others = others,
	.write = write_request,
	.closed = XenbusStateClosed,
	.use = read_well,
};

/* Attacks by xenstore */

/* A node that means nothing: the connection is a good one. */
static const char *attack_void_node(struct bad *bad)
{
	const struct bad_attack *attack = bad->end.attack;

	return bad_prepare(bad) ?:
	       bad_write(&bad->end, attack->node, attack->value) ?:
	       bad_offer(bad) ?: read_well(bad);
}

static const char *attack_requests_all(struct bad *bad)
{
	return bad_prepare(bad) ?:
	       bad_write(&bad->end, XENKBD_FIELD_REQ_ABS_POINTER, "1") ?:
	       bad_write(&bad->end, XENKBD_FIELD_REQ_RAW_POINTER, "1") ?:
	       bad_write(&bad->end, XENKBD_FIELD_REQ_MTOUCH, "1") ?:
	       bad_offer(bad) ?: read_well(bad);
}

/* Attack by the port */

static const char *attack_port_closed_later(struct bad *bad)
{
	const char *wrong = bad_connect(bad) ?: read_well(bad);

	if (wrong)
		return wrong;
	xenbus_free_evtchn(bad->end.dev, bad->port);
	bad->port = 0;

	return NULL;
}

/* Attacks by the ring's indices */

/* From what the back-end has sent on. */
static const char *jump(struct bad *bad, u32 by)
{
	struct xenkbd_page *page = page_of(bad);

	WRITE_ONCE(page->in_cons, READ_ONCE(page->in_prod) + by);
	virt_mb(); /* write the index before the event */
	notify_remote_via_evtchn(bad->port);

	return NULL;
}

static const char *attack_index_ahead(struct bad *bad)
{
	return bad_connect(bad) ?: read_well(bad) ?: jump(bad, 1);
}

static const char *attack_index_far_ahead(struct bad *bad)
{
	return bad_connect(bad) ?: read_well(bad) ?: jump(bad, 0x80000000);
}

static const char *attack_index_back(struct bad *bad)
{
	return bad_connect(bad) ?: read_well(bad) ?: jump(bad, -1);
}

/* As if the ring held one more than it can. */
static const char *attack_index_far_back(struct bad *bad)
{
	return bad_connect(bad) ?: read_well(bad) ?: jump(bad, -(XENKBD_IN_RING_LEN + 1));
}

static const char *attack_index_at_first(struct bad *bad)
{
	const char *wrong = bad_prepare(bad);

	if (wrong)
		return wrong;
	WRITE_ONCE(page_of(bad)->in_prod, XENKBD_IN_RING_LEN + 1);

	return bad_offer_in_vain(bad);
}

static const char *attack_index_at_first_ahead(struct bad *bad)
{
	const char *wrong = bad_prepare(bad);

	if (wrong)
		return wrong;
	WRITE_ONCE(page_of(bad)->in_cons, 1);

	return bad_offer_in_vain(bad);
}

/* A good ring, in which index 2^32 - 1 is the next but one. */
static const char *attack_index_at_the_wrap(struct bad *bad)
{
	const char *wrong = bad_prepare(bad);

	if (wrong)
		return wrong;
	WRITE_ONCE(page_of(bad)->in_prod, U32_MAX - 1);
	WRITE_ONCE(page_of(bad)->in_cons, U32_MAX - 1);

	return bad_offer(bad) ?: bad_state(&bad->end, XenbusStateConnected) ?:
	       read_well(bad);
}

/* The back-end's index, those that nobody uses, and its slots; not the guest's own. */
static const char *attack_page_of_other(struct bad *bad)
{
	const char *wrong = bad_connect(bad) ?: read_well(bad);
	struct xenkbd_page *page = page_of(bad);

	if (wrong)
		return wrong;
	WRITE_ONCE(page->in_prod, 0x80000000);
	WRITE_ONCE(page->out_cons, 1);
	WRITE_ONCE(page->out_prod, 0x80000000);
	memset(XENKBD_IN_RING(page), 0xff, XENKBD_IN_RING_SIZE);
	notify_remote_via_evtchn(bad->port);

	return bad_expect(&bad->end, XenbusStateConnected);
}

#define NODE(name, node, value)		{ name, bad_attack_node, node, value }
#define VOID(name, node, value)		{ name, attack_void_node, node, value }
#define STATE(name, value)		{ name, bad_attack_state, "state", value }

static const struct bad_attack attacks[] = {
	NODE("page-gref-missing", XENKBD_FIELD_RING_GREF, NULL),
	NODE("page-gref-empty", XENKBD_FIELD_RING_GREF, ""),
	NODE("page-gref-text", XENKBD_FIELD_RING_GREF, "8x"),
	NODE("page-gref-negative", XENKBD_FIELD_RING_GREF, "-1"),
	NODE("page-gref-too-big", XENKBD_FIELD_RING_GREF, "4294967296"),
	NODE("page-gref-biggest", XENKBD_FIELD_RING_GREF, "4294967295"),
	{ "page-gref-long", bad_attack_long_node, XENKBD_FIELD_RING_GREF },
	VOID("page-ref-text", XENKBD_FIELD_RING_REF, "page"),
	NODE("event-channel-missing", XENKBD_FIELD_EVT_CHANNEL, NULL),
	NODE("event-channel-empty", XENKBD_FIELD_EVT_CHANNEL, ""),
	NODE("event-channel-text", XENKBD_FIELD_EVT_CHANNEL, "port"),
	NODE("event-channel-negative", XENKBD_FIELD_EVT_CHANNEL, "-1"),
	NODE("event-channel-too-big", XENKBD_FIELD_EVT_CHANNEL, "99999999999"),
	NODE("event-channel-biggest", XENKBD_FIELD_EVT_CHANNEL, "4294967295"),
	{ "event-channel-long", bad_attack_long_node, XENKBD_FIELD_EVT_CHANNEL },
	NODE("request-abs-pointer-text", XENKBD_FIELD_REQ_ABS_POINTER, "yes"),
	NODE("request-raw-pointer-negative", XENKBD_FIELD_REQ_RAW_POINTER, "-1"),
	NODE("request-multi-touch-2", XENKBD_FIELD_REQ_MTOUCH, "2"),
	NODE("request-x-keys-empty", XENKBD_X_FIELD_REQ_KEYS, ""),
	{ "request-x-keys-long", bad_attack_long_node, XENKBD_X_FIELD_REQ_KEYS },
	{ "requests-all", attack_requests_all },
	{ "many-nodes", bad_attack_many_nodes },

	STATE("state-zero", "0"),
	STATE("state-text", "connected"),
	STATE("state-missing", NULL),
	{ "folder-removed", bad_attack_folder },
	{ "state-flips", bad_attack_state_flips },
	{ "initialised-early", bad_attack_early },
	{ "connected-at-once", bad_attack_connected_at_once },
	{ "connected-without-ring", bad_attack_connected_without_ring },
	{ "connect-twice", bad_attack_connect_twice },
	{ "fails-on-and-on", bad_attack_fails_on_and_on },

	{ "grant-readonly", bad_attack_grant_readonly },
	{ "grant-for-another", bad_attack_grant_for_another },
	{ "grant-ended", bad_attack_grant_ended },
	{ "grant-ended-later", bad_attack_grant_ended_later },
	{ "port-closed", bad_attack_port_closed },
	{ "port-in-use", bad_attack_port_in_use },
	{ "port-for-another", bad_attack_port_for_another },
	{ "port-closed-later", attack_port_closed_later },

	{ "index-ahead", attack_index_ahead },
	{ "index-far-ahead", attack_index_far_ahead },
	{ "index-back", attack_index_back },
	{ "index-far-back", attack_index_far_back },
	{ "index-at-first", attack_index_at_first },
	{ "index-at-first-ahead", attack_index_at_first_ahead },
	{ "index-at-the-wrap", attack_index_at_the_wrap },
	{ "page-of-other", attack_page_of_other },
	{ "never-reads", bad_connect },

	{ "event-storm", bad_attack_event_storm },

	{ "vanish-initialising", bad_begin },
	{ "vanish-before-mapping", bad_attack_vanish_before_mapping },
	{ "vanish-initialised", bad_attack_vanish_initialised },
	{ "vanish-connected", bad_connect },
	{ "vanish-closing", bad_attack_vanish_closing },
	{ "vanish-closed", bad_attack_vanish_closed },
};

/* The driver */

static const struct xenbus_device_id bad_inputfront_ids[] = {
	{ XENKBD_DRIVER_NAME },
	{ "" }
};

static struct xenbus_driver bad_inputfront_driver = {
	.name = "bad-inputfront",
	.ids = bad_inputfront_ids,
	.allow_rebind = true,	/* the state stays as it is */
	.not_essential = true,
	.probe = bad_probe,
	.remove = bad_unbind,
	.otherend_changed = bad_changed,
};

static int __init bad_inputfront_init(void)
{
	return bad_choose(attacks, ARRAY_SIZE(attacks), attack_name) ?:
	       xenbus_register_frontend(&bad_inputfront_driver);
}
module_init(bad_inputfront_init);

static void __exit bad_inputfront_exit(void)
{
	xenbus_unregister_driver(&bad_inputfront_driver);
}
module_exit(bad_inputfront_exit);

MODULE_DESCRIPTION("Input front-end that attacks the back-end");
MODULE_LICENSE("GPL");
