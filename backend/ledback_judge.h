/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * ledback_judge.h - which of a guest's LED requests to obey.
 *
 * Plain C without kernel calls, compiled into xen-ledback and into unit tests
 * and fuzzers. Judges copies: never memory that the guest can still write.
 */
#ifndef LEDBACK_JUDGE_H
#define LEDBACK_JUDGE_H

#include <xen/io/ledif.h>

#ifndef __KERNEL__
#include <stdbool.h>
#endif

/* What a LED does. Both delays are 0, or both in range and brightness is not 0. */
struct ledback_state {
	uint16_t brightness;
	uint32_t delay_on;	/* ms */
	uint32_t delay_off;
};

/* Can there be so many requests that were not answered? */
bool ledback_judge_prod(uint32_t req_prod, uint32_t rsp_prod, uint32_t ring_size);

/*
 * Returns the request's status; *state is written only if that is
 * XENLED_STATUS_OK. max_brightness has an entry for each of num_leds LEDs.
 */
int32_t ledback_judge_request(const struct xenled_request *req,
			      const uint8_t *max_brightness,
			      unsigned int num_leds,
			      struct ledback_state *state);

#endif /* LEDBACK_JUDGE_H */
