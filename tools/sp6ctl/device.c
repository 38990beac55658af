// SPDX-License-Identifier: GPL-2.0-only
/* device.c - see device.h. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "device.h"
#include "message.h"
#include "xen/io/kbdif_x.h"
#include "xen/io/ledif.h"

#define BACK_ENDS "/local/domain/0/backend/%s"	/* of one kind */

const struct kind vled = {
	XENLED_DRIVER_NAME, XENLED_DRIVER_NAME, "LED device", "xen-ledback", "xen-ledfront",
};

/* The back-end is none of QEMU's, which has the front-end's name. */
const struct kind vinput = {
	XENKBD_X_BACKEND_NAME, XENKBD_DRIVER_NAME, "input device",
	"xen-inputback", "xen-inputfront or xen-kbdfront",
};

const struct kind vfb = { "vfb", "vfb", "screen", "xen-fbback", "xen-fbfront" };

const struct kind *const kinds[NUM_KINDS] = { &vled, &vinput, &vfb };

const char *const device_places[NUM_PLACES] = { "/local/domain", "/libxl" };

struct domain domain_by_id(struct xs_handle *xs, unsigned int domid)
{
	char *name = store_read(xs, "/local/domain/%u/name", domid);
	struct domain domain = { .domid = domid };

	if (name && *name)
		snprintf(domain.name, sizeof(domain.name), "%s", name);
	else
		snprintf(domain.name, sizeof(domain.name), "domain %u", domid);
	free(name);
	return domain;
}

bool domain_by_name(struct xs_handle *xs, const char *name, struct domain *domain)
{
	unsigned int num;
	unsigned int *domids = store_list(xs, "/local/domain", &num);
	bool found = false;

	for (unsigned int i = 0; !found && i < num; i++) {
		*domain = domain_by_id(xs, domids[i]);
		found = domain->domid && !strcmp(domain->name, name);
	}
	free(domids);
	return found;
}

bool domain_find(struct xs_handle *xs, const char *text, struct domain *domain)
{
	unsigned int domid;
	char excess;

	if (sscanf(text, "%9u%c", &domid, &excess) == 1) {
		*domain = domain_by_id(xs, domid);
		if (domid)
			return true;
		complain("domain 0 is Dom0, which has the hardware itself: name a guest");
		return false;
	}
	if (domain_by_name(xs, text, domain))
		return true;
	complain("no guest is called '%s': sp6ctl status shows those that run", text);
	return false;
}

bool domain_runs(struct xs_handle *xs, unsigned int domid)
{
	char *node = store_read(xs, "/local/domain/%u", domid);

	bool gone = !node && errno == ENOENT;

	free(node);
	return !gone;
}

void kind_folder(const struct kind *kind, char path[STORE_PATH_MAX])
{
	snprintf(path, STORE_PATH_MAX, BACK_ENDS, kind->name);
}

void device_folder(const struct kind *kind, unsigned int domid, char path[STORE_PATH_MAX])
{
	snprintf(path, STORE_PATH_MAX, BACK_ENDS "/%u", kind->name, domid);
}

struct device device_at(const struct kind *kind, unsigned int domid, unsigned int devid)
{
	struct device device = { .kind = kind, .domid = domid, .devid = devid };

	snprintf(device.back, sizeof(device.back), BACK_ENDS "/%u/%u", kind->name, domid, devid);
	snprintf(device.front, sizeof(device.front), "/local/domain/%u/device/%s/%u",
		 domid, kind->front_name, devid);
	return device;
}

void device_libxl_path(const struct device *device, char path[STORE_PATH_MAX])
{
	snprintf(path, STORE_PATH_MAX, "/libxl/%u/device/%s/%u", device->domid,
		 device->kind->front_name, device->devid);
}

bool device_is_libxls(struct xs_handle *xs, const struct device *device)
{
	char path[STORE_PATH_MAX];

	device_libxl_path(device, path);
	return store_exists(xs, path);
}

static enum state read_state(struct xs_handle *xs, const char *end)
{
	char *text = store_read(xs, "%s/state", end);
	enum state state = state_parse(text);

	free(text);
	return state;
}

struct states device_states(struct xs_handle *xs, const struct device *device)
{
	return (struct states){
		.back = read_state(xs, device->back),
		.front = read_state(xs, device->front),
	};
}

