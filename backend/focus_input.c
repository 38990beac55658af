// SPDX-License-Identifier: GPL-2.0-only
/*
 * Dom0's input devices before the focus: the one input handler, and the sinks to which
 * it gives the events of guests. Must not decide who gets an event: focus_route.c does.
 *
 * The handler is a filter and nothing else: it is called with the device's event_lock
 * held, for each value of a frame and then for the SYN_REPORT at its end. The input
 * core has noted the value as the device's state before that; so what is swallowed, or
 * held for later, cannot be given to Dom0 any more.
 *
 * connect and disconnect are called with the input core's input_mutex held, so that
 * comes before devices_lock: nothing that is done with devices_lock held may register or
 * unregister an input device.
 */
#include <linux/errno.h>
#include <linux/input.h>
#include <linux/input/mt.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/sysfs.h>

#include "focus.h"
#include "focus_trace.h"
#include "xen_focus.h"
#include "xen_focus_input.h"

/* One of Dom0's input devices. */
struct focus_input {
	struct list_head list;
	struct input_handle handle;
	unsigned long serial;	/* not 0, and of no other */
	bool open;
	struct focus_device device;	/* under focus.lock */
};

/* What is private of a sink. */
struct focus_sink {
	struct list_head list;
	struct xen_focus_sink *sink;
	struct focus_input *input;	/* NULL: there is no such device */
	unsigned long told;		/* serial of the device that it was told of */
	struct focus_port port;		/* under focus.lock */
};

/* Covers the lists and all in them that is not under focus.lock. */
static DEFINE_MUTEX(devices_lock);
static LIST_HEAD(inputs);	/* the oldest first */
static LIST_HEAD(sinks);
static unsigned long last_serial;
static char *listed;		/* as it is shown */

/* Covers each call of a sink's `plugged`; taken before devices_lock. */
static DEFINE_MUTEX(plugged_lock);

static void focus_upkeep_work(struct work_struct *work);
static DECLARE_WORK(upkeep, focus_upkeep_work);

/* The work opens and closes devices, and tells sinks of devices. */
static void focus_upkeep_soon(void)
{
	queue_work(focus.workqueue, &upkeep);
}

/* Opening and closing: a device that nobody needs is left alone */

/*
 * devices_lock is held. A device with a key down that was swallowed stays open until
 * the key is up, and then its event comes here.
 */
static void focus_open(struct focus_input *input)
{
	bool idle;
	int err;

	spin_lock_irq(&focus.lock);
	idle = focus_route_idle(&input->device);
	spin_unlock_irq(&focus.lock);
	if (input->open == !idle)
		return;

	if (idle) {
		input_close_device(&input->handle);
		input->open = false;
		return;
	}

	err = input_open_device(&input->handle);
	if (!err)
		input->open = true;
	else if (err == -EINTR)
		focus_upkeep_soon();	/* which gets no signals */
	else if (err != -ENODEV)
		dev_warn(&input->handle.dev->dev, "cannot be opened for guests (error %d)\n", err);
}

/* What the input core has noted. dev->event_lock is held. */
static bool focus_axis(const struct focus_device *device, unsigned int code,
		       unsigned int slot, int *value)
{
	const struct focus_input *input = container_of(device, struct focus_input, device);
	struct input_dev *dev = input->handle.dev;

	if (!test_bit(code, dev->absbit))
		return false;
	if (!input_is_mt_value(code))
		*value = input_abs_get_val(dev, code);
	else if (dev->mt && slot < dev->mt->num_slots)
		*value = input_mt_get_value(&dev->mt->slots[slot], code);
	else
		return false;
	return true;
}

static bool focus_is_down(void *data, unsigned int thing)
{
	struct input_dev *dev = data;
	unsigned int slot = thing - KEY_CNT;

	if (thing < KEY_CNT)
		return test_bit(thing, dev->key);

	return dev->mt && slot < dev->mt->num_slots &&
	       input_mt_get_value(&dev->mt->slots[slot], ABS_MT_TRACKING_ID) >= 0;
}

