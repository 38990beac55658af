// SPDX-License-Identifier: GPL-2.0-only
/*
 * test_link.c - the board's side of the link over plain memory; the test plays
 * the host, an honest one and a hostile one.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "board/link.h"
#include "sp6_link.h"

#define WRITE(offset, value) \
	(SP6_LINK_OP_WRITE | (uint32_t)(offset) << SP6_LINK_OFFSET_SHIFT | (value))

struct fixture {
	uint32_t mem[SP6_LINK_MEM_SIZE / 4];
	struct regs regs;
	struct link link;
	uint32_t prod;
};

static uint32_t *word(struct fixture *f, uint32_t offset)
{
	return &f->mem[offset / 4];
}

static uint32_t mirrored(struct fixture *f, uint32_t offset)
{
	return *word(f, SP6_LINK_B_REGS + 2 * offset);
}

static void put(struct fixture *f, uint32_t entry)
{
	*word(f, SP6_LINK_H_RING + 4 * (f->prod % SP6_LINK_SLOTS)) = entry;
	*word(f, SP6_LINK_H_PROD) = ++f->prod;
}

/* As if that many entries had been exchanged before. */
static void start_at(struct fixture *f, uint32_t index)
{
	f->prod = index;
	*word(f, SP6_LINK_H_PROD) = index;
	*word(f, SP6_LINK_B_CONS) = index;
	f->link.cons = index;
}

static int setup(void **state)
{
	static struct fixture f;

	memset(&f, 0, sizeof(f));
	regs_init(&f.regs);
	link_start(&f.link, f.mem, &f.regs);
	*state = &f;
	return 0;
}

static void start_fills_the_board_page(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(*word(f, SP6_LINK_B_MAGIC), SP6_LINK_MAGIC);
	assert_int_equal(*word(f, SP6_LINK_B_VERSION), SP6_LINK_VERSION);
	assert_int_equal(*word(f, SP6_LINK_B_CONS), 0);
	assert_int_equal(mirrored(f, SP6_CONSTANT), SP6_CONSTANT_VALUE);
	assert_int_equal(mirrored(f, SP6_LCD_STATUS), 0x01ff);
	assert_int_equal(mirrored(f, SP6_ENCODER_COUNT), SP6_ENCODER_COUNT_RESET);
	assert_int_equal(mirrored(f, 0x3e), 0);
}

static void nothing_to_consume_asks_nothing(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(link_consume(&f->link, 16), 0);
	assert_int_equal(*word(f, SP6_LINK_B_CONS), 0);
}

static void writes_happen_in_order_and_are_mirrored(void **state)
{
	struct fixture *f = *state;

	*word(f, SP6_LINK_H_CONS_EVENT) = 100;
	put(f, WRITE(SP6_LED, 0x01));
	put(f, WRITE(SP6_LED, 0x15));
	put(f, WRITE(SP6_SCRATCH2, 0xbeef));
	assert_int_equal(link_consume(&f->link, 16), 0);
	assert_int_equal(regs_leds(&f->regs), 0x15);
	assert_int_equal(mirrored(f, SP6_LED), 0x15);
	assert_int_equal(mirrored(f, SP6_SCRATCH2), 0xbeef);
	assert_int_equal(*word(f, SP6_LINK_B_CONS), 3);
}

static void cons_is_signalled_when_it_passes_the_event(void **state)
{
	struct fixture *f = *state;

	*word(f, SP6_LINK_H_CONS_EVENT) = 3;
	put(f, SP6_LINK_OP_SYNC);
	put(f, SP6_LINK_OP_SYNC);
	assert_int_equal(link_consume(&f->link, 16), 0);
	put(f, SP6_LINK_OP_SYNC);
	put(f, SP6_LINK_OP_SYNC);
	/* from 2 to 4, and the event is at 3: slot 2 was consumed */
	assert_int_equal(link_consume(&f->link, 16), LINK_SIGNAL_CONS);
	/* from 4 to 5, and the event is at 4: that was reached before */
	*word(f, SP6_LINK_H_CONS_EVENT) = 4;
	put(f, SP6_LINK_OP_SYNC);
	assert_int_equal(link_consume(&f->link, 16), 0);
}

