// SPDX-License-Identifier: GPL-2.0-only
/*
 * From an input device's events to the slots of kbdif's ring: see inputback_ring.h.
 */
#include "inputback_ring.h"

#include <linux/input.h>

#ifdef __KERNEL__
#include <linux/limits.h>
#include <linux/math64.h>
#include <linux/string.h>
#else
#include <limits.h>
#include <string.h>

static inline uint64_t div_u64(uint64_t dividend, uint32_t divisor)
{
	return dividend / divisor;
}
#endif

/* A queue's entry: a code, and this if it is pressed. */
#define PRESSED		0x8000

/* What changed of a contact. */
#define MOVED		1u
#define SHAPED		2u
#define TURNED		4u

_Static_assert(KEY_MAX == XENKBD_X_KEY_MAX, "the contract's keys are Linux'");
_Static_assert(!(INPUTBACK_QUEUE & (INPUTBACK_QUEUE - 1)), "indices run freely");
_Static_assert(INPUTBACK_QUEUE <= 0x8000, "in 16 bits");

/* Numbers */

/* No sum is -2^31, which has no negative: guests turn wheels the other way round. */
static int32_t limit(int64_t sum)
{
	if (sum > INT_MAX)
		return INT_MAX;
	if (sum < -INT_MAX)
		return -INT_MAX;
	return (int32_t)sum;
}

static bool is_axis(const struct inputback_axis *axis)
{
	return axis->min < axis->max;
}

/* The axis is one. */
static uint32_t scale_length(const struct inputback_axis *axis, uint32_t length)
{
	uint32_t range = (uint32_t)axis->max - (uint32_t)axis->min;

	if (length > range)
		length = range;
	return (uint32_t)div_u64((uint64_t)length * (uint32_t)axis->size, range);
}

static int32_t scale(const struct inputback_axis *axis, int32_t value)
{
	if (value < axis->min)
		return 0;
	return (int32_t)scale_length(axis, (uint32_t)value - (uint32_t)axis->min);
}

/* Degrees: a device gives quarters of a turn, clockwise. */
static int16_t degrees(int32_t value, int32_t quarter)
{
	bool left = value < 0;
	uint32_t turn = left ? 0u - (uint32_t)value : (uint32_t)value;
	int16_t angle;

	if (turn > (uint32_t)quarter)
		turn = (uint32_t)quarter;
	angle = (int16_t)div_u64((uint64_t)turn * 90, (uint32_t)quarter);
	return left ? (int16_t)-angle : angle;
}

/* Slots */

/*
 * Index 2^32 - 1 and index 0 share a slot, so that one waits for the other to be
 * read; all other pairs that share one are as far apart as the ring is long.
 */
static bool has_room(const struct inputback_ring *ring)
{
	uint32_t used = ring->prod - ring->cons;

	return used < XENKBD_IN_RING_LEN && (ring->prod != 0 || used == 0);
}

static bool put(struct inputback_ring *ring, union xenkbd_in_event *slots,
		const union xenkbd_in_event *event)
{
	if (!has_room(ring))
		return false;

	slots[ring->prod % XENKBD_IN_RING_LEN] = *event;
	ring->prod++;
	ring->events++;
	return true;
}

/* Keys */

static uint16_t queued(const struct inputback_ring *ring)
{
	return (uint16_t)(ring->end - ring->first);
}

static void clear_key(struct kbd_keys *keys, unsigned int code)
{
	keys->word[code / 32] &= ~(1u << code % 32);
}

static bool queue_key(struct inputback_ring *ring, unsigned int key)
{
	if (queued(ring) == INPUTBACK_QUEUE)
		return false;

	ring->queue[ring->end++ % INPUTBACK_QUEUE] = (uint16_t)key;
	return true;
}

/* Queues the releases for which there was no room. If some are left, there is none. */
static void queue_late(struct inputback_ring *ring)
{
	unsigned int code;

	for (code = 0; ring->num_late && code <= XENKBD_X_KEY_MAX; code++) {
		if (!kbd_has_key(&ring->late, code))
			continue;
		if (!queue_key(ring, code))
			return;
		clear_key(&ring->late, code);
		ring->num_late--;
	}
}

