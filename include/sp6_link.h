/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * sp6_link.h - the link between Dom0 and the emulated SP6 board.
 *
 * The contract of dom0-drivers/sp6-link.c (the "host" below) and board/ (the
 * "board"): an ivshmem-doorbell device whose shared memory holds the layout in
 * this header. Must not know what the registers mean; sp6.h says that.
 *
 * The difficulty
 * ==============
 * Registers have effects, and memory shared between two processes has none:
 * nothing traps. So the host never touches a register itself. It sends writes,
 * in order and none lost, through a ring that the board consumes, and reads
 * from a mirror that only the board writes.
 *
 * Rules
 * =====
 * - Every word has ONE writer, named below. There is no read-modify-write on a
 *   word of the other side: a guest's atomics are not atomic towards the host
 *   process under emulation.
 * - All words are 32 bits, little endian, naturally aligned.
 * - Indices run freely and wrap at 2^32; the slot is index % SP6_LINK_SLOTS.
 *   An index of the other side that is further away than SP6_LINK_SLOTS is an
 *   error: the reader ignores the ring from then on and says so once.
 *
 * Board to host
 *   The board fills in `magic` last, after everything else was initialised.
 *   It mirrors register OFFSET (bytes, even) in regs[OFFSET / 2], upper half 0.
 *   Having consumed entries it stores the mirror, then (release) `cons`.
 *   It signals SP6_LINK_VECTOR_IRQ when the interrupt line rises, and
 *   SP6_LINK_VECTOR_CONS when `cons` passes `cons_event`. Signals coalesce and
 *   mean "look", never "one more".
 *
 * Host to board
 *   The host fills a slot, then (release) `prod`, then rings the doorbell by a
 *   32-bit write of (board id << 16 | 0) to BAR0 + SP6_LINK_DOORBELL.
 *   The board's id is always SP6_LINK_BOARD_ID.
 *   To wait for a slot to be consumed, it stores the index behind it in
 *   `cons_event`, issues a full barrier, and looks at `cons` once more before it
 *   sleeps; the board stores `cons`, issues a full barrier, and reads
 *   `cons_event`. The test is that of Xen's ring.h:
 *   signal if (u32)(new_cons - cons_event) < (u32)(new_cons - old_cons).
 *
 * A register read
 *   is a SYNC entry and the wait for it, then a look into the mirror. So it sees
 *   every earlier write, and a board that died is noticed by a time-out.
 *
 * Errors
 *   A wrong magic or version: the host refuses to probe. A board that does not
 *   consume in SP6_LINK_TIMEOUT_MS: the host latches the link as dead, says so
 *   once, and fails every later access at once with -EIO.
 */
#ifndef SP6_LINK_H
#define SP6_LINK_H

/* The ivshmem device (QEMU, docs/specs/ivshmem-spec). */
#define SP6_LINK_PCI_VENDOR	0x1af4
#define SP6_LINK_PCI_DEVICE	0x1110
#define SP6_LINK_BAR_REGS	0
#define SP6_LINK_BAR_MEM	2
#define SP6_LINK_DOORBELL	12	/* offset in BAR0, write only */

/* Peers of the ivshmem server: the board is peer 0, QEMU always peer 1. */
#define SP6_LINK_BOARD_ID	0
#define SP6_LINK_QEMU_ID	1

/* Vectors towards the host; towards the board only vector 0 is used. */
#define SP6_LINK_VECTOR_IRQ	0	/* the SP6 interrupt line rose */
#define SP6_LINK_VECTOR_CONS	1	/* the board consumed up to cons_event */
#define SP6_LINK_VECTORS	2

#define SP6_LINK_MAGIC		0x4c365053	/* "SP6L" */
#define SP6_LINK_VERSION	1

#define SP6_LINK_SLOTS		1024	/* entries of the ring, a power of two */
#define SP6_LINK_NUM_REGS	512	/* registers in the mirror: offsets below 0x400 */

/* How long the host waits for the board, in milliseconds. */
#define SP6_LINK_TIMEOUT_MS	2000

/*
 * An entry: what it asks in 31:28, register offset in 27:16 (bytes, even, below
 * 2 * SP6_LINK_NUM_REGS), value in 15:0.
 */
#define SP6_LINK_OP_MASK	0xf0000000
#define SP6_LINK_OP_WRITE	0x00000000
#define SP6_LINK_OP_SYNC	0x10000000	/* nothing; offset and value are 0 */
#define SP6_LINK_OFFSET_SHIFT	16
#define SP6_LINK_OFFSET_MASK	0x0fff0000
#define SP6_LINK_VALUE_MASK	0x0000ffff

/* Byte offsets in the shared memory. Page 0: written by the board alone. */
#define SP6_LINK_B_MAGIC	0x000	/* SP6_LINK_MAGIC */
#define SP6_LINK_B_VERSION	0x004	/* SP6_LINK_VERSION */
#define SP6_LINK_B_CONS		0x008	/* next entry that the board will consume */
#define SP6_LINK_B_REGS		0x800	/* regs[SP6_LINK_NUM_REGS], a word each */

/* Pages 1 and 2: written by the host alone. */
#define SP6_LINK_H_PROD		0x1000	/* next entry that the host will fill */
#define SP6_LINK_H_CONS_EVENT	0x1004	/* signal when cons passes this index */
#define SP6_LINK_H_RING		0x1800	/* slots[SP6_LINK_SLOTS], a word each */

/* Size of the shared memory, a power of two as PCI wants it. */
#define SP6_LINK_MEM_SIZE	0x4000

#endif /* SP6_LINK_H */
