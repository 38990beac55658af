/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * inputfront_core.h - what a back-end says of its input device, and which of its
 * events to believe.
 *
 * Plain C without kernel calls, compiled into xen-inputfront and into unit tests
 * and fuzzers. Must not know of rings, xenstore or input devices. The caller sees to
 * it that calls for one struct inputfront_core do not overlap.
 */
#ifndef INPUTFRONT_CORE_H
#define INPUTFRONT_CORE_H

#include <xen/io/kbdif_x.h>

#ifndef __KERNEL__
#include <stdbool.h>
#endif

#include "kbd_judge.h"

/* The guest's devices: these three, or, with the extension, the first has all. */
enum inputfront_device {
	INPUTFRONT_KEYBOARD,
	INPUTFRONT_POINTER,
	INPUTFRONT_TOUCH,
	INPUTFRONT_DEVICES
};

/* The back-end's nodes that describe its device. */
enum inputfront_node {
	INPUTFRONT_NODE_NO_KEYBOARD,
	INPUTFRONT_NODE_NO_POINTER,
	INPUTFRONT_NODE_ABSOLUTE,
	INPUTFRONT_NODE_WIDTH,
	INPUTFRONT_NODE_HEIGHT,
	INPUTFRONT_NODE_TOUCH,
	INPUTFRONT_NODE_TOUCH_WIDTH,
	INPUTFRONT_NODE_TOUCH_HEIGHT,
	INPUTFRONT_NODE_CONTACTS,
	INPUTFRONT_NODE_NAME,
	INPUTFRONT_NODE_KEYS,
	INPUTFRONT_NODE_REPEAT,
	INPUTFRONT_NODES
};

extern const char *const inputfront_node_names[INPUTFRONT_NODES];

/* A node's value, which may hold anything. */
struct inputfront_text {
	const char *text;	/* NULL: there is none */
	size_t len;
};

/* A contact's id is one octet. */
#define INPUTFRONT_MAX_CONTACTS	256

/* Two that say the same are equal octet by octet. */
struct inputfront_desc {
	struct kbd_keys keys;			/* of all devices */
	uint32_t width;				/* highest X and Y */
	uint32_t height;
	uint32_t touch_width;
	uint32_t touch_height;
	uint32_t contacts;
	bool keyboard;
	bool pointer;
	bool absolute;				/* the pointer */
	bool touch;
	bool extended;				/* one device, of that name */
	bool repeat;
	char name[XENKBD_X_MAX_NAME + 1];
};

/*
 * Reads the description. What makes no sense is as if it were not there, and one of
 * the extension's nodes ends the extension; returns the name of the first of these
 * nodes, or NULL.
 */
const char *inputfront_describe(struct inputfront_desc *desc,
				const struct inputfront_text *nodes);

/* Which device has the keyboard's, pointer's or touch's part; the part exists. */
enum inputfront_device inputfront_device_of(const struct inputfront_desc *desc,
					    enum inputfront_device part);

/* Is there such a device? */
bool inputfront_has_device(const struct inputfront_desc *desc,
			   enum inputfront_device device);

/* Has the device this key? */
bool inputfront_has_key(const struct inputfront_desc *desc,
			enum inputfront_device device, uint32_t code);

/* Longest axis of a touch. */
uint32_t inputfront_longest_touch(const struct inputfront_desc *desc);

/* A value for the input core: type and code as in linux/input-event-codes.h. */
struct inputfront_value {
	uint16_t type;
	uint16_t code;
	int32_t value;		/* ABS_MT_TRACKING_ID: 1: a touch begins, 0: it ends */
};

#define INPUTFRONT_MAX_VALUES	4

/* What an event means for a device. */
struct inputfront_report {
	enum inputfront_device device;
	bool sync_before;	/* a new frame begins, since one thing changes again */
	bool sync_touch;	/* the touches' frame ends */
	unsigned int num;
	struct inputfront_value values[INPUTFRONT_MAX_VALUES];
};

struct inputfront_core {
	struct inputfront_desc desc;

	/* Of the connection. */
	struct kbd_keys pressed;
	uint32_t touching[INPUTFRONT_MAX_CONTACTS / 32];

	/* Of each device's frame: keys that it has, and whether it has anything. */
	struct kbd_keys reported[INPUTFRONT_DEVICES];
	bool open[INPUTFRONT_DEVICES];
};

/* A new connection, or the end of one: nothing is pressed. */
void inputfront_core_restart(struct inputfront_core *core);

/* Can the back-end have come to prod, when we have read up to cons? */
bool inputfront_core_prod_ok(uint32_t prod, uint32_t cons);

/* What an event means; false: it makes no sense. */
bool inputfront_core_take(struct inputfront_core *core,
			  const union xenkbd_in_event *event,
			  struct inputfront_report *report);

/* No more events for now: is there a frame of the device to end? */
bool inputfront_core_end_frame(struct inputfront_core *core,
			       enum inputfront_device device);

#endif /* INPUTFRONT_CORE_H */
