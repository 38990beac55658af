// SPDX-License-Identifier: GPL-2.0-only
/*
 * xen-ledfront - LED class devices in a guest, shown by a LED back-end.
 *
 * The protocol is that of xen/io/ledif.h. Must not know any board, nor who
 * drives the real LEDs. What judges the back-end's bytes and chooses what to
 * send is in ledfront_core.c; the connection's life cycle is in front.c.
 *
 * The LED class devices outlive connections: without one the wanted states are
 * kept, and the next connection begins with them.
 */
#include <linux/device.h>
#include <linux/kernel.h>
#include <linux/leds.h>
#include <linux/minmax.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <linux/sysfs.h>
#include <xen/events.h>
#include <xen/page.h>
#include <xen/xen.h>
#include <xen/xenbus.h>
#include <xen/io/ledif.h>

#include "compat.h"
#include "front.h"
#include "ledfront_core.h"
#include "xenbus_util.h"

#define CREATE_TRACE_POINTS
#include "ledfront_trace.h"

/* Blinking for those who do not say how, as in the LED core. */
#define LEDFRONT_DEFAULT_DELAY	500

struct ledfront;

struct ledfront_led {
	struct led_classdev cdev;
	struct ledfront *info;
	struct ledfront_desc desc;
};

struct ledfront {
	struct xen_front front;

	/* Touched by xenbus callbacks alone. */
	struct ledfront_led *leds;
	unsigned int num_leds;

	/* Protected by front.lock. */
	struct ledfront_core core;
	struct xen_ledif_front_ring ring;
	unsigned long requests;
	unsigned long responses;
	unsigned long refused;

	/* What the back-end did and was said, once while the driver is bound. */
	bool said_refused;
};

/* One request in flight for each LED: the ring cannot be full. */
static_assert(__CONST_RING_SIZE(xen_ledif, XEN_PAGE_SIZE) >= XENLED_MAX_LEDS);

static struct ledfront *ledfront_of(struct xen_front *front)
{
	return container_of(front, struct ledfront, front);
}

/* For tracers: vled-<n> */
static const char *ledfront_name(const struct ledfront *info)
{
	return dev_name(&info->front.dev->dev);
}

/* The ring */

/* Sends what is to be sent and may be. The caller holds the lock. */
static void ledfront_send(struct ledfront *info)
{
	struct xen_ledif_front_ring *ring = &info->ring;
	struct xenled_request req;
	int notify;

	if (!info->front.connected || info->front.broken)
		return;

	while (ledfront_core_next(&info->core, &req)) {
		*RING_GET_REQUEST(ring, ring->req_prod_pvt) = req;
		ring->req_prod_pvt++;
		info->requests++;
		trace_ledfront_sent(ledfront_name(info), &req);
	}

	RING_PUSH_REQUESTS_AND_CHECK_NOTIFY(ring, notify);
	if (notify)
		notify_remote_via_irq(info->front.irq);
}

/*
 * Takes the answers up to prod. Returns what is wrong with them, or NULL. The
 * caller holds the lock.
 */
static const char *ledfront_take_answers(struct ledfront *info, RING_IDX prod,
					 unsigned int *eoi)
{
	struct xen_ledif_front_ring *ring = &info->ring;
	struct xenled_response rsp;

	if (!ledfront_core_prod_ok(prod, ring->rsp_cons, ring->req_prod_pvt))
		return "impossible index in the ring";

	while (ring->rsp_cons != prod) {
		RING_COPY_RESPONSE(ring, ring->rsp_cons, &rsp);
		ring->rsp_cons++;
		*eoi = 0;

		if (!ledfront_core_answer(&info->core, &rsp))
			return "answer to no request";
		trace_ledfront_answered(ledfront_name(info), &rsp);

		info->responses++;
		if (rsp.status != XENLED_STATUS_OK)
			info->refused++;
	}

	return NULL;
}

/* Says once that the back-end refused a state. */
static void ledfront_say_refused(struct ledfront *info)
{
	if (info->said_refused)
		return;

	info->said_refused = true;
	dev_warn(&info->front.dev->dev,
		 "back-end refused a LED's state; more are counted in 'refused'\n");
}

/*
 * One round: takes answers, sends what waited for them. A round takes no more
 * answers than there are LEDs, and rounds go on only while LEDs are written to.
 */
