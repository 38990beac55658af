// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which LED states to send, and which answers to believe: see ledfront_core.h.
 */
#include "ledfront_core.h"

#ifdef __KERNEL__
#include <linux/string.h>
#else
#include <string.h>
#endif

#include "xs_judge.h"

_Static_assert(XENLED_MAX_LEDS == 32, "a mask has a bit for each LED");

static uint32_t ledfront_mask(unsigned int num)
{
	return num ? ~0u >> (XENLED_MAX_LEDS - num) : 0;
}

bool ledfront_take_name(struct ledfront_desc *descs, unsigned int num,
			const char *name, size_t len)
{
	struct ledfront_desc *desc = &descs[num];
	unsigned int i;

	if (!xs_judge_name(name, len, XENLED_MAX_NAME))
		return false;

	memset(desc->name, 0, sizeof(desc->name));
	memcpy(desc->name, name, len);

	for (i = 0; i < num; i++)
		if (!memcmp(descs[i].name, desc->name, sizeof(desc->name)))
			return false;

	return true;
}

void ledfront_core_init(struct ledfront_core *core, unsigned int num)
{
	unsigned int i;

	memset(core, 0, sizeof(*core));
	for (i = 0; i < num; i++) {
		core->wanted[i].id = i;
		core->wanted[i].operation = XENLED_OP_SET;
		core->wanted[i].led = i;
	}
}

void ledfront_core_restart(struct ledfront_core *core, unsigned int num)
{
	core->in_flight = 0;
	core->dirty = ledfront_mask(num);
}

void ledfront_core_set(struct ledfront_core *core, unsigned int led,
		       uint16_t brightness)
{
	struct xenled_request *wanted = &core->wanted[led];

	wanted->brightness = brightness;
	if (!brightness) {
		wanted->delay_on = 0;
		wanted->delay_off = 0;
	}
	core->dirty |= 1u << led;
}

void ledfront_core_blink(struct ledfront_core *core, unsigned int led,
			 uint16_t brightness, uint32_t on, uint32_t off)
{
	struct xenled_request *wanted = &core->wanted[led];

	wanted->brightness = brightness;
	wanted->delay_on = on;
	wanted->delay_off = off;
	core->dirty |= 1u << led;
}

bool ledfront_core_next(struct ledfront_core *core, struct xenled_request *req)
{
	uint32_t ready = core->dirty & ~core->in_flight;
	unsigned int led;

	if (!ready)
		return false;

	led = __builtin_ctz(ready);
	core->dirty &= ~(1u << led);
	core->in_flight |= 1u << led;
	*req = core->wanted[led];

	return true;
}

bool ledfront_core_prod_ok(uint32_t prod, uint32_t rsp_cons, uint32_t req_prod)
{
	return prod - rsp_cons <= req_prod - rsp_cons;
}

bool ledfront_core_answer(struct ledfront_core *core,
			  const struct xenled_response *rsp)
{
	if (rsp->id >= XENLED_MAX_LEDS || rsp->operation != XENLED_OP_SET)
		return false;
	if (!(core->in_flight & (1u << rsp->id)))
		return false;

	core->in_flight &= ~(1u << rsp->id);
	return true;
}
