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

#include "sp6.h"

/* Bytes of a line that a panel may send, without its newline. */
#define PANEL_LINE_MAX		1024

/* Room for any line that the board sends, with newline and terminating null. */
#define PANEL_REPLY_MAX		128

/* The character LCD. */
#define PANEL_LCD_LINES		4
#define PANEL_LCD_COLUMNS	20

/* Most clicks of the encoder in one message. */
#define PANEL_MAX_TURN		100

/* Longest name of a domain, or of what else drives a LED. */
#define PANEL_NAME_MAX		40

/* What the board reports; what it reports of one moment is a state. */
enum panel_item {
	PANEL_LEDS,
	PANEL_DIGIT1,
	PANEL_DIGIT2,
	PANEL_DIGIT3,
	PANEL_BUTTONS,		/* from here on only to who asked for extras */
	PANEL_DIP,
	PANEL_LINK,
	PANEL_CURSOR,
	PANEL_VALUES,		/* those before are numbers, those from here on the LCD's */
	PANEL_LCD1 = PANEL_VALUES,
	PANEL_LCD2,
	PANEL_LCD3,
	PANEL_LCD4,
	PANEL_FOCUS,		/* from here on names, which are reported to the board */
	PANEL_OWNER0,
	PANEL_OWNER7 = PANEL_OWNER0 + SP6_NUM_LEDS - 1,
	PANEL_ITEMS,
};

#define PANEL_FIRST_EXTRA	PANEL_BUTTONS
#define PANEL_FIRST_NAME	PANEL_FOCUS
#define PANEL_NAMES		(PANEL_ITEMS - PANEL_FIRST_NAME)
#define PANEL_UNKNOWN		(-1)

struct panel_state {
	int value[PANEL_VALUES];	/* or PANEL_UNKNOWN */

	/* Printable ASCII, PANEL_LCD_COLUMNS of it; or "": unknown. */
	char lcd[PANEL_LCD_LINES][PANEL_LCD_COLUMNS + 1];

	/* Who has the focus, then who drives each LED. Printable ASCII; "": unknown. */
	char name[PANEL_NAMES][PANEL_NAME_MAX + 1];
};

/* What a panel asks for. */
enum panel_op {
	PANEL_STATUS,		/* the buttons that this panel holds down */
	PANEL_HOLD,		/* buttons to latch */
	PANEL_RELEASE,		/* latched buttons to let go */
	PANEL_SET_DIP,
	PANEL_TURN,		/* clicks of the encoder, upwards or, below 0, downwards */
	PANEL_EXTRAS,
	PANEL_SYNC,
	PANEL_REPORT,		/* an item from PANEL_FIRST_NAME on is called so */
};

struct panel_request {
	enum panel_op op;
	int64_t value;			/* not of PANEL_REPORT, which has the next two */
	enum panel_item item;
	char name[PANEL_NAME_MAX + 1];
};

/* Nothing is known. */
void panel_state_clear(struct panel_state *state);

/* No name is known. */
void panel_state_clear_names(struct panel_state *state);

/* A name, for a person to read: "unknown" where nobody told it. */
const char *panel_state_name(const struct panel_state *state, enum panel_item item);

/* Make one item as it is in another state; false if it was so already. */
bool panel_state_take(struct panel_state *state, const struct panel_state *other,
		      enum panel_item item);

/* Judge a panel's line. NULL if it is good, else what is wrong with it. */
const char *panel_parse_request(const char *line, size_t len,
				struct panel_request *request);

/* Lines with their newline; the length is returned, as of snprintf(). */
int panel_format_item(char line[PANEL_REPLY_MAX], const struct panel_state *state,
		      enum panel_item item);
int panel_format_sync(char line[PANEL_REPLY_MAX], int64_t id);
int panel_format_error(char line[PANEL_REPLY_MAX], const char *text);

/*
 * A panel's side of panel_format_item(): take the report into the state. The item
 * that it was about, or PANEL_ITEMS if the line is no such report.
 */
enum panel_item panel_parse_item(const char *line, size_t len, struct panel_state *state);

#endif /* BOARD_PANEL_MSG_H */
