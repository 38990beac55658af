// SPDX-License-Identifier: GPL-2.0-only
/* report.c - see report.h: gathers. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "focus.h"
#include "input.h"
#include "maker.h"
#include "message.h"
#include "report.h"
#include "sysfs.h"
#include "vfb.h"
#include "vinput.h"
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

static void gather_leds(struct xs_handle *xs, struct device_report *report)
{
	struct leds leds;

	vled_read(xs, &report->device, &leds);
	report->num_leds = leds.num;
	for (unsigned int i = 0; i < leds.num; i++)
		gather_led(xs, &leds.led[i], &report->leds[i]);
}

static void gather_input(struct xs_handle *xs, struct device_report *report)
{
	vinput_read(xs, &report->device, report->input.name);
	report->input.is_there = input_exists(report->input.name);
}

static void gather_screen(struct xs_handle *xs, struct device_report *report)
{
	vfb_read(xs, &report->device, &report->screen.size);
	report->screen.is_known = vfb_shown(&report->device, &report->screen.shown);
}

static void gather_device(struct xs_handle *xs, struct device_report *report)
{
	report->states = device_states(xs, &report->device);
	device_explain(xs, &report->device, report->states, report->words, sizeof(report->words));
	if (report->device.kind == &vled)
		gather_leds(xs, report);
	else if (report->device.kind == &vinput)
		gather_input(xs, report);
	else if (report->device.kind == &vfb)
		gather_screen(xs, report);
}

/* Of one kind, whichever devices the guest has. */
static bool gather_devices(struct xs_handle *xs, const struct kind *kind,
			   struct domain_report *report)
{
	unsigned int domid = report->domain.domid, num;
	char folder[STORE_PATH_MAX];
	struct device_report *devices;
	unsigned int *devids;

	device_folder(kind, domid, folder);
	devids = store_list(xs, folder, &num);
	devices = reallocarray(report->devices, report->num_devices + num + 1, sizeof(*devices));
	if (devices)
		report->devices = devices;
	for (unsigned int i = 0; devices && i < num; i++) {
		struct device_report *device = &devices[report->num_devices++];

		memset(device, 0, sizeof(*device));
		device->device = device_at(kind, domid, devids[i]);
		gather_device(xs, device);
	}
	free(devids);
	return devices != NULL;
}

static bool gather_domain(struct xs_handle *xs, unsigned int domid, struct domain_report *report)
{
	bool good = true;

	report->domain = domain_by_id(xs, domid);
	report->runs = domain_runs(xs, domid);
	for (int i = 0; good && i < NUM_MAKERS; i++)
		good = gather_devices(xs, makers[i]->kind, report);
	return good;
}

/* Once, however often it is met. */
static bool add_domain(struct xs_handle *xs, unsigned int domid, struct report *report)
{
	struct domain_report *domains;

	for (unsigned int i = 0; i < report->num_domains; i++)
		if (report->domains[i].domain.domid == domid)
			return true;
	domains = reallocarray(report->domains, report->num_domains + 1, sizeof(*domains));
	if (!domains)
		return false;
	report->domains = domains;
	domains += report->num_domains++;
	memset(domains, 0, sizeof(*domains));
	return gather_domain(xs, domid, domains);
}

static bool add_domains(struct xs_handle *xs, const char *folder, struct report *report)
{
	unsigned int num;
	unsigned int *domids = store_list(xs, folder, &num);
	bool good = true;

	for (unsigned int i = 0; good && i < num; i++)
		good = !domids[i] || add_domain(xs, domids[i], report);
	free(domids);
	return good;
}

static int compare(const void *a, const void *b)
{
	const struct domain_report *x = a, *y = b;

	return (x->domain.domid > y->domain.domid) - (x->domain.domid < y->domain.domid);
}

/* The guests that run, and those that are gone and left something. */
static bool add_all_domains(struct xs_handle *xs, struct report *report)
{
	bool good = add_domains(xs, "/local/domain", report);
	char folder[STORE_PATH_MAX];

	for (int i = 0; good && i < NUM_MAKERS; i++) {
		kind_folder(makers[i]->kind, folder);
		good = add_domains(xs, folder, report);
	}
	if (report->num_domains)
		qsort(report->domains, report->num_domains, sizeof(*report->domains), compare);
	return good;
}

bool report_gather(struct xs_handle *xs, const struct domain *only, struct report *report)
{
	bool good;

	memset(report, 0, sizeof(*report));
	if (!board_state(report->board, sizeof(report->board)))
		report->board[0] = '\0';
	make_printable(report->board, strlen(report->board));
	report->has_focus = focus_holder(xs, &report->focus);
	good = only ? add_domain(xs, only->domid, report) : add_all_domains(xs, report);
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
