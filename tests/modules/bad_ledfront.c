// SPDX-License-Identifier: GPL-2.0-only
/*
 * bad-ledfront - a LED front-end that attacks the back-end.
 *
 * Keeps to the protocol up to the point of the attack, which is chosen when the
 * module is loaded: insmod bad-ledfront.ko attack=NAME. Says "bad_ledfront: NAME:
 * done" when the attack was carried out and the back-end did what it should as
 * far as a guest can see. Leaves the device as the attack left it, so that
 * unloading the module is a front-end that vanishes.
 *
 * docs/robustness.md says what is expected of the back-end.
 */
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/random.h>
#include <linux/sched.h>
#include <xen/events.h>
#include <xen/page.h>
#include <xen/xenbus.h>
#include <xen/io/ledif.h>

#include "bad_front.h"

#define RING_SLOTS	__CONST_RING_SIZE(xen_ledif, XEN_PAGE_SIZE)

/* Rounds of attacks on the ring. */
#define FLOOD_ROUNDS	20000
#define CHANGE_ROUNDS	200

static char *attack_name = "";
module_param_named(attack, attack_name, charp, 0444);
MODULE_PARM_DESC(attack, "name of the attack; an unknown one shows the list");

static unsigned int seconds;
module_param(seconds, uint, 0444);
MODULE_PARM_DESC(seconds, "how long request-flood lasts at least");

/* The protocol as it should be, besides bad_front.h */

static const struct xenled_request good_request = {
	.operation = XENLED_OP_SET,
	.brightness = 1,
	.delay_on = 100,
	.delay_off = 100,
};

/* Sends what was put into the ring. */
static void push(struct bad *bad)
{
	RING_PUSH_REQUESTS(&bad->ring);
	notify_remote_via_evtchn(bad->port);
}

static struct xenled_request *put(struct bad *bad, const struct xenled_request *request)
{
	struct xenled_request *slot = RING_GET_REQUEST(&bad->ring, bad->ring.req_prod_pvt);

	*slot = *request;
	slot->id = bad->ring.req_prod_pvt;
	bad->ring.req_prod_pvt++;

	return slot;
}

static bool answered(struct bad *bad)
{
	return READ_ONCE(bad->ring.sring->rsp_prod) == bad->ring.req_prod_pvt;
}

/* The next answer, to a request that has its index as id. */
static const char *take(struct bad *bad, u8 operation, s32 *status)
{
	struct xenled_response rsp;

	virt_rmb(); /* the index was read before */
	RING_COPY_RESPONSE(&bad->ring, bad->ring.rsp_cons, &rsp);
	if (rsp.id != (u16)bad->ring.rsp_cons || rsp.operation != operation)
		return "the answer is not to the request";
	bad->ring.rsp_cons++;
	*status = rsp.status;

	return NULL;
}

static const char *ask(struct bad *bad, const struct xenled_request *request, s32 status)
{
	const char *wrong;
	s32 got;

	put(bad, request);
	push(bad);
	if (!bad_wait(&bad->end, answered(bad)))
		return "no answer";

	wrong = take(bad, request->operation, &got);
	if (wrong)
		return wrong;

	return got == status ? NULL : "another status than expected";
}

static const char *ask_well(struct bad *bad)
{
	return ask(bad, &good_request, XENLED_STATUS_OK);
}

static void init(struct bad *bad)
{
	XEN_FRONT_RING_INIT(&bad->ring, (struct xen_ledif_sring *)bad->page, XEN_PAGE_SIZE);
}

static const char *write_version(struct bad *bad)
{
	return bad_write(&bad->end, XENLED_FIELD_FE_VERSION, XENLED_PROTOCOL_VERSION);
}

static const char *const others[] = { XENLED_FIELD_FE_VERSION, NULL };

const struct bad_kind bad_kind = {
	.ring_ref = XENLED_FIELD_FE_RING_REF,
	.port = XENLED_FIELD_FE_CHANNEL,
	.others = others,
	.init = init,
	.write = write_version,
	.closed = XenbusStateClosed,
	.use = ask_well,
};

/* Attack by the port */

static const char *attack_port_closed_later(struct bad *bad)
{
	const char *wrong = bad_connect(bad) ?: ask_well(bad);

	if (wrong)
		return wrong;
	xenbus_free_evtchn(bad->end.dev, bad->port);
	bad->port = 0;
	put(bad, &good_request);
	RING_PUSH_REQUESTS(&bad->ring);

	return NULL;
}

/* Attacks by the ring's indices */

static const char *jump(struct bad *bad, RING_IDX by)
{
	bad->ring.req_prod_pvt += by;
	push(bad);

	return NULL;
}

static const char *attack_index_ahead(struct bad *bad)
{
	return bad_connect(bad) ?: ask_well(bad) ?: jump(bad, RING_SLOTS + 1);
}

static const char *attack_index_far_ahead(struct bad *bad)
{
	return bad_connect(bad) ?: ask_well(bad) ?: jump(bad, 0x80000000);
}

