// SPDX-License-Identifier: GPL-2.0-only
/*
 * test_regs.c - the register model against the vectors that were recorded from
 * the HDL, and what the vectors leave out. Runs in the project's root.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "board/regs.h"

static void expect(const char *file, int line, const char *op, unsigned int got,
		   unsigned int want)
{
	if (got != want)
		fail_msg("%s:%d: %s: %04X, the HDL had %04X", file, line, op, got, want);
}

/* Play one line; false if it holds no operation. */
static bool play_line(struct regs *regs, const char *file, int line, char *text)
{
	unsigned int a = 0, b = 0;
	char op[8];
	int n;

	text[strcspn(text, "#")] = '\0';
	n = sscanf(text, "%7s %x %x", op, &a, &b);
	if (n <= 0)
		return false;

	if (!strcmp(op, "RESET") && n == 1)
		regs_reset(regs);
	else if (!strcmp(op, "W") && n == 3)
		regs_write(regs, a, b);
	else if (!strcmp(op, "R") && n == 3)
		expect(file, line, "register", regs_read(regs, a), b);
	else if (!strcmp(op, "B") && n == 2)
		regs_set_buttons(regs, a);
	else if (!strcmp(op, "D") && n == 2)
		regs_set_dip(regs, a);
	else if (!strcmp(op, "E") && n == 2)
		regs_turn_encoder(regs, a);
	else if (!strcmp(op, "X") && n == 2)
		regs_set_lcd_pins(regs, a);
	else if (!strcmp(op, "I") && n == 2)
		expect(file, line, "interrupt line", regs_irq(regs), a);
	else if (!strcmp(op, "L") && n == 2)
		expect(file, line, "LEDs", regs_leds(regs), a);
	else if (!strcmp(op, "S") && n == 3)
		expect(file, line, "digit", regs_digit(regs, a), b);
	else
		fail_msg("%s:%d: unknown operation: %s", file, line, text);
	return true;
}

/* Play a file that holds at least min operations. */
static void play(const char *name, int min)
{
	char path[64], text[256];
	int line = 0, played = 0;
	struct regs regs;
	FILE *file;

	snprintf(path, sizeof(path), "tests/vectors/%s.vec", name);
	file = fopen(path, "r");
	if (!file)
		fail_msg("%s: cannot be opened", path);

	regs_init(&regs);
	while (fgets(text, sizeof(text), file))
		played += play_line(&regs, path, ++line, text);
	fclose(file);

	if (played < min)
		fail_msg("%s: only %d operations", path, played);
	print_message("%s: %d operations\n", path, played);
}

static void vectors_directed(void **state)
{
	(void)state;
	play("directed", 900);
}

static void vectors_random(void **state)
{
	char name[24];

	(void)state;
	for (int i = 0; i < 10; i++) {
		snprintf(name, sizeof(name), "random-%02d", i);
		play(name, 1700);
	}
}

static void vectors_lcd_read(void **state)
{
	(void)state;
	play("lcd-read", 35);
}

static void vectors_encoder(void **state)
{
	(void)state;
	play("encoder", 45);
}

static void reset_keeps_levels_and_count(void **state)
{
	struct regs regs;

	(void)state;
	regs_init(&regs);
	regs_set_buttons(&regs, 0x12);
	regs_set_dip(&regs, 0xffff);
	regs_turn_encoder(&regs, true);
	regs_write(&regs, SP6_SCRATCH1, 0xffff);
	regs_write(&regs, SP6_LED, 0xffff);

	regs_reset(&regs);
	assert_int_equal(regs_read(&regs, SP6_PUSH_BUT), 0x12);
	assert_int_equal(regs_read(&regs, SP6_DIP_SW), SP6_DIP_SW_MASK);
	assert_int_equal(regs_read(&regs, SP6_ENCODER_COUNT), 0x8001);
	assert_int_equal(regs_read(&regs, SP6_ENCODER_DIR), 0);
	assert_int_equal(regs_read(&regs, SP6_SCRATCH1), 0);
	assert_int_equal(regs_leds(&regs), 0);
	assert_false(regs_irq(&regs));

	regs_init(&regs);
	assert_int_equal(regs_read(&regs, SP6_PUSH_BUT), 0);
	assert_int_equal(regs_read(&regs, SP6_DIP_SW), 0);
	assert_int_equal(regs_read(&regs, SP6_ENCODER_COUNT), SP6_ENCODER_COUNT_RESET);
}

/* Every offset that sp6.h does not list, odd ones and far ones too. */
static void unlisted_offsets_do_nothing(void **state)
{
	static const uint32_t listed[] = {
		SP6_VERSION1, SP6_VERSION2, SP6_CONSTANT, SP6_SCRATCH1, SP6_SCRATCH2,
		SP6_DIP_SW, SP6_PUSH_BUT, SP6_ENCODER_DIR, SP6_ENCODER_COUNT,
		SP6_IRQ_CTL, SP6_SEG1, SP6_SEG2, SP6_SEG3, SP6_LCD_CONTROL,
		SP6_LCD_STATUS, SP6_LED, SP6_BUZZER,
	};
	struct regs regs, before;
	int unlisted = 0;

	(void)state;
	regs_init(&regs);
	regs_write(&regs, SP6_LED, 0x15a);
	before = regs;

	for (uint32_t offset = 0; offset < 2 * SP6_WINDOW_SIZE; offset++) {
		bool found = false;

		for (size_t i = 0; i < sizeof(listed) / sizeof(*listed); i++)
			found |= listed[i] == offset;
		if (found)
			continue;

		regs_write(&regs, offset, 0xffff);
		assert_int_equal(regs_read(&regs, offset), 0);
		unlisted++;
	}
	assert_memory_equal(&regs, &before, sizeof(regs));
	assert_int_equal(unlisted, 2 * SP6_WINDOW_SIZE - sizeof(listed) / sizeof(*listed));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(vectors_directed),
		cmocka_unit_test(vectors_random),
		cmocka_unit_test(vectors_lcd_read),
		cmocka_unit_test(vectors_encoder),
		cmocka_unit_test(reset_keeps_levels_and_count),
		cmocka_unit_test(unlisted_offsets_do_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
