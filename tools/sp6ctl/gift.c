// SPDX-License-Identifier: GPL-2.0-only
/* gift.c - see gift.h. */
#include <errno.h>
#include <string.h>

#include "gift.h"
#include "message.h"
#include "owner.h"
#include "text.h"

enum gift gift_give(const char *target, const char *trigger, const char *triggers, bool force,
		    int *error)
{
	char present[TRIGGER_MAX + 1];

	if (!triggers || !trigger_selected(triggers, present))
		return GIFT_ABSENT;
	if (!strcmp(present, trigger))
		return GIFT_HAD;
	if (strcmp(present, "none") && !force)
		return GIFT_OWNED;
	*error = led_set_trigger(target, trigger);
	return *error ? GIFT_REFUSED : GIFT_GIVEN;
}

static void say_who_has(struct xs_handle *xs, const struct receiver *receiver, const char *target)
{
	char present[TRIGGER_MAX + 1], words[REASON_MAX];
	struct owner owner;

	if (!led_trigger(target, present))
		return;
	owner_of_trigger(xs, present, &owner);
	owner_words(&owner, words, sizeof(words));
	say("%s: Dom0's LED %s stays with its owner, %s (%s takes it)", receiver->name, target,
	    words, receiver->force);
}

bool gift_tell(struct xs_handle *xs, const struct receiver *receiver, const char *target,
	       enum gift gift, int error)
{
	if (gift == GIFT_OWNED)
		say_who_has(xs, receiver, target);
	else if (gift == GIFT_ABSENT)
		complain("%s: Dom0 has no LED '%s': is its driver loaded?%s", receiver->name,
			 target, receiver->again);
	else if (gift == GIFT_REFUSED)
		complain("%s: Dom0's LED %s does not take the trigger: %s", receiver->name,
			 target, error == EINVAL ? "xen-ledback does not offer it" :
			 strerror(error));
	return gift != GIFT_ABSENT && gift != GIFT_REFUSED;
}
