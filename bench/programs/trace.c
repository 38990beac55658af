// SPDX-License-Identifier: GPL-2.0-only
/*
 * trace.c - see trace.h. Must not know any event.
 */
#include "bench/programs/trace.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>

#include "bench/programs/bench.h"

#define TRACEFS	"/sys/kernel/tracing"

static bool trace_write(const char *file, const char *text)
{
	char path[128];

	snprintf(path, sizeof(path), TRACEFS "/%s", file);
	return write_file(path, text);
}

static bool trace_mount(void)
{
	if (!mount("tracefs", TRACEFS, "tracefs", 0, NULL) || errno == EBUSY)
		return true;
	return complain(TRACEFS ": %s", strerror(errno));
}

static bool trace_enable(const char *const *events)
{
	char file[96];

	for (; *events; events++) {
		snprintf(file, sizeof(file), "events/%s/enable", *events);
		if (!trace_write(file, "1"))
			return false;
	}
	return trace_write("tracing_on", "1");
}

bool trace_begin(const char *const *events)
{
	/* Setting the clock empties the buffer. */
	if (!trace_mount() || !trace_write("events/enable", "0") ||
	    !trace_write("trace_clock", "mono"))
		return false;

	if (trace_enable(events))
		return true;
	trace_write("events/enable", "0");
	return false;
}

/* "   task-1   [000] d..1.  12.345678: event: fields" */
static bool trace_parse(const char *line, struct trace_event *event)
{
	int64_t seconds, us;
	const char *cpu = strstr(line, " [");
	int end = 0;

	if (*line == '#' || !cpu)
		return false;
	if (sscanf(cpu, " [%*[0-9]] %*s %" SCNd64 ".%" SCNd64 ": %31[^:]: %n", &seconds, &us,
		   event->name, &end) != 3 || !end)
		return false;

	event->us = seconds * 1000000 + us;
	snprintf(event->fields, sizeof(event->fields), " %s", cpu + end);
	event->fields[strcspn(event->fields, "\n")] = '\0';
	return true;
}

/* The buffer is a ring: the kernel says how many events it has of those that were noted. */
static bool trace_lost(const char *line)
{
	unsigned long kept, noted;

	return sscanf(line, "# entries-in-buffer/entries-written: %lu/%lu", &kept, &noted) == 2 &&
	       kept != noted;
}

/* As long as nothing is wrong. */
static bool trace_read(FILE *file, void (*take)(void *data, const struct trace_event *event),
		       void *data)
{
	struct trace_event event;
	char line[512];

	while (fgets(line, sizeof(line), file)) {
		if (trace_lost(line))
			return complain("more events than the kernel's buffer holds: measure less at once");
		if (trace_parse(line, &event))
			take(data, &event);
	}
	return !ferror(file) || complain(TRACEFS "/trace: %s", strerror(errno));
}

bool trace_end(void (*take)(void *data, const struct trace_event *event), void *data)
{
	FILE *file;
	bool good;

	if (!trace_write("tracing_on", "0") || !trace_write("events/enable", "0"))
		return false;
	file = fopen(TRACEFS "/trace", "re");
	if (!file)
		return complain(TRACEFS "/trace: %s", strerror(errno));

	good = trace_read(file, take, data);
	fclose(file);
	return good;
}

static const char *trace_field(const struct trace_event *event, const char *field)
{
	char wanted[48];
	const char *found;

	snprintf(wanted, sizeof(wanted), " %s=", field);
	found = strstr(event->fields, wanted);
	return found ? found + strlen(wanted) : NULL;
}

int64_t trace_number(const struct trace_event *event, const char *field)
{
	const char *value = trace_field(event, field);

	return value ? strtoll(value, NULL, 10) : -1;
}

bool trace_text_is(const struct trace_event *event, const char *field, const char *text)
{
	const char *value = trace_field(event, field);
	size_t len = strlen(text);

	return value && !strncmp(value, text, len) && (value[len] == ' ' || !value[len]);
}
