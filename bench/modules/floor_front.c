// SPDX-License-Identifier: GPL-2.0-only
/*
 * floor-front - says ping, and waits for the pong: see floor.h. Each write to the
 * device's file "ping" is one round trip, and returns at its end.
 */
#include <linux/completion.h>
#include <linux/device.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <xen/events.h>
#include <xen/grant_table.h>
#include <xen/page.h>
#include <xen/xen.h>
#include <xen/xenbus.h>

#include "floor.h"
#include "xenbus_util.h"

#define CREATE_TRACE_POINTS
#include "floor_front_trace.h"

/* How long a pong may take, in ms. */
#define FLOOR_PATIENCE	10000

struct floor_front {
	struct xenbus_device *dev;
	void *page;
	grant_ref_t ring_ref;
	evtchn_port_t port;
	unsigned int irq;	/* 0: there is none */

	struct mutex lock;	/* one round trip at a time */
	u32 awaited;
	struct completion pong;
};

static irqreturn_t floor_front_interrupt(int irq, void *data)
{
	struct floor_front *info = data;
	struct floor_page *page = info->page;

	if (READ_ONCE(page->pong) == READ_ONCE(info->awaited) && info->awaited) {
		virt_rmb(); /* read the index before the time */
		trace_floor_pong(dev_name(&info->dev->dev), page->seen);
		complete(&info->pong);
	}
	xen_irq_lateeoi(irq, 0);

	return IRQ_HANDLED;
}

static int floor_front_ping(struct floor_front *info)
{
	struct floor_page *page = info->page;

	/* From now on the last pong, if it comes twice, or late, is none. */
	WRITE_ONCE(info->awaited, info->awaited + 1);
	reinit_completion(&info->pong);
	trace_floor_ping(dev_name(&info->dev->dev), 0);
	WRITE_ONCE(page->ping, info->awaited);
	virt_wmb(); /* write the index before the event */
	notify_remote_via_irq(info->irq);

	return wait_for_completion_timeout(&info->pong, msecs_to_jiffies(FLOOR_PATIENCE)) ?
	       0 : -ETIMEDOUT;
}

static ssize_t ping_store(struct device *dev, struct device_attribute *attr,
			  const char *buf, size_t count)
{
	struct floor_front *info = dev_get_drvdata(dev);
	int err;

	mutex_lock(&info->lock);
	err = floor_front_ping(info);
	mutex_unlock(&info->lock);

	return err ?: count;
}
static DEVICE_ATTR_WO(ping);

static struct attribute *floor_front_attrs[] = {
	&dev_attr_ping.attr,
	NULL
};
ATTRIBUTE_GROUPS(floor_front);

/* The connection */

static void floor_front_release(struct floor_front *info)
{
	if (info->irq)
		unbind_from_irqhandler(info->irq, info);
	xenbus_teardown_ring(&info->page, 1, &info->ring_ref);
	kfree(info);
}

static int floor_front_bind(struct floor_front *info)
{
	int irq;
	int err;

	err = xenbus_alloc_evtchn(info->dev, &info->port);
	if (err)
		return err;
	irq = bind_evtchn_to_irq_lateeoi(info->port);
	if (irq < 0) {
		xenbus_free_evtchn(info->dev, info->port);
		return irq;
	}
	err = floor_request(info->dev, irq, floor_front_interrupt, info);
	if (err) {
		xenbus_unbind_irq(irq);
		return err;
	}
	info->irq = irq;
	return 0;
}

static int floor_front_offer(struct floor_front *info)
{
	const char *dir = info->dev->nodename;
	int err;

	err = xenbus_setup_ring(info->dev, GFP_KERNEL, &info->page, 1, &info->ring_ref);
	if (!err)
		err = floor_front_bind(info);
	if (!err)
		err = xenbus_printf(XBT_NIL, dir, "ring-ref", "%u", info->ring_ref);
	if (!err)
		err = xenbus_printf(XBT_NIL, dir, "port", "%u", info->port);
	return err ?: xenbus_switch_state(info->dev, XenbusStateInitialised);
}

/* The driver */

static int floor_front_probe(struct xenbus_device *dev, const struct xenbus_device_id *id)
{
	struct floor_front *info;
	int err;

	info = kzalloc(sizeof(*info), GFP_KERNEL);
	if (!info)
		return -ENOMEM;

	info->dev = dev;
	info->ring_ref = INVALID_GRANT_REF;
	mutex_init(&info->lock);
	init_completion(&info->pong);
	dev_set_drvdata(&dev->dev, info);

	err = floor_front_offer(info);
	if (err) {
		xenbus_dev_fatal(dev, err, "offering a page");
		floor_front_release(info);
	}
	return err;
}

static void floor_front_changed(struct xenbus_device *dev, enum xenbus_state state)
{
	if (state == XenbusStateConnected)
		xenbus_switch_state(dev, XenbusStateConnected);
}

static xenbus_remove_t floor_front_remove(struct xenbus_device *dev)
{
	floor_front_release(dev_get_drvdata(&dev->dev));
	return xenbus_removed();
}

static const struct xenbus_device_id floor_front_ids[] = {
	{ FLOOR_KIND },
	{ "" }
};

static struct xenbus_driver floor_front_driver = {
	.name = "floor-front",
	.ids = floor_front_ids,
	.not_essential = true,
	.probe = floor_front_probe,
	.remove = floor_front_remove,
	.otherend_changed = floor_front_changed,
	.driver.dev_groups = floor_front_groups,
};

static int __init floor_front_init(void)
{
	return xen_domain() ? xenbus_register_frontend(&floor_front_driver) : -ENODEV;
}
module_init(floor_front_init);

static void __exit floor_front_exit(void)
{
	xenbus_unregister_driver(&floor_front_driver);
}
module_exit(floor_front_exit);

MODULE_DESCRIPTION("Measures round trips on a bare event channel");
MODULE_LICENSE("GPL");
