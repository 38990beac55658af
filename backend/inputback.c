// SPDX-License-Identifier: GPL-2.0-only
/*
 * xen-inputback - gives a guest the events of an input device of this domain,
 * while the guest has the focus.
 *
 * The protocol is kbdif, with the extension of xen/io/kbdif_x.h. Must not know any
 * board, nor who has the focus: xen-focus calls when there is an event for the
 * guest. What goes into the ring, and what becomes of it when the guest does not
 * read, is in inputback_ring.c; what the device is for the guest, in
 * inputback_desc.c; the connection's life cycle is that of all back-ends here:
 * back.h.
 *
 * Locks, in their order: the input system's event_lock, xen-focus' spinlock, the
 * connection's. The last two are taken with interrupts off.
 */
#include <linux/delay.h>
#include <linux/input.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <linux/sysfs.h>
#include <xen/events.h>
#include <xen/interface/io/fbif.h>
#include <xen/xen.h>
#include <xen/xenbus.h>
#include <xen/io/kbdif_x.h>

#include "back.h"
#include "compat.h"
#include "inputback_desc.h"
#include "inputback_ring.h"
#include "xen_focus_input.h"
#include "xenbus_util.h"

#define CREATE_TRACE_POINTS
#include "inputback_trace.h"

/* How long a guest may take, in ms, to make room for the last releases. */
#define INPUTBACK_PATIENCE	1000

/* What a front-end asks for: bits of its offer. */
#define INPUTBACK_POSITIONS	1u
#define INPUTBACK_RAW		2u
#define INPUTBACK_TOUCHES	4u
#define INPUTBACK_X_KEYS	8u

/* The size of raw positions. */
#define INPUTBACK_RAW_SIZE	0x7fff

_Static_assert(XEN_FOCUS_NAME_SIZE == XENKBD_X_MAX_NAME + 1, "any name fits a sink");

static char *default_device = "reptar_sp6_buttons";
module_param_named(device, default_device, charp, 0444);
MODULE_PARM_DESC(device, "name of the input device that a guest gets that asks for none");

struct inputback {
	struct xen_back back;
	struct xen_focus_sink sink;	/* with the device's name */
	bool listens;			/* the sink was added */

	/* Protects what follows, while there is a connection. */
	spinlock_t lock;
	struct inputback_format format;
	struct inputback_ring ring;
	u32 heard;	/* in_cons when the guest last told of it */
};

static struct inputback *to_inputback(struct xen_back *back)
{
	return container_of(back, struct inputback, back);
}

/* The ring */

/*
 * Sends what waits, as far as there is room, with one write of in_prod. The caller
 * holds the lock.
 */
static void inputback_send(struct inputback *info)
{
	struct xenkbd_page *page = info->back.page;
	struct inputback_ring *ring = &info->ring;
	u32 before = ring->prod;
	u32 cons;

	if (info->back.broken)
		return;

	cons = READ_ONCE(page->in_cons);
	virt_mb(); /* read the index before writing the slots that it frees */

	if (!inputback_ring_read_up_to(ring, cons)) {
		xen_back_break(&info->back);
		return;
	}
	if (!inputback_ring_fill(ring, &info->format, XENKBD_IN_RING(page)))
		return;

	virt_wmb(); /* write the slots before the index */
	WRITE_ONCE(page->in_prod, ring->prod);
	notify_remote_via_irq(info->back.irq);
	trace_inputback_sent(info->sink.domid, ring->prod - before);
}

/* Called by xen-focus, with interrupts off. */
static void inputback_event(struct xen_focus_sink *sink, unsigned int type,
			    unsigned int code, int value)
{
	struct inputback *info = container_of(sink, struct inputback, sink);

	spin_lock(&info->lock);
	inputback_ring_event(&info->ring, &info->format, type, code, value);
	if (type == EV_SYN)
		inputback_send(info);
	spin_unlock(&info->lock);
}

/* The guest has read: there is room. */
static int inputback_round(struct xen_back *back, unsigned int *eoi)
{
	struct inputback *info = to_inputback(back);
	bool broken;

	spin_lock_irq(&info->lock);
	inputback_send(info);
	broken = back->broken;
	if (info->heard != info->ring.cons)
		*eoi = 0;
	info->heard = info->ring.cons;
	spin_unlock_irq(&info->lock);

	return broken ? -EPROTO : 0;
}

