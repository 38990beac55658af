// SPDX-License-Identifier: GPL-2.0-only
/*
 * detach.c - "sp6ctl detach": asks both ends of a guest's devices to close, waits
 * until they did, and removes what attach wrote. Dom0's LEDs become its own again
 * with that: the back-end takes their triggers away.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "device.h"
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
			 const struct device *device, const struct options *options)
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
	complain("%s: LED device not closed after %u s: %s; --force removes it all the same",
		 guest->name, options->timeout, words);
	return false;
}

static bool detach(struct xs_handle *xs, const struct domain *guest,
		   const struct device *device, const struct options *options)
{
	int error;

	if (!states_are_apart(device_states(xs, device)) &&
	    !close_device(xs, guest, device, options))
		return false;
	error = device_remove(xs, device);
	if (error)
		complain("%s: xenstore refuses: %s", guest->name, strerror(error));
	else
		say("%s: LED device detached", guest->name);
	return !error;
}

static bool detach_guest(struct xs_handle *xs, const struct options *options)
{
	struct domain guest;
	unsigned int *devids;
	char folder[STORE_PATH_MAX];
	unsigned int num;
	bool good = true;

	if (!domain_find(xs, options->domain, &guest))
		return false;
	device_folder(&vled, guest.domid, folder);
	devids = store_list(xs, folder, &num);
	if (!num)
		say("%s: no LED device is attached", guest.name);
	for (unsigned int i = 0; i < num; i++) {
		struct device device = device_at(&vled, guest.domid, devids[i]);

		good &= detach(xs, &guest, &device, options);
	}
	free(devids);
	return good;
}

int command_detach(const struct options *options)
{
	struct xs_handle *xs = store_open();
	bool good = xs && detach_guest(xs, options);

	xs_close(xs);
	return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
