// SPDX-License-Identifier: GPL-2.0-only
/*
 * fuzz_link.c - the board's side of the link, with a host that writes what it
 * likes where it likes, and a person who presses buttons. A second model of the
 * ring and of the registers says what must come out.
 *
 * Input: the ring's first index, 4 bytes; steps, each 1 byte for what is done and
 * what the step needs.
 */
#include <endian.h>

#include "board/link.h"
#include "sp6_link.h"
#include "tests/fuzz/fuzz.h"

#define WORDS	(SP6_LINK_MEM_SIZE / 4)

enum step { WRITE, ENTRY, POKE, PROD, EVENT, CONSUME, BUTTONS, DIP, ENCODER, LCD, SYNC, NUM_STEPS };

/* The registers as a table: what is stored, and which of its bits can be written. */
struct model {
	uint16_t value[SP6_MAX_REGISTER / 2 + 1];
	bool enabled, raised;
	unsigned int button;	/* that raised it */
	uint8_t lcd_pins;
};

static const uint16_t writable[SP6_MAX_REGISTER / 2 + 1] = {
	[SP6_SCRATCH1 / 2] = 0xffff,
	[SP6_SCRATCH2 / 2] = 0xffff,
	[SP6_PUSH_BUT / 2] = 0x4000,
	[SP6_SEG1 / 2] = 0x00ff,
	[SP6_SEG2 / 2] = 0x00ff,
	[SP6_SEG3 / 2] = 0x00ff,
	[SP6_LED / 2] = 0x01ff,
	[SP6_BUZZER / 2] = 0x0007,
};

struct fixture {
	uint32_t *mem;
	uint32_t before[WORDS];
	struct regs regs;
	struct link link;
	struct model model;
	uint32_t prod;		/* of an honest host */
	uint32_t cons;		/* what the board must have consumed */
	bool broken, bad_entry, irq;
};

static uint32_t *word(struct fixture *f, uint32_t offset)
{
	return &f->mem[offset / 4];
}

/* The model */

static void model_init(struct model *model)
{
	*model = (struct model) {
		.value = {
			[SP6_VERSION1 / 2] = 0x1200,
			[SP6_CONSTANT / 2] = 0x1234,
			[SP6_ENCODER_COUNT / 2] = 0x8000,
			[SP6_LCD_STATUS / 2] = 0x01ff,
		},
	};
}

/* Interrupt: bit 7 enables, and disabling or bit 0 takes the request back. */
static void model_control(struct model *model, uint16_t value)
{
	model->enabled = value & 0x80;
	if (!model->enabled || value & 1)
		model->raised = false;
}

static void model_write(struct model *model, uint32_t offset, uint16_t value)
{
	if (offset > SP6_MAX_REGISTER)
		return;
	model->value[offset / 2] &= ~writable[offset / 2];
	model->value[offset / 2] |= value & writable[offset / 2];
	if (offset == SP6_IRQ_CTL)
		model_control(model, value);
	if (offset == SP6_LCD_CONTROL && (value & 0x0500) == 0x0500)
		model->value[SP6_LCD_STATUS / 2] = 0x0100 | model->lcd_pins;
}

static void model_press(struct model *model, uint8_t levels)
{
	uint16_t *value = &model->value[SP6_PUSH_BUT / 2];

	for (unsigned int button = 0; button < 8; button++) {
		if (!(levels >> button & 1) || *value >> button & 1)
			continue;
		if (!model->enabled || model->raised)
			break;
		model->raised = true;
		model->button = button;
	}
	*value = (*value & 0xff00) | levels;
}

static uint16_t model_read(const struct model *model, uint32_t offset)
{
	if (offset > SP6_MAX_REGISTER)
		return 0;
	if (offset != SP6_IRQ_CTL)
		return model->value[offset / 2];
	return model->enabled << 7 |
	       (model->raised ? 0x10 | model->button << 1 : 0x60);
}

