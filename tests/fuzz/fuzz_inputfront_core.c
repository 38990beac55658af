// SPDX-License-Identifier: GPL-2.0-only
/*
 * fuzz_inputfront_core.c - what a hostile back-end says of its device, and the events
 * that it then sends: nothing is reported that the guest's device has not, no value
 * lies out of its axis, and nothing changes twice in one frame.
 *
 * Input: for each node 1 byte of length, 255 for none, and its bytes; steps, each 1
 * byte for what is done and what it needs.
 */
#include <linux/input-event-codes.h>

#include "frontend/inputfront_core.h"
#include "tests/fuzz/fuzz.h"

enum step { RAW, KEY, MOTION, POSITION, TOUCH, END_FRAMES, RESTART, INDEX, NUM_STEPS };

/* What a device got since its last frame ended. */
struct frame {
	bool moved;		/* by more than touches */
	bool changed[KEY_CNT];
};

struct guest {
	struct inputfront_core core;
	struct frame frame[INPUTFRONT_DEVICES];
	bool pressed[KEY_CNT];
	bool touching[INPUTFRONT_MAX_CONTACTS];
	uint8_t slot;
};

/* The description */

static void take_nodes(struct input *input, struct inputfront_text *nodes)
{
	for (unsigned int i = 0; i < INPUTFRONT_NODES; i++) {
		size_t len = take_u8(input);

		if (len != 255)
			nodes[i].text = take_bytes(input, &len);
		nodes[i].len = len;
	}
}

static void free_nodes(struct inputfront_text *nodes)
{
	for (unsigned int i = 0; i < INPUTFRONT_NODES; i++)
		free((char *)nodes[i].text);
}

static void name_is_printable(const struct inputfront_desc *desc)
{
	size_t len = strnlen(desc->name, sizeof(desc->name));

	assert(len < sizeof(desc->name));
	assert(!desc->extended == !len);
	for (size_t i = 0; i < len; i++)
		assert(desc->name[i] >= 0x20 && desc->name[i] <= 0x7e);
}

/* Each key belongs to one device, and that exists. */
static void keys_have_a_device(const struct inputfront_desc *desc)
{
	for (uint32_t code = 0; code < 2 * KEY_CNT; code++) {
		unsigned int devices = 0;

		for (unsigned int i = 0; i < INPUTFRONT_DEVICES; i++) {
			if (!inputfront_has_key(desc, i, code))
				continue;
			devices++;
			assert(inputfront_has_device(desc, i));
			assert(code > 0 && code <= KEY_MAX);
			assert(desc->extended || kbd_is_standard_key(code));
		}
		assert(devices == kbd_has_key(&desc->keys, code));
	}
}

static void parts_have_a_device(const struct inputfront_desc *desc)
{
	if (desc->pointer)
		assert(inputfront_has_device(desc, inputfront_device_of(desc, INPUTFRONT_POINTER)));
	if (desc->touch)
		assert(inputfront_has_device(desc, inputfront_device_of(desc, INPUTFRONT_TOUCH)));

	assert(!desc->absolute || (desc->width >= 1 && desc->width <= INT32_MAX &&
				   desc->height >= 1 && desc->height <= INT32_MAX));
	assert(!desc->touch || (desc->touch_width >= 1 && desc->touch_width <= INT32_MAX &&
				desc->touch_height >= 1 && desc->touch_height <= INT32_MAX));
	assert(!desc->touch || (desc->contacts >= 1 &&
				desc->contacts <= INPUTFRONT_MAX_CONTACTS));
}

/* Of the same nodes the same octets, whatever was in the memory before. */
static void describe(struct guest *guest, struct input *input)
{
	struct inputfront_text nodes[INPUTFRONT_NODES] = { 0 };
	struct inputfront_desc again;
	const char *bad;

	take_nodes(input, nodes);
	memset(&guest->core.desc, 0xa5, sizeof(guest->core.desc));
	memset(&again, 0x5a, sizeof(again));
	bad = inputfront_describe(&guest->core.desc, nodes);
	assert(inputfront_describe(&again, nodes) == bad);
	assert(!memcmp(&again, &guest->core.desc, sizeof(again)));
	free_nodes(nodes);

	name_is_printable(&guest->core.desc);
	keys_have_a_device(&guest->core.desc);
	parts_have_a_device(&guest->core.desc);
}

