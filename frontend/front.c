// SPDX-License-Identifier: GPL-2.0-only
/*
 * xen-split-front - the life cycle of a front-end's connection: see front.h.
 *
 * A module of its own, since several front-ends use it. Saving and restoring a
 * guest is not supported.
 */
#include <linux/interrupt.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/sched.h>
#include <xen/page.h>

#include "front.h"

/* The interrupt */

/* One round. Is there more to do at once? */
static bool xen_front_round(struct xen_front *front, unsigned int *eoi)
{
	const char *reason;
	bool more = false;

	reason = front->ops->round(front, eoi, &more);
	if (!reason)
		return more && !READ_ONCE(front->stop);

	dev_err(&front->dev->dev, "back-end: %s; connection not used any more\n",
		reason);
	if (front->ops->ended)
		front->ops->ended(front);
	return false;
}

/* A broken connection keeps its channel masked. */
static irqreturn_t xen_front_interrupt(int irq, void *data)
{
	unsigned int eoi = XEN_EOI_FLAG_SPURIOUS;
	struct xen_front *front = data;

	while (xen_front_round(front, &eoi))
		cond_resched();

	if (front->broken)
		return IRQ_HANDLED;

	if (xenbus_storm_begins(&front->storm, eoi))
		dev_warn(&front->dev->dev,
			 "back-end: events without %s; they are slowed down\n",
			 front->ops->lack);
	xen_irq_lateeoi(irq, eoi);

	return IRQ_HANDLED;
}

/* The connection */

bool xen_front_disconnect(struct xen_front *front)
{
	unsigned long flags;
	bool released = true;

	spin_lock_irqsave(&front->lock, flags);
	front->connected = false;
	spin_unlock_irqrestore(&front->lock, flags);

	WRITE_ONCE(front->stop, true);
	if (front->irq)
		unbind_from_irqhandler(front->irq, front);
	front->irq = 0;

	if (front->ops->ended)
		front->ops->ended(front);

	if (front->ring_ref != INVALID_GRANT_REF)
		released = gnttab_try_end_foreign_access(front->ring_ref);
	if (released)
		front->ring_ref = INVALID_GRANT_REF;
	xenbus_teardown_ring(&front->page, 1, &front->ring_ref);

	return released;
}
EXPORT_SYMBOL_GPL(xen_front_disconnect);

static int xen_front_bind(struct xen_front *front)
{
	int irq;
	int err;

	irq = bind_evtchn_to_irq_lateeoi(front->port);
	if (irq < 0) {
		xenbus_free_evtchn(front->dev, front->port);
		return irq;
	}
	front->irq = irq; /* the handler may be called, and use it, at once */
	front->storm.spurious = 0;

	err = request_threaded_irq(irq, NULL, xen_front_interrupt, IRQF_ONESHOT,
				   front->ops->name, front);
	if (err) {
		xenbus_unbind_irq(irq);
		front->irq = 0;
	}

	return err;
}

/* A new ring and a new event channel. On failure the caller disconnects. */
static int xen_front_allocate(struct xen_front *front)
{
	int err;

	err = xenbus_setup_ring(front->dev, GFP_KERNEL, &front->page, 1,
				&front->ring_ref);
	if (err)
		return err;

	front->ops->init_ring(front);
	front->broken = false;
	front->stop = false;

	err = xenbus_alloc_evtchn(front->dev, &front->port);
	if (err)
		return err;

	return xen_front_bind(front);
}

static int xen_front_write_nodes(struct xen_front *front)
{
	struct xenbus_transaction xbt;
	int err;

	do {
		err = xenbus_transaction_start(&xbt);
		if (err)
			return err;

		err = front->ops->write_nodes(front, xbt);
		if (err) {
			xenbus_transaction_end(xbt, 1);
			return err;
		}
		err = xenbus_transaction_end(xbt, 0);
	} while (err == -EAGAIN);

	return err;
}

