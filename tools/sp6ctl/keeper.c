// SPDX-License-Identifier: GPL-2.0-only
/* keeper.c - see keeper.h. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "focus.h"
#include "keeper.h"
#include "maker.h"
#include "message.h"
#include "vled.h"

static bool list_has(const struct device_list *list, const struct device *device)
{
	for (unsigned int i = 0; i < list->num; i++)
		if (list->ids[i].kind == device->kind && list->ids[i].domid == device->domid &&
		    list->ids[i].devid == device->devid)
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
	ids[list->num++] = (struct device_id){ device->kind, device->domid, device->devid };
	list->ids = ids;
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

/* Gives a LED of Dom0 to a trigger, if nobody has it and nobody took it. */
static enum gift give_led(struct kept_led *led, const char *trigger, int *error)
{
	char *triggers = led_triggers(led->name);
	enum gift gift;

	*error = EINVAL;
	ownership_see(&led->ownership, triggers);
	if (led->ownership.taken)
		gift = GIFT_OWNED;
	else if (triggers && !trigger_offered(triggers, trigger))
		gift = GIFT_REFUSED;
	else
		gift = gift_give(led->name, trigger, triggers, false, error);
	if (gift == GIFT_GIVEN)
		ownership_give(&led->ownership, trigger);
	free(triggers);
	return gift;
}

/* Each fault is told once, and once more after the LED has followed the focus. */
static void follow_focus(struct keeper *keeper, const struct focus_led *focus_led)
{
	struct kept_led *led = keep_led(keeper, focus_led->target);
	char trigger[TRIGGER_MAX + 1];
	enum gift gift;
	int error;

	if (!led)
		return;
	focus_trigger_format(focus_led->led, trigger);
	gift = give_led(led, trigger, &error);
	if (gift == GIFT_GIVEN || gift == GIFT_HAD) {
		led->told = false;
	} else if (!led->told) {
		gift_tell(keeper->xs, &focus_receiver, focus_led->target, gift, error);
		led->told = true;
	}
}

/* @tell what keeps the guest from its LED. What follows the focus is not for one guest. */
static void show_led(struct keeper *keeper, const struct domain *guest, struct trigger trigger,
		     const char *target, bool tell)
{
	struct receiver receiver = vled_receiver(guest);
	char name[TRIGGER_MAX + 1];
	struct kept_led *led;
	enum gift gift;
	int error;

	if (!target[0] || config_has_focus_led(&keeper->config, target))
		return;
	led = keep_led(keeper, target);
	if (!led)
		return;
	trigger_format(trigger, name);
	gift = give_led(led, name, &error);
	if (tell)
		gift_tell(keeper->xs, &receiver, target, gift, error);
}

static void show_leds(struct keeper *keeper, const struct domain *guest,
		      const struct device *device, bool tell)
{
	struct leds leds;

	vled_read(keeper->xs, device, &leds);
	for (unsigned int i = 0; i < leds.num; i++) {
		struct trigger trigger = { device->domid, device->devid, i };

		show_led(keeper, guest, trigger, leds.led[i].target, tell);
	}
}

static void show_device(struct keeper *keeper, const struct device *device,
			const struct device_list *before)
{
	struct domain guest = domain_by_id(keeper->xs, device->domid);
	struct states states = device_states(keeper->xs, device);
	bool connected = states_are_connected(states);
	bool is_news = connected && !list_has(before, device);

	if (connected)
		list_add(&keeper->connected, device);
	if (is_news)
		maker_say_connected(keeper->xs, &guest, device, false);
	if (device->kind == &vled && vled_has_triggers(states))
		show_leds(keeper, &guest, device, is_news);
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

		if (!runs && !device_is_libxls(keeper->xs, &device))
			clear_away(keeper, &device);
		else if (runs && maker_of(kind))
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

static bool is_detached(const struct keeper *keeper, const struct device *device)
{
	char path[STORE_PATH_MAX];

	device_detached_path(device, path);
	return store_exists(keeper->xs, path);
}

/*
 * In this order: detaching removes the device and leaves its mark in one step. That
 * somebody else attached it meanwhile, or that the guest died, is no fault.
 */
static void attach_device(const struct keeper *keeper, const struct domain *domain,
			  const struct wanted *wanted, const struct share *share)
{
	int error;

	if (store_exists(keeper->xs, wanted->device.back) || is_detached(keeper, &wanted->device))
		return;
	error = maker_make(keeper->xs, wanted, share);
	if (error != EEXIST && error != EBUSY && error != ESRCH)
		maker_complain(domain, wanted, error);
}

static void attach_guest(const struct keeper *keeper, const struct guest *guest)
{
	struct wanted wanted = { 0 };
	struct domain domain;

	if (!domain_by_name(keeper->xs, guest->name, &domain))
		return;
	while (wanted_next(&wanted, domain.domid, &guest->share))
		attach_device(keeper, &domain, &wanted, &guest->share);
}

void keeper_pass(struct keeper *keeper)
{
	struct device_list before = keeper->connected;

	keeper->connected = (struct device_list){ 0 };
	for (unsigned int i = 0; i < keeper->config.focus_leds.num; i++)
		follow_focus(keeper, &keeper->config.focus_leds.led[i]);
	for (unsigned int i = 0; i < keeper->config.num; i++)
		attach_guest(keeper, &keeper->config.guests[i]);
	for (int i = 0; i < NUM_KINDS; i++)
		keep_kind(keeper, kinds[i], &before);
	free(before.ids);
}

/*
 * The next one, of all configured guests that run, that is not connected though nobody
 * detached it; false: there is none.
 */
struct awaited {
	unsigned int guest;	/* the first is 0 */
	struct domain domain;
	struct wanted wanted;
};

static bool awaited_next(const struct keeper *keeper, struct awaited *awaited)
{
	for (; awaited->guest < keeper->config.num; awaited->guest++) {
		const struct guest *guest = &keeper->config.guests[awaited->guest];
		const struct device *device = &awaited->wanted.device;

		if (!domain_by_name(keeper->xs, guest->name, &awaited->domain))
			continue;
		while (wanted_next(&awaited->wanted, awaited->domain.domid, &guest->share))
			if (!list_has(&keeper->connected, device) && !is_detached(keeper, device))
				return true;
		memset(&awaited->wanted, 0, sizeof(awaited->wanted));
	}
	return false;
}

bool keeper_is_done(const struct keeper *keeper)
{
	struct awaited awaited = { 0 };

	return !awaited_next(keeper, &awaited);
}

void keeper_complain(const struct keeper *keeper, unsigned int seconds)
{
	struct awaited awaited = { 0 };

	while (awaited_next(keeper, &awaited)) {
		const struct device *device = &awaited.wanted.device;

		maker_complain_unconnected(keeper->xs, &awaited.domain, device,
					   device_states(keeper->xs, device), seconds);
	}
}

void keeper_free(struct keeper *keeper)
{
	free(keeper->connected.ids);
	free(keeper->leds);
	config_free(&keeper->config);
}
