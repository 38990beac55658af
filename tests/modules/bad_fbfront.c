// SPDX-License-Identifier: GPL-2.0-only
/*
 * bad-fbfront - a screen's front-end that attacks the back-end.
 *
 * Keeps to the protocol up to the point of the attack, which is chosen when the
 * module is loaded: insmod bad-fbfront.ko attack=NAME. Says "bad_fbfront: NAME: done"
 * when the attack was carried out and the back-end did what it should as far as a
 * guest can see. Leaves the device as the attack left it, so that unloading the module
 * is a front-end that vanishes; the back-end goes on to read memory that is the
 * kernel's again.
 *
 * Needs a device with 2 MiB of video memory or more. docs/robustness.md says what is
 * expected of the back-end.
 */
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/sizes.h>
#include <linux/string.h>
#include <linux/vmalloc.h>
#include <xen/events.h>
#include <xen/page.h>
#include <xen/xenbus.h>
#include <xen/io/fbif.h>

#include "bad_front.h"

static char *attack_name = "";
module_param_named(attack, attack_name, charp, 0444);
MODULE_PARM_DESC(attack, "name of the attack; an unknown one shows the list");

/* The picture, of which there is one however many connections it is offered in. */
#define WIDTH		800
#define HEIGHT		480
#define STRIDE		(4 * WIDTH)
#define LENGTH		SZ_2M
#define FRAMES		(LENGTH / PAGE_SIZE)

static u8 *pixels;
static unsigned long *directory;	/* a whole number of pages */

/* The protocol as it should be, besides bad_front.h */

static struct xenfb_page *page_of(const struct bad *bad)
{
	return bad->page;
}

static unsigned long gfn_of(void *address)
{
	return xen_page_to_gfn(vmalloc_to_page(address));
}

static u32 number_of_page(const struct bad *bad)
{
	return xen_page_to_gfn(virt_to_page(bad->page));
}

static void write_directory(struct xenfb_page *page)
{
	unsigned int per_page = PAGE_SIZE / sizeof(*directory);
	unsigned int i;

	for (i = 0; i < FRAMES; i++)
		directory[i] = gfn_of(pixels + i * PAGE_SIZE);
	for (i = 0; i * per_page < FRAMES; i++)
		page->pd[i] = gfn_of(&directory[i * per_page]);
}

static void init_page(struct bad *bad)
{
	struct xenfb_page *page = page_of(bad);

	page->width = WIDTH;
	page->height = HEIGHT;
	page->line_length = STRIDE;
	page->mem_length = LENGTH;
	page->depth = 32;
	write_directory(page);
}

/* There is room. */
static void send(struct bad *bad, const union xenfb_out_event *event)
{
	struct xenfb_page *page = page_of(bad);
	u32 prod = page->out_prod;

	XENFB_OUT_RING_REF(page, prod) = *event;
	virt_wmb(); /* write the event before the index */
	WRITE_ONCE(page->out_prod, prod + 1);
	virt_mb(); /* write the index before the event channel */
	notify_remote_via_evtchn(bad->port);
}

static u32 unread(struct bad *bad)
{
	return READ_ONCE(page_of(bad)->out_prod) - READ_ONCE(page_of(bad)->out_cons);
}

static const char *until_read(struct bad *bad)
{
	return bad_wait(&bad->end, !unread(bad)) ? NULL : "the back-end does not read events";
}

static const union xenfb_out_event whole = {
	.update = { .type = XENFB_TYPE_UPDATE, .width = WIDTH, .height = HEIGHT },
};

static const char *draw_well(struct bad *bad)
{
	memset(pixels, 0x55, STRIDE * HEIGHT);
	send(bad, &whole);

	return until_read(bad) ?: bad_expect(&bad->end, XenbusStateConnected);
}

static const char *const others[] = { "feature-update", "protocol", NULL };

static const char *write_update(struct bad *bad)
{
	return bad_write(&bad->end, "feature-update", "1");
}

const struct bad_kind bad_kind = {
	.ring_ref = "page-ref",
	.port = "event-channel",
	.others = others,
	.number = number_of_page,
	.init = init_page,
	.write = write_update,
	.closed = XenbusStateInitWait,
	.use = draw_well,
};

/* Attacks by states */

