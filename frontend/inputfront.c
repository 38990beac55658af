// SPDX-License-Identifier: GPL-2.0-only
/*
 * xen-inputfront - an input device in a guest, fed by an input back-end.
 *
 * The protocol is kbdif with the extension of xen/io/kbdif_x.h: with it the guest
 * has one device, called as the back-end says and with its keys; without it those of
 * the kernel's own front-end. Must not know any board, nor when a guest gets
 * events. What judges the back-end's nodes and events is in inputfront_core.c; the
 * connection's life cycle is in front.c.
 *
 * The input devices outlive connections: all keys are released when one ends, and
 * only a back-end that describes another device makes them go.
 */
#include <linux/delay.h>
#include <linux/device.h>
#include <linux/input.h>
#include <linux/input/mt.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <linux/sysfs.h>
#include <xen/events.h>
#include <xen/page.h>
#include <xen/xen.h>
#include <xen/xenbus.h>
#include <xen/io/kbdif_x.h>

#include "compat.h"
#include "front.h"
#include "inputfront_core.h"
#include "xenbus_util.h"

#define CREATE_TRACE_POINTS
#include "inputfront_trace.h"

/* Events after which others get the processor: five rings full. */
#define INPUTFRONT_BUDGET	256

/* As the kernel's own front-end says; each device counts down from the product. */
#define INPUTFRONT_VENDOR	0x5853
#define INPUTFRONT_PRODUCT	0xffff

struct inputfront {
	struct xen_front front;

	/* Set by xenbus callbacks while there is no connection. */
	struct input_dev *inputs[INPUTFRONT_DEVICES];
	unsigned int made;	/* how often they were made */
	char phys[48];

	/* Touched by the interrupt thread alone while there is a connection. */
	struct inputfront_core core;
	u32 cons;
	unsigned long events;
	unsigned long paused_at;	/* of them */
	unsigned long rejected;

	/* What the back-end did and was said, once while the driver is bound. */
	bool said_description;
	bool said_rejected;
};

static const char *const inputfront_names[INPUTFRONT_DEVICES] = {
	[INPUTFRONT_KEYBOARD] = "Xen Virtual Keyboard",
	[INPUTFRONT_POINTER] = "Xen Virtual Pointer",
	[INPUTFRONT_TOUCH] = "Xen Virtual Multi-touch",
};

static struct inputfront *inputfront_of(struct xen_front *front)
{
	return container_of(front, struct inputfront, front);
}

/* The ring */

/* The input core numbers touches. */
static void inputfront_input(struct input_dev *input, const struct inputfront_value *value)
{
	if (value->type == EV_ABS && value->code == ABS_MT_TRACKING_ID)
		input_mt_report_slot_state(input, MT_TOOL_FINGER, value->value);
	else
		input_event(input, value->type, value->code, value->value);
}

static void inputfront_report(struct inputfront *info,
			      const struct inputfront_report *report)
{
	struct input_dev *input = info->inputs[report->device];
	unsigned int i;

	if (report->sync_before)
		input_sync(input);

	for (i = 0; i < report->num; i++)
		inputfront_input(input, &report->values[i]);

	if (report->sync_touch) {
		input_mt_sync_frame(input);
		input_sync(input);
	}
}

static void inputfront_reject(struct inputfront *info,
			      const union xenkbd_in_event *event)
{
	info->rejected++;
	if (info->said_rejected)
		return;

	info->said_rejected = true;
	dev_warn(&info->front.dev->dev,
		 "back-end: bad event (type %u); more are counted in 'rejected'\n",
		 event->type);
}

/* Obeys an event, if it is good. It is a copy of what is in the ring. */
static void inputfront_take(struct inputfront *info, const union xenkbd_in_event *event)
{
	struct inputfront_report report;

	info->events++;
	if (inputfront_core_take(&info->core, event, &report))
		inputfront_report(info, &report);
	else
		inputfront_reject(info, event);
}

static void inputfront_take_events(struct inputfront *info, u32 prod)
{
	struct xenkbd_page *page = info->front.page;
	union xenkbd_in_event event;
	unsigned int device;

	while (info->cons != prod) {
		/* Volatile: the slot is read once. */
		event = *(volatile union xenkbd_in_event *)
			&XENKBD_IN_RING_REF(page, info->cons);
		info->cons++;
		inputfront_take(info, &event);
	}

	for (device = 0; device < INPUTFRONT_DEVICES; device++)
		if (inputfront_core_end_frame(&info->core, device))
			input_sync(info->inputs[device]);
}

