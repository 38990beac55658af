/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * report.h - how things stand: the board, the focus, the guests, their devices, and who
 * drives which LED. Gathered once, then printed for a person or for a program.
 */
#ifndef SP6CTL_REPORT_H
#define SP6CTL_REPORT_H

#include <stdbool.h>

#include "device.h"
#include "inputs.h"
#include "leds.h"
#include "owner.h"
#include "screen.h"
#include "text.h"

struct led_report {
	char name[XENLED_MAX_NAME + 1];
	char target[TARGET_MAX + 1];	/* "" = none */
	bool is_known;			/* Dom0's LED told the next two */
	unsigned int brightness, max_brightness;
	struct owner owner;		/* of the target */
};

struct input_report {
	char name[INPUT_NAME_MAX + 1];	/* "" = the back-end's default */
	bool is_there;			/* Dom0 has a device of this name */
};

struct screen_report {
	struct screen size;		/* none: the nodes do not say */
	bool is_known;			/* the back-end told the next one */
	bool shown;			/* on Dom0's display */
};

struct device_report {
	struct device device;
	struct states states;
	char words[2 * REASON_MAX];	/* who waits for whom */
	unsigned int num_leds;		/* of a LED device */
	struct led_report leds[XENLED_MAX_LEDS];
	struct input_report input;	/* of an input device */
	struct screen_report screen;	/* of a screen */
};

struct domain_report {
	struct domain domain;
	bool runs;
	unsigned int num_devices;
	struct device_report *devices;
};

struct report {
	char board[32];			/* "" = there is none */
	bool has_focus;			/* somebody has, because xen-focus is loaded */
	struct domain focus;
	unsigned int num_domains;
	struct domain_report *domains;
};

/* Of @only one guest, if it is not NULL. False after a complaint. */
bool report_gather(struct xs_handle *xs, const struct domain *only, struct report *report);

void report_print(const struct report *report);

/* As docs/sp6ctl.md has it. False after a complaint. */
bool report_print_json(const struct report *report);

void report_free(struct report *report);

#endif /* SP6CTL_REPORT_H */
