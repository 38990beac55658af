// SPDX-License-Identifier: GPL-2.0-only
/*
 * xen-ledfront - LED class devices in a guest, shown by a LED back-end.
 *
 * The protocol is that of xen/io/ledif.h. Must not know any board, nor who
 * drives the real LEDs. What judges the back-end's bytes and chooses what to
 * send is in ledfront_core.c.
 *
 * The LED class devices outlive connections: without one the wanted states are
 * kept, and the next connection begins with them. Saving and restoring a guest
 * is not supported.
 *
 * Xenbus never runs probe, otherend_changed and remove at the same time, so
 * what they alone touch needs no lock.
 */
#include <linux/device.h>
#include <linux/interrupt.h>
#include <linux/kernel.h>
#include <linux/leds.h>
#include <linux/minmax.h>
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <linux/sysfs.h>
#include <xen/events.h>
#include <xen/grant_table.h>
#include <xen/page.h>
#include <xen/xen.h>
#include <xen/xenbus.h>
#include <xen/io/ledif.h>

#include "ledfront_core.h"
#include "xenbus_util.h"

/* Blinking for those who do not say how, as in the LED core. */
#define LEDFRONT_DEFAULT_DELAY	500

struct ledfront;

struct ledfront_led {
	struct led_classdev cdev;
	struct ledfront *info;
	struct ledfront_desc desc;
};

struct ledfront {
	struct xenbus_device *dev;

	/* Touched by xenbus callbacks alone. */
	struct ledfront_led *leds;
	unsigned int num_leds;
	unsigned int failures;	/* connections offered that did not end well */
	grant_ref_t ring_ref;

	/* Set while connected is false. */
	unsigned int irq;

	/* Taken in any context; protects what follows. */
	spinlock_t lock;
	struct ledfront_core core;
	struct xen_ledif_front_ring ring;
	bool connected;
	bool broken;
	unsigned long requests;
	unsigned long responses;
	unsigned long refused;

	/* Touched by the interrupt thread alone while there is a connection. */
	struct xenbus_storm storm;

	/* What the back-end did and was said, once while the driver is bound. */
	bool said_refused;
};

/* One request in flight for each LED: the ring cannot be full. */
static_assert(__CONST_RING_SIZE(xen_ledif, XEN_PAGE_SIZE) >= XENLED_MAX_LEDS);

/* The ring */

/* Sends what is to be sent and may be. The caller holds the lock. */
static void ledfront_send(struct ledfront *info)
{
	struct xen_ledif_front_ring *ring = &info->ring;
	struct xenled_request req;
	int notify;

	if (!info->connected || info->broken)
		return;

	while (ledfront_core_next(&info->core, &req)) {
		*RING_GET_REQUEST(ring, ring->req_prod_pvt) = req;
		ring->req_prod_pvt++;
		info->requests++;
	}

	RING_PUSH_REQUESTS_AND_CHECK_NOTIFY(ring, notify);
	if (notify)
		notify_remote_via_irq(info->irq);
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

		info->responses++;
		if (rsp.status != XENLED_STATUS_OK)
			info->refused++;
	}

	return NULL;
}

/* One round: takes answers, sends what waited for them. More to do? */
static bool ledfront_round(struct ledfront *info, unsigned int *eoi)
{
	struct xen_ledif_front_ring *ring = &info->ring;
	unsigned long refused;
	unsigned long flags;
	const char *reason;
	int more = 0;
	RING_IDX prod;

	spin_lock_irqsave(&info->lock, flags);

	refused = info->refused;
	prod = READ_ONCE(ring->sring->rsp_prod);
	virt_rmb(); /* read the index before the answers */

	reason = ledfront_take_answers(info, prod, eoi);
	if (reason) {
		info->broken = true;
	} else {
		ledfront_send(info);
		RING_FINAL_CHECK_FOR_RESPONSES(ring, more);
	}
	refused = info->refused - refused;

	spin_unlock_irqrestore(&info->lock, flags);

	if (reason)
		dev_err(&info->dev->dev, "back-end: %s; connection not used any more\n",
			reason);
	if (refused && !info->said_refused) {
		info->said_refused = true;
		dev_warn(&info->dev->dev,
			 "back-end refused a LED's state; more are counted in 'refused'\n");
	}

	return more;
}

