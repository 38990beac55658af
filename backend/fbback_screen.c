// SPDX-License-Identifier: GPL-2.0-only
/*
 * Guests' screens on this domain's display: see fbback_screen.h. docs/screen.md says
 * what happens in which order, and why.
 *
 * Each connected screen has a buffer of its own on the display, so that to show it is
 * to point the display there. Into it is copied what the guest has drawn: all of it
 * before the screen is shown, what changes while it is, and nothing else.
 *
 * A work item, the watch, does what nobody waits for: it finds the display and makes
 * the buffers, and looks whether the display still shows what it should.
 */
#include <linux/err.h>
#include <linux/font.h>
#include <linux/iosys-map.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/ktime.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/workqueue.h>
#include <xen/xenbus.h>

#include "compat.h"
#include "fbback_display.h"
#include "fbback_plain.h"
#include "fbback_screen.h"
#include "xen_focus.h"

#define CREATE_TRACE_POINTS
#include "fbback_trace.h"

/* How often the watch looks, in ms: while a guest is shown, and else. */
#define FBBACK_WATCH_SHOWN	100
#define FBBACK_WATCH_IDLE	1000

struct fbback_screen {
	struct list_head list;
	domid_t domid;
	bool connected;

	const void *base;
	struct fbback_picture picture;
	struct drm_client_buffer *buffer;	/* NULL: there is none yet */
	struct fbback_counters counters;
};

/* A page that names a guest. There are two, so that one can be drawn before it is shown. */
struct fbback_page {
	struct drm_client_buffer *buffer;
	domid_t domid;		/* Dom0: nothing is drawn */
};

/*
 * Covers all below and all screens. Taken by the work that moves the focus, so not held
 * while that is waited for; DRM's locks come after it.
 */
static DEFINE_MUTEX(screen_lock);
static LIST_HEAD(screens);		/* those that are connected */
static domid_t focus_now;
static struct fbback_display display;
static struct drm_client_buffer *shown;	/* NULL: this domain's own screen */
static struct fbback_page pages[2];
static struct fbback_page *spare = &pages[0];	/* is not shown */
static bool said_absent;
static bool said_present;
static bool said_busy;

static void fbback_watch(struct work_struct *work);
static DECLARE_DELAYED_WORK(watch, fbback_watch);

static void fbback_watch_now(void)
{
	mod_delayed_work(system_long_wq, &watch, 0);
}

/* Copies. The callers hold the lock, here and below. */

static void fbback_copy_rect(struct fbback_screen *screen, struct iosys_map *map,
			     const struct fbback_copy *copy)
{
	size_t pitch = fbback_display_pitch(screen->buffer);
	size_t to = copy->y * pitch + copy->x * FBBACK_PIXEL;
	const void *from = screen->base + copy->from;
	size_t len = copy->width * FBBACK_PIXEL;
	u32 row;

	for (row = 0; row < copy->height; row++) {
		iosys_map_memcpy_to(map, to, from, len);
		from += screen->picture.geometry.stride;
		to += pitch;
	}

	screen->counters.copies++;
	screen->counters.bytes += len * copy->height;
}

/* Pixels x1 ... x2 - 1 of a row. */
static void fbback_blacken(struct iosys_map *map, size_t row, u32 x1, u32 x2)
{
	iosys_map_memset(map, row + x1 * FBBACK_PIXEL, 0, (x2 - x1) * FBBACK_PIXEL);
}

static void fbback_blacken_border(struct fbback_screen *screen, struct iosys_map *map)
{
	struct fbback_rect place;
	size_t row = 0;
	u32 y;

	fbback_picture_place(&screen->picture, display.width, display.height, &place);
	for (y = 0; y < display.surface_height; y++) {
		if (y < place.y1 || y >= place.y2) {
			fbback_blacken(map, row, 0, display.surface_width);
		} else {
			fbback_blacken(map, row, 0, place.x1);
			fbback_blacken(map, row, place.x2, display.surface_width);
		}
		row += fbback_display_pitch(screen->buffer);
	}
}

/* Copies what has changed. There is a buffer. */
static int fbback_copy(struct fbback_screen *screen)
{
	struct fbback_picture *picture = &screen->picture;
	struct fbback_copy copy;
	struct iosys_map map;
	ktime_t begun;
	int err;

	if (!picture->num_damage)
		return 0;

	trace_fbback_copy_begun(screen->domid, picture->num_damage);
	begun = ktime_get();
	err = fbback_display_map(screen->buffer, &map);
	if (err)
		return err;

	if (picture->anew)
		fbback_blacken_border(screen, &map);
	picture->anew = false;
	while (fbback_picture_take(picture, display.width, display.height, &copy))
		fbback_copy_rect(screen, &map, &copy);

	fbback_display_unmap(screen->buffer);
	screen->counters.copy_us += ktime_us_delta(ktime_get(), begun);
	trace_fbback_copy_done(screen->domid, screen->counters.bytes);
	return 0;
}

