/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * evdev.h - the range of an axis, which only the event device tells. Must not know what
 * the axis is for.
 */
#ifndef SP6CTL_EVDEV_H
#define SP6CTL_EVDEV_H

#include <stdbool.h>

/* Of /dev/input/@event, e.g. "event1"; false: it does not say. */
bool evdev_range(const char *event, unsigned int axis, int *min, int *max);

#endif /* SP6CTL_EVDEV_H */
