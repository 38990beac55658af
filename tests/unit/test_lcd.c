// SPDX-License-Identifier: GPL-2.0-only
/*
 * test_lcd.c - the model of the character LCD, driven as a driver would.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "board/lcd.h"
#include "board/regs.h"

#define BLANK	"                    "

static void instruct(struct lcd *lcd, uint8_t code)
{
	lcd_write(lcd, false, code);
}

static void write_text(struct lcd *lcd, const char *text)
{
	for (; *text; text++)
		lcd_write(lcd, true, *text);
}

/* As the data sheet's "Initializing by Instruction" says. */
static void switch_on(struct lcd *lcd)
{
	lcd_init(lcd);
	instruct(lcd, 0x30);
	instruct(lcd, 0x30);
	instruct(lcd, 0x30);
	instruct(lcd, 0x38);	/* 8 bits, two lines */
	instruct(lcd, 0x08);	/* off */
	instruct(lcd, 0x01);	/* clear */
	instruct(lcd, 0x06);	/* upwards, no shift */
	instruct(lcd, 0x0c);	/* on, no cursor */
}

static void shows(const struct lcd *lcd, unsigned int line, const char *expected)
{
	char text[LCD_COLUMNS + 1];

	lcd_text(lcd, line, text);
	assert_string_equal(text, expected);
}

static void is_dark(const struct lcd *lcd)
{
	for (unsigned int line = 1; line <= LCD_LINES; line++)
		shows(lcd, line, BLANK);
}

static void power_up_is_dark_and_one_line(void **state)
{
	struct lcd lcd;

	(void)state;
	lcd_init(&lcd);
	is_dark(&lcd);
	write_text(&lcd, "not to be seen: off");
	is_dark(&lcd);

	/* switched on without the function set: the second line is not driven */
	instruct(&lcd, 0x0f);
	shows(&lcd, 1, "not to be seen: off ");
	instruct(&lcd, 0x80 | 0x14);
	write_text(&lcd, "third");
	shows(&lcd, 3, "third               ");
	instruct(&lcd, 0x80 | 0x40);
	write_text(&lcd, "second");
	shows(&lcd, 2, BLANK);
	shows(&lcd, 4, BLANK);
	assert_int_equal(lcd_cursor(&lcd), 0);

	/* one circle of 80 */
	instruct(&lcd, 0x80 | 0x4f);
	write_text(&lcd, "xN");
	shows(&lcd, 1, "Not to be seen: off ");
	instruct(&lcd, 0x18);
	shows(&lcd, 1, "ot to be seen: off t");
}

static void four_lines_are_where_the_driver_expects_them(void **state)
{
	static const uint8_t address[] = { 0x00, 0x40, 0x14, 0x54 };
	static const char *const text[] = {
		"The first line, full", "the second", "  the third  ", "the fourth line: 20!",
	};
	struct lcd lcd;

	(void)state;
	switch_on(&lcd);
	is_dark(&lcd);
	for (int i = 0; i < LCD_LINES; i++) {
		instruct(&lcd, 0x80 | address[i]);
		write_text(&lcd, text[i]);
	}
	shows(&lcd, 1, "The first line, full");
	shows(&lcd, 2, "the second          ");
	shows(&lcd, 3, "  the third         ");
	shows(&lcd, 4, "the fourth line: 20!");

	/* off keeps what is written */
	instruct(&lcd, 0x08);
	is_dark(&lcd);
	instruct(&lcd, 0x0c);
	shows(&lcd, 1, "The first line, full");
}

/* 160 characters on end: 1, 3, 2, 4, and around. */
static void writing_on_goes_around(void **state)
{
	struct lcd lcd;

	(void)state;
	switch_on(&lcd);
	for (int i = 0; i < 160; i++)
		lcd_write(&lcd, true, i < 80 ? 'x' : 'a' + (i - 80) / 20);
	shows(&lcd, 1, "aaaaaaaaaaaaaaaaaaaa");
	shows(&lcd, 3, "bbbbbbbbbbbbbbbbbbbb");
	shows(&lcd, 2, "cccccccccccccccccccc");
	shows(&lcd, 4, "dddddddddddddddddddd");
	assert_int_equal(lcd_read(&lcd, false), 0);

	/* and downwards */
	instruct(&lcd, 0x04);
	lcd_write(&lcd, true, '1');
	assert_int_equal(lcd_read(&lcd, false), 0x67);
	instruct(&lcd, 0x80 | 0x40);
	lcd_write(&lcd, true, '2');
	assert_int_equal(lcd_read(&lcd, false), 0x27);
	shows(&lcd, 1, "1aaaaaaaaaaaaaaaaaaa");
	shows(&lcd, 2, "2ccccccccccccccccccc");
}

