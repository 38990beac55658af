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
#include <xen/events.h>
#include <xen/page.h>
#include <xen/xenbus.h>
#include <xen/io/ledif.h>

#include "bad_back.h"

static char *attack_name = "";
module_param_named(attack, attack_name, charp, 0444);
MODULE_PARM_DESC(attack, "name of the attack; an unknown one shows the list");

/* The protocol as it should be, besides bad_back.h */

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

static void init(struct bad *bad)
{
	BACK_RING_INIT(&bad->ring, (struct xen_ledif_sring *)bad->page, XEN_PAGE_SIZE);
}

static const char *write_versions(struct bad *bad)
{
	return bad_write(&bad->end, XENLED_FIELD_BE_VERSIONS, XENLED_PROTOCOL_VERSION);
}

/* The front-end sends the states of its LEDs, two at the least. */
static const char *await_requests(struct bad *bad)
{
	return bad_wait(&bad->end, XEN_RING_NR_UNCONSUMED_REQUESTS(&bad->ring) >= 2) ?
	       NULL : "no requests";
}

const struct bad_kind bad_kind = {
	.ring_ref = XENLED_FIELD_FE_RING_REF,
	.port = XENLED_FIELD_FE_CHANNEL,
	.write = write_versions,
	.init = init,
	.begin = await_requests,
	.use = serve,
	.leave = serve,
};

/* Attacks by xenstore */

/* As attach wrote it, but for one node; the front-end reads them when we are Connected. */
static const char *attack_node(struct bad *bad)
{
	return bad_write_value(bad) ?: bad_prepare(bad) ?: bad_accept(bad) ?:
	       bad_expect(&bad->end, XenbusStateClosing);
}

static const char *attack_long_name(struct bad *bad)
{
	return bad_write_long(&bad->end, bad->end.attack->node, "long") ?:
	       bad_prepare(bad) ?: bad_accept(bad) ?:
	       bad_expect(&bad->end, XenbusStateClosing);
}

static const char *refuse_versions(struct bad *bad)
{
	return bad_state(&bad->end, XenbusStateInitWait) ?:
	       bad_expect(&bad->end, XenbusStateClosing);
}

static const char *attack_versions(struct bad *bad)
{
	return bad_write_value(bad) ?: refuse_versions(bad);
}

static const char *attack_long_versions(struct bad *bad)
{
	return bad_write_long(&bad->end, XENLED_FIELD_BE_VERSIONS, "2,11,") ?:
	       refuse_versions(bad);
}

/* Attacks by states */

static const char *attack_never_connects(struct bad *bad)
{
	return bad_prepare(bad);
}

static const char *close_wrong_version(struct bad *bad)
{
	return refuse_versions(bad) ?: bad_close(bad, XenbusStateClosed);
}

static const char *attack_versions_on_and_on(struct bad *bad)
{
	const char *wrong = bad_write(&bad->end, XENLED_FIELD_BE_VERSIONS, "2");
	unsigned int i;

	for (i = 0; i < XENBUS_MAX_FAILURES && !wrong; i++)
		wrong = close_wrong_version(bad);

	return wrong ?: bad_offer_in_vain(bad);
}

/* Attacks by the ring's indices */

static const char *jump(struct bad *bad, RING_IDX by)
{
	bad->ring.rsp_prod_pvt += by;

	return push(bad);
}

static const char *attack_index_ahead(struct bad *bad)
{
	return bad_connect(bad) ?: serve(bad) ?: jump(bad, 1);
}

static const char *attack_index_far_ahead(struct bad *bad)
{
	return bad_connect(bad) ?: jump(bad, 0x80000000);
}

static const char *attack_index_back(struct bad *bad)
{
	return bad_connect(bad) ?: jump(bad, -1);
}

/* Attacks by answers */

static const char *attack_never_answers(struct bad *bad)
{
	return bad_connect(bad);
}

static const char *attack_answer_twice(struct bad *bad)
{
	const char *wrong = bad_connect(bad);
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
	const char *wrong = bad_connect(bad);
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
	const char *wrong = bad_connect(bad);
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
	const char *wrong = bad_connect(bad);
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
	{ "folder-removed", bad_attack_folder },

	{ "never-connects", attack_never_connects },
	{ "state-flips", bad_attack_state_flips },
	{ "refuses-on-and-on", bad_attack_refuses_on_and_on },
	{ "versions-on-and-on", attack_versions_on_and_on },
	{ "keeps-on-and-on", bad_attack_keeps_on_and_on },
	{ "drops-on-and-on", bad_attack_drops_on_and_on },

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

	{ "event-storm", bad_attack_event_storm },

	{ "vanish-connecting", bad_attack_vanish_connecting },
	{ "vanish-connected", bad_attack_vanish_connected },
	{ "vanish-closing", bad_attack_vanish_closing },
};

/* The driver */

static const struct xenbus_device_id bad_ledback_ids[] = {
	{ XENLED_DRIVER_NAME },
	{ "" }
};

static struct xenbus_driver bad_ledback_driver = {
	.name = "bad-ledback",
	.ids = bad_ledback_ids,
	.allow_rebind = true,	/* the state stays as it is */
	.probe = bad_probe,
	.remove = bad_unbind,
	.otherend_changed = bad_changed,
};

static int __init bad_ledback_init(void)
{
	return bad_choose(attacks, ARRAY_SIZE(attacks), attack_name) ?:
	       xenbus_register_backend(&bad_ledback_driver);
}
module_init(bad_ledback_init);

static void __exit bad_ledback_exit(void)
{
	xenbus_unregister_driver(&bad_ledback_driver);
}
module_exit(bad_ledback_exit);

MODULE_DESCRIPTION("LED back-end that attacks the front-end");
MODULE_LICENSE("GPL");
