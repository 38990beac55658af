// SPDX-License-Identifier: GPL-2.0-only
/*
 * board.c - ties registers, link and panels together; see board.h.
 */
#include "board/board.h"

#include <stdlib.h>

#include "board/log.h"

_Static_assert(PANEL_LCD_LINES == LCD_LINES && PANEL_LCD_COLUMNS == LCD_COLUMNS,
	       "panels are told the whole LCD");

/* Entries of the ring that are consumed before others get their turn. */
#define LINK_BUDGET	256

/* Let the panels see what the registers hold now. */
static void show(struct board *board)
{
	const struct regs *regs = &board->regs;
	struct panel_state state = {
		.value = {
			[PANEL_LEDS] = regs_leds(regs),
			[PANEL_DIGIT1] = regs_digit(regs, 1),
			[PANEL_DIGIT2] = regs_digit(regs, 2),
			[PANEL_DIGIT3] = regs_digit(regs, 3),
			[PANEL_BUTTONS] = regs_read(regs, SP6_PUSH_BUT) & SP6_PUSH_BUT_MASK,
			[PANEL_DIP] = regs_read(regs, SP6_DIP_SW),
			[PANEL_LINK] = board->linked,
			[PANEL_CURSOR] = lcd_cursor(&board->lcd),
		},
	};

	for (int line = 0; line < LCD_LINES; line++)
		lcd_text(&board->lcd, line + 1, state.lcd[line]);
	panel_show(&board->panel, &state);
}

/* Do what the link asked for. */
static void obey_link(struct board *board, unsigned int events)
{
	if (events & LINK_SIGNAL_IRQ)
		ivshmem_signal(&board->ivshmem, SP6_LINK_VECTOR_IRQ);
	if (events & LINK_SIGNAL_CONS)
		ivshmem_signal(&board->ivshmem, SP6_LINK_VECTOR_CONS);
	if (events & LINK_MORE)
		ivshmem_ring_again(&board->ivshmem);
	if (events & LINK_BROKEN)
		board_log("the guest's ring index is wrong: ring ignored until QEMU restarts");
	if (events & LINK_BAD_ENTRY)
		board_log("the guest's ring holds entries without meaning: skipped");
}

/* The computer is switched on or off, and the board with it. */
static void power_up(struct board *board)
{
	regs_reset(&board->regs);
	lcd_init(&board->lcd);
}

static void connected(void *owner, void *mem)
{
	struct board *board = owner;

	power_up(board);
	link_start(&board->link, mem, &board->regs);
	board->linked = true;
	show(board);
}

static void doorbell(void *owner)
{
	struct board *board = owner;

	obey_link(board, link_consume(&board->link, LINK_BUDGET));
	show(board);
}

static void disconnected(void *owner)
{
	struct board *board = owner;

	board->linked = false;
	power_up(board);
	show(board);
	if (board->once)
		board->loop->stop = true;
}

/* A person changed something: the guest and the panels learn it. */
static void touched(struct board *board)
{
	if (board->linked)
		obey_link(board, link_publish(&board->link));
	show(board);
}

static void inputs(void *owner, uint8_t buttons, uint16_t dip)
{
	struct board *board = owner;

	regs_set_buttons(&board->regs, buttons);
	regs_set_dip(&board->regs, dip);
	touched(board);
}

static void turned(void *owner, int clicks)
{
	struct board *board = owner;

	for (int i = 0; i < abs(clicks); i++)
		regs_turn_encoder(&board->regs, clicks > 0);
	touched(board);
}

static const struct ivshmem_ops ivshmem_ops = {
	.connected = connected,
	.doorbell = doorbell,
	.disconnected = disconnected,
};

static const struct panel_ops panel_ops = {
	.inputs = inputs,
	.turned = turned,
};

int board_open(struct board *board, struct loop *loop, const struct board_config *config)
{
	board->loop = loop;
	board->once = config->once;
	board->linked = false;
	regs_init(&board->regs);
	lcd_init(&board->lcd);
	regs_connect_lcd(&board->regs, &board->lcd);

	if (panel_open(&board->panel, loop, config->panel_path, config->port,
		       &panel_ops, board))
		return -1;
	if (ivshmem_open(&board->ivshmem, loop, config->ivshmem_path, &ivshmem_ops,
			 board)) {
		panel_close(&board->panel);
		return -1;
	}
	show(board);
	return 0;
}

void board_close(struct board *board)
{
	ivshmem_close(&board->ivshmem);
	panel_close(&board->panel);
}