/* Takes up the device's state after events that did not come here. */
static void focus_resync(struct focus_input *input)
{
	struct input_dev *dev = input->handle.dev;

	spin_lock_irq(&dev->event_lock);
	spin_lock(&focus.lock);

	focus_route_resync(&focus.route, &input->device, focus_is_down, dev);
	input->device.slots = dev->mt;
	if (dev->mt)
		input->device.slot = input_abs_get_val(dev, ABS_MT_SLOT);

	spin_unlock(&focus.lock);
	spin_unlock_irq(&dev->event_lock);
}

/* devices_lock is held. */
static void focus_open_all(void)
{
	struct focus_input *input;
	bool was_open;

	list_for_each_entry(input, &inputs, list) {
		was_open = input->open;
		focus_open(input);
		if (input->open && !was_open)
			focus_resync(input);
	}
}

/* Sinks and their devices. devices_lock is held. */

static struct focus_input *focus_find(const char *name)
{
	struct focus_input *input;

	list_for_each_entry(input, &inputs, list)
		if (input->handle.dev->name && !strcmp(input->handle.dev->name, name))
			return input;
	return NULL;
}

static void focus_attach(struct focus_sink *s)
{
	s->input = focus_find(s->sink->device);
	if (!s->input)
		return;

	spin_lock_irq(&focus.lock);
	focus_route_add_port(&s->input->device, &s->port);
	spin_unlock_irq(&focus.lock);
}

static void focus_detach(struct focus_sink *s)
{
	if (!s->input)
		return;

	spin_lock_irq(&focus.lock);
	focus_route_remove_port(&s->input->device, &s->port);
	spin_unlock_irq(&focus.lock);
	s->input = NULL;
}

/* Sinks that wait for a device get it. */
static void focus_attach_all(void)
{
	struct focus_sink *s;

	list_for_each_entry(s, &sinks, list)
		if (!s->input)
			focus_attach(s);
}

/* A sink that does not know how things are. */
static struct focus_sink *focus_find_untold(void)
{
	struct focus_sink *s;

	list_for_each_entry(s, &sinks, list)
		if (s->sink->plugged && s->told != (s->input ? s->input->serial : 0))
			return s;
	return NULL;
}

/*
 * What has to be said next. A sink that knows a device which was replaced is first told
 * that it went.
 */
static struct xen_focus_sink *focus_next_to_tell(bool *there)
{
	struct xen_focus_sink *sink = NULL;
	struct focus_sink *s;

	mutex_lock(&devices_lock);
	s = focus_find_untold();
	if (s) {
		s->told = s->told ? 0 : s->input->serial;
		*there = s->told;
		sink = s->sink;
	}
	mutex_unlock(&devices_lock);

	return sink;
}

static void focus_upkeep_work(struct work_struct *work)
{
	struct xen_focus_sink *sink;
	bool there;

	mutex_lock(&devices_lock);
	focus_open_all();
	mutex_unlock(&devices_lock);

	/* With this lock held no sink is removed that is to be told. */
	mutex_lock(&plugged_lock);
	while ((sink = focus_next_to_tell(&there)))
		sink->plugged(sink, there);
	mutex_unlock(&plugged_lock);
}

/* The input handler */

static bool focus_filter(struct input_handle *handle, unsigned int type,
			 unsigned int code, int value)
{
	struct focus_input *input = handle->private;
	unsigned long flags;
	unsigned int what;
	bool idle;

	spin_lock_irqsave(&focus.lock, flags);
	what = focus_route_event(&focus.route, &input->device, type, code, value);
	idle = focus_route_idle(&input->device);
	spin_unlock_irqrestore(&focus.lock, flags);

	if (what & FOCUS_CHANGE)
		focus_change_soon();
	if (idle)
		focus_upkeep_soon();

	return what & FOCUS_SWALLOW;
}

