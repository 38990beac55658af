/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * xen_focus_input.h - how the input events of the guest in focus reach a driver.
 * Exported by xen-focus; docs/focus.md says who gets which event. Must not know how a
 * guest gets them from there.
 */
#ifndef XEN_FOCUS_INPUT_H
#define XEN_FOCUS_INPUT_H

#include <linux/bitmap.h>
#include <linux/input.h>
#include <linux/types.h>
#include <xen/interface/xen.h>

/* Bytes of an input device's name here, with the NUL; one with a longer name is not found. */
#define XEN_FOCUS_NAME_SIZE	64

/* One guest's end of one of Dom0's input devices. */
struct xen_focus_sink {
	void *private;	/* to xen-focus */

	/* Set before it is added, and left alone until it is removed. */
	domid_t domid;
	char device[XEN_FOCUS_NAME_SIZE];	/* the name of the input device */

	/*
	 * An event of the device, while the guest has the focus: EV_KEY with value 0
	 * or 1, EV_REL, EV_ABS, and EV_SYN with SYN_REPORT at the end of a frame in
	 * which it got something. No release without a press, no second press without
	 * a release between them. Of multi-touch it gets slots and tracking ids as
	 * evdev has them; there is an ABS_MT_SLOT before values of another slot than
	 * those before it, and before the first.
	 *
	 * A device reports an axis when its value changes, and that the guest may not
	 * have seen. So before the first event since the guest got the focus, the sink
	 * was added or the device came, it gets the present values of all axes that
	 * the device has, and when a contact begins those of its slot, all in the
	 * event's frame. Values may come that it knows.
	 *
	 * Any context, interrupts off, under a spinlock of xen-focus: takes spinlocks
	 * of its own alone, and calls nothing of xen-focus.
	 */
	void (*event)(struct xen_focus_sink *sink, unsigned int type,
		      unsigned int code, int value);

	/*
	 * The device came or went. A sink begins with a device that is not there, so
	 * it is told of one that is, soon after it was added. May be NULL. Process
	 * context, one call at a time; it may sleep and call xen_focus_describe(), but
	 * neither add nor remove sinks.
	 */
	void (*plugged)(struct xen_focus_sink *sink, bool there);
};

/*
 * Adds the sink and counts its guest, as xen_focus_add_guest() does. If the guest has
 * the focus events may come before this returns. It waits for no callback, and the
 * device need not be there.
 */
int xen_focus_add_sink(struct xen_focus_sink *sink);

/*
 * Gives the sink the releases of what it has pressed; after this it gets no call any
 * more. Waits for a `plugged` that is running, of whatever sink, so the caller holds no
 * lock that one takes; it does not wait for a change of the focus.
 */
void xen_focus_remove_sink(struct xen_focus_sink *sink);

/* What an input device has, as in its struct input_dev. */
struct xen_focus_description {
	DECLARE_BITMAP(keybit, KEY_CNT);
	DECLARE_BITMAP(relbit, REL_CNT);
	DECLARE_BITMAP(absbit, ABS_CNT);

	/* Of axes in absbit; 0 else. */
	struct {
		int minimum;
		int maximum;
	} absinfo[ABS_CNT];

	bool repeat;	/* it repeats keys that are held */
};

/*
 * Describes the device of that name: the one that a sink gets the events of. -ENODEV if
 * there is none. Process context; waits for no callback.
 */
int xen_focus_describe(const char *device, struct xen_focus_description *description);

#endif /* XEN_FOCUS_INPUT_H */