/* What the guest's input devices get */

static void key_is_good(struct guest *guest, enum inputfront_device device,
			const struct inputfront_value *value)
{
	struct frame *frame = &guest->frame[device];

	assert(inputfront_has_key(&guest->core.desc, device, value->code));
	assert(!frame->changed[value->code]);
	if (value->value == 2)
		assert(!guest->core.desc.extended && guest->pressed[value->code]);
	else
		assert(value->value == 0 || value->value == 1);

	frame->changed[value->code] = true;
	guest->pressed[value->code] = value->value;
}

static void motion_is_good(const struct guest *guest, enum inputfront_device device,
			   const struct inputfront_value *value)
{
	const struct inputfront_desc *desc = &guest->core.desc;

	assert(desc->pointer && inputfront_device_of(desc, INPUTFRONT_POINTER) == device);
	assert(value->value && value->value != INT32_MIN);
	assert(value->code == REL_WHEEL ||
	       (!desc->absolute && (value->code == REL_X || value->code == REL_Y)));
}

static void is_within(int32_t value, int64_t lowest, int64_t highest)
{
	assert(value >= lowest && value <= highest);
}

static void touch_is_good(struct guest *guest, const struct inputfront_value *value)
{
	const struct inputfront_desc *desc = &guest->core.desc;
	uint32_t longest = desc->touch_width > desc->touch_height ?
			   desc->touch_width : desc->touch_height;

	if (value->code == ABS_MT_SLOT) {
		is_within(value->value, 0, (int64_t)desc->contacts - 1);
		guest->slot = (uint8_t)value->value;
		return;
	}
	if (value->code == ABS_MT_TRACKING_ID) {
		is_within(value->value, 0, 1);
		assert(value->value || guest->touching[guest->slot]);
		guest->touching[guest->slot] = value->value;
		return;
	}

	assert(guest->touching[guest->slot]);
	switch (value->code) {
	case ABS_MT_POSITION_X:
		is_within(value->value, 0, desc->touch_width);
		break;
	case ABS_MT_POSITION_Y:
		is_within(value->value, 0, desc->touch_height);
		break;
	case ABS_MT_TOUCH_MAJOR:
	case ABS_MT_TOUCH_MINOR:
		is_within(value->value, 0, longest);
		break;
	default:
		assert(value->code == ABS_MT_ORIENTATION);
		is_within(value->value, -180, 180);
		break;
	}
}

static void position_is_good(struct guest *guest, enum inputfront_device device,
			     const struct inputfront_value *value)
{
	const struct inputfront_desc *desc = &guest->core.desc;

	if (value->code != ABS_X && value->code != ABS_Y) {
		assert(desc->touch && inputfront_device_of(desc, INPUTFRONT_TOUCH) == device);
		touch_is_good(guest, value);
		return;
	}
	guest->frame[device].moved = true;
	assert(desc->absolute && inputfront_device_of(desc, INPUTFRONT_POINTER) == device);
	is_within(value->value, 0, value->code == ABS_X ? desc->width : desc->height);
}

static void end_frame(struct guest *guest, enum inputfront_device device)
{
	memset(&guest->frame[device], 0, sizeof(guest->frame[device]));
}

static void report_is_good(struct guest *guest, const struct inputfront_report *report)
{
	assert(report->device < INPUTFRONT_DEVICES);
	assert(report->num <= INPUTFRONT_MAX_VALUES);
	if (report->num || report->sync_before || report->sync_touch)
		assert(inputfront_has_device(&guest->core.desc, report->device));

	if (report->sync_before) {
		assert(guest->frame[report->device].moved);
		end_frame(guest, report->device);
	}
	for (unsigned int i = 0; i < report->num; i++) {
		const struct inputfront_value *value = &report->values[i];

		if (value->type == EV_KEY) {
			key_is_good(guest, report->device, value);
			guest->frame[report->device].moved = true;
		} else if (value->type == EV_REL) {
			motion_is_good(guest, report->device, value);
			guest->frame[report->device].moved = true;
		} else {
			assert(value->type == EV_ABS);
			position_is_good(guest, report->device, value);
		}
	}
	if (report->sync_touch)
		end_frame(guest, report->device);
}