/* A host that waits for one slot at a time is told each time, and exactly then. */
static void one_wait_one_signal(void **state)
{
	struct fixture *f = *state;

	start_at(f, UINT32_MAX - 2000);
	for (int i = 0; i < 4000; i++) {
		put(f, WRITE(SP6_SCRATCH1, i));
		put(f, SP6_LINK_OP_SYNC);
		*word(f, SP6_LINK_H_CONS_EVENT) = f->prod;
		assert_int_equal(link_consume(&f->link, 1), LINK_MORE);
		assert_int_equal(link_consume(&f->link, 1), LINK_SIGNAL_CONS);
		assert_int_equal(mirrored(f, SP6_SCRATCH1), i);
	}
}

static void budget_bounds_the_work(void **state)
{
	struct fixture *f = *state;

	*word(f, SP6_LINK_H_CONS_EVENT) = 100000;
	for (int i = 1; i <= 20; i++)
		put(f, WRITE(SP6_SCRATCH1, i));
	assert_int_equal(link_consume(&f->link, 16), LINK_MORE);
	assert_int_equal(*word(f, SP6_LINK_B_CONS), 16);
	assert_int_equal(mirrored(f, SP6_SCRATCH1), 16);
	assert_int_equal(link_consume(&f->link, 16), 0);
	assert_int_equal(mirrored(f, SP6_SCRATCH1), 20);
}

static void full_ring_across_the_wrap(void **state)
{
	struct fixture *f = *state;

	start_at(f, UINT32_MAX - SP6_LINK_SLOTS / 2 + 1);
	*word(f, SP6_LINK_H_CONS_EVENT) = 0;
	for (int i = 1; i <= SP6_LINK_SLOTS; i++)
		put(f, WRITE(SP6_SCRATCH1, i));
	assert_int_equal(f->prod, SP6_LINK_SLOTS / 2);
	assert_int_equal(link_consume(&f->link, 2 * SP6_LINK_SLOTS), LINK_SIGNAL_CONS);
	assert_int_equal(mirrored(f, SP6_SCRATCH1), SP6_LINK_SLOTS);
	assert_int_equal(*word(f, SP6_LINK_B_CONS), SP6_LINK_SLOTS / 2);
}

/* Wrong indices, each in a link of its own: said once, ring ignored for good. */
static void hostile_index_ends_the_ring(void **state)
{
	static const uint32_t bad[] = {
		SP6_LINK_SLOTS + 1, 2 * SP6_LINK_SLOTS, 0x80000000, UINT32_MAX,
	};

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct fixture *f;

		setup(state);
		f = *state;
		put(f, WRITE(SP6_LED, 0x3f));
		*word(f, SP6_LINK_H_PROD) = bad[i];
		assert_int_equal(link_consume(&f->link, 16), LINK_BROKEN);
		assert_int_equal(regs_leds(&f->regs), 0);

		*word(f, SP6_LINK_H_PROD) = 1;
		assert_int_equal(link_consume(&f->link, 16), 0);
		assert_int_equal(regs_leds(&f->regs), 0);
		assert_int_equal(*word(f, SP6_LINK_B_CONS), 0);
	}
}

/* What an index says backwards is as wrong as what it says too far ahead. */
static void index_going_backwards_ends_the_ring(void **state)
{
	struct fixture *f = *state;

	put(f, SP6_LINK_OP_SYNC);
	put(f, SP6_LINK_OP_SYNC);
	link_consume(&f->link, 16);
	*word(f, SP6_LINK_H_PROD) = 1;
	assert_int_equal(link_consume(&f->link, 16), LINK_BROKEN);
}

/* The board's own words are written by the board and never read. */
static void host_that_writes_the_board_page_fools_itself(void **state)
{
	struct fixture *f = *state;

	memset(word(f, 0), 0xff, SP6_LINK_H_PROD);
	put(f, WRITE(SP6_LED, 0x05));
	*word(f, SP6_LINK_H_CONS_EVENT) = 1;
	assert_int_equal(link_consume(&f->link, 16), LINK_SIGNAL_CONS);
	assert_int_equal(*word(f, SP6_LINK_B_CONS), 1);
	assert_int_equal(mirrored(f, SP6_LED), 0x05);
	assert_int_equal(mirrored(f, SP6_PUSH_BUT), 0);
}