static uint8_t model_leds(const struct model *model)
{
	uint16_t led = model->value[SP6_LED / 2];
	uint16_t direction = model->value[SP6_ENCODER_DIR / 2];

	if (led & 0x100)
		return led;
	return (led & 0x3f) | (direction == 0x8000 ? 0x40 : 0) |
	       (direction == 0x4000 ? 0x80 : 0);
}

/* False: an entry without meaning. */
static bool model_entry(struct model *model, uint32_t entry)
{
	if (entry >> 28 == 0 && entry >> 16 < 0x400 && !(entry >> 16 & 1)) {
		model_write(model, entry >> 16, entry);
		return true;
	}
	return entry == 0x10000000;
}

/* What must hold */

static void registers_are_right(const struct fixture *f)
{
	for (uint32_t offset = 0; offset <= SP6_MAX_REGISTER + 2; offset += 2)
		assert(regs_read(&f->regs, offset) == model_read(&f->model, offset));
	for (unsigned int digit = 1; digit <= SP6_NUM_DIGITS; digit++)
		assert(regs_digit(&f->regs, digit) ==
		       model_read(&f->model, SP6_SEG1 + 2 * (digit - 1)));
	assert(regs_leds(&f->regs) == model_leds(&f->model));
	assert(regs_irq(&f->regs) == f->model.raised);
}

/* The board wrote its mirror and its index, and not one word more. */
static void memory_is_right(struct fixture *f, bool mirrored)
{
	if (mirrored)
		for (uint32_t offset = 0; offset <= SP6_MAX_REGISTER; offset += 2)
			f->before[(SP6_LINK_B_REGS + 2 * offset) / 4] =
				htole32(model_read(&f->model, offset));
	assert(!memcmp(f->mem, f->before, sizeof(f->before)));
}

/* The line rose since it was last looked at. */
static unsigned int irq_expected(struct fixture *f)
{
	bool before = f->irq;

	f->irq = f->model.raised;
	return f->irq && !before ? LINK_SIGNAL_IRQ : 0;
}

/* The slot before `event` is among those that were consumed. */
static unsigned int cons_expected(uint32_t old_cons, uint32_t n, uint32_t event)
{
	for (uint32_t i = 1; i <= n; i++)
		if (old_cons + i == event)
			return LINK_SIGNAL_CONS;
	return 0;
}

static unsigned int entries_expected(struct fixture *f, uint32_t n)
{
	unsigned int events = 0;

	while (n--) {
		uint32_t slot = f->cons++ % SP6_LINK_SLOTS;

		if (model_entry(&f->model, le32toh(*word(f, SP6_LINK_H_RING + 4 * slot))) ||
		    f->bad_entry)
			continue;
		f->bad_entry = true;
		events = LINK_BAD_ENTRY;
	}
	return events;
}

/* What consuming must ask for; the model has consumed then. */
static unsigned int expected(struct fixture *f, unsigned int budget)
{
	uint32_t left = le32toh(*word(f, SP6_LINK_H_PROD)) - f->cons;
	uint32_t n = left < budget ? left : budget;
	unsigned int events;

	if (f->broken || !left)
		return 0;
	if (left > SP6_LINK_SLOTS) {
		f->broken = true;
		return LINK_BROKEN;
	}
	events = entries_expected(f, n);
	events |= irq_expected(f);
	events |= cons_expected(f->cons - n, n, le32toh(*word(f, SP6_LINK_H_CONS_EVENT)));
	f->before[SP6_LINK_B_CONS / 4] = htole32(f->cons);
	return n < left ? events | LINK_MORE : events;
}

static void consume(struct fixture *f, unsigned int budget)
{
	bool idle = f->broken || le32toh(*word(f, SP6_LINK_H_PROD)) == f->cons;
	unsigned int events;

	memcpy(f->before, f->mem, sizeof(f->before));
	events = expected(f, budget);
	assert(link_consume(&f->link, budget) == events);
	assert(f->link.cons == f->cons && f->link.broken == f->broken);
	registers_are_right(f);
	memory_is_right(f, !idle && !f->broken);
}