/* The page of a guest without a screen */

static void fbback_write_text(domid_t domid, char *text, size_t size)
{
	char dir[32];
	char *name;

	snprintf(dir, sizeof(dir), "/local/domain/%u", domid);
	name = xenbus_read(XBT_NIL, dir, "name", NULL);
	if (IS_ERR(name)) {
		snprintf(text, size, "domain %u has no screen", domid);
		return;
	}

	snprintf(text, size, "%.40s (domain %u) has no screen", name, domid);
	kfree(name);
}

static void fbback_draw_rows(const struct fbback_plain *plain, u32 *row,
			     struct iosys_map *map, size_t pitch)
{
	u32 y;

	for (y = 0; y < plain->height; y++) {
		fbback_plain_row(plain, y, row);
		iosys_map_memcpy_to(map, y * pitch, row, plain->width * FBBACK_PIXEL);
	}
}

/* Draws the page that is not shown. */
static int fbback_draw_page(domid_t domid)
{
	const struct font_desc *font = get_default_font(display.width, display.height,
							font_any_size, font_any_size);
	char text[80];
	struct fbback_plain plain = {
		.width = display.surface_width,
		.height = display.surface_height,
		.text = text,
	};
	struct iosys_map map;
	u32 *row;
	int err;

	if (font) {
		plain.font = font->data;
		plain.glyph_width = font->width;
		plain.glyph_height = font->height;
	}
	fbback_write_text(domid, text, sizeof(text));

	row = kmalloc_array(plain.width, sizeof(*row), GFP_KERNEL);
	if (!row)
		return -ENOMEM;

	err = fbback_display_map(spare->buffer, &map);
	if (!err) {
		fbback_draw_rows(&plain, row, &map, fbback_display_pitch(spare->buffer));
		fbback_display_unmap(spare->buffer);
		spare->domid = domid;
	}
	kfree(row);

	return err;
}

/* The display */

static void fbback_forget_pages(void)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(pages); i++) {
		fbback_display_delete(pages[i].buffer);
		pages[i].buffer = NULL;
		pages[i].domid = XEN_FOCUS_DOM0;
	}
}

static int fbback_make_pages(void)
{
	struct drm_client_buffer *buffer;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(pages); i++) {
		buffer = fbback_display_create(&display);
		if (IS_ERR(buffer)) {
			fbback_forget_pages();
			return PTR_ERR(buffer);
		}
		pages[i].buffer = buffer;
	}
	return 0;
}

static void fbback_set_shown(struct drm_client_buffer *buffer)
{
	struct fbback_screen *screen;
	unsigned int i;

	shown = buffer;
	list_for_each_entry(screen, &screens, list)
		WRITE_ONCE(screen->counters.shown, buffer && screen->buffer == buffer);

	/* What the others say is old when they are shown again. */
	for (i = 0; i < ARRAY_SIZE(pages); i++) {
		if (pages[i].buffer != buffer) {
			pages[i].domid = XEN_FOCUS_DOM0;
			spare = &pages[i];
		}
	}
}

static void fbback_show_own(void)
{
	fbback_set_shown(NULL);
	if (fbback_display_is_open(&display))
		fbback_display_give_back(&display);
}

static void fbback_forget_display(void)
{
	struct fbback_screen *screen;

	fbback_show_own();
	list_for_each_entry(screen, &screens, list) {
		fbback_display_delete(screen->buffer);
		screen->buffer = NULL;
	}
	fbback_forget_pages();
	fbback_display_close(&display);
}

static void fbback_say_absent(int err)
{
	if (!said_absent)
		pr_notice("xen-fbback: no display (error %d); guests' screens are shown as soon as there is one\n",
			  err);
	said_absent = true;
}

static void fbback_say_present(void)
{
	if (!said_present || said_absent)
		pr_info("xen-fbback: the display has %u x %u pixels\n",
			display.width, display.height);
	said_present = true;
	said_absent = false;
}

/* 0: there is a display. */
static int fbback_find_display(void)
{
	int err;

	if (fbback_display_is_open(&display) && fbback_display_is_gone(&display))
		fbback_forget_display();
	if (fbback_display_is_open(&display))
		return 0;

	err = fbback_display_open(&display);
	if (!err) {
		err = fbback_make_pages();
		if (err)
			fbback_display_close(&display);
	}

	if (err)
		fbback_say_absent(err);
	else
		fbback_say_present();
	return err;
}

