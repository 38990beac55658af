/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * vled.h - a guest's LED device: its nodes in xenstore, and the LEDs of Dom0 that
 * show it. Must not know who asks for it: a person or the configuration.
 */
#ifndef SP6CTL_VLED_H
#define SP6CTL_VLED_H

#include <stdbool.h>

#include "device.h"
#include "leds.h"
#include "sysfs.h"

#define VLED_DEVID 0	/* a guest has one LED device */

/*
 * Writes both ends of the device. 0: done; EALREADY: it is there with the same LEDs;
 * EEXIST: it is there with others; ESRCH: no such guest runs; or another error.
 */
int vled_attach(struct xs_handle *xs, const struct device *device, const struct leds *leds);

/* Says why vled_attach() did not, if it did not. */
void vled_complain(const struct domain *guest, int error);

/* The LEDs of the device that is there. */
void vled_read(struct xs_handle *xs, const struct device *device, struct leds *leds);

void vled_say_connected(const struct domain *guest, unsigned int num_leds, bool already);

void vled_complain_unconnected(struct xs_handle *xs, const struct domain *guest,
			       const struct device *device, struct states states,
			       unsigned int seconds);

/* The back-end offers the LEDs' triggers, whether the guest is there or not. */
bool vled_has_triggers(struct states states);

/* What became of giving a LED of Dom0 to a guest's LED. */
enum gift {
	GIFT_GIVEN,
	GIFT_HAD,		/* it had it before */
	GIFT_OWNED,		/* somebody else drives it, and may */
	GIFT_ABSENT,		/* Dom0 has no such LED */
	GIFT_REFUSED,
};

/*
 * Lets the trigger @trigger drive Dom0's LED @target, whose trigger file said @triggers
 * (NULL: there is none). Only @force takes it from somebody. Why it was refused goes to
 * @error.
 */
enum gift vled_give(const char *target, struct trigger trigger, const char *triggers,
		    bool force, int *error);

/* Says what a person should know of it; false if it is a fault. */
bool vled_tell_gift(struct xs_handle *xs, const struct domain *guest, const char *target,
		    enum gift gift, int error);

#endif /* SP6CTL_VLED_H */
