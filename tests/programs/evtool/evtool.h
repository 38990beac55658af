/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * evtool.h - what evtool's parts share. Events are written as one line each:
 * TYPE CODE VALUE, the type as SYN, KEY, REL, ABS or its number.
 */
#ifndef EVTOOL_H
#define EVTOOL_H

#include <linux/input.h>
#include <stdbool.h>
#include <stddef.h>

/* Room for an event's line, with the NUL. */
#define LINE_MAX_SIZE	64

/* The keys that evtool play presses, one after the other. */
#define CYCLE_LENGTH	26
extern const unsigned short cycle[CYCLE_LENGTH];

__attribute__((format(printf, 1, 2))) void complain(const char *format, ...);

size_t event_line(const struct input_event *event, char line[LINE_MAX_SIZE]);

/* Opens the device of that name; waits a while for it. -1: there is none, which was said. */
int open_device(const char *name);

/* Subcommands: their arguments alone. They return the exit status. */
int command_list(char *arguments[]);
int command_record(char *arguments[]);
int command_count(char *arguments[]);
int command_grab(char *arguments[]);
int command_play(char *arguments[]);
int command_mouse(char *arguments[]);
int command_tablet(char *arguments[]);
int command_touch(char *arguments[]);

#endif /* EVTOOL_H */