static void entries_without_meaning_are_skipped_and_said_once(void **state)
{
	static const uint32_t bad[] = {
		0x20000000, 0xffffffff, 0xf03a0001,
		WRITE(SP6_LED + 1, 0xffff),		/* odd offset */
		WRITE(2 * SP6_LINK_NUM_REGS, 0xffff),	/* outside of the mirror */
		WRITE(0xffe, 0xffff),
		SP6_LINK_OP_SYNC | 1,
		SP6_LINK_OP_SYNC | WRITE(SP6_LED, 0),
	};
	struct fixture *f;
	struct regs before;

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		setup(state);
		f = *state;
		before = f->regs;
		*word(f, SP6_LINK_H_CONS_EVENT) = 100;
		put(f, bad[i]);
		assert_int_equal(link_consume(&f->link, 16), LINK_BAD_ENTRY);
		assert_memory_equal(&before, &f->regs, sizeof(before));
		put(f, bad[i]);
		put(f, WRITE(SP6_LED, 0x21));
		assert_int_equal(link_consume(&f->link, 16), 0);
		assert_int_equal(mirrored(f, SP6_LED), 0x21);
		assert_int_equal(*word(f, SP6_LINK_B_CONS), 3);
	}
}

static void unlisted_offset_is_harmless(void **state)
{
	struct fixture *f = *state;

	*word(f, SP6_LINK_H_CONS_EVENT) = 100;
	put(f, WRITE(2 * SP6_LINK_NUM_REGS - 2, 0xffff));
	assert_int_equal(link_consume(&f->link, 16), 0);
	assert_int_equal(mirrored(f, 2 * SP6_LINK_NUM_REGS - 2), 0);
}

static void interrupt_is_signalled_when_the_line_rises(void **state)
{
	struct fixture *f = *state;

	*word(f, SP6_LINK_H_CONS_EVENT) = 100;
	put(f, WRITE(SP6_IRQ_CTL, SP6_IRQ_ENABLE));
	assert_int_equal(link_consume(&f->link, 16), 0);

	regs_set_buttons(&f->regs, 0x10);
	assert_int_equal(link_publish(&f->link), LINK_SIGNAL_IRQ);
	assert_int_equal(mirrored(f, SP6_PUSH_BUT), 0x10);
	assert_int_equal(mirrored(f, SP6_IRQ_CTL), 0x0098);

	/* the line is high already */
	regs_set_buttons(&f->regs, 0x11);
	assert_int_equal(link_publish(&f->link), 0);

	/* it falls, and rises with the next press */
	put(f, WRITE(SP6_IRQ_CTL, SP6_IRQ_ENABLE | SP6_IRQ_CLEAR));
	assert_int_equal(link_consume(&f->link, 16), 0);
	assert_int_equal(mirrored(f, SP6_IRQ_CTL), 0x00e0);
	regs_set_buttons(&f->regs, 0x13);
	assert_int_equal(link_publish(&f->link), LINK_SIGNAL_IRQ);
}

static void broken_ring_still_mirrors_the_buttons(void **state)
{
	struct fixture *f = *state;

	*word(f, SP6_LINK_H_PROD) = UINT32_MAX;
	assert_int_equal(link_consume(&f->link, 16), LINK_BROKEN);
	regs_set_buttons(&f->regs, 0x80);
	assert_int_equal(link_publish(&f->link), 0);
	assert_int_equal(mirrored(f, SP6_PUSH_BUT), 0x80);
}

#define TEST(name) cmocka_unit_test_setup(name, setup)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(start_fills_the_board_page),
		TEST(nothing_to_consume_asks_nothing),
		TEST(writes_happen_in_order_and_are_mirrored),
		TEST(cons_is_signalled_when_it_passes_the_event),
		TEST(one_wait_one_signal),
		TEST(budget_bounds_the_work),
		TEST(full_ring_across_the_wrap),
		TEST(hostile_index_ends_the_ring),
		TEST(index_going_backwards_ends_the_ring),
		TEST(host_that_writes_the_board_page_fools_itself),
		TEST(entries_without_meaning_are_skipped_and_said_once),
		TEST(unlisted_offset_is_harmless),
		TEST(interrupt_is_signalled_when_the_line_rises),
		TEST(broken_ring_still_mirrors_the_buttons),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