static const char *ledfront_round(struct xen_front *front, unsigned int *eoi,
				  bool *more)
{
	struct ledfront *info = ledfront_of(front);
	struct xen_ledif_front_ring *ring = &info->ring;
	unsigned long refused;
	unsigned long flags;
	const char *reason;
	RING_IDX prod;

	spin_lock_irqsave(&front->lock, flags);

	refused = info->refused;
	prod = READ_ONCE(ring->sring->rsp_prod);
	virt_rmb(); /* read the index before the answers */

	reason = ledfront_take_answers(info, prod, eoi);
	if (reason) {
		front->broken = true;
	} else {
		ledfront_send(info);
		RING_FINAL_CHECK_FOR_RESPONSES(ring, *more);
	}
	refused = info->refused - refused;

	spin_unlock_irqrestore(&front->lock, flags);

	if (refused)
		ledfront_say_refused(info);
	return reason;
}

/* The LED class devices */

static struct ledfront_led *ledfront_led(struct led_classdev *cdev)
{
	return container_of(cdev, struct ledfront_led, cdev);
}

static unsigned int ledfront_index(struct ledfront_led *led)
{
	return led - led->info->leds;
}

static void ledfront_brightness_set(struct led_classdev *cdev,
				    enum led_brightness brightness)
{
	struct ledfront_led *led = ledfront_led(cdev);
	struct ledfront *info = led->info;
	unsigned long flags;

	trace_ledfront_queued(ledfront_name(info), ledfront_index(led), brightness, 0, 0);

	spin_lock_irqsave(&info->front.lock, flags);
	ledfront_core_set(&info->core, ledfront_index(led), brightness);
	ledfront_send(info);
	spin_unlock_irqrestore(&info->front.lock, flags);
}

static void ledfront_blink(struct ledfront_led *led, unsigned int brightness,
			   unsigned long on, unsigned long off)
{
	struct ledfront *info = led->info;
	unsigned long flags;

	trace_ledfront_queued(ledfront_name(info), ledfront_index(led), brightness, on, off);

	spin_lock_irqsave(&info->front.lock, flags);
	ledfront_core_blink(&info->core, ledfront_index(led), brightness, on, off);
	ledfront_send(info);
	spin_unlock_irqrestore(&info->front.lock, flags);
}

static unsigned long ledfront_delay(unsigned long delay)
{
	return clamp_t(unsigned long, delay, XENLED_MIN_DELAY, XENLED_MAX_DELAY);
}

/*
 * As the LED core blinks: a LED that is dark blinks with its highest
 * brightness; one delay alone 0 means never on, or always.
 */
static int ledfront_blink_set(struct led_classdev *cdev, unsigned long *on,
			      unsigned long *off)
{
	struct ledfront_led *led = ledfront_led(cdev);

	if (!*on && !*off)
		*on = *off = LEDFRONT_DEFAULT_DELAY;

	if (!*on)
		cdev->brightness = LED_OFF;
	else if (!cdev->brightness)
		cdev->brightness = cdev->max_brightness;

	if (!*on || !*off) {
		ledfront_blink(led, cdev->brightness, 0, 0);
		return 0;
	}

	*on = ledfront_delay(*on);
	*off = ledfront_delay(*off);
	ledfront_blink(led, cdev->brightness, *on, *off);

	return 0;
}

/*
 * The LED core takes the trigger away before the files: nobody may write another
 * one into them meanwhile.
 */
static void ledfront_unregister_led(struct led_classdev *cdev)
{
	mutex_lock(&cdev->led_access);
	led_sysfs_disable(cdev);
	mutex_unlock(&cdev->led_access);

	led_classdev_unregister(cdev);
}

static void ledfront_unregister_leds(struct ledfront *info)
{
	while (info->num_leds)
		ledfront_unregister_led(&info->leds[--info->num_leds].cdev);

	kfree(info->leds);
	info->leds = NULL;
}

static int ledfront_register_led(struct ledfront *info, struct ledfront_led *led,
				 const struct ledfront_desc *desc)
{
	led->info = info;
	led->desc = *desc;
	led->cdev.name = led->desc.name;
	led->cdev.max_brightness = led->desc.max_brightness;
	led->cdev.brightness_set = ledfront_brightness_set;
	led->cdev.blink_set = ledfront_blink_set;

	return led_classdev_register(&info->front.dev->dev, &led->cdev);
}

