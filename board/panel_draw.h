/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * panel_draw.h - how the front panel looks in a terminal, and what is where.
 *
 * Draws with curses, which somebody else has started. Must not know the keys that
 * a person presses, nor the board: it is told what to show.
 */
#ifndef BOARD_PANEL_DRAW_H
#define BOARD_PANEL_DRAW_H

#include <stdbool.h>
#include <stdint.h>

#include "board/panel_msg.h"

struct panel_view {
	const struct panel_state *state;	/* what is unknown is drawn dark */
	uint8_t held;				/* buttons that are held by a switch */
	bool alive;				/* there is a board; else all is grey */
	const char *status;			/* in words, beside the title */
	const char *hint;			/* below the panel; or NULL: the keys */
};

/* After curses was started. */
void panel_draw_init(void);

/* Draw everything; curses sends what changed. */
void panel_draw(const struct panel_view *view);

/* What is drawn at a place of the screen: a button's or switch's bit, or -1. */
int panel_draw_button_at(int y, int x);
int panel_draw_switch_at(int y, int x);

#endif /* BOARD_PANEL_DRAW_H */
