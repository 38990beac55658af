/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * bench.h - what the parts of sp6-bench share: its commands, the clock, complaints, and
 * samples. A command gets its arguments, and returns the exit status; complain() has said
 * why it failed.
 */
#ifndef BENCH_H
#define BENCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The most that a command does. */
#define MAX_COUNT	100000

/* Loops, of all kinds alike, or they could not be compared. */
#define LOOP_PATIENCE	10000	/* ms, for an answer */
#define LOOP_PAUSE	3000	/* us, between rounds */

int command_led(char *arguments[]);
int command_trigger(char *arguments[]);
int command_six(char *arguments[]);
int command_burst(char *arguments[]);
int command_flood(char *arguments[]);
int command_press(char *arguments[]);
int command_keys(char *arguments[]);
int command_loop(char *arguments[]);
int command_store_loop(char *arguments[]);
int command_store_serve(char *arguments[]);
int command_net_loop(char *arguments[]);
int command_net_serve(char *arguments[]);
int command_focus(char *arguments[]);

/* Says what is wrong, in a line of standard error. Returns false. */
bool __attribute__((format(printf, 1, 2))) complain(const char *format, ...);

/* CLOCK_MONOTONIC, in us. */
int64_t microseconds(void);

/* A number of 1 ... max, or 0 after a complaint. */
unsigned int read_count(const char *text, unsigned int max);

/* Files of one short line, in sysfs and elsewhere. False, or -1, after a complaint. */
bool write_file(const char *path, const char *text);
int open_file(const char *path);
bool write_open(int file, const char *text);	/* one write to an open file */
int64_t read_number(const char *path);

/*
 * An input device whose events come here alone: a text console would get each key first,
 * and what it does with it would be in the time. -1 after a complaint.
 */
int open_input(const char *name);

/* LEDs: the file that lights one, to be written again and again. */
int open_led(const char *name);

/* Times, in us. */
struct samples {
	const char *name;
	unsigned int num;
	unsigned int max;
	int64_t *us;
};

/* False after a complaint. What is added beyond max is not kept. */
bool samples_init(struct samples *samples, const char *name, unsigned int max);
void samples_add(struct samples *samples, int64_t us);

/* Prints a line of JSON, each sample as the difference to the one before, and forgets them. */
void samples_say(struct samples *samples);

#endif /* BENCH_H */
