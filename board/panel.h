/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * panel.h - the panel server: tells any number of panels what the board shows,
 * and merges what they press into one set of levels.
 *
 * Must not know registers or the link. docs/panel-protocol.md is its contract.
 *
 * No panel can hold the board up: output is bounded and a slow panel is told the
 * latest state only; the input of one that does not read its replies is not read.
 */
#ifndef BOARD_PANEL_H
#define BOARD_PANEL_H

#include "board/loop.h"
#include "board/panel_msg.h"

#define PANEL_MAX_CLIENTS	32
#define PANEL_OUT_SIZE		8192

struct panel_ops {
	/* Levels changed; called once for each change, in order. */
	void (*inputs)(void *owner, uint8_t buttons, uint16_t dip);
	/* The encoder was turned by that many clicks, downwards if below 0. */
	void (*turned)(void *owner, int clicks);
};

struct panel_client {
	struct panel *panel;
	struct watch watch;		/* fd is -1: the slot is free */
	uint32_t events;		/* that we wait for */
	uint8_t buttons;		/* that this panel holds down */
	bool extras;			/* wants PANEL_FIRST_EXTRA and later items */
	bool reports;			/* names; is told no states any more */
	bool eof;			/* sends no more */
	struct panel_state told;
	size_t in_len;
	size_t out_len;
	char in[PANEL_LINE_MAX + 1];
	char out[PANEL_OUT_SIZE];
};

struct panel {
	struct loop *loop;
	const struct panel_ops *ops;
	void *owner;
	const char *path;		/* the caller's */
	struct watch unix_listener;
	struct watch tcp_listener;
	struct panel_state state;	/* to be told */
	const struct panel_client *reporter;	/* whose names these are, or NULL */
	uint8_t buttons;		/* levels: latched, or held by any panel */
	uint8_t latched;
	uint16_t dip;
	struct panel_client clients[PANEL_MAX_CLIENTS];
};

/* Port 0: no TCP. 0, or -1 after one line in the log. */
int panel_open(struct panel *panel, struct loop *loop, const char *path, int port,
	       const struct panel_ops *ops, void *owner);
void panel_close(struct panel *panel);

/* Tell every panel what changed since it was last told. Names are not the caller's. */
void panel_show(struct panel *panel, const struct panel_state *state);

#endif /* BOARD_PANEL_H */
