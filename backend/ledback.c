// SPDX-License-Identifier: GPL-2.0-only
/*
 * xen-ledback - shows the LEDs of guests through LED triggers of this domain.
 *
 * The protocol is that of xen/io/ledif.h. Must not know any board, nor which
 * LED shows what: that is set in the LEDs' trigger files. What judges a guest's
 * requests is in ledback_judge.c; triggers and blinking are in ledback_leds.c, the
 * triggers that follow the focus in ledback_focus.c.
 *
 * Two objects with two lifetimes:
 *  - struct ledback_node, the guest's LEDs, lives as long as the device on the
 *    xenbus, and that as long as the back-end's node in xenstore. Since
 *    unregistering a trigger turns its LEDs off, it outlives connections and
 *    the binding of the driver, and goes when the bus says that the device is
 *    gone, or with the module.
 *  - struct ledback, the connection, lives while the driver is bound. Its life
 *    cycle is that of all back-ends here: back.h.
 */
#include <linux/bitmap.h>
#include <linux/delay.h>
#include <linux/device.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/notifier.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/sysfs.h>
#include <xen/events.h>
#include <xen/page.h>
#include <xen/xen.h>
#include <xen/xenbus.h>
#include <xen/io/ledif.h>

#include "back.h"
#include "compat.h"
#include "ledback_focus.h"
#include "ledback_judge.h"
#include "ledback_leds.h"
#include "xenbus_util.h"

#define CREATE_TRACE_POINTS
#include "ledback_trace.h"

/* Requests after which others get the processor, and for how long at least, in us. */
#define LEDBACK_BUDGET		16u
#define LEDBACK_PAUSE		50

struct ledback_node {
	struct list_head list;
	struct device *dev;
	struct ledback_leds *leds;
	struct ledback_focus *focus;	/* NULL: does not follow it */

	/* Nothing was connected since it was made: the LEDs' states are unknown. */
	bool fresh;

	unsigned int num_leds;
	u8 max_brightness[XENLED_MAX_LEDS];
};

struct ledback {
	struct xen_back back;
	struct ledback_node *node;

	/* Touched by the interrupt thread alone while there is a connection. */
	struct xen_ledif_back_ring ring;
	struct ledback_state taken[XENLED_MAX_LEDS];	/* of a round, */
	DECLARE_BITMAP(changed, XENLED_MAX_LEDS);	/* and whose they are */
	unsigned long requests;
	unsigned long paused_at;	/* of them */
	unsigned long refused;

	/* What the guest did and was said, once while the driver is bound. */
	bool said_refused;
};

static LIST_HEAD(ledback_nodes);
static DEFINE_MUTEX(ledback_nodes_lock);	/* protects the list */

static bool ledback_bus_watched;
static DEFINE_MUTEX(ledback_watch_lock);	/* protects it */

static struct xenbus_driver ledback_driver;

static struct ledback *to_ledback(struct xen_back *back)
{
	return container_of(back, struct ledback, back);
}

/* The ring */

static void ledback_answer(struct ledback *info, const struct xenled_request *req,
			   int32_t status)
{
	struct xen_ledif_back_ring *ring = &info->ring;
	struct xenled_response rsp = {
		.id = req->id,
		.operation = req->operation,
		.status = status,
	};

	*RING_GET_RESPONSE(ring, ring->rsp_prod_pvt) = rsp;
	ring->rsp_prod_pvt++;
}

static void ledback_count_refusal(struct ledback *info,
				  const struct xenled_request *req, int32_t status)
{
	info->refused++;
	if (info->said_refused)
		return;

	info->said_refused = true;
	dev_warn(&info->back.dev->dev,
		 "domain %d: request refused (operation %u, LED %u, status %d); more are counted in 'refused'\n",
		 info->back.dev->otherend_id, req->operation, req->led, status);
}