static const char *attack_index_back(struct bad *bad)
{
	return bad_connect(bad) ?: ask_well(bad) ?: jump(bad, -1);
}

static const char *attack_index_at_first(struct bad *bad)
{
	const char *wrong = bad_prepare(bad);

	if (wrong)
		return wrong;
	WRITE_ONCE(bad->ring.sring->req_prod, RING_SLOTS + 1);

	return bad_offer_in_vain(bad);
}

/* The back-end writes its own index anew with each answer. */
static const char *attack_index_of_other(struct bad *bad)
{
	const char *wrong = bad_connect(bad) ?: ask_well(bad);

	if (wrong)
		return wrong;
	WRITE_ONCE(bad->ring.sring->rsp_prod, 0x80000000);
	WRITE_ONCE(bad->ring.sring->req_event, 0x80000000);
	WRITE_ONCE(bad->ring.sring->rsp_event, 0x80000000);

	return ask_well(bad);
}

/* Attacks by requests */

static const char *attack_request(struct bad *bad)
{
	const struct bad_attack *attack = bad->end.attack;

	return bad_connect(bad) ?:
	       ask(bad, &attack->request, attack->status) ?: ask_well(bad);
}

static const char *attack_led_number(struct bad *bad)
{
	struct xenled_request request = good_request;

	request.led = xenbus_read_unsigned(bad->end.dev->otherend,
					   XENLED_FIELD_BE_NUM_LEDS, 0);

	return bad_connect(bad) ?:
	       ask(bad, &request, XENLED_STATUS_EINVAL) ?: ask_well(bad);
}

/* The answers are not looked at: some of the requests may be good ones. */
static const char *attack_garbage(struct bad *bad)
{
	const char *wrong = bad_connect(bad);
	struct xenled_request request;
	unsigned int i;

	if (wrong)
		return wrong;
	for (i = 0; i < RING_SLOTS; i++) {
		get_random_bytes(&request, sizeof(request));
		put(bad, &request);
	}
	push(bad);
	if (!bad_wait(&bad->end, answered(bad)))
		return "not all requests were answered";
	bad->ring.rsp_cons = bad->ring.req_prod_pvt;

	return ask_well(bad);
}

/* The ring is full at any time, and no answer is looked at. */
static const char *attack_request_flood(struct bad *bad)
{
	const char *wrong = bad_connect(bad);
	unsigned long end = jiffies + seconds * HZ;
	unsigned int i;

	for (i = 0; !wrong && (i < FLOOD_ROUNDS || time_before(jiffies, end)); i++) {
		bad->ring.rsp_cons = READ_ONCE(bad->ring.sring->rsp_prod);
		while (RING_FREE_REQUESTS(&bad->ring))
			put(bad, &good_request);
		push(bad);
		cond_resched();
	}
	if (wrong || !bad_wait(&bad->end, answered(bad)))
		return wrong ?: "not all requests were answered";
	bad->ring.rsp_cons = bad->ring.req_prod_pvt;

	return ask_well(bad);
}

/* Sends a good request and changes it until it is answered. */
static const char *send_and_change(struct bad *bad,
				   void (*change)(struct xenled_request *slot, unsigned int i))
{
	struct xenled_request *slot = put(bad, &good_request);
	unsigned long limit = jiffies + BAD_PATIENCE;
	unsigned int i;

	push(bad);
	for (i = 0; !answered(bad); i++) {
		if (READ_ONCE(bad->end.gone) || time_after(jiffies, limit))
			return "no answer";
		change(slot, i);
		cond_resched();
	}

	return NULL;
}

static void change_delay(struct xenled_request *slot, unsigned int i)
{
	WRITE_ONCE(slot->delay_on, i & 1 ? 100 : 0);
}

/* The delays are not octets of the answer, so that it stays as it is. */
static const char *attack_request_changes(struct bad *bad)
{
	const char *wrong = bad_connect(bad);
	s32 status = XENLED_STATUS_OK;
	unsigned int i;

	for (i = 0; i < CHANGE_ROUNDS && !wrong; i++) {
		wrong = send_and_change(bad, change_delay) ?:
			take(bad, XENLED_OP_SET, &status);
		if (status != XENLED_STATUS_OK && status != XENLED_STATUS_EINVAL)
			wrong = "no such status";
	}

	return wrong ?: ask_well(bad);
}

static void change_led(struct xenled_request *slot, unsigned int i)
{
	WRITE_ONCE(slot->led, i & 1 ? 0 : 255);
	WRITE_ONCE(slot->brightness, i & 2 ? 1 : 65535);
}

/* These are octets of the answer as well: it is not looked at. */
static const char *attack_led_changes(struct bad *bad)
{
	const char *wrong = bad_connect(bad);
	unsigned int i;

	for (i = 0; i < CHANGE_ROUNDS && !wrong; i++) {
		wrong = send_and_change(bad, change_led);
		bad->ring.rsp_cons = bad->ring.req_prod_pvt;
	}

	return wrong ?: ask_well(bad);
}

