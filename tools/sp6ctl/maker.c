// SPDX-License-Identifier: GPL-2.0-only
/* maker.c - see maker.h. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "maker.h"
#include "message.h"
#include "vfb.h"
#include "vinput.h"
#include "vled.h"

const struct maker *const makers[NUM_MAKERS] = { &vled_maker, &vinput_maker, &vfb_maker };

const struct maker *maker_of(const struct kind *kind)
{
	for (int i = 0; i < NUM_MAKERS; i++)
		if (makers[i]->kind == kind)
			return makers[i];
	return NULL;
}

bool wanted_next(struct wanted *wanted, unsigned int domid, const struct share *share)
{
	for (; wanted->next_maker < NUM_MAKERS; wanted->next_maker++) {
		const struct maker *maker = makers[wanted->next_maker];

		if (wanted->next_devid < maker->num(share)) {
			wanted->maker = maker;
			wanted->device = device_at(maker->kind, domid, wanted->next_devid++);
			return true;
		}
		wanted->next_devid = 0;
	}
	return false;
}

void write_number(struct txn *txn, unsigned int value, const char *folder, const char *name)
{
	char text[16];

	snprintf(text, sizeof(text), "%u", value);
	txn_write(txn, text, "%s/%s", folder, name);
}

struct order {
	const struct wanted *wanted;
	const struct share *share;
};

static void write_back_end(struct txn *txn, const struct order *order)
{
	const struct device *device = &order->wanted->device;

	txn_create(txn, device->back, 0, device->domid);
	txn_write(txn, device->front, "%s/frontend", device->back);
	write_number(txn, device->domid, device->back, "frontend-id");
	write_number(txn, 1, device->back, "online");
	order->wanted->maker->write(txn, device, order->share);
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
		 device->domid, device->kind->front_name);
	txn_allow(txn, folder, device->domid);

	txn_create(txn, device->front, device->domid, 0);
	txn_write(txn, device->back, "%s/backend", device->front);
	write_number(txn, 0, device->front, "backend-id");
	write_number(txn, STATE_INITIALISING, device->front, "state");
}

static void write_device(struct txn *txn, const void *context)
{
	const struct order *order = context;
	const struct device *device = &order->wanted->device;
	char path[STORE_PATH_MAX];

	snprintf(path, sizeof(path), "/local/domain/%u", device->domid);
	if (!txn_exists(txn, path) && !txn->error)
		txn->error = ESRCH;
	device_libxl_path(device, path);
	if (txn_exists(txn, path))
		txn->error = EBUSY;
	if (txn_exists(txn, device->back))
		txn->error = EEXIST;
	device_detached_path(device, path);
	txn_remove(txn, path);
	write_back_end(txn, order);
	write_front_end(txn, device);
}

int maker_make(struct xs_handle *xs, const struct wanted *wanted, const struct share *share)
{
	struct order order = { wanted, share };
	int error = store_transact(xs, write_device, &order);

	if ((error == EEXIST || error == EBUSY) &&
	    wanted->maker->is_same(xs, &wanted->device, share))
		return EALREADY;
	return error;
}

void maker_complain(const struct domain *guest, const struct wanted *wanted, int error)
{
	const char *other = wanted->maker->other;
	unsigned int devid = wanted->device.devid;

	if (error == ESRCH)
		complain("%s does not run", guest->name);
	else if (error == EEXIST)
		complain("%s has %s: 'sp6ctl detach %u' first", guest->name, other, guest->domid);
	else if (error == EBUSY)
		complain("%s has %s, number %u, which xl made and has to remove first",
			 guest->name, other, devid);
	else if (error && error != EALREADY)
		complain("%s: nothing attached, xenstore refuses: %s", guest->name,
			 strerror(error));
}

static void describe(struct xs_handle *xs, const struct device *device,
		     struct description *description)
{
	const struct maker *maker = maker_of(device->kind);

	memset(description, 0, sizeof(*description));
	snprintf(description->name, sizeof(description->name), "%s", device->kind->words);
	if (maker)
		maker->describe(xs, device, description);
}

void maker_say_connected(struct xs_handle *xs, const struct domain *guest,
			 const struct device *device, bool already)
{
	struct description description;

	describe(xs, device, &description);
	say("%s: %s %s connected%s", guest->name, description.name,
	    already ? "is already" : "is", description.what);
}

void maker_complain_unconnected(struct xs_handle *xs, const struct domain *guest,
				const struct device *device, struct states states,
				unsigned int seconds)
{
	struct description description;
	char words[2 * REASON_MAX];

	describe(xs, device, &description);
	device_explain(xs, device, states, words, sizeof(words));
	complain("%s: %s attached, but not connected after %u s: %s",
		 guest->name, description.name, seconds, words);
}

void maker_name(struct xs_handle *xs, const struct device *device, char name[], size_t size)
{
	struct description description;

	describe(xs, device, &description);
	snprintf(name, size, "%s", description.name);
}
