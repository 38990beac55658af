// SPDX-License-Identifier: GPL-2.0-only
/*
 * focus.c - see focus.h; and "sp6ctl focus": shows and changes who has it, and which LEDs
 * follow it.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "focus.h"
#include "message.h"
#include "sp6ctl.h"
#include "sysfs.h"

#define DOM0 "Dom0"

const struct receiver focus_receiver = { "focus", "sp6ctl focus --led", "" };

static struct domain domain_or_dom0(struct xs_handle *xs, unsigned int domid)
{
	return domid ? domain_by_id(xs, domid) : (struct domain){ 0, DOM0 };
}

bool focus_holder(struct xs_handle *xs, struct domain *holder)
{
	unsigned int domid;

	if (!focus_read(&domid))
		return false;
	*holder = domain_or_dom0(xs, domid);
	return true;
}

static bool is_there(struct xs_handle *xs, struct domain *holder)
{
	if (focus_holder(xs, holder))
		return true;
	complain("nobody has the focus: xen-focus is not loaded in Dom0");
	return false;
}

static bool show(struct xs_handle *xs)
{
	struct domain holder;

	if (!is_there(xs, &holder))
		return false;
	say("%s", holder.name);
	return true;
}

static bool find(struct xs_handle *xs, const char *text, struct domain *domain)
{
	*domain = domain_or_dom0(xs, 0);
	return !strcasecmp(text, DOM0) || !strcmp(text, "0") || domain_find(xs, text, domain);
}

static bool change(struct xs_handle *xs, const char *text)
{
	struct domain domain, before;
	int error;

	if (!find(xs, text, &domain) || !is_there(xs, &before))
		return false;
	error = focus_write(domain.domid);
	if (error == ENOENT)
		complain("%s cannot have the focus: no device of it that goes by the focus is "
			 "connected", domain.name);
	else if (error == EBUSY)
		complain("the focus stays where it is: something in Dom0 keeps it from %s; "
			 "dmesg says what", domain.name);
	else if (error)
		complain("the focus cannot be given to %s: %s", domain.name, strerror(error));
	return !error && show(xs);
}

static bool put_led(struct xs_handle *xs, const struct focus_led *led)
{
	char trigger[TRIGGER_MAX + 1] = "none";
	char *triggers = led_triggers(led->target);
	int error = 0;
	enum gift gift;

	if (!led->is_over)
		focus_trigger_format(led->led, trigger);
	gift = gift_give(led->target, trigger, triggers, true, &error);
	free(triggers);
	if (!gift_tell(xs, &focus_receiver, led->target, gift, error))
		return false;
	if (led->is_over)
		say("Dom0's LED %s is its own", led->target);
	else
		say("Dom0's LED %s shows LED %u of the guest in focus", led->target, led->led);
	return true;
}

static bool put_leds(struct xs_handle *xs, const struct focus_leds *leds)
{
	bool good = true;

	for (unsigned int i = 0; i < leds->num; i++)
		good &= put_led(xs, &leds->led[i]);
	return good;
}

int command_focus(const struct options *options)
{
	struct xs_handle *xs = store_open();
	bool good = false;

	if (!xs)
		return EXIT_FAILURE;
	if (options->focus_leds.num)
		good = put_leds(xs, &options->focus_leds);
	else if (options->domain)
		good = change(xs, options->domain);
	else
		good = show(xs);
	xs_close(xs);
	return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
