/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * inputback_desc.h - what an input device of this domain is, as nodes that its
 * guest reads.
 *
 * Plain C without kernel calls, compiled into xen-inputback and into unit tests
 * and fuzzers. Must not know of xenstore: it makes names and values.
 */
#ifndef INPUTBACK_DESC_H
#define INPUTBACK_DESC_H

#include "inputback_ring.h"

struct inputback_range {
	int32_t min;	/* less than max, or there is no such axis */
	int32_t max;
};

/* The device, as the input system has it. */
struct inputback_desc {
	char name[XENKBD_X_MAX_NAME + 1];
	struct kbd_keys keys;
	bool repeat;
	struct inputback_range x, y;

	unsigned int slots;	/* contacts at a time; 0: no touches */
	struct inputback_range touch_x, touch_y;
	bool minor;
	int32_t orientation;	/* a quarter of a turn; 0: none is reported */
};

/* Who writes the nodes: 0, or an error, which ends the writing. */
struct inputback_writer {
	/* One of kbdif's own is not to be written where somebody has written it. */
	int (*write)(struct inputback_writer *writer, const char *node,
		     const char *value, bool own);
};

/* Has the writer write all nodes that the device has. */
int inputback_desc_write(const struct inputback_desc *desc,
			 struct inputback_writer *writer);

/* Does it have touches, or else positions? One with touches has them as positions, too. */
bool inputback_desc_touches(const struct inputback_desc *desc);
bool inputback_desc_places(const struct inputback_desc *desc);

#endif /* INPUTBACK_DESC_H */
