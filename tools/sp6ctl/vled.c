// SPDX-License-Identifier: GPL-2.0-only
/* vled.c - see vled.h. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "message.h"
#include "owner.h"
#include "text.h"
#include "vled.h"
#include "xs_judge.h"

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
	char path[STORE_PATH_MAX];

	snprintf(path, sizeof(path), "/local/domain/%u", nodes->device->domid);
	if (!txn_exists(txn, path) && !txn->error)
		txn->error = ESRCH;
	if (txn_exists(txn, nodes->device->back))
		txn->error = EEXIST;
	device_detached_path(nodes->device, path);
	txn_remove(txn, path);
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

int vled_attach(struct xs_handle *xs, const struct device *device, const struct leds *leds)
{
	struct nodes nodes = { device, leds };
	int error = store_transact(xs, write_device, &nodes);

	return error == EEXIST && has_leds(xs, device, leds) ? EALREADY : error;
}

void vled_complain(const struct domain *guest, int error)
{
	if (error == ESRCH)
		complain("%s does not run", guest->name);
	else if (error == EEXIST)
		complain("%s has a LED device with other LEDs: 'sp6ctl detach %u' first",
			 guest->name, guest->domid);
	else if (error && error != EALREADY)
		complain("%s: nothing attached, xenstore refuses: %s", guest->name,
			 strerror(error));
}

/* One attribute of one LED into @text; "" if it is not there, or too long. */
static void read_field(struct xs_handle *xs, const struct device *device, unsigned int led,
		       const char *field, char text[], size_t size)
{
	char *value = store_read(xs, "%s/" XENLED_FIELD_BE_LED "%u/%s", device->back, led, field);

	text[0] = '\0';
	if (value && strlen(value) < size)
		strcpy(text, value);
	free(value);
}

void vled_read(struct xs_handle *xs, const struct device *device, struct leds *leds)
{
	char *text = store_read(xs, "%s/" XENLED_FIELD_BE_NUM_LEDS, device->back);

	memset(leds, 0, sizeof(*leds));
	if (text && !xs_judge_number(text, strlen(text), 1, XENLED_MAX_LEDS, &leds->num))
		leds->num = 0;
	free(text);
	for (unsigned int i = 0; i < leds->num; i++) {
		struct led *led = &leds->led[i];

		read_field(xs, device, i, XENLED_FIELD_BE_NAME, led->name, sizeof(led->name));
		read_field(xs, device, i, XENLED_FIELD_BE_TARGET, led->target,
			   sizeof(led->target));
	}
}

void vled_say_connected(const struct domain *guest, unsigned int num_leds, bool already)
{
	say("%s: LED device %s connected, %u LED%s", guest->name,
	    already ? "is already" : "is", num_leds, num_leds == 1 ? "" : "s");
}

void vled_complain_unconnected(struct xs_handle *xs, const struct domain *guest,
			       const struct device *device, struct states states,
			       unsigned int seconds)
{
	char words[2 * REASON_MAX];

	device_explain(xs, device, states, words, sizeof(words));
	complain("%s: LED device attached, but not connected after %u s: %s",
		 guest->name, seconds, words);
}

bool vled_has_triggers(struct states states)
{
	return states.back > STATE_INITIALISING;
}

enum gift vled_give(const char *target, struct trigger trigger, const char *triggers,
		    bool force, int *error)
{
	char ours[TRIGGER_MAX + 1], present[TRIGGER_MAX + 1];

	trigger_format(trigger, ours);
	if (!triggers || !trigger_selected(triggers, present))
		return GIFT_ABSENT;
	if (!strcmp(present, ours))
		return GIFT_HAD;
	if (strcmp(present, "none") && !force)
		return GIFT_OWNED;
	*error = led_set_trigger(target, ours);
	return *error ? GIFT_REFUSED : GIFT_GIVEN;
}

static void say_who_has(struct xs_handle *xs, const struct domain *guest, const char *target)
{
	char present[TRIGGER_MAX + 1], words[REASON_MAX];
	struct owner owner;

	if (!led_trigger(target, present))
		return;
	owner_of_trigger(xs, present, &owner);
	owner_words(&owner, words, sizeof(words));
	say("%s: Dom0's LED %s stays with its owner, %s (--force takes it)", guest->name, target,
	    words);
}

bool vled_tell_gift(struct xs_handle *xs, const struct domain *guest, const char *target,
		    enum gift gift, int error)
{
	if (gift == GIFT_OWNED)
		say_who_has(xs, guest, target);
	else if (gift == GIFT_ABSENT)
		complain("%s: Dom0 has no LED '%s': is its driver loaded? Then attach again",
			 guest->name, target);
	else if (gift == GIFT_REFUSED)
		complain("%s: Dom0's LED %s does not take the guest's trigger: %s", guest->name,
			 target, error == EINVAL ? "xen-ledback does not offer it" :
			 strerror(error));
	return gift != GIFT_ABSENT && gift != GIFT_REFUSED;
}
