// SPDX-License-Identifier: GPL-2.0-only
/*
 * attach.c - "sp6ctl attach": writes both ends of a guest's LED device, waits
 * until the drivers have connected, and lets the guest drive Dom0's LEDs.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config.h"
#include "device.h"
#include "message.h"
#include "sp6ctl.h"
#include "vled.h"

/* Lets the guest drive its LEDs of Dom0, if nobody else does. */
static bool give_leds(struct xs_handle *xs, const struct domain *guest, const struct leds *leds,
		      bool force)
{
	bool good = true;
	int error = 0;

	for (unsigned int i = 0; i < leds->num; i++) {
		struct trigger trigger = { guest->domid, VLED_DEVID, i };
		const char *target = leds->led[i].target;
		char *triggers;
		enum gift gift;

		if (!target[0])
			continue;
		triggers = led_triggers(target);
		gift = vled_give(target, trigger, triggers, force, &error);
		good &= vled_tell_gift(xs, guest, target, gift, error);
		free(triggers);
	}
	return good;
}

static bool attach(struct xs_handle *xs, const struct domain *guest, const struct leds *leds,
		   const struct options *options)
{
	struct device device = device_at(&vled, guest->domid, VLED_DEVID);
	int error = vled_attach(xs, &device, leds);
	struct states states;
	bool good;

	vled_complain(guest, error);
	if (error && error != EALREADY)
		return false;

	good = device_wait(xs, &device, store_now() + options->timeout * 1000LL,
			   states_are_connected, &states);
	if (good)
		vled_say_connected(guest, leds->num, error == EALREADY);
	else
		vled_complain_unconnected(xs, guest, &device, states, options->timeout);
	/* A late guest finds its LEDs. */
	if (vled_has_triggers(states))
		good &= give_leds(xs, guest, leds, options->force);
	return good;
}

static bool attach_one(struct xs_handle *xs, const struct config *config,
		       const struct options *options)
{
	const struct leds *leds = &options->leds;
	const struct guest *configured;
	struct domain guest;

	if (!domain_find(xs, options->domain, &guest))
		return false;
	if (!leds->num) {
		configured = config_find(config, guest.name);
		if (!configured) {
			complain("no LEDs are configured for %s: give --led, or write a file "
				 "%s/*.conf with 'guest = %s'", guest.name, options->config,
				 guest.name);
			return false;
		}
		leds = &configured->leds;
	}
	return attach(xs, &guest, leds, options);
}

/* Attaches those that run and are not @done; how many are missing still. */
static unsigned int attach_present(struct xs_handle *xs, const struct config *config,
				   const struct options *options, bool done[], bool *good)
{
	unsigned int missing = 0;
	struct domain guest;

	for (unsigned int i = 0; i < config->num; i++) {
		if (done[i])
			continue;
		done[i] = domain_by_name(xs, config->guests[i].name, &guest);
		if (done[i])
			*good &= attach(xs, &guest, &config->guests[i].leds, options);
		else
			missing++;
	}
	return missing;
}

/*
 * At boot the guests' names may appear a moment later than this program. What attach()
 * waits for can hide that from store_wait(), so they are looked for once more at the end.
 */
static bool attach_all(struct xs_handle *xs, const struct config *config,
		       const struct options *options)
{
	long long deadline = store_now() + options->timeout * 1000LL;
	bool *done = calloc(config->num + 1, sizeof(*done));
	bool watching = done && store_watch(xs, "/local/domain");
	bool good = watching, in_time = true;

	if (!watching)
		complain("nothing attached, cannot watch for guests: %s", strerror(errno));
	while (watching && attach_present(xs, config, options, done, &good) && in_time)
		in_time = store_wait(xs, deadline);
	store_unwatch(xs, "/local/domain");

	for (unsigned int i = 0; watching && i < config->num; i++)
		if (!done[i])
			say("%s: does not run, not attached", config->guests[i].name);
	free(done);
	return good;
}

int command_attach(const struct options *options)
{
	struct config config = { 0 };
	struct xs_handle *xs;
	bool good;

	if (!options->leds.num && !config_read(&config, options->config)) {
		complain("%s", config.why);
		config_free(&config);
		return EXIT_FAILURE;
	}
	xs = store_open();
	good = xs && (options->all ? attach_all(xs, &config, options) :
				     attach_one(xs, &config, options));
	xs_close(xs);
	config_free(&config);
	return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
