/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * sp6.h - the registers of the SP6 FPGA, as its CPU sees them.
 *
 * The single source for the driver (dom0-drivers/sp6.c), the board model
 * (board/) and the tests. Plain C without includes, so that the kernel and host
 * programs can use it alike. Must not know how the registers are reached.
 *
 * Every fact here was read from the board's public HDL (register package,
 * register file, interrupt generator) and checked by simulating it; what the
 * simulation answered is kept in tests/vectors/.
 *
 * All registers are 16 bits wide, at even byte offsets. Byte enables are not
 * connected: an 8-bit write stores all 16 bits. Offsets not listed read 0 and
 * ignore writes.
 */
#ifndef SP6_H
#define SP6_H

/* Bytes of the window; on the real board it begins at 0x18000000. */
#define SP6_WINDOW_SIZE		0x10000

/* Highest offset of a register in this header, in bytes. */
#define SP6_MAX_REGISTER	0x3c

/* Constants, read only. Probe compares CONSTANT and refuses another value. */
#define SP6_VERSION1		0x00
#define SP6_VERSION2		0x02
#define SP6_CONSTANT		0x04
#define SP6_VERSION1_VALUE	0x1200
#define SP6_VERSION2_VALUE	0x0000
#define SP6_CONSTANT_VALUE	0x1234

/* Read/write, without effect. Reset: 0. */
#define SP6_SCRATCH1		0x0c
#define SP6_SCRATCH2		0x0e

/* Switches, read only, live levels. */
#define SP6_DIP_SW		0x10
#define SP6_DIP_SW_MASK		0x03ff

/*
 * Buttons: bits 7:0 are live levels (1 = pressed), read only; bit 14 can be
 * written and has no effect.
 */
#define SP6_PUSH_BUT		0x12
#define SP6_PUSH_BUT_MASK	0x00ff
#define SP6_PUSH_BUT_WRITABLE	0x4000
#define SP6_NUM_BUTTONS		8

/* The buttons' names, bit 0 to 7: X(bit, name); the Linux key is KEY_<name>. */
#define SP6_BUTTONS(X)		\
	X(0, UP)		\
	X(1, LEFT)		\
	X(2, DOWN)		\
	X(3, RIGHT)		\
	X(4, ENTER)		\
	X(5, ESC)		\
	X(6, SPACE)		\
	X(7, BACKSPACE)

/*
 * Encoder, read only. Direction: ENCODER_UP or ENCODER_DOWN, 0 until it was
 * turned. Count: 0x8000 at power-up, kept by a reset.
 */
#define SP6_ENCODER_DIR		0x14
#define SP6_ENCODER_COUNT	0x16
#define SP6_ENCODER_DOWN	0x4000
#define SP6_ENCODER_UP		0x8000
#define SP6_ENCODER_COUNT_RESET	0x8000

/*
 * Interrupt control. Reset: 0x0060.
 *
 * The event is a new PRESS while ENABLE = 1 and STATUS = 0; the interrupt line
 * equals STATUS. A press at any other time is lost, and a release raises
 * nothing: the levels in PUSH_BUT are the truth, the interrupt is a hint. After
 * a clear the line may be low for 5 ns only, so read again until STATUS stays 0.
 *
 * Every write sets ENABLE from its bit 7: acknowledge with ENABLE | CLEAR.
 * CLEAR with STATUS = 0 is not remembered. ENABLE = 0 drops STATUS, number and
 * source.
 */
#define SP6_IRQ_CTL		0x18
#define SP6_IRQ_CLEAR		0x0001	/* write 1; reads 0 */
#define SP6_IRQ_BUTTON_MASK	0x000e	/* number of the button that raised it */
#define SP6_IRQ_BUTTON_SHIFT	1
#define SP6_IRQ_STATUS		0x0010	/* raised, not yet cleared */
#define SP6_IRQ_SOURCE_MASK	0x0060
#define SP6_IRQ_SOURCE_BUTTONS	0x0000
#define SP6_IRQ_SOURCE_LOCAL	0x0020	/* local user logic */
#define SP6_IRQ_SOURCE_REMOTE	0x0040	/* remote user logic */
#define SP6_IRQ_SOURCE_NONE	0x0060
#define SP6_IRQ_ENABLE		0x0080

/* Seven-segment digits: 6:0 segments a to g, 7 the decimal point. Reset: 0. */
#define SP6_SEG1		0x30
#define SP6_SEG2		0x32
#define SP6_SEG3		0x34
#define SP6_SEG_MASK		0x00ff
#define SP6_NUM_DIGITS		3

/*
 * Character LCD, 4 lines of 20. CONTROL reads as 0. Busy about 2.7 us after a
 * START; a write while it is busy corrupts the transfer under way and is lost
 * as a start, so poll READY first.
 */
#define SP6_LCD_CONTROL		0x36
#define SP6_LCD_DATA_MASK	0x00ff
#define SP6_LCD_RW		0x0100	/* 1 = read from the LCD */
#define SP6_LCD_RS		0x0200	/* 1 = data, 0 = instruction */
#define SP6_LCD_START		0x0400	/* clears itself */
#define SP6_LCD_STATUS		0x38	/* 7:0 the data last read; reset 0x01ff */
#define SP6_LCD_READY		0x0100

/*
 * LEDs, active high. Reset: 0. While CPU_OWNS is 0 the encoder drives LEDs 6
 * and 7; LEDs 0 to 5 always belong to the CPU.
 */
#define SP6_LED			0x3a
#define SP6_LED_MASK		0x00ff
#define SP6_LED_CPU_OWNS	0x0100
#define SP6_NUM_LEDS		8
#define SP6_NUM_CPU_LEDS	6

/* Buzzer. Reset: 0. */
#define SP6_BUZZER		0x3c
#define SP6_BUZZER_ENABLE	0x0001
#define SP6_BUZZER_FAST		0x0002
#define SP6_BUZZER_SLOW		0x0004

#endif /* SP6_H */
