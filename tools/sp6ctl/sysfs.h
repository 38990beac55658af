/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * sysfs.h - Dom0's LEDs and the board, as sysfs shows them; above all who drives
 * a LED, which is what its trigger file says. Must not know of xenstore.
 */
#ifndef SP6CTL_SYSFS_H
#define SP6CTL_SYSFS_H

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

/* What the driver of the board's link says: "alive", "dead"; false: no board. */
bool board_state(char word[], size_t size);

#endif /* SP6CTL_SYSFS_H */