/* Takes the state, if it is good, and answers the request. */
static void ledback_serve(struct ledback *info, const struct xenled_request *req)
{
	struct ledback_node *node = info->node;
	struct ledback_state state;
	int32_t status;

	trace_ledback_request(info->back.dev->otherend_id, req);
	status = ledback_judge_request(req, node->max_brightness,
				       node->num_leds, &state);
	if (status == XENLED_STATUS_OK) {
		info->taken[req->led] = state;
		__set_bit(req->led, info->changed);
	} else {
		ledback_count_refusal(info, req, status);
	}

	info->requests++;
	ledback_answer(info, req, status);
	trace_ledback_answered(info->back.dev->otherend_id, req, status);
}

/*
 * Shows what was taken, after the answers, which need not wait for it: of several states
 * of a LED the last.
 */
static void ledback_show(struct ledback *info)
{
	struct ledback_node *node = info->node;
	unsigned int led;

	for_each_set_bit(led, info->changed, XENLED_MAX_LEDS) {
		ledback_leds_set(node->leds, led, &info->taken[led]);
		ledback_focus_set(node->focus, led, &info->taken[led]);
	}
	bitmap_zero(info->changed, XENLED_MAX_LEDS);
}

/*
 * An interrupt's thread is a real-time one: a guest that never stops to ask,
 * within one event or with one after the other, must not keep it running.
 */
static void ledback_pause(struct ledback *info)
{
	if (info->requests - info->paused_at < LEDBACK_BUDGET)
		return;

	info->paused_at = info->requests;
	usleep_range(LEDBACK_PAUSE, 2 * LEDBACK_PAUSE);
}

/*
 * One round: serves the requests that are there, a ring full of them at most.
 * Returns whether there are more, or an error.
 */
static int ledback_round(struct xen_back *back, unsigned int *eoi)
{
	struct ledback *info = to_ledback(back);
	struct xen_ledif_back_ring *ring = &info->ring;
	struct xenled_request req;
	int notify;
	RING_IDX prod;
	int more;

	prod = READ_ONCE(ring->sring->req_prod);
	virt_rmb(); /* read the index before the requests */

	if (!ledback_judge_prod(prod, ring->rsp_prod_pvt, RING_SIZE(ring)))
		return -EPROTO;

	prod = min(prod - ring->req_cons, LEDBACK_BUDGET) + ring->req_cons;
	while (ring->req_cons != prod) {
		RING_COPY_REQUEST(ring, ring->req_cons, &req);
		ring->req_cons++;
		ledback_serve(info, &req);
		*eoi = 0;
	}

	RING_PUSH_RESPONSES_AND_CHECK_NOTIFY(ring, notify);
	if (notify)
		notify_remote_via_irq(back->irq);
	ledback_show(info);

	RING_FINAL_CHECK_FOR_REQUESTS(ring, more);
	ledback_pause(info);
	return more;
}

/* The connection */

static int ledback_take_up(struct xen_back *back, void *page)
{
	struct ledback *info = to_ledback(back);
	struct xen_ledif_sring *sring = page;
	RING_IDX rsp_prod = READ_ONCE(sring->rsp_prod);
	RING_IDX req_prod = READ_ONCE(sring->req_prod);

	BACK_RING_ATTACH(&info->ring, sring, rsp_prod, XEN_PAGE_SIZE);
	if (!ledback_judge_prod(req_prod, rsp_prod, RING_SIZE(&info->ring)))
		return -EPROTO;

	return 0;
}

static int ledback_start(struct xen_back *back)
{
	to_ledback(back)->node->fresh = false;
	return 0;
}

/* The front-end ended the connection. */
static void ledback_ended(struct xen_back *back)
{
	struct ledback_node *node = to_ledback(back)->node;

	ledback_leds_clear(node->leds);
	ledback_focus_clear(node->focus);
}

static int ledback_read_offer(struct xen_back *back, struct xen_back_offer *offer)
{
	const char *frontend = back->dev->otherend;
	u32 version;
	int err;

	err = xenbus_read_number(frontend, XENLED_FIELD_FE_VERSION,
				 XENLED_PROTOCOL_VERSION_INT,
				 XENLED_PROTOCOL_VERSION_INT, &version);
	if (!err)
		err = xenbus_read_number(frontend, XENLED_FIELD_FE_RING_REF,
					 0, U32_MAX, &offer->ring_ref);
	if (!err)
		err = xenbus_read_number(frontend, XENLED_FIELD_FE_CHANNEL,
					 0, U32_MAX, &offer->port);
	return err;
}