static void clear_and_home(void **state)
{
	struct lcd lcd;

	(void)state;
	switch_on(&lcd);
	write_text(&lcd, "text");
	instruct(&lcd, 0x18);
	shows(&lcd, 1, "ext                 ");
	instruct(&lcd, 0x02);
	shows(&lcd, 1, "text                ");
	assert_int_equal(lcd_read(&lcd, false), 0);

	instruct(&lcd, 0x04);
	instruct(&lcd, 0x18);
	instruct(&lcd, 0x40);
	instruct(&lcd, 0x01);
	is_dark(&lcd);
	write_text(&lcd, "up again");
	shows(&lcd, 1, "up again            ");
}

static void display_shifts_both_lines(void **state)
{
	struct lcd lcd;

	(void)state;
	switch_on(&lcd);
	write_text(&lcd, "0123456789abcdefghijABCDEFGHIJ");
	instruct(&lcd, 0x80 | 0x40);
	write_text(&lcd, "second");
	shows(&lcd, 3, "ABCDEFGHIJ          ");

	instruct(&lcd, 0x18);	/* to the left */
	shows(&lcd, 1, "123456789abcdefghijA");
	shows(&lcd, 2, "econd               ");
	shows(&lcd, 3, "BCDEFGHIJ          0");
	shows(&lcd, 4, "                   s");
	assert_int_equal(lcd_read(&lcd, false), 0x46);
	instruct(&lcd, 0x1c);
	instruct(&lcd, 0x1c);
	shows(&lcd, 2, " second             ");
	for (int i = 0; i < 39; i++)
		instruct(&lcd, 0x1c);
	shows(&lcd, 2, "second              ");
}

static void entry_mode_shifts_the_display(void **state)
{
	struct lcd lcd;

	(void)state;
	switch_on(&lcd);
	instruct(&lcd, 0x80 | 0x14);
	instruct(&lcd, 0x07);
	write_text(&lcd, "ticker");
	shows(&lcd, 1, "              ticker");
	lcd_read(&lcd, true);
	shows(&lcd, 1, "              ticker");

	/* CGRAM does not shift it */
	instruct(&lcd, 0x40);
	write_text(&lcd, "dots");
	shows(&lcd, 1, "              ticker");

	instruct(&lcd, 0x05);
	instruct(&lcd, 0x80 | 0x13);
	lcd_write(&lcd, true, '!');
	shows(&lcd, 1, "              !ticke");
}

static void reads_say_address_and_data(void **state)
{
	struct lcd lcd;

	(void)state;
	switch_on(&lcd);
	write_text(&lcd, "abc");
	assert_int_equal(lcd_read(&lcd, false), 3);	/* not busy, address 3 */
	instruct(&lcd, 0x80 | 0x01);
	assert_int_equal(lcd_read(&lcd, true), 'b');
	assert_int_equal(lcd_read(&lcd, true), 'c');
	assert_int_equal(lcd_read(&lcd, true), ' ');
	assert_int_equal(lcd_read(&lcd, false), 4);

	instruct(&lcd, 0x10);	/* the cursor to the left, then to the right */
	assert_int_equal(lcd_read(&lcd, false), 3);
	instruct(&lcd, 0x14);
	assert_int_equal(lcd_read(&lcd, false), 4);
}

static void cgram_is_memory_of_its_own(void **state)
{
	struct lcd lcd;

	(void)state;
	switch_on(&lcd);
	write_text(&lcd, "safe");
	instruct(&lcd, 0x40 | 0x3e);
	lcd_write(&lcd, true, 0x15);
	lcd_write(&lcd, true, 0x0a);
	assert_int_equal(lcd_read(&lcd, false), 0x00);	/* around */
	lcd_write(&lcd, true, 0x1f);
	instruct(&lcd, 0x40 | 0x3f);
	assert_int_equal(lcd_read(&lcd, true), 0x0a);
	assert_int_equal(lcd_read(&lcd, true), 0x1f);
	shows(&lcd, 1, "safe                ");

	instruct(&lcd, 0x80);
	assert_int_equal(lcd_read(&lcd, true), 's');
}

static void characters_beyond_ascii_are_replaced(void **state)
{
	char text[LCD_COLUMNS + 1];
	struct lcd lcd;

	(void)state;
	switch_on(&lcd);
	for (int code = 0; code < 256; code++) {
		instruct(&lcd, 0x80);
		lcd_write(&lcd, true, code);
		lcd_text(&lcd, 1, text);
		assert_int_equal(text[0], code >= 0x20 && code <= 0x7e ? code : LCD_OTHER);
	}
}

static void cursor_is_where_the_next_character_goes(void **state)
{
	struct lcd lcd;

	(void)state;
	switch_on(&lcd);
	assert_int_equal(lcd_cursor(&lcd), 0);
	instruct(&lcd, 0x0e);
	assert_int_equal(lcd_cursor(&lcd), 1);
	write_text(&lcd, "ab");
	assert_int_equal(lcd_cursor(&lcd), 3);
	instruct(&lcd, 0x80 | 0x54);
	assert_int_equal(lcd_cursor(&lcd), 61);
	instruct(&lcd, 0x18);
	assert_int_equal(lcd_cursor(&lcd), 40);
	instruct(&lcd, 0x0d);
	assert_int_equal(lcd_cursor(&lcd), 40);
	instruct(&lcd, 0x40);
	assert_int_equal(lcd_cursor(&lcd), 0);
	instruct(&lcd, 0x80);
	instruct(&lcd, 0x08 | 0x03);
	assert_int_equal(lcd_cursor(&lcd), 0);
}