/*
 * A round takes no more answers than there are LEDs, and rounds go on only
 * while LEDs are written to. A broken connection keeps its channel masked.
 */
static irqreturn_t ledfront_interrupt(int irq, void *data)
{
	unsigned int eoi = XEN_EOI_FLAG_SPURIOUS;
	struct ledfront *info = data;

	while (ledfront_round(info, &eoi))
		cond_resched();

	if (info->broken)
		return IRQ_HANDLED;

	if (xenbus_storm_begins(&info->storm, eoi))
		dev_warn(&info->dev->dev,
			 "back-end: events without answers; they are slowed down\n");
	xen_irq_lateeoi(irq, eoi);

	return IRQ_HANDLED;
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

	spin_lock_irqsave(&info->lock, flags);
	ledfront_core_set(&info->core, ledfront_index(led), brightness);
	ledfront_send(info);
	spin_unlock_irqrestore(&info->lock, flags);
}

static void ledfront_blink(struct ledfront_led *led, unsigned int brightness,
			   unsigned long on, unsigned long off)
{
	struct ledfront *info = led->info;
	unsigned long flags;

	spin_lock_irqsave(&info->lock, flags);
	ledfront_core_blink(&info->core, ledfront_index(led), brightness, on, off);
	ledfront_send(info);
	spin_unlock_irqrestore(&info->lock, flags);
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

	return led_classdev_register(&info->dev->dev, &led->cdev);
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

	spin_lock_irqsave(&info->lock, flags);
	ledfront_core_init(&info->core, num);
	spin_unlock_irqrestore(&info->lock, flags);

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
	name = xenbus_read(XBT_NIL, info->dev->otherend, field, &len);
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
	err = xenbus_read_number(info->dev->otherend, field, 1,
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
		xenbus_dev_fatal(info->dev, err, "reading %s/" XENLED_FIELD_BE_LED "%u",
				 info->dev->otherend, index);

	return err;
}

/* Reads what LEDs there are; registers them, or knows them from an earlier connection. */
static int ledfront_update_leds(struct ledfront *info)
{
	struct ledfront_desc *descs;
	unsigned int i;
	u32 num;
	int err;

	err = xenbus_read_number(info->dev->otherend, XENLED_FIELD_BE_NUM_LEDS,
				 1, XENLED_MAX_LEDS, &num);
	if (err) {
		xenbus_dev_fatal(info->dev, err, "reading " XENLED_FIELD_BE_NUM_LEDS);
		return err;
	}

	descs = kcalloc(num, sizeof(*descs), GFP_KERNEL);
	if (!descs) {
		xenbus_dev_fatal(info->dev, -ENOMEM, "reading the LEDs");
		return -ENOMEM;
	}

	for (i = 0; i < num && !err; i++)
		err = ledfront_read_desc(info, descs, i);

	if (!err && !info->num_leds) {
		err = ledfront_register_leds(info, descs, num);
		if (err)
			xenbus_dev_fatal(info->dev, err, "registering the LEDs");
	} else if (!err && !ledfront_same_leds(info, descs, num)) {
		err = -EPROTO;
		xenbus_dev_fatal(info->dev, err, "back-end changed the LEDs");
	}

	kfree(descs);
	return err;
}

/* The connection */

/*
 * False if the back-end still has the ring's page, which is lost to this guest
 * until it lets go of it.
 */
static bool ledfront_disconnect(struct ledfront *info)
{
	unsigned long flags;
	bool released = true;

	spin_lock_irqsave(&info->lock, flags);
	info->connected = false;
	spin_unlock_irqrestore(&info->lock, flags);

	if (info->irq)
		unbind_from_irqhandler(info->irq, info);
	info->irq = 0;

	if (info->ring_ref != INVALID_GRANT_REF)
		released = gnttab_try_end_foreign_access(info->ring_ref);
	if (released)
		info->ring_ref = INVALID_GRANT_REF;
	xenbus_teardown_ring((void **)&info->ring.sring, 1, &info->ring_ref);

	return released;
}

static int ledfront_bind(struct ledfront *info, evtchn_port_t port)
{
	int irq;
	int err;

	irq = bind_evtchn_to_irq_lateeoi(port);
	if (irq < 0) {
		xenbus_free_evtchn(info->dev, port);
		return irq;
	}
	info->storm.spurious = 0;

	err = request_threaded_irq(irq, NULL, ledfront_interrupt, IRQF_ONESHOT,
				   "xen-ledfront", info);
	if (err)
		xenbus_unbind_irq(irq);
	else
		info->irq = irq;

	return err;
}

/* A new ring and a new event channel. On failure the caller disconnects. */
static int ledfront_allocate(struct ledfront *info, evtchn_port_t *port)
{
	struct xen_ledif_sring *sring;
	int err;

	err = xenbus_setup_ring(info->dev, GFP_KERNEL, (void **)&sring, 1,
				&info->ring_ref);
	if (err)
		return err;

	XEN_FRONT_RING_INIT(&info->ring, sring, XEN_PAGE_SIZE);
	info->broken = false;

	err = xenbus_alloc_evtchn(info->dev, port);
	if (err)
		return err;

	return ledfront_bind(info, *port);
}

static int ledfront_write_nodes(struct ledfront *info, evtchn_port_t port)
{
	const char *dir = info->dev->nodename;
	struct xenbus_transaction xbt;
	int err;

	do {
		err = xenbus_transaction_start(&xbt);
		if (err)
			return err;

		err = xenbus_write(xbt, dir, XENLED_FIELD_FE_VERSION,
				   XENLED_PROTOCOL_VERSION);
		if (!err)
			err = xenbus_printf(xbt, dir, XENLED_FIELD_FE_RING_REF,
					    "%u", info->ring_ref);
		if (!err)
			err = xenbus_printf(xbt, dir, XENLED_FIELD_FE_CHANNEL,
					    "%u", port);
		if (err) {
			xenbus_transaction_end(xbt, 1);
			return err;
		}
		err = xenbus_transaction_end(xbt, 0);
	} while (err == -EAGAIN);

	return err;
}

static bool ledfront_version_offered(struct ledfront *info)
{
	unsigned int len;
	char *versions;
	bool offered;

	versions = xenbus_read(XBT_NIL, info->dev->otherend,
			       XENLED_FIELD_BE_VERSIONS, &len);
	if (IS_ERR(versions))
		return false;

	offered = xs_judge_list_has(versions, len, XENLED_LIST_SEPARATOR[0],
				    XENLED_PROTOCOL_VERSION_INT);
	kfree(versions);

	return offered;
}

/* The back-end waits: offer it a connection. */
static void ledfront_offer(struct ledfront *info)
{
	struct xenbus_device *dev = info->dev;
	evtchn_port_t port;
	int err;

	ledfront_disconnect(info);
	info->failures++; /* unless it ends well */
	if (!ledfront_version_offered(info)) {
		xenbus_dev_fatal(dev, -EPROTO, "back-end does not offer version "
				 XENLED_PROTOCOL_VERSION);
		return;
	}

	err = ledfront_allocate(info, &port);
	if (!err)
		err = ledfront_write_nodes(info, port);
	if (err) {
		ledfront_disconnect(info);
		xenbus_dev_fatal(dev, err, "offering a connection");
		return;
	}

	xenbus_change_state(dev, XenbusStateInitialised);
}

/* The back-end took the connection: the LEDs may use it. */
static void ledfront_connect(struct ledfront *info)
{
	unsigned long flags;

	if (ledfront_update_leds(info))
		return;

	spin_lock_irqsave(&info->lock, flags);
	ledfront_core_restart(&info->core, info->num_leds);
	info->connected = true;
	ledfront_send(info);
	spin_unlock_irqrestore(&info->lock, flags);

	xenbus_change_state(info->dev, XenbusStateConnected);
}

static void ledfront_close(struct ledfront *info)
{
	ledfront_unregister_leds(info);
	ledfront_disconnect(info);
	xenbus_change_state(info->dev, XenbusStateClosed);
	xenbus_frontend_closed(info->dev); /* who waits for it hears of it */
}

/* Says once that it is over: from then on one failure more is counted. */
static bool ledfront_may_recover(struct ledfront *info)
{
	struct xenbus_device *dev = info->dev;

	if (dev->state == XenbusStateClosing ||
	    xenbus_went_offline(dev, dev->otherend))
		return false;

	if (info->failures < XENBUS_MAX_FAILURES)
		return true;

	if (info->failures == XENBUS_MAX_FAILURES)
		dev_err(&dev->dev, "%u connections failed; giving up\n",
			info->failures++);
	return false;
}

/* The connection ended: ready for a new one, with the LEDs, if there may be one. */
static void ledfront_recover(struct ledfront *info)
{
	bool released = ledfront_disconnect(info);

	if (info->dev->state == XenbusStateConnected && !info->broken && released)
		info->failures--;

	if (ledfront_may_recover(info))
		xenbus_change_state(info->dev, XenbusStateInitialising);
	else
		ledfront_close(info);
}

static void ledfront_backend_changed(struct xenbus_device *dev,
				     enum xenbus_state backend_state)
{
	struct ledfront *info = dev_get_drvdata(&dev->dev);

	if (!xenbus_certain_state(dev, &backend_state))
		return;

	switch (backend_state) {
	case XenbusStateInitWait:
		if (dev->state == XenbusStateConnected ||
		    dev->state == XenbusStateClosed)
			ledfront_recover(info);
		if (dev->state == XenbusStateInitialising)
			ledfront_offer(info);
		break;

	case XenbusStateConnected:
		if (dev->state == XenbusStateInitialised)
			ledfront_connect(info);
		break;

	case XenbusStateUnknown:
	case XenbusStateClosing:
	case XenbusStateClosed:
		if (dev->state != XenbusStateClosed)
			ledfront_recover(info);
		break;

	default:
		break;
	}
}

/* What is seen in /sys/bus/xen/devices/vled-<n>/ */

#define LEDFRONT_SHOW(name)						\
static ssize_t name##_show(struct device *dev,				\
			   struct device_attribute *attr, char *buf)	\
{									\
	struct ledfront *info = dev_get_drvdata(dev);			\
									\
	return sysfs_emit(buf, "%lu\n", (unsigned long)READ_ONCE(info->name)); \
}									\
static DEVICE_ATTR_RO(name)

LEDFRONT_SHOW(requests);	/* sent since the driver was bound */
LEDFRONT_SHOW(responses);	/* received */
LEDFRONT_SHOW(refused);		/* received with another status than 0 */
LEDFRONT_SHOW(broken);		/* 1: the back-end broke the protocol */

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

	info->dev = dev;
	info->ring_ref = INVALID_GRANT_REF;
	spin_lock_init(&info->lock);
	dev_set_drvdata(&dev->dev, info);

	/* Not so already if a driver was bound before. */
	xenbus_change_state(dev, XenbusStateInitialising);

	return 0;
}

static xenbus_remove_t ledfront_remove(struct xenbus_device *dev)
{
	struct ledfront *info = dev_get_drvdata(&dev->dev);

	ledfront_unregister_leds(info);
	ledfront_disconnect(info);
	dev_set_drvdata(&dev->dev, NULL);
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
	.otherend_changed = ledfront_backend_changed,
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
