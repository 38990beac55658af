// SPDX-License-Identifier: GPL-2.0-only
/* vled.c - see vled.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sysfs.h"
#include "vled.h"
#include "xs_judge.h"

#define DEFAULT_MAX	1	/* of a LED whose target is missing, or that has none */

static unsigned int max_brightness(const struct led *led)
{
	unsigned int max = led->max_brightness;

	if (max || (led->target[0] && led_number(led->target, "max_brightness", &max) && max))
		return max < XENLED_MAX_BRIGHTNESS ? max : XENLED_MAX_BRIGHTNESS;
	return DEFAULT_MAX;
}

static void write_nodes(struct txn *txn, const struct device *device, const struct share *share)
{
	const struct leds *leds = &share->leds;

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
}

static bool node_is_number(struct xs_handle *xs, const char *folder, const char *name,
			   unsigned int value)
{
	char text[16];

	snprintf(text, sizeof(text), "%u", value);
	return store_is(xs, folder, name, text);
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
static bool is_same(struct xs_handle *xs, const struct device *device, const struct share *share)
{
	const struct leds *leds = &share->leds;
	bool same = node_is_number(xs, device->back, XENLED_FIELD_BE_NUM_LEDS, leds->num);

	for (unsigned int i = 0; same && i < leds->num; i++) {
		char folder[STORE_PATH_MAX + 16];

		snprintf(folder, sizeof(folder), "%s/" XENLED_FIELD_BE_LED "%u", device->back, i);
		same = store_is(xs, folder, XENLED_FIELD_BE_NAME, leds->led[i].name) &&
		       store_is(xs, folder, XENLED_FIELD_BE_TARGET, leds->led[i].target) &&
		       has_max_brightness(xs, folder, &leds->led[i]);
	}
	return same;
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

static void describe(struct xs_handle *xs, const struct device *device,
		     struct description *description)
{
	struct leds leds;

	vled_read(xs, device, &leds);
	snprintf(description->what, sizeof(description->what), ", %u LED%s", leds.num,
		 leds.num == 1 ? "" : "s");
}

bool vled_has_triggers(struct states states)
{
	return states.back > STATE_INITIALISING;
}

struct receiver vled_receiver(const struct domain *guest)
{
	return (struct receiver){ guest->name, "--force", " Then attach again" };
}

/* Lets the guest drive its LEDs of Dom0, if nobody else does. A late guest finds them. */
static bool serve(struct xs_handle *xs, const struct domain *guest, const struct device *device,
		  bool force)
{
	struct receiver receiver = vled_receiver(guest);
	bool good = true;
	struct leds leds;

	if (!vled_has_triggers(device_states(xs, device)))
		return true;
	vled_read(xs, device, &leds);
	for (unsigned int i = 0; i < leds.num; i++) {
		struct trigger trigger = { device->domid, device->devid, i };
		const char *target = leds.led[i].target;
		char name[TRIGGER_MAX + 1], *triggers;
		int error = 0;
		enum gift gift;

		if (!target[0])
			continue;
		trigger_format(trigger, name);
		triggers = led_triggers(target);
		gift = gift_give(target, name, triggers, force, &error);
		good &= gift_tell(xs, &receiver, target, gift, error);
		free(triggers);
	}
	return good;
}

static unsigned int num(const struct share *share)
{
	return share->leds.num ? 1 : 0;
}

const struct maker vled_maker = {
	.kind = &vled,
	.other = "a LED device with other LEDs",
	.num = num,
	.write = write_nodes,
	.is_same = is_same,
	.describe = describe,
	.serve = serve,
};
