/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * uevent.h - what the kernel tells of Dom0's LEDs: that one came or went, and that it
 * has another trigger. Judges only; must not know what follows from it.
 */
#ifndef SP6CTL_UEVENT_H
#define SP6CTL_UEVENT_H

#include <stdbool.h>
#include <stddef.h>

#include "leds.h"
#include "sysfs.h"

enum led_change { LED_ADDED, LED_REMOVED, LED_TRIGGER };

struct led_event {
	enum led_change change;
	char led[TARGET_MAX + 1];
	char trigger[TRIGGER_MAX + 1];	/* of LED_TRIGGER */
};

/* From a message: "ACTION@PATH" and strings "KEY=VALUE", each with a NUL at its end. */
bool uevent_parse(const char *message, size_t length, struct led_event *event);

/* A socket that hears the kernel; -1 on failure. */
int uevent_open(void);

enum heard {
	HEARD_LED,
	HEARD_OTHER,	/* nothing of a LED */
	HEARD_LOST,	/* messages were lost: look again */
	HEARD_ALL,	/* nothing more has been said yet */
};

enum heard uevent_hear(int socket, struct led_event *event);

#endif /* SP6CTL_UEVENT_H */
