// SPDX-License-Identifier: GPL-2.0-only
/*
 * status.c - "sp6ctl status": the board, the guests, their devices, and who
 * drives which LED, for a person to read.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "device.h"
#include "message.h"
#include "owner.h"
#include "sp6ctl.h"
#include "sysfs.h"

#define LED_NODE "%s/" XENLED_FIELD_BE_LED "%u/"
#define LED_LINE "    %-16s %-16s %-11s %s"

static void show_board(void)
{
	char state[32];

	if (!board_state(state, sizeof(state)))
		say("board: no board (no device has the driver sp6-link)");
	else if (!strcmp(state, "dead"))
		say("board: dead (it does not answer: start the system again)");
	else
		say("board: %s", state);
}

static void show_led(struct xs_handle *xs, const struct device *device, unsigned int led)
{
	char *name = store_read(xs, LED_NODE XENLED_FIELD_BE_NAME, device->back, led);
	char *target = store_read(xs, LED_NODE XENLED_FIELD_BE_TARGET, device->back, led);
	char words[REASON_MAX] = "-", brightness[32] = "-", trigger[TRIGGER_MAX + 1];
	struct owner owner = { .type = OWNER_NONE };
	unsigned int now, max;

	if (target && led_number(target, "brightness", &now) &&
	    led_number(target, "max_brightness", &max))
		snprintf(brightness, sizeof(brightness), "%u of %u", now, max);
	if (target && led_trigger(target, trigger))
		owner_of_trigger(xs, trigger, &owner);
	if (target)
		owner_words(&owner, words, sizeof(words));
	say(LED_LINE, name ? name : "?", target ? target : "-", brightness, words);
	free(name);
	free(target);
}

static void show_device(struct xs_handle *xs, const struct device *device)
{
	struct states states = device_states(xs, device);
	char *num_leds = store_read(xs, "%s/" XENLED_FIELD_BE_NUM_LEDS, device->back);
	unsigned int num = num_leds ? strtoul(num_leds, NULL, 10) : 0;
	char words[2 * REASON_MAX];

	device_explain(xs, device, states, words, sizeof(words));
	if (states_are_connected(states))
		say("  %s %u: connected", device->kind->name, device->devid);
	else
		say("  %s %u: back-end %s, front-end %s: %s", device->kind->name, device->devid,
		    state_word(states.back), state_word(states.front), words);
	if (num)
		say(LED_LINE, "guest's LED", "Dom0's LED", "brightness", "driven by");
	for (unsigned int i = 0; i < num && i < XENLED_MAX_LEDS; i++)
		show_led(xs, device, i);
	free(num_leds);
}

static void show_domain(struct xs_handle *xs, unsigned int domid)
{
	char folder[STORE_PATH_MAX];
	unsigned int *devids;
	unsigned int num;

	device_folder(&vled, domid, folder);
	devids = store_list(xs, folder, &num);
	if (domain_runs(xs, domid))
		say("\ndomain %u: %s", domid, domain_by_id(xs, domid).name);
	else if (num)
		say("\ndomain %u: gone; 'sp6ctl detach %u' removes what it left", domid, domid);
	else
		say("\ndomain %u: does not run", domid);
	for (unsigned int i = 0; i < num; i++) {
		struct device device = device_at(&vled, domid, devids[i]);

		show_device(xs, &device);
	}
	if (!num)
		say("  no devices attached");
	free(devids);
}

/* The guests that run, and those that are gone and left something. */
static void show_domains(struct xs_handle *xs)
{
	unsigned int num_running, num_served, r = 0, s = 0;
	unsigned int *running, *served;
	char folder[STORE_PATH_MAX];

	kind_folder(&vled, folder);
	running = store_list(xs, "/local/domain", &num_running);
	served = store_list(xs, folder, &num_served);
	while (r < num_running || s < num_served) {
		unsigned int domid = s == num_served ||
			(r < num_running && running[r] < served[s]) ? running[r] : served[s];

		r += r < num_running && running[r] == domid;
		s += s < num_served && served[s] == domid;
		if (domid)
			show_domain(xs, domid);
	}
	free(running);
	free(served);
}

int command_status(const struct options *options)
{
	struct xs_handle *xs = store_open();
	struct domain domain;

	if (!xs)
		return EXIT_FAILURE;
	if (options->domain && !domain_find(xs, options->domain, &domain)) {
		xs_close(xs);
		return EXIT_FAILURE;
	}
	show_board();
	if (options->domain)
		show_domain(xs, domain.domid);
	else
		show_domains(xs);
	xs_close(xs);
	return EXIT_SUCCESS;
}