static void send_nibbles(struct lcd *lcd, bool rs, uint8_t value)
{
	lcd_write(lcd, rs, value & 0xf0);
	lcd_write(lcd, rs, value << 4);
}

static void four_bit_interface(void **state)
{
	struct lcd lcd;

	(void)state;
	lcd_init(&lcd);
	instruct(&lcd, 0x20);
	send_nibbles(&lcd, false, 0x28);
	send_nibbles(&lcd, false, 0x0c);
	send_nibbles(&lcd, false, 0x80 | 0x45);
	assert_int_equal(lcd_read(&lcd, false), 0x4f);
	assert_int_equal(lcd_read(&lcd, false), 0x5f);
	send_nibbles(&lcd, true, 'A');
	shows(&lcd, 2, "     A              ");
	send_nibbles(&lcd, false, 0x80 | 0x45);
	assert_int_equal(lcd_read(&lcd, true) & 0xf0, 0x40);
	assert_int_equal(lcd_read(&lcd, true) & 0xf0, 0x10);

	/* the initialisation finds its way back, also after half a transfer */
	lcd_write(&lcd, false, 0x00);
	instruct(&lcd, 0x30);
	instruct(&lcd, 0x30);
	instruct(&lcd, 0x30);
	instruct(&lcd, 0x38);
	instruct(&lcd, 0x0c);
	instruct(&lcd, 0x01);
	write_text(&lcd, "8 bits");
	shows(&lcd, 1, "8 bits              ");
}

/* Any sequence keeps every index in its memory; the sanitizers watch. */
static void any_transfer_is_safe(void **state)
{
	char text[LCD_COLUMNS + 1];
	uint32_t random = 1;
	struct lcd lcd;

	(void)state;
	lcd_init(&lcd);
	for (int i = 0; i < 300000; i++) {
		random = random * 1664525 + 1013904223;
		if (random >> 24 & 3)
			lcd_write(&lcd, random >> 31, random >> 16);
		else
			lcd_read(&lcd, random >> 31);
		lcd_text(&lcd, 1 + (random >> 8) % LCD_LINES, text);
		assert_int_equal(strlen(text), LCD_COLUMNS);
		assert_in_range(lcd_cursor(&lcd), 0, LCD_LINES * LCD_COLUMNS);
		assert_in_range(lcd.shift, 0, 79);
	}
}

static void registers_carry_transfers(void **state)
{
	struct regs regs;
	struct lcd lcd;

	(void)state;
	switch_on(&lcd);
	regs_init(&regs);
	regs_set_lcd_pins(&regs, 0xa5);
	regs_connect_lcd(&regs, &lcd);

	regs_write(&regs, SP6_LCD_CONTROL, SP6_LCD_START | SP6_LCD_RS | 'H');
	regs_write(&regs, SP6_LCD_CONTROL, SP6_LCD_RS | '?');	/* no start */
	regs_write(&regs, SP6_LCD_CONTROL, SP6_LCD_START | SP6_LCD_RS | 'i');
	shows(&lcd, 1, "Hi                  ");
	assert_int_equal(regs_read(&regs, SP6_LCD_STATUS), 0x1ff);

	regs_write(&regs, SP6_LCD_CONTROL, SP6_LCD_START | SP6_LCD_RW);
	assert_int_equal(regs_read(&regs, SP6_LCD_STATUS), SP6_LCD_READY | 2);
	regs_write(&regs, SP6_LCD_CONTROL, SP6_LCD_START | 0x80);
	regs_write(&regs, SP6_LCD_CONTROL, SP6_LCD_START | SP6_LCD_RS | SP6_LCD_RW);
	assert_int_equal(regs_read(&regs, SP6_LCD_STATUS), SP6_LCD_READY | 'H');

	regs_reset(&regs);
	assert_int_equal(regs_read(&regs, SP6_LCD_STATUS), 0x1ff);
	regs_write(&regs, SP6_LCD_CONTROL, SP6_LCD_START | SP6_LCD_RS | 'o');
	shows(&lcd, 1, "Ho                  ");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(power_up_is_dark_and_one_line),
		cmocka_unit_test(four_lines_are_where_the_driver_expects_them),
		cmocka_unit_test(writing_on_goes_around),
		cmocka_unit_test(clear_and_home),
		cmocka_unit_test(display_shifts_both_lines),
		cmocka_unit_test(entry_mode_shifts_the_display),
		cmocka_unit_test(reads_say_address_and_data),
		cmocka_unit_test(cgram_is_memory_of_its_own),
		cmocka_unit_test(characters_beyond_ascii_are_replaced),
		cmocka_unit_test(cursor_is_where_the_next_character_goes),
		cmocka_unit_test(four_bit_interface),
		cmocka_unit_test(any_transfer_is_safe),
		cmocka_unit_test(registers_carry_transfers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
