// SPDX-License-Identifier: GPL-2.0-only
/*
 * fuzz_ledfront_core.c - the front-end's wanted states: LEDs are set, requests
 * sent, answers come, good ones and a hostile back-end's, and connections begin
 * anew, in any order. A plain record of each LED says what must come out.
 *
 * Input: the number of LEDs, 1 byte; steps, each 1 byte for what is done, 1 byte
 * for the LED, and what the step needs.
 */
#include "frontend/ledfront_core.h"
#include "tests/fuzz/fuzz.h"

enum step { SET, BLINK, NEXT, ANSWER, HOSTILE_ANSWER, RESTART, INDEX, NUM_STEPS };

struct look {
	uint16_t brightness;
	uint32_t on, off;
};

struct record {
	bool to_send;
	bool in_flight;
	uint16_t id;		/* of the request in flight */
	struct look wanted;
	struct look shown;	/* what the back-end was last told in this connection */
	bool told;
};

struct front {
	struct ledfront_core core;
	unsigned int num;
	struct record led[XENLED_MAX_LEDS];
};

static bool same(struct look a, struct look b)
{
	return a.brightness == b.brightness && a.on == b.on && a.off == b.off;
}

static void masks_are_as_recorded(const struct front *front)
{
	for (unsigned int i = 0; i < XENLED_MAX_LEDS; i++) {
		bool used = i < front->num;

		assert((front->core.dirty >> i & 1) == (used && front->led[i].to_send));
		assert((front->core.in_flight >> i & 1) == (used && front->led[i].in_flight));
	}
}

static void set(struct front *front, unsigned int led, uint16_t brightness)
{
	struct record *record = &front->led[led];

	ledfront_core_set(&front->core, led, brightness);
	if (brightness)
		record->wanted.brightness = brightness;
	else
		record->wanted = (struct look) { 0 };
	record->to_send = true;
}

static void blink(struct front *front, unsigned int led, struct look look)
{
	ledfront_core_blink(&front->core, led, look.brightness, look.on, look.off);
	front->led[led].wanted = look;
	front->led[led].to_send = true;
}

static bool any_may_be_sent(const struct front *front)
{
	for (unsigned int i = 0; i < front->num; i++)
		if (front->led[i].to_send && !front->led[i].in_flight)
			return true;
	return false;
}

static struct record *asked_with(struct front *front, uint16_t id)
{
	for (unsigned int i = 0; i < front->num; i++)
		if (front->led[i].in_flight && front->led[i].id == id)
			return &front->led[i];
	return NULL;
}

/* Sends one request, if there is one, which must be the LED's latest state. */
static bool next(struct front *front)
{
	struct xenled_request req;
	struct record *record;

	memset(&req, 0xa5, sizeof(req));
	if (!ledfront_core_next(&front->core, &req)) {
		assert(!any_may_be_sent(front));
		return false;
	}
	assert(req.led < front->num);
	assert(req.operation == XENLED_OP_SET && req.reserved == 0);
	record = &front->led[req.led];
	assert(record->to_send && !record->in_flight);

	record->shown = (struct look) { req.brightness, req.delay_on, req.delay_off };
	assert(same(record->shown, record->wanted));
	record->told = true;
	record->to_send = false;
	assert(!asked_with(front, req.id));
	record->in_flight = true;
	record->id = req.id;
	return true;
}

/* Believed if, and only if, its request is in flight. */
static void answer(struct front *front, const struct xenled_response *rsp)
{
	struct record *asked = rsp->operation == XENLED_OP_SET ?
			       asked_with(front, rsp->id) : NULL;

	assert(ledfront_core_answer(&front->core, rsp) == (asked != NULL));
	if (asked)
		asked->in_flight = false;
}

static void answer_well(struct front *front, unsigned int led)
{
	if (front->led[led].in_flight)
		answer(front, &(struct xenled_response) {
			.id = front->led[led].id, .operation = XENLED_OP_SET });
}

static void restart(struct front *front)
{
	ledfront_core_restart(&front->core, front->num);
	for (unsigned int i = 0; i < front->num; i++) {
		front->led[i].in_flight = false;
		front->led[i].to_send = true;
		front->led[i].told = false;
	}
}

/* Our own indices are no further apart than requests can be in flight. */
static void index_is_in_between(struct input *input)
{
	uint32_t rsp_cons = take_u32(input);
	uint32_t pending = take_u8(input) % (XENLED_MAX_LEDS + 1);
	uint32_t prod = take_u8(input) % 2 ? rsp_cons + take_u8(input) : take_u32(input);
	bool between = false;

	for (uint32_t i = 0; i <= pending; i++)
		between |= rsp_cons + i == prod;
	assert(ledfront_core_prod_ok(prod, rsp_cons, rsp_cons + pending) == between);
}

static void do_step(struct front *front, struct input *input, enum step step)
{
	unsigned int led = take_u8(input) % front->num;
	struct xenled_response rsp;
	struct look look;

	switch (step) {
	case SET:
		set(front, led, take_u16(input));
		break;
	case BLINK:
		look.brightness = take_u16(input);
		look.on = take_u32(input);
		look.off = take_u32(input);
		blink(front, led, look);
		break;
	case NEXT:
		next(front);
		break;
	case ANSWER:
		answer_well(front, led);
		break;
	case HOSTILE_ANSWER:
		take(input, &rsp, sizeof(rsp));
		answer(front, &rsp);
		break;
	case RESTART:
		restart(front);
		break;
	default:
		index_is_in_between(input);
		break;
	}
}

static void what_was_told_is_the_latest(const struct front *front)
{
	for (unsigned int i = 0; i < front->num; i++) {
		const struct record *record = &front->led[i];

		if (record->told && !record->to_send)
			assert(same(record->shown, record->wanted));
	}
}

/* The back-end answers all, and nobody sets a LED any more: all is told and still. */
static void settle(struct front *front)
{
	for (unsigned int round = 0; round < 2; round++) {
		while (next(front))
			;
		for (unsigned int i = 0; i < front->num; i++)
			answer_well(front, i);
	}
	masks_are_as_recorded(front);
	assert(!front->core.dirty && !front->core.in_flight);
	what_was_told_is_the_latest(front);
}

static void all_are_told(const struct front *front)
{
	for (unsigned int i = 0; i < front->num; i++)
		assert(front->led[i].told);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input input = { data, size };
	struct front front = { 0 };

	front.num = 1 + take_u8(&input) % XENLED_MAX_LEDS;
	ledfront_core_init(&front.core, front.num);
	while (input.left) {
		do_step(&front, &input, take_u8(&input) % NUM_STEPS);
		masks_are_as_recorded(&front);
		what_was_told_is_the_latest(&front);
	}
	settle(&front);
	restart(&front);
	settle(&front);
	all_are_told(&front);
	return 0;
}