static bool focus_match(struct input_handler *handler, struct input_dev *dev)
{
	return test_bit(EV_KEY, dev->evbit) || test_bit(EV_REL, dev->evbit) ||
	       test_bit(EV_ABS, dev->evbit);
}

/* devices_lock is held. */
static bool focus_is_listed(const char *name)
{
	size_t len = name ? strlen(name) : 0;
	const char *line;

	for (line = listed; len && *line; line = strchr(line, '\n') + 1)
		if (!strncmp(line, name, len) && line[len] == '\n')
			return true;
	return false;
}

/* devices_lock is held. */
static void focus_list(struct focus_input *input)
{
	bool is_listed = focus_is_listed(input->handle.dev->name);

	spin_lock_irq(&focus.lock);
	input->device.listed = is_listed;
	spin_unlock_irq(&focus.lock);
}

static int focus_connect(struct input_handler *handler, struct input_dev *dev,
			 const struct input_device_id *id)
{
	struct focus_input *input;
	int err;

	input = kzalloc(sizeof(*input), GFP_KERNEL);
	if (!input)
		return -ENOMEM;
	input->handle.dev = dev;
	input->handle.handler = handler;
	input->handle.name = "xen-focus";
	input->handle.private = input;
	input->device.axis = focus_axis;

	mutex_lock(&devices_lock);
	err = input_register_handle(&input->handle);
	if (err) {
		mutex_unlock(&devices_lock);
		kfree(input);
		return err;
	}

	input->serial = ++last_serial;
	list_add_tail(&input->list, &inputs);
	spin_lock_irq(&focus.lock);
	focus_route_add_device(&focus.route, &input->device);
	spin_unlock_irq(&focus.lock);

	focus_list(input);
	focus_attach_all();
	focus_open_all();
	mutex_unlock(&devices_lock);

	focus_upkeep_soon();
	return 0;
}

/* The input core has released its keys. Another device may have its name. */
static void focus_disconnect(struct input_handle *handle)
{
	struct focus_input *input = handle->private;
	struct focus_sink *s;

	mutex_lock(&devices_lock);
	if (input->open)
		input_close_device(handle);
	input_unregister_handle(handle);	/* no event comes any more */

	list_del(&input->list);
	list_for_each_entry(s, &sinks, list)
		if (s->input == input)
			focus_detach(s);
	spin_lock_irq(&focus.lock);
	focus_route_remove_device(&focus.route, &input->device);
	spin_unlock_irq(&focus.lock);

	focus_attach_all();
	focus_open_all();
	mutex_unlock(&devices_lock);

	focus_upkeep_soon();
	kfree(input);
}

/* Who had grabbed the device gave it back. */
static void focus_start(struct input_handle *handle)
{
	focus_resync(handle->private);
}

static const struct input_device_id focus_ids[] = {
	{ .driver_info = 1 },	/* all; focus_match() chooses */
	{ }
};

static struct input_handler focus_handler = {
	.name = "xen-focus",
	.id_table = focus_ids,
	.match = focus_match,
	.filter = focus_filter,
	.connect = focus_connect,
	.disconnect = focus_disconnect,
	.start = focus_start,
};

/* For other drivers: see xen_focus_input.h */

static void focus_port_event(struct focus_port *port, unsigned int type,
			     unsigned int code, int value)
{
	struct focus_sink *s = container_of(port, struct focus_sink, port);

	if (type != EV_SYN)
		trace_focus_forwarded(s->sink->domid, type, code, value);
	s->sink->event(s->sink, type, code, value);
}

