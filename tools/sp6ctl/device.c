// SPDX-License-Identifier: GPL-2.0-only
/* device.c - see device.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "device.h"
#include "message.h"
#include "sysfs.h"
#include "xen/io/ledif.h"

#define BACK_ENDS "/local/domain/0/backend/%s"	/* of one kind */

const struct kind vled = { XENLED_DRIVER_NAME, "xen-ledback", "xen-ledfront" };

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

	free(node);
	return node != NULL;
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
		 domid, kind->name, devid);
	return device;
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

void device_error_paths(const struct device *device, char back[STORE_PATH_MAX],
			char front[STORE_PATH_MAX])
{
	snprintf(back, STORE_PATH_MAX, "/local/domain/0/error/backend/%s/%u/%u",
		 device->kind->name, device->domid, device->devid);
	snprintf(front, STORE_PATH_MAX, "/local/domain/%u/error/device/%s/%u",
		 device->domid, device->kind->name, device->devid);
}

void device_explain(struct xs_handle *xs, const struct device *device, struct states states,
		    char words[], size_t size)
{
	char back_path[STORE_PATH_MAX], front_path[STORE_PATH_MAX];
	char *back, *front;
	size_t used;

	states_explain(states, device->kind, device->domid, words, size);

	device_error_paths(device, back_path, front_path);
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

void owner_of_trigger(struct xs_handle *xs, const char *trigger, char words[], size_t size)
{
	struct trigger guest;

	if (!strcmp(trigger, "none"))
		snprintf(words, size, "Dom0");
	else if (trigger_parse(trigger, &guest))
		snprintf(words, size, "%s", domain_by_id(xs, guest.domid).name);
	else
		snprintf(words, size, "Dom0's trigger '%s'", trigger);
}
