// SPDX-License-Identifier: GPL-2.0-only
/*
 * floor-back - says pong to each ping: see floor.h.
 */
#include <linux/kernel.h>
#include <linux/ktime.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <xen/events.h>
#include <xen/xen.h>
#include <xen/xenbus.h>

#include "floor.h"
#include "xenbus_util.h"

struct floor_back {
	struct xenbus_device *dev;
	void *page;
	unsigned int irq;	/* 0: there is no connection */
};

static irqreturn_t floor_back_interrupt(int irq, void *data)
{
	struct floor_back *info = data;
	struct floor_page *page = info->page;
	u32 ping = READ_ONCE(page->ping);

	if (ping == page->pong) {
		xen_irq_lateeoi(irq, XEN_EOI_FLAG_SPURIOUS);
		return IRQ_HANDLED;
	}

	page->seen = ktime_get_ns();
	virt_wmb(); /* write the time before the index */
	WRITE_ONCE(page->pong, ping);
	notify_remote_via_irq(irq);
	xen_irq_lateeoi(irq, 0);

	return IRQ_HANDLED;
}

static int floor_back_bind(struct floor_back *info, evtchn_port_t port)
{
	int irq = bind_interdomain_evtchn_to_irq_lateeoi(info->dev, port);
	int err;

	if (irq < 0)
		return irq;

	err = floor_request(info->dev, irq, floor_back_interrupt, info);
	if (err)
		xenbus_unbind_irq(irq);
	else
		info->irq = irq;
	return err;
}

static int floor_back_connect(struct floor_back *info)
{
	const char *front = info->dev->otherend;
	grant_ref_t ref;
	u32 port;
	int err;

	err = xenbus_read_number(front, "ring-ref", 0, U32_MAX, &ref);
	if (!err)
		err = xenbus_read_number(front, "port", 0, U32_MAX, &port);
	if (!err)
		err = xenbus_map_ring_valloc(info->dev, &ref, 1, &info->page);
	if (err)
		return err;

	err = floor_back_bind(info, port);
	if (err)
		xenbus_unmap_ring_vfree(info->dev, info->page);
	return err;
}

static void floor_back_disconnect(struct floor_back *info)
{
	if (!info->irq)
		return;

	unbind_from_irqhandler(info->irq, info);
	info->irq = 0;
	xenbus_unmap_ring_vfree(info->dev, info->page);
}

/* The driver */

static int floor_back_probe(struct xenbus_device *dev, const struct xenbus_device_id *id)
{
	struct floor_back *info;

	info = kzalloc(sizeof(*info), GFP_KERNEL);
	if (!info)
		return -ENOMEM;

	info->dev = dev;
	dev_set_drvdata(&dev->dev, info);
	return xenbus_switch_state(dev, XenbusStateInitWait);
}

static void floor_back_changed(struct xenbus_device *dev, enum xenbus_state state)
{
	struct floor_back *info = dev_get_drvdata(&dev->dev);
	int err;

	switch (state) {
	case XenbusStateInitialised:
		err = info->irq ? 0 : floor_back_connect(info);
		if (err)
			xenbus_dev_fatal(dev, err, "taking up the page");
		else
			xenbus_switch_state(dev, XenbusStateConnected);
		break;

	case XenbusStateUnknown:
		/* The guest is gone. */
		floor_back_disconnect(info);
		device_unregister(&dev->dev);
		break;

	default:
		break;
	}
}

static xenbus_remove_t floor_back_remove(struct xenbus_device *dev)
{
	struct floor_back *info = dev_get_drvdata(&dev->dev);

	floor_back_disconnect(info);
	kfree(info);
	return xenbus_removed();
}

static const struct xenbus_device_id floor_back_ids[] = {
	{ FLOOR_KIND },
	{ "" }
};

static struct xenbus_driver floor_back_driver = {
	.name = "floor-back",
	.ids = floor_back_ids,
	.probe = floor_back_probe,
	.remove = floor_back_remove,
	.otherend_changed = floor_back_changed,
};

static int __init floor_back_init(void)
{
	return xen_domain() ? xenbus_register_backend(&floor_back_driver) : -ENODEV;
}
module_init(floor_back_init);

static void __exit floor_back_exit(void)
{
	xenbus_unregister_driver(&floor_back_driver);
}
module_exit(floor_back_exit);

MODULE_DESCRIPTION("Answers round trips on a bare event channel");
MODULE_LICENSE("GPL");
