/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * vled.h - a guest's LED device: its nodes in xenstore, and the LEDs of Dom0 that
 * show it. Must not know who asks for it: a person or the configuration.
 */
#ifndef SP6CTL_VLED_H
#define SP6CTL_VLED_H

#include <stdbool.h>

#include "gift.h"
#include "maker.h"

/* A guest has one LED device. */
extern const struct maker vled_maker;

/* The LEDs of the device that is there. */
void vled_read(struct xs_handle *xs, const struct device *device, struct leds *leds);

/* The back-end offers the LEDs' triggers, whether the guest is there or not. */
bool vled_has_triggers(struct states states);

/* The guest, to be given LEDs of Dom0. */
struct receiver vled_receiver(const struct domain *guest);

#endif /* SP6CTL_VLED_H */
