/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * trace.h - what the kernel's tracepoints say, by tracefs. The clock is CLOCK_MONOTONIC.
 */
#ifndef TRACE_H
#define TRACE_H

#include <stdbool.h>
#include <stdint.h>

struct trace_event {
	int64_t us;
	char name[32];
	char fields[160];	/* NAME=VALUE, with blanks between them */
};

/* From now on these are noted: "SYSTEM/EVENT", up to NULL. False after a complaint. */
bool trace_begin(const char *const *events);

/*
 * Stops, and calls for each event that was noted, in their order. False after a complaint,
 * also if there were more than the kernel keeps.
 */
bool trace_end(void (*take)(void *data, const struct trace_event *event), void *data);

/* A number, or -1 if there is no such field. */
int64_t trace_number(const struct trace_event *event, const char *field);
bool trace_text_is(const struct trace_event *event, const char *field, const char *text);

#endif /* TRACE_H */
