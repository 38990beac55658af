/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * panel_msg.h - the messages of the panel protocol: a line of text becomes a
 * judged value and back. docs/panel-protocol.md describes them.
 *
 * A pure library. Must not know sockets, nor what a message does.
 */
#ifndef BOARD_PANEL_MSG_H
#define BOARD_PANEL_MSG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Bytes of a line that a panel may send, without its newline. */
#define PANEL_LINE_MAX		1024

/* Room for any line that the board sends, with newline and terminating null. */
#define PANEL_REPLY_MAX		128

/* What the board reports; the values of one moment are a state. */
enum panel_item {
	PANEL_LEDS,
	PANEL_DIGIT1,
	PANEL_DIGIT2,
	PANEL_DIGIT3,
	PANEL_BUTTONS,		/* from here on only to who asked for extras */
	PANEL_DIP,
	PANEL_LINK,
	PANEL_ITEMS,
};

#define PANEL_FIRST_EXTRA	PANEL_BUTTONS
#define PANEL_UNKNOWN		(-1)

struct panel_state {
	int value[PANEL_ITEMS];		/* or PANEL_UNKNOWN */
};

/* What a panel asks for. */
enum panel_op {
	PANEL_STATUS,		/* the buttons that this panel holds down */
	PANEL_HOLD,		/* buttons to latch */
	PANEL_RELEASE,		/* latched buttons to let go */
	PANEL_SET_DIP,
	PANEL_EXTRAS,
	PANEL_SYNC,
};

struct panel_request {
	enum panel_op op;
	int64_t value;
};

void panel_state_clear(struct panel_state *state);

/* Judge a panel's line. NULL if it is good, else what is wrong with it. */
const char *panel_parse_request(const char *line, size_t len,
				struct panel_request *request);

/* Lines with their newline; the length is returned, as of snprintf(). */
int panel_format_item(char line[PANEL_REPLY_MAX], enum panel_item item, int value);
int panel_format_sync(char line[PANEL_REPLY_MAX], int64_t id);
int panel_format_error(char line[PANEL_REPLY_MAX], const char *text);

/* A panel's side of panel_format_item(). False if the line is no such report. */
bool panel_parse_item(const char *line, size_t len, enum panel_item *item, int *value);

#endif /* BOARD_PANEL_MSG_H */
