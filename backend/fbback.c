// SPDX-License-Identifier: GPL-2.0-only
/*
 * xen-fbback - shows the screen of a guest on this domain's display, while the guest
 * has the focus.
 *
 * The protocol is fbif, as the kernel's own front-end speaks it: the guest draws into
 * its own memory, tells of what has changed, and this reads that memory. Must not know
 * any board, nor who has the focus. What judges the guest's words is in fbback_judge.c,
 * what maps its memory in fbback_frames.c; what is shown when is in fbback_screen.c,
 * the display in fbback_display.c. The connection's life cycle is that of all back-ends
 * here: back.h.
 */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/minmax.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/sysfs.h>
#include <xen/events.h>
#include <xen/interface/io/protocols.h>
#include <xen/page.h>
#include <xen/xen.h>
#include <xen/xenbus.h>
#include <xen/io/fbif.h>

#include "back.h"
#include "compat.h"
#include "fbback_frames.h"
#include "fbback_judge.h"
#include "fbback_screen.h"
#include "xenbus_util.h"

/* The least time, in ms, from one look at what has changed to the next. */
#define FBBACK_PACE		16

/* Of memory that a guest may have mapped, in MiB: what is so if nobody says it, and the most. */
#define FBBACK_VIDEORAM		2
#define FBBACK_MAX_VIDEORAM	16

/* Entries of a frame of the directory; they have the size of the guest's words, and ours. */
#define FBBACK_ENTRIES		(FBBACK_FRAME / sizeof(unsigned long))

struct fbback {
	struct xen_back back;
	struct fbback_screen *screen;

	/* The connection's. */
	struct fbback_frames page;
	struct fbback_frames picture;
	unsigned int pages;	/* in both */

	/* Touched by the rounds alone while there is a connection. */
	u32 cons;
	unsigned long notifications;
	unsigned long rejected;

	/* What the guest did and was said, once while the driver is bound. */
	bool said_rejected;
};

static struct fbback *to_fbback(struct xen_back *back)
{
	return container_of(back, struct fbback, back);
}

/* The ring */

static void fbback_count_rejection(struct fbback *info, const union xenfb_out_event *event)
{
	info->rejected++;
	if (info->said_rejected)
		return;

	info->said_rejected = true;
	dev_warn(&info->back.dev->dev,
		 "domain %d: bad event (type %u); more are counted in 'rejected'\n",
		 info->back.dev->otherend_id, event->type);
}

/*
 * The page says the size too, but the front-end writes it there only when it begins. A
 * driver that takes up the connection later reads it there.
 */
static void fbback_note_size(struct xenfb_page *page, const struct xenfb_resize *resize)
{
	WRITE_ONCE(page->width, resize->width);
	WRITE_ONCE(page->height, resize->height);
	WRITE_ONCE(page->line_length, resize->stride);
}

static void fbback_take_event(struct fbback *info, struct xenfb_page *page, u32 index)
{
	union xenfb_out_event event;

	memcpy(&event, &XENFB_OUT_RING_REF(page, index), sizeof(event));
	barrier(); /* judge and obey this copy */

	switch (fbback_screen_event(info->screen, &event)) {
	case FBBACK_RESIZED:
		fbback_note_size(page, &event.resize);
		break;
	case FBBACK_BAD:
		fbback_count_rejection(info, &event);
		break;
	case FBBACK_DAMAGED:
		break;
	}
}

/*
 * The slots are the guest's again. Who found the ring full keeps what has changed until
 * he is told that it is not.
 */
static void fbback_give_slots(struct fbback *info, struct xenfb_page *page, u32 prod)
{
	virt_mb(); /* read the events before the index that gives their slots back */
	WRITE_ONCE(page->out_cons, prod);
	virt_mb(); /* write the index before looking whether the ring was full before that */

	if (READ_ONCE(page->out_prod) - info->cons >= XENFB_OUT_RING_LEN) {
		info->notifications++;
		notify_remote_via_irq(info->back.irq);
	}
	info->cons = prod;
}

/* Takes the events that are there, and copies what has changed if it is shown. */
static int fbback_round(struct xen_back *back, unsigned int *eoi)
{
	struct fbback *info = to_fbback(back);
	struct xenfb_page *page = back->page;
	u32 prod = READ_ONCE(page->out_prod);
	u32 i;

	virt_rmb(); /* read the index before the events */
	if (!fbback_judge_prod(prod, info->cons))
		return -EPROTO;

	info->notifications++;
	for (i = info->cons; i != prod; i++)
		fbback_take_event(info, page, i);

	/* The last index and 0 have the same slot: an event may be lost. */
	if (prod < info->cons)
		fbback_screen_damage_all(info->screen);

	if (prod != info->cons) {
		fbback_give_slots(info, page, prod);
		*eoi = 0;
	}

	fbback_screen_update(info->screen);
	return 0;
}

/* The guest's memory */