static void press(struct inputback_ring *ring, const struct inputback_format *format,
		  unsigned int code)
{
	if (kbd_has_key(&ring->down, code))
		return;

	queue_late(ring);
	if (!kbd_has_key(&format->keys, code) || !queue_key(ring, code | PRESSED)) {
		ring->dropped++;
		return;
	}
	kbd_set_key(&ring->down, code);
}

/* Of a press that was dropped there is no release. */
static void release(struct inputback_ring *ring, unsigned int code)
{
	if (!kbd_has_key(&ring->down, code))
		return;

	clear_key(&ring->down, code);
	queue_late(ring);
	if (!queue_key(ring, code)) {
		kbd_set_key(&ring->late, code);
		ring->num_late++;
	}
}

static bool put_key(struct inputback_ring *ring, union xenkbd_in_event *slots,
		    uint16_t key)
{
	union xenkbd_in_event event = {
		.key = {
			.type = XENKBD_TYPE_KEY,
			.pressed = key & PRESSED ? 1 : 0,
			.keycode = key & ~PRESSED,
		},
	};

	return put(ring, slots, &event);
}

static void put_keys(struct inputback_ring *ring, union xenkbd_in_event *slots)
{
	for (;;) {
		queue_late(ring);
		if (!queued(ring) ||
		    !put_key(ring, slots, ring->queue[ring->first % INPUTBACK_QUEUE]))
			return;
		ring->first++;
	}
}

/* Motion and positions */

static void move(struct inputback_ring *ring, unsigned int code, int32_t value)
{
	switch (code) {
	case REL_X:
		ring->rel_x = limit((int64_t)ring->rel_x + value);
		break;
	case REL_Y:
		ring->rel_y = limit((int64_t)ring->rel_y + value);
		break;
	case REL_WHEEL: /* the other way round than kbdif's */
		ring->rel_z = limit((int64_t)ring->rel_z - value);
		break;
	default:
		return;
	}
	ring->moved = true;
}

/*
 * What a device says is kept as it is: its ranges may not be known yet, and where it is
 * it does not say again.
 */
static bool has_position(const struct inputback_ring *ring,
			 const struct inputback_format *format)
{
	return format->position && ring->knows_x && ring->knows_y &&
	       is_axis(&format->x) && is_axis(&format->y);
}

static void place(struct inputback_ring *ring, unsigned int code, int32_t value)
{
	if (code == ABS_X) {
		ring->abs_x = value;
		ring->knows_x = true;
	} else {
		ring->abs_y = value;
		ring->knows_y = true;
	}
	ring->placed = true;
}

/* The wheel of a device with positions comes with one. */
static void put_position(struct inputback_ring *ring, const struct inputback_format *format,
			 union xenkbd_in_event *slots)
{
	union xenkbd_in_event event = {
		.pos = {
			.type = XENKBD_TYPE_POS,
			.rel_z = ring->rel_z,
		},
	};

	if (!has_position(ring, format)) {
		ring->placed = false;
		return;
	}
	if (!ring->placed && !ring->rel_z)
		return;

	event.pos.abs_x = scale(&format->x, ring->abs_x);
	event.pos.abs_y = scale(&format->y, ring->abs_y);
	if (!put(ring, slots, &event))
		return;
	ring->placed = false;
	ring->rel_z = 0;
}

static void put_motion(struct inputback_ring *ring, union xenkbd_in_event *slots)
{
	union xenkbd_in_event event = {
		.motion = {
			.type = XENKBD_TYPE_MOTION,
			.rel_x = ring->rel_x,
			.rel_y = ring->rel_y,
			.rel_z = ring->rel_z,
		},
	};

	if (!ring->rel_x && !ring->rel_y && !ring->rel_z)
		ring->moved = false;
	if (!ring->moved || !put(ring, slots, &event))
		return;
	ring->moved = false;
	ring->rel_x = 0;
	ring->rel_y = 0;
	ring->rel_z = 0;
}

/* Touches */

/* One that the guest never knew of is lost. */
static void end_contact(struct inputback_ring *ring, struct inputback_contact *contact)
{
	if (contact->there && (!contact->told || contact->another))
		ring->dropped++;
	contact->there = false;
}

