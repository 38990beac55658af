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
#include "sysfs.h"

#define DEVID		0	/* a guest has one LED device */
#define DEFAULT_MAX	1	/* of a LED whose target is missing, or that has none */

struct nodes {
	const struct device *device;
	const struct leds *leds;
};

static unsigned int max_brightness(const struct led *led)
{
	unsigned int max = led->max_brightness;

	if (max || (led->target[0] && led_number(led->target, "max_brightness", &max) && max))
		return max < XENLED_MAX_BRIGHTNESS ? max : XENLED_MAX_BRIGHTNESS;
	return DEFAULT_MAX;
}

static void write_number(struct txn *txn, unsigned int value, const char *folder, const char *name)
{
	char text[16];

	snprintf(text, sizeof(text), "%u", value);
	txn_write(txn, text, "%s/%s", folder, name);
}

static void write_back_end(struct txn *txn, const struct device *device, const struct leds *leds)
{
	txn_create(txn, device->back, 0, device->domid);
	txn_write(txn, device->front, "%s/frontend", device->back);
	write_number(txn, device->domid, device->back, "frontend-id");
	write_number(txn, 1, device->back, "online");
	write_number(txn, leds->num, device->back, XENLED_FIELD_BE_NUM_LEDS);
	for (unsigned int i = 0; i < leds->num; i++) {
		const struct led *led = &leds->led[i];
		char folder[STORE_PATH_MAX + 16];

		snprintf(folder, sizeof(folder), "%s/" XENLED_FIELD_BE_LED "%u", device->back, i);
		txn_write(txn, led->name, "%s/" XENLED_FIELD_BE_NAME, folder);
		write_number(txn, max_brightness(led), folder, XENLED_FIELD_BE_MAX_BRIGHTNESS);
		if (led->target[0])
			txn_write(txn, led->target, "%s/" XENLED_FIELD_BE_TARGET, folder);
	}
	write_number(txn, STATE_INITIALISING, device->back, "state");
}

/*
 * The guest finds its devices by listing the folders above them. libxl lets it do
 * so; init-dom0less, which prepares the guests that Xen started, does not.
 */
static void write_front_end(struct txn *txn, const struct device *device)
{
	char folder[STORE_PATH_MAX];

	snprintf(folder, sizeof(folder), "/local/domain/%u/device", device->domid);
	txn_allow(txn, folder, device->domid);
	snprintf(folder, sizeof(folder), "/local/domain/%u/device/%s",
		 device->domid, device->kind->name);
	txn_allow(txn, folder, device->domid);

	txn_create(txn, device->front, device->domid, 0);
	txn_write(txn, device->back, "%s/backend", device->front);
	write_number(txn, 0, device->front, "backend-id");
	write_number(txn, STATE_INITIALISING, device->front, "state");
}

static void write_device(struct txn *txn, const void *context)
{
	const struct nodes *nodes = context;
	char domain[STORE_PATH_MAX];

	snprintf(domain, sizeof(domain), "/local/domain/%u", nodes->device->domid);
	if (!txn_exists(txn, domain) && !txn->error)
		txn->error = ESRCH;
	if (txn_exists(txn, nodes->device->back))
		txn->error = EEXIST;
	write_back_end(txn, nodes->device, nodes->leds);
	write_front_end(txn, nodes->device);
}

static bool node_is(struct xs_handle *xs, const char *folder, const char *name, const char *value)
{
	char *present = store_read(xs, "%s/%s", folder, name);
	bool same = !strcmp(present ? present : "", value);

	free(present);
	return same;
}

static bool node_is_number(struct xs_handle *xs, const char *folder, const char *name,
			   unsigned int value)
{
	char text[16];

	snprintf(text, sizeof(text), "%u", value);
	return node_is(xs, folder, name, text);
}

/*
 * Whether a LED that is there, in @folder, has the highest brightness asked for. One
 * that is the target's still is if the target was missing then, or is now.
 */
