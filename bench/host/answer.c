// SPDX-License-Identifier: GPL-2.0-only
/*
 * sp6-answer - a board's client that presses ENTER as long as a LED of a set is lit. It is
 * the outer end of the measurements' loop.
 */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "board/connection.h"
#include "sp6.h"

#define ENTER	(1 << 4)

static bool answer(struct connection *c, unsigned long mask)
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

static bool answer_next(struct connection *c, unsigned long mask)
{
	struct pollfd ready = { .fd = c->fd, .events = POLLIN };

	if (poll(&ready, 1, -1) == 1)
		return answer(c, mask);
	snprintf(c->error, sizeof(c->error), "poll: %s", strerror(errno));
	return false;
}

int main(int argc, char *argv[])
{
	struct board_address board;
	struct connection c;
	unsigned long mask = 0;
	char *end = "";

	if (argc == 3)
		mask = strtoul(argv[2], &end, 0);
	if (!mask || *end) {
		fputs("Usage: sp6-answer SOCKET MASK\n", stderr);
		return 2;
	}

	board = (struct board_address){ .path = argv[1] };
	if (connection_open(&c, &board)) {
		puts("ready");
		fflush(stdout);
		while (answer_next(&c, mask))
			;
	}
	fprintf(stderr, "sp6-answer: %s\n", c.error);
	return EXIT_FAILURE;
}