#define NODE(name, node, value)		{ name, bad_attack_node, node, value }
#define STATE(name, value)		{ name, bad_attack_state, "state", value }
#define REQUEST(name, answer, ...)	\
	{ name, attack_request, .request = { __VA_ARGS__ }, .status = answer }

static const struct bad_attack attacks[] = {
	NODE("version-missing", XENLED_FIELD_FE_VERSION, NULL),
	NODE("version-empty", XENLED_FIELD_FE_VERSION, ""),
	NODE("version-not-offered", XENLED_FIELD_FE_VERSION, "2"),
	NODE("version-text", XENLED_FIELD_FE_VERSION, "one"),
	{ "version-long", bad_attack_long_node, XENLED_FIELD_FE_VERSION },
	NODE("ring-ref-missing", XENLED_FIELD_FE_RING_REF, NULL),
	NODE("ring-ref-empty", XENLED_FIELD_FE_RING_REF, ""),
	NODE("ring-ref-text", XENLED_FIELD_FE_RING_REF, "8x"),
	NODE("ring-ref-negative", XENLED_FIELD_FE_RING_REF, "-1"),
	NODE("ring-ref-too-big", XENLED_FIELD_FE_RING_REF, "4294967296"),
	NODE("ring-ref-biggest", XENLED_FIELD_FE_RING_REF, "4294967295"),
	{ "ring-ref-long", bad_attack_long_node, XENLED_FIELD_FE_RING_REF },
	NODE("event-channel-missing", XENLED_FIELD_FE_CHANNEL, NULL),
	NODE("event-channel-empty", XENLED_FIELD_FE_CHANNEL, ""),
	NODE("event-channel-text", XENLED_FIELD_FE_CHANNEL, "port"),
	NODE("event-channel-negative", XENLED_FIELD_FE_CHANNEL, "-1"),
	NODE("event-channel-too-big", XENLED_FIELD_FE_CHANNEL, "99999999999"),
	NODE("event-channel-biggest", XENLED_FIELD_FE_CHANNEL, "4294967295"),
	{ "event-channel-long", bad_attack_long_node, XENLED_FIELD_FE_CHANNEL },
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
	{ "index-at-first", attack_index_at_first },
	{ "index-of-other", attack_index_of_other },

	{ "led-number", attack_led_number },
	REQUEST("led-255", XENLED_STATUS_EINVAL, .led = 255),
	REQUEST("brightness-256", XENLED_STATUS_EINVAL, .brightness = 256),
	REQUEST("brightness-65535", XENLED_STATUS_EINVAL, .brightness = 65535),
	REQUEST("delay-on-alone", XENLED_STATUS_EINVAL, .brightness = 1, .delay_on = 100),
	REQUEST("delay-off-alone", XENLED_STATUS_EINVAL, .brightness = 1, .delay_off = 100),
	REQUEST("delays-1", XENLED_STATUS_OK,
		.brightness = 1, .delay_on = 1, .delay_off = 1),
	REQUEST("delays-biggest", XENLED_STATUS_OK,
		.brightness = 1, .delay_on = U32_MAX, .delay_off = U32_MAX),
	REQUEST("reserved-set", XENLED_STATUS_EINVAL, .brightness = 1, .reserved = 1),
	REQUEST("operation-unknown", XENLED_STATUS_EOPNOTSUPP, .operation = 1),
	{ "garbage", attack_garbage },
	{ "request-flood", attack_request_flood },
	{ "request-changes", attack_request_changes },
	{ "led-changes", attack_led_changes },

	{ "event-storm", bad_attack_event_storm },

	{ "vanish-initialising", bad_begin },
	{ "vanish-before-mapping", bad_attack_vanish_before_mapping },
	{ "vanish-initialised", bad_attack_vanish_initialised },
	{ "vanish-connected", bad_connect },
	{ "vanish-closing", bad_attack_vanish_closing },
	{ "vanish-closed", bad_attack_vanish_closed },
};

/* The driver */

static const struct xenbus_device_id bad_ledfront_ids[] = {
	{ XENLED_DRIVER_NAME },
	{ "" }
};

static struct xenbus_driver bad_ledfront_driver = {
	.name = "bad-ledfront",
	.ids = bad_ledfront_ids,
	.allow_rebind = true,	/* the state stays as it is */
	.not_essential = true,
	.probe = bad_probe,
	.remove = bad_unbind,
	.otherend_changed = bad_changed,
};

static int __init bad_ledfront_init(void)
{
	return bad_choose(attacks, ARRAY_SIZE(attacks), attack_name) ?:
	       xenbus_register_frontend(&bad_ledfront_driver);
}
module_init(bad_ledfront_init);

static void __exit bad_ledfront_exit(void)
{
	xenbus_unregister_driver(&bad_ledfront_driver);
}
module_exit(bad_ledfront_exit);

MODULE_DESCRIPTION("LED front-end that attacks the back-end");
MODULE_LICENSE("GPL");
