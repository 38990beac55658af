// SPDX-License-Identifier: GPL-2.0-only
/*
 * xen-split-back - the life cycle of a back-end's connection: see back.h.
 */
#include <linux/device.h>
#include <linux/export.h>
#include <linux/interrupt.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/workqueue.h>
#include <xen/events.h>
#include <xen/grant_table.h>
#include <xen/xenbus.h>

#include "back.h"
#include "compat.h"

/* The interrupt */

void xen_back_break(struct xen_back *back)
{
	if (back->broken)
		return;

	back->broken = true;
	dev_err(&back->dev->dev,
		"domain %d: impossible index in the ring; connection not served any more\n",
		back->dev->otherend_id);
}
EXPORT_SYMBOL_GPL(xen_back_break);

/* A broken connection keeps its channel masked. */
static void xen_back_serve(struct xen_back *back)
{
	unsigned int eoi = XEN_EOI_FLAG_SPURIOUS;
	bool excused = back->excused;
	int more;

	do {
		more = back->ops->round(back, &eoi);
	} while (more > 0 && !READ_ONCE(back->stopping));

	if (more < 0) {
		xen_back_break(back);
		return;
	}

	/* The next event may tell of what came while these rounds were at work, and was taken by them. */
	back->excused = eoi != XEN_EOI_FLAG_SPURIOUS;
	if (excused)
		eoi = 0;

	if (xenbus_storm_begins(&back->storm, eoi))
		dev_warn(&back->dev->dev,
			 "domain %d: events without %s; they are slowed down\n",
			 back->dev->otherend_id, back->ops->work);
	xen_irq_lateeoi(back->irq, eoi);
}

static irqreturn_t xen_back_interrupt(int irq, void *data)
{
	xen_back_serve(data);
	return IRQ_HANDLED;
}

/* Paced: the channel stays masked until the work has served it. */

static void xen_back_work(struct work_struct *work)
{
	struct xen_back *back = container_of(to_delayed_work(work), struct xen_back, rounds);

	back->begun = jiffies;
	xen_back_serve(back);
}

static irqreturn_t xen_back_paced_interrupt(int irq, void *data)
{
	struct xen_back *back = data;
	unsigned long pace = msecs_to_jiffies(back->ops->pace);
	unsigned long since = jiffies - back->begun;

	queue_delayed_work(system_unbound_wq, &back->rounds, since < pace ? pace - since : 0);
	return IRQ_HANDLED;
}

static int xen_back_request(struct xen_back *back)
{
	if (back->ops->pace)
		return request_irq(back->irq, xen_back_paced_interrupt, 0,
				   back->ops->name, back);

	return request_threaded_irq(back->irq, NULL, xen_back_interrupt, IRQF_ONESHOT,
				    back->ops->name, back);
}

/* The connection */

static int xen_back_bind(struct xen_back *back)
{
	int irq;
	int err;

	irq = bind_interdomain_evtchn_to_irq_lateeoi(back->dev, back->offer.port);
	if (irq < 0)
		return irq;

	back->irq = irq;
	back->stopping = false;
	back->broken = false;
	back->excused = true; /* binding makes an event of its own */
	back->storm.spurious = 0;
	back->begun = jiffies - msecs_to_jiffies(back->ops->pace);

	/* Binding made the event pending, so what the ring holds is served. */
	err = xen_back_request(back);
	if (err) {
		xenbus_unbind_irq(irq);
		back->irq = 0;
	}
	return err;
}

static void xen_back_unbind(struct xen_back *back)
{
	WRITE_ONCE(back->stopping, true);
	if (back->ops->pace) {
		/* No new work, and then none; it ends an event of this interrupt. */
		disable_irq(back->irq);
		cancel_delayed_work_sync(&back->rounds);
	}
	unbind_from_irqhandler(back->irq, back);
	back->irq = 0;
}

static int xen_back_start(struct xen_back *back)
{
	int err;

	err = xen_back_bind(back);
	if (err)
		return err;

	err = back->ops->start(back);
	if (err)
		xen_back_unbind(back);
	return err;
}

