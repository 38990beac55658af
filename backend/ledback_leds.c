// SPDX-License-Identifier: GPL-2.0-only
/*
 * A guest's LEDs as LED triggers of this domain: see ledback_leds.h.
 *
 * Blinking is done here, with a timer for each LED, and shown with
 * led_trigger_event() alone: led_trigger_blink() may sleep under RCU, and a
 * value that is set right after it is lost.
 *
 * Each LED's lock covers its state, its phase and the showing of both, so that
 * what was decided last is shown last. The LED core calls activate with its
 * own locks held, so these come first: triggers are registered and
 * unregistered with no lock held.
 */
#include <linux/err.h>
#include <linux/hrtimer.h>
#include <linux/kernel.h>
#include <linux/leds.h>
#include <linux/overflow.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

#include "compat.h"
#include "ledback_leds.h"

struct ledback_led {
	struct led_trigger trigger;
	char name[TRIG_NAME_MAX];

	/* Taken in process context and by the timer, a soft interrupt. */
	spinlock_t lock;
	struct hrtimer timer;
	struct ledback_state state;
	bool on;	/* phase; a LED that does not blink is always on */
};

struct ledback_leds {
	unsigned int num;
	struct ledback_led led[];
};

static bool ledback_blinks(const struct ledback_state *state)
{
	return state->delay_on;
}

/* The caller holds the lock. */
static unsigned int ledback_brightness(const struct ledback_led *led)
{
	return led->on ? led->state.brightness : LED_OFF;
}

/* How long the present phase lasts. The caller holds the lock. */
static ktime_t ledback_phase(const struct ledback_led *led)
{
	return ms_to_ktime(led->on ? led->state.delay_on : led->state.delay_off);
}

static enum hrtimer_restart ledback_timer(struct hrtimer *timer)
{
	struct ledback_led *led = container_of(timer, struct ledback_led, timer);
	enum hrtimer_restart restart = HRTIMER_NORESTART;

	spin_lock(&led->lock);
	/* A new state may have come while we waited for the lock. */
	if (ledback_blinks(&led->state) && !hrtimer_is_queued(timer)) {
		led->on = !led->on;
		led_trigger_event(&led->trigger, ledback_brightness(led));
		hrtimer_forward_now(timer, ledback_phase(led));
		restart = HRTIMER_RESTART;
	}
	spin_unlock(&led->lock);

	return restart;
}

/* A LED was given this trigger: it gets the present state and phase. */
static int ledback_activate(struct led_classdev *cdev)
{
	struct ledback_led *led = container_of(cdev->trigger, struct ledback_led,
					       trigger);

	spin_lock_bh(&led->lock);
	led_set_brightness(cdev, ledback_brightness(led));
	spin_unlock_bh(&led->lock);

	return 0;
}

static bool ledback_goes_on_blinking(const struct ledback_led *led,
				     const struct ledback_state *state)
{
	return ledback_blinks(state) &&
	       state->delay_on == led->state.delay_on &&
	       state->delay_off == led->state.delay_off;
}

static void ledback_set(struct ledback_led *led, const struct ledback_state *state)
{
	spin_lock_bh(&led->lock);

	if (!ledback_goes_on_blinking(led, state)) {
		/* If the timer runs just now it waits for the lock and gives up. */
		hrtimer_try_to_cancel(&led->timer);
		led->on = true;
		if (ledback_blinks(state))
			hrtimer_start(&led->timer, ms_to_ktime(state->delay_on),
				      HRTIMER_MODE_REL_SOFT);
	}
	led->state = *state;
	led_trigger_event(&led->trigger, ledback_brightness(led));

	spin_unlock_bh(&led->lock);
}

void ledback_leds_set(struct ledback_leds *leds, unsigned int led,
		      const struct ledback_state *state)
{
	ledback_set(&leds->led[led], state);
}

void ledback_leds_clear(struct ledback_leds *leds)
{
	static const struct ledback_state dark;
	unsigned int i;

	for (i = 0; i < leds->num; i++)
		ledback_set(&leds->led[i], &dark);
}

static int ledback_register(struct ledback_led *led, const char *name,
			    unsigned int number)
{
	int len;

	len = snprintf(led->name, sizeof(led->name), "%s-%u", name, number);
	if (len >= sizeof(led->name))
		return -ENAMETOOLONG;

	spin_lock_init(&led->lock);
	hrtimer_setup(&led->timer, ledback_timer, CLOCK_MONOTONIC, HRTIMER_MODE_REL_SOFT);
	led->on = true;
	led->trigger.name = led->name;
	led->trigger.activate = ledback_activate;

	return led_trigger_register(&led->trigger);
}

struct ledback_leds *ledback_leds_create(const char *name, unsigned int num)
{
	struct ledback_leds *leds;
	int err;

	leds = kzalloc(struct_size(leds, led, num), GFP_KERNEL);
	if (!leds)
		return ERR_PTR(-ENOMEM);

	while (leds->num < num) {
		err = ledback_register(&leds->led[leds->num], name, leds->num);
		if (err) {
			ledback_leds_destroy(leds);
			return ERR_PTR(err);
		}
		leds->num++;
	}

	return leds;
}

void ledback_leds_destroy(struct ledback_leds *leds)
{
	unsigned int i;

	ledback_leds_clear(leds);
	for (i = 0; i < leds->num; i++) {
		hrtimer_cancel(&leds->led[i].timer);
		led_trigger_unregister(&leds->led[i].trigger);
	}
	kfree(leds);
}