/* The kernel's front-end does so when it is bound anew. The first is gone then. */
static const char *attack_connect_twice(struct bad *bad)
{
	struct bad second = { .end.dev = bad->end.dev, .ring_ref = INVALID_GRANT_REF };
	const char *wrong;

	wrong = bad_connect(bad) ?: draw_well(bad) ?: bad_allocate(&second);
	if (!wrong) {
		swap(bad->page, second.page);
		swap(bad->ring_ref, second.ring_ref);
		swap(bad->port, second.port);
		wrong = bad_write_nodes(bad) ?: bad_offer(bad) ?: draw_well(bad) ?:
			bad_state(&bad->end, XenbusStateConnected);
	}
	bad_release(&second);

	return wrong;
}

/* Attack by the port */

static const char *attack_port_closed_later(struct bad *bad)
{
	const char *wrong = bad_connect(bad) ?: draw_well(bad);

	if (wrong)
		return wrong;
	xenbus_free_evtchn(bad->end.dev, bad->port);
	bad->port = 0;

	return NULL;
}

/* Attacks by what the page says first */

static const char *attack_field(struct bad *bad)
{
	const struct bad_attack *attack = bad->end.attack;
	const char *wrong = bad_prepare(bad);

	if (wrong)
		return wrong;
	WRITE_ONCE(*(u32 *)(bad->page + attack->field), attack->number);

	return bad_offer_in_vain(bad);
}

/* A picture with so many rows that the product has 33 bits, the upper one alone. */
static const char *attack_rows_wrap(struct bad *bad)
{
	const char *wrong = bad_prepare(bad);

	if (wrong)
		return wrong;
	page_of(bad)->width = 1;
	page_of(bad)->height = 1 << 30;
	page_of(bad)->line_length = 4;

	return bad_offer_in_vain(bad);
}

static const char *attack_all_ones(struct bad *bad)
{
	const char *wrong = bad_prepare(bad);

	if (wrong)
		return wrong;
	memset(bad->page, 0xff, PAGE_SIZE);

	return bad_offer_in_vain(bad);
}

/* Attacks by directory and frames */

static const char *offer_directory(struct bad *bad, unsigned long gfn)
{
	const char *wrong = bad_prepare(bad);

	if (wrong)
		return wrong;
	page_of(bad)->pd[0] = gfn;

	return bad_offer_in_vain(bad);
}

static const char *attack_directory_0(struct bad *bad)
{
	return offer_directory(bad, 0);
}

static const char *attack_directory_biggest(struct bad *bad)
{
	return offer_directory(bad, ~0ul);
}

/* Its entries are pixels then. */
static const char *attack_directory_of_pixels(struct bad *bad)
{
	memset(pixels, 0x55, PAGE_SIZE);
	return offer_directory(bad, gfn_of(pixels));
}

static const char *offer_frame(struct bad *bad, unsigned int number, unsigned long gfn)
{
	const char *wrong = bad_prepare(bad);

	if (wrong)
		return wrong;
	directory[number] = gfn;

	return bad_offer_in_vain(bad);
}

static const char *attack_frame_0(struct bad *bad)
{
	return offer_frame(bad, 0, 0);
}

static const char *attack_frame_biggest(struct bad *bad)
{
	return offer_frame(bad, 1, ~0ul);
}

static const char *attack_frame_last(struct bad *bad)
{
	return offer_frame(bad, FRAMES - 1, 1);
}

/* Good frames that are no picture's: this is the guest's own affair. */
static const char *attack_frames_all_one(struct bad *bad)
{
	const char *wrong = bad_prepare(bad);
	unsigned int i;

	if (wrong)
		return wrong;
	for (i = 0; i < FRAMES; i++)
		directory[i] = number_of_page(bad);

	return bad_offer(bad) ?: bad_state(&bad->end, XenbusStateConnected) ?: draw_well(bad);
}

/* All that the back-end has read once. */
static const char *attack_page_changes(struct bad *bad)
{
	const char *wrong = bad_connect(bad) ?: draw_well(bad);
	struct xenfb_page *page = page_of(bad);

	if (wrong)
		return wrong;
	page->width = INT_MAX;
	page->height = INT_MIN;
	page->line_length = U32_MAX;
	page->mem_length = U32_MAX;
	page->depth = 1;
	memset(page->pd, 0xff, 16 * sizeof(page->pd[0]));
	memset(directory, 0xff, PAGE_SIZE);

	return draw_well(bad);
}

/* Attacks by events */

static const char *attack_event(struct bad *bad)
{
	const char *wrong = bad_connect(bad) ?: draw_well(bad);

	if (wrong)
		return wrong;
	send(bad, &bad->end.attack->out);

	return until_read(bad) ?: draw_well(bad);
}