/* The guest in focus */

/* NULL: it has no screen that is connected. */
static struct fbback_screen *fbback_find_screen(domid_t domid)
{
	struct fbback_screen *screen;

	list_for_each_entry(screen, &screens, list)
		if (screen->domid == domid)
			return screen;
	return NULL;
}

static int fbback_make_buffer(struct fbback_screen *screen)
{
	struct drm_client_buffer *buffer;

	if (screen->buffer)
		return 0;

	buffer = fbback_display_create(&display);
	if (IS_ERR(buffer))
		return PTR_ERR(buffer);

	screen->buffer = buffer;
	screen->picture.anew = true;
	return 0;
}

/* Makes ready what is to be shown of a guest. There is a display. */
static int fbback_make_ready(domid_t domid)
{
	struct fbback_screen *screen = fbback_find_screen(domid);
	int err;

	if (!screen)
		return fbback_draw_page(domid);

	err = fbback_make_buffer(screen);
	if (err)
		return err;

	fbback_picture_damage_all(&screen->picture);
	return fbback_copy(screen);
}

/* What is to be shown now, if it is ready; else NULL. */
static struct drm_client_buffer *fbback_ready_buffer(void)
{
	struct fbback_screen *screen = fbback_find_screen(focus_now);
	unsigned int i;

	if (screen)
		return screen->buffer;

	for (i = 0; i < ARRAY_SIZE(pages); i++)
		if (pages[i].domid == focus_now)
			return pages[i].buffer;
	return NULL;
}

/*
 * We are master. Makes ready what is not, and copies what was drawn since; what fails
 * the watch does again.
 */
static void fbback_show_guest(void)
{
	struct drm_client_buffer *buffer = fbback_ready_buffer();
	struct fbback_screen *screen = fbback_find_screen(focus_now);
	int err = 0;

	if (!buffer) {
		err = fbback_make_ready(focus_now);
		buffer = fbback_ready_buffer();
	} else if (screen) {
		err = fbback_copy(screen);
	}
	if (!err)
		err = fbback_display_show(&display, buffer);
	if (!err)
		fbback_set_shown(buffer);
	else
		pr_err_ratelimited("xen-fbback: error %d showing domain %u\n", err, focus_now);
}

static bool fbback_take_display(void)
{
	int err = fbback_display_take(&display);

	if (err && !said_busy)
		pr_notice("xen-fbback: domain %u is not shown as long as a program has the display (error %d)\n",
			  focus_now, err);
	said_busy = err;
	return !err;
}

/* A guest has the focus. */
static void fbback_put_right(void)
{
	struct drm_client_buffer *buffer;
	struct fbback_screen *screen;

	if (!fbback_take_display())
		return;

	buffer = fbback_ready_buffer();
	if (!buffer || buffer != shown) {
		if (!fbback_make_ready(focus_now))
			fbback_show_guest();
	} else if (!fbback_display_shows(&display, shown)) {
		pr_notice_ratelimited("xen-fbback: something in this domain took the display; domain %u is shown again\n",
				      focus_now);
		fbback_show_guest();
	}

	screen = fbback_find_screen(focus_now);
	if (screen && screen->counters.shown)
		fbback_copy(screen);
}

static void fbback_make_buffers(void)
{
	struct fbback_screen *screen;
	int err;

	list_for_each_entry(screen, &screens, list) {
		err = fbback_make_buffer(screen);
		if (err)
			pr_err_ratelimited("xen-fbback: error %d preparing the screen of domain %u\n",
					   err, screen->domid);
	}
}

/* The display is used as long as there are screens, or a guest is shown. */
static void fbback_watch(struct work_struct *work)
{
	unsigned int pause = FBBACK_WATCH_IDLE;
	bool guest;
	bool used;

	mutex_lock(&screen_lock);
	guest = focus_now != XEN_FOCUS_DOM0;
	used = guest || !list_empty(&screens);
	if (!used && fbback_display_is_open(&display))
		fbback_forget_display();
	if (used && !fbback_find_display()) {
		fbback_make_buffers();
		if (guest) {
			fbback_put_right();
			pause = FBBACK_WATCH_SHOWN;
		}
	}
	mutex_unlock(&screen_lock);

	if (used)
		queue_delayed_work(system_long_wq, &watch, msecs_to_jiffies(pause));
}

/* The focus */