/* The device */

static void inputback_take_range(const struct xen_focus_description *found,
				 unsigned int axis, struct inputback_range *range)
{
	if (!test_bit(axis, found->absbit))
		return;

	range->min = found->absinfo[axis].minimum;
	range->max = found->absinfo[axis].maximum;
}

static void inputback_take_desc(const struct xen_focus_description *found,
				struct inputback_desc *desc)
{
	unsigned int code;

	for_each_set_bit(code, found->keybit, KEY_CNT)
		kbd_set_key(&desc->keys, code);
	desc->repeat = found->repeat;

	inputback_take_range(found, ABS_X, &desc->x);
	inputback_take_range(found, ABS_Y, &desc->y);
	inputback_take_range(found, ABS_MT_POSITION_X, &desc->touch_x);
	inputback_take_range(found, ABS_MT_POSITION_Y, &desc->touch_y);

	if (test_bit(ABS_MT_SLOT, found->absbit) && found->absinfo[ABS_MT_SLOT].maximum >= 0)
		desc->slots = found->absinfo[ABS_MT_SLOT].maximum + 1u;
	desc->minor = test_bit(ABS_MT_TOUCH_MINOR, found->absbit);
	if (test_bit(ABS_MT_ORIENTATION, found->absbit))
		desc->orientation = found->absinfo[ABS_MT_ORIENTATION].maximum;
}

/* -ENODEV: the device is not there. */
static int inputback_describe(struct inputback *info, struct inputback_desc *desc)
{
	struct xen_focus_description *found;
	int err;

	found = kmalloc(sizeof(*found), GFP_KERNEL);
	if (!found)
		return -ENOMEM;

	memset(desc, 0, sizeof(*desc));
	strscpy(desc->name, info->sink.device, sizeof(desc->name));
	err = xen_focus_describe(info->sink.device, found);
	if (!err)
		inputback_take_desc(found, desc);

	kfree(found);
	return err;
}

static void inputback_set_axis(struct inputback_axis *axis,
			       const struct inputback_range *range)
{
	axis->min = range->min;
	axis->max = range->max;
}

/* The format's sizes are those that the guest knows; the rest is the device's. */
static void inputback_set_device(struct inputback_format *format,
				 const struct inputback_desc *desc)
{
	inputback_set_axis(&format->x, &desc->x);
	inputback_set_axis(&format->y, &desc->y);
	inputback_set_axis(&format->touch_x, &desc->touch_x);
	inputback_set_axis(&format->touch_y, &desc->touch_y);
	format->minor = desc->minor;
	format->orientation = desc->orientation;
}

/* One that comes back may be another of that name. */
static void inputback_plugged(struct xen_focus_sink *sink, bool there)
{
	struct inputback *info = container_of(sink, struct inputback, sink);
	struct inputback_desc desc;
	int err;

	if (!there)
		return;

	err = inputback_describe(info, &desc);
	if (err == -ENOMEM)
		dev_err(&info->back.dev->dev, "error %d asking what device %s is\n", err,
			sink->device);
	if (err)
		return;

	spin_lock_irq(&info->lock);
	inputback_set_device(&info->format, &desc);
	spin_unlock_irq(&info->lock);
}

/* The nodes */

struct inputback_nodes {
	struct inputback_writer writer;
	struct xenbus_transaction xbt;
	const char *dir;
};

static int inputback_write_node(struct inputback_writer *writer, const char *node,
				const char *value, bool own)
{
	struct inputback_nodes *nodes = container_of(writer, struct inputback_nodes, writer);

	if (own && xenbus_exists(nodes->xbt, nodes->dir, node))
		return 0;

	return xenbus_write(nodes->xbt, nodes->dir, node, value);
}

static int inputback_write_desc(struct inputback *info, const struct inputback_desc *desc)
{
	struct inputback_nodes nodes = {
		.writer.write = inputback_write_node,
		.dir = info->back.dev->nodename,
	};
	int err;

	do {
		err = xenbus_transaction_start(&nodes.xbt);
		if (err)
			return err;

		err = inputback_desc_write(desc, &nodes.writer);
		if (err) {
			xenbus_transaction_end(nodes.xbt, 1);
			return err;
		}
		err = xenbus_transaction_end(nodes.xbt, 0);
	} while (err == -EAGAIN);

	return err;
}

