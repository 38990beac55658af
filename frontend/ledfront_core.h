/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * ledfront_core.h - which LED states to send, and which answers to believe.
 *
 * Plain C without kernel calls, compiled into xen-ledfront and into unit tests
 * and fuzzers. Must not know of rings, xenstore or LED classes. The caller sees to it
 * that calls for one struct ledfront_core do not overlap.
 */
#ifndef LEDFRONT_CORE_H
#define LEDFRONT_CORE_H

#include <xen/io/ledif.h>

#ifndef __KERNEL__
#include <stdbool.h>
#endif

/* What the back-end's node says of a LED. */
struct ledfront_desc {
	char name[XENLED_MAX_NAME + 1];
	uint8_t max_brightness;
};

/* The LEDs' wanted states. Bit n of a mask is LED n. */
struct ledfront_core {
	uint32_t dirty;		/* wanted state not yet sent */
	uint32_t in_flight;	/* sent, not yet answered */
	struct xenled_request wanted[XENLED_MAX_LEDS];
};

/* Takes the name of LED num if it is one and no earlier LED has it. */
bool ledfront_take_name(struct ledfront_desc *descs, unsigned int num,
			const char *name, size_t len);

/* num LEDs, dark. */
void ledfront_core_init(struct ledfront_core *core, unsigned int num);

/* A new connection: nothing is in flight, the state of num LEDs is to be sent. */
void ledfront_core_restart(struct ledfront_core *core, unsigned int num);

/* 0 ends blinking; another brightness leaves it as it is. */
void ledfront_core_set(struct ledfront_core *core, unsigned int led,
		       uint16_t brightness);

void ledfront_core_blink(struct ledfront_core *core, unsigned int led,
			 uint16_t brightness, uint32_t on, uint32_t off);

/* The next request to send, which is in flight from then on; false: none. */
bool ledfront_core_next(struct ledfront_core *core, struct xenled_request *req);

/* Can the back-end have come to prod, between our own two indices? */
bool ledfront_core_prod_ok(uint32_t prod, uint32_t rsp_cons, uint32_t req_prod);

/* Takes an answer; false: it is one to no request in flight. */
bool ledfront_core_answer(struct ledfront_core *core,
			  const struct xenled_response *rsp);

#endif /* LEDFRONT_CORE_H */
