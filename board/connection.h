/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * connection.h - a panel's connection to the board: requests go out, reports
 * become a state.
 *
 * Must not know what the panel is for, nor print: why a connection failed is kept
 * as text. After a failure fd is -1, and nothing is known of the state any more.
 */
#ifndef BOARD_CONNECTION_H
#define BOARD_CONNECTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "board/panel_msg.h"

struct board_address {
	const char *path;	/* fits into a socket's address */
	int port;		/* on this machine; 0: by path */
};

struct connection {
	int fd;			/* -1: there is none */
	char error[192];	/* why not */
	struct panel_state state;
	int64_t asked;		/* the last sync that was sent, */
	int64_t answered;	/* and the last one that was answered; 0: none */
	size_t len;
	char in[4096];
};

/* Connect and ask for the extras. What can fail returns false if it did. */
bool connection_open(struct connection *c, const struct board_address *address);
void connection_close(struct connection *c);

/* A line with its newline, as of printf(). Never waits. */
bool __attribute__((format(printf, 2, 3)))
connection_request(struct connection *c, const char *format, ...);

/* Ask for an answer after everything that was requested before. */
bool connection_sync(struct connection *c);

/* Receive what came, or wait for something. */
bool connection_receive(struct connection *c);

/*
 * Take the next line that was received. False if there is none; *item is what it
 * reported, or PANEL_ITEMS. A line that is none of a board's is a failure.
 */
bool connection_take(struct connection *c, enum panel_item *item);

#endif /* BOARD_CONNECTION_H */
