// SPDX-License-Identifier: GPL-2.0-only
/* keeper.c - see keeper.h. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "keeper.h"
#include "message.h"
#include "vled.h"

static bool list_has(const struct device_list *list, const struct device *device)
{
	for (unsigned int i = 0; i < list->num; i++)
		if (list->ids[i].domid == device->domid && list->ids[i].devid == device->devid)
			return true;
	return false;
}

static void list_add(struct device_list *list, const struct device *device)
{
	struct device_id *ids = reallocarray(list->ids, list->num + 1, sizeof(*ids));

	if (!ids) {
		complain("%s", strerror(errno));
		return;
	}
	ids[list->num].domid = device->domid;
	ids[list->num].devid = device->devid;
	list->ids = ids;
	list->num++;
}

/* What is known of a LED of Dom0, from now on if not before; NULL without memory. */
static struct kept_led *keep_led(struct keeper *keeper, const char *name)
{
	struct kept_led *leds = keeper->leds;

	for (unsigned int i = 0; i < keeper->num_leds; i++)
		if (!strcmp(leds[i].name, name))
			return &leds[i];
	leds = reallocarray(leds, keeper->num_leds + 1, sizeof(*leds));
	if (!leds) {
		complain("%s", strerror(errno));
		return NULL;
	}
	keeper->leds = leds;
	leds += keeper->num_leds++;
	memset(leds, 0, sizeof(*leds));
	snprintf(leds->name, sizeof(leds->name), "%s", name);
	return leds;
}

void keeper_see_led(struct keeper *keeper, const char *name, bool gone)
{
	char *triggers = gone ? NULL : led_triggers(name);

	for (unsigned int i = 0; i < keeper->num_leds; i++)
		if (!strcmp(keeper->leds[i].name, name))
			ownership_see(&keeper->leds[i].ownership, triggers);
	free(triggers);
}

/* Gives a LED of Dom0 to a guest's trigger, if nobody has it and nobody took it. */
static enum gift give_led(struct keeper *keeper, const char *target, struct trigger trigger,
			  const char *triggers, int *error)
{
	struct kept_led *led = keep_led(keeper, target);
	char name[TRIGGER_MAX + 1];
	enum gift gift;

	if (!led)
		return GIFT_OWNED;
	ownership_see(&led->ownership, triggers);
	if (led->ownership.taken)
		return GIFT_OWNED;
	trigger_format(trigger, name);
	*error = EINVAL;
	if (triggers && !trigger_offered(triggers, name))
		return GIFT_REFUSED;
	gift = vled_give(target, trigger, triggers, false, error);
	if (gift == GIFT_GIVEN)
		ownership_give(&led->ownership, name);
	return gift;
}

/* @tell what keeps the guest from its LED. */
static void show_led(struct keeper *keeper, const struct domain *guest, struct trigger trigger,
		     const char *target, bool tell)
{
	char *triggers = led_triggers(target);
	int error = 0;
	enum gift gift = give_led(keeper, target, trigger, triggers, &error);

	if (tell)
		vled_tell_gift(keeper->xs, guest, target, gift, error);
	free(triggers);
}

static void show_device(struct keeper *keeper, const struct device *device,
			const struct device_list *before)
{
	struct domain guest = domain_by_id(keeper->xs, device->domid);
	struct states states = device_states(keeper->xs, device);
	bool connected = states_are_connected(states);
	bool is_news = connected && !list_has(before, device);
	struct leds leds;

	if (!vled_has_triggers(states))
		return;
	vled_read(keeper->xs, device, &leds);
	if (connected)
		list_add(&keeper->connected, device);
	if (is_news)
		vled_say_connected(&guest, leds.num, false);
	for (unsigned int i = 0; i < leds.num; i++) {
		struct trigger trigger = { device->domid, device->devid, i };

		if (leds.led[i].target[0])
			show_led(keeper, &guest, trigger, leds.led[i].target, is_news);
	}
}

