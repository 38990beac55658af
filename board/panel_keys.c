// SPDX-License-Identifier: GPL-2.0-only
/*
 * panel_keys.c - which buttons are down; see panel_keys.h.
 */
#include "board/panel_keys.h"

#include <limits.h>

/* Let go of the keys whose time has come. */
static void expire(struct panel_keys *keys, long long now)
{
	for (int i = 0; i < SP6_NUM_BUTTONS; i++)
		if (keys->until[i] <= now)
			keys->tapped &= ~(1 << i);
}

void panel_keys_tap(struct panel_keys *keys, unsigned int button, long long now)
{
	expire(keys, now);
	keys->until[button] = now + (keys->tapped >> button & 1 ? KEYS_REPEAT_MS : KEYS_TAP_MS);
	keys->tapped |= 1 << button;
}

void panel_keys_switch_hold(struct panel_keys *keys, unsigned int button)
{
	keys->held ^= 1 << button;
}

void panel_keys_mouse_down(struct panel_keys *keys, unsigned int button)
{
	keys->mouse = 1 << button;
}

void panel_keys_mouse_up(struct panel_keys *keys)
{
	keys->mouse = 0;
}

uint8_t panel_keys_levels(struct panel_keys *keys, long long now)
{
	expire(keys, now);
	return keys->held | keys->mouse | keys->tapped;
}

long long panel_keys_next_change(const struct panel_keys *keys)
{
	long long next = LLONG_MAX;

	for (int i = 0; i < SP6_NUM_BUTTONS; i++)
		if ((keys->tapped >> i & 1) && keys->until[i] < next)
			next = keys->until[i];
	return next;
}
