/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * board.h - the emulated board: ties the registers to the link on one side and
 * to the panels on the other. Must not know the formats of either.
 */
#ifndef BOARD_BOARD_H
#define BOARD_BOARD_H

#include "board/ivshmem.h"
#include "board/lcd.h"
#include "board/link.h"
#include "board/loop.h"
#include "board/panel.h"
#include "board/regs.h"

struct board_config {
	const char *ivshmem_path;
	const char *panel_path;
	int port;		/* of the panels; 0: no TCP */
	bool once;		/* stop the loop when QEMU ended */
};

struct board {
	struct loop *loop;
	bool once;
	bool linked;		/* a QEMU is connected; link is valid */
	struct regs regs;
	struct lcd lcd;
	struct link link;
	struct ivshmem ivshmem;
	struct panel panel;
};

/* 0 when all is listening, or -1 after one line in the log. */
int board_open(struct board *board, struct loop *loop, const struct board_config *config);
void board_close(struct board *board);

#endif /* BOARD_BOARD_H */