/* Without a display the focus moves all the same: buttons and LEDs need none. */
static int fbback_prepare(struct xen_focus_subscriber *me, domid_t from, domid_t to)
{
	int err = 0;

	if (to == XEN_FOCUS_DOM0)
		return 0;

	mutex_lock(&screen_lock);
	if (!fbback_find_display()) {
		err = fbback_display_take(&display);
		if (!err)
			err = fbback_make_ready(to);
		else if (err != -EBUSY)
			err = 0; /* it has just gone */
		if (err && from == XEN_FOCUS_DOM0)
			fbback_show_own();
	}
	mutex_unlock(&screen_lock);

	if (err)
		fbback_watch_now();
	return err;
}

static void fbback_commit(struct xen_focus_subscriber *me, domid_t from, domid_t to)
{
	mutex_lock(&screen_lock);
	focus_now = to;
	if (to == XEN_FOCUS_DOM0)
		fbback_show_own();
	else if (fbback_display_is_taken(&display))
		fbback_show_guest();
	mutex_unlock(&screen_lock);

	fbback_watch_now();
}

static void fbback_cancel(struct xen_focus_subscriber *me, domid_t from, domid_t to)
{
	mutex_lock(&screen_lock);
	if (from == XEN_FOCUS_DOM0)
		fbback_show_own();
	mutex_unlock(&screen_lock);
	fbback_watch_now();
}

static struct xen_focus_subscriber fbback_subscriber = {
	.name = "xen-fbback",
	.order = XEN_FOCUS_ORDER_SCREEN,
	.prepare = fbback_prepare,
	.commit = fbback_commit,
	.cancel = fbback_cancel,
};

/* For fbback.c. They take the lock. */

struct fbback_screen *fbback_screen_create(domid_t domid)
{
	struct fbback_screen *screen;

	screen = kzalloc(sizeof(*screen), GFP_KERNEL);
	if (screen)
		screen->domid = domid;
	return screen;
}

void fbback_screen_destroy(struct fbback_screen *screen)
{
	fbback_screen_disconnect(screen);
	kfree(screen);
}

void fbback_screen_set(struct fbback_screen *screen, const void *base,
		       const struct fbback_picture *picture)
{
	mutex_lock(&screen_lock);
	screen->base = base;
	screen->picture = *picture;
	mutex_unlock(&screen_lock);
}

int fbback_screen_connect(struct fbback_screen *screen)
{
	int err;

	err = xen_focus_add_guest(screen->domid);
	if (err)
		return err;

	mutex_lock(&screen_lock);
	list_add_tail(&screen->list, &screens);
	screen->connected = true;
	mutex_unlock(&screen_lock);

	fbback_watch_now();
	return 0;
}

/*
 * If it is shown, the page takes its place. Should that fail, the display goes dark with
 * the buffer.
 */
void fbback_screen_disconnect(struct fbback_screen *screen)
{
	if (!screen->connected)
		return;

	xen_focus_remove_guest(screen->domid);

	mutex_lock(&screen_lock);
	list_del(&screen->list);
	screen->connected = false;
	screen->base = NULL;
	WRITE_ONCE(screen->counters.shown, false);

	if (screen->buffer && screen->buffer == shown)
		fbback_show_guest();
	if (screen->buffer && screen->buffer == shown)
		fbback_set_shown(NULL);
	fbback_display_delete(screen->buffer);
	screen->buffer = NULL;
	mutex_unlock(&screen_lock);

	fbback_watch_now();
}

enum fbback_result fbback_screen_event(struct fbback_screen *screen,
				       const union xenfb_out_event *event)
{
	enum fbback_result result;

	mutex_lock(&screen_lock);
	result = fbback_picture_event(&screen->picture, event);
	mutex_unlock(&screen_lock);

	return result;
}

void fbback_screen_damage_all(struct fbback_screen *screen)
{
	mutex_lock(&screen_lock);
	fbback_picture_damage_all(&screen->picture);
	mutex_unlock(&screen_lock);
}

/* What cannot be copied now the watch copies. */
void fbback_screen_update(struct fbback_screen *screen)
{
	mutex_lock(&screen_lock);
	if (screen->counters.shown)
		fbback_copy(screen);
	mutex_unlock(&screen_lock);
}

const struct fbback_counters *fbback_screen_counters(const struct fbback_screen *screen)
{
	return &screen->counters;
}

int fbback_screens_init(void)
{
	int err;

	err = xen_focus_subscribe(&fbback_subscriber, &focus_now);
	if (!err)
		fbback_watch_now();
	return err;
}

/* There are no screens any more. */
void fbback_screens_exit(void)
{
	xen_focus_unsubscribe(&fbback_subscriber);
	cancel_delayed_work_sync(&watch);
	if (fbback_display_is_open(&display))
		fbback_forget_display();
}