/* Without the nodes the guest has a standard keyboard: that ends nothing. */
static void inputback_prepare(struct xen_back *back)
{
	struct inputback *info = to_inputback(back);
	struct inputback_desc desc;
	int err;

	err = inputback_describe(info, &desc);
	if (!err)
		err = inputback_write_desc(info, &desc);
	if (err && err != -ENODEV)
		xenbus_dev_error(back->dev, err, "writing what device the guest has");
}

/* unique-id names the device; the sink holds the name. */
static int inputback_read_device(struct inputback *info)
{
	struct xenbus_device *dev = info->back.dev;
	unsigned int len;
	char *name;
	int err = 0;

	name = xenbus_read(XBT_NIL, dev->nodename, XENKBD_FIELD_UNIQUE_ID, &len);
	if (PTR_ERR_OR_ZERO(name) == -ENOENT) {
		strscpy(info->sink.device, default_device, sizeof(info->sink.device));
		return 0;
	}
	if (IS_ERR(name))
		return PTR_ERR(name);

	if (kbd_judge_name(name, len))
		strscpy(info->sink.device, name, sizeof(info->sink.device));
	else
		err = -EINVAL;
	kfree(name);

	return err;
}

/* What the guest asks for */

static int inputback_read_request(const char *frontend, const char *node, u32 bit,
				  u32 *requests)
{
	u32 wanted;
	int err;

	err = xenbus_read_number(frontend, node, 0, 1, &wanted);
	if (err)
		return err == -ENOENT ? 0 : err;

	if (wanted)
		*requests |= bit;
	return 0;
}

static int inputback_read_offer(struct xen_back *back, struct xen_back_offer *offer)
{
	const char *frontend = back->dev->otherend;
	int err;

	offer->requests = 0;
	err = xenbus_read_number(frontend, XENKBD_FIELD_RING_GREF, 0, U32_MAX,
				 &offer->ring_ref);
	if (!err)
		err = xenbus_read_number(frontend, XENKBD_FIELD_EVT_CHANNEL, 0, U32_MAX,
					 &offer->port);
	if (!err)
		err = inputback_read_request(frontend, XENKBD_FIELD_REQ_ABS_POINTER,
					     INPUTBACK_POSITIONS, &offer->requests);
	if (!err)
		err = inputback_read_request(frontend, XENKBD_FIELD_REQ_RAW_POINTER,
					     INPUTBACK_RAW, &offer->requests);
	if (!err)
		err = inputback_read_request(frontend, XENKBD_FIELD_REQ_MTOUCH,
					     INPUTBACK_TOUCHES, &offer->requests);
	if (!err)
		err = inputback_read_request(frontend, XENKBD_X_FIELD_REQ_KEYS,
					     INPUTBACK_X_KEYS, &offer->requests);
	return err;
}

/* What the guest was offered */

/* The back-end's own nodes that say how to send, and what is so where one has no sense. */
enum {
	NO_KEYBOARD,
	NO_POINTER,
	ABS_POINTER,
	RAW_POINTER,
	WIDTH,
	HEIGHT,
	MULTI_TOUCH,
	TOUCH_WIDTH,
	TOUCH_HEIGHT,
	CONTACTS,
	NUM_OWN
};

static const struct {
	const char *node;
	u32 min;
	u32 otherwise;
} inputback_own[NUM_OWN] = {
	[NO_KEYBOARD] = { XENKBD_FIELD_FEAT_DSBL_KEYBRD, 0, 0 },
	[NO_POINTER] = { XENKBD_FIELD_FEAT_DSBL_POINTER, 0, 0 },
	[ABS_POINTER] = { XENKBD_FIELD_FEAT_ABS_POINTER, 0, 0 },
	[RAW_POINTER] = { XENKBD_FIELD_FEAT_RAW_POINTER, 0, 0 },
	[WIDTH] = { XENKBD_FIELD_WIDTH, 1, XENFB_WIDTH },
	[HEIGHT] = { XENKBD_FIELD_HEIGHT, 1, XENFB_HEIGHT },
	[MULTI_TOUCH] = { XENKBD_FIELD_FEAT_MTOUCH, 0, 0 },
	[TOUCH_WIDTH] = { XENKBD_FIELD_MT_WIDTH, 1, XENFB_WIDTH },
	[TOUCH_HEIGHT] = { XENKBD_FIELD_MT_HEIGHT, 1, XENFB_HEIGHT },
	[CONTACTS] = { XENKBD_FIELD_MT_NUM_CONTACTS, 1, 1 },
};