static int fbback_map(struct xen_back *back)
{
	struct fbback *info = to_fbback(back);
	xen_pfn_t gfn = back->offer.ring_ref;
	int err;

	/* Writable: it has our index. */
	err = fbback_frames_map(&info->page, back->dev->otherend_id, &gfn, 1, true);
	if (err)
		return err;

	back->page = info->page.base;
	info->pages = 1;
	return 0;
}

static void fbback_unmap(struct xen_back *back)
{
	struct fbback *info = to_fbback(back);

	fbback_frames_unmap(&info->picture);
	fbback_frames_unmap(&info->page);
	info->pages = 0;
}

/* The frames' numbers, as the directory has them. It is read once. */
static int fbback_read_directory(struct fbback *info, const struct xenfb_page *page,
				 xen_pfn_t *gfns, u32 num)
{
	u32 parts = DIV_ROUND_UP(num, FBBACK_ENTRIES);
	struct fbback_frames directory = { };
	xen_pfn_t *part_gfns;
	u32 i;
	int err;

	part_gfns = kmalloc_array(parts, sizeof(*part_gfns), GFP_KERNEL);
	if (!part_gfns)
		return -ENOMEM;
	for (i = 0; i < parts; i++)
		part_gfns[i] = READ_ONCE(page->pd[i]);

	err = fbback_frames_map(&directory, info->back.dev->otherend_id, part_gfns, parts, false);
	if (!err)
		for (i = 0; i < num; i++)
			gfns[i] = READ_ONCE(((unsigned long *)directory.base)[i]);

	fbback_frames_unmap(&directory);
	kfree(part_gfns);
	return err;
}

static int fbback_map_picture(struct fbback *info, const struct xenfb_page *page, u32 num)
{
	xen_pfn_t *gfns;
	int err;

	gfns = kvmalloc_array(num, sizeof(*gfns), GFP_KERNEL);
	if (!gfns)
		return -ENOMEM;

	err = fbback_read_directory(info, page, gfns, num);
	if (err) {
		info->back.fault = "its page directory cannot be mapped";
	} else {
		err = fbback_frames_map(&info->picture, info->back.dev->otherend_id,
					gfns, num, false);
		if (err)
			info->back.fault = "its frames cannot be mapped";
		else
			info->pages += num;
	}

	kvfree(gfns);
	return err;
}

/* In bytes. The tool stack says it. */
static int fbback_read_videoram(struct fbback *info, u32 *length)
{
	struct xenbus_device *dev = info->back.dev;
	u32 mib = FBBACK_VIDEORAM;
	int err;

	err = xenbus_read_number(dev->nodename, "videoram", 1, U32_MAX, &mib);
	if (err == -ERANGE)
		info->back.fault = "videoram is not a number of MiB";

	*length = min_t(u32, mib, FBBACK_MAX_VIDEORAM) << 20;
	return err == -ENOENT ? 0 : err;
}

/* The connection */

static int fbback_take_up(struct xen_back *back, void *shared)
{
	struct fbback *info = to_fbback(back);
	struct xenfb_page *page = shared;
	struct fbback_offer offer = {
		.width = READ_ONCE(page->width),
		.height = READ_ONCE(page->height),
		.line_length = READ_ONCE(page->line_length),
		.mem_length = READ_ONCE(page->mem_length),
		.depth = READ_ONCE(page->depth),
	};
	struct fbback_picture picture;
	u32 max_length;
	int err;

	err = fbback_read_videoram(info, &max_length);
	if (err)
		return err;

	back->fault = fbback_picture_init(&picture, &offer, max_length);
	if (back->fault)
		return -EPROTO;

	info->cons = READ_ONCE(page->out_cons);
	if (!fbback_judge_prod(READ_ONCE(page->out_prod), info->cons)) {
		back->fault = "impossible index in the ring";
		return -EPROTO;
	}

	err = fbback_map_picture(info, page, fbback_picture_frames(&picture));
	if (!err)
		fbback_screen_set(info->screen, info->picture.base, &picture);
	return err;
}

static int fbback_start(struct xen_back *back)
{
	return fbback_screen_connect(to_fbback(back)->screen);
}

static void fbback_stop(struct xen_back *back)
{
	fbback_screen_disconnect(to_fbback(back)->screen);
}

/* The nodes */

/* Without them the guest tells of nothing: its screen is shown as it was when it began. */
static void fbback_write_features(struct xen_back *back)
{
	struct xenbus_device *dev = back->dev;
	int err;

	err = xenbus_write(XBT_NIL, dev->nodename, "feature-resize", "1");
	if (!err)
		err = xenbus_write(XBT_NIL, dev->nodename, "request-update", "1");
	if (err)
		xenbus_dev_error(dev, err, "writing what the guest is to tell");
}

