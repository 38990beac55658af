// SPDX-License-Identifier: GPL-2.0-only
/* report_text.c - see report.h: for a person to read. */
#include <stdio.h>
#include <string.h>

#include "message.h"
#include "report.h"

#define LED_LINE "    %-16s %-16s %-11s %s"

static void print_board(const char *state)
{
	if (!state[0])
		say("board: no board (no device has the driver sp6-link)");
	else if (!strcmp(state, "dead"))
		say("board: dead (it does not answer: start the system again)");
	else
		say("board: %s", state);
}

static void print_focus(const struct report *report)
{
	if (report->has_focus)
		say("focus: %s", report->focus.name);
	else
		say("focus: nobody (xen-focus is not loaded)");
}

static void print_led(const struct led_report *led)
{
	char words[REASON_MAX] = "-", brightness[32] = "-";

	if (led->is_known)
		snprintf(brightness, sizeof(brightness), "%u of %u", led->brightness,
			 led->max_brightness);
	if (led->target[0])
		owner_words(&led->owner, words, sizeof(words));
	say(LED_LINE, led->name[0] ? led->name : "?", led->target[0] ? led->target : "-",
	    brightness, words);
}

/* What follows the state: " (NAME)" of an input device, " (SIZE, shown)" of a screen, or "". */

static void input_words(const struct input_report *input, char words[], size_t size)
{
	if (!input->name[0])
		snprintf(words, size, " (the default input device)");
	else if (input->is_there)
		snprintf(words, size, " (%s)", input->name);
	else
		snprintf(words, size, " (%s, which Dom0 has not)", input->name);
}

static void screen_words(const struct screen_report *screen, char words[], size_t size)
{
	const char *shown = !screen->is_known ? "" : screen->shown ? ", shown" : ", not shown";

	if (screen->size.width)
		snprintf(words, size, " (%ux%u%s)", screen->size.width, screen->size.height, shown);
	else
		snprintf(words, size, " (without a size%s)", shown);
}

static void own_words(const struct device_report *report, char words[], size_t size)
{
	words[0] = '\0';
	if (report->device.kind == &vinput)
		input_words(&report->input, words, size);
	else if (report->device.kind == &vfb)
		screen_words(&report->screen, words, size);
}

static void print_device(const struct device_report *report)
{
	const struct device *device = &report->device;
	char own[REASON_MAX];

	own_words(report, own, sizeof(own));
	if (states_are_connected(report->states))
		say("  %s %u: connected%s", device->kind->name, device->devid, own);
	else
		say("  %s %u: back-end %s, front-end %s%s: %s", device->kind->name, device->devid,
		    state_word(report->states.back), state_word(report->states.front), own,
		    report->words);
	if (report->num_leds)
		say(LED_LINE, "guest's LED", "Dom0's LED", "brightness", "driven by");
	for (unsigned int i = 0; i < report->num_leds; i++)
		print_led(&report->leds[i]);
}

static void print_domain(const struct domain_report *report)
{
	unsigned int domid = report->domain.domid;

	if (report->runs)
		say("\ndomain %u: %s", domid, report->domain.name);
	else if (report->num_devices)
		say("\ndomain %u: gone; 'sp6ctl detach %u' removes what it left", domid, domid);
	else
		say("\ndomain %u: does not run", domid);
	for (unsigned int i = 0; i < report->num_devices; i++)
		print_device(&report->devices[i]);
	if (!report->num_devices)
		say("  no devices attached");
}

void report_print(const struct report *report)
{
	print_board(report->board);
	print_focus(report);
	for (unsigned int i = 0; i < report->num_domains; i++)
		print_domain(&report->domains[i]);
}
