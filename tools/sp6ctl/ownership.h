/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * ownership.h - whether a person took a LED of Dom0 from its guest, or only the guest's
 * trigger went away. Judges trigger files; must not know which LED, or which guest.
 */
#ifndef SP6CTL_OWNERSHIP_H
#define SP6CTL_OWNERSHIP_H

#include <stdbool.h>

#include "sysfs.h"

/* Zero it before use: nobody has had the LED yet. */
struct ownership {
	char guests[TRIGGER_MAX + 1];	/* the last guest's trigger that it had, or "" */
	bool taken;			/* by a person; no guest gets it by itself */
};

/*
 * @triggers is what the LED's trigger file says now; NULL: there is no such LED. One that
 * comes back under its name belongs to nobody.
 */
void ownership_see(struct ownership *ownership, const char *triggers);

/* A guest's trigger was given the LED. */
void ownership_give(struct ownership *ownership, const char *trigger);

#endif /* SP6CTL_OWNERSHIP_H */