/*
 * A device may begin another without ending the one before it. What it does not report
 * of the new one is as it was of the last.
 */
static void begin_contact(struct inputback_ring *ring, struct inputback_contact *contact)
{
	end_contact(ring, contact);
	contact->another = contact->told;
	contact->there = true;
}

static void change_contact(struct inputback_contact *contact, unsigned int code,
			   int32_t value)
{
	switch (code) {
	case ABS_MT_POSITION_X:
		contact->x = value;
		contact->changed |= MOVED;
		break;
	case ABS_MT_POSITION_Y:
		contact->y = value;
		contact->changed |= MOVED;
		break;
	case ABS_MT_TOUCH_MAJOR:
		contact->major = value;
		contact->changed |= SHAPED;
		break;
	case ABS_MT_TOUCH_MINOR:
		contact->minor = value;
		contact->changed |= SHAPED;
		break;
	case ABS_MT_ORIENTATION:
		contact->orientation = value;
		contact->changed |= TURNED;
		break;
	default:
		break;
	}
}

static void touch(struct inputback_ring *ring, const struct inputback_format *format,
		  unsigned int code, int32_t value)
{
	struct inputback_contact *contact;

	if (code == ABS_MT_SLOT) {
		/* A negative one is beyond the last, too. */
		ring->slot = (unsigned int)value;
		return;
	}
	if (ring->slot >= format->contacts || ring->slot >= INPUTBACK_CONTACTS)
		return;

	contact = &ring->contact[ring->slot];
	if (code != ABS_MT_TRACKING_ID)
		change_contact(contact, code, value);
	else if (value < 0)
		end_contact(ring, contact);
	else
		begin_contact(ring, contact);
}

static bool put_touch(struct inputback_ring *ring, union xenkbd_in_event *slots,
		      union xenkbd_in_event *event, unsigned int id, uint8_t event_type)
{
	event->mtouch.type = XENKBD_TYPE_MTOUCH;
	event->mtouch.event_type = event_type;
	event->mtouch.contact_id = (uint8_t)id;

	if (!put(ring, slots, event))
		return false;
	ring->touched = event_type != XENKBD_MT_EV_SYN;
	return true;
}

static bool put_place(struct inputback_ring *ring, const struct inputback_format *format,
		      union xenkbd_in_event *slots, unsigned int id, uint8_t event_type)
{
	struct inputback_contact *contact = &ring->contact[id];
	union xenkbd_in_event event = { .type = 0 };

	event.mtouch.u.pos.abs_x = scale(&format->touch_x, contact->x);
	event.mtouch.u.pos.abs_y = scale(&format->touch_y, contact->y);
	if (!put_touch(ring, slots, &event, id, event_type))
		return false;

	contact->changed &= ~MOVED;
	return true;
}

/*
 * A contact without a minor axis is a circle, and one that says that it is the longer
 * one, too. Lengths are scaled as X is.
 */
static bool put_shape(struct inputback_ring *ring, const struct inputback_format *format,
		      union xenkbd_in_event *slots, unsigned int id)
{
	struct inputback_contact *contact = &ring->contact[id];
	union xenkbd_in_event event = { .type = 0 };
	uint32_t major = scale_length(&format->touch_x, (uint32_t)contact->major);
	uint32_t minor = scale_length(&format->touch_x, (uint32_t)contact->minor);

	event.mtouch.u.shape.major = major;
	event.mtouch.u.shape.minor = format->minor && minor < major ? minor : major;
	if (!put_touch(ring, slots, &event, id, XENKBD_MT_EV_SHAPE))
		return false;

	contact->changed &= ~SHAPED;
	return true;
}

static bool put_orientation(struct inputback_ring *ring,
			    const struct inputback_format *format,
			    union xenkbd_in_event *slots, unsigned int id)
{
	struct inputback_contact *contact = &ring->contact[id];
	union xenkbd_in_event event = { .type = 0 };

	if (format->orientation > 0) {
		event.mtouch.u.orientation = degrees(contact->orientation,
						     format->orientation);
		if (!put_touch(ring, slots, &event, id, XENKBD_MT_EV_ORIENT))
			return false;
	}

	contact->changed &= ~TURNED;
	return true;
}

