/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * xenbus_util.h - what the split drivers here share on top of the kernel's
 * xenbus: the reading of numbers within limits and of what must be certain, changes
 * of state, an interrupt that got no handler, and what ends patience: failures, event
 * storms. Must not know any device.
 */
#ifndef XENBUS_UTIL_H
#define XENBUS_UTIL_H

#include <linux/err.h>
#include <linux/slab.h>
#include <xen/events.h>
#include <xen/xenbus.h>

#include "compat.h"
#include "xs_judge.h"

/* Reads a number in min ... max; -ERANGE if it is none or another. */
static inline int xenbus_read_number(const char *dir, const char *node,
				     u32 min, u32 max, u32 *value)
{
	unsigned int len;
	bool good;
	char *text;

	text = xenbus_read(XBT_NIL, dir, node, &len);
	if (IS_ERR(text))
		return PTR_ERR(text);

	good = xs_judge_number(text, len, min, max, value);
	kfree(text);

	return good ? 0 : -ERANGE;
}

/*
 * The same for what must not be taken for missing where it only could not be read for
 * want of memory: that is said.
 */
static inline int xenbus_read_certain(struct xenbus_device *dev, const char *dir,
				      const char *node, u32 min, u32 max, u32 *value)
{
	int err = xenbus_read_number(dir, node, min, max, value);

	if (err == -ENOMEM)
		xenbus_dev_error(dev, err, "reading %s/%s", dir, node);
	return err;
}

/*
 * xenbus tells drivers of a state that it could not read, for want of memory, as of
 * one that is not there. This reads it again, and leaves Unknown only where there is
 * none. False if it cannot be read now, either; then nothing is known.
 */
static inline bool xenbus_certain_state(struct xenbus_device *dev,
					enum xenbus_state *state)
{
	u32 number;
	int err;

	if (*state != XenbusStateUnknown)
		return true;

	err = xenbus_read_certain(dev, dev->otherend, "state", 0,
				  XenbusStateReconfigured, &number);
	if (!err)
		*state = number;
	return err != -ENOMEM;
}

/*
 * Changes the device's state. xenbus_switch_state() says what fails, but for want of
 * memory to read the present state: then it changes its own copy alone, and that
 * without a word.
 */
static inline void xenbus_change_state(struct xenbus_device *dev,
				       enum xenbus_state state)
{
	enum xenbus_state before = dev->state;

	xenbus_switch_state(dev, state);
	if (dev->state == before ||
	    xenbus_read_driver_state(dev, dev->nodename) != before)
		return;

	dev->state = before;
	xenbus_dev_error(dev, -ENOMEM, "changing the state to %s",
			 xenbus_strstate(state));
}

/*
 * Does the back-end's "online" say that the device is not wanted any more? One that
 * cannot be read, for want of memory, does not say so.
 */
static inline bool xenbus_went_offline(struct xenbus_device *dev,
				       const char *backend)
{
	u32 online;
	int err;

	err = xenbus_read_certain(dev, backend, "online", 0, 1, &online);
	return err != -ENOMEM && (err || !online);
}

/*
 * Closes the event channel of an interrupt that got no handler: such a one,
 * unbind_from_irqhandler() complains of. An interrupt does not know its port.
 */
static inline void xenbus_unbind_irq(unsigned int irq)
{
	evtchn_port_t port;

	for (port = 0; port < xen_evtchn_nr_channels(); port++) {
		if (irq_from_evtchn(port) == irq) {
			evtchn_put(port);
			return;
		}
	}
}

/* Connections that failed or were broken, while the driver is bound, that end service. */
#define XENBUS_MAX_FAILURES	8

/*
 * Events in a row for nothing that are a storm: an honest other end sends one. The
 * event channels' core delays the next event of who sends them.
 */
#define XENBUS_STORM	10

/* Touched by one interrupt's thread alone. Zero it before use. */
struct xenbus_storm {
	unsigned int spurious;	/* zero it also for a new connection */
	bool said;
};

/* Counts an event that was handled; true once, when a storm is to be reported. */
static inline bool xenbus_storm_begins(struct xenbus_storm *storm, unsigned int eoi)
{
	if (eoi != XEN_EOI_FLAG_SPURIOUS) {
		storm->spurious = 0;
		return false;
	}
	if (++storm->spurious != XENBUS_STORM || storm->said)
		return false;

	storm->said = true;
	return true;
}

#endif /* XENBUS_UTIL_H */
