// SPDX-License-Identifier: GPL-2.0-only
/*
 * fuzz_inputback_ring.c - a device's events, in any order, on their way to a guest
 * that reads when it likes and may be hostile. A plain record of the device and of
 * what the guest was told says what must come out.
 *
 * Input: where the indices begin, 4 bytes; the format; steps, each 1 byte for what
 * happens, and what the step needs.
 */
#include <limits.h>
#include <linux/input.h>

#include "backend/inputback_ring.h"
#include "tests/fuzz/fuzz.h"

#define SLOTS		XENKBD_IN_RING_LEN
#define MAX_FLOODS	3

enum step { PRESS, RELEASE, FLOOD, REL, ABS, TOUCH, ANY, SYN, READ, HOSTILE_INDEX, NUM_STEPS };

struct end {
	struct kbd_keys keys;
	bool contact[256];
	bool in_frame;	/* of touches */
};

struct back {
	struct inputback_ring ring;
	struct inputback_format format;
	union xenkbd_in_event *slots;
	union xenkbd_in_event before[SLOTS];

	struct end device;
	struct end guest;
	int64_t moved[2];	/* by the device, and not yet in the guest */
	bool exact;		/* no sum went beyond all numbers */
	unsigned int floods;
};

static void set_key(struct kbd_keys *keys, unsigned int code, bool pressed)
{
	keys->word[code / 32] &= ~(1u << code % 32);
	keys->word[code / 32] |= (uint32_t)pressed << code % 32;
}

/* --- the guest --- */

static void guest_takes_key(struct back *back, const struct xenkbd_key *key)
{
	assert(key->keycode <= KEY_MAX && key->pressed <= 1);
	assert(kbd_has_key(&back->format.keys, key->keycode));
	assert(kbd_has_key(&back->guest.keys, key->keycode) != key->pressed);
	set_key(&back->guest.keys, key->keycode, key->pressed);
}

static void guest_takes_touch(struct back *back, const struct xenkbd_mtouch *touch)
{
	bool *there = &back->guest.contact[touch->contact_id];

	if (touch->event_type == XENKBD_MT_EV_SYN) {
		assert(back->guest.in_frame);
		back->guest.in_frame = false;
		return;
	}
	back->guest.in_frame = true;
	assert(touch->contact_id < back->format.contacts);
	assert(*there == (touch->event_type != XENKBD_MT_EV_DOWN));
	*there = touch->event_type != XENKBD_MT_EV_UP;
	if (touch->event_type == XENKBD_MT_EV_DOWN || touch->event_type == XENKBD_MT_EV_MOTION) {
		assert(touch->u.pos.abs_x >= 0 && touch->u.pos.abs_x <= back->format.touch_x.size);
		assert(touch->u.pos.abs_y >= 0 && touch->u.pos.abs_y <= back->format.touch_y.size);
	}
	if (touch->event_type == XENKBD_MT_EV_SHAPE) {
		assert(touch->u.shape.major <= (uint32_t)back->format.touch_x.size);
		assert(touch->u.shape.minor <= touch->u.shape.major);
	}
	if (touch->event_type == XENKBD_MT_EV_ORIENT)
		assert(touch->u.orientation >= -90 && touch->u.orientation <= 90);
}

static void guest_takes(struct back *back, const union xenkbd_in_event *event)
{
	switch (event->type) {
	case XENKBD_TYPE_KEY:
		guest_takes_key(back, &event->key);
		break;
	case XENKBD_TYPE_MOTION:
		assert(event->motion.rel_x != INT_MIN && event->motion.rel_y != INT_MIN);
		assert(event->motion.rel_z != INT_MIN);
		back->moved[0] -= event->motion.rel_x;
		back->moved[1] -= event->motion.rel_y;
		break;
	case XENKBD_TYPE_POS:
		assert(back->format.position && event->pos.rel_z != INT_MIN);
		assert(event->pos.abs_x >= 0 && event->pos.abs_x <= back->format.x.size);
		assert(event->pos.abs_y >= 0 && event->pos.abs_y <= back->format.y.size);
		break;
	default:
		assert(event->type == XENKBD_TYPE_MTOUCH);
		guest_takes_touch(back, &event->mtouch);
		break;
	}
}

