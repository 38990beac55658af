/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * back.h - the life cycle of a back-end's connection, which the back-ends here
 * share: waiting for an offer, taking it up, the interrupt and its pace, the end,
 * failures.
 *
 * Must not know any device: what differs, the driver gives in struct
 * xen_back_ops. For devices with one page and one event channel, which the
 * front-end offers at XenbusStateInitialised or, having been Connected before,
 * at XenbusStateConnected.
 *
 * Xenbus never runs probe, otherend_changed and remove at the same time for a
 * device, so what they alone touch needs no lock.
 */
#ifndef BACK_H
#define BACK_H

#include <linux/device.h>
#include <linux/sysfs.h>
#include <linux/workqueue.h>
#include <xen/grant_table.h>
#include <xen/interface/event_channel.h>
#include <xen/xenbus.h>

#include "xenbus_util.h"

struct xen_back;

/* A connection as the front-end offers it. */
struct xen_back_offer {
	grant_ref_t ring_ref;
	evtchn_port_t port;
	u32 requests;	/* the driver's own; another value is no other offer */
};

/* Process context, and never two at a time for a device, but for round. */
struct xen_back_ops {
	const char *name;	/* the interrupt's */
	const char *work;	/* events without it are a storm; in a message */

	/*
	 * 0: rounds run in the interrupt's thread, which is a real-time one. Else in a
	 * work item, which begins once in so many ms; events wait for its end.
	 */
	unsigned int pace;

	/*
	 * Such front-ends offer a connection without a word before, so that the back-end
	 * is ready for one whenever it has none. Another offer than was taken is a new
	 * front-end's, and takes the old one's place.
	 */
	bool replaces;

	/* Writes what the front-end is to read from XenbusStateInitWait on. May be NULL. */
	void (*prepare)(struct xen_back *back);

	/* Reads the front-end's nodes. An error refuses the connection. */
	int (*read_offer)(struct xen_back *back, struct xen_back_offer *offer);

	/*
	 * Map the page that the offer names, as *back's, and give it back together with
	 * what take_up allocated. NULL, both: the page is granted, and nothing else is
	 * to be given back.
	 */
	int (*map)(struct xen_back *back);
	void (*unmap)(struct xen_back *back);

	/*
	 * Takes up the ring in the page, where the last connection, if any, left it.
	 * An error refuses the connection; the driver may set what is wrong as *back's
	 * fault, for the message.
	 */
	int (*take_up)(struct xen_back *back, void *page);

	/* The connection is there. An error ends it at once, and stop is not called. */
	int (*start)(struct xen_back *back);

	/*
	 * One round of work: clears *eoi if there was any.
	 * Returns whether there is more, or an error if the front-end broke the
	 * protocol. May run before start, and until the channel is gone after stop.
	 */
	int (*round)(struct xen_back *back, unsigned int *eoi);

	/* Channel and page will go: use them no more from elsewhere. May be NULL. */
	void (*stop)(struct xen_back *back);

	/* The front-end has no connection any more, or had none. May be NULL. */
	void (*ended)(struct xen_back *back);
};

/* A device while a driver is bound. The driver reads what it finds here. */
struct xen_back {
	struct xenbus_device *dev;
	const struct xen_back_ops *ops;
	unsigned int failures;

	/* A front-end that is Connected has to begin anew; the driver may set it. */
	bool anew;

	/* The connection; irq 0: there is none. */
	unsigned int irq;
	struct xen_back_offer offer;
	void *page;
	bool stopping;
	const char *fault;

	/* With a pace. */
	struct delayed_work rounds;
	unsigned long begun;	/* the last one, in jiffies */

	/* The offer was refused, and there was no word of the front-end's but it since. */
	bool refused;

	/* The front-end broke the protocol: xen_back_break(). */
	bool broken;

	/* Touched by the rounds alone while there is a connection. */
	bool excused;	/* if the next event is for nothing that is not the front-end's fault */
	struct xenbus_storm storm;

	/* What the guest did and was said, once while the driver is bound. */
	bool said_twice;
};

/* Before all else; *back is zeroed. */
void xen_back_init(struct xen_back *back, struct xenbus_device *dev,
		   const struct xen_back_ops *ops);

/* The last that probe does: from now on the device's driver data is *back. */
void xen_back_begin(struct xen_back *back);

/* In remove: leaves the state as it is, for a driver that is bound later. */
void xen_back_end(struct xen_back *back);

/* The driver's .otherend_changed. */
void xen_back_frontend_changed(struct xenbus_device *dev, enum xenbus_state state);

/*
 * The front-end broke the protocol: says so once, and from the next event on the
 * channel stays masked. In any context; calls for a device do not overlap.
 */
void xen_back_break(struct xen_back *back);

/* A file in sysfs that shows a number, in which `back` is the device's. */
#define XEN_BACK_SHOW(name, value)					\
static ssize_t name##_show(struct device *dev,				\
			   struct device_attribute *attr, char *buf)	\
{									\
	struct xen_back *back = dev_get_drvdata(dev);			\
									\
	return sysfs_emit(buf, "%lu\n", (unsigned long)READ_ONCE(value)); \
}									\
static DEVICE_ATTR_RO(name)

#endif /* BACK_H */