/* In memory that ends with the slot. What is bad changes nothing. */
static void take_event(struct guest *guest, const union xenkbd_in_event *event)
{
	struct inputfront_core before = guest->core;
	union xenkbd_in_event *copy = malloc(sizeof(*copy));
	struct inputfront_report report;

	assert(copy);
	memcpy(copy, event, sizeof(*copy));
	memset(&report, 0xa5, sizeof(report));
	if (inputfront_core_take(&guest->core, copy, &report)) {
		report_is_good(guest, &report);
	} else {
		assert(event->type != XENKBD_TYPE_KEY ||
		       !kbd_has_key(&guest->core.desc.keys, event->key.keycode) ||
		       event->key.pressed > 1);
		assert(!memcmp(&before, &guest->core, sizeof(before)));
	}
	assert(!memcmp(copy, event, sizeof(*copy)));
	free(copy);
}

/* Keys and motion that nobody ended are ended here, once; touches end by themselves. */
static void end_frames(struct guest *guest)
{
	for (unsigned int i = 0; i < INPUTFRONT_DEVICES; i++) {
		assert(inputfront_core_end_frame(&guest->core, i) == guest->frame[i].moved);
		assert(!inputfront_core_end_frame(&guest->core, i));
		end_frame(guest, i);
	}
}

static void restart(struct guest *guest)
{
	inputfront_core_restart(&guest->core);
	memset(guest->frame, 0, sizeof(guest->frame));
	memset(guest->pressed, 0, sizeof(guest->pressed));
	memset(guest->touching, 0, sizeof(guest->touching));
}

static void index_is_in_reach(struct input *input)
{
	uint32_t cons = take_u32(input);
	uint32_t prod = take_u8(input) % 2 ? cons + take_u8(input) : take_u32(input);
	bool between = false;

	for (uint32_t i = 0; i <= XENKBD_IN_RING_LEN; i++)
		between |= cons + i == prod;
	assert(inputfront_core_prod_ok(prod, cons) == between);
}

static void do_step(struct guest *guest, struct input *input, enum step step)
{
	union xenkbd_in_event event = { 0 };

	switch (step) {
	case RAW:
		take(input, &event, sizeof(event));
		break;
	case KEY:
		event.key.type = XENKBD_TYPE_KEY;
		event.key.pressed = take_u8(input) % 4;
		event.key.keycode = take_u16(input) % (KEY_CNT + 8);
		break;
	case MOTION:
		event.motion.type = XENKBD_TYPE_MOTION;
		event.motion.rel_x = (int32_t)take_u32(input);
		event.motion.rel_y = (int8_t)take_u8(input);
		event.motion.rel_z = (int8_t)take_u8(input);
		break;
	case POSITION:
		event.pos.type = XENKBD_TYPE_POS;
		event.pos.abs_x = (int16_t)take_u16(input);
		event.pos.abs_y = (int16_t)take_u16(input);
		event.pos.rel_z = (int8_t)take_u8(input);
		break;
	case TOUCH:
		event.mtouch.type = XENKBD_TYPE_MTOUCH;
		event.mtouch.event_type = take_u8(input) % 7;
		event.mtouch.contact_id = take_u8(input);
		event.mtouch.u.pos.abs_x = (int16_t)take_u16(input);
		event.mtouch.u.pos.abs_y = (int16_t)take_u16(input);
		break;
	case END_FRAMES:
		end_frames(guest);
		return;
	case RESTART:
		restart(guest);
		return;
	default:
		index_is_in_reach(input);
		return;
	}
	take_event(guest, &event);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input input = { data, size };
	static struct guest guest;

	memset(&guest, 0, sizeof(guest));
	describe(&guest, &input);
	restart(&guest);
	while (input.left)
		do_step(&guest, &input, take_u8(&input) % NUM_STEPS);
	end_frames(&guest);
	return 0;
}
