// SPDX-License-Identifier: GPL-2.0-only
/*
 * loop.c - the part of sp6-bench that goes round: lights a LED, and waits for the button
 * with which the board's client answers. The same on plain Linux, in Dom0 and in a guest.
 * Must not know what is between the program and the board.
 */
#include <linux/input.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "bench/programs/bench.h"

/* us: the board has answered to whatever was before. */
#define SETTLE		100000

static bool wait_key(int buttons, int value)
{
	struct pollfd ready = { .fd = buttons, .events = POLLIN };
	struct input_event event;

	do {
		if (poll(&ready, 1, LOOP_PATIENCE) != 1 ||
		    read(buttons, &event, sizeof(event)) != sizeof(event))
			return complain("no button answers: is it this domain's, and the board's client there?");
	} while (event.type != EV_KEY || event.value != value);
	return true;
}

static bool go_round(int led, int buttons, struct samples *us)
{
	int64_t begun = microseconds();

	if (!write_open(led, "1") || !wait_key(buttons, 1))
		return false;
	samples_add(us, microseconds() - begun);

	if (!write_open(led, "0") || !wait_key(buttons, 0))
		return false;
	usleep(LOOP_PAUSE);
	return true;
}

int command_loop(char *arguments[])
{
	unsigned int count = read_count(arguments[2], MAX_COUNT);
	int led = open_led(arguments[0]);
	int buttons = open_input(arguments[1]);
	struct samples us;

	if (!count || led < 0 || buttons < 0 || !samples_init(&us, "loop", count))
		return EXIT_FAILURE;

	/* A LED that is lit already would bring no answer. */
	if (!write_open(led, "0"))
		return EXIT_FAILURE;
	usleep(SETTLE);

	for (unsigned int i = 0; i < count; i++)
		if (!go_round(led, buttons, &us))
			return EXIT_FAILURE;
	samples_say(&us);
	return EXIT_SUCCESS;
}
