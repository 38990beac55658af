/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * input.h - Dom0's input devices: which there are, and of what kind one is. Must not know
 * of xenstore or of guests.
 */
#ifndef SP6CTL_INPUT_H
#define SP6CTL_INPUT_H

#include <stdbool.h>

#include "backend/inputback_desc.h"

/* Whether Dom0 has an input device of this name. */
bool input_exists(const char *name);

/* Its absolute axes, as far as it is there and has any; nothing else. */
void input_describe(const char *name, struct inputback_desc *desc);

/* Whether the bit is set in a file capabilities/...: words of a long, the highest first. */
bool capability_has(const char *text, unsigned int bit);

#endif /* SP6CTL_INPUT_H */