static void publish(struct fixture *f)
{
	memcpy(f->before, f->mem, sizeof(f->before));
	assert(link_publish(&f->link) == irq_expected(f));
	registers_are_right(f);
	memory_is_right(f, true);
}

/* Steps */

static void put(struct fixture *f, uint32_t entry)
{
	*word(f, SP6_LINK_H_RING + 4 * (f->prod % SP6_LINK_SLOTS)) = htole32(entry);
	*word(f, SP6_LINK_H_PROD) = htole32(++f->prod);
}

/* The host reads a register as it should: a SYNC entry, a wait, a look. */
static void sync_read(struct fixture *f, uint32_t offset)
{
	put(f, SP6_LINK_OP_SYNC);
	*word(f, SP6_LINK_H_CONS_EVENT) = htole32(f->prod);
	consume(f, UINT32_MAX);
	if (!f->broken)
		assert(le32toh(*word(f, SP6_LINK_B_REGS + 2 * offset)) ==
		       model_read(&f->model, offset));
}

static void turn(struct fixture *f, bool up)
{
	regs_turn_encoder(&f->regs, up);
	f->model.value[SP6_ENCODER_DIR / 2] = up ? 0x8000 : 0x4000;
	f->model.value[SP6_ENCODER_COUNT / 2] += up ? 1 : 0xffff;
}

static void set_lcd_pins(struct fixture *f, uint8_t levels)
{
	regs_set_lcd_pins(&f->regs, levels);
	f->model.lcd_pins = levels;
}

static void press(struct fixture *f, uint8_t levels)
{
	regs_set_buttons(&f->regs, levels);
	model_press(&f->model, levels);
}

static void set_dip(struct fixture *f, uint16_t levels)
{
	regs_set_dip(&f->regs, levels);
	f->model.value[SP6_DIP_SW / 2] = levels & 0x03ff;
}

static void do_step(struct fixture *f, struct input *input)
{
	uint32_t offset;

	switch (take_u8(input) % NUM_STEPS) {
	case WRITE:
		offset = take_u8(input) % (SP6_MAX_REGISTER / 2 + 1) * 2;
		put(f, offset << SP6_LINK_OFFSET_SHIFT | take_u16(input));
		break;
	case ENTRY:
		put(f, take_u32(input));
		break;
	case POKE:
		offset = take_u16(input) % WORDS;
		f->mem[offset] = take_u32(input);
		break;
	case PROD:
		f->prod = f->cons + take_u16(input) % (2 * SP6_LINK_SLOTS);
		*word(f, SP6_LINK_H_PROD) = htole32(f->prod);
		break;
	case EVENT:
		*word(f, SP6_LINK_H_CONS_EVENT) = htole32(f->prod + (int8_t)take_u8(input));
		break;
	case CONSUME:
		consume(f, take_u16(input));
		break;
	case BUTTONS:
		press(f, take_u8(input));
		publish(f);
		break;
	case DIP:
		set_dip(f, take_u16(input));
		publish(f);
		break;
	case ENCODER:
		turn(f, take_u8(input) % 2);
		publish(f);
		break;
	case LCD:
		set_lcd_pins(f, take_u8(input));
		break;
	case SYNC:
		sync_read(f, take_u8(input) % (SP6_MAX_REGISTER / 2 + 1) * 2);
		break;
	}
}

/* As if that many entries had been exchanged before. */
static void start_at(struct fixture *f, uint32_t index)
{
	f->prod = f->cons = f->link.cons = index;
	*word(f, SP6_LINK_H_PROD) = htole32(index);
	*word(f, SP6_LINK_B_CONS) = htole32(index);
}

static void start(struct fixture *f)
{
	memset(f, 0, sizeof(*f));
	f->mem = calloc(WORDS, sizeof(*f->mem));
	assert(f->mem);
	regs_init(&f->regs);
	model_init(&f->model);
	link_start(&f->link, f->mem, &f->regs);
	registers_are_right(f);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input input = { data, size };
	struct fixture f;

	start(&f);
	start_at(&f, take_u32(&input));
	while (input.left)
		do_step(&f, &input);
	free(f.mem);
	return 0;
}