/* A failure has been reported. */
static int xen_back_map_page(struct xen_back *back)
{
	struct xenbus_device *dev = back->dev;
	int err;

	if (back->ops->map)
		err = back->ops->map(back);
	else
		err = xenbus_map_ring_valloc(dev, &back->offer.ring_ref, 1, &back->page);

	/* A grant that Xen refuses is -ENOENT, and xenbus has said so. */
	if (err && (back->ops->map || err != -ENOENT))
		xenbus_dev_fatal(dev, err, "mapping the ring");
	return err;
}

static void xen_back_unmap_page(struct xen_back *back)
{
	if (back->ops->unmap)
		back->ops->unmap(back);
	else
		xenbus_unmap_ring_vfree(back->dev, back->page);
}

/* Takes up the front-end's ring and port. A failure has been reported. */
static int xen_back_map(struct xen_back *back)
{
	struct xenbus_device *dev = back->dev;
	int err;

	err = xen_back_map_page(back);
	if (err)
		return err;

	back->fault = NULL;
	err = back->ops->take_up(back, back->page);
	if (!err)
		err = xen_back_start(back);
	if (err) {
		/* First: the front-end, when it hears of it, wants its page. */
		xen_back_unmap_page(back);
		xenbus_dev_fatal(dev, err, "taking up ring %u and port %u of domain %d%s%s",
				 back->offer.ring_ref, back->offer.port, dev->otherend_id,
				 back->fault ? ": " : "", back->fault ?: "");
	}

	return err;
}

static void xen_back_count_failure(struct xen_back *back)
{
	if (++back->failures == XENBUS_MAX_FAILURES)
		dev_err(&back->dev->dev,
			"domain %d: too many failed connections; bind the driver anew to allow more\n",
			back->dev->otherend_id);
}

static void xen_back_unmap(struct xen_back *back)
{
	if (!back->irq)
		return;

	if (back->ops->stop)
		back->ops->stop(back);
	xen_back_unbind(back);
	xen_back_unmap_page(back);

	if (back->broken)
		xen_back_count_failure(back);
}

/* The front-end ended the connection. */
static void xen_back_disconnect(struct xen_back *back)
{
	back->refused = false;
	xen_back_unmap(back);
	if (back->ops->ended)
		back->ops->ended(back);
}

static bool xen_back_same(const struct xen_back_offer *a, const struct xen_back_offer *b)
{
	return a->ring_ref == b->ring_ref && a->port == b->port;
}

/* Both ends have to begin anew, and not with this offer. */
static void xen_back_end_both(struct xen_back *back, const struct xen_back_offer *offer)
{
	if (!back->said_twice)
		dev_warn(&back->dev->dev,
			 "domain %d: offers a second connection while it has one; both are ended\n",
			 back->dev->otherend_id);
	back->said_twice = true;

	xen_back_disconnect(back);
	back->offer = *offer;
	back->refused = true;
	xen_back_count_failure(back);
	xenbus_change_state(back->dev, XenbusStateClosing);
}

/*
 * Changes to a state in which the device stays. If the tool stack wrote Closing meanwhile,
 * that took its place: Closing is written again, and false returned.
 */
static bool xen_back_stay(struct xen_back *back, enum xenbus_state state)
{
	struct xenbus_device *dev = back->dev;

	xenbus_change_state(dev, state);
	if (!xenbus_went_offline(dev, dev->nodename))
		return true;
	xenbus_change_state(dev, XenbusStateClosing);
	return false;
}

/*
 * The front-end offers a connection, or has one that an earlier binding left. A device
 * that is to go gets none: some front-ends go on offering as long as they see Connected.
 */
