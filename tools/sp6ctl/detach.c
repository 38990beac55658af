// SPDX-License-Identifier: GPL-2.0-only
/*
 * detach.c - "sp6ctl detach": asks both ends of a guest's devices to close, waits
 * until they did, and removes what attach wrote. Dom0's LEDs become its own again
 * with that: the back-end takes their triggers away. What xl made it leaves alone.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "device.h"
#include "maker.h"
#include "message.h"
#include "sp6ctl.h"
#include "text.h"

/* As libxl removes a device: not online, so that the back-end does not come back. */
static void begin_to_close(struct txn *txn, const void *context)
{
	const struct device *device = context;
	char closing[] = { '0' + STATE_CLOSING, '\0' };

	txn_write(txn, "0", "%s/online", device->back);
	txn_write(txn, closing, "%s/state", device->back);
}

static bool close_device(struct xs_handle *xs, const struct domain *guest,
			 const struct device *device, const char *name,
			 const struct options *options)
{
	char words[2 * REASON_MAX];
	struct states states;
	int error = store_transact(xs, begin_to_close, device);

	if (error) {
		complain("%s: xenstore refuses: %s", guest->name, strerror(error));
		return false;
	}
	if (device_wait(xs, device, store_now() + options->timeout * 1000LL,
			states_are_over, &states) || options->force)
		return true;
	device_explain(xs, device, states, words, sizeof(words));
	complain("%s: %s not closed after %u s: %s; --force removes it all the same",
		 guest->name, name, options->timeout, words);
	return false;
}

static bool detach(struct xs_handle *xs, const struct domain *guest,
		   const struct device *device, const struct options *options)
{
	char name[REASON_MAX];
	int error;

	maker_name(xs, device, name, sizeof(name));
	if (device_is_libxls(xs, device)) {
		say("%s: %s was made by xl and is left to it", guest->name, name);
		return true;
	}
	if (!states_are_apart(device_states(xs, device)) &&
	    !close_device(xs, guest, device, name, options))
		return false;
	error = device_remove(xs, device);
	if (error)
		complain("%s: xenstore refuses: %s", guest->name, strerror(error));
	else
		say("%s: %s detached", guest->name, name);
	return !error;
}

/* All devices of one kind, whose number is added to @found. */
static bool detach_kind(struct xs_handle *xs, const struct domain *guest, const struct kind *kind,
			const struct options *options, unsigned int *found)
{
	char folder[STORE_PATH_MAX];
	unsigned int *devids;
	unsigned int num;
	bool good = true;

	device_folder(kind, guest->domid, folder);
	devids = store_list(xs, folder, &num);
	*found += num;
	for (unsigned int i = 0; i < num; i++) {
		struct device device = device_at(kind, guest->domid, devids[i]);

		good &= detach(xs, guest, &device, options);
	}
	free(devids);
	return good;
}

static bool is_meant(const struct kind *kind, const struct options *options)
{
	return !options->kind || !strcmp(options->kind, kind->name);
}

static bool is_kind(const struct options *options)
{
	for (int i = 0; i < NUM_MAKERS; i++)
		if (is_meant(makers[i]->kind, options))
			return true;
	complain("there are no devices of kind '%s', only of vled, vinput and vfb", options->kind);
	return false;
}

static bool detach_guest(struct xs_handle *xs, const struct options *options)
{
	struct domain guest;
	unsigned int found = 0;
	bool good = true;

	if (!domain_find(xs, options->domain, &guest))
		return false;
	for (int i = 0; i < NUM_MAKERS; i++)
		if (is_meant(makers[i]->kind, options))
			good &= detach_kind(xs, &guest, makers[i]->kind, options, &found);
	if (!found)
		say("%s: no device is attached", guest.name);
	return good;
}

int command_detach(const struct options *options)
{
	struct xs_handle *xs = is_kind(options) ? store_open() : NULL;
	bool good = xs && detach_guest(xs, options);

	xs_close(xs);
	return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
