/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * gift.h - gives LEDs of Dom0 to triggers, and says what became of it. Must not know what
 * a trigger shows.
 */
#ifndef SP6CTL_GIFT_H
#define SP6CTL_GIFT_H

#include <stdbool.h>

#include <xenstore.h>

/* What became of giving a LED of Dom0 to a trigger. */
enum gift {
	GIFT_GIVEN,
	GIFT_HAD,		/* it had it before */
	GIFT_OWNED,		/* somebody else drives it, and may */
	GIFT_ABSENT,		/* Dom0 has no such LED */
	GIFT_REFUSED,
};

/*
 * Lets the trigger @trigger drive Dom0's LED @target, whose trigger file said @triggers
 * (NULL: there is none). Only @force takes it from somebody. Why it was refused goes to
 * @error.
 */
enum gift gift_give(const char *target, const char *trigger, const char *triggers, bool force,
		    int *error);

/* For whom it was, and what a person may do about it. */
struct receiver {
	const char *name;
	const char *force;	/* takes the LED */
	const char *again;	/* what to do when the LED is there, or "" */
};

/* Says what a person should know of it; false if it is a fault. */
bool gift_tell(struct xs_handle *xs, const struct receiver *receiver, const char *target,
	       enum gift gift, int error);

#endif /* SP6CTL_GIFT_H */
