/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * uevent.h - what the kernel tells of Dom0's LEDs: that one came or went, or has another
 * trigger. Must not know what follows from it.
 */
#ifndef SP6CTL_UEVENT_H
#define SP6CTL_UEVENT_H

#include <stdbool.h>
#include <stddef.h>

#include "leds.h"

struct led_event {
	char led[TARGET_MAX + 1];
	bool gone;
};

/*
 * From a message: "ACTION@PATH" and strings "KEY=VALUE", each with a NUL at its end.
 * False if it tells nothing of a LED.
 */
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