/*
 * An interrupt's thread is a real-time one: a back-end that never stops to send must
 * not keep it running.
 */
static void inputfront_pause(struct inputfront *info)
{
	if (info->events - info->paused_at < INPUTFRONT_BUDGET)
		return;

	info->paused_at = info->events;
	usleep_range(1000, 2000);
}

static void inputfront_set_broken(struct xen_front *front)
{
	unsigned long flags;

	spin_lock_irqsave(&front->lock, flags);
	front->broken = true;
	spin_unlock_irqrestore(&front->lock, flags);
}

/* One round takes what is there: for what comes later there is another event. */
static const char *inputfront_round(struct xen_front *front, unsigned int *eoi,
				    bool *more)
{
	struct inputfront *info = inputfront_of(front);
	struct xenkbd_page *page = front->page;
	u32 prod = READ_ONCE(page->in_prod);

	virt_rmb(); /* read the index before the events */

	if (!inputfront_core_prod_ok(prod, info->cons)) {
		inputfront_set_broken(front);
		return "impossible index in the ring";
	}
	if (prod == info->cons)
		return NULL;

	*eoi = 0;
	trace_inputfront_received(dev_name(&front->dev->dev), prod - info->cons);
	inputfront_take_events(info, prod);

	virt_mb(); /* the events were read before there is room for others */
	WRITE_ONCE(page->in_cons, info->cons);
	notify_remote_via_irq(front->irq);

	inputfront_pause(info);
	return NULL;
}

static void inputfront_init_ring(struct xen_front *front)
{
	struct inputfront *info = inputfront_of(front);

	info->cons = 0;
	inputfront_core_restart(&info->core);
}

/* The input devices */

static void inputfront_release_touches(struct input_dev *input)
{
	unsigned int slot;

	for (slot = 0; slot < input->mt->num_slots; slot++) {
		input_mt_slot(input, slot);
		input_mt_report_slot_inactive(input);
	}
	input_mt_sync_frame(input);
	input_sync(input);
}

/* Nobody is left to release what is pressed. */
static void inputfront_release(struct xen_front *front)
{
	struct inputfront *info = inputfront_of(front);
	struct input_dev *input;
	unsigned int device;

	for (device = 0; device < INPUTFRONT_DEVICES; device++) {
		input = info->inputs[device];
		if (!input)
			continue;
		if (input->mt)
			inputfront_release_touches(input);
		input_reset_device(input);
	}
}

static void inputfront_unregister(struct inputfront *info)
{
	unsigned int device;

	for (device = 0; device < INPUTFRONT_DEVICES; device++) {
		if (info->inputs[device])
			input_unregister_device(info->inputs[device]);
		info->inputs[device] = NULL;
	}
}

static bool inputfront_is_registered(struct inputfront *info)
{
	unsigned int device;

	for (device = 0; device < INPUTFRONT_DEVICES; device++)
		if (info->inputs[device])
			return true;

	return false;
}

static void inputfront_set_keys(struct input_dev *input, enum inputfront_device device,
				const struct inputfront_desc *desc)
{
	unsigned int code;

	for (code = 0; code <= KEY_MAX; code++)
		if (inputfront_has_key(desc, device, code))
			input_set_capability(input, EV_KEY, code);

	if (desc->repeat)
		__set_bit(EV_REP, input->evbit);
}

static void inputfront_set_pointer(struct input_dev *input,
				   const struct inputfront_desc *desc)
{
	if (desc->absolute) {
		input_set_abs_params(input, ABS_X, 0, desc->width, 0, 0);
		input_set_abs_params(input, ABS_Y, 0, desc->height, 0, 0);
	} else {
		input_set_capability(input, EV_REL, REL_X);
		input_set_capability(input, EV_REL, REL_Y);
	}
	input_set_capability(input, EV_REL, REL_WHEEL);
}

/*
 * As the kernel's own front-end a screen; but a device that has the key of a finger is
 * a pad beside the screen, and says by its keys what touches it.
 */
static int inputfront_set_touch(struct input_dev *input,
				const struct inputfront_desc *desc)
{
	u32 longest = inputfront_longest_touch(desc);
	bool pad = kbd_has_key(&desc->keys, BTN_TOOL_FINGER);

	input_set_abs_params(input, ABS_MT_POSITION_X, 0, desc->touch_width, 0, 0);
	input_set_abs_params(input, ABS_MT_POSITION_Y, 0, desc->touch_height, 0, 0);
	input_set_abs_params(input, ABS_MT_TOUCH_MAJOR, 0, longest, 0, 0);
	input_set_abs_params(input, ABS_MT_TOUCH_MINOR, 0, longest, 0, 0);
	input_set_abs_params(input, ABS_MT_ORIENTATION, -90, 90, 0, 0);

	return input_mt_init_slots(input, desc->contacts, pad ? 0 : INPUT_MT_DIRECT);
}

