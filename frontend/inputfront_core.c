// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a back-end says of its input device, and which events to believe: see
 * inputfront_core.h.
 */
#include "inputfront_core.h"

#ifdef __KERNEL__
#include <linux/string.h>
#else
#include <string.h>
#endif

#include <linux/input-event-codes.h>

#include "xs_judge.h"

_Static_assert(KEY_MAX == XENKBD_X_KEY_MAX, "the bitmap has all keys of the input core");

/* The size of a screen of which nothing else is said, as in fbif. */
#define INPUTFRONT_WIDTH	800
#define INPUTFRONT_HEIGHT	600

/* The highest of an axis: the input core's values have a sign. */
#define INPUTFRONT_HIGHEST	0x7fffffff

/* Of the protocol, in degrees. */
#define INPUTFRONT_MAX_ANGLE	180

const char *const inputfront_node_names[INPUTFRONT_NODES] = {
	[INPUTFRONT_NODE_NO_KEYBOARD] = XENKBD_FIELD_FEAT_DSBL_KEYBRD,
	[INPUTFRONT_NODE_NO_POINTER] = XENKBD_FIELD_FEAT_DSBL_POINTER,
	[INPUTFRONT_NODE_ABSOLUTE] = XENKBD_FIELD_FEAT_ABS_POINTER,
	[INPUTFRONT_NODE_WIDTH] = XENKBD_FIELD_WIDTH,
	[INPUTFRONT_NODE_HEIGHT] = XENKBD_FIELD_HEIGHT,
	[INPUTFRONT_NODE_TOUCH] = XENKBD_FIELD_FEAT_MTOUCH,
	[INPUTFRONT_NODE_TOUCH_WIDTH] = XENKBD_FIELD_MT_WIDTH,
	[INPUTFRONT_NODE_TOUCH_HEIGHT] = XENKBD_FIELD_MT_HEIGHT,
	[INPUTFRONT_NODE_CONTACTS] = XENKBD_FIELD_MT_NUM_CONTACTS,
	[INPUTFRONT_NODE_NAME] = XENKBD_X_FIELD_DEVICE_NAME,
	[INPUTFRONT_NODE_KEYS] = XENKBD_X_FIELD_KEYS,
	[INPUTFRONT_NODE_REPEAT] = XENKBD_X_FIELD_REPEAT,
};

/* The description */

/* The nodes, and the first of them that makes no sense. */
struct inputfront_reader {
	const struct inputfront_text *nodes;
	const char *bad;
};

static void inputfront_complain(struct inputfront_reader *reader,
				enum inputfront_node node)
{
	if (!reader->bad)
		reader->bad = inputfront_node_names[node];
}

/* A number in min ... max; the other one if there is none. */
static uint32_t inputfront_number(struct inputfront_reader *reader,
				  enum inputfront_node node,
				  uint32_t min, uint32_t max, uint32_t otherwise)
{
	const struct inputfront_text *text = &reader->nodes[node];
	uint32_t number;

	if (!text->text)
		return otherwise;
	if (xs_judge_number(text->text, text->len, min, max, &number))
		return number;

	inputfront_complain(reader, node);
	return otherwise;
}

static bool inputfront_flag(struct inputfront_reader *reader, enum inputfront_node node)
{
	return inputfront_number(reader, node, 0, 1, 0);
}

static bool inputfront_is_button(uint32_t code)
{
	return code >= BTN_LEFT && code <= BTN_TASK;
}

static void inputfront_set_standard_keys(struct inputfront_desc *desc)
{
	uint32_t code;

	for (code = 0; code <= KEY_MAX; code++)
		if (kbd_is_standard_key(code) &&
		    (inputfront_is_button(code) ? desc->pointer : desc->keyboard))
			kbd_set_key(&desc->keys, code);
}

static void inputfront_read_standard(struct inputfront_reader *reader,
				     struct inputfront_desc *desc)
{
	desc->keyboard = !inputfront_flag(reader, INPUTFRONT_NODE_NO_KEYBOARD);
	desc->pointer = !inputfront_flag(reader, INPUTFRONT_NODE_NO_POINTER);
	desc->touch = inputfront_flag(reader, INPUTFRONT_NODE_TOUCH);

	desc->absolute = inputfront_flag(reader, INPUTFRONT_NODE_ABSOLUTE);
	desc->width = inputfront_number(reader, INPUTFRONT_NODE_WIDTH, 1,
					INPUTFRONT_HIGHEST, INPUTFRONT_WIDTH);
	desc->height = inputfront_number(reader, INPUTFRONT_NODE_HEIGHT, 1,
					 INPUTFRONT_HIGHEST, INPUTFRONT_HEIGHT);

