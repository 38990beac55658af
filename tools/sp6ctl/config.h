/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * config.h - the configuration: which guests get which LEDs, input devices and screen, and
 * which LEDs follow the focus, from files "key = value" (docs/sp6ctl.md). Must not know whether
 * those guests run.
 */
#ifndef SP6CTL_CONFIG_H
#define SP6CTL_CONFIG_H

#include <stdbool.h>
#include <stdio.h>

#include "share.h"
#include "text.h"

#define CONFIG_DIRECTORY "/etc/xen-sp6"
#define GUEST_NAME_MAX	63

struct guest {
	char name[GUEST_NAME_MAX + 1];
	struct share share;
};

/* Zero it before use. */
struct config {
	struct guest *guests;
	unsigned int num;
	struct focus_leds focus_leds;
	char why[REASON_MAX];	/* after a failure: "file:line: what and what to do" */
};

/* Adds what @file says; @name is its name in messages. */
bool config_parse(struct config *config, FILE *file, const char *name);

/* Adds what all files DIRECTORY/ *.conf say, in alphabetical order. */
bool config_read(struct config *config, const char *directory);

/* The guest's part, or NULL. */
const struct guest *config_find(const struct config *config, const char *name);

/* Whether Dom0's LED is one that follows the focus. */
bool config_has_focus_led(const struct config *config, const char *target);

void config_free(struct config *config);

#endif /* SP6CTL_CONFIG_H */
