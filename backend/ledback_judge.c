// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which of a guest's LED requests to obey: see ledback_judge.h.
 */
#include "ledback_judge.h"

bool ledback_judge_prod(uint32_t req_prod, uint32_t rsp_prod, uint32_t ring_size)
{
	return req_prod - rsp_prod <= ring_size;
}

static uint32_t ledback_delay(uint32_t delay)
{
	if (delay < XENLED_MIN_DELAY)
		return XENLED_MIN_DELAY;
	if (delay > XENLED_MAX_DELAY)
		return XENLED_MAX_DELAY;
	return delay;
}

int32_t ledback_judge_request(const struct xenled_request *req,
			      const uint8_t *max_brightness,
			      unsigned int num_leds,
			      struct ledback_state *state)
{
	bool blinks = req->delay_on && req->delay_off;

	if (req->operation != XENLED_OP_SET)
		return XENLED_STATUS_EOPNOTSUPP;
	if (req->led >= num_leds || req->reserved)
		return XENLED_STATUS_EINVAL;
	if (req->brightness > max_brightness[req->led])
		return XENLED_STATUS_EINVAL;
	if (!blinks && (req->delay_on || req->delay_off))
		return XENLED_STATUS_EINVAL;

	blinks = blinks && req->brightness;
	state->brightness = req->brightness;
	state->delay_on = blinks ? ledback_delay(req->delay_on) : 0;
	state->delay_off = blinks ? ledback_delay(req->delay_off) : 0;

	return XENLED_STATUS_OK;
}
