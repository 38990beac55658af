// SPDX-License-Identifier: GPL-2.0-only
/*
 * lcd.c - model of the character LCD; see lcd.h for what it must not know.
 */
#include "board/lcd.h"

#include <string.h>

/* An instruction is named by its highest bit; its arguments are below. */
#define SET_DDRAM	0x80
#define SET_CGRAM	0x40
#define FUNCTION	0x20
#define   FUNCTION_8BIT		0x10
#define   FUNCTION_TWO_LINES	0x08
#define SHIFT		0x10
#define   SHIFT_DISPLAY		0x08
#define   SHIFT_RIGHT		0x04
#define DISPLAY		0x08
#define   DISPLAY_ON		0x04
#define   DISPLAY_CURSOR	0x02
#define   DISPLAY_BLINK		0x01
#define ENTRY		0x04
#define   ENTRY_UP		0x02
#define   ENTRY_MOVES		0x01
#define HOME		0x02
#define CLEAR		0x01

/* Addresses: DDRAM's two lines begin at 0x00 and 0x40 and hold 40 each. */
#define CGRAM_MASK	0x3f
#define DDRAM_MASK	0x7f
#define SECOND_LINE	0x40
#define FIRST_END	0x27
#define SECOND_END	0x67
#define ONLY_END	0x4f

/* Pins that nobody drives in the 4-bit interface are pulled up. */
#define LOW_PINS	0x0f

static void home(struct lcd *lcd)
{
	lcd->address = 0;
	lcd->in_cgram = false;
	lcd->shift = 0;
}

static void clear(struct lcd *lcd)
{
	memset(lcd->ddram, ' ', sizeof(lcd->ddram));
	home(lcd);
	lcd->up = true;
}

void lcd_init(struct lcd *lcd)
{
	memset(lcd, 0, sizeof(*lcd));
	clear(lcd);
}

/* The address after, or before, the present one; each memory is a circle. */
static uint8_t neighbour(const struct lcd *lcd, bool up)
{
	uint8_t end = lcd->two_lines ? SECOND_END : ONLY_END;
	uint8_t next = up ? lcd->address + 1 : lcd->address - 1;

	if (lcd->in_cgram)
		return next & CGRAM_MASK;
	if (up && lcd->address == end)
		return 0;
	if (!up && lcd->address == 0)
		return end;
	if (lcd->two_lines && up && lcd->address == FIRST_END)
		return SECOND_LINE;
	if (lcd->two_lines && !up && lcd->address == SECOND_LINE)
		return FIRST_END;
	return next & DDRAM_MASK;
}

static unsigned int line_length(const struct lcd *lcd)
{
	return lcd->two_lines ? FIRST_END + 1 : ONLY_END + 1;
}

static void shift_display(struct lcd *lcd, bool right)
{
	unsigned int length = line_length(lcd);

	lcd->shift = (lcd->shift + (right ? length - 1 : 1)) % length;
}

static void set_function(struct lcd *lcd, uint8_t code)
{
	lcd->nibbles = !(code & FUNCTION_8BIT);
	lcd->two_lines = code & FUNCTION_TWO_LINES;
	lcd->shift %= line_length(lcd);
}

static void instruct(struct lcd *lcd, uint8_t code)
{
	if (code & SET_DDRAM) {
		lcd->address = code & DDRAM_MASK;
		lcd->in_cgram = false;
	} else if (code & SET_CGRAM) {
		lcd->address = code & CGRAM_MASK;
		lcd->in_cgram = true;
	} else if (code & FUNCTION) {
		set_function(lcd, code);
	} else if (code & SHIFT) {
		if (code & SHIFT_DISPLAY)
			shift_display(lcd, code & SHIFT_RIGHT);
		else
			lcd->address = neighbour(lcd, code & SHIFT_RIGHT);
	} else if (code & DISPLAY) {
		lcd->on = code & DISPLAY_ON;
		lcd->cursor = code & (DISPLAY_CURSOR | DISPLAY_BLINK);
	} else if (code & ENTRY) {
		lcd->up = code & ENTRY_UP;
		lcd->moves = code & ENTRY_MOVES;
	} else if (code & HOME) {
		home(lcd);
	} else if (code & CLEAR) {
		clear(lcd);
	}
}

static void write_data(struct lcd *lcd, uint8_t value)
{
	if (lcd->in_cgram) {
		lcd->cgram[lcd->address] = value;
	} else {
		lcd->ddram[lcd->address] = value;
		if (lcd->moves)
			shift_display(lcd, !lcd->up);
	}
	lcd->address = neighbour(lcd, lcd->up);
}

void lcd_write(struct lcd *lcd, bool rs, uint8_t pins)
{
	if (lcd->nibbles) {
		lcd->second = !lcd->second;
		if (lcd->second) {
			lcd->high = pins & ~LOW_PINS;
			return;
		}
		pins = lcd->high | pins >> 4;
	}
	if (rs)
		write_data(lcd, pins);
	else
		instruct(lcd, pins);
}

static uint8_t stored(const struct lcd *lcd)
{
	return lcd->in_cgram ? lcd->cgram[lcd->address] : lcd->ddram[lcd->address];
}

uint8_t lcd_read(struct lcd *lcd, bool rs)
{
	uint8_t value = rs ? stored(lcd) : lcd->address;

	if (lcd->nibbles) {
		lcd->second = !lcd->second;
		if (lcd->second)
			return value | LOW_PINS;
		value = value << 4 | LOW_PINS;
	}
	if (rs)
		lcd->address = neighbour(lcd, lcd->up);
	return value;
}

/*
 * The address that is shown at a place, both counted from 0. The controller knows
 * two lines of 40: lines 1 and 3 of the glass are the halves of its first (0x00,
 * 0x14), lines 2 and 4 those of its second (0x40, 0x54).
 */
static uint8_t address_at(const struct lcd *lcd, unsigned int line, unsigned int column)
{
	unsigned int place = line / 2 * LCD_COLUMNS + column;

	return (line % 2 ? SECOND_LINE : 0) + (place + lcd->shift) % line_length(lcd);
}

/* With one line of DDRAM the second one is not driven. */
static bool is_driven(const struct lcd *lcd, unsigned int line)
{
	return lcd->on && (lcd->two_lines || line % 2 == 0);
}

/*
 * ASCII as in ROM A02; ROM A00 has a yen sign at 0x5c and an arrow at 0x7e. Which
 * of them the board's LCD has is not known.
 */
static char readable(uint8_t code)
{
	return code >= ' ' && code <= '~' ? code : LCD_OTHER;
}

void lcd_text(const struct lcd *lcd, unsigned int line, char text[LCD_COLUMNS + 1])
{
	bool driven = is_driven(lcd, line - 1);

	for (unsigned int column = 0; column < LCD_COLUMNS; column++)
		text[column] = driven ?
			readable(lcd->ddram[address_at(lcd, line - 1, column)]) : ' ';
	text[LCD_COLUMNS] = '\0';
}

unsigned int lcd_cursor(const struct lcd *lcd)
{
	if (!lcd->cursor || lcd->in_cgram)
		return 0;

	for (unsigned int place = 0; place < LCD_LINES * LCD_COLUMNS; place++)
		if (is_driven(lcd, place / LCD_COLUMNS) &&
		    address_at(lcd, place / LCD_COLUMNS, place % LCD_COLUMNS) == lcd->address)
			return place + 1;
	return 0;
}
