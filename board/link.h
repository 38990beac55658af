/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * link.h - the board's side of the link to Dom0, over any memory that has the
 * layout of sp6_link.h.
 *
 * A pure library: what is to be signalled or said is returned, the caller does
 * it. Must not know how the memory is shared, nor how a vector is raised. The
 * other side is a guest and not trusted: each of its words is copied once and
 * the copy is judged.
 */
#ifndef BOARD_LINK_H
#define BOARD_LINK_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "board/regs.h"

struct link {
	_Atomic uint32_t *mem;	/* SP6_LINK_MEM_SIZE bytes, the caller's */
	struct regs *regs;	/* the caller's */
	uint32_t cons;		/* next entry to consume; its word in mem is a copy */
	bool irq;		/* the interrupt line as the host was last told */
	bool broken;		/* the host's index was wrong: ring ignored for good */
	bool bad_entry;		/* an entry without meaning was met */
};

/* What a call asks of its caller; a set of bits. */
enum link_event {
	LINK_SIGNAL_IRQ	 = 1 << 0,	/* raise SP6_LINK_VECTOR_IRQ */
	LINK_SIGNAL_CONS = 1 << 1,	/* raise SP6_LINK_VECTOR_CONS */
	LINK_MORE	 = 1 << 2,	/* the budget ended first: call again */
	LINK_BROKEN	 = 1 << 3,	/* the ring is ignored from now on; said once */
	LINK_BAD_ENTRY	 = 1 << 4,	/* entries without meaning are skipped; said once */
};

/* Initialise the board's words in zeroed memory and mirror the registers. */
void link_start(struct link *link, void *mem, struct regs *regs);

/* Consume at most budget entries, then mirror the registers. */
unsigned int link_consume(struct link *link, unsigned int budget);

/* Mirror the registers after something other than the ring changed them. */
unsigned int link_publish(struct link *link);

#endif /* BOARD_LINK_H */