static int ledfront_register_leds(struct ledfront *info,
				  const struct ledfront_desc *descs,
				  unsigned int num)
{
	unsigned long flags;
	int err;

	info->leds = kcalloc(num, sizeof(*info->leds), GFP_KERNEL);
	if (!info->leds)
		return -ENOMEM;

	spin_lock_irqsave(&info->front.lock, flags);
	ledfront_core_init(&info->core, num);
	spin_unlock_irqrestore(&info->front.lock, flags);

	while (info->num_leds < num) {
		err = ledfront_register_led(info, &info->leds[info->num_leds],
					    &descs[info->num_leds]);
		if (err) {
			ledfront_unregister_leds(info);
			return err;
		}
		info->num_leds++;
	}

	return 0;
}

/* Are these the LEDs that are registered already? */
static bool ledfront_same_leds(struct ledfront *info,
			       const struct ledfront_desc *descs,
			       unsigned int num)
{
	unsigned int i;

	if (info->num_leds != num)
		return false;

	for (i = 0; i < num; i++)
		if (memcmp(&info->leds[i].desc, &descs[i], sizeof(descs[i])))
			return false;

	return true;
}

static int ledfront_read_name(struct ledfront *info, struct ledfront_desc *descs,
			      unsigned int index)
{
	char field[32];
	unsigned int len;
	char *name;
	bool good;

	snprintf(field, sizeof(field),
		 XENLED_FIELD_BE_LED "%u/" XENLED_FIELD_BE_NAME, index);
	name = xenbus_read(XBT_NIL, info->front.dev->otherend, field, &len);
	if (IS_ERR(name))
		return PTR_ERR(name);

	good = ledfront_take_name(descs, index, name, len);
	kfree(name);

	return good ? 0 : -EINVAL;
}

static int ledfront_read_max_brightness(struct ledfront *info,
					struct ledfront_desc *desc,
					unsigned int index)
{
	char field[32];
	u32 number;
	int err;

	snprintf(field, sizeof(field),
		 XENLED_FIELD_BE_LED "%u/" XENLED_FIELD_BE_MAX_BRIGHTNESS, index);
	err = xenbus_read_number(info->front.dev->otherend, field, 1,
				 XENLED_MAX_BRIGHTNESS, &number);
	if (!err)
		desc->max_brightness = number;

	return err;
}

static int ledfront_read_desc(struct ledfront *info, struct ledfront_desc *descs,
			      unsigned int index)
{
	int err;

	err = ledfront_read_name(info, descs, index);
	if (!err)
		err = ledfront_read_max_brightness(info, &descs[index], index);
	if (err)
		xenbus_dev_fatal(info->front.dev, err, "reading %s/" XENLED_FIELD_BE_LED "%u",
				 info->front.dev->otherend, index);

	return err;
}

/* Reads what LEDs there are; registers them, or knows them from an earlier connection. */
static int ledfront_update_leds(struct ledfront *info)
{
	struct ledfront_desc *descs;
	unsigned int i;
	u32 num;
	int err;

	err = xenbus_read_number(info->front.dev->otherend, XENLED_FIELD_BE_NUM_LEDS,
				 1, XENLED_MAX_LEDS, &num);
	if (err) {
		xenbus_dev_fatal(info->front.dev, err, "reading " XENLED_FIELD_BE_NUM_LEDS);
		return err;
	}

	descs = kcalloc(num, sizeof(*descs), GFP_KERNEL);
	if (!descs) {
		xenbus_dev_fatal(info->front.dev, -ENOMEM, "reading the LEDs");
		return -ENOMEM;
	}

	for (i = 0; i < num && !err; i++)
		err = ledfront_read_desc(info, descs, i);

	if (!err && !info->num_leds) {
		err = ledfront_register_leds(info, descs, num);
		if (err)
			xenbus_dev_fatal(info->front.dev, err, "registering the LEDs");
	} else if (!err && !ledfront_same_leds(info, descs, num)) {
		err = -EPROTO;
		xenbus_dev_fatal(info->front.dev, err, "back-end changed the LEDs");
	}

	kfree(descs);
	return err;
}

/* The connection */

static bool ledfront_version_offered(struct ledfront *info)
{
	unsigned int len;
	char *versions;
	bool offered;

	versions = xenbus_read(XBT_NIL, info->front.dev->otherend,
			       XENLED_FIELD_BE_VERSIONS, &len);
	if (IS_ERR(versions))
		return false;

	offered = xs_judge_list_has(versions, len, XENLED_LIST_SEPARATOR[0],
				    XENLED_PROTOCOL_VERSION_INT);
	kfree(versions);

	return offered;
}

