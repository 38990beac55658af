/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * keeper.h - what "sp6ctl watch" sees to each time that something changed: configured
 * guests have their devices, Dom0's LEDs show theirs, or those of the guest in focus, and
 * what dead guests left is gone. Must not know what changed.
 */
#ifndef SP6CTL_KEEPER_H
#define SP6CTL_KEEPER_H

#include "config.h"
#include "device.h"
#include "ownership.h"

struct device_list {
	struct device_id {
		const struct kind *kind;
		unsigned int domid, devid;
	} *ids;
	unsigned int num;
};

/* A LED of Dom0 that a guest's device names, or that follows the focus. */
struct kept_led {
	char name[TARGET_MAX + 1];
	struct ownership ownership;
	bool told;	/* that it cannot follow the focus */
};

/* Zero it before use, but for the first two. */
struct keeper {
	struct xs_handle *xs;
	struct config config;
	struct device_list connected;	/* after the last pass */
	struct kept_led *leds;
	unsigned int num_leds;
};

/* Looks at everything, does what is to be done, waits for nobody. */
void keeper_pass(struct keeper *keeper);

/*
 * The kernel told of a LED: at once, who has it? By the next pass that can be another.
 * @gone: it was removed, and one that has come in its place since is another.
 */
void keeper_see_led(struct keeper *keeper, const char *name, bool gone);

/* Every configured guest that runs is connected, or was detached by hand. */
bool keeper_is_done(const struct keeper *keeper);

/* Says of the others, after @seconds, who waits for whom. */
void keeper_complain(const struct keeper *keeper, unsigned int seconds);

void keeper_free(struct keeper *keeper);

#endif /* SP6CTL_KEEPER_H */