static void clear_away(const struct keeper *keeper, const struct device *device)
{
	int error = device_remove(keeper->xs, device);

	if (error)
		complain("domain %u is gone, but its %s cannot be removed: %s", device->domid,
			 device->kind->words, strerror(error));
	else
		say("domain %u is gone: its %s is removed", device->domid, device->kind->words);
}

static void keep_guests_devices(struct keeper *keeper, const struct kind *kind,
				unsigned int domid, const struct device_list *before)
{
	bool runs = domain_runs(keeper->xs, domid);
	char folder[STORE_PATH_MAX];
	unsigned int *devids;
	unsigned int num;

	device_folder(kind, domid, folder);
	devids = store_list(keeper->xs, folder, &num);
	for (unsigned int i = 0; i < num; i++) {
		struct device device = device_at(kind, domid, devids[i]);

		if (!runs)
			clear_away(keeper, &device);
		else if (kind == &vled)
			show_device(keeper, &device, before);
	}
	free(devids);
}

static void keep_kind(struct keeper *keeper, const struct kind *kind,
		      const struct device_list *before)
{
	char folder[STORE_PATH_MAX];
	unsigned int *domids;
	unsigned int num;

	kind_folder(kind, folder);
	domids = store_list(keeper->xs, folder, &num);
	for (unsigned int i = 0; i < num; i++)
		keep_guests_devices(keeper, kind, domids[i], before);
	free(domids);
}

static bool node_exists(struct xs_handle *xs, const char *path)
{
	char *value = store_read(xs, "%s", path);

	free(value);
	return value != NULL;
}

static bool is_detached(const struct keeper *keeper, const struct device *device)
{
	char path[STORE_PATH_MAX];

	device_detached_path(device, path);
	return node_exists(keeper->xs, path);
}

/*
 * In this order: detaching removes the device and leaves its mark in one step. That
 * somebody else attached it meanwhile, or that the guest died, is no fault.
 */
static void attach_guest(const struct keeper *keeper, const struct guest *guest)
{
	struct domain domain;
	struct device device;
	int error;

	if (!domain_by_name(keeper->xs, guest->name, &domain))
		return;
	device = device_at(&vled, domain.domid, VLED_DEVID);
	if (node_exists(keeper->xs, device.back) || is_detached(keeper, &device))
		return;
	error = vled_attach(keeper->xs, &device, &guest->leds);
	if (error != EEXIST && error != ESRCH)
		vled_complain(&domain, error);
}

void keeper_pass(struct keeper *keeper)
{
	struct device_list before = keeper->connected;

	keeper->connected = (struct device_list){ 0 };
	for (unsigned int i = 0; i < keeper->config.num; i++)
		attach_guest(keeper, &keeper->config.guests[i]);
	for (int i = 0; i < NUM_KINDS; i++)
		keep_kind(keeper, kinds[i], &before);
	free(before.ids);
}

/* The guest runs, and its device is not connected, though nobody detached it. */
static bool is_awaited(const struct keeper *keeper, const struct guest *guest,
		       struct domain *domain, struct device *device)
{
	if (!domain_by_name(keeper->xs, guest->name, domain))
		return false;
	*device = device_at(&vled, domain->domid, VLED_DEVID);
	return !list_has(&keeper->connected, device) && !is_detached(keeper, device);
}

bool keeper_is_done(const struct keeper *keeper)
{
	struct domain domain;
	struct device device;

	for (unsigned int i = 0; i < keeper->config.num; i++)
		if (is_awaited(keeper, &keeper->config.guests[i], &domain, &device))
			return false;
	return true;
}

void keeper_complain(const struct keeper *keeper, unsigned int seconds)
{
	struct domain domain;
	struct device device;

	for (unsigned int i = 0; i < keeper->config.num; i++)
		if (is_awaited(keeper, &keeper->config.guests[i], &domain, &device))
			vled_complain_unconnected(keeper->xs, &domain, &device,
						  device_states(keeper->xs, &device), seconds);
}

void keeper_free(struct keeper *keeper)
{
	free(keeper->connected.ids);
	free(keeper->leds);
	config_free(&keeper->config);
}
