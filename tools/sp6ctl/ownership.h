/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * ownership.h - whether a person took a LED of Dom0 from its guest, or only the guest's
 * trigger went away. Judges what happened; must not know where that was seen.
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
 * The LED has the trigger @present now; @triggers are all that its file offers, NULL if
 * there is no such LED any more.
 */
void ownership_see(struct ownership *ownership, const char *present, const char *triggers);

/* The LED itself is gone. One that comes back under its name belongs to nobody. */
void ownership_forget(struct ownership *ownership);

#endif /* SP6CTL_OWNERSHIP_H */
