// SPDX-License-Identifier: GPL-2.0-only
/*
 * bad-ledback - a LED back-end that attacks the front-end.
 *
 * Keeps to the protocol up to the point of the attack, which is chosen when the
 * module is loaded: insmod bad-ledback.ko attack=NAME. Takes the devices that no
 * driver has: unbind xen-ledback from the one that is meant before. Says
 * "bad_ledback: NAME: done" when the attack was carried out and the front-end did
 * what it should as far as a back-end can see. Leaves the device's nodes as the
 * attack left them, so that unloading the module is a back-end that vanishes.
 *
 * docs/robustness.md says what is expected of the front-end.
 */
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <xen/events.h>
#include <xen/grant_table.h>
#include <xen/page.h>
#include <xen/xen.h>
#include <xen/xenbus.h>
#include <xen/io/ledif.h>

#include "bad_end.h"
#include "xenbus_util.h"

/* Connections of the attack that drops them all. */
#define DROP_ROUNDS	30

static char *attack_name = "";
module_param_named(attack, attack_name, charp, 0444);
MODULE_PARM_DESC(attack, "name of the attack; an unknown one shows the list");

struct bad {
	struct bad_end end;

	/* The connection; port 0: there is none. */
	struct xen_ledif_back_ring ring;
	evtchn_port_t port;
};

/* The protocol as it should be */

static void release(struct bad *bad)
{
	if (!bad->port)
		return;

	xenbus_free_evtchn(bad->end.dev, bad->port);
	bad->port = 0;
	xenbus_unmap_ring_vfree(bad->end.dev, bad->ring.sring);
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

	if (xenbus_read_number(front, XENLED_FIELD_FE_RING_REF, 0, U32_MAX, &ref) ||
	    xenbus_read_number(front, XENLED_FIELD_FE_CHANNEL, 0, U32_MAX, &port))
		return "the front-end's nodes are wrong";
	if (xenbus_map_ring_valloc(bad->end.dev, &ref, 1, &page))
		return "the front-end's ring cannot be mapped";

	BACK_RING_INIT(&bad->ring, (struct xen_ledif_sring *)page, XEN_PAGE_SIZE);
	wrong = bind(bad, port);
	if (wrong)
		xenbus_unmap_ring_vfree(bad->end.dev, page);

	return wrong;
}

/* Waits for the front-end's offer. */
static const char *prepare(struct bad *bad)
{
	return bad_write(&bad->end, XENLED_FIELD_BE_VERSIONS, XENLED_PROTOCOL_VERSION) ?:
	       bad_state(&bad->end, XenbusStateInitWait) ?:
	       bad_expect(&bad->end, XenbusStateInitialised);
}

static const char *accept(struct bad *bad)
{
	return map(bad) ?: bad_state(&bad->end, XenbusStateConnected);
}

/* Waits until the front-end has sent the states of its LEDs, two at the least. */
static const char *connect(struct bad *bad)
{
	const char *wrong;

	wrong = prepare(bad) ?: accept(bad) ?:
		bad_expect(&bad->end, XenbusStateConnected);
	if (wrong)
		return wrong;

	return bad_wait(&bad->end, XEN_RING_NR_UNCONSUMED_REQUESTS(&bad->ring) >= 2) ?
	       NULL : "no requests";
}

static struct xenled_response next_answer(struct bad *bad)
{
	struct xenled_request request;

	virt_rmb(); /* the index was read before */
	RING_COPY_REQUEST(&bad->ring, bad->ring.req_cons, &request);
	bad->ring.req_cons++;

	return (struct xenled_response) {
		.id = request.id,
		.operation = request.operation,
		.status = XENLED_STATUS_OK,
	};
}

static void put(struct bad *bad, const struct xenled_response *rsp)
{
	*RING_GET_RESPONSE(&bad->ring, bad->ring.rsp_prod_pvt) = *rsp;
	bad->ring.rsp_prod_pvt++;
}

static const char *push(struct bad *bad)
{
	RING_PUSH_RESPONSES(&bad->ring);
	notify_remote_via_evtchn(bad->port);

	return NULL;
}

