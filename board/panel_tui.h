/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * panel_tui.h - the front panel in a terminal: its life, what a person does there,
 * and the board that comes and goes. Must not know how the panel looks.
 */
#ifndef BOARD_PANEL_TUI_H
#define BOARD_PANEL_TUI_H

#include "board/connection.h"

/*
 * Standard input and output are a terminal. Returns when the person quits or a
 * signal ends it, with the terminal as it was and every button let go: NULL, or
 * why the terminal cannot be used.
 */
const char *panel_tui_run(const struct board_address *address);

#endif /* BOARD_PANEL_TUI_H */
