// SPDX-License-Identifier: GPL-2.0-only
/*
 * focus.c - the part of sp6-bench that moves the focus, from Dom0 to a guest and back, and, to
 * compare with, makes plain copies of a frame within memory. Must not know what changes with
 * the focus.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/programs/bench.h"

#define FOCUS	"/sys/devices/xen-focus/focus"
#define FRAME	(800 * 480 * 4)		/* bytes */
#define PAUSE	50000			/* us between changes: what moves has moved */


/* Both buffers are in memory before the first copy. */
static bool time_copies(unsigned int count)
{
	char *from = malloc(FRAME), *to = malloc(FRAME);
	struct samples us;
	int64_t begun;

	if (!from || !to || !samples_init(&us, "copy", count))
		return complain("no memory");
	memset(from, 1, FRAME);
	memset(to, 2, FRAME);
	for (unsigned int i = 0; i < count; i++) {
		begun = microseconds();
		memcpy(to, from, FRAME);
		__asm__ volatile("" : : "r"(to) : "memory"); /* it is not left out */
		samples_add(&us, microseconds() - begun);
	}
	free(from);
	free(to);
	samples_say(&us);
	return true;
}

/* The file's write returns when the focus has moved. */
static bool give(int file, const char *domid, struct samples *us)
{
	int64_t begun = microseconds();
	bool good = write_open(file, domid);

	samples_add(us, microseconds() - begun);
	usleep(PAUSE);
	return good;
}

int command_focus(char *arguments[])
{
	unsigned int count = read_count(arguments[1], MAX_COUNT);
	int file = open_file(FOCUS);
	struct samples to_guest, to_dom0;

	if (!count || file < 0 || !samples_init(&to_guest, "focus_to_guest", count) ||
	    !samples_init(&to_dom0, "focus_to_dom0", count) || !time_copies(count))
		return EXIT_FAILURE;

	for (unsigned int i = 0; i < count; i++)
		if (!give(file, arguments[0], &to_guest) || !give(file, "0", &to_dom0))
			return EXIT_FAILURE;
	samples_say(&to_guest);
	samples_say(&to_dom0);
	return EXIT_SUCCESS;
}
