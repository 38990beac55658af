/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * regs.h - model of the SP6 registers, from both sides: the CPU's bus and what a
 * person sees and touches.
 *
 * A pure library: no I/O, no globals, no time. Must not know how the CPU reaches
 * the registers nor who shows the LEDs. sp6.h says what each register does, and
 * tests/vectors/ holds what the HDL did.
 *
 * Transfers go to the character LCD that regs_connect_lcd() connected, and end at
 * once: the real 2.7 us are less than the link can see, so the LCD is always
 * ready. Without an LCD a write is lost, and a read takes the levels that
 * regs_set_lcd_pins() put on the data pins.
 */
#ifndef BOARD_REGS_H
#define BOARD_REGS_H

#include <stdbool.h>
#include <stdint.h>

#include "board/lcd.h"
#include "sp6.h"

struct regs {
	/* What the CPU stored. */
	uint16_t scratch[2];
	uint16_t push_but;	/* SP6_PUSH_BUT_WRITABLE alone */
	uint16_t irq_ctl;	/* as it reads */
	uint16_t seg[SP6_NUM_DIGITS];
	uint16_t lcd_data;	/* last read from the LCD */
	uint16_t led;
	uint16_t buzzer;
	uint16_t encoder_dir;
	uint16_t encoder_count;

	/* Levels from outside; a reset does not touch them. */
	uint8_t buttons;
	uint16_t dip;
	uint8_t lcd_pins;

	struct lcd *lcd;	/* the caller's; NULL: none is connected */
};

/* Power-up: everything, levels included, has its first value; no LCD. */
void regs_init(struct regs *regs);

/* The reset line: levels and the encoder's count stay; it does not reach the LCD. */
void regs_reset(struct regs *regs);

/* From now on transfers go there. */
void regs_connect_lcd(struct regs *regs, struct lcd *lcd);

/* The bus. Offsets in bytes; those not listed in sp6.h read 0 and ignore writes. */
uint16_t regs_read(const struct regs *regs, uint32_t offset);
void regs_write(struct regs *regs, uint32_t offset, uint16_t value);

/* The interrupt line. */
bool regs_irq(const struct regs *regs);

/* What a person does, and the LCD's data pins during a read if there is no LCD. */
void regs_set_buttons(struct regs *regs, uint8_t levels);
void regs_set_dip(struct regs *regs, uint16_t levels);
void regs_turn_encoder(struct regs *regs, bool up);
void regs_set_lcd_pins(struct regs *regs, uint8_t levels);

/* What a person sees: LEDs 7:0; segments of digit 1 to SP6_NUM_DIGITS. */
uint8_t regs_leds(const struct regs *regs);
uint8_t regs_digit(const struct regs *regs, unsigned int digit);

#endif /* BOARD_REGS_H */
