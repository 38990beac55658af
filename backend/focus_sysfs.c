// SPDX-License-Identifier: GPL-2.0-only
/*
 * The files of /sys/devices/xen-focus: who has the focus, and what moves it. Must not
 * know how it is moved. docs/focus.md has the list.
 */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/sysfs.h>

#include "focus.h"
#include "xen_focus.h"

static ssize_t focus_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%u\n", READ_ONCE(focus.route.now));
}

static ssize_t focus_store(struct device *dev, struct device_attribute *attr,
			   const char *buf, size_t count)
{
	u16 domid;
	int err;

	err = kstrtou16(buf, 10, &domid);
	if (!err)
		err = xen_focus_change(domid);
	return err ?: count;
}
static DEVICE_ATTR_RW(focus);

static ssize_t guests_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	const struct focus_guest *guest;
	int len = 0;

	spin_lock_irq(&focus.lock);
	for (guest = focus.route.guests; guest; guest = guest->next)
		len += sysfs_emit_at(buf, len, "%s%u", len ? " " : "", guest->domid);
	spin_unlock_irq(&focus.lock);

	len += sysfs_emit_at(buf, len, "\n");
	return len;
}
static DEVICE_ATTR_RO(guests);

static ssize_t devices_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return focus_input_show_list(buf);
}

static ssize_t devices_store(struct device *dev, struct device_attribute *attr,
			     const char *buf, size_t count)
{
	return focus_input_list(buf) ?: count;
}
static DEVICE_ATTR_RW(devices);

static ssize_t focus_store_key(unsigned int *key, const char *buf, size_t count)
{
	unsigned int code;
	int err;

	err = kstrtouint(buf, 10, &code);
	if (err)
		return err;
	if (code > KEY_MAX)
		return -ERANGE;

	spin_lock_irq(&focus.lock);
	*key = code;
	spin_unlock_irq(&focus.lock);
	return count;
}

#define FOCUS_KEY(key)								\
static ssize_t key##_show(struct device *dev, struct device_attribute *attr,	\
			  char *buf)						\
{										\
	return sysfs_emit(buf, "%u\n", READ_ONCE(focus.route.key));		\
}										\
										\
static ssize_t key##_store(struct device *dev, struct device_attribute *attr,	\
			   const char *buf, size_t count)			\
{										\
	return focus_store_key(&focus.route.key, buf, count);			\
}										\
static DEVICE_ATTR_RW(key)

FOCUS_KEY(next_key);
FOCUS_KEY(dom0_key);

static ssize_t refused_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%lu\n", READ_ONCE(focus.refused));
}
static DEVICE_ATTR_RO(refused);

static ssize_t dropped_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%lu\n", READ_ONCE(focus.route.dropped));
}
static DEVICE_ATTR_RO(dropped);

static struct attribute *focus_attrs[] = {
	&dev_attr_focus.attr,
	&dev_attr_guests.attr,
	&dev_attr_devices.attr,
	&dev_attr_next_key.attr,
	&dev_attr_dom0_key.attr,
	&dev_attr_refused.attr,
	&dev_attr_dropped.attr,
	NULL
};

static const struct attribute_group focus_group = {
	.attrs = focus_attrs,
};

int focus_sysfs_init(void)
{
	int err;

	focus.dev = root_device_register("xen-focus");
	if (IS_ERR(focus.dev))
		return PTR_ERR(focus.dev);

	err = device_add_group(focus.dev, &focus_group);
	if (err)
		root_device_unregister(focus.dev);
	return err;
}

void focus_sysfs_exit(void)
{
	device_remove_group(focus.dev, &focus_group);
}

void focus_sysfs_notify(const char *file)
{
	sysfs_notify(&focus.dev->kobj, NULL, file);
}
