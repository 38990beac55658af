// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the misbehaving front-ends share: see bad_front.h.
 */
#include <linux/kernel.h>
#include <linux/slab.h>
#include <xen/events.h>
#include <xen/page.h>
#include <xen/xenbus.h>

#include "bad_front.h"

/* More nodes than xenstored lets a guest have. */
#define FLOOD_NODES	5000

/* The protocol as it should be */

void bad_release(struct bad *bad)
{
	if (bad->port)
		xenbus_free_evtchn(bad->end.dev, bad->port);
	bad->port = 0;

	xenbus_teardown_ring(&bad->page, 1, &bad->ring_ref);
}

const char *bad_allocate(struct bad *bad)
{
	if (xenbus_setup_ring(bad->end.dev, GFP_KERNEL, &bad->page, 1, &bad->ring_ref))
		return "no ring";
	if (bad_kind.init)
		bad_kind.init(bad);

	if (xenbus_alloc_evtchn(bad->end.dev, &bad->port))
		return "no event channel";

	return NULL;
}

const char *bad_begin(struct bad *bad)
{
	const char *const *other;
	const char *wrong;

	wrong = bad_remove(&bad->end, bad_kind.ring_ref) ?:
		bad_remove(&bad->end, bad_kind.port);
	for (other = bad_kind.others; *other && !wrong; other++)
		wrong = bad_remove(&bad->end, *other);

	return wrong ?: bad_state(&bad->end, XenbusStateInitialising) ?:
	       bad_expect(&bad->end, XenbusStateInitWait);
}

static const char *write_nodes(struct bad *bad)
{
	u32 number = bad_kind.number ? bad_kind.number(bad) : bad->ring_ref;
	const char *wrong = bad_kind.write ? bad_kind.write(bad) : NULL;

	return wrong ?: bad_write_number(&bad->end, bad_kind.ring_ref, number) ?:
	       bad_write_number(&bad->end, bad_kind.port, bad->port);
}

/* Half of one offer and half of another would be a third, which the back-end refuses, too. */
const char *bad_write_nodes(struct bad *bad)
{
	const char *wrong;
	int err;

	do {
		if (xenbus_transaction_start(&bad->end.xbt))
			return "no transaction";
		wrong = write_nodes(bad);
		err = xenbus_transaction_end(bad->end.xbt, wrong != NULL);
		bad->end.xbt = XBT_NIL;
	} while (err == -EAGAIN);

	return wrong ?: err ? "xenstored did not take a transaction" : NULL;
}

const char *bad_prepare(struct bad *bad)
{
	return bad_begin(bad) ?: bad_allocate(bad) ?: bad_write_nodes(bad);
}

const char *bad_offer(struct bad *bad)
{
	return bad_state(&bad->end, XenbusStateInitialised) ?:
	       bad_expect(&bad->end, XenbusStateConnected);
}

const char *bad_offer_in_vain(struct bad *bad)
{
	return bad_state(&bad->end, XenbusStateInitialised) ?:
	       bad_expect(&bad->end, XenbusStateClosing);
}

const char *bad_connect(struct bad *bad)
{
	return bad_prepare(bad) ?: bad_offer(bad) ?:
	       bad_state(&bad->end, XenbusStateConnected);
}

/* Attacks by xenstore */

const char *bad_attack_node(struct bad *bad)
{
	const struct bad_attack *attack = bad->end.attack;
	const char *wrong = bad_prepare(bad);

	if (!wrong && attack->value)
		wrong = bad_write(&bad->end, attack->node, attack->value);
	else if (!wrong)
		wrong = bad_remove(&bad->end, attack->node);

	return wrong ?: bad_offer_in_vain(bad);
}

const char *bad_attack_long_node(struct bad *bad)
{
	return bad_prepare(bad) ?:
	       bad_write_long(&bad->end, bad->end.attack->node, "1") ?:
	       bad_offer_in_vain(bad);
}

