/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * input.h - Dom0's input devices: which there are, and what a guest's driver has to know
 * of one before it comes. Must not know of xenstore or of guests.
 */
#ifndef SP6CTL_INPUT_H
#define SP6CTL_INPUT_H

#include <stdbool.h>

#include "inputs.h"

/* A pair of axes, and how far each goes, if it began with 0. */
struct area {
	bool is_there;
	unsigned int width, height;
};

struct input_areas {
	struct area touch;		/* several positions at once */
	struct area pointer;		/* else: absolute positions */
	unsigned int contacts;		/* how many at once */
};

/* Whether Dom0 has an input device of this name. */
bool input_exists(const char *name);

/* What it is; nothing of all that, if there is none. */
void input_describe(const char *name, struct input_areas *areas);

/* Whether the bit is set in a file capabilities/...: words of a long, the highest first. */
bool capability_has(const char *text, unsigned int bit);

#endif /* SP6CTL_INPUT_H */