	desc->touch_width = inputfront_number(reader, INPUTFRONT_NODE_TOUCH_WIDTH, 1,
					      INPUTFRONT_HIGHEST, INPUTFRONT_WIDTH);
	desc->touch_height = inputfront_number(reader, INPUTFRONT_NODE_TOUCH_HEIGHT, 1,
					       INPUTFRONT_HIGHEST, INPUTFRONT_HEIGHT);
	desc->contacts = inputfront_number(reader, INPUTFRONT_NODE_CONTACTS,
					   1, INPUTFRONT_MAX_CONTACTS, 1);
}

/* Keys are what the back-end offers the extension with. */
static bool inputfront_read_extension(struct inputfront_reader *reader,
				      struct inputfront_desc *desc)
{
	const struct inputfront_text *name = &reader->nodes[INPUTFRONT_NODE_NAME];
	const struct inputfront_text *keys = &reader->nodes[INPUTFRONT_NODE_KEYS];
	const struct inputfront_text *repeat = &reader->nodes[INPUTFRONT_NODE_REPEAT];
	uint32_t repeats = 0;
	bool good = true;

	if (!keys->text)
		return false;

	if (!name->text || !kbd_judge_name(name->text, name->len)) {
		inputfront_complain(reader, INPUTFRONT_NODE_NAME);
		good = false;
	}
	if (!kbd_judge_keys(keys->text, keys->len, &desc->keys)) {
		inputfront_complain(reader, INPUTFRONT_NODE_KEYS);
		good = false;
	}
	if (repeat->text && !xs_judge_number(repeat->text, repeat->len, 0, 1, &repeats)) {
		inputfront_complain(reader, INPUTFRONT_NODE_REPEAT);
		good = false;
	}
	if (!good)
		return false;

	memcpy(desc->name, name->text, name->len);
	desc->keys.word[0] &= ~1u; /* no key has code 0 */
	desc->repeat = repeats;
	return true;
}

/* A device that is described has a pointer if it has its buttons, or positions. */
static bool inputfront_is_pointer(const struct inputfront_desc *desc)
{
	uint32_t code;

	for (code = BTN_LEFT; code <= BTN_TASK; code++)
		if (kbd_has_key(&desc->keys, code))
			return true;

	return desc->absolute;
}

/* What does not matter is 0, so that it does not differ. */
static void inputfront_forget_unused(struct inputfront_desc *desc)
{
	if (!desc->pointer)
		desc->absolute = false;
	if (!desc->absolute)
		desc->width = desc->height = 0;
	if (!desc->touch)
		desc->touch_width = desc->touch_height = desc->contacts = 0;
}

const char *inputfront_describe(struct inputfront_desc *desc,
				const struct inputfront_text *nodes)
{
	struct inputfront_reader reader = { .nodes = nodes };

	memset(desc, 0, sizeof(*desc));
	inputfront_read_standard(&reader, desc);

	desc->extended = inputfront_read_extension(&reader, desc);
	if (desc->extended) {
		desc->keyboard = true;
		desc->pointer = inputfront_is_pointer(desc);
	} else {
		memset(&desc->keys, 0, sizeof(desc->keys));
		inputfront_set_standard_keys(desc);
	}

	inputfront_forget_unused(desc);
	return reader.bad;
}

enum inputfront_device inputfront_device_of(const struct inputfront_desc *desc,
					    enum inputfront_device part)
{
	return desc->extended ? INPUTFRONT_KEYBOARD : part;
}

bool inputfront_has_device(const struct inputfront_desc *desc,
			   enum inputfront_device device)
{
	if (desc->extended)
		return device == INPUTFRONT_KEYBOARD;

	return (device == INPUTFRONT_KEYBOARD && desc->keyboard) ||
	       (device == INPUTFRONT_POINTER && desc->pointer) ||
	       (device == INPUTFRONT_TOUCH && desc->touch);
}

static enum inputfront_device inputfront_key_device(const struct inputfront_desc *desc,
						    uint32_t code)
{
	return inputfront_device_of(desc, inputfront_is_button(code) ?
				    INPUTFRONT_POINTER : INPUTFRONT_KEYBOARD);
}

bool inputfront_has_key(const struct inputfront_desc *desc,
			enum inputfront_device device, uint32_t code)
{
	return kbd_has_key(&desc->keys, code) &&
	       inputfront_key_device(desc, code) == device;
}

uint32_t inputfront_longest_touch(const struct inputfront_desc *desc)
{
	return desc->touch_width > desc->touch_height ?
	       desc->touch_width : desc->touch_height;
}