/* It becomes smaller and larger, and is damaged where it was. */
static const char *attack_resizes(struct bad *bad)
{
	union xenfb_out_event event = {
		.resize = { .type = XENFB_TYPE_RESIZE, .stride = STRIDE, .depth = 32 },
	};
	const char *wrong = bad_connect(bad);
	unsigned int i;

	for (i = 0; i < BAD_FLIPS && !wrong; i++) {
		event.resize.width = 1 + i * 97 % WIDTH;
		event.resize.height = 1 + i * 61 % HEIGHT;
		event.resize.offset = i * 4096 % (STRIDE * 16);
		send(bad, &event);
		send(bad, &whole);
		wrong = bad_wait(&bad->end, unread(bad) < XENFB_OUT_RING_LEN - 1) ?
			NULL : "the back-end does not read events";
	}

	return wrong ?: until_read(bad) ?: draw_well(bad);
}

/* The ring is full at all times, and each event damages everything. */
static const char *attack_flood(struct bad *bad)
{
	const char *wrong = bad_connect(bad);
	unsigned int i;

	for (i = 0; i < 20 * XENFB_OUT_RING_LEN && !wrong; i++) {
		send(bad, &whole);
		wrong = bad_wait(&bad->end, unread(bad) < XENFB_OUT_RING_LEN) ?
			NULL : "the back-end does not read events";
	}

	return wrong ?: until_read(bad) ?: draw_well(bad);
}

/* Each number of a rectangle is good, and is cut off, with each other. */
static const char *attack_event_changes(struct bad *bad)
{
	const char *wrong = bad_connect(bad);
	unsigned int i;

	for (i = 0; i < BAD_FLIPS && !wrong && !READ_ONCE(bad->end.gone); i++) {
		struct xenfb_update *slot =
			&XENFB_OUT_RING_REF(page_of(bad), page_of(bad)->out_prod).update;
		unsigned long limit = jiffies + BAD_PATIENCE;

		send(bad, &whole);
		while (unread(bad) && time_before(jiffies, limit)) {
			WRITE_ONCE(slot->x, WIDTH - 1);
			WRITE_ONCE(slot->width, 1);
			cpu_relax();
			WRITE_ONCE(slot->width, INT_MAX);
			WRITE_ONCE(slot->x, 0);
			cond_resched();
		}
	}

	return wrong ?: draw_well(bad);
}

/* Attacks by the ring's indices */

static const char *jump(struct bad *bad, u32 by)
{
	const char *wrong = bad_connect(bad) ?: draw_well(bad);
	struct xenfb_page *page = page_of(bad);

	if (wrong)
		return wrong;
	WRITE_ONCE(page->out_prod, READ_ONCE(page->out_cons) + by);
	virt_mb(); /* write the index before the event channel */
	notify_remote_via_evtchn(bad->port);

	return NULL;
}

static const char *attack_index_ahead(struct bad *bad)
{
	return jump(bad, XENFB_OUT_RING_LEN + 1);
}

static const char *attack_index_far_ahead(struct bad *bad)
{
	return jump(bad, 0x80000000);
}

static const char *attack_index_back(struct bad *bad)
{
	return jump(bad, -1);
}

static const char *offer_indices(struct bad *bad, u32 cons, u32 prod)
{
	const char *wrong = bad_prepare(bad);

	if (wrong)
		return wrong;
	page_of(bad)->out_cons = cons;
	page_of(bad)->out_prod = prod;

	return bad_offer_in_vain(bad);
}

static const char *attack_index_at_first(struct bad *bad)
{
	return offer_indices(bad, 0, XENFB_OUT_RING_LEN + 1);
}

static const char *attack_index_at_first_ahead(struct bad *bad)
{
	return offer_indices(bad, 1, 0);
}

/* A good ring, which goes over the wrap. */
static const char *attack_index_at_the_wrap(struct bad *bad)
{
	const char *wrong = bad_prepare(bad);

	if (wrong)
		return wrong;
	page_of(bad)->out_cons = U32_MAX - 1;
	page_of(bad)->out_prod = U32_MAX - 1;

	return bad_offer(bad) ?: bad_state(&bad->end, XenbusStateConnected) ?:
	       draw_well(bad) ?: draw_well(bad) ?: draw_well(bad);
}

/* The back-end's index, and those of the ring that nobody uses. */
static const char *attack_index_of_other(struct bad *bad)
{
	const char *wrong = bad_connect(bad) ?: draw_well(bad);
	struct xenfb_page *page = page_of(bad);

	if (wrong)
		return wrong;
	WRITE_ONCE(page->out_cons, 0x80000000);
	WRITE_ONCE(page->in_cons, 1);
	WRITE_ONCE(page->in_prod, 0x80000000);
	notify_remote_via_evtchn(bad->port);

	return draw_well(bad);
}