static const char *serve(struct bad *bad)
{
	struct xenled_response rsp;

	while (XEN_RING_NR_UNCONSUMED_REQUESTS(&bad->ring)) {
		rsp = next_answer(bad);
		put(bad, &rsp);
	}

	return push(bad);
}

/* Attacks by xenstore */

/* As attach wrote it, but for one node; the front-end reads them when we are Connected. */
static const char *attack_node(struct bad *bad)
{
	const struct bad_attack *attack = bad->end.attack;
	const char *wrong;

	if (attack->value)
		wrong = bad_write(&bad->end, attack->node, attack->value);
	else
		wrong = bad_remove(&bad->end, attack->node);

	return wrong ?: prepare(bad) ?: accept(bad) ?:
	       bad_expect(&bad->end, XenbusStateClosing);
}

static const char *attack_long_name(struct bad *bad)
{
	return bad_write_long(&bad->end, bad->end.attack->node, "long") ?:
	       prepare(bad) ?: accept(bad) ?:
	       bad_expect(&bad->end, XenbusStateClosing);
}

static const char *refuse_versions(struct bad *bad)
{
	return bad_state(&bad->end, XenbusStateInitWait) ?:
	       bad_expect(&bad->end, XenbusStateClosing);
}

static const char *attack_versions(struct bad *bad)
{
	const struct bad_attack *attack = bad->end.attack;
	const char *wrong;

	if (attack->value)
		wrong = bad_write(&bad->end, attack->node, attack->value);
	else
		wrong = bad_remove(&bad->end, attack->node);

	return wrong ?: refuse_versions(bad);
}

static const char *attack_long_versions(struct bad *bad)
{
	return bad_write_long(&bad->end, XENLED_FIELD_BE_VERSIONS, "2,11,") ?:
	       refuse_versions(bad);
}

static const char *attack_folder(struct bad *bad)
{
	return connect(bad) ?: serve(bad) ?: bad_remove(&bad->end, "");
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
	return prepare(bad) ?: bad_state(&bad->end, XenbusStateClosed) ?:
	       bad_expect(&bad->end, then);
}

static const char *attack_refuses_on_and_on(struct bad *bad)
{
	const char *wrong = NULL;
	unsigned int i;

	for (i = 1; i < XENBUS_MAX_FAILURES && !wrong; i++)
		wrong = refuse(bad, XenbusStateInitialising);

	return wrong ?: refuse(bad, XenbusStateClosed) ?: offer_in_vain(bad);
}

static const char *close_wrong_version(struct bad *bad)
{
	return refuse_versions(bad) ?: bad_state(&bad->end, XenbusStateClosed) ?:
	       bad_expect(&bad->end, XenbusStateClosed);
}

static const char *attack_versions_on_and_on(struct bad *bad)
{
	const char *wrong = bad_write(&bad->end, XENLED_FIELD_BE_VERSIONS, "2");
	unsigned int i;

	for (i = 0; i < XENBUS_MAX_FAILURES && !wrong; i++)
		wrong = close_wrong_version(bad);

	return wrong ?: offer_in_vain(bad);
}

/* Each connection is a good one, but keeps the front-end's page mapped. */
static const char *attack_keeps_on_and_on(struct bad *bad)
{
	struct bad *kept = kcalloc(XENBUS_MAX_FAILURES, sizeof(*kept), GFP_KERNEL);
	const char *wrong = kept ? NULL : "no memory";
	unsigned int i;

	for (i = 0; i < XENBUS_MAX_FAILURES && !wrong; i++) {
		wrong = connect(bad) ?: serve(bad) ?:
			bad_state(&bad->end, XenbusStateClosed) ?:
			bad_expect(&bad->end, i + 1 < XENBUS_MAX_FAILURES ?
				   XenbusStateInitialising : XenbusStateClosed);
		kept[i] = *bad;
		bad->port = 0;
	}
	while (i--)
		release(&kept[i]);
	kfree(kept);

	return wrong ?: offer_in_vain(bad);
}

static const char *attack_drops_on_and_on(struct bad *bad)
{
	const char *wrong = NULL;
	unsigned int i;

	for (i = 0; i < DROP_ROUNDS && !wrong; i++) {
		wrong = connect(bad) ?: serve(bad);
		release(bad);
		wrong = wrong ?: bad_state(&bad->end, XenbusStateClosed) ?:
			bad_expect(&bad->end, XenbusStateInitialising);
	}

	return wrong ?: connect(bad) ?: serve(bad);
}