static const struct xen_back_ops ledback_ops = {
	.name = "xen-ledback",
	.work = "requests",
	.read_offer = ledback_read_offer,
	.take_up = ledback_take_up,
	.start = ledback_start,
	.round = ledback_round,
	.ended = ledback_ended,
};

/* The nodes */

static struct ledback_node *ledback_find_node(struct device *dev)
{
	struct ledback_node *node;

	mutex_lock(&ledback_nodes_lock);
	list_for_each_entry(node, &ledback_nodes, list)
		if (node->dev == dev)
			goto found;
	node = NULL;
found:
	mutex_unlock(&ledback_nodes_lock);
	return node;
}

/* Takes the node off the list first: a trigger is unregistered with no lock. */
static void ledback_destroy_node(struct ledback_node *node)
{
	mutex_lock(&ledback_nodes_lock);
	list_del(&node->list);
	mutex_unlock(&ledback_nodes_lock);

	ledback_focus_destroy(node->focus);
	ledback_leds_destroy(node->leds);
	kfree(node);
}

static int ledback_bus_event(struct notifier_block *nb, unsigned long event,
			     void *data)
{
	struct ledback_node *node;

	if (event != BUS_NOTIFY_REMOVED_DEVICE)
		return NOTIFY_DONE;

	node = ledback_find_node(data);
	if (node)
		ledback_destroy_node(node);

	return NOTIFY_OK;
}

static struct notifier_block ledback_bus_notifier = {
	.notifier_call = ledback_bus_event,
};

/*
 * The back-ends' bus is known from the first probe on; the device that is
 * probed cannot leave it before probe returned. Not under the nodes' lock: the
 * notifier takes that with the chain's held.
 */
static int ledback_watch_bus(void)
{
	int err = 0;

	mutex_lock(&ledback_watch_lock);
	if (!ledback_bus_watched)
		err = bus_register_notifier(ledback_driver.driver.bus,
					    &ledback_bus_notifier);
	if (!err)
		ledback_bus_watched = true;
	mutex_unlock(&ledback_watch_lock);

	return err;
}

static int ledback_read_leds(struct xenbus_device *dev, struct ledback_node *node)
{
	char field[32];
	unsigned int i;
	u32 number;
	int err;

	err = xenbus_read_number(dev->nodename, XENLED_FIELD_BE_NUM_LEDS,
				 1, XENLED_MAX_LEDS, &number);
	if (err)
		return err;
	node->num_leds = number;

	for (i = 0; i < node->num_leds; i++) {
		snprintf(field, sizeof(field),
			 XENLED_FIELD_BE_LED "%u/" XENLED_FIELD_BE_MAX_BRIGHTNESS, i);
		err = xenbus_read_number(dev->nodename, field, 1,
					 XENLED_MAX_BRIGHTNESS, &number);
		if (err)
			return err;
		node->max_brightness[i] = number;
	}

	return 0;
}

/*
 * vled<domid>-<devid>, to which the LED's number is added. A guest's first device is the
 * one that vled-focus shows.
 */
static int ledback_create_leds(struct xenbus_device *dev, struct ledback_node *node)
{
	const char *devid = strrchr(dev->nodename, '/') + 1;
	char name[32];
	u32 number;

	if (!xs_judge_number(devid, strlen(devid), 0, U32_MAX, &number))
		return -EINVAL;

	snprintf(name, sizeof(name), XENLED_DRIVER_NAME "%d-%u",
		 dev->otherend_id, number);
	node->leds = ledback_leds_create(name, node->num_leds);
	if (IS_ERR(node->leds))
		return PTR_ERR(node->leds);
	if (number)
		return 0;

	node->focus = ledback_focus_create(dev->otherend_id);
	if (IS_ERR(node->focus)) {
		ledback_leds_destroy(node->leds);
		return PTR_ERR(node->focus);
	}
	return 0;
}

static struct ledback_node *ledback_create_node(struct xenbus_device *dev)
{
	struct ledback_node *node;
	int err;

	node = kzalloc(sizeof(*node), GFP_KERNEL);
	if (!node)
		return ERR_PTR(-ENOMEM);