static void xen_back_connect(struct xen_back *back)
{
	struct xenbus_device *dev = back->dev;
	struct xen_back_offer offer = { };
	int err;

	err = back->ops->read_offer(back, &offer);
	if (back->irq) {
		/* A watch may fire twice for one offer, or when the nodes are gone already. */
		if (err || xen_back_same(&offer, &back->offer))
			return;
		if (!back->ops->replaces) {
			xen_back_end_both(back, &offer);
			return;
		}
		xen_back_disconnect(back);
	}
	/* The state stays: one who is bound anew takes up what is there then. */
	if (back->failures >= XENBUS_MAX_FAILURES || xenbus_went_offline(dev, dev->nodename))
		return;
	if (back->refused && xen_back_same(&offer, &back->offer))
		return;
	back->offer = offer;

	if (err)
		xenbus_dev_fatal(dev, err, "reading what domain %d offers", dev->otherend_id);
	else
		err = xen_back_map(back);
	back->refused = err;
	if (err) {
		xen_back_count_failure(back);
		return;
	}

	back->anew = false;
	if (!xen_back_stay(back, XenbusStateConnected))
		xen_back_disconnect(back);
}

/*
 * The front-end has no connection, or a useless one: wait for its offer. False if the
 * device is to go instead.
 */
static bool xen_back_await_frontend(struct xen_back *back)
{
	xen_back_disconnect(back);

	if (back->failures >= XENBUS_MAX_FAILURES) {
		xenbus_change_state(back->dev, XenbusStateClosed);
		return true;
	}

	if (back->ops->prepare)
		back->ops->prepare(back);
	return xen_back_stay(back, XenbusStateInitWait);
}

/*
 * The front-end has ended the connection. Closed, as an answer, asks for a word from the
 * next one, or would end one that offers a connection without it.
 */
static void xen_back_close(struct xen_back *back)
{
	struct xenbus_device *dev = back->dev;

	if (back->ops->replaces && !xenbus_went_offline(dev, dev->nodename) &&
	    xen_back_await_frontend(back))
		return;

	xen_back_disconnect(back);
	xenbus_change_state(dev, XenbusStateClosed);
	if (xenbus_went_offline(dev, dev->nodename))
		device_unregister(&dev->dev); /* frees what *back is in */
}

void xen_back_frontend_changed(struct xenbus_device *dev, enum xenbus_state state)
{
	struct xen_back *back = dev_get_drvdata(&dev->dev);

	if (!xenbus_certain_state(dev, &state))
		return;

	switch (state) {
	case XenbusStateInitialising:
		xen_back_await_frontend(back);
		break;

	case XenbusStateInitialised:
		xen_back_connect(back);
		break;

	case XenbusStateConnected:
		/*
		 * InitWait tells it to begin anew. If there is a connection, this may be all
		 * that is seen of a front-end that ended it and made another one.
		 */
		if (!back->anew)
			xen_back_connect(back);
		break;

	case XenbusStateClosing:
		xen_back_disconnect(back);
		xenbus_change_state(dev, XenbusStateClosing);
		break;

	case XenbusStateClosed:
		xen_back_close(back);
		break;

	case XenbusStateUnknown:
		/* The guest is gone. */
		xen_back_disconnect(back);
		xenbus_change_state(dev, XenbusStateClosed);
		device_unregister(&dev->dev);
		break;

	default:
		break;
	}
}
EXPORT_SYMBOL_GPL(xen_back_frontend_changed);

void xen_back_init(struct xen_back *back, struct xenbus_device *dev,
		   const struct xen_back_ops *ops)
{
	back->dev = dev;
	back->ops = ops;
	INIT_DELAYED_WORK(&back->rounds, xen_back_work);
}
EXPORT_SYMBOL_GPL(xen_back_init);

void xen_back_begin(struct xen_back *back)
{
	struct xenbus_device *dev = back->dev;

	dev_set_drvdata(&dev->dev, back);

	/* A front-end whose connection can be taken up need not notice that we were away. */
	if (back->anew ||
	    xenbus_read_driver_state(dev, dev->otherend) != XenbusStateConnected)
		xen_back_await_frontend(back);
}
EXPORT_SYMBOL_GPL(xen_back_begin);

void xen_back_end(struct xen_back *back)
{
	xen_back_unmap(back);
	dev_set_drvdata(&back->dev->dev, NULL);
}
EXPORT_SYMBOL_GPL(xen_back_end);

MODULE_DESCRIPTION("Life cycle of Xen back-ends' connections");
MODULE_LICENSE("GPL");
