// SPDX-License-Identifier: GPL-2.0-only
/* report.c - see report.h: gathers. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "message.h"
#include "report.h"
#include "sysfs.h"
#include "vled.h"

static void gather_led(struct xs_handle *xs, const struct led *led, struct led_report *report)
{
	char trigger[TRIGGER_MAX + 1];

	strcpy(report->name, led->name);
	strcpy(report->target, led->target);
	if (!led->target[0])
		return;
	report->is_known = led_number(led->target, "brightness", &report->brightness) &&
			   led_number(led->target, "max_brightness", &report->max_brightness);
	if (led_trigger(led->target, trigger))
		owner_of_trigger(xs, trigger, &report->owner);
}

static void gather_device(struct xs_handle *xs, struct device_report *report)
{
	struct leds leds;

	report->states = device_states(xs, &report->device);
	device_explain(xs, &report->device, report->states, report->words, sizeof(report->words));
	vled_read(xs, &report->device, &leds);
	report->num_leds = leds.num;
	for (unsigned int i = 0; i < leds.num; i++)
		gather_led(xs, &leds.led[i], &report->leds[i]);
}

static bool gather_domain(struct xs_handle *xs, unsigned int domid, struct domain_report *report)
{
	char folder[STORE_PATH_MAX];
	unsigned int *devids;
	unsigned int num;

	report->domain = domain_by_id(xs, domid);
	report->runs = domain_runs(xs, domid);
	device_folder(&vled, domid, folder);
	devids = store_list(xs, folder, &num);
	report->devices = calloc(num + 1, sizeof(*report->devices));
	for (; report->devices && report->num_devices < num; report->num_devices++) {
		struct device_report *device = &report->devices[report->num_devices];

		device->device = device_at(&vled, domid, devids[report->num_devices]);
		gather_device(xs, device);
	}
	free(devids);
	return report->devices != NULL;
}

static bool add_domain(struct xs_handle *xs, unsigned int domid, struct report *report)
{
	struct domain_report *domains;

	domains = reallocarray(report->domains, report->num_domains + 1, sizeof(*domains));
	if (!domains)
		return false;
	report->domains = domains;
	domains += report->num_domains++;
	memset(domains, 0, sizeof(*domains));
	return gather_domain(xs, domid, domains);
}

/* The guests that run, and those that are gone and left something. */
static bool add_domains(struct xs_handle *xs, struct report *report)
{
	unsigned int num_running, num_served, r = 0, s = 0;
	unsigned int *running, *served;
	char folder[STORE_PATH_MAX];
	bool good = true;

	kind_folder(&vled, folder);
	running = store_list(xs, "/local/domain", &num_running);
	served = store_list(xs, folder, &num_served);
	while (good && (r < num_running || s < num_served)) {
		unsigned int domid = s == num_served ||
			(r < num_running && running[r] < served[s]) ? running[r] : served[s];

		r += r < num_running && running[r] == domid;
		s += s < num_served && served[s] == domid;
		if (domid)
			good = add_domain(xs, domid, report);
	}
	free(running);
	free(served);
	return good;
}

bool report_gather(struct xs_handle *xs, const struct domain *only, struct report *report)
{
	bool good;

	memset(report, 0, sizeof(*report));
	if (!board_state(report->board, sizeof(report->board)))
		report->board[0] = '\0';
	make_printable(report->board, strlen(report->board));
	good = only ? add_domain(xs, only->domid, report) : add_domains(xs, report);
	if (!good)
		complain("%s", strerror(errno));
	return good;
}

void report_free(struct report *report)
{
	for (unsigned int i = 0; i < report->num_domains; i++)
		free(report->domains[i].devices);
	free(report->domains);
}