static int inputback_read_own(struct inputback *info, u32 *own)
{
	struct xenbus_device *dev = info->back.dev;
	unsigned int i;
	int err;

	for (i = 0; i < NUM_OWN; i++) {
		err = xenbus_read_number(dev->nodename, inputback_own[i].node,
					 inputback_own[i].min, INT_MAX, &own[i]);
		if (err == -ENOMEM)
			return err;
		if (err)
			own[i] = inputback_own[i].otherwise;
	}

	return 0;
}

/*
 * The keys of a front-end without the extension. It looks for a key in its pointer
 * first, then in its keyboard, and crashes if the tool stack denied it that one.
 */
static void inputback_standard_keys(const u32 *own, struct kbd_keys *keys)
{
	u32 code;

	memset(keys, 0, sizeof(*keys));
	for (code = 0; !own[NO_POINTER] && code <= XENKBD_X_KEY_MAX; code++) {
		bool button = code >= BTN_LEFT && code <= BTN_TASK;

		if (kbd_is_standard_key(code) && (button || !own[NO_KEYBOARD]))
			kbd_set_key(keys, code);
	}
}

/* The keys as the front-end has read them; a request for what is not there is void. */
static int inputback_read_keys(struct inputback *info, const u32 *own,
			       struct kbd_keys *keys)
{
	const char *dir = info->back.dev->nodename;
	unsigned int len;
	bool good = false;
	char *text;

	if (info->back.offer.requests & INPUTBACK_X_KEYS) {
		text = xenbus_read(XBT_NIL, dir, XENKBD_X_FIELD_KEYS, &len);
		if (PTR_ERR_OR_ZERO(text) == -ENOMEM)
			return -ENOMEM;
		if (!IS_ERR(text)) {
			good = kbd_judge_keys(text, len, keys);
			kfree(text);
		}
	}

	if (!good)
		inputback_standard_keys(own, keys);
	return 0;
}

static int inputback_read_format(struct inputback *info, struct inputback_format *format)
{
	u32 requests = info->back.offer.requests;
	u32 own[NUM_OWN];
	bool raw;
	int err;

	memset(format, 0, sizeof(*format));
	err = inputback_read_own(info, own);
	if (!err)
		err = inputback_read_keys(info, own, &format->keys);
	if (err)
		return err;

	format->position = requests & INPUTBACK_POSITIONS && own[ABS_POINTER];
	raw = requests & INPUTBACK_RAW && own[RAW_POINTER];
	format->x.size = raw ? INPUTBACK_RAW_SIZE : own[WIDTH];
	format->y.size = raw ? INPUTBACK_RAW_SIZE : own[HEIGHT];

	if (requests & INPUTBACK_TOUCHES && own[MULTI_TOUCH])
		format->contacts = own[CONTACTS];
	format->touch_x.size = own[TOUCH_WIDTH];
	format->touch_y.size = own[TOUCH_HEIGHT];

	return 0;
}

/* The connection */

/* Nobody else uses ring and format yet. */
static int inputback_take_up(struct xen_back *back, void *shared)
{
	struct inputback *info = to_inputback(back);
	struct xenkbd_page *page = shared;
	struct inputback_desc desc;
	int err;

	err = inputback_read_format(info, &info->format);
	if (err)
		return err;

	err = inputback_describe(info, &desc);
	if (!err)
		inputback_set_device(&info->format, &desc);
	else if (err != -ENODEV)
		return err;

	if (!inputback_ring_init(&info->ring, READ_ONCE(page->in_prod),
				 READ_ONCE(page->in_cons)))
		return -EPROTO;

	info->heard = info->ring.cons;
	return 0;
}

