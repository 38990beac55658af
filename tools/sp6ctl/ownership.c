// SPDX-License-Identifier: GPL-2.0-only
/* ownership.c - see ownership.h. */
#include <stdio.h>
#include <string.h>

#include "ownership.h"

/*
 * A trigger that is unregistered leaves its LEDs with "none", as a person does who
 * writes that; but then it is not offered any more. If it comes back, it is another.
 */
void ownership_see(struct ownership *ownership, const char *triggers)
{
	char present[TRIGGER_MAX + 1];

	if (!triggers)
		memset(ownership, 0, sizeof(*ownership));
	else if (!trigger_selected(triggers, present))
		return;
	else if (trigger_type(present) != TRIGGER_OTHER)
		ownership_give(ownership, present);
	else if (strcmp(present, "none") || trigger_offered(triggers, ownership->last))
		ownership->taken = true;
	else
		ownership->last[0] = '\0';
}

void ownership_give(struct ownership *ownership, const char *trigger)
{
	snprintf(ownership->last, sizeof(ownership->last), "%s", trigger);
	ownership->taken = false;
}