static int ledfront_prepare(struct xen_front *front)
{
	if (ledfront_version_offered(ledfront_of(front)))
		return 0;

	xenbus_dev_fatal(front->dev, -EPROTO, "back-end does not offer version "
			 XENLED_PROTOCOL_VERSION);
	return -EPROTO;
}

static void ledfront_init_ring(struct xen_front *front)
{
	struct xen_ledif_sring *sring = front->page;

	XEN_FRONT_RING_INIT(&ledfront_of(front)->ring, sring, XEN_PAGE_SIZE);
}

static int ledfront_write_nodes(struct xen_front *front,
				struct xenbus_transaction xbt)
{
	const char *dir = front->dev->nodename;
	int err;

	err = xenbus_write(xbt, dir, XENLED_FIELD_FE_VERSION,
			   XENLED_PROTOCOL_VERSION);
	if (!err)
		err = xenbus_printf(xbt, dir, XENLED_FIELD_FE_RING_REF, "%u",
				    front->ring_ref);
	if (!err)
		err = xenbus_printf(xbt, dir, XENLED_FIELD_FE_CHANNEL, "%u",
				    front->port);
	return err;
}

/* The back-end took the connection: the LEDs may use it. */
static int ledfront_connect(struct xen_front *front)
{
	struct ledfront *info = ledfront_of(front);
	unsigned long flags;
	int err;

	err = ledfront_update_leds(info);
	if (err)
		return err;

	spin_lock_irqsave(&front->lock, flags);
	ledfront_core_restart(&info->core, info->num_leds);
	front->connected = true;
	ledfront_send(info);
	spin_unlock_irqrestore(&front->lock, flags);

	return 0;
}

static void ledfront_close(struct xen_front *front)
{
	ledfront_unregister_leds(ledfront_of(front));
}

static const struct xen_front_ops ledfront_ops = {
	.name = "xen-ledfront",
	.lack = "answers",
	.prepare = ledfront_prepare,
	.init_ring = ledfront_init_ring,
	.write_nodes = ledfront_write_nodes,
	.connect = ledfront_connect,
	.round = ledfront_round,
	.close = ledfront_close,
};

/* What is seen in /sys/bus/xen/devices/vled-<n>/ */

#define LEDFRONT_SHOW(name, field)	XEN_FRONT_SHOW(ledfront, name, field)

LEDFRONT_SHOW(requests, requests);	/* sent since the driver was bound */
LEDFRONT_SHOW(responses, responses);	/* received */
LEDFRONT_SHOW(refused, refused);	/* received with another status than 0 */
LEDFRONT_SHOW(broken, front.broken);	/* 1: the back-end broke the protocol */

static struct attribute *ledfront_attrs[] = {
	&dev_attr_requests.attr,
	&dev_attr_responses.attr,
	&dev_attr_refused.attr,
	&dev_attr_broken.attr,
	NULL
};
ATTRIBUTE_GROUPS(ledfront);

/* The driver */

static int ledfront_probe(struct xenbus_device *dev,
			  const struct xenbus_device_id *id)
{
	struct ledfront *info;

	info = kzalloc(sizeof(*info), GFP_KERNEL);
	if (!info)
		return -ENOMEM;

	xen_front_begin(&info->front, dev, &ledfront_ops);

	return 0;
}

static xenbus_remove_t ledfront_remove(struct xenbus_device *dev)
{
	struct ledfront *info = ledfront_of(dev_get_drvdata(&dev->dev));

	xen_front_end(&info->front);
	kfree(info);

	return xenbus_removed();
}

static const struct xenbus_device_id ledfront_ids[] = {
	{ XENLED_DRIVER_NAME },
	{ "" }
};

static struct xenbus_driver ledfront_driver = {
	.name = "xen-ledfront",
	.ids = ledfront_ids,
	.not_essential = true,
	.probe = ledfront_probe,
	.remove = ledfront_remove,
	.otherend_changed = xen_front_backend_changed,
	.driver.dev_groups = ledfront_groups,
};

static int __init ledfront_init(void)
{
	if (!xen_domain())
		return -ENODEV;

	return xenbus_register_frontend(&ledfront_driver);
}
module_init(ledfront_init);

static void __exit ledfront_exit(void)
{
	xenbus_unregister_driver(&ledfront_driver);
}
module_exit(ledfront_exit);

MODULE_DESCRIPTION("LEDs of a Xen guest, shown by another domain");
MODULE_ALIAS("xen:" XENLED_DRIVER_NAME);
MODULE_LICENSE("GPL");
