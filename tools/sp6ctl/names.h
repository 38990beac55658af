/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * names.h - who has the focus and who drives each of the board's LEDs, as the board's front
 * panels are told (docs/panel-protocol.md). Must not know how it gets there.
 */
#ifndef SP6CTL_NAMES_H
#define SP6CTL_NAMES_H

#include <stdbool.h>
#include <stddef.h>

#include "owner.h"

#define NAMES_LEDS	6	/* sp6_led0 and so on; the others belong to the encoder */
#define NAME_MAX_BYTES	40	/* as the protocol has it */

/* Printable; "" = unknown. */
struct names {
	char focus[NAME_MAX_BYTES + 1];
	char owner[NAMES_LEDS][NAME_MAX_BYTES + 1];
};

void names_gather(struct xs_handle *xs, struct names *names);

/* The messages' text, a line each, of what is not the same in @before, or of all if that is
 * NULL. To be freed; NULL: not enough memory. */
char *names_format(const struct names *names, const struct names *before);

#endif /* SP6CTL_NAMES_H */
