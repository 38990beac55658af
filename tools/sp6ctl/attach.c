// SPDX-License-Identifier: GPL-2.0-only
/*
 * attach.c - "sp6ctl attach": makes a guest's devices, waits until the drivers have
 * connected, and lets the guest drive Dom0's LEDs.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config.h"
#include "device.h"
#include "maker.h"
#include "message.h"
#include "sp6ctl.h"

/* Waits for the device, and does what is to be done when it is there. */
static bool finish(struct xs_handle *xs, const struct domain *guest, const struct wanted *wanted,
		   bool already, long long deadline, const struct options *options)
{
	const struct device *device = &wanted->device;
	struct states states;
	bool good = device_wait(xs, device, deadline, states_are_connected, &states);

	if (good)
		maker_say_connected(xs, guest, device, already);
	else
		maker_complain_unconnected(xs, guest, device, states, options->timeout);
	if (wanted->maker->serve)
		good &= wanted->maker->serve(xs, guest, device, options->force);
	return good;
}

/* All devices are made before the first is waited for. */
static bool attach(struct xs_handle *xs, const struct domain *guest, const struct share *share,
		   const struct options *options)
{
	long long deadline = store_now() + options->timeout * 1000LL;
	struct wanted wanted = { 0 };
	int errors[MAX_WANTED];
	unsigned int i = 0;
	bool good = true;

	while (wanted_next(&wanted, guest->domid, share)) {
		errors[i] = maker_make(xs, &wanted, share);
		maker_complain(guest, &wanted, errors[i++]);
	}
	memset(&wanted, 0, sizeof(wanted));
	for (i = 0; wanted_next(&wanted, guest->domid, share); i++)
		good &= (!errors[i] || errors[i] == EALREADY) &&
			finish(xs, guest, &wanted, errors[i] == EALREADY, deadline, options);
	return good;
}

static bool attach_one(struct xs_handle *xs, const struct config *config,
		       const struct options *options)
{
	const struct share *share = &options->share;
	const struct guest *configured;
	struct domain guest;

	if (!domain_find(xs, options->domain, &guest))
		return false;
	if (share_is_empty(share)) {
		configured = config_find(config, guest.name);
		if (!configured) {
			complain("nothing is configured for %s: give --led, --input or "
				 "--screen, or write a file %s/*.conf with 'guest = %s'",
				 guest.name, options->config, guest.name);
			return false;
		}
		share = &configured->share;
	}
	return attach(xs, &guest, share, options);
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
			*good &= attach(xs, &guest, &config->guests[i].share, options);
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

	if (share_is_empty(&options->share) && !config_read(&config, options->config)) {
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