static bool has_max_brightness(struct xs_handle *xs, const char *folder, const struct led *led)
{
	const char *name = XENLED_FIELD_BE_MAX_BRIGHTNESS;
	bool is_targets = led->target[0] && !led->max_brightness;
	unsigned int max;

	return node_is_number(xs, folder, name, max_brightness(led)) ||
	       (is_targets && (node_is_number(xs, folder, name, DEFAULT_MAX) ||
			       !led_number(led->target, "max_brightness", &max)));
}

/* Whether the device that is there has just these LEDs. */
static bool has_leds(struct xs_handle *xs, const struct device *device, const struct leds *leds)
{
	bool same = node_is_number(xs, device->back, XENLED_FIELD_BE_NUM_LEDS, leds->num);

	for (unsigned int i = 0; same && i < leds->num; i++) {
		char folder[STORE_PATH_MAX + 16];

		snprintf(folder, sizeof(folder), "%s/" XENLED_FIELD_BE_LED "%u", device->back, i);
		same = node_is(xs, folder, XENLED_FIELD_BE_NAME, leds->led[i].name) &&
		       node_is(xs, folder, XENLED_FIELD_BE_TARGET, leds->led[i].target) &&
		       has_max_brightness(xs, folder, &leds->led[i]);
	}
	return same;
}

/* Lets the guest drive one LED of Dom0, if nobody else does. */
static bool give_led(struct xs_handle *xs, const struct domain *guest, const struct led *led,
		     struct trigger trigger, bool force)
{
	char ours[TRIGGER_MAX + 1], present[TRIGGER_MAX + 1], owner[REASON_MAX];
	int error;

	trigger_format(trigger, ours);
	if (!led_trigger(led->target, present)) {
		complain("%s: Dom0 has no LED '%s': is its driver loaded? Then attach again",
			 guest->name, led->target);
		return false;
	}
	if (!strcmp(present, ours))
		return true;
	if (strcmp(present, "none") && !force) {
		owner_of_trigger(xs, present, owner, sizeof(owner));
		say("%s: Dom0's LED %s stays with its owner, %s (--force takes it)",
		    guest->name, led->target, owner);
		return true;
	}
	error = led_set_trigger(led->target, ours);
	if (error)
		complain("%s: Dom0's LED %s does not take the trigger %s: %s", guest->name,
			 led->target, ours, error == EINVAL ?
			 "xen-ledback does not offer it" : strerror(error));
	return !error;
}

static bool give_leds(struct xs_handle *xs, const struct domain *guest, const struct leds *leds,
		      bool force)
{
	bool good = true;

	for (unsigned int i = 0; i < leds->num; i++) {
		struct trigger trigger = { guest->domid, DEVID, i };

		if (leds->led[i].target[0])
			good &= give_led(xs, guest, &leds->led[i], trigger, force);
	}
	return good;
}

static bool attach(struct xs_handle *xs, const struct domain *guest, const struct leds *leds,
		   const struct options *options)
{
	struct device device = device_at(&vled, guest->domid, DEVID);
	struct nodes nodes = { &device, leds };
	char words[2 * REASON_MAX];
	struct states states;
	bool good;
	int error = store_transact(xs, write_device, &nodes);

	if (error == ESRCH) {
		complain("%s does not run", guest->name);
		return false;
	}
	if (error == EEXIST && !has_leds(xs, &device, leds)) {
		complain("%s has a LED device with other LEDs: 'sp6ctl detach %u' first",
			 guest->name, guest->domid);
		return false;
	}
	if (error && error != EEXIST) {
		complain("%s: nothing attached, xenstore refuses: %s", guest->name,
			 strerror(error));
		return false;
	}

	good = device_wait(xs, &device, store_now() + options->timeout * 1000LL,
			   states_are_connected, &states);
	if (good) {
		say("%s: LED device %s connected, %u LED%s", guest->name,
		    error ? "is already" : "is", leds->num, leds->num == 1 ? "" : "s");
	} else {
		device_explain(xs, &device, states, words, sizeof(words));
		complain("%s: LED device attached, but not connected after %u s: %s",
			 guest->name, options->timeout, words);
	}
	/* The triggers are there from the back-end's first state on; a late guest finds its LEDs. */
	if (states.back > STATE_INITIALISING)
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
