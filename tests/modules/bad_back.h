/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * bad_back.h - what the misbehaving back-ends share: the connection as it should be,
 * and the attacks that are the same whatever is in the ring. Must not know the ring.
 *
 * Steps and attacks return what bad_end.h says.
 */
#ifndef BAD_BACK_H
#define BAD_BACK_H

#include <xen/interface/event_channel.h>
#include <xen/xenbus.h>
#include <xen/io/ledif.h>

#include "bad_end.h"

struct bad {
	struct bad_end end;

	/* The connection; port 0: there is none. */
	void *page;
	evtchn_port_t port;
	struct xen_ledif_back_ring ring;	/* in the page of a LED device */
	u32 prod;				/* of the events in that of an input device */
};

/* What differs. Each module has one. */
struct bad_kind {
	/* The front-end's nodes: of the ring, and of the port. */
	const char *ring_ref;
	const char *port;

	/* Writes what a back-end writes before it waits. May be NULL. */
	const char *(*write)(struct bad *bad);

	/* The page was mapped. */
	void (*init)(struct bad *bad);

	/* Waits until the front-end, once connected, has begun. May be NULL. */
	const char *(*begin)(struct bad *bad);

	/* Uses the connection as it should be. */
	const char *(*use)(struct bad *bad);

	/* The same, but with something under way at the end. */
	const char *(*leave)(struct bad *bad);
};

extern const struct bad_kind bad_kind;

/* The protocol as it should be */
void bad_release(struct bad *bad);
const char *bad_map(struct bad *bad);
const char *bad_prepare(struct bad *bad);	/* waits for the front-end's offer */
const char *bad_accept(struct bad *bad);
const char *bad_connect(struct bad *bad);
const char *bad_close(struct bad *bad, enum xenbus_state then);

/* The attack's node gets its value, or is removed. */
const char *bad_write_value(struct bad *bad);

/* Attacks by states */
const char *bad_attack_folder(struct bad *bad);
const char *bad_attack_state_flips(struct bad *bad);
const char *bad_attack_refuses_on_and_on(struct bad *bad);
const char *bad_attack_keeps_on_and_on(struct bad *bad);
const char *bad_attack_drops_on_and_on(struct bad *bad);
const char *bad_offer_in_vain(struct bad *bad);	/* the front-end has had enough */

/* By events */
const char *bad_attack_event_storm(struct bad *bad);

/* By going away: what is left is released by the module's end */
const char *bad_attack_vanish_connecting(struct bad *bad);
const char *bad_attack_vanish_connected(struct bad *bad);
const char *bad_attack_vanish_closing(struct bad *bad);

#endif /* BAD_BACK_H */