static const char *flood(struct bad *bad)
{
	const char *stopped = NULL;
	char node[32];
	unsigned int i;

	for (i = 0; i < FLOOD_NODES && !stopped; i++) {
		snprintf(node, sizeof(node), "flood/%u", i);
		stopped = bad_write_long(&bad->end, node, "flood");
	}

	return stopped ? NULL : "xenstored did not stop the flood";
}

const char *bad_attack_many_nodes(struct bad *bad)
{
	return bad_connect(bad) ?: flood(bad) ?: bad_kind.use(bad) ?:
	       bad_remove(&bad->end, "flood");
}

const char *bad_attack_state(struct bad *bad)
{
	const struct bad_attack *attack = bad->end.attack;
	const char *wrong = bad_connect(bad);

	if (!wrong && attack->value)
		wrong = bad_write(&bad->end, "state", attack->value);
	else if (!wrong)
		wrong = bad_remove(&bad->end, "state");

	return wrong ?: bad_expect(&bad->end, XenbusStateClosed);
}

const char *bad_attack_folder(struct bad *bad)
{
	return bad_connect(bad) ?: bad_remove(&bad->end, "");
}

/* Attacks by states */

const char *bad_attack_state_flips(struct bad *bad)
{
	static const char *const states[] = {
		"3", "1", "4", "2", "5", "3", "6", "7", "4", "8", "9", "42", "-1", "3", "4",
	};

	return bad_prepare(bad) ?:
	       bad_flip_states(&bad->end, states, ARRAY_SIZE(states)) ?:
	       bad_state(&bad->end, XenbusStateInitialising) ?:
	       bad_expect(&bad->end, XenbusStateInitWait) ?:
	       bad_offer(bad) ?: bad_kind.use(bad);
}

const char *bad_attack_early(struct bad *bad)
{
	return bad_allocate(bad) ?: bad_write_nodes(bad) ?: bad_offer(bad) ?:
	       bad_kind.use(bad);
}

const char *bad_attack_connected_at_once(struct bad *bad)
{
	return bad_prepare(bad) ?:
	       bad_state(&bad->end, XenbusStateConnected) ?:
	       bad_expect(&bad->end, XenbusStateConnected) ?: bad_kind.use(bad);
}

const char *bad_attack_connected_without_ring(struct bad *bad)
{
	return bad_begin(bad) ?:
	       bad_state(&bad->end, XenbusStateConnected) ?:
	       bad_expect(&bad->end, XenbusStateClosing);
}

/*
 * The back-end wants none of both any more. Not Connected before: the back-end, which hears
 * of that later, might read one node of the first offer and one of the second then.
 */
const char *bad_attack_connect_twice(struct bad *bad)
{
	struct bad second = { .end.dev = bad->end.dev, .ring_ref = INVALID_GRANT_REF };
	const char *wrong;

	wrong = bad_prepare(bad) ?: bad_offer(bad) ?: bad_allocate(&second) ?:
		bad_write_nodes(&second) ?: bad_offer_in_vain(bad);
	bad_release(&second);

	return wrong;
}

const char *bad_attack_fails_on_and_on(struct bad *bad)
{
	const char *wrong = NULL;
	unsigned int i;

	for (i = 0; i < XENBUS_MAX_FAILURES && !wrong; i++)
		wrong = bad_begin(bad) ?: bad_offer_in_vain(bad);

	return wrong ?: bad_state(&bad->end, XenbusStateInitialising) ?:
	       bad_expect(&bad->end, XenbusStateClosed);
}

/* Attacks by grants and ports */

/* Offers a page as its second argument grants it. */
static const char *offer_grant(struct bad *bad, domid_t domain, int readonly)
{
	unsigned long page = get_zeroed_page(GFP_KERNEL);
	const char *wrong;
	int ref;

	if (!page)
		return "no memory";

	ref = gnttab_grant_foreign_access(domain, xen_page_to_gfn(virt_to_page((void *)page)),
					  readonly);
	if (ref < 0) {
		free_page(page);
		return "no grant";
	}
	wrong = bad_write_number(&bad->end, bad_kind.ring_ref, ref) ?:
		bad_offer_in_vain(bad);
	gnttab_end_foreign_access(ref, virt_to_page((void *)page));

	return wrong;
}

