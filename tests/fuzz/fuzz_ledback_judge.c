// SPDX-License-Identifier: GPL-2.0-only
/*
 * fuzz_ledback_judge.c - a hostile guest's requests and ring index before
 * xen-ledback's judge.
 *
 * Input: the ring's size as a power of two, 1 byte; both indices, 4 bytes each;
 * the number of LEDs, 1 byte; their highest brightness, 1 byte each; requests.
 */
#include "backend/ledback_judge.h"
#include "tests/fuzz/fuzz.h"

#define MAX_RING_ORDER	8	/* 256 slots, what a page of the largest size has */

static void prod_is_in_reach(uint32_t req_prod, uint32_t rsp_prod, uint32_t ring_size)
{
	bool reached = false;

	for (uint32_t i = 0; i <= ring_size; i++)
		reached |= rsp_prod + i == req_prod;
	assert(ledback_judge_prod(req_prod, rsp_prod, ring_size) == reached);
}

/* The request is one that the contract calls good. */
static bool is_good(const struct xenled_request *req, const uint8_t *max, unsigned int num)
{
	return req->led < num && req->brightness <= max[req->led] && !req->reserved &&
	       !req->delay_on == !req->delay_off;
}

static uint32_t in_range(uint32_t delay)
{
	uint32_t most = delay < XENLED_MAX_DELAY ? delay : XENLED_MAX_DELAY;

	return most > XENLED_MIN_DELAY ? most : XENLED_MIN_DELAY;
}

static void state_is_what_was_asked_for(const struct ledback_state *state,
					const struct xenled_request *req)
{
	bool blinks = req->delay_on && req->brightness;

	assert(state->brightness == req->brightness);
	assert(state->delay_on == (blinks ? in_range(req->delay_on) : 0));
	assert(state->delay_off == (blinks ? in_range(req->delay_off) : 0));
}

/* A request for the state that came out is good and changes nothing. */
static void state_is_stable(const struct ledback_state *state, struct xenled_request req,
			    const uint8_t *max, unsigned int num)
{
	struct ledback_state again;

	req.delay_on = state->delay_on;
	req.delay_off = state->delay_off;
	assert(ledback_judge_request(&req, max, num, &again) == XENLED_STATUS_OK);
	assert(again.brightness == state->brightness);
	assert(again.delay_on == state->delay_on && again.delay_off == state->delay_off);
}

static void request_is_judged(const struct xenled_request *req, const uint8_t *max,
			      unsigned int num)
{
	struct ledback_state state, untouched;
	int32_t status;

	memset(&state, 0xa5, sizeof(state));
	untouched = state;
	status = ledback_judge_request(req, max, num, &state);

	if (req->operation != XENLED_OP_SET)
		assert(status == XENLED_STATUS_EOPNOTSUPP);
	else
		assert(status == (is_good(req, max, num) ? XENLED_STATUS_OK :
							   XENLED_STATUS_EINVAL));
	if (status != XENLED_STATUS_OK) {
		assert(!memcmp(&state, &untouched, sizeof(state)));
		return;
	}
	state_is_what_was_asked_for(&state, req);
	state_is_stable(&state, *req, max, num);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input input = { data, size };
	uint32_t ring_size = 1u << take_u8(&input) % (MAX_RING_ORDER + 1);
	uint32_t req_prod = take_u32(&input);
	uint32_t rsp_prod = take_u32(&input);
	size_t num = take_u8(&input) % (XENLED_MAX_LEDS + 1);
	uint8_t *max = (uint8_t *)take_bytes(&input, &num);
	struct xenled_request req;

	prod_is_in_reach(req_prod, rsp_prod, ring_size);
	while (take(&input, &req, sizeof(req)))
		request_is_judged(&req, max, num);
	free(max);
	return 0;
}
