/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * vinput.h - a guest's input device, which is one of Dom0's: its nodes in xenstore, those
 * of Xen's kbdif. Must not know who asks for it: a person or the configuration.
 */
#ifndef SP6CTL_VINPUT_H
#define SP6CTL_VINPUT_H

#include "maker.h"

/* A guest has one for each input device of Dom0 that it shares. */
extern const struct maker vinput_maker;

/* The name of Dom0's device; "": none is named, and the back-end's default one is meant. */
void vinput_read(struct xs_handle *xs, const struct device *device,
		 char name[INPUT_NAME_MAX + 1]);

#endif /* SP6CTL_VINPUT_H */