/* Slots that the guest has not read stay as they are. */
static void fill(struct back *back)
{
	uint32_t cons = back->ring.cons;
	uint32_t prod = back->ring.prod;
	unsigned long events = back->ring.events;
	bool more;

	memcpy(back->before, back->slots, sizeof(back->before));
	more = inputback_ring_fill(&back->ring, &back->format, back->slots);
	assert(more == (back->ring.prod != prod));
	assert(back->ring.cons == cons && back->ring.prod - cons <= SLOTS);
	assert(back->ring.events - events == back->ring.prod - prod);
	for (uint32_t i = cons; i != prod; i++)
		assert(!memcmp(&back->before[i % SLOTS], &back->slots[i % SLOTS],
			       sizeof(back->slots[0])));
}

static void read_some(struct back *back, uint32_t num)
{
	uint32_t cons = back->ring.cons;

	for (; num-- && cons != back->ring.prod; cons++)
		guest_takes(back, &back->slots[cons % SLOTS]);
	assert(inputback_ring_read_up_to(&back->ring, cons));
	fill(back);
}

static void hostile_index(struct back *back, uint32_t cons)
{
	uint32_t was = back->ring.cons;
	bool between = false;

	for (uint32_t i = was; i != back->ring.prod; i++)
		between |= i == cons;
	between |= cons == back->ring.prod;
	if (between)
		return; /* the guest would lose what it has not read */
	assert(!inputback_ring_read_up_to(&back->ring, cons));
	assert(back->ring.cons == was);
}

/* --- the device --- */

static void event(struct back *back, unsigned int type, unsigned int code, int32_t value)
{
	inputback_ring_event(&back->ring, &back->format, type, code, value);
	if (type == EV_KEY && code <= KEY_MAX && (value == 0 || value == 1))
		set_key(&back->device.keys, code, value);
	if (type == EV_SYN)
		fill(back);
}

/* More than can wait, in one frame; not often, since it takes long. */
static void flood(struct back *back, unsigned int code)
{
	if (++back->floods > MAX_FLOODS)
		return;
	for (unsigned int i = 0; i < INPUTBACK_QUEUE + 2; i++)
		event(back, EV_KEY, code, i % 2 == 0);
	event(back, EV_SYN, SYN_REPORT, 0);
}

static void move(struct back *back, unsigned int axis, int32_t by)
{
	event(back, EV_REL, axis ? REL_Y : REL_X, by);
	back->moved[axis] += by;
	if (back->moved[axis] > INT_MAX / 2 || back->moved[axis] < INT_MIN / 2)
		back->exact = false;
}

static void touch(struct back *back, struct input *input)
{
	static const unsigned int codes[] = {
		ABS_MT_TRACKING_ID, ABS_MT_POSITION_X, ABS_MT_POSITION_Y,
		ABS_MT_TOUCH_MAJOR, ABS_MT_TOUCH_MINOR, ABS_MT_ORIENTATION,
	};
	unsigned int slot = take_u8(input) % 40;
	unsigned int code = codes[take_u8(input) % 6];
	int32_t value = code == ABS_MT_TRACKING_ID ? take_u8(input) % 4 - 1 :
						     (int32_t)take_u32(input);

	event(back, EV_ABS, ABS_MT_SLOT, slot);
	event(back, EV_ABS, code, value);
	if (code == ABS_MT_TRACKING_ID)
		back->device.contact[slot] = value >= 0;
}

static void any(struct back *back, struct input *input)
{
	unsigned int type = take_u8(input) % 0x20;
	unsigned int code = take_u16(input);

	/* What the record knows goes the other ways. */
	if (type == EV_SYN || type == EV_REL || (type == EV_ABS && code >= ABS_MT_SLOT))
		return;
	event(back, type, code, (int32_t)take_u32(input));
}

