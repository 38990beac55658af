// SPDX-License-Identifier: GPL-2.0-only
/*
 * fuzz_input_pair.c - both ends of the input pair together: a device of Dom0's is
 * described and its events sent, as xen-inputback does, and the guest's end believes
 * all of it. What is pressed and touches at the end is the same in both domains.
 *
 * Input: what the device has; where the indices begin, 4 bytes; steps, each 1 byte for
 * what happens, and what the step needs.
 */
#include <linux/input-event-codes.h>

#include "backend/inputback_desc.h"
#include "backend/inputback_ring.h"
#include "frontend/inputfront_core.h"
#include "tests/fuzz/fuzz.h"

#define SLOTS	XENKBD_IN_RING_LEN

enum step { KEY, MOTION, POSITION, TOUCH, END_TOUCH, SYN, READ, READ_ALL, NUM_STEPS };

struct pair {
	struct inputback_desc device;
	struct inputback_format format;
	struct inputback_ring ring;
	union xenkbd_in_event slots[SLOTS];
	bool pressed[KEY_CNT];		/* in Dom0 */

	struct inputback_writer writer;
	struct inputfront_text nodes[INPUTFRONT_NODES];
	struct inputfront_core core;
	bool seen[KEY_CNT];		/* what is pressed in the guest */
	bool touching[INPUTFRONT_MAX_CONTACTS];
	unsigned int slot;
};

/* The description */

static struct inputback_range take_range(struct input *input)
{
	int32_t min = (int16_t)take_u16(input);
	int32_t times = take_u8(input) % 8;

	return (struct inputback_range) { min, min + times * take_u16(input) };
}

static void take_device(struct input *input, struct inputback_desc *device)
{
	strcpy(device->name, "a device");
	for (unsigned int i = take_u8(input) % 8; i; i--)
		kbd_set_key(&device->keys, take_u16(input) % KEY_CNT);
	device->repeat = take_u8(input) % 2;
	device->x = take_range(input);
	device->y = take_range(input);
	device->slots = take_u8(input) % 40;
	device->touch_x = take_range(input);
	device->touch_y = take_range(input);
	device->minor = take_u8(input) % 2;
	device->orientation = take_u8(input);
}

/* The guest does not read all nodes. */
static int write_node(struct inputback_writer *writer, const char *node, const char *value,
		      bool own)
{
	struct pair *pair = (struct pair *)((char *)writer - offsetof(struct pair, writer));

	(void)own;
	for (unsigned int i = 0; i < INPUTFRONT_NODES; i++) {
		if (strcmp(inputfront_node_names[i], node))
			continue;
		assert(!pair->nodes[i].text);
		pair->nodes[i].text = strdup(value);
		assert(pair->nodes[i].text);
		pair->nodes[i].len = strlen(value);
	}
	return 0;
}

static bool has_keys(const struct kbd_keys *keys)
{
	char text[XENKBD_X_KEYS_SIZE];

	return kbd_write_keys(keys, text) > 0;
}

static void describe(struct pair *pair)
{
	pair->writer.write = write_node;
	assert(!inputback_desc_write(&pair->device, &pair->writer));
	assert(!inputfront_describe(&pair->core.desc, pair->nodes));
	for (unsigned int i = 0; i < INPUTFRONT_NODES; i++)
		free((char *)pair->nodes[i].text);

	assert(pair->core.desc.extended == has_keys(&pair->device.keys));
	assert(pair->core.desc.touch == inputback_desc_touches(&pair->device));
	assert(pair->core.desc.absolute == inputback_desc_places(&pair->device));
}

static struct inputback_axis axis(struct inputback_range range, uint32_t size)
{
	return (struct inputback_axis) { range.min, range.max, (int32_t)size };
}

/* As xen-inputback finds it in both ends' nodes. */
static void set_format(struct pair *pair)
{
	const struct inputfront_desc *desc = &pair->core.desc;
	const struct inputback_desc *device = &pair->device;

	pair->format = (struct inputback_format) {
		.keys = desc->extended ? device->keys : desc->keys,
		.position = desc->absolute,
		.x = axis(device->x, desc->width),
		.y = axis(device->y, desc->height),
		.contacts = desc->touch ? desc->contacts : 0,
		.touch_x = axis(device->touch_x, desc->touch_width),
		.touch_y = axis(device->touch_y, desc->touch_height),
		.minor = device->minor,
		.orientation = device->orientation,
	};
	pair->format.keys.word[0] &= ~1u;
}

/* The guest */

