// SPDX-License-Identifier: GPL-2.0-only
/*
 * time-focus.c - how long changes of the focus take, from Dom0 to a guest and back, and, to
 * compare with, plain copies of a frame within memory; for the measurements. All in
 * microseconds: the first of each, the median, and the 99th percentile. Must not know what
 * changes with the focus.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define FOCUS	"/sys/devices/xen-focus/focus"
#define FRAME	(800 * 480 * 4)		/* bytes */
#define PAUSE	50000			/* between changes: what moves has moved */

static unsigned int count;

static long microseconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000000L + now.tv_nsec / 1000;
}

static int compare(const void *a, const void *b)
{
	long x = *(const long *)a, y = *(const long *)b;

	return (x > y) - (x < y);
}

static void say(const char *what, long *times)
{
	long first = times[0];

	qsort(times, count, sizeof(*times), compare);
	printf("%s: first %ld, median %ld, 99%% %ld us\n", what, first, times[count / 2],
	       times[(count * 99 - 1) / 100]);
}

/* Both buffers are in memory before the first copy. */
static void time_copies(long *times)
{
	char *from = malloc(FRAME), *to = malloc(FRAME);

	if (!from || !to)
		exit(EXIT_FAILURE);
	memset(from, 1, FRAME);
	memset(to, 2, FRAME);
	for (unsigned int i = 0; i < count; i++) {
		long begin = microseconds();

		memcpy(to, from, FRAME);
		__asm__ volatile("" : : "r"(to) : "memory"); /* it is not left out */
		times[i] = microseconds() - begin;
	}
	free(from);
	free(to);
}

/* The file's write returns when the focus has moved. */
static long give(int file, const char *domid)
{
	long begin = microseconds();

	if (write(file, domid, strlen(domid)) < 0) {
		fprintf(stderr, "time-focus: to domain %s: %s\n", domid, strerror(errno));
		exit(EXIT_FAILURE);
	}
	begin = microseconds() - begin;
	usleep(PAUSE);
	return begin;
}

int main(int argc, char *argv[])
{
	int file = open(FOCUS, O_WRONLY | O_CLOEXEC);
	long *copies, *to_guest, *to_dom0;

	count = argc == 3 ? strtoul(argv[2], NULL, 10) : 0;
	if (!count || count > 100000) {
		fputs("Usage: time-focus DOMID COUNT\n", stderr);
		return 2;
	}
	if (file < 0) {
		fprintf(stderr, "time-focus: " FOCUS ": %s\n", strerror(errno));
		return EXIT_FAILURE;
	}
	copies = calloc(count, sizeof(*copies));
	to_guest = calloc(count, sizeof(*to_guest));
	to_dom0 = calloc(count, sizeof(*to_dom0));
	if (!copies || !to_guest || !to_dom0)
		return EXIT_FAILURE;

	time_copies(copies);
	for (unsigned int i = 0; i < count; i++) {
		to_guest[i] = give(file, argv[1]);
		to_dom0[i] = give(file, "0");
	}
	say("plain copy", copies);
	say("to the guest", to_guest);
	say("to Dom0", to_dom0);
	return EXIT_SUCCESS;
}
