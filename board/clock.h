/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * clock.h - the time for deadlines and pauses. Must not know whose.
 */
#ifndef BOARD_CLOCK_H
#define BOARD_CLOCK_H

#include <time.h>

/* Milliseconds since some moment; never goes back. */
static inline long long now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

#endif /* BOARD_CLOCK_H */