/* Attacks by the ring's indices */

static const char *jump(struct bad *bad, RING_IDX by)
{
	bad->ring.rsp_prod_pvt += by;

	return push(bad);
}

static const char *attack_index_ahead(struct bad *bad)
{
	return connect(bad) ?: serve(bad) ?: jump(bad, 1);
}

static const char *attack_index_far_ahead(struct bad *bad)
{
	return connect(bad) ?: jump(bad, 0x80000000);
}

static const char *attack_index_back(struct bad *bad)
{
	return connect(bad) ?: jump(bad, -1);
}

/* Attacks by answers */

static const char *attack_never_answers(struct bad *bad)
{
	return connect(bad);
}

static const char *attack_answer_twice(struct bad *bad)
{
	const char *wrong = connect(bad);
	struct xenled_response rsp;

	if (wrong)
		return wrong;
	rsp = next_answer(bad);
	put(bad, &rsp);
	put(bad, &rsp);

	return push(bad);
}

static const char *answer_with_id(struct bad *bad, u16 id)
{
	const char *wrong = connect(bad);
	struct xenled_response rsp;

	if (wrong)
		return wrong;
	rsp = next_answer(bad);
	rsp.id = id;
	put(bad, &rsp);

	return push(bad);
}

/* No front-end has as many LEDs here, and no request has that id. */
static const char *attack_answer_unasked(struct bad *bad)
{
	return answer_with_id(bad, XENLED_MAX_LEDS - 1);
}

static const char *attack_answer_id_32(struct bad *bad)
{
	return answer_with_id(bad, XENLED_MAX_LEDS);
}

static const char *attack_answer_id_65535(struct bad *bad)
{
	return answer_with_id(bad, U16_MAX);
}

static const char *attack_answer_operation(struct bad *bad)
{
	const char *wrong = connect(bad);
	struct xenled_response rsp;

	if (wrong)
		return wrong;
	rsp = next_answer(bad);
	rsp.operation++;
	put(bad, &rsp);

	return push(bad);
}

/* A status that there is not counts as a refusal, and the connection goes on. */
static const char *attack_answer_status(struct bad *bad)
{
	const char *wrong = connect(bad);
	struct xenled_response rsp;

	if (wrong)
		return wrong;
	while (XEN_RING_NR_UNCONSUMED_REQUESTS(&bad->ring)) {
		rsp = next_answer(bad);
		rsp.status = 42;
		put(bad, &rsp);
	}

	return push(bad);
}

/* Attack by events */

static const char *attack_event_storm(struct bad *bad)
{
	return connect(bad) ?: serve(bad) ?: bad_storm(bad->port);
}

/* Attacks by going away: what is left is released by the module's end. */

static const char *attack_vanish_connecting(struct bad *bad)
{
	return prepare(bad) ?: map(bad);
}

static const char *attack_vanish_connected(struct bad *bad)
{
	return connect(bad) ?: serve(bad);
}

static const char *attack_vanish_closing(struct bad *bad)
{
	return connect(bad) ?: serve(bad) ?:
	       bad_state(&bad->end, XenbusStateClosing) ?:
	       bad_expect(&bad->end, XenbusStateInitialising);
}

#define NODE(name, node, value)		{ name, attack_node, node, value }
#define VERSIONS(name, value)		\
	{ name, attack_versions, XENLED_FIELD_BE_VERSIONS, value }

