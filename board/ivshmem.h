/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * ivshmem.h - an ivshmem server for one QEMU at a time: shared memory, a
 * doorbell towards the board, vectors towards the guest.
 *
 * Must not know what is in the memory. The protocol is QEMU's, described in its
 * docs/specs/ivshmem-spec: the board is peer SP6_LINK_BOARD_ID, the QEMU peer
 * SP6_LINK_QEMU_ID.
 */
#ifndef BOARD_IVSHMEM_H
#define BOARD_IVSHMEM_H

#include "board/loop.h"
#include "sp6_link.h"

struct ivshmem_ops {
	/* Before QEMU sees the memory, which is zeroed. */
	void (*connected)(void *owner, void *mem);
	/* The guest rang, once or more often. */
	void (*doorbell)(void *owner);
	/* After the memory was given back. */
	void (*disconnected)(void *owner);
};

struct ivshmem {
	struct loop *loop;
	const char *path;	/* the caller's */
	const struct ivshmem_ops *ops;
	void *owner;
	struct watch listener;

	/* Of the present QEMU; -1 and NULL without one. */
	struct watch qemu;
	struct watch doorbell;
	int vector[SP6_LINK_VECTORS];
	int memfd;
	void *mem;
};

/* 0, or -1 after one line in the log. */
int ivshmem_open(struct ivshmem *iv, struct loop *loop, const char *path,
		 const struct ivshmem_ops *ops, void *owner);
void ivshmem_close(struct ivshmem *iv);

/* Raise a vector in the guest. */
void ivshmem_signal(struct ivshmem *iv, unsigned int vector);

/* Have ops->doorbell called again, after others had their turn. */
void ivshmem_ring_again(struct ivshmem *iv);

#endif /* BOARD_IVSHMEM_H */
