/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * focus.h - who has the focus, which xen-focus decides, and LEDs that follow it. Must not
 * know what else follows it.
 */
#ifndef SP6CTL_FOCUS_H
#define SP6CTL_FOCUS_H

#include "device.h"
#include "gift.h"

/* Who has it, by name; false: xen-focus is not loaded. */
bool focus_holder(struct xs_handle *xs, struct domain *holder);

/* The focus, to be given LEDs of Dom0. */
extern const struct receiver focus_receiver;

#endif /* SP6CTL_FOCUS_H */
