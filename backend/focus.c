// SPDX-License-Identifier: GPL-2.0-only
/*
 * xen-focus - says which domain has the focus, and moves it.
 *
 * The focus has one owner: Dom0, or a guest that some back-end has added. Focus keys,
 * programs and the end of a guest ask for a change; one work item makes them, one
 * after the other, with those who subscribed. Who is next and which event goes to
 * whom is decided in focus_route.c; input devices are in focus_input.c, the files of
 * /sys/devices/xen-focus in focus_sysfs.c. Must not know any board, nor what a guest
 * gets its events by.
 *
 * docs/focus.md says what happens in which order, and why.
 */
#include <linux/completion.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <xen/interface/xen.h>
#include <xen/xen.h>

#include "focus.h"
#include "xen_focus.h"

#define CREATE_TRACE_POINTS
#include "focus_trace.h"

static char *devices = "reptar_sp6_buttons";
module_param(devices, charp, 0);
MODULE_PARM_DESC(devices, "input devices on which focus keys count, with commas between them");

static unsigned int next_key = KEY_BACKSPACE;
module_param(next_key, uint, 0);
MODULE_PARM_DESC(next_key, "code of the key that gives the focus to the next guest (0: none)");

static unsigned int dom0_key = KEY_ESC;
module_param(dom0_key, uint, 0);
MODULE_PARM_DESC(dom0_key, "code of the key that gives the focus to Dom0 (0: none)");

struct focus focus = {
	.lock = __SPIN_LOCK_UNLOCKED(focus.lock),
};

/* Covers the list, and each call of a subscriber. */
static DEFINE_MUTEX(callbacks_lock);
static LIST_HEAD(subscribers);	/* by their order */

/* A program that waits for the change that it asked for. */
struct focus_asker {
	struct focus_request request;
	struct completion done;
	int result;
};

void focus_change_soon(void)
{
	queue_work(focus.workqueue, &focus.change);
}

/* Changes. The callers hold callbacks_lock. */

/* Undoes what the subscribers before this one prepared. */
static void focus_cancel(struct xen_focus_subscriber *refuser,
			 const struct focus_step *step)
{
	struct xen_focus_subscriber *s = refuser;

	list_for_each_entry_continue_reverse(s, &subscribers, list)
		if (s->cancel)
			s->cancel(s, step->from, step->to);
}

static int focus_prepare(const struct focus_step *step)
{
	struct xen_focus_subscriber *s;
	int err;

	list_for_each_entry(s, &subscribers, list) {
		err = s->prepare ? s->prepare(s, step->from, step->to) : 0;
		if (!err || step->forced)
			continue;

		pr_notice_ratelimited("xen-focus: domain %u does not get the focus: %s refuses (error %d)\n",
				      step->to, s->name, err);
		focus_cancel(s, step);
		WRITE_ONCE(focus.refused, focus.refused + 1);
		return -EBUSY;
	}
	return 0;
}

static void focus_commit(const struct focus_step *step)
{
	struct xen_focus_subscriber *s;

	list_for_each_entry(s, &subscribers, list)
		s->commit(s, step->from, step->to);
}

/* Input comes last: its commit is in focus_route_end(). */
static void focus_make(const struct focus_step *step)
{
	bool moves = step->to != step->from;
	int err = 0;

	if (moves) {
		trace_focus_changing(step->from, step->to, 0);
		err = focus_prepare(step);
	}
	if (moves && !err)
		focus_commit(step);

	spin_lock_irq(&focus.lock);
	focus_route_end(&focus.route, step, !err);
	spin_unlock_irq(&focus.lock);

	if (moves)
		trace_focus_changed(step->from, step->to, err);
	if (moves && !err)
		focus_sysfs_notify("focus");
	if (step->request) {
		struct focus_asker *asker = container_of(step->request, struct focus_asker,
							 request);

		asker->result = step->unknown ? -ENOENT : err;
		complete(&asker->done);
	}
}

static bool focus_begin(struct focus_step *step)
{
	bool begun;

	spin_lock_irq(&focus.lock);
	begun = focus_route_begin(&focus.route, step);
	spin_unlock_irq(&focus.lock);

	return begun;
}

static void focus_change_work(struct work_struct *work)
{
	struct focus_step step;

	mutex_lock(&callbacks_lock);
	while (focus_begin(&step)) {
		focus_make(&step);

		/* Who waits to subscribe need not wait for all. */
		mutex_unlock(&callbacks_lock);
		mutex_lock(&callbacks_lock);
	}
	mutex_unlock(&callbacks_lock);
}

