/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * share.h - what a guest is to have of the board. Must not know who says so, nor which
 * devices that takes.
 */
#ifndef SP6CTL_SHARE_H
#define SP6CTL_SHARE_H

#include "inputs.h"
#include "leds.h"
#include "screen.h"

struct share {
	struct leds leds;
	struct inputs inputs;
	struct screen screen;
};

static inline bool share_is_empty(const struct share *share)
{
	return !share->leds.num && !share->inputs.num && !share->screen.width;
}

#endif /* SP6CTL_SHARE_H */