static bool put_up(struct inputback_ring *ring, union xenkbd_in_event *slots,
		   unsigned int id)
{
	union xenkbd_in_event event = { .type = 0 };

	if (!put_touch(ring, slots, &event, id, XENKBD_MT_EV_UP))
		return false;

	ring->contact[id].told = false;
	ring->contact[id].another = false;
	return true;
}

static bool put_down(struct inputback_ring *ring, const struct inputback_format *format,
		     union xenkbd_in_event *slots, unsigned int id)
{
	if (!put_place(ring, format, slots, id, XENKBD_MT_EV_DOWN))
		return false;

	ring->contact[id].told = true;
	return true;
}

/* What the guest is to know of a contact. False: there was no room for all. */
static bool put_contact(struct inputback_ring *ring, const struct inputback_format *format,
			union xenkbd_in_event *slots, unsigned int id)
{
	struct inputback_contact *contact = &ring->contact[id];

	if (contact->told && (!contact->there || contact->another) &&
	    !put_up(ring, slots, id))
		return false;
	if (!contact->there)
		return true;

	if (!contact->told && !put_down(ring, format, slots, id))
		return false;
	if (contact->changed & MOVED &&
	    !put_place(ring, format, slots, id, XENKBD_MT_EV_MOTION))
		return false;
	if (contact->changed & SHAPED && !put_shape(ring, format, slots, id))
		return false;
	return !(contact->changed & TURNED) || put_orientation(ring, format, slots, id);
}

static void put_touches(struct inputback_ring *ring, const struct inputback_format *format,
			union xenkbd_in_event *slots)
{
	union xenkbd_in_event end = { .type = 0 };
	unsigned int id;

	if (!is_axis(&format->touch_x) || !is_axis(&format->touch_y))
		return;

	for (id = 0; id < INPUTBACK_CONTACTS; id++)
		if (!put_contact(ring, format, slots, id))
			return;

	if (ring->touched)
		put_touch(ring, slots, &end, 0, XENKBD_MT_EV_SYN);
}

/* The whole */

bool inputback_ring_init(struct inputback_ring *ring, uint32_t prod, uint32_t cons)
{
	unsigned long events = ring->events;
	unsigned long dropped = ring->dropped;

	memset(ring, 0, sizeof(*ring));
	ring->events = events;
	ring->dropped = dropped;
	ring->prod = prod;
	ring->cons = cons;

	return prod - cons <= XENKBD_IN_RING_LEN;
}

bool inputback_ring_read_up_to(struct inputback_ring *ring, uint32_t cons)
{
	if (cons - ring->cons > ring->prod - ring->cons)
		return false;

	ring->cons = cons;
	return true;
}

static bool is_touch(unsigned int code)
{
	return code >= ABS_MT_SLOT && code <= ABS_MT_TOOL_Y;
}

void inputback_ring_event(struct inputback_ring *ring,
			  const struct inputback_format *format,
			  unsigned int type, unsigned int code, int32_t value)
{
	ring->in_frame = type != EV_SYN;

	if (type == EV_KEY && value == 1 && code <= KEY_MAX)
		press(ring, format, code);
	else if (type == EV_KEY && value == 0 && code <= KEY_MAX)
		release(ring, code);
	else if (type == EV_REL)
		move(ring, code, value);
	else if (type == EV_ABS && (code == ABS_X || code == ABS_Y))
		place(ring, code, value);
	else if (type == EV_ABS && is_touch(code))
		touch(ring, format, code, value);
}

bool inputback_ring_fill(struct inputback_ring *ring,
			 const struct inputback_format *format,
			 union xenkbd_in_event *slots)
{
	uint32_t prod = ring->prod;

	if (ring->in_frame)
		return false;

	put_position(ring, format, slots);
	put_motion(ring, slots);
	put_keys(ring, slots);
	put_touches(ring, format, slots);

	return ring->prod != prod;
}

bool inputback_ring_waits(const struct inputback_ring *ring)
{
	unsigned int id;

	for (id = 0; id < INPUTBACK_CONTACTS; id++)
		if (ring->contact[id].told && !ring->contact[id].there)
			return true;

	return queued(ring) || ring->num_late || ring->moved || ring->placed ||
	       ring->touched;
}