/* Only words of our size can be read; a front-end that says nothing has such. */
static int fbback_judge_protocol(const char *frontend)
{
	unsigned int len;
	char *protocol;
	int err = 0;

	protocol = xenbus_read(XBT_NIL, frontend, "protocol", &len);
	if (IS_ERR(protocol))
		return PTR_ERR(protocol) == -ENOENT ? 0 : PTR_ERR(protocol);

	if (len != strlen(XEN_IO_PROTO_ABI_NATIVE) ||
	    memcmp(protocol, XEN_IO_PROTO_ABI_NATIVE, len))
		err = -EPROTONOSUPPORT;
	kfree(protocol);

	return err;
}

static int fbback_read_offer(struct xen_back *back, struct xen_back_offer *offer)
{
	const char *frontend = back->dev->otherend;
	u32 update;
	int err;

	err = xenbus_read_number(frontend, "page-ref", 0, U32_MAX, &offer->ring_ref);
	if (!err)
		err = xenbus_read_number(frontend, "event-channel", 0, U32_MAX, &offer->port);
	if (!err)
		err = xenbus_read_number(frontend, "feature-update", 1, 1, &update);
	if (!err)
		err = fbback_judge_protocol(frontend);
	return err;
}

static const struct xen_back_ops fbback_ops = {
	.name = "xen-fbback",
	.work = "anything new",
	.pace = FBBACK_PACE,
	.replaces = true,
	.map = fbback_map,
	.unmap = fbback_unmap,
	.prepare = fbback_write_features,
	.read_offer = fbback_read_offer,
	.take_up = fbback_take_up,
	.start = fbback_start,
	.round = fbback_round,
	.stop = fbback_stop,
};

/* What is seen in /sys/bus/xen-backend/devices/vfb-<domid>-<devid>/; docs/screen.md says more */

#define FBBACK_COUNTER(name)						\
	XEN_BACK_SHOW(name, fbback_screen_counters(to_fbback(back)->screen)->name)

FBBACK_COUNTER(copies);
FBBACK_COUNTER(bytes);
FBBACK_COUNTER(copy_us);
FBBACK_COUNTER(shown);
XEN_BACK_SHOW(pages, to_fbback(back)->pages);
XEN_BACK_SHOW(notifications, to_fbback(back)->notifications);
XEN_BACK_SHOW(rejected, to_fbback(back)->rejected);
XEN_BACK_SHOW(broken, back->broken);

static struct attribute *fbback_attrs[] = {
	&dev_attr_copies.attr,
	&dev_attr_bytes.attr,
	&dev_attr_copy_us.attr,
	&dev_attr_shown.attr,
	&dev_attr_pages.attr,
	&dev_attr_notifications.attr,
	&dev_attr_rejected.attr,
	&dev_attr_broken.attr,
	NULL
};
ATTRIBUTE_GROUPS(fbback);

/* The driver */

static int fbback_probe(struct xenbus_device *dev, const struct xenbus_device_id *id)
{
	struct fbback *info;

	if (strcmp(strrchr(dev->nodename, '/'), "/0")) {
		xenbus_dev_fatal(dev, -EINVAL, "a guest has one screen, which is device 0");
		return -EINVAL;
	}

	info = kzalloc(sizeof(*info), GFP_KERNEL);
	if (!info)
		return -ENOMEM;
	info->screen = fbback_screen_create(dev->otherend_id);
	if (!info->screen) {
		kfree(info);
		return -ENOMEM;
	}

	xen_back_init(&info->back, dev, &fbback_ops);
	xen_back_begin(&info->back);
	return 0;
}

static xenbus_remove_t fbback_remove(struct xenbus_device *dev)
{
	struct xen_back *back = dev_get_drvdata(&dev->dev);
	struct fbback *info = to_fbback(back);

	xen_back_end(back);
	fbback_screen_destroy(info->screen);
	kfree(info);

	return xenbus_removed();
}

static const struct xenbus_device_id fbback_ids[] = {
	{ "vfb" },
	{ "" }
};

static struct xenbus_driver fbback_driver = {
	.name = "xen-fbback",
	.ids = fbback_ids,
	.allow_rebind = true,
	.probe = fbback_probe,
	.remove = fbback_remove,
	.otherend_changed = xen_back_frontend_changed,
	.driver.dev_groups = fbback_groups,
};

static int __init fbback_init(void)
{
	int err;

	/* A guest's frame is to be a page of ours. */
	if (!xen_initial_domain() || PAGE_SIZE != FBBACK_FRAME)
		return -ENODEV;

	err = fbback_screens_init();
	if (err)
		return err;

	err = xenbus_register_backend(&fbback_driver);
	if (err)
		fbback_screens_exit();
	return err;
}
module_init(fbback_init);

static void __exit fbback_exit(void)
{
	xenbus_unregister_driver(&fbback_driver);
	fbback_screens_exit();
}
module_exit(fbback_exit);

MODULE_DESCRIPTION("Shows screens of Xen guests on this domain's display");
MODULE_ALIAS("xen-backend:vfb");
MODULE_LICENSE("GPL");
