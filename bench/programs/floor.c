// SPDX-License-Identifier: GPL-2.0-only
/*
 * floor.c - see floor.h. Must not know what is compared with the floor.
 */
#include "bench/programs/floor.h"

#include <string.h>
#include <unistd.h>

/* If nobody says anything else, in us. */
#define FLOOR_PAUSE	2000

bool floor_open(struct floor *floor, unsigned int count)
{
	floor->thread = open_file("/sys/bus/xen/devices/floor-0/ping");
	floor->hard = open_file("/sys/bus/xen/devices/floor-1/ping");
	floor->pause = FLOOR_PAUSE;

	return floor->thread >= 0 && floor->hard >= 0 &&
	       samples_init(&floor->thread_us, "floor_thread", count) &&
	       samples_init(&floor->hard_us, "floor_hard", count) &&
	       samples_init(&floor->ahead_us, "floor_ahead", count);
}

static bool floor_ping(const struct floor *floor, int device)
{
	bool good = write_open(device, "1");

	usleep(floor->pause);
	return good;
}

bool floor_round(struct floor *floor)
{
	return floor_ping(floor, floor->thread) && floor_ping(floor, floor->hard);
}

/* The pong was seen half-way, as far as the ways there and back are alike. */
static void floor_pong(struct floor *floor, const struct trace_event *event, bool hard)
{
	int64_t ping = floor->ping[hard];

	if (!ping)
		return;
	floor->ping[hard] = 0;
	samples_add(hard ? &floor->hard_us : &floor->thread_us, event->us - ping);
	if (hard)
		samples_add(&floor->ahead_us, trace_number(event, "seen") / 1000 -
			    (event->us + ping) / 2);
}

void floor_take(struct floor *floor, const struct trace_event *event)
{
	bool hard = trace_text_is(event, "device", "floor-1");

	if (!strcmp(event->name, "floor_ping"))
		floor->ping[hard] = event->us;
	else if (!strcmp(event->name, "floor_pong"))
		floor_pong(floor, event, hard);
}

void floor_say(struct floor *floor, bool ahead)
{
	samples_say(&floor->thread_us);
	samples_say(&floor->hard_us);
	if (ahead)
		samples_say(&floor->ahead_us);
	close(floor->thread);
	close(floor->hard);
}
