/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * lcd.h - model of the character LCD: an HD44780-compatible controller with 4
 * lines of 20 characters.
 *
 * A pure library: no I/O, no globals, no time. Must not know the registers
 * behind which the LCD sits, nor who looks at it.
 *
 * What each instruction does was read in Hitachi's data sheet of the HD44780U
 * (tables "Instructions" and "Reset Function", chapter "Display Data RAM").
 *
 * An instruction ends at once, so the busy flag is always 0: the real ones take
 * 37 us, clear and home 1.5 ms. Characters are text, not dots.
 */
#ifndef BOARD_LCD_H
#define BOARD_LCD_H

#include <stdbool.h>
#include <stdint.h>

#define LCD_LINES	4
#define LCD_COLUMNS	20

/* Stands for what is no ASCII: the ROM's other characters, and those of CGRAM. */
#define LCD_OTHER	'?'

struct lcd {
	uint8_t ddram[0x80];	/* codes of characters, by address */
	uint8_t cgram[0x40];	/* dots of the characters that the CPU defines */
	uint8_t address;	/* the address counter */
	bool in_cgram;		/* it counts in CGRAM, else in DDRAM */
	bool up;		/* entry mode: the counter goes up */
	bool moves;		/* entry mode: writing shifts the display */
	uint8_t shift;		/* how far the display is shifted to the left */
	bool on;
	bool cursor;		/* shown as a line or by blinking */
	bool two_lines;		/* of DDRAM, 40 characters each; else one of 80 */
	bool nibbles;		/* 4-bit interface: pins 7:4, the high nibble first */
	bool second;		/* the next transfer is the low nibble */
	uint8_t high;		/* the nibble that waits for it */
};

/* Power-up. */
void lcd_init(struct lcd *lcd);

/* One transfer, with the 8 data pins; rs is the pin RS: 1 data, 0 instruction. */
void lcd_write(struct lcd *lcd, bool rs, uint8_t pins);
uint8_t lcd_read(struct lcd *lcd, bool rs);

/* What a person reads in line 1 to LCD_LINES: printable ASCII. */
void lcd_text(const struct lcd *lcd, unsigned int line, char text[LCD_COLUMNS + 1]);

/* Where the cursor is: 1 is the first character, 80 the last; 0: not to be seen. */
unsigned int lcd_cursor(const struct lcd *lcd);

#endif /* BOARD_LCD_H */
