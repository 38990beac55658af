// SPDX-License-Identifier: GPL-2.0-only
/* ownership.c - see ownership.h. */
#include <stdio.h>
#include <string.h>

#include "ownership.h"

/*
 * A trigger that is unregistered leaves its LEDs with "none", as a person does who
 * writes that; but then it is not offered any more.
 */
void ownership_see(struct ownership *ownership, const char *present, const char *triggers)
{
	struct trigger guests;

	if (trigger_parse(present, &guests)) {
		snprintf(ownership->guests, sizeof(ownership->guests), "%s", present);
		ownership->taken = false;
	} else if (strcmp(present, "none")) {
		ownership->taken = true;
	} else if (triggers && trigger_offered(triggers, ownership->guests)) {
		ownership->taken = true;
	}
}

void ownership_forget(struct ownership *ownership)
{
	memset(ownership, 0, sizeof(*ownership));
}