#define NODE(name, node, value)		{ name, bad_attack_node, node, value }
#define STATE(name, value)		{ name, bad_attack_state, "state", value }
#define FIELD(name, what, value)						\
	{ name, attack_field, .field = offsetof(struct xenfb_page, what), .number = (value) }
#define UPDATE(name, ...)							\
	{ name, attack_event, .out.update = { XENFB_TYPE_UPDATE, __VA_ARGS__ } }
#define RESIZE(name, ...)							\
	{ name, attack_event, .out.resize = { XENFB_TYPE_RESIZE, __VA_ARGS__ } }
#define TYPE(name, value)							\
	{ name, attack_event, .out.update = { value, 0, 0, WIDTH, HEIGHT } }

static const struct bad_attack attacks[] = {
	NODE("page-ref-missing", "page-ref", NULL),
	NODE("page-ref-empty", "page-ref", ""),
	NODE("page-ref-text", "page-ref", "8x"),
	NODE("page-ref-negative", "page-ref", "-1"),
	NODE("page-ref-too-big", "page-ref", "4294967296"),
	{ "page-ref-long", bad_attack_long_node, "page-ref" },
	NODE("page-ref-0", "page-ref", "0"),
	NODE("page-ref-biggest", "page-ref", "4294967295"),
	NODE("event-channel-missing", "event-channel", NULL),
	NODE("event-channel-empty", "event-channel", ""),
	NODE("event-channel-text", "event-channel", "port"),
	NODE("event-channel-negative", "event-channel", "-1"),
	NODE("event-channel-too-big", "event-channel", "99999999999"),
	NODE("event-channel-biggest", "event-channel", "4294967295"),
	{ "event-channel-long", bad_attack_long_node, "event-channel" },
	NODE("feature-update-missing", "feature-update", NULL),
	NODE("feature-update-0", "feature-update", "0"),
	NODE("feature-update-text", "feature-update", "yes"),
	NODE("protocol-other", "protocol", "x86_64-abi"),
	NODE("protocol-empty", "protocol", ""),
	{ "protocol-long", bad_attack_long_node, "protocol" },
	{ "many-nodes", bad_attack_many_nodes },

	STATE("state-zero", "0"),
	STATE("state-text", "connected"),
	STATE("state-missing", NULL),
	{ "folder-removed", bad_attack_folder },
	{ "state-flips", bad_attack_state_flips },
	{ "initialised-early", bad_attack_early },
	{ "connected-at-once", bad_attack_connected_at_once },
	{ "connected-without-page", bad_attack_connected_without_ring },
	{ "connect-twice", attack_connect_twice },
	{ "fails-on-and-on", bad_attack_fails_on_and_on },

	{ "port-closed", bad_attack_port_closed },
	{ "port-in-use", bad_attack_port_in_use },
	{ "port-for-another", bad_attack_port_for_another },
	{ "port-closed-later", attack_port_closed_later },

	FIELD("width-0", width, 0),
	FIELD("width-negative", width, -1),
	FIELD("width-of-a-row-and-1", width, WIDTH + 1),
	FIELD("width-biggest", width, INT_MAX),
	FIELD("height-0", height, 0),
	FIELD("height-negative", height, INT_MIN),
	FIELD("height-too-big", height, LENGTH / STRIDE + 1),
	FIELD("height-biggest", height, INT_MAX),
	FIELD("depth-0", depth, 0),
	FIELD("depth-16", depth, 16),
	FIELD("depth-255", depth, 255),
	FIELD("row-0", line_length, 0),
	FIELD("row-short", line_length, STRIDE - 4),
	FIELD("row-of-half-pixels", line_length, STRIDE + 2),
	FIELD("row-biggest", line_length, U32_MAX - 3),
	FIELD("memory-0", mem_length, 0),
	FIELD("memory-short", mem_length, STRIDE * HEIGHT - 1),
	FIELD("memory-beyond-videoram", mem_length, SZ_16M + 1),
	FIELD("memory-biggest", mem_length, U32_MAX),
	{ "rows-wrap", attack_rows_wrap },
	{ "all-ones", attack_all_ones },

	{ "directory-0", attack_directory_0 },
	{ "directory-biggest", attack_directory_biggest },
	{ "directory-of-pixels", attack_directory_of_pixels },
	{ "frame-0", attack_frame_0 },
	{ "frame-biggest", attack_frame_biggest },
	{ "frame-last", attack_frame_last },
	{ "frames-all-one", attack_frames_all_one },
	{ "page-changes", attack_page_changes },

	TYPE("type-0", 0),
	TYPE("type-1", 1),
	TYPE("type-4", 4),
	TYPE("type-255", 255),
	UPDATE("update-x-negative", -1, 0, 10, 10),
	UPDATE("update-y-smallest", 0, INT_MIN, 10, INT_MAX),
	UPDATE("update-width-0", 0, 0, 0, 10),
	UPDATE("update-height-negative", 0, 0, 10, -1),
	UPDATE("update-too-wide", 0, 0, WIDTH + 1, HEIGHT),
	UPDATE("update-biggest", 0, 0, INT_MAX, INT_MAX),
	UPDATE("update-wraps", INT_MAX, INT_MAX, INT_MAX, INT_MAX),
	UPDATE("update-beside", WIDTH, HEIGHT, 10, 10),
	RESIZE("resize-width-0", 0, HEIGHT, STRIDE, 32, 0),
	RESIZE("resize-height-negative", WIDTH, -HEIGHT, STRIDE, 32, 0),
	RESIZE("resize-too-wide", WIDTH + 1, HEIGHT, STRIDE, 32, 0),
	RESIZE("resize-too-high", WIDTH, LENGTH / STRIDE + 1, STRIDE, 32, 0),
	RESIZE("resize-row-0", WIDTH, HEIGHT, 0, 32, 0),
	RESIZE("resize-row-negative", WIDTH, HEIGHT, -STRIDE, 32, 0),
	RESIZE("resize-row-of-half-pixels", WIDTH, HEIGHT, STRIDE + 2, 32, 0),
	RESIZE("resize-depth-16", WIDTH, HEIGHT, STRIDE, 16, 0),
	RESIZE("resize-offset-negative", WIDTH, HEIGHT, STRIDE, 32, -4),
	RESIZE("resize-offset-too-far", WIDTH, HEIGHT, STRIDE, 32, LENGTH - STRIDE * HEIGHT + 4),
	RESIZE("resize-biggest", INT_MAX, INT_MAX, INT_MAX - 3, 32, INT_MAX - 3),
	RESIZE("resize-wraps", 1, 1 << 30, 4, 32, 0),
	{ "resizes", attack_resizes },
	{ "event-flood", attack_flood },
	{ "event-changes", attack_event_changes },

	{ "index-ahead", attack_index_ahead },
	{ "index-far-ahead", attack_index_far_ahead },
	{ "index-back", attack_index_back },
	{ "index-at-first", attack_index_at_first },
	{ "index-at-first-ahead", attack_index_at_first_ahead },
	{ "index-at-the-wrap", attack_index_at_the_wrap },
	{ "index-of-other", attack_index_of_other },

	{ "event-storm", bad_attack_event_storm },

	{ "vanish-initialising", bad_begin },
	{ "vanish-before-mapping", bad_attack_vanish_before_mapping },
	{ "vanish-initialised", bad_attack_vanish_initialised },
	{ "vanish-connected", bad_connect },
	{ "vanish-closing", bad_attack_vanish_closing },
	{ "vanish-closed", bad_attack_vanish_closed },
};

