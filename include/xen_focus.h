/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * xen_focus.h - which domain has the focus, and how drivers of this domain take
 * part when it changes hands. Exported by xen-focus; docs/focus.md says it all.
 * Must not know what a screen, a LED or a key is: for input, see xen_focus_input.h.
 *
 * The focus is one thing with one owner: this domain, which is domain 0 here, or a
 * guest. A change has two phases. Each subscriber prepares, in order; the first
 * that refuses ends the change, those before it cancel, and nothing has moved. Then
 * each commits, in the same order, and cannot fail.
 *
 * Callbacks run in process context, one at a time, under xen-focus' mutex. They may
 * sleep and take a driver's own mutexes; so nobody may hold one of these while he
 * calls xen_focus_subscribe(), _unsubscribe() or _change(), which wait for
 * callbacks. A callback must not call these, nor wait for xenstore's watches.
 */
#ifndef XEN_FOCUS_H
#define XEN_FOCUS_H

#include <linux/list.h>
#include <linux/types.h>
#include <xen/interface/xen.h>

/* The domain with the hardware: it has the focus when no guest has. */
#define XEN_FOCUS_DOM0		0

/* Lower comes first, in prepare and commit; input is xen-focus itself. */
#define XEN_FOCUS_ORDER_SCREEN	0
#define XEN_FOCUS_ORDER_LEDS	1
#define XEN_FOCUS_ORDER_INPUT	2

struct xen_focus_subscriber {
	/* Private to xen-focus. */
	struct list_head list;

	const char *name;	/* in messages */
	unsigned int order;

	/*
	 * Gets ready for the change; an error refuses it. NULL: is always ready.
	 *
	 * The focus of a guest that is gone goes to Dom0 even against an error, so
	 * commit must do its work also without a prepare that succeeded if the focus
	 * goes to Dom0.
	 */
	int (*prepare)(struct xen_focus_subscriber *me, domid_t from, domid_t to);

	/* The focus has changed hands. */
	void (*commit)(struct xen_focus_subscriber *me, domid_t from, domid_t to);

	/* Undoes a prepare that succeeded, since a later one refused. May be NULL. */
	void (*cancel)(struct xen_focus_subscriber *me, domid_t from, domid_t to);
};

/* *now: who has the focus; commits tell each change after that. */
int xen_focus_subscribe(struct xen_focus_subscriber *me, domid_t *now);

/* Waits for a running callback; there is none after it. */
void xen_focus_unsubscribe(struct xen_focus_subscriber *me);

/*
 * A guest that can have the focus. Counted: each device of the guest that is shown
 * or used with the focus counts one. When the last goes and the guest has the
 * focus, Dom0 gets it, soon after. Process context; does not wait for callbacks, and
 * may be called from them.
 */
int xen_focus_add_guest(domid_t domid);
void xen_focus_remove_guest(domid_t domid);

/*
 * Gives the focus to Dom0 or to a guest that was added, and waits until that is done.
 * 0 also if it has it already; -ENOENT: there is no such guest; -EBUSY: a subscriber
 * refused; -EINTR: the caller is being killed, and nothing was done.
 */
int xen_focus_change(domid_t to);

#endif /* XEN_FOCUS_H */
