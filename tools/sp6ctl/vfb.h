/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * vfb.h - a guest's screen: its nodes in xenstore, those of Xen's fbif, and what its
 * back-end says of it. Must not know who asks for it: a person or the configuration.
 */
#ifndef SP6CTL_VFB_H
#define SP6CTL_VFB_H

#include "maker.h"

/* A guest has one screen. */
extern const struct maker vfb_maker;

/* The screen that is there; none if the nodes do not say. */
void vfb_read(struct xs_handle *xs, const struct device *device, struct screen *screen);

/* Whether Dom0's display shows it now; false: no back-end driver says so. */
bool vfb_shown(const struct device *device, bool *shown);

#endif /* SP6CTL_VFB_H */
