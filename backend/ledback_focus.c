// SPDX-License-Identifier: GPL-2.0-only
/*
 * The LEDs of the guest in focus: see ledback_focus.h.
 *
 * The triggers are a set of ledback_leds.c like that of a guest, and are there as long
 * as the module is, so that a LED stays on its trigger whoever comes and goes. What each
 * guest's LEDs are is kept here, and shown when the guest gets the focus. Blinking then
 * begins anew: the phase is the trigger's own, and not that of the guest's trigger.
 */
#include <linux/err.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <xen/io/ledif.h>

#include "ledback_focus.h"
#include "ledback_leds.h"
#include "xen_focus.h"

struct ledback_focus {
	struct list_head list;
	domid_t domid;
	struct ledback_state state[XENLED_MAX_LEDS];
};

static struct ledback_leds *focus_leds;

/*
 * Covers all below, and the showing of it. Taken by the work that moves the focus, so
 * not held while that is waited for; LED locks come after it.
 */
static DEFINE_MUTEX(focus_lock);
static LIST_HEAD(focus_guests);
static domid_t focus_now;

/* NULL: there are none. The lock is held. */
static const struct ledback_focus *ledback_focus_find(domid_t domid)
{
	const struct ledback_focus *leds;

	list_for_each_entry(leds, &focus_guests, list)
		if (leds->domid == domid)
			return leds;
	return NULL;
}

static void ledback_focus_commit(struct xen_focus_subscriber *me, domid_t from, domid_t to)
{
	static const struct ledback_state dark;
	const struct ledback_focus *leds;
	unsigned int i;

	mutex_lock(&focus_lock);
	focus_now = to;
	leds = ledback_focus_find(to);
	for (i = 0; i < XENLED_MAX_LEDS; i++)
		ledback_leds_set(focus_leds, i, leds ? &leds->state[i] : &dark);
	mutex_unlock(&focus_lock);
}

static struct xen_focus_subscriber ledback_subscriber = {
	.name = "xen-ledback",
	.order = XEN_FOCUS_ORDER_LEDS,
	.commit = ledback_focus_commit,
};

struct ledback_focus *ledback_focus_create(domid_t domid)
{
	struct ledback_focus *leds;

	leds = kzalloc(sizeof(*leds), GFP_KERNEL);
	if (!leds)
		return ERR_PTR(-ENOMEM);
	leds->domid = domid;

	mutex_lock(&focus_lock);
	list_add(&leds->list, &focus_guests);
	mutex_unlock(&focus_lock);

	return leds;
}

void ledback_focus_destroy(struct ledback_focus *leds)
{
	if (!leds)
		return;

	ledback_focus_clear(leds);
	mutex_lock(&focus_lock);
	list_del(&leds->list);
	mutex_unlock(&focus_lock);
	kfree(leds);
}

void ledback_focus_set(struct ledback_focus *leds, unsigned int led,
		       const struct ledback_state *state)
{
	if (!leds)
		return;

	mutex_lock(&focus_lock);
	leds->state[led] = *state;
	if (leds->domid == focus_now)
		ledback_leds_set(focus_leds, led, state);
	mutex_unlock(&focus_lock);
}

void ledback_focus_clear(struct ledback_focus *leds)
{
	if (!leds)
		return;

	mutex_lock(&focus_lock);
	memset(leds->state, 0, sizeof(leds->state));
	if (leds->domid == focus_now)
		ledback_leds_clear(focus_leds);
	mutex_unlock(&focus_lock);
}

int ledback_focus_init(void)
{
	int err;

	focus_leds = ledback_leds_create(XENLED_DRIVER_NAME "-focus", XENLED_MAX_LEDS);
	if (IS_ERR(focus_leds))
		return PTR_ERR(focus_leds);

	err = xen_focus_subscribe(&ledback_subscriber, &focus_now);
	if (err)
		ledback_leds_destroy(focus_leds);
	return err;
}

/* There are no guests' LEDs any more. */
void ledback_focus_exit(void)
{
	xen_focus_unsubscribe(&ledback_subscriber);
	ledback_leds_destroy(focus_leds);
}