/* Events */

void inputfront_core_restart(struct inputfront_core *core)
{
	memset(&core->pressed, 0, sizeof(core->pressed));
	memset(core->touching, 0, sizeof(core->touching));
	memset(core->reported, 0, sizeof(core->reported));
	memset(core->open, 0, sizeof(core->open));
}

bool inputfront_core_prod_ok(uint32_t prod, uint32_t cons)
{
	return prod - cons <= XENKBD_IN_RING_LEN;
}

static void inputfront_begin_frame(struct inputfront_core *core,
				   struct inputfront_report *report)
{
	memset(&core->reported[report->device], 0, sizeof(core->reported[0]));
	core->open[report->device] = false;
}

static void inputfront_add(struct inputfront_report *report, uint16_t type,
			   uint16_t code, int32_t value)
{
	report->values[report->num++] = (struct inputfront_value) { type, code, value };
}

static void inputfront_change_key(struct kbd_keys *keys, uint32_t code, bool pressed)
{
	uint32_t bit = 1u << code % 32;

	if (pressed)
		keys->word[code / 32] |= bit;
	else
		keys->word[code / 32] &= ~bit;
}

/*
 * Press and release are frames of their own. A standard back-end repeats a key that is
 * held by pressing it again, which is 2 in the input core.
 */
static bool inputfront_take_key(struct inputfront_core *core,
				const struct xenkbd_key *key,
				struct inputfront_report *report)
{
	uint32_t code = key->keycode;
	int32_t value = key->pressed;

	if (value > 1 || !kbd_has_key(&core->desc.keys, code))
		return false;

	report->device = inputfront_key_device(&core->desc, code);
	if (kbd_has_key(&core->reported[report->device], code)) {
		report->sync_before = true;
		inputfront_begin_frame(core, report);
	}

	if (value && !core->desc.extended && kbd_has_key(&core->pressed, code))
		value = 2;
	inputfront_change_key(&core->pressed, code, value);
	inputfront_add(report, EV_KEY, code, value);

	kbd_set_key(&core->reported[report->device], code);
	core->open[report->device] = true;
	return true;
}

/* A pointer's motion, once there are its values, is the first thing of a frame. */
static void inputfront_begin_motion(struct inputfront_core *core,
				    struct inputfront_report *report)
{
	if (!report->num)
		return;

	report->device = inputfront_device_of(&core->desc, INPUTFRONT_POINTER);
	report->sync_before = core->open[report->device];
	inputfront_begin_frame(core, report);
	core->open[report->device] = true;
}

/* A wheel turns the other way, and -2^31 has no negative: no device moves by it. */
static bool inputfront_is_motion(int32_t rel)
{
	return rel >= -INPUTFRONT_HIGHEST;
}

static void inputfront_add_wheel(struct inputfront_report *report, int32_t rel_z)
{
	if (rel_z)
		inputfront_add(report, EV_REL, REL_WHEEL, -rel_z);
}

/* What the guest's device has not is left out, as by standard front-ends. */
static bool inputfront_take_motion(struct inputfront_core *core,
				   const struct xenkbd_motion *motion,
				   struct inputfront_report *report)
{
	if (!inputfront_is_motion(motion->rel_x) ||
	    !inputfront_is_motion(motion->rel_y) || !inputfront_is_motion(motion->rel_z))
		return false;
	if (!core->desc.pointer)
		return true;

	if (!core->desc.absolute && motion->rel_x)
		inputfront_add(report, EV_REL, REL_X, motion->rel_x);
	if (!core->desc.absolute && motion->rel_y)
		inputfront_add(report, EV_REL, REL_Y, motion->rel_y);
	inputfront_add_wheel(report, motion->rel_z);
	inputfront_begin_motion(core, report);
	return true;
}

static bool inputfront_is_within(int32_t value, uint32_t highest)
{
	return value >= 0 && (uint32_t)value <= highest;
}

static bool inputfront_take_position(struct inputfront_core *core,
				     const struct xenkbd_position *pos,
				     struct inputfront_report *report)
{
	if (!core->desc.absolute ||
	    !inputfront_is_within(pos->abs_x, core->desc.width) ||
	    !inputfront_is_within(pos->abs_y, core->desc.height) ||
	    !inputfront_is_motion(pos->rel_z))
		return false;

	inputfront_add(report, EV_ABS, ABS_X, pos->abs_x);
	inputfront_add(report, EV_ABS, ABS_Y, pos->abs_y);
	inputfront_add_wheel(report, pos->rel_z);
	inputfront_begin_motion(core, report);
	return true;
}

