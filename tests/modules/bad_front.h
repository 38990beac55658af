/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * bad_front.h - what the misbehaving front-ends share: the connection as it should be,
 * and the attacks that are the same whatever is in the ring. Must not know the ring.
 *
 * Steps and attacks return what bad_end.h says.
 */
#ifndef BAD_FRONT_H
#define BAD_FRONT_H

#include <xen/grant_table.h>
#include <xen/interface/event_channel.h>
#include <xen/xenbus.h>
#include <xen/io/ledif.h>

#include "bad_end.h"

struct bad {
	struct bad_end end;

	/* The connection; without a page there is none. */
	void *page;
	grant_ref_t ring_ref;
	evtchn_port_t port;
	struct xen_ledif_front_ring ring;	/* in the page of a LED device */
};

/* What differs. Each module has one. */
struct bad_kind {
	/* Nodes: of the ring, of the port, and others that an offer may have, up to NULL. */
	const char *ring_ref;
	const char *port;
	const char *const *others;

	/* The page's number for the node. NULL: that of its grant. */
	u32 (*number)(const struct bad *bad);

	/* The page is new, and zeroed. May be NULL. */
	void (*init)(struct bad *bad);

	/* Writes the other nodes that an offer must have. May be NULL. */
	const char *(*write)(struct bad *bad);

	/* What the back-end answers to Closed, while the device stays. */
	enum xenbus_state closed;

	/* Does the back-end serve the connection? */
	const char *(*use)(struct bad *bad);
};

extern const struct bad_kind bad_kind;

/* The protocol as it should be */
void bad_release(struct bad *bad);
const char *bad_allocate(struct bad *bad);
const char *bad_begin(struct bad *bad);		/* until the back-end waits */
const char *bad_write_nodes(struct bad *bad);
const char *bad_prepare(struct bad *bad);	/* all but the offer itself */
const char *bad_offer(struct bad *bad);
const char *bad_offer_in_vain(struct bad *bad);	/* it has a fault */
const char *bad_connect(struct bad *bad);

/* Attacks by xenstore: a node of the offer has the attack's value, or a long one */
const char *bad_attack_node(struct bad *bad);
const char *bad_attack_long_node(struct bad *bad);	/* of the attack's value */
const char *bad_attack_many_nodes(struct bad *bad);
const char *bad_attack_state(struct bad *bad);
const char *bad_attack_folder(struct bad *bad);

/* By states */
const char *bad_attack_state_flips(struct bad *bad);
const char *bad_attack_early(struct bad *bad);
const char *bad_attack_connected_at_once(struct bad *bad);
const char *bad_attack_connected_without_ring(struct bad *bad);
const char *bad_attack_connect_twice(struct bad *bad);
const char *bad_attack_fails_on_and_on(struct bad *bad);

/* By grants and ports */
const char *bad_attack_grant_readonly(struct bad *bad);
const char *bad_attack_grant_for_another(struct bad *bad);
const char *bad_attack_grant_ended(struct bad *bad);
const char *bad_attack_grant_ended_later(struct bad *bad);
const char *bad_attack_port_closed(struct bad *bad);
const char *bad_attack_port_in_use(struct bad *bad);
const char *bad_attack_port_for_another(struct bad *bad);

/* By events */
const char *bad_attack_event_storm(struct bad *bad);

/* By going away: what is left is released by the module's end */
const char *bad_attack_vanish_before_mapping(struct bad *bad);
const char *bad_attack_vanish_initialised(struct bad *bad);
const char *bad_attack_vanish_closing(struct bad *bad);
const char *bad_attack_vanish_closed(struct bad *bad);

#endif /* BAD_FRONT_H */