/* The back-end waits: offer it a connection. */
static void xen_front_offer(struct xen_front *front)
{
	struct xenbus_device *dev = front->dev;
	int err;

	xen_front_disconnect(front);
	front->failures++; /* unless it ends well */
	if (front->ops->prepare(front))
		return;

	err = xen_front_allocate(front);
	if (!err)
		err = xen_front_write_nodes(front);
	if (err) {
		xen_front_disconnect(front);
		xenbus_dev_fatal(dev, err, "offering a connection");
		return;
	}

	xenbus_change_state(dev, XenbusStateInitialised);
}

/* The back-end took the connection. */
static void xen_front_connect(struct xen_front *front)
{
	if (front->ops->connect && front->ops->connect(front))
		return;

	xenbus_change_state(front->dev, XenbusStateConnected);
}

static void xen_front_close(struct xen_front *front)
{
	front->ops->close(front);
	xen_front_disconnect(front);
	xenbus_change_state(front->dev, XenbusStateClosed);
	xenbus_frontend_closed(front->dev); /* who waits for it hears of it */
}

/* Says once that it is over: from then on one failure more is counted. */
static bool xen_front_may_recover(struct xen_front *front)
{
	struct xenbus_device *dev = front->dev;

	if (dev->state == XenbusStateClosing ||
	    xenbus_went_offline(dev, dev->otherend))
		return false;

	if (front->failures < XENBUS_MAX_FAILURES)
		return true;

	if (front->failures == XENBUS_MAX_FAILURES)
		dev_err(&dev->dev, "%u connections failed; giving up\n",
			front->failures++);
	return false;
}

/*
 * The connection ended: ready for a new one, if there may be one. What the guest
 * sees stays then.
 */
static void xen_front_recover(struct xen_front *front)
{
	bool released = xen_front_disconnect(front);

	if (front->dev->state == XenbusStateConnected && !front->broken && released)
		front->failures--;

	if (xen_front_may_recover(front))
		xenbus_change_state(front->dev, XenbusStateInitialising);
	else
		xen_front_close(front);
}

void xen_front_backend_changed(struct xenbus_device *dev,
				 enum xenbus_state backend_state)
{
	struct xen_front *front = dev_get_drvdata(&dev->dev);

	if (!xenbus_certain_state(dev, &backend_state))
		return;

	switch (backend_state) {
	case XenbusStateInitWait:
		if (dev->state == XenbusStateConnected ||
		    dev->state == XenbusStateClosed)
			xen_front_recover(front);
		if (dev->state == XenbusStateInitialising)
			xen_front_offer(front);
		break;

	case XenbusStateConnected:
		if (dev->state == XenbusStateInitialised)
			xen_front_connect(front);
		break;

	case XenbusStateUnknown:
	case XenbusStateClosing:
	case XenbusStateClosed:
		if (dev->state != XenbusStateClosed)
			xen_front_recover(front);
		break;

	default:
		break;
	}
}
EXPORT_SYMBOL_GPL(xen_front_backend_changed);

/* The driver's binding */

void xen_front_begin(struct xen_front *front, struct xenbus_device *dev,
		       const struct xen_front_ops *ops)
{
	front->dev = dev;
	front->ops = ops;
	front->ring_ref = INVALID_GRANT_REF;
	spin_lock_init(&front->lock);
	dev_set_drvdata(&dev->dev, front);

	/* Not so already if a driver was bound before. */
	xenbus_change_state(dev, XenbusStateInitialising);
}
EXPORT_SYMBOL_GPL(xen_front_begin);

void xen_front_end(struct xen_front *front)
{
	front->ops->close(front);
	xen_front_disconnect(front);
	dev_set_drvdata(&front->dev->dev, NULL);
}
EXPORT_SYMBOL_GPL(xen_front_end);

MODULE_DESCRIPTION("Life cycle of the connections of Xen front-ends");
MODULE_LICENSE("GPL");