static bool inputfront_is_touching(const struct inputfront_core *core, uint8_t id)
{
	return core->touching[id / 32] >> id % 32 & 1;
}

static bool inputfront_touch_is_good(const struct inputfront_desc *desc,
				     const struct xenkbd_mtouch *touch)
{
	switch (touch->event_type) {
	case XENKBD_MT_EV_DOWN:
	case XENKBD_MT_EV_MOTION:
		return inputfront_is_within(touch->u.pos.abs_x, desc->touch_width) &&
		       inputfront_is_within(touch->u.pos.abs_y, desc->touch_height);
	case XENKBD_MT_EV_SHAPE:
		return touch->u.shape.major <= inputfront_longest_touch(desc) &&
		       touch->u.shape.minor <= inputfront_longest_touch(desc);
	case XENKBD_MT_EV_ORIENT:
		return touch->u.orientation >= -INPUTFRONT_MAX_ANGLE &&
		       touch->u.orientation <= INPUTFRONT_MAX_ANGLE;
	case XENKBD_MT_EV_UP:
		return true;
	default:
		return false;
	}
}

static void inputfront_add_touch(const struct xenkbd_mtouch *touch,
				 struct inputfront_report *report)
{
	inputfront_add(report, EV_ABS, ABS_MT_SLOT, touch->contact_id);

	switch (touch->event_type) {
	case XENKBD_MT_EV_DOWN:
		inputfront_add(report, EV_ABS, ABS_MT_TRACKING_ID, 1);
		inputfront_add(report, EV_ABS, ABS_MT_POSITION_X, touch->u.pos.abs_x);
		inputfront_add(report, EV_ABS, ABS_MT_POSITION_Y, touch->u.pos.abs_y);
		break;
	case XENKBD_MT_EV_MOTION:
		inputfront_add(report, EV_ABS, ABS_MT_POSITION_X, touch->u.pos.abs_x);
		inputfront_add(report, EV_ABS, ABS_MT_POSITION_Y, touch->u.pos.abs_y);
		break;
	case XENKBD_MT_EV_SHAPE:
		inputfront_add(report, EV_ABS, ABS_MT_TOUCH_MAJOR,
			       (int32_t)touch->u.shape.major);
		inputfront_add(report, EV_ABS, ABS_MT_TOUCH_MINOR,
			       (int32_t)touch->u.shape.minor);
		break;
	case XENKBD_MT_EV_ORIENT:
		inputfront_add(report, EV_ABS, ABS_MT_ORIENTATION, touch->u.orientation);
		break;
	default:
		inputfront_add(report, EV_ABS, ABS_MT_TRACKING_ID, 0);
		break;
	}
}

/* A contact that is not there can neither move nor go: nothing is reported then. */
static bool inputfront_take_touch(struct inputfront_core *core,
				  const struct xenkbd_mtouch *touch,
				  struct inputfront_report *report)
{
	uint8_t id = touch->contact_id;
	uint32_t bit = 1u << id % 32;

	if (!core->desc.touch)
		return false;

	report->device = inputfront_device_of(&core->desc, INPUTFRONT_TOUCH);
	if (touch->event_type == XENKBD_MT_EV_SYN) {
		report->sync_touch = true;
		inputfront_begin_frame(core, report);
		return true;
	}

	if (id >= core->desc.contacts || !inputfront_touch_is_good(&core->desc, touch))
		return false;

	if (touch->event_type == XENKBD_MT_EV_DOWN)
		core->touching[id / 32] |= bit;
	if (!inputfront_is_touching(core, id))
		return true;
	inputfront_add_touch(touch, report);
	if (touch->event_type == XENKBD_MT_EV_UP)
		core->touching[id / 32] &= ~bit;
	return true;
}

bool inputfront_core_take(struct inputfront_core *core,
			  const union xenkbd_in_event *event,
			  struct inputfront_report *report)
{
	memset(report, 0, sizeof(*report));

	switch (event->type) {
	case XENKBD_TYPE_MOTION:
		return inputfront_take_motion(core, &event->motion, report);
	case XENKBD_TYPE_KEY:
		return inputfront_take_key(core, &event->key, report);
	case XENKBD_TYPE_POS:
		return inputfront_take_position(core, &event->pos, report);
	case XENKBD_TYPE_MTOUCH:
		return inputfront_take_touch(core, &event->mtouch, report);
	default:
		return false;
	}
}

bool inputfront_core_end_frame(struct inputfront_core *core,
			       enum inputfront_device device)
{
	bool open = core->open[device];

	memset(&core->reported[device], 0, sizeof(core->reported[device]));
	core->open[device] = false;
	return open;
}
