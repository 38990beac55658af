/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * teller.h - tells the emulated board's front panels the names of names.h, through the
 * virtio-serial port that QEMU joins to the board. Where there is no such port, with a real
 * board, nothing is told and nothing is wrong.
 */
#ifndef SP6CTL_TELLER_H
#define SP6CTL_TELLER_H

#include "names.h"

/* For tests: the place of /dev is taken from this environment variable. */
#define DEV_ENVIRONMENT "SP6CTL_DEV"

struct teller {
	int port;		/* -1: none */
	bool has_told;		/* the rest, through this port */
	bool waits;		/* it takes nothing now: tell again when it does */
	struct names told;
};

/* Tells what has changed since it told last. Looks for the port if it has none. Never waits. */
void teller_tell(struct teller *teller, struct xs_handle *xs);

/* The other end is gone. */
void teller_close(struct teller *teller);

/* Nobody watches any more: from now on the names are unknown. Closes the port, too. */
void teller_end(struct teller *teller);

#endif /* SP6CTL_TELLER_H */