const char *bad_attack_grant_readonly(struct bad *bad)
{
	return bad_prepare(bad) ?: offer_grant(bad, bad->end.dev->otherend_id, 1);
}

const char *bad_attack_grant_for_another(struct bad *bad)
{
	return bad_prepare(bad) ?: offer_grant(bad, bad->end.dev->otherend_id + 1, 0);
}

const char *bad_attack_grant_ended(struct bad *bad)
{
	const char *wrong = bad_prepare(bad);

	if (wrong)
		return wrong;
	if (!gnttab_try_end_foreign_access(bad->ring_ref))
		return "the grant is in use before the connection";
	bad->ring_ref = INVALID_GRANT_REF;

	return bad_offer_in_vain(bad);
}

const char *bad_attack_grant_ended_later(struct bad *bad)
{
	const char *wrong = bad_connect(bad);

	if (wrong)
		return wrong;
	if (gnttab_try_end_foreign_access(bad->ring_ref)) {
		bad->ring_ref = INVALID_GRANT_REF;
		return "the back-end has not mapped the ring";
	}

	return bad_kind.use(bad);
}

static const char *offer_port(struct bad *bad, evtchn_port_t port)
{
	return bad_write_number(&bad->end, bad_kind.port, port) ?: bad_offer_in_vain(bad);
}

const char *bad_attack_port_closed(struct bad *bad)
{
	const char *wrong = bad_prepare(bad);
	evtchn_port_t port = bad->port;

	if (wrong)
		return wrong;
	xenbus_free_evtchn(bad->end.dev, port);
	bad->port = 0;

	return offer_port(bad, port);
}

/* xenstore's port: it has its other end already. */
const char *bad_attack_port_in_use(struct bad *bad)
{
	return bad_prepare(bad) ?: offer_port(bad, xen_store_evtchn);
}

const char *bad_attack_port_for_another(struct bad *bad)
{
	struct evtchn_alloc_unbound alloc = {
		.dom = DOMID_SELF,
		.remote_dom = DOMID_SELF,
	};
	const char *wrong = bad_prepare(bad);

	if (wrong)
		return wrong;
	if (HYPERVISOR_event_channel_op(EVTCHNOP_alloc_unbound, &alloc))
		return "no event channel";
	wrong = offer_port(bad, alloc.port);
	xenbus_free_evtchn(bad->end.dev, alloc.port);

	return wrong;
}

/* Attack by events */

const char *bad_attack_event_storm(struct bad *bad)
{
	return bad_connect(bad) ?: bad_storm(bad->port) ?: bad_kind.use(bad);
}

/* Attacks by going away */

/* The page and the port are gone when the back-end is asked to use them. */
const char *bad_attack_vanish_before_mapping(struct bad *bad)
{
	const char *wrong = bad_prepare(bad);

	if (wrong)
		return wrong;
	bad_release(bad);

	return bad_offer_in_vain(bad);
}

const char *bad_attack_vanish_initialised(struct bad *bad)
{
	return bad_prepare(bad) ?: bad_offer(bad);
}

const char *bad_attack_vanish_closing(struct bad *bad)
{
	return bad_connect(bad) ?:
	       bad_state(&bad->end, XenbusStateClosing) ?:
	       bad_expect(&bad->end, XenbusStateClosing);
}

const char *bad_attack_vanish_closed(struct bad *bad)
{
	return bad_connect(bad) ?:
	       bad_state(&bad->end, XenbusStateClosed) ?:
	       bad_expect(&bad->end, bad_kind.closed);
}

/* The device */

struct bad_end *bad_create(void)
{
	struct bad *bad;

	bad = kzalloc(sizeof(*bad), GFP_KERNEL);
	if (!bad)
		return NULL;

	bad->end.bad = bad;
	bad->ring_ref = INVALID_GRANT_REF;
	return &bad->end;
}

void bad_destroy(struct bad_end *end)
{
	bad_release(end->bad);
	kfree(end->bad);
}
