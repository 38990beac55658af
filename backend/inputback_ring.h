/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * inputback_ring.h - from the events of an input device to the slots of kbdif's
 * ring, and what waits, collapses or is dropped when the guest does not read.
 *
 * Plain C without kernel calls, compiled into xen-inputback and into unit tests
 * and fuzzers. Must not know of xenstore, interrupts or barriers, and reads nothing
 * of the shared page: it is given a copy of the guest's index, and only writes
 * slots. The caller sees to it that calls for one struct inputback_ring do not
 * overlap.
 *
 * Keys wait in a queue, in their order. Motion waits as a sum, positions and
 * touches as their last state: these go first, and last, when there is room. So
 * memory is bounded, whatever the guest does.
 */
#ifndef INPUTBACK_RING_H
#define INPUTBACK_RING_H

#include "kbd_judge.h"

/* Keys that wait for a guest: half a second of a thousand presses a second. */
#define INPUTBACK_QUEUE		1024

/* Touches at a time; more are not sent. */
#define INPUTBACK_CONTACTS	32

/* An axis of the device, and what the guest is told of it: 0 ... size. */
struct inputback_axis {
	int32_t min;	/* less than max, or there is no such axis */
	int32_t max;
	int32_t size;
};

/* What is sent to the guest, and how. Zeroed: nothing. */
struct inputback_format {
	struct kbd_keys keys;		/* these and no others */

	bool position;			/* the guest asked for positions */
	struct inputback_axis x, y;

	unsigned int contacts;		/* 0: the guest did not ask for touches */
	struct inputback_axis touch_x, touch_y;
	bool minor;			/* touches have a minor axis of their own */
	int32_t orientation;		/* a quarter of a turn; 0: they have none */
};

/* What a contact does, and what the guest knows of it. */
struct inputback_contact {
	bool there;	/* it touches */
	bool told;	/* the guest knows of it, or of one before it */
	bool another;	/* it is not the one that the guest knows of */
	unsigned int changed;	/* since the guest was told */
	int32_t x, y;
	int32_t major, minor;
	int32_t orientation;
};

struct inputback_ring {
	/* To be read by the caller. */
	uint32_t prod;		/* in_prod as it is to be */
	uint32_t cons;		/* the guest's index, when it was last believed */
	unsigned long events;	/* put into slots; goes on in the next connection */
	unsigned long dropped;	/* presses and touches; so does this */

	/* Private. */
	bool in_frame;		/* the device has not reported all yet */

	uint16_t queue[INPUTBACK_QUEUE];
	uint16_t first;		/* both run freely */
	uint16_t end;
	struct kbd_keys down;	/* whose press was taken, and no release */
	struct kbd_keys late;	/* releases for which there was no room */
	unsigned int num_late;

	bool moved;
	int32_t rel_x, rel_y, rel_z;
	bool knows_x, knows_y;
	bool placed;
	int32_t abs_x, abs_y;	/* the device's numbers */

	unsigned int slot;
	bool touched;		/* the guest awaits the end of a frame */
	struct inputback_contact contact[INPUTBACK_CONTACTS];
};

/*
 * A connection begins, with the ring's indices as they are in the page: false if
 * they are impossible.
 */
bool inputback_ring_init(struct inputback_ring *ring, uint32_t prod, uint32_t cons);

/* The guest's index is this now: false if that is impossible. */
bool inputback_ring_read_up_to(struct inputback_ring *ring, uint32_t cons);

/* An event of the device. The last of a frame is EV_SYN with SYN_REPORT. */
void inputback_ring_event(struct inputback_ring *ring,
			  const struct inputback_format *format,
			  unsigned int type, unsigned int code, int32_t value);

/*
 * Writes what waits into the ring's slots, as far as there is room, and not in the
 * middle of a frame. Returns whether prod is another than before.
 */
bool inputback_ring_fill(struct inputback_ring *ring,
			 const struct inputback_format *format,
			 union xenkbd_in_event *slots);

/* Is there anything that waits for room? */
bool inputback_ring_waits(const struct inputback_ring *ring);

#endif /* INPUTBACK_RING_H */