int xen_focus_add_sink(struct xen_focus_sink *sink)
{
	struct focus_sink *s;
	int err;

	s = kzalloc(sizeof(*s), GFP_KERNEL);
	if (!s)
		return -ENOMEM;
	s->sink = sink;
	s->port.domid = sink->domid;
	s->port.event = focus_port_event;

	err = xen_focus_add_guest(sink->domid);
	if (err) {
		kfree(s);
		return err;
	}
	sink->private = s;

	mutex_lock(&devices_lock);
	list_add_tail(&s->list, &sinks);
	focus_attach(s);
	focus_open_all();
	mutex_unlock(&devices_lock);

	focus_upkeep_soon();
	return 0;
}
EXPORT_SYMBOL_GPL(xen_focus_add_sink);

void xen_focus_remove_sink(struct xen_focus_sink *sink)
{
	struct focus_sink *s = sink->private;

	if (sink->plugged)
		mutex_lock(&plugged_lock);
	mutex_lock(&devices_lock);
	list_del(&s->list);
	focus_detach(s);
	focus_open_all();
	mutex_unlock(&devices_lock);
	if (sink->plugged)
		mutex_unlock(&plugged_lock);

	kfree(s);
	xen_focus_remove_guest(sink->domid);
}
EXPORT_SYMBOL_GPL(xen_focus_remove_sink);

static void focus_describe_axes(const struct input_dev *dev,
				struct xen_focus_description *description)
{
	unsigned int axis;

	if (!dev->absinfo)
		return;

	bitmap_copy(description->absbit, dev->absbit, ABS_CNT);
	for_each_set_bit(axis, dev->absbit, ABS_CNT) {
		description->absinfo[axis].minimum = dev->absinfo[axis].minimum;
		description->absinfo[axis].maximum = dev->absinfo[axis].maximum;
	}
}

int xen_focus_describe(const char *device, struct xen_focus_description *description)
{
	struct focus_input *input;
	struct input_dev *dev;

	memset(description, 0, sizeof(*description));

	mutex_lock(&devices_lock);
	input = focus_find(device);
	if (input) {
		dev = input->handle.dev;
		spin_lock_irq(&dev->event_lock);
		bitmap_copy(description->keybit, dev->keybit, KEY_CNT);
		bitmap_copy(description->relbit, dev->relbit, REL_CNT);
		focus_describe_axes(dev, description);
		description->repeat = test_bit(EV_REP, dev->evbit);
		spin_unlock_irq(&dev->event_lock);
	}
	mutex_unlock(&devices_lock);

	return input ? 0 : -ENODEV;
}
EXPORT_SYMBOL_GPL(xen_focus_describe);

/* For the other files: see focus.h */

/* Each name with a newline behind it, and nothing else. */
static char *focus_make_list(const char *names)
{
	size_t size = strlen(names) + 2;
	char *list = kzalloc(size, GFP_KERNEL);
	size_t len;
	char *end;

	if (!list)
		return NULL;

	for (end = list; *names; names += len + !!names[len]) {
		len = strcspn(names, ",\n");
		if (!len)
			continue;
		memcpy(end, names, len);
		end += len;
		*end++ = '\n';
	}
	return list;
}

int focus_input_list(const char *names)
{
	char *list = focus_make_list(names);
	struct focus_input *input;

	if (!list)
		return -ENOMEM;

	mutex_lock(&devices_lock);
	kfree(listed);
	listed = list;
	list_for_each_entry(input, &inputs, list)
		focus_list(input);
	focus_open_all();
	mutex_unlock(&devices_lock);

	return 0;
}

ssize_t focus_input_show_list(char *buf)
{
	ssize_t len;

	mutex_lock(&devices_lock);
	len = sysfs_emit(buf, "%s", listed);
	mutex_unlock(&devices_lock);

	return len;
}

void focus_input_unlist(void)
{
	kfree(listed);
}

int focus_input_init(void)
{
	return input_register_handler(&focus_handler);
}

void focus_input_exit(void)
{
	input_unregister_handler(&focus_handler);
	cancel_work_sync(&upkeep);
}
