/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * world.h - a world for sp6ctl's commands: xenstore as a list of nodes, guests that are
 * played, a clock that waiting moves on, and a private folder for Dom0's LEDs and input
 * devices and for the configuration. Must not know what is tested.
 */
#ifndef FAKE_WORLD_H
#define FAKE_WORLD_H

#include <stdbool.h>

/* A guest runs from some time on, and connects its devices or does not. */
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

/* A node of xenstore; forgotten with all that is in it. */
void put(const char *path, const char *value);
const char *get(const char *path);
void forget(const char *path);

/* A file in the private folder. */
void file(const char *folder, const char *name, const char *text);
void dom0_led(const char *name, const char *max);

/* An input device in /sys/class/input/@folder, "input<one digit>". */
void dom0_input(const char *folder, const char *name, const char *axes);

/* What event devices say of their axes. */
struct played_axis {
	const char *event;
	unsigned int axis;
	int min, max;
};

extern struct played_axis axes[4];

/* What the kernel answers to whoever writes into a file; 0: it takes it. */
extern int write_error;

/* What a LED's trigger file says, or what was written into it. */
void set_trigger(const char *led, const char *text);
void assert_trigger(const char *led, const char *text);

void assert_said(const char *words);
void assert_not_said(const char *words);

/* Before and after each test. */
int set_up(void **state);
int tear_down(void **state);

#endif /* FAKE_WORLD_H */
