// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the misbehaving back-ends share: see bad_back.h.
 */
#include <linux/kernel.h>
#include <linux/slab.h>
#include <xen/events.h>
#include <xen/xenbus.h>

#include "bad_back.h"

/* Connections of the attack that drops them all. */
#define DROP_ROUNDS	30

/* The protocol as it should be */

void bad_release(struct bad *bad)
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

const char *bad_map(struct bad *bad)
{
	const char *front = bad->end.dev->otherend;
	const char *wrong;
	grant_ref_t ref;
	u32 port;

	if (xenbus_read_number(front, bad_kind.ring_ref, 0, U32_MAX, &ref) ||
	    xenbus_read_number(front, bad_kind.port, 0, U32_MAX, &port))
		return "the front-end's nodes are wrong";
	if (xenbus_map_ring_valloc(bad->end.dev, &ref, 1, &bad->page))
		return "the front-end's ring cannot be mapped";

	bad_kind.init(bad);
	wrong = bind(bad, port);
	if (wrong)
		xenbus_unmap_ring_vfree(bad->end.dev, bad->page);

	return wrong;
}

const char *bad_prepare(struct bad *bad)
{
	const char *wrong = bad_kind.write ? bad_kind.write(bad) : NULL;

	return wrong ?: bad_state(&bad->end, XenbusStateInitWait) ?:
	       bad_expect(&bad->end, XenbusStateInitialised);
}

const char *bad_accept(struct bad *bad)
{
	return bad_map(bad) ?: bad_state(&bad->end, XenbusStateConnected);
}

const char *bad_connect(struct bad *bad)
{
	const char *wrong;

	wrong = bad_prepare(bad) ?: bad_accept(bad) ?:
		bad_expect(&bad->end, XenbusStateConnected);
	if (wrong || !bad_kind.begin)
		return wrong;

	return bad_kind.begin(bad);
}

const char *bad_close(struct bad *bad, enum xenbus_state then)
{
	return bad_state(&bad->end, XenbusStateClosed) ?: bad_expect(&bad->end, then);
}

const char *bad_write_value(struct bad *bad)
{
	const struct bad_attack *attack = bad->end.attack;

	if (attack->value)
		return bad_write(&bad->end, attack->node, attack->value);

	return bad_remove(&bad->end, attack->node);
}

/* Attacks by states */

const char *bad_attack_folder(struct bad *bad)
{
	return bad_connect(bad) ?: bad_kind.use(bad) ?: bad_remove(&bad->end, "");
}

const char *bad_attack_state_flips(struct bad *bad)
{
	static const char *const states[] = {
		"2", "6", "2", "5", "1", "2", "7", "3", "6", "2", "8", "9", "42", "text", "2", "0",
	};

	return bad_flip_states(&bad->end, states, ARRAY_SIZE(states)) ?:
	       bad_close(bad, XenbusStateClosed);
}

/* It does not care for what we offer. */
const char *bad_offer_in_vain(struct bad *bad)
{
	static const char *const states[] = { "2", "6" };

	return bad_flip_states(&bad->end, states, ARRAY_SIZE(states)) ?:
	       bad_expect(&bad->end, XenbusStateClosed);
}

static const char *refuse(struct bad *bad, enum xenbus_state then)
{
	return bad_prepare(bad) ?: bad_close(bad, then);
}

const char *bad_attack_refuses_on_and_on(struct bad *bad)
{
	const char *wrong = NULL;
	unsigned int i;

	for (i = 1; i < XENBUS_MAX_FAILURES && !wrong; i++)
		wrong = refuse(bad, XenbusStateInitialising);

	return wrong ?: refuse(bad, XenbusStateClosed) ?: bad_offer_in_vain(bad);
}

/* Each connection is a good one, but keeps the front-end's page mapped. */
const char *bad_attack_keeps_on_and_on(struct bad *bad)
{
	struct bad *kept = kcalloc(XENBUS_MAX_FAILURES, sizeof(*kept), GFP_KERNEL);
	const char *wrong = kept ? NULL : "no memory";
	unsigned int i;

	for (i = 0; i < XENBUS_MAX_FAILURES && !wrong; i++) {
		wrong = bad_connect(bad) ?: bad_kind.use(bad) ?:
			bad_close(bad, i + 1 < XENBUS_MAX_FAILURES ?
				  XenbusStateInitialising : XenbusStateClosed);
		kept[i] = *bad;
		bad->port = 0;
	}
	while (i--)
		bad_release(&kept[i]);
	kfree(kept);

	return wrong ?: bad_offer_in_vain(bad);
}

const char *bad_attack_drops_on_and_on(struct bad *bad)
{
	const char *wrong = NULL;
	unsigned int i;

	for (i = 0; i < DROP_ROUNDS && !wrong; i++) {
		wrong = bad_connect(bad) ?: bad_kind.leave(bad);
		bad_release(bad);
		wrong = wrong ?: bad_close(bad, XenbusStateInitialising);
	}

	return wrong ?: bad_connect(bad) ?: bad_kind.use(bad);
}

/* Attack by events */

const char *bad_attack_event_storm(struct bad *bad)
{
	return bad_connect(bad) ?: bad_kind.use(bad) ?: bad_storm(bad->port);
}

/* Attacks by going away */

const char *bad_attack_vanish_connecting(struct bad *bad)
{
	return bad_prepare(bad) ?: bad_map(bad);
}

const char *bad_attack_vanish_connected(struct bad *bad)
{
	return bad_connect(bad) ?: bad_kind.use(bad);
}

const char *bad_attack_vanish_closing(struct bad *bad)
{
	return bad_connect(bad) ?: bad_kind.leave(bad) ?:
	       bad_state(&bad->end, XenbusStateClosing) ?:
	       bad_expect(&bad->end, XenbusStateInitialising);
}

/* The device */

struct bad_end *bad_create(void)
{
	struct bad *bad;

	bad = kzalloc(sizeof(*bad), GFP_KERNEL);
	if (!bad)
		return NULL;

	bad->end.bad = bad;
	return &bad->end;
}

void bad_destroy(struct bad_end *end)
{
	bad_release(end->bad);
	kfree(end->bad);
}