	node->dev = &dev->dev;
	node->fresh = true;
	err = ledback_watch_bus();
	if (!err)
		err = ledback_read_leds(dev, node);
	if (!err)
		err = ledback_create_leds(dev, node);
	if (err) {
		kfree(node);
		return ERR_PTR(err);
	}

	mutex_lock(&ledback_nodes_lock);
	list_add(&node->list, &ledback_nodes);
	mutex_unlock(&ledback_nodes_lock);

	return node;
}

/* What is seen in /sys/bus/xen-backend/devices/vled-<domid>-<devid>/ */

XEN_BACK_SHOW(requests, to_ledback(back)->requests);	/* answered since the driver was bound */
XEN_BACK_SHOW(refused, to_ledback(back)->refused);	/* answered with another status than 0 */
XEN_BACK_SHOW(broken, back->broken);	/* 1: the front-end broke the protocol */

static struct attribute *ledback_attrs[] = {
	&dev_attr_requests.attr,
	&dev_attr_refused.attr,
	&dev_attr_broken.attr,
	NULL
};
ATTRIBUTE_GROUPS(ledback);

/* The driver */

static int ledback_probe(struct xenbus_device *dev,
			 const struct xenbus_device_id *id)
{
	struct ledback *info;
	int err;

	info = kzalloc(sizeof(*info), GFP_KERNEL);
	if (!info)
		return -ENOMEM;

	xen_back_init(&info->back, dev, &ledback_ops);
	info->node = ledback_find_node(&dev->dev);
	if (!info->node)
		info->node = ledback_create_node(dev);
	if (IS_ERR(info->node)) {
		err = PTR_ERR(info->node);
		xenbus_dev_fatal(dev, err, "setting up the LEDs of %s", dev->nodename);
		goto fail;
	}

	err = xenbus_write(XBT_NIL, dev->nodename, XENLED_FIELD_BE_VERSIONS,
			   XENLED_PROTOCOL_VERSION);
	if (err) {
		xenbus_dev_fatal(dev, err, "writing " XENLED_FIELD_BE_VERSIONS);
		goto fail;
	}

	/* Only a front-end whose LEDs were kept need not send their states. */
	info->back.anew = info->node->fresh;
	xen_back_begin(&info->back);

	return 0;

fail:
	kfree(info);
	return err;
}

/* The guest's LEDs stay as they are: the driver may be bound again. */
static xenbus_remove_t ledback_remove(struct xenbus_device *dev)
{
	struct xen_back *back = dev_get_drvdata(&dev->dev);

	xen_back_end(back);
	kfree(to_ledback(back));

	return xenbus_removed();
}

static const struct xenbus_device_id ledback_ids[] = {
	{ XENLED_DRIVER_NAME },
	{ "" }
};

static struct xenbus_driver ledback_driver = {
	.name = "xen-ledback",
	.ids = ledback_ids,
	.allow_rebind = true,
	.probe = ledback_probe,
	.remove = ledback_remove,
	.otherend_changed = xen_back_frontend_changed,
	.driver.dev_groups = ledback_groups,
};

static int __init ledback_init(void)
{
	int err;

	if (!xen_domain())
		return -ENODEV;

	err = ledback_focus_init();
	if (err)
		return err;

	err = xenbus_register_backend(&ledback_driver);
	if (err)
		ledback_focus_exit();
	return err;
}
module_init(ledback_init);

/* No device is bound any more, but nodes may be left that were. */
static void __exit ledback_exit(void)
{
	struct ledback_node *node;
	struct ledback_node *next;

	xenbus_unregister_driver(&ledback_driver);

	if (ledback_bus_watched)
		bus_unregister_notifier(ledback_driver.driver.bus,
					&ledback_bus_notifier);

	list_for_each_entry_safe(node, next, &ledback_nodes, list)
		ledback_destroy_node(node);
	ledback_focus_exit();
}
module_exit(ledback_exit);

MODULE_DESCRIPTION("Shows the LEDs of Xen guests through LED triggers");
MODULE_ALIAS("xen-backend:" XENLED_DRIVER_NAME);
MODULE_LICENSE("GPL");
