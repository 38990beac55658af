/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * sysfs.h - Dom0's LEDs, the board and the focus, as sysfs shows them; above all who
 * drives a LED, which is what its trigger file says. Must not know of xenstore.
 */
#ifndef SP6CTL_SYSFS_H
#define SP6CTL_SYSFS_H

#include <glob.h>
#include <stdbool.h>
#include <stddef.h>

#define TRIGGER_MAX 63	/* bytes of a trigger's name */

/* For tests: the place of /sys is taken from this environment variable. */
#define SYSFS_ENVIRONMENT "SP6CTL_SYSFS"

/* The guest's LED that a trigger stands for: "vled<domid>-<devid>-<led>". */
struct trigger {
	unsigned int domid, devid, led;
};

void trigger_format(struct trigger trigger, char name[TRIGGER_MAX + 1]);
bool trigger_parse(const char *name, struct trigger *trigger);

/* LED number @led of the guest that has the focus: "vled-focus-<led>". */
void focus_trigger_format(unsigned int led, char name[TRIGGER_MAX + 1]);

enum trigger_type {
	TRIGGER_GUESTS,
	TRIGGER_FOCUS,
	TRIGGER_OTHER,
};

enum trigger_type trigger_type(const char *name);

/* From a trigger file's text, e.g. "none [timer] vled1-0-0": the one in brackets. */
bool trigger_selected(const char *text, char name[TRIGGER_MAX + 1]);

/* Whether a trigger file's text has the trigger @name among those to choose from. */
bool trigger_offered(const char *text, const char *name);

/* The text of a LED's trigger file, to be freed; NULL if Dom0 has no such LED. */
char *led_triggers(const char *led);

/* A LED's attribute; false if Dom0 has no such LED. */
bool led_number(const char *led, const char *attribute, unsigned int *value);
bool led_trigger(const char *led, char name[TRIGGER_MAX + 1]);

/* 0, or what errno said. */
int led_set_trigger(const char *led, const char *name);

/* The first line of the file whose path in /sys is given, to be freed; NULL: no such file. */
__attribute__((format(printf, 1, 2)))
char *sysfs_read(const char *format, ...);

/* The paths in /sys that match @pattern, to be freed with globfree(); false: none. */
bool sysfs_glob(const char *pattern, glob_t *paths);

/* Who has the focus, 0 for Dom0; false: xen-focus is not loaded. */
bool focus_read(unsigned int *domid);

/*
 * A descriptor on which poll() says POLLPRI each time that it changed; -1: xen-focus is not
 * loaded. focus_heard() takes the news; false: xen-focus is gone.
 */
int focus_open(void);
bool focus_heard(int focus);

/* Gives it to somebody, and waits. 0, or what errno said. */
int focus_write(unsigned int domid);

/* What the driver of the board's link says: "alive", "dead"; false: no board. */
bool board_state(char word[], size_t size);

#endif /* SP6CTL_SYSFS_H */
