// SPDX-License-Identifier: GPL-2.0-only
/* owner.c - see owner.h. */
#include <stdio.h>
#include <string.h>

#include "owner.h"
#include "text.h"

void owner_of_trigger(struct xs_handle *xs, const char *trigger, struct owner *owner)
{
	struct trigger guest;

	memset(owner, 0, sizeof(*owner));
	snprintf(owner->trigger, sizeof(owner->trigger), "%s", trigger);
	make_printable(owner->trigger, strlen(owner->trigger));
	if (!strcmp(trigger, "none")) {
		owner->type = OWNER_DOM0;
	} else if (trigger_parse(trigger, &guest)) {
		owner->type = OWNER_GUEST;
		owner->guest = domain_by_id(xs, guest.domid);
	} else if (trigger_type(trigger) == TRIGGER_FOCUS) {
		owner->type = OWNER_FOCUS;
	} else {
		owner->type = OWNER_TRIGGER;
	}
}

void owner_words(const struct owner *owner, char words[], size_t size)
{
	switch (owner->type) {
	case OWNER_NONE:
		snprintf(words, size, "nobody: Dom0 has no such LED");
		break;
	case OWNER_DOM0:
		snprintf(words, size, "Dom0");
		break;
	case OWNER_TRIGGER:
		snprintf(words, size, "Dom0's trigger '%s'", owner->trigger);
		break;
	case OWNER_FOCUS:
		snprintf(words, size, "the guest in focus");
		break;
	case OWNER_GUEST:
		snprintf(words, size, "%s", owner->guest.name);
		break;
	}
}