/* From now on there may be events. */
static int inputback_start(struct xen_back *back)
{
	struct inputback *info = to_inputback(back);
	int err;

	err = xen_focus_add_sink(&info->sink);
	info->listens = !err;

	return err;
}

/* What is pressed is released: that goes into the ring, or waits for room in it. */
static void inputback_stop(struct xen_back *back)
{
	struct inputback *info = to_inputback(back);

	if (info->listens)
		xen_focus_remove_sink(&info->sink);
	info->listens = false;
}

static bool inputback_waits(struct inputback *info)
{
	bool waits;

	spin_lock_irq(&info->lock);
	waits = !info->back.broken && inputback_ring_waits(&info->ring);
	spin_unlock_irq(&info->lock);

	return waits;
}

/*
 * The driver goes, and the guest goes on to use the ring: no release may be lost
 * that waits for room. The interrupt fills the ring.
 */
static void inputback_settle(struct inputback *info)
{
	unsigned long limit = jiffies + msecs_to_jiffies(INPUTBACK_PATIENCE);

	while (inputback_waits(info) && time_before(jiffies, limit))
		msleep(20);
}

static const struct xen_back_ops inputback_ops = {
	.name = "xen-inputback",
	.work = "anything read",
	.prepare = inputback_prepare,
	.read_offer = inputback_read_offer,
	.take_up = inputback_take_up,
	.start = inputback_start,
	.round = inputback_round,
	.stop = inputback_stop,
};

/* What is seen in /sys/bus/xen-backend/devices/vinput-<domid>-<devid>/ */

XEN_BACK_SHOW(events, to_inputback(back)->ring.events);	/* sent since the driver was bound */
XEN_BACK_SHOW(dropped, to_inputback(back)->ring.dropped);	/* presses that were not sent */
XEN_BACK_SHOW(broken, back->broken);	/* 1: the front-end broke the protocol */

static struct attribute *inputback_attrs[] = {
	&dev_attr_events.attr,
	&dev_attr_dropped.attr,
	&dev_attr_broken.attr,
	NULL
};
ATTRIBUTE_GROUPS(inputback);

/* The driver */

static int inputback_probe(struct xenbus_device *dev,
			   const struct xenbus_device_id *id)
{
	struct inputback *info;
	int err;

	info = kzalloc(sizeof(*info), GFP_KERNEL);
	if (!info)
		return -ENOMEM;

	xen_back_init(&info->back, dev, &inputback_ops);
	spin_lock_init(&info->lock);
	info->sink.domid = dev->otherend_id;
	info->sink.event = inputback_event;
	info->sink.plugged = inputback_plugged;

	err = inputback_read_device(info);
	if (err) {
		xenbus_dev_fatal(dev, err, "reading " XENKBD_FIELD_UNIQUE_ID);
		kfree(info);
		return err;
	}

	xen_back_begin(&info->back);
	return 0;
}

static xenbus_remove_t inputback_remove(struct xenbus_device *dev)
{
	struct xen_back *back = dev_get_drvdata(&dev->dev);
	struct inputback *info = to_inputback(back);

	if (back->irq) {
		inputback_stop(back);
		inputback_settle(info);
	}
	xen_back_end(back);
	kfree(info);

	return xenbus_removed();
}

static const struct xenbus_device_id inputback_ids[] = {
	{ XENKBD_X_BACKEND_NAME },
	{ "" }
};

static struct xenbus_driver inputback_driver = {
	.name = "xen-inputback",
	.ids = inputback_ids,
	.allow_rebind = true,
	.probe = inputback_probe,
	.remove = inputback_remove,
	.otherend_changed = xen_back_frontend_changed,
	.driver.dev_groups = inputback_groups,
};

static int __init inputback_init(void)
{
	if (!xen_domain())
		return -ENODEV;

	return xenbus_register_backend(&inputback_driver);
}
module_init(inputback_init);

static void __exit inputback_exit(void)
{
	xenbus_unregister_driver(&inputback_driver);
}
module_exit(inputback_exit);

MODULE_DESCRIPTION("Gives Xen guests the events of input devices");
MODULE_ALIAS("xen-backend:" XENKBD_X_BACKEND_NAME);
MODULE_LICENSE("GPL");