bool device_wait(struct xs_handle *xs, const struct device *device, long long deadline,
		 bool (*reached)(struct states), struct states *states)
{
	bool good = store_watch(xs, device->back) && store_watch(xs, device->front);

	*states = device_states(xs, device);
	while (good && !reached(*states)) {
		good = store_wait(xs, deadline);
		*states = device_states(xs, device);
	}
	store_unwatch(xs, device->back);
	store_unwatch(xs, device->front);
	return reached(*states);
}

/* Where drivers leave messages about the device's ends. */
static void error_paths(const struct device *device, char back[STORE_PATH_MAX],
			char front[STORE_PATH_MAX])
{
	snprintf(back, STORE_PATH_MAX, "/local/domain/0/error/backend/%s/%u/%u",
		 device->kind->name, device->domid, device->devid);
	snprintf(front, STORE_PATH_MAX, "/local/domain/%u/error/device/%s/%u",
		 device->domid, device->kind->front_name, device->devid);
}

void device_detached_path(const struct device *device, char path[STORE_PATH_MAX])
{
	snprintf(path, STORE_PATH_MAX, "/local/domain/%u/%s-%u-detached",
		 device->domid, device->kind->name, device->devid);
}

static void remove_nodes(struct txn *txn, const void *context)
{
	const struct device *device = context;
	char back[STORE_PATH_MAX], front[STORE_PATH_MAX], folder[STORE_PATH_MAX];

	txn_remove(txn, device->back);
	txn_remove(txn, device->front);
	device_folder(device->kind, device->domid, folder);
	txn_remove_if_empty(txn, folder);

	error_paths(device, back, front);
	txn_remove(txn, back);
	txn_remove(txn, front);
	*strrchr(back, '/') = '\0';
	txn_remove_if_empty(txn, back);

	snprintf(folder, sizeof(folder), "/local/domain/%u", device->domid);
	device_detached_path(device, front);
	if (txn_exists(txn, folder))
		txn_write(txn, "1", "%s", front);
}

int device_remove(struct xs_handle *xs, const struct device *device)
{
	return store_transact(xs, remove_nodes, device);
}

/* Below a guest's folder: its name, itself, and its ends of the devices known here. */
static bool guest_path_matters(const char *below)
{
	size_t length;

	if (!*below || !strcmp(below, "/name") || !strcmp(below, "/device"))
		return true;
	if (strncmp(below, "/device/", 8))
		return false;
	below += 8;
	length = strcspn(below, "/");
	for (int i = 0; i < NUM_KINDS; i++) {
		const char *name = kinds[i]->front_name;

		if (length == strlen(name) && !strncmp(below, name, length)) {
			const char *leaf = strrchr(below, '/');

			return !leaf || leaf == strchr(below, '/') || !strcmp(leaf, "/state");
		}
	}
	return false;
}

bool device_path_matters(const char *path)
{
	char folder[STORE_PATH_MAX];
	int used = 0;

	for (int i = 0; i < NUM_KINDS; i++) {
		kind_folder(kinds[i], folder);
		if (!strncmp(path, folder, strlen(folder)))
			return true;
	}
	if (!strcmp(path, "/local/domain"))
		return true;
	sscanf(path, "/libxl/%*9u%n", &used);
	if (used)	/* libxl forgets a guest as a whole, after its folder is gone */
		return !path[used];
	sscanf(path, "/local/domain/%*9u%n", &used);
	return used && guest_path_matters(path + used);
}

void device_explain(struct xs_handle *xs, const struct device *device, struct states states,
		    char words[], size_t size)
{
	char back_path[STORE_PATH_MAX], front_path[STORE_PATH_MAX];
	char *back, *front;
	size_t used;

	states_explain(states, device->kind, device->domid, words, size);

	error_paths(device, back_path, front_path);
	back = store_read(xs, "%s/error", back_path);
	front = store_read(xs, "%s/error", front_path);
	used = strlen(words);
	if (back)
		snprintf(words + used, size - used, "; the back-end says: %.100s", back);
	used = strlen(words);
	if (front)
		snprintf(words + used, size - used, "; the front-end says: %.100s", front);
	free(back);
	free(front);
}
