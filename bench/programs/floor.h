/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * floor.h - round trips on a bare event channel, of floor-front's two devices: floor-0's
 * interrupts have threads, floor-1's have none.
 */
#ifndef BENCH_FLOOR_H
#define BENCH_FLOOR_H

#include <stdbool.h>

#include "bench/programs/bench.h"
#include "bench/programs/trace.h"

struct floor {
	int thread;
	int hard;
	unsigned int pause;	/* after each round trip, in us: all comes to rest */
	int64_t ping[2];	/* when the one that is not answered was said */
	struct samples thread_us;
	struct samples hard_us;
	struct samples ahead_us;	/* the other end's clock, before ours */
};

/* Its events, for the list of trace_begin(). */
#define FLOOR_EVENTS	"floor/floor_ping", "floor/floor_pong"

/* COUNT round trips of each. False after a complaint. */
bool floor_open(struct floor *floor, unsigned int count);

/* One of each, with a pause after it. */
bool floor_round(struct floor *floor);

/* Takes the event, if it is one of the floor's. */
void floor_take(struct floor *floor, const struct trace_event *event);

/* Prints: floor_thread, floor_hard, and floor_ahead if it is asked for. */
void floor_say(struct floor *floor, bool ahead);

#endif /* BENCH_FLOOR_H */
