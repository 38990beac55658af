/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * floor.h - the least that two domains can do with one granted page and one event
 * channel: the front-end says ping, the back-end says pong. No split driver can be
 * faster, so others are measured against it. For the measurements alone: neither end
 * defends itself against the other.
 *
 * The device's kind is "floor". Each end reads how its interrupt is handled from its own
 * node "handler": "thread" or "hard"; the front-end writes "ring-ref" and "port".
 */
#ifndef FLOOR_H
#define FLOOR_H

#include <linux/err.h>
#include <linux/interrupt.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/types.h>
#include <xen/xenbus.h>

#define FLOOR_KIND	"floor"

struct floor_page {
	u32 ping;	/* the front-end's */
	u32 pong;	/* the back-end's: the last ping that it has seen */
	u64 seen;	/* when, in ns of its CLOCK_MONOTONIC */
};

/* Hands the interrupt to the handler, in its thread or at once. */
static inline int floor_request(struct xenbus_device *dev, unsigned int irq,
				irq_handler_t handler, void *data)
{
	char *how = xenbus_read(XBT_NIL, dev->nodename, "handler", NULL);
	bool hard;

	if (IS_ERR(how))
		return PTR_ERR(how);
	hard = !strcmp(how, "hard");
	kfree(how);

	if (hard)
		return request_irq(irq, handler, 0, dev_name(&dev->dev), data);
	return request_threaded_irq(irq, NULL, handler, IRQF_ONESHOT, dev_name(&dev->dev), data);
}

#endif /* FLOOR_H */
