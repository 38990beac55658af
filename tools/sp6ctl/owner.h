/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * owner.h - who drives a LED of Dom0, as its trigger tells. Must not know whether he
 * should.
 */
#ifndef SP6CTL_OWNER_H
#define SP6CTL_OWNER_H

#include "device.h"
#include "sysfs.h"

enum owner_type {
	OWNER_NONE,	/* there is no such LED */
	OWNER_DOM0,	/* no trigger: who writes its brightness */
	OWNER_TRIGGER,	/* a trigger of Dom0's own */
	OWNER_GUEST,
	OWNER_FOCUS,	/* whichever guest has the focus */
};

struct owner {
	enum owner_type type;
	char trigger[TRIGGER_MAX + 1];	/* not of OWNER_NONE */
	struct domain guest;		/* of OWNER_GUEST */
};

/* The owner of a LED that has this trigger. */
void owner_of_trigger(struct xs_handle *xs, const char *trigger, struct owner *owner);

void owner_words(const struct owner *owner, char words[], size_t size);

#endif /* SP6CTL_OWNER_H */