static int inputfront_set_up(struct input_dev *input, enum inputfront_device device,
			     const struct inputfront_desc *desc)
{
	inputfront_set_keys(input, device, desc);
	if (desc->pointer && inputfront_device_of(desc, INPUTFRONT_POINTER) == device)
		inputfront_set_pointer(input, desc);
	if (desc->touch && inputfront_device_of(desc, INPUTFRONT_TOUCH) == device)
		return inputfront_set_touch(input, desc);

	return 0;
}

static int inputfront_register_one(struct inputfront *info,
				   enum inputfront_device device)
{
	const struct inputfront_desc *desc = &info->core.desc;
	struct input_dev *input;
	int err;

	input = input_allocate_device();
	if (!input)
		return -ENOMEM;

	input->name = desc->extended ? desc->name : inputfront_names[device];
	input->phys = info->phys;
	input->id.bustype = BUS_VIRTUAL;
	input->id.vendor = INPUTFRONT_VENDOR;
	input->id.product = INPUTFRONT_PRODUCT - device;
	input->dev.parent = &info->front.dev->dev;

	/* A ring full may be one frame. */
	input_set_events_per_packet(input, XENKBD_IN_RING_LEN * INPUTFRONT_MAX_VALUES);

	err = inputfront_set_up(input, device, desc);
	if (!err)
		err = input_register_device(input);
	if (err)
		input_free_device(input);
	else
		info->inputs[device] = input;

	return err;
}

static int inputfront_register(struct inputfront *info)
{
	unsigned int device;
	int err = -ENODEV;

	for (device = 0; device < INPUTFRONT_DEVICES; device++) {
		if (!inputfront_has_device(&info->core.desc, device))
			continue;
		err = inputfront_register_one(info, device);
		if (err)
			break;
	}

	if (err) {
		inputfront_unregister(info);
		xenbus_dev_fatal(info->front.dev, err, "registering the input device");
	}
	return err;
}

/* The back-end's nodes */

static void inputfront_free_texts(const struct inputfront_text *texts)
{
	unsigned int i;

	for (i = 0; i < INPUTFRONT_NODES; i++)
		kfree(texts[i].text);
}

/* What cannot be read for want of memory is not taken for missing. */
static int inputfront_read_texts(struct inputfront *info, struct inputfront_text *texts)
{
	unsigned int len;
	unsigned int i;
	char *text;

	for (i = 0; i < INPUTFRONT_NODES; i++) {
		text = xenbus_read(XBT_NIL, info->front.dev->otherend,
				   inputfront_node_names[i], &len);
		if (PTR_ERR_OR_ZERO(text) == -ENOMEM)
			return -ENOMEM;
		if (IS_ERR(text))
			continue;
		texts[i].text = text;
		texts[i].len = len;
	}

	return 0;
}

static int inputfront_read_desc(struct inputfront *info, struct inputfront_desc *desc)
{
	struct inputfront_text texts[INPUTFRONT_NODES] = {};
	const char *bad;
	int err;

	err = inputfront_read_texts(info, texts);
	if (err) {
		xenbus_dev_fatal(info->front.dev, err, "reading what the input device is");
		goto out;
	}

	bad = inputfront_describe(desc, texts);
	if (bad && !info->said_description) {
		info->said_description = true;
		dev_warn(&info->front.dev->dev,
			 "back-end: bad %s; the standard is used instead\n", bad);
	}
out:
	inputfront_free_texts(texts);
	return err;
}

/*
 * The devices are those that the back-end describes, before it is offered a ring.
 * Each that is made is a line in the kernel's log, so that there is a limit.
 */
static int inputfront_prepare(struct xen_front *front)
{
	struct inputfront *info = inputfront_of(front);
	struct inputfront_desc desc;
	int err;

	err = inputfront_read_desc(info, &desc);
	if (err)
		return err;
	if (inputfront_is_registered(info) &&
	    !memcmp(&desc, &info->core.desc, sizeof(desc)))
		return 0;

	inputfront_unregister(info);
	if (info->made > XENBUS_MAX_FAILURES) {
		xenbus_dev_fatal(front->dev, -EPROTO, "input device was made too often");
		return -EPROTO;
	}
	info->made++;

	memcpy(&info->core.desc, &desc, sizeof(desc));
	return inputfront_register(info);
}