static void do_step(struct back *back, struct input *input, enum step step)
{
	switch (step) {
	case PRESS:
		event(back, EV_KEY, take_u16(input) % KEY_CNT, 1);
		break;
	case RELEASE:
		event(back, EV_KEY, take_u16(input) % KEY_CNT, 0);
		break;
	case FLOOD:
		flood(back, take_u16(input) % KEY_CNT);
		break;
	case REL:
		move(back, take_u8(input) % 2, (int32_t)take_u32(input));
		break;
	case ABS:
		event(back, EV_ABS, take_u8(input) % 2 ? ABS_X : ABS_Y, (int32_t)take_u32(input));
		break;
	case TOUCH:
		touch(back, input);
		break;
	case ANY:
		any(back, input);
		break;
	case SYN:
		event(back, EV_SYN, SYN_REPORT, 0);
		break;
	case READ:
		read_some(back, take_u8(input) % (SLOTS + 1));
		break;
	default:
		hostile_index(back, take_u32(input));
		break;
	}
}

/* --- the end --- */

/* The guest reads all: it holds no key that the device does not, and no contact. */
static void settle(struct back *back)
{
	unsigned int rounds = 10 + (INPUTBACK_QUEUE + KEY_CNT) / SLOTS;

	event(back, EV_SYN, SYN_REPORT, 0);
	while (rounds-- && back->ring.cons != back->ring.prod)
		read_some(back, SLOTS);
	assert(back->ring.cons == back->ring.prod);
	assert(!inputback_ring_waits(&back->ring));
	assert(!back->guest.in_frame);
	for (unsigned int i = 0; i < XENKBD_X_KEY_WORDS; i++)
		assert(!(back->guest.keys.word[i] & ~back->device.keys.word[i]));
	for (unsigned int i = 0; i < 256; i++)
		assert(!back->guest.contact[i] || back->device.contact[i]);
	if (back->exact)
		assert(!back->moved[0] && !back->moved[1]);
}

/* There is room again: what is pressed now arrives. */
static void a_press_arrives(struct back *back)
{
	unsigned long dropped = back->ring.dropped;

	event(back, EV_KEY, KEY_A, 0);
	settle(back);
	event(back, EV_KEY, KEY_A, 1);
	settle(back);
	assert(kbd_has_key(&back->guest.keys, KEY_A) == kbd_has_key(&back->format.keys, KEY_A));
	assert(back->ring.dropped - dropped == !kbd_has_key(&back->format.keys, KEY_A));
}

static void take_axis(struct input *input, struct inputback_axis *axis)
{
	axis->min = (int32_t)take_u32(input);
	axis->max = (int32_t)take_u32(input);
	axis->size = take_u32(input) & INT_MAX;
}

static void take_format(struct input *input, struct inputback_format *format)
{
	uint8_t flags = take_u8(input);

	/* Few words, each for many. */
	for (unsigned int i = 0; i < XENKBD_X_KEY_WORDS; i++)
		format->keys.word[i] = flags & 1 ? UINT32_MAX : UINT32_MAX / 3;
	format->position = flags & 2;
	format->minor = flags & 4;
	format->contacts = flags >> 3;
	take_axis(input, &format->x);
	take_axis(input, &format->y);
	take_axis(input, &format->touch_x);
	take_axis(input, &format->touch_y);
	format->orientation = (int32_t)take_u32(input);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input input = { data, size };
	struct back *back = calloc(1, sizeof(*back));
	uint32_t index = take_u32(&input);

	assert(back);
	back->slots = calloc(SLOTS, sizeof(back->slots[0]));
	assert(back->slots);
	back->exact = true;
	take_format(&input, &back->format);
	assert(inputback_ring_init(&back->ring, index, index));
	while (input.left)
		do_step(back, &input, take_u8(&input) % NUM_STEPS);
	settle(back);
	a_press_arrives(back);
	free(back->slots);
	free(back);
	return 0;
}