static void see(struct pair *pair, const struct inputfront_value *value)
{
	if (value->type == EV_KEY) {
		assert(value->value == !pair->seen[value->code]);
		pair->seen[value->code] = value->value;
	} else if (value->type == EV_ABS && value->code == ABS_MT_SLOT) {
		pair->slot = (unsigned int)value->value;
	} else if (value->type == EV_ABS && value->code == ABS_MT_TRACKING_ID) {
		assert(value->value == !pair->touching[pair->slot]);
		pair->touching[pair->slot] = value->value;
	}
}

static void read_slot(struct pair *pair, uint32_t index)
{
	struct inputfront_report report;

	assert(inputfront_core_take(&pair->core, &pair->slots[index % SLOTS], &report));
	for (unsigned int i = 0; i < report.num; i++)
		see(pair, &report.values[i]);
}

/* Up to NUM events. */
static void read_some(struct pair *pair, uint32_t num)
{
	uint32_t cons = pair->ring.cons;

	assert(inputfront_core_prod_ok(pair->ring.prod, cons));
	for (; num && cons != pair->ring.prod; num--)
		read_slot(pair, cons++);
	assert(inputback_ring_read_up_to(&pair->ring, cons));
	inputback_ring_fill(&pair->ring, &pair->format, pair->slots);
}

/* The device */

static void report(struct pair *pair, unsigned int type, unsigned int code, int32_t value)
{
	inputback_ring_event(&pair->ring, &pair->format, type, code, value);
}

static void end_frame(struct pair *pair)
{
	report(pair, EV_SYN, SYN_REPORT, 0);
	inputback_ring_fill(&pair->ring, &pair->format, pair->slots);
}

static void toggle_key(struct pair *pair, unsigned int code)
{
	pair->pressed[code] = !pair->pressed[code];
	report(pair, EV_KEY, code, pair->pressed[code]);
}

static void touch(struct pair *pair, struct input *input)
{
	report(pair, EV_ABS, ABS_MT_SLOT, (int8_t)take_u8(input));
	report(pair, EV_ABS, ABS_MT_TRACKING_ID, take_u16(input));
	report(pair, EV_ABS, ABS_MT_POSITION_X, (int16_t)take_u16(input));
	report(pair, EV_ABS, ABS_MT_POSITION_Y, (int16_t)take_u16(input));
	report(pair, EV_ABS, ABS_MT_TOUCH_MAJOR, (int32_t)take_u32(input));
	report(pair, EV_ABS, ABS_MT_TOUCH_MINOR, (int32_t)take_u32(input));
	report(pair, EV_ABS, ABS_MT_ORIENTATION, (int32_t)take_u32(input));
}

static void end_touch(struct pair *pair, int32_t slot)
{
	report(pair, EV_ABS, ABS_MT_SLOT, slot);
	report(pair, EV_ABS, ABS_MT_TRACKING_ID, -1);
}

static void do_step(struct pair *pair, struct input *input, enum step step)
{
	switch (step) {
	case KEY:
		toggle_key(pair, take_u16(input) % KEY_CNT);
		break;
	case MOTION:
		report(pair, EV_REL, take_u8(input) % REL_CNT, (int32_t)take_u32(input));
		break;
	case POSITION:
		report(pair, EV_ABS, take_u8(input) % 4, (int32_t)take_u32(input));
		break;
	case TOUCH:
		touch(pair, input);
		break;
	case END_TOUCH:
		end_touch(pair, (int8_t)take_u8(input));
		break;
	case SYN:
		end_frame(pair);
		break;
	case READ:
		read_some(pair, take_u8(input) % 8);
		break;
	default:
		read_some(pair, UINT32_MAX);
		break;
	}
}

/* All is released and read: the guest has nothing pressed. */
static void settle(struct pair *pair)
{
	for (unsigned int code = 0; code < KEY_CNT; code++)
		if (pair->pressed[code])
			toggle_key(pair, code);
	for (int32_t slot = 0; slot < INPUTBACK_CONTACTS; slot++)
		end_touch(pair, slot);
	end_frame(pair);
	while (pair->ring.prod != pair->ring.cons)
		read_some(pair, UINT32_MAX);

	assert(!inputback_ring_waits(&pair->ring));
	for (unsigned int code = 0; code < KEY_CNT; code++)
		assert(!pair->seen[code]);
	for (unsigned int id = 0; id < INPUTFRONT_MAX_CONTACTS; id++)
		assert(!pair->touching[id]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input input = { data, size };
	static struct pair pair;
	uint32_t index;

	memset(&pair, 0, sizeof(pair));
	take_device(&input, &pair.device);
	describe(&pair);
	set_format(&pair);
	index = take_u32(&input);
	assert(inputback_ring_init(&pair.ring, index, index));
	inputfront_core_restart(&pair.core);

	while (input.left)
		do_step(&pair, &input, take_u8(&input) % NUM_STEPS);
	settle(&pair);
	return 0;
}
