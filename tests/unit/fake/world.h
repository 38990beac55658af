/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * world.h - a world for sp6ctl's commands: xenstore as a list of nodes, guests that are
 * played, a clock that waiting moves on, and a private folder for Dom0's LEDs and for
 * the configuration. Must not know what is tested.
 */
#ifndef FAKE_WORLD_H
#define FAKE_WORLD_H

#include <stdbool.h>

/* A guest runs from some time on, and connects its device or does not. */
struct played_guest {
	const char *name;
	long long from;
	bool connects;
};

extern struct played_guest guests[10];	/* by domid */
extern long long now;
extern bool can_watch;
extern char said[8192];			/* what sp6ctl said, a line each */
extern char place[];			/* the private folder */

/* Lets the guests do what they do now. */
void play(void);

/* The guest is gone, with its folder. */
void die(unsigned int domid);

/* A node of xenstore. */
void put(const char *path, const char *value);
const char *get(const char *path);

/* A file in the private folder. */
void file(const char *folder, const char *name, const char *text);
void dom0_led(const char *name, const char *max);

/* What a LED's trigger file says, or what was written into it. */
void set_trigger(const char *led, const char *text);
void assert_trigger(const char *led, const char *text);

void assert_said(const char *words);
void assert_not_said(const char *words);

/* Before and after each test. */
int set_up(void **state);
int tear_down(void **state);

#endif /* FAKE_WORLD_H */
