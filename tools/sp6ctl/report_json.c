// SPDX-License-Identifier: GPL-2.0-only
/*
 * report_json.c - see report.h: for a program to read. What others wrote was made
 * printable when it was read, so every text is good JSON.
 */
#include <jansson.h>
#include <stdlib.h>

#include "message.h"
#include "report.h"

static json_t *text_or_null(const char *text)
{
	return text[0] ? json_string(text) : json_null();
}

static json_t *number_or_null(bool is_known, unsigned int number)
{
	return is_known ? json_integer(number) : json_null();
}

static json_t *pack_owner(const struct owner *owner)
{
	switch (owner->type) {
	case OWNER_DOM0:
		return json_pack("{ss}", "type", "dom0");
	case OWNER_TRIGGER:
		return json_pack("{ss, ss}", "type", "trigger", "trigger", owner->trigger);
	case OWNER_GUEST:
		return json_pack("{ss, ss, sI, ss}", "type", "guest", "trigger", owner->trigger,
				 "domid", (json_int_t)owner->guest.domid,
				 "name", owner->guest.name);
	case OWNER_FOCUS:
		return json_pack("{ss, ss}", "type", "focus", "trigger", owner->trigger);
	case OWNER_NONE:
		break;
	}
	return json_null();
}

static json_t *pack_led(const struct led_report *led)
{
	return json_pack("{so, so, so, so, so}",
			 "name", text_or_null(led->name),
			 "target", text_or_null(led->target),
			 "brightness", number_or_null(led->is_known, led->brightness),
			 "max_brightness", number_or_null(led->is_known, led->max_brightness),
			 "driven_by", pack_owner(&led->owner));
}

static json_t *pack_leds(const struct device_report *report)
{
	json_t *leds = json_array();

	for (unsigned int i = 0; i < report->num_leds; i++)
		if (json_array_append_new(leds, pack_led(&report->leds[i])))
			goto fail;
	return leds;
fail:
	json_decref(leds);
	return NULL;
}

static json_t *pack_input(const struct input_report *input)
{
	return json_pack("{so, sb}", "name", text_or_null(input->name),
			 "present", input->is_there);
}

static json_t *pack_screen(const struct screen_report *screen)
{
	bool has_size = screen->size.width;

	return json_pack("{so, so, so}",
			 "width", number_or_null(has_size, screen->size.width),
			 "height", number_or_null(has_size, screen->size.height),
			 "shown", screen->is_known ? json_boolean(screen->shown) : json_null());
}

/* Each kind has something of its own, under its own name. */
struct own {
	const char *name;
	json_t *value;
};

static struct own pack_own(const struct device_report *report)
{
	if (report->device.kind == &vled)
		return (struct own){ "leds", pack_leds(report) };
	if (report->device.kind == &vinput)
		return (struct own){ "input", pack_input(&report->input) };
	return (struct own){ "screen", pack_screen(&report->screen) };
}

static json_t *pack_device(const struct device_report *report)
{
	struct own own = pack_own(report);

	return json_pack("{ss, sI, sb, ss, ss, ss, so}",
			 "kind", report->device.kind->name,
			 "devid", (json_int_t)report->device.devid,
			 "connected", states_are_connected(report->states),
			 "back_end", state_word(report->states.back),
			 "front_end", state_word(report->states.front),
			 "explanation", report->words,
			 own.name, own.value);
}

static json_t *pack_domain(const struct domain_report *report)
{
	json_t *devices = json_array();

	for (unsigned int i = 0; i < report->num_devices; i++)
		if (json_array_append_new(devices, pack_device(&report->devices[i])))
			goto fail;
	return json_pack("{sI, ss, sb, so}",
			 "domid", (json_int_t)report->domain.domid,
			 "name", report->domain.name,
			 "runs", report->runs,
			 "devices", devices);
fail:
	json_decref(devices);
	return NULL;
}

static json_t *pack_focus(const struct report *report)
{
	if (!report->has_focus)
		return json_null();
	return json_pack("{sI, ss}", "domid", (json_int_t)report->focus.domid,
			 "name", report->focus.name);
}

static json_t *pack(const struct report *report)
{
	json_t *guests = json_array();

	for (unsigned int i = 0; i < report->num_domains; i++)
		if (json_array_append_new(guests, pack_domain(&report->domains[i])))
			goto fail;
	return json_pack("{so, so, so}", "board", text_or_null(report->board),
			 "focus", pack_focus(report), "guests", guests);
fail:
	json_decref(guests);
	return NULL;
}

bool report_print_json(const struct report *report)
{
	json_t *json = pack(report);
	char *text = json ? json_dumps(json, JSON_INDENT(2)) : NULL;

	if (text)
		say("%s", text);
	else
		complain("not enough memory");
	free(text);
	json_decref(json);
	return text != NULL;
}
