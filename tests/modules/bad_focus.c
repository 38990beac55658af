// SPDX-License-Identifier: GPL-2.0-only
/*
 * bad-focus - two subscribers of xen-focus that get in the way of changes, for the
 * system tests alone. It runs in Dom0.
 *
 * `first` is called where a screen would be, `last` behind the LEDs. What happens is
 * set in /sys/module/bad_focus/parameters/, and done until it is set back:
 *
 *	refuse	`last` refuses each change
 *	hold	`first` does not come to an end with preparing one
 *	lose	in `last`, the guest that is to get the focus goes, if it is one of ours
 *	calls	what was called, a line each: WHO WHAT FROM TO; anything written clears it
 *
 * With guests=201,202 (when it is loaded) there are guests of these numbers that can
 * have the focus, and do nothing with it.
 */
#include <linux/delay.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/mutex.h>
#include <linux/string.h>
#include <linux/sysfs.h>

#include "xen_focus.h"

static bool refuse;
module_param(refuse, bool, 0644);

static bool hold;
module_param(hold, bool, 0644);

static bool lose;
module_param(lose, bool, 0644);

static ushort guests[8];
static unsigned int num_guests;
module_param_array(guests, ushort, &num_guests, 0444);

/* Of the guests: it was added, and did not go yet. Touched by callbacks, init and exit. */
static bool there[ARRAY_SIZE(guests)];

static char calls[PAGE_SIZE];
static size_t calls_len;
static DEFINE_MUTEX(calls_lock);	/* covers both */

static int bad_show_calls(char *buf, const struct kernel_param *kp)
{
	int len;

	mutex_lock(&calls_lock);
	len = sysfs_emit(buf, "%.*s", (int)calls_len, calls);
	mutex_unlock(&calls_lock);

	return len;
}

static int bad_clear_calls(const char *val, const struct kernel_param *kp)
{
	mutex_lock(&calls_lock);
	calls_len = 0;
	mutex_unlock(&calls_lock);

	return 0;
}

static const struct kernel_param_ops bad_calls_ops = {
	.get = bad_show_calls,
	.set = bad_clear_calls,
};
module_param_cb(calls, &bad_calls_ops, NULL, 0644);

static void bad_note(const struct xen_focus_subscriber *me, const char *what,
		     domid_t from, domid_t to)
{
	mutex_lock(&calls_lock);
	calls_len += scnprintf(calls + calls_len, sizeof(calls) - calls_len,
			       "%s %s %u %u\n", me->name, what, from, to);
	mutex_unlock(&calls_lock);
}

static void bad_end_guest(domid_t domid)
{
	unsigned int i;

	for (i = 0; i < num_guests; i++) {
		if (guests[i] != domid || !there[i])
			continue;
		there[i] = false;
		xen_focus_remove_guest(domid);
	}
}

static int bad_prepare_first(struct xen_focus_subscriber *me, domid_t from, domid_t to)
{
	bad_note(me, "prepare", from, to);
	while (READ_ONCE(hold))
		msleep(20);
	return 0;
}

static int bad_prepare_last(struct xen_focus_subscriber *me, domid_t from, domid_t to)
{
	bad_note(me, "prepare", from, to);
	if (lose)
		bad_end_guest(to);
	return refuse ? -EACCES : 0;
}

static void bad_commit(struct xen_focus_subscriber *me, domid_t from, domid_t to)
{
	bad_note(me, "commit", from, to);
}

static void bad_cancel(struct xen_focus_subscriber *me, domid_t from, domid_t to)
{
	bad_note(me, "cancel", from, to);
}

static struct xen_focus_subscriber bad_first = {
	.name = "first",
	.order = XEN_FOCUS_ORDER_SCREEN,
	.prepare = bad_prepare_first,
	.commit = bad_commit,
	.cancel = bad_cancel,
};

static struct xen_focus_subscriber bad_last = {
	.name = "last",
	.order = XEN_FOCUS_ORDER_LEDS,
	.prepare = bad_prepare_last,
	.commit = bad_commit,
	.cancel = bad_cancel,
};

static void bad_stop(void)
{
	unsigned int i;

	xen_focus_unsubscribe(&bad_last);
	xen_focus_unsubscribe(&bad_first);
	for (i = 0; i < num_guests; i++)
		bad_end_guest(guests[i]);
}

static int __init bad_focus_init(void)
{
	unsigned int i;
	domid_t now;
	int err;

	err = xen_focus_subscribe(&bad_first, &now);
	if (err)
		return err;
	err = xen_focus_subscribe(&bad_last, &now);
	if (err) {
		xen_focus_unsubscribe(&bad_first);
		return err;
	}

	for (i = 0; i < num_guests; i++) {
		err = xen_focus_add_guest(guests[i]);
		if (err) {
			bad_stop();
			return err;
		}
		there[i] = true;
	}
	return 0;
}
module_init(bad_focus_init);

static void __exit bad_focus_exit(void)
{
	WRITE_ONCE(hold, false);
	bad_stop();
}
module_exit(bad_focus_exit);

MODULE_DESCRIPTION("Subscribers of xen-focus that get in the way");
MODULE_LICENSE("GPL");
