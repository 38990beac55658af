// SPDX-License-Identifier: GPL-2.0-only
/*
 * regs.c - model of the SP6 registers; see regs.h for what it must not know.
 */
#include "board/regs.h"

#include <string.h>
#include <strings.h>

#define LED_WRITABLE	(SP6_LED_CPU_OWNS | SP6_LED_MASK)
#define BUZZER_WRITABLE	(SP6_BUZZER_ENABLE | SP6_BUZZER_FAST | SP6_BUZZER_SLOW)

/* The encoder's bits of the LEDs, which it drives while the CPU does not own them. */
#define LED_ENCODER_UP		0x40
#define LED_ENCODER_DOWN	0x80

void regs_init(struct regs *regs)
{
	memset(regs, 0, sizeof(*regs));
	regs->encoder_count = SP6_ENCODER_COUNT_RESET;
	regs_reset(regs);
}

void regs_reset(struct regs *regs)
{
	const struct regs before = *regs;

	*regs = (struct regs) {
		.irq_ctl = SP6_IRQ_SOURCE_NONE,
		.lcd_data = SP6_LCD_DATA_MASK,
		.encoder_count = before.encoder_count,
		.buttons = before.buttons,
		.dip = before.dip,
		.lcd_pins = before.lcd_pins,
		.lcd = before.lcd,
	};
}

void regs_connect_lcd(struct regs *regs, struct lcd *lcd)
{
	regs->lcd = lcd;
}

uint16_t regs_read(const struct regs *regs, uint32_t offset)
{
	switch (offset) {
	case SP6_VERSION1:
		return SP6_VERSION1_VALUE;
	case SP6_VERSION2:
		return SP6_VERSION2_VALUE;
	case SP6_CONSTANT:
		return SP6_CONSTANT_VALUE;
	case SP6_SCRATCH1:
		return regs->scratch[0];
	case SP6_SCRATCH2:
		return regs->scratch[1];
	case SP6_DIP_SW:
		return regs->dip;
	case SP6_PUSH_BUT:
		return regs->push_but | regs->buttons;
	case SP6_ENCODER_DIR:
		return regs->encoder_dir;
	case SP6_ENCODER_COUNT:
		return regs->encoder_count;
	case SP6_IRQ_CTL:
		return regs->irq_ctl;
	case SP6_SEG1:
	case SP6_SEG2:
	case SP6_SEG3:
		return regs->seg[(offset - SP6_SEG1) / 2];
	case SP6_LCD_STATUS:
		return SP6_LCD_READY | regs->lcd_data;
	case SP6_LED:
		return regs->led;
	case SP6_BUZZER:
		return regs->buzzer;
	default:
		return 0;
	}
}

/* Back to "nothing raised"; ENABLE as told. */
static void irq_idle(struct regs *regs, bool enable)
{
	regs->irq_ctl = SP6_IRQ_SOURCE_NONE | (enable ? SP6_IRQ_ENABLE : 0);
}

/* What is pending survives a write only with ENABLE set and without CLEAR. */
static void irq_ctl_write(struct regs *regs, uint16_t value)
{
	bool enable = value & SP6_IRQ_ENABLE;

	if (!enable || (value & SP6_IRQ_CLEAR) || !regs_irq(regs))
		irq_idle(regs, enable);
}

static void lcd_control_write(struct regs *regs, uint16_t value)
{
	bool rs = value & SP6_LCD_RS;

	if (!(value & SP6_LCD_START))
		return;
	if (value & SP6_LCD_RW)
		regs->lcd_data = regs->lcd ? lcd_read(regs->lcd, rs) : regs->lcd_pins;
	else if (regs->lcd)
		lcd_write(regs->lcd, rs, value & SP6_LCD_DATA_MASK);
}

void regs_write(struct regs *regs, uint32_t offset, uint16_t value)
{
	switch (offset) {
	case SP6_SCRATCH1:
		regs->scratch[0] = value;
		break;
	case SP6_SCRATCH2:
		regs->scratch[1] = value;
		break;
	case SP6_PUSH_BUT:
		regs->push_but = value & SP6_PUSH_BUT_WRITABLE;
		break;
	case SP6_IRQ_CTL:
		irq_ctl_write(regs, value);
		break;
	case SP6_SEG1:
	case SP6_SEG2:
	case SP6_SEG3:
		regs->seg[(offset - SP6_SEG1) / 2] = value & SP6_SEG_MASK;
		break;
	case SP6_LCD_CONTROL:
		lcd_control_write(regs, value);
		break;
	case SP6_LED:
		regs->led = value & LED_WRITABLE;
		break;
	case SP6_BUZZER:
		regs->buzzer = value & BUZZER_WRITABLE;
		break;
	}
}

bool regs_irq(const struct regs *regs)
{
	return regs->irq_ctl & SP6_IRQ_STATUS;
}

void regs_set_buttons(struct regs *regs, uint8_t levels)
{
	uint8_t pressed = levels & ~regs->buttons;

	regs->buttons = levels;
	if (!pressed || regs_irq(regs) || !(regs->irq_ctl & SP6_IRQ_ENABLE))
		return;

	regs->irq_ctl = SP6_IRQ_ENABLE | SP6_IRQ_STATUS | SP6_IRQ_SOURCE_BUTTONS |
			(ffs(pressed) - 1) << SP6_IRQ_BUTTON_SHIFT;
}

void regs_set_dip(struct regs *regs, uint16_t levels)
{
	regs->dip = levels & SP6_DIP_SW_MASK;
}

void regs_turn_encoder(struct regs *regs, bool up)
{
	regs->encoder_dir = up ? SP6_ENCODER_UP : SP6_ENCODER_DOWN;
	regs->encoder_count += up ? 1 : -1;
}

void regs_set_lcd_pins(struct regs *regs, uint8_t levels)
{
	regs->lcd_pins = levels;
}

uint8_t regs_leds(const struct regs *regs)
{
	uint8_t leds = regs->led & SP6_LED_MASK;

	if (regs->led & SP6_LED_CPU_OWNS)
		return leds;

	leds &= ~(LED_ENCODER_UP | LED_ENCODER_DOWN);
	if (regs->encoder_dir == SP6_ENCODER_UP)
		leds |= LED_ENCODER_UP;
	if (regs->encoder_dir == SP6_ENCODER_DOWN)
		leds |= LED_ENCODER_DOWN;
	return leds;
}

uint8_t regs_digit(const struct regs *regs, unsigned int digit)
{
	return regs->seg[digit - 1];
}
