/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * ownership.h - whether a person took a LED of Dom0 from a trigger of xen-ledback's, a
 * guest's or the focus', or only the trigger went away. Judges trigger files; must not know
 * which LED, or which guest.
 */
#ifndef SP6CTL_OWNERSHIP_H
#define SP6CTL_OWNERSHIP_H

#include <stdbool.h>

#include "sysfs.h"

/* Zero it before use: nobody has had the LED yet. */
struct ownership {
	char last[TRIGGER_MAX + 1];	/* of these triggers the last that it had, or "" */
	bool taken;			/* by a person; none of these gets it by itself */
};

/*
 * @triggers is what the LED's trigger file says now; NULL: there is no such LED. One that
 * comes back under its name belongs to nobody.
 */
void ownership_see(struct ownership *ownership, const char *triggers);

/* One of these triggers was given the LED. */
void ownership_give(struct ownership *ownership, const char *trigger);

#endif /* SP6CTL_OWNERSHIP_H */
