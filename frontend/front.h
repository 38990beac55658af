/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * front.h - the life cycle of a front-end's connection, which the front-ends here
 * share: a page and an event channel are offered when the back-end waits, made anew
 * when a connection ended, and given up after too many failures. Must not know
 * what the page holds, nor what the guest sees of the device.
 *
 * Xenbus never runs probe, otherend_changed and remove at the same time, so
 * what they alone touch needs no lock.
 */
#ifndef FRONT_H
#define FRONT_H

#include <linux/device.h>
#include <linux/spinlock.h>
#include <linux/sysfs.h>
#include <linux/types.h>
#include <xen/events.h>
#include <xen/grant_table.h>
#include <xen/xenbus.h>

#include "xenbus_util.h"

struct xen_front;

/* What differs. Called by xenbus callbacks alone, but for round() and ended(). */
struct xen_front_ops {
	const char *name;	/* of the interrupt */
	const char *lack;	/* what the events of a storm come without */

	/*
	 * The back-end waits; there is no connection. An error, which was reported
	 * with xenbus_dev_fatal(), is a connection that is not offered.
	 */
	int (*prepare)(struct xen_front *front);

	/* A new page, zeroed, at front->page. */
	void (*init_ring)(struct xen_front *front);

	/* The nodes of the offer, of front->ring_ref and front->port among others. */
	int (*write_nodes)(struct xen_front *front, struct xenbus_transaction xbt);

	/*
	 * The back-end took the connection: sets front->connected, under the lock,
	 * if it sends. An error was reported with xenbus_dev_fatal(). May be NULL.
	 */
	int (*connect)(struct xen_front *front);

	/*
	 * In the interrupt's thread, from the offer on. One round: takes what is
	 * there; clears *eoi if there was something; sets *more if there is more to
	 * do at once. Returns NULL, or what is wrong with the ring; then it has set
	 * front->broken under the lock.
	 */
	const char *(*round)(struct xen_front *front, unsigned int *eoi, bool *more);

	/*
	 * Nothing comes from the back-end any more, for the time being: the
	 * connection, if there was one, ended, or was broken. The last is
	 * told by the interrupt's thread. May be NULL.
	 */
	void (*ended)(struct xen_front *front);

	/*
	 * The guest does not see the device any more. The connection is still there;
	 * xen_front_disconnect() ends it where it has to go first. May be called
	 * when there is nothing to be seen.
	 */
	void (*close)(struct xen_front *front);
};

/* Part of the driver's structure, zeroed, and the device's drvdata. */
struct xen_front {
	struct xenbus_device *dev;
	const struct xen_front_ops *ops;

	/* Touched by xenbus callbacks alone. */
	unsigned int failures;	/* connections offered that did not end well */
	grant_ref_t ring_ref;
	evtchn_port_t port;
	void *page;

	/* Set while connected is false. */
	unsigned int irq;

	/* The interrupt's thread is to come to its end. */
	bool stop;

	/* Taken in any context; protects what follows, and what a driver sends. */
	spinlock_t lock;
	bool connected;
	bool broken;

	/* Touched by the interrupt thread alone while there is a connection. */
	struct xenbus_storm storm;
};

/* In probe, at its end, and in remove; then nothing of the driver is called any more. */
void xen_front_begin(struct xen_front *front, struct xenbus_device *dev,
		       const struct xen_front_ops *ops);
void xen_front_end(struct xen_front *front);

/* For struct xenbus_driver. */
void xen_front_backend_changed(struct xenbus_device *dev,
				 enum xenbus_state backend_state);

/*
 * Ends the connection, if there is one. False if the back-end still has the ring's
 * page, which is lost to this guest until it lets go of it.
 */
bool xen_front_disconnect(struct xen_front *front);

/* A number of the driver's structure, seen in /sys/bus/xen/devices/<device>/. */
#define XEN_FRONT_SHOW(driver, name, field)				\
static ssize_t name##_show(struct device *dev,				\
			   struct device_attribute *attr, char *buf)	\
{									\
	struct driver *info = container_of(dev_get_drvdata(dev),	\
					   struct driver, front);	\
									\
	return sysfs_emit(buf, "%lu\n", (unsigned long)READ_ONCE(info->field)); \
}									\
static DEVICE_ATTR_RO(name)

#endif /* FRONT_H */