static const struct bad_attack attacks[] = {
	VERSIONS("versions-missing", NULL),
	VERSIONS("versions-empty", ""),
	VERSIONS("versions-other", "2,3"),
	VERSIONS("versions-text", "one"),
	{ "versions-long", attack_long_versions },
	NODE("num-leds-missing", XENLED_FIELD_BE_NUM_LEDS, NULL),
	NODE("num-leds-empty", XENLED_FIELD_BE_NUM_LEDS, ""),
	NODE("num-leds-text", XENLED_FIELD_BE_NUM_LEDS, "six"),
	NODE("num-leds-0", XENLED_FIELD_BE_NUM_LEDS, "0"),
	NODE("num-leds-33", XENLED_FIELD_BE_NUM_LEDS, "33"),
	NODE("num-leds-biggest", XENLED_FIELD_BE_NUM_LEDS, "4294967295"),
	NODE("num-leds-unnamed", XENLED_FIELD_BE_NUM_LEDS, "32"),
	NODE("num-leds-changed", XENLED_FIELD_BE_NUM_LEDS, "1"),
	NODE("name-missing", "led-0/name", NULL),
	NODE("name-empty", "led-0/name", ""),
	NODE("name-32-characters", "led-0/name", "abcdefghijklmnopqrstuvwxyz012345"),
	NODE("name-characters", "led-0/name", "Led %s\n"),
	NODE("name-slash", "led-0/name", "led/0"),
	NODE("name-dots", "led-0/name", ".."),
	NODE("name-twice", "led-1/name", "sp6_led0"),
	{ "name-long", attack_long_name, "led-0/name" },
	NODE("max-brightness-missing", "led-0/max-brightness", NULL),
	NODE("max-brightness-text", "led-0/max-brightness", "bright"),
	NODE("max-brightness-0", "led-0/max-brightness", "0"),
	NODE("max-brightness-256", "led-0/max-brightness", "256"),
	{ "folder-removed", attack_folder },

	{ "never-connects", attack_never_connects },
	{ "state-flips", attack_state_flips },
	{ "refuses-on-and-on", attack_refuses_on_and_on },
	{ "versions-on-and-on", attack_versions_on_and_on },
	{ "keeps-on-and-on", attack_keeps_on_and_on },
	{ "drops-on-and-on", attack_drops_on_and_on },

	{ "index-ahead", attack_index_ahead },
	{ "index-far-ahead", attack_index_far_ahead },
	{ "index-back", attack_index_back },
	{ "never-answers", attack_never_answers },
	{ "answer-twice", attack_answer_twice },
	{ "answer-unasked", attack_answer_unasked },
	{ "answer-id-32", attack_answer_id_32 },
	{ "answer-id-65535", attack_answer_id_65535 },
	{ "answer-operation", attack_answer_operation },
	{ "answer-status", attack_answer_status },

	{ "event-storm", attack_event_storm },

	{ "vanish-connecting", attack_vanish_connecting },
	{ "vanish-connected", attack_vanish_connected },
	{ "vanish-closing", attack_vanish_closing },
};

/* The driver */

static const struct bad_attack *chosen;

static int bad_ledback_probe(struct xenbus_device *dev,
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

static void bad_ledback_frontend_changed(struct xenbus_device *dev,
					 enum xenbus_state state)
{
	struct bad *bad = dev_get_drvdata(&dev->dev);

	bad_other_changed(&bad->end, state);
}

static xenbus_remove_t bad_ledback_remove(struct xenbus_device *dev)
{
	struct bad *bad = dev_get_drvdata(&dev->dev);

	bad_stop(&bad->end);
	release(bad);
	dev_set_drvdata(&dev->dev, NULL);
	kfree(bad);

	return xenbus_removed();
}

static const struct xenbus_device_id bad_ledback_ids[] = {
	{ XENLED_DRIVER_NAME },
	{ "" }
};

static struct xenbus_driver bad_ledback_driver = {
	.name = "bad-ledback",
	.ids = bad_ledback_ids,
	.allow_rebind = true,	/* the state stays as it is */
	.probe = bad_ledback_probe,
	.remove = bad_ledback_remove,
	.otherend_changed = bad_ledback_frontend_changed,
};

static int __init bad_ledback_init(void)
{
	if (!xen_domain())
		return -ENODEV;

	chosen = bad_find(attacks, ARRAY_SIZE(attacks), attack_name);
	if (!chosen)
		return -EINVAL;

	return xenbus_register_backend(&bad_ledback_driver);
}
module_init(bad_ledback_init);

static void __exit bad_ledback_exit(void)
{
	xenbus_unregister_driver(&bad_ledback_driver);
}
module_exit(bad_ledback_exit);

MODULE_DESCRIPTION("LED back-end that attacks the front-end");
MODULE_LICENSE("GPL");