/* The driver */

static const struct xenbus_device_id bad_fbfront_ids[] = {
	{ "vfb" },
	{ "" }
};

static struct xenbus_driver bad_fbfront_driver = {
	.name = "bad-fbfront",
	.ids = bad_fbfront_ids,
	.allow_rebind = true,	/* the state stays as it is */
	.not_essential = true,
	.probe = bad_probe,
	.remove = bad_unbind,
	.otherend_changed = bad_changed,
};

static int __init bad_fbfront_init(void)
{
	int err = bad_choose(attacks, ARRAY_SIZE(attacks), attack_name);

	if (err)
		return err;

	pixels = vzalloc(LENGTH);
	directory = vzalloc(FRAMES * sizeof(*directory));
	err = pixels && directory ? xenbus_register_frontend(&bad_fbfront_driver) : -ENOMEM;
	if (err) {
		vfree(directory);
		vfree(pixels);
	}
	return err;
}
module_init(bad_fbfront_init);

static void __exit bad_fbfront_exit(void)
{
	xenbus_unregister_driver(&bad_fbfront_driver);
	vfree(directory);
	vfree(pixels);
}
module_exit(bad_fbfront_exit);

MODULE_DESCRIPTION("Screen front-end that attacks the back-end");
MODULE_LICENSE("GPL");
