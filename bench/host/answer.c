// SPDX-License-Identifier: GPL-2.0-only
/*
 * sp6-answer - a board's client that presses ENTER as long as a LED of a set is lit. It is
 * the outer end of the measurements' loop.
 */
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>

#include "board/connection.h"
#include "sp6.h"

#define ENTER	(1 << 4)

static bool answer(struct connection *c, long mask)
{
	enum panel_item item;

	if (!connection_receive(c))
		return false;
	while (connection_take(c, &item)) {
		if (item != PANEL_LEDS)
			continue;
		if (!connection_request(c, "{\"perif\":\"btn\",\"status\":%d}\n",
					c->state.value[PANEL_LEDS] & mask ? ENTER : 0))
			return false;
	}
	return c->fd >= 0;
}

int main(int argc, char *argv[])
{
	struct board_address board = { .path = argc == 3 ? argv[1] : NULL };
	struct connection c;
	struct pollfd ready;
	bool good;

	if (argc != 3) {
		fputs("Usage: sp6-answer SOCKET MASK\n", stderr);
		return 2;
	}

	good = connection_open(&c, &board);
	if (good)
		puts("ready");
	fflush(stdout);
	ready = (struct pollfd){ .fd = c.fd, .events = POLLIN };
	while (good && poll(&ready, 1, -1) > 0)
		good = answer(&c, strtol(argv[2], NULL, 0));

	fprintf(stderr, "sp6-answer: %s\n", c.error);
	return EXIT_FAILURE;
}