/* For other drivers: see xen_focus.h */

int xen_focus_subscribe(struct xen_focus_subscriber *me, domid_t *now)
{
	struct xen_focus_subscriber *s;

	if (!me->commit)
		return -EINVAL;

	mutex_lock(&callbacks_lock);
	list_for_each_entry(s, &subscribers, list)
		if (s->order > me->order)
			break;
	list_add_tail(&me->list, &s->list);
	*now = READ_ONCE(focus.route.now);
	mutex_unlock(&callbacks_lock);

	return 0;
}
EXPORT_SYMBOL_GPL(xen_focus_subscribe);

void xen_focus_unsubscribe(struct xen_focus_subscriber *me)
{
	mutex_lock(&callbacks_lock);
	list_del(&me->list);
	mutex_unlock(&callbacks_lock);
}
EXPORT_SYMBOL_GPL(xen_focus_unsubscribe);

int xen_focus_add_guest(domid_t domid)
{
	struct focus_guest *new;
	struct focus_guest *old;

	if (domid == XEN_FOCUS_DOM0 || domid >= DOMID_FIRST_RESERVED)
		return -EINVAL;

	new = kzalloc(sizeof(*new), GFP_KERNEL);
	if (!new)
		return -ENOMEM;
	new->domid = domid;
	new->count = 1;

	spin_lock_irq(&focus.lock);
	old = focus_route_find(&focus.route, domid);
	if (old)
		old->count++;
	else
		focus_route_insert(&focus.route, new);
	spin_unlock_irq(&focus.lock);

	if (old)
		kfree(new);
	else
		focus_sysfs_notify("guests");
	return 0;
}
EXPORT_SYMBOL_GPL(xen_focus_add_guest);

void xen_focus_remove_guest(domid_t domid)
{
	struct focus_guest *guest;
	bool last;

	spin_lock_irq(&focus.lock);
	guest = focus_route_find(&focus.route, domid);
	last = guest && !--guest->count;
	if (last)
		focus_route_erase(&focus.route, guest);
	spin_unlock_irq(&focus.lock);

	if (!last)
		return;
	kfree(guest);
	focus_sysfs_notify("guests");
	focus_change_soon();
}
EXPORT_SYMBOL_GPL(xen_focus_remove_guest);

int xen_focus_change(domid_t to)
{
	struct focus_asker asker = { .request.to = to };
	bool good;

	init_completion(&asker.done);

	spin_lock_irq(&focus.lock);
	good = focus_route_ask(&focus.route, &asker.request);
	spin_unlock_irq(&focus.lock);
	if (!good)
		return -ENOENT;

	focus_change_soon();
	if (!wait_for_completion_killable(&asker.done))
		return asker.result;

	spin_lock_irq(&focus.lock);
	good = focus_route_unask(&focus.route, &asker.request);
	spin_unlock_irq(&focus.lock);
	if (good)
		return -EINTR;

	wait_for_completion(&asker.done);
	return asker.result;
}
EXPORT_SYMBOL_GPL(xen_focus_change);

/* The module */

static int __init focus_init(void)
{
	int err;

	if (!xen_domain())
		return -ENODEV;
	if (next_key > KEY_MAX || dom0_key > KEY_MAX)
		return -EINVAL;

	focus_route_init(&focus.route);
	focus.route.next_key = next_key;
	focus.route.dom0_key = dom0_key;
	INIT_WORK(&focus.change, focus_change_work);

	focus.workqueue = alloc_workqueue("xen-focus", 0, 0);
	if (!focus.workqueue)
		return -ENOMEM;

	err = focus_input_list(devices);
	if (err)
		goto fail_list;
	err = focus_sysfs_init();
	if (err)
		goto fail_sysfs;
	err = focus_input_init();
	if (err)
		goto fail_input;

	return 0;

fail_input:
	focus_sysfs_exit();
	root_device_unregister(focus.dev);
fail_sysfs:
	focus_input_unlist();
fail_list:
	destroy_workqueue(focus.workqueue);
	return err;
}
module_init(focus_init);

/*
 * Guests, sinks and subscribers are gone with the modules that had them. The work may
 * run until its queue is gone, and uses the device.
 */
static void __exit focus_exit(void)
{
	focus_sysfs_exit();
	focus_input_exit();
	destroy_workqueue(focus.workqueue);
	root_device_unregister(focus.dev);
	focus_input_unlist();
}
module_exit(focus_exit);

MODULE_DESCRIPTION("Which Xen domain has the focus, and the keys that move it");
MODULE_LICENSE("GPL");
