/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * panel_keys.h - which of the board's buttons are down, by what a person does at
 * a terminal.
 *
 * A pure library: time is an argument, in milliseconds. Must not know which keys
 * a terminal has, nor what the board makes of the buttons.
 *
 * A terminal says that a key was pressed, again and again while it is held, and
 * never that it was released. So a key is a short press, which goes on as long as
 * it is repeated. A terminal begins to repeat after up to a second: a key that is
 * held is a short press, a pause, and a long press. To press and hold at once
 * there is the mouse, which says both, and the hold that a person switches.
 */
#ifndef BOARD_PANEL_KEYS_H
#define BOARD_PANEL_KEYS_H

#include <stdint.h>

#include "sp6.h"

#define KEYS_TAP_MS	150	/* how long a key presses that is not repeated */
#define KEYS_REPEAT_MS	250	/* after this time without a repeat it was let go */

struct panel_keys {
	uint8_t held;				/* by a switched hold */
	uint8_t mouse;				/* under the mouse's button */
	uint8_t tapped;				/* by a key, until: */
	long long until[SP6_NUM_BUTTONS];
};

/* A key of the terminal came, for the first time or as a repeat. */
void panel_keys_tap(struct panel_keys *keys, unsigned int button, long long now);

/* Hold the button, or let it go if it is held. */
void panel_keys_switch_hold(struct panel_keys *keys, unsigned int button);

void panel_keys_mouse_down(struct panel_keys *keys, unsigned int button);
void panel_keys_mouse_up(struct panel_keys *keys);

/* The buttons that are down now, a bit for each. */
uint8_t panel_keys_levels(struct panel_keys *keys, long long now);

/* When the levels will change by themselves; LLONG_MAX: they won't. */
long long panel_keys_next_change(const struct panel_keys *keys);

#endif /* BOARD_PANEL_KEYS_H */
