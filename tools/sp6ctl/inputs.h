/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * inputs.h - the input devices of Dom0 that a guest is to have, by name. Judges only;
 * must not know whether there are such devices.
 */
#ifndef SP6CTL_INPUTS_H
#define SP6CTL_INPUTS_H

#include <stdbool.h>
#include <stddef.h>

#include "xen/io/kbdif_x.h"

#define INPUT_NAME_MAX	XENKBD_X_MAX_NAME
#define MAX_INPUTS	8

struct inputs {
	unsigned int num;
	char name[MAX_INPUTS][INPUT_NAME_MAX + 1];
};

/* Adds the device called @name; else writes why not into @why. */
bool inputs_add(struct inputs *inputs, const char *name, char why[], size_t size);

#endif /* SP6CTL_INPUTS_H */
