// SPDX-License-Identifier: GPL-2.0-only
/*
 * link.c - the board's side of the link to Dom0; see link.h for what it must
 * not know, and sp6_link.h for the rules.
 */
#include "board/link.h"

#include <endian.h>

#include "sp6_link.h"

static uint32_t word_load(struct link *link, uint32_t offset, memory_order order)
{
	return le32toh(atomic_load_explicit(&link->mem[offset / 4], order));
}

static void word_store(struct link *link, uint32_t offset, uint32_t value,
		       memory_order order)
{
	atomic_store_explicit(&link->mem[offset / 4], htole32(value), order);
}

static void mirror(struct link *link)
{
	for (uint32_t offset = 0; offset <= SP6_MAX_REGISTER; offset += 2)
		word_store(link, SP6_LINK_B_REGS + 2 * offset,
			   regs_read(link->regs, offset), memory_order_relaxed);
	atomic_thread_fence(memory_order_release);
}

void link_start(struct link *link, void *mem, struct regs *regs)
{
	*link = (struct link) { .mem = mem, .regs = regs, .irq = regs_irq(regs) };
	mirror(link);
	word_store(link, SP6_LINK_B_CONS, 0, memory_order_relaxed);
	word_store(link, SP6_LINK_B_VERSION, SP6_LINK_VERSION, memory_order_relaxed);
	word_store(link, SP6_LINK_B_MAGIC, SP6_LINK_MAGIC, memory_order_release);
}

unsigned int link_publish(struct link *link)
{
	bool before = link->irq;

	mirror(link);
	link->irq = regs_irq(link->regs);
	return link->irq && !before ? LINK_SIGNAL_IRQ : 0;
}

/* Do what one entry says; false if it says nothing that the contract knows. */
static bool consume_entry(struct link *link, uint32_t entry)
{
	uint32_t offset = (entry & SP6_LINK_OFFSET_MASK) >> SP6_LINK_OFFSET_SHIFT;

	if (entry == SP6_LINK_OP_SYNC)
		return true;
	if ((entry & SP6_LINK_OP_MASK) != SP6_LINK_OP_WRITE)
		return false;
	if (offset % 2 || offset >= 2 * SP6_LINK_NUM_REGS)
		return false;

	regs_write(link->regs, offset, entry & SP6_LINK_VALUE_MASK);
	return true;
}

static unsigned int consume_entries(struct link *link, uint32_t n)
{
	unsigned int events = 0;

	while (n--) {
		uint32_t slot = link->cons++ % SP6_LINK_SLOTS;
		uint32_t entry = word_load(link, SP6_LINK_H_RING + 4 * slot,
					   memory_order_relaxed);

		if (consume_entry(link, entry) || link->bad_entry)
			continue;
		link->bad_entry = true;
		events |= LINK_BAD_ENTRY;
	}
	return events;
}

/* Tell the host how far we are; is it waiting for an entry among the last ones? */
static unsigned int publish_cons(struct link *link, uint32_t old_cons)
{
	uint32_t event;

	word_store(link, SP6_LINK_B_CONS, link->cons, memory_order_release);
	atomic_thread_fence(memory_order_seq_cst);
	event = word_load(link, SP6_LINK_H_CONS_EVENT, memory_order_relaxed);
	return link->cons - event < link->cons - old_cons ? LINK_SIGNAL_CONS : 0;
}

unsigned int link_consume(struct link *link, unsigned int budget)
{
	uint32_t old_cons = link->cons;
	unsigned int events;
	uint32_t n;

	if (link->broken)
		return 0;

	n = word_load(link, SP6_LINK_H_PROD, memory_order_acquire) - link->cons;
	if (n > SP6_LINK_SLOTS) {
		link->broken = true;
		return LINK_BROKEN;
	}
	if (!n)
		return 0;

	events = consume_entries(link, n < budget ? n : budget);
	events |= link_publish(link);
	events |= publish_cons(link, old_cons);
	if (n > budget)
		events |= LINK_MORE;
	return events;
}