/*
 * All that a front-end can ask for, since another one may have left its own. The page's
 * number is obsolete, and not ours to give: a back-end that reads it wants to see
 * something, and maps the grant.
 */
static int inputfront_write_nodes(struct xen_front *front,
				  struct xenbus_transaction xbt)
{
	const struct inputfront_desc *desc = &inputfront_of(front)->core.desc;
	const struct {
		const char *field;
		u32 value;
	} nodes[] = {
		{ XENKBD_FIELD_RING_REF, front->ring_ref },
		{ XENKBD_FIELD_RING_GREF, front->ring_ref },
		{ XENKBD_FIELD_EVT_CHANNEL, front->port },
		{ XENKBD_FIELD_REQ_ABS_POINTER, desc->absolute },
		{ XENKBD_FIELD_REQ_RAW_POINTER, 0 },
		{ XENKBD_FIELD_REQ_MTOUCH, desc->touch },
		{ XENKBD_X_FIELD_REQ_KEYS, desc->extended },
	};
	unsigned int i;
	int err = 0;

	for (i = 0; i < ARRAY_SIZE(nodes) && !err; i++)
		err = xenbus_printf(xbt, front->dev->nodename, nodes[i].field, "%u",
				    nodes[i].value);
	return err;
}

/* The interrupt's thread uses the devices. */
static void inputfront_close(struct xen_front *front)
{
	xen_front_disconnect(front);
	inputfront_unregister(inputfront_of(front));
}

static const struct xen_front_ops inputfront_ops = {
	.name = "xen-inputfront",
	.lack = "input",
	.prepare = inputfront_prepare,
	.init_ring = inputfront_init_ring,
	.write_nodes = inputfront_write_nodes,
	.round = inputfront_round,
	.ended = inputfront_release,
	.close = inputfront_close,
};

/* What is seen in /sys/bus/xen/devices/vkbd-<n>/ */

#define INPUTFRONT_SHOW(name, field)	XEN_FRONT_SHOW(inputfront, name, field)

INPUTFRONT_SHOW(events, events);	/* received since the driver was bound */
INPUTFRONT_SHOW(rejected, rejected);	/* of them, those that made no sense */
INPUTFRONT_SHOW(broken, front.broken);	/* 1: the back-end broke the protocol */

static struct attribute *inputfront_attrs[] = {
	&dev_attr_events.attr,
	&dev_attr_rejected.attr,
	&dev_attr_broken.attr,
	NULL
};
ATTRIBUTE_GROUPS(inputfront);

/* The driver */

static int inputfront_probe(struct xenbus_device *dev,
			    const struct xenbus_device_id *id)
{
	struct inputfront *info;

	info = kzalloc(sizeof(*info), GFP_KERNEL);
	if (!info)
		return -ENOMEM;

	snprintf(info->phys, sizeof(info->phys), "xenbus/%s", dev->nodename);
	xen_front_begin(&info->front, dev, &inputfront_ops);

	return 0;
}

static xenbus_remove_t inputfront_remove(struct xenbus_device *dev)
{
	struct inputfront *info = inputfront_of(dev_get_drvdata(&dev->dev));

	xen_front_end(&info->front);
	kfree(info);

	return xenbus_removed();
}

static const struct xenbus_device_id inputfront_ids[] = {
	{ XENKBD_DRIVER_NAME },
	{ "" }
};

static struct xenbus_driver inputfront_driver = {
	.name = "xen-inputfront",
	.ids = inputfront_ids,
	.not_essential = true,
	.probe = inputfront_probe,
	.remove = inputfront_remove,
	.otherend_changed = xen_front_backend_changed,
	.driver.dev_groups = inputfront_groups,
};

static int __init inputfront_init(void)
{
	if (!xen_domain())
		return -ENODEV;

	return xenbus_register_frontend(&inputfront_driver);
}
module_init(inputfront_init);

static void __exit inputfront_exit(void)
{
	xenbus_unregister_driver(&inputfront_driver);
}
module_exit(inputfront_exit);

MODULE_DESCRIPTION("Input devices of a Xen guest, fed by another domain");
MODULE_ALIAS("xen:" XENKBD_DRIVER_NAME);
MODULE_LICENSE("GPL");
