// SPDX-License-Identifier: GPL-2.0-only
/*
 * Who is shown on the display, and that each pixel is his: xen-fbback's fbback_screen.c
 * with a display, a focus and guests that are played here. All that can fail fails.
 *
 * Includes the source: the watch, which is its own, is run from here.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "backend/fbback_screen.c"

#define WIDTH		40	/* of the display */
#define HEIGHT		30
#define NUM_GUESTS	4	/* 1 ... 4 */
#define MAX_WIDTH	60	/* of a guest's picture */
#define MAX_HEIGHT	50
#define STRIDE		(MAX_WIDTH * FBBACK_PIXEL)
#define LENGTH		(MAX_HEIGHT * STRIDE)
#define NO_SCREEN	0x80000000u	/* a pixel of the page, with the guest's number */

static uint32_t seed;

static uint32_t below(uint32_t limit)
{
	seed = seed * 1664525 + 1013904223;
	return (seed >> 8) % limit;
}

/* --- what the kernel has --- */

static char said[200];	/* last */

void fake_say(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(said, sizeof(said), format, arguments);
	va_end(arguments);
}

const struct font_desc *get_default_font(int xres, int yres, unsigned long *widths,
					 unsigned long *heights)
{
	(void)xres, (void)yres, (void)widths, (void)heights;
	return NULL;
}

void *xenbus_read(int transaction, const char *dir, const char *node, unsigned int *len)
{
	(void)transaction, (void)dir, (void)node, (void)len;
	return below(2) ? strdup("name") : ERR_PTR(-ENOENT);
}

/* The page is the guest's number everywhere. */
void fbback_plain_row(const struct fbback_plain *page, uint32_t y, uint32_t *row)
{
	unsigned int domid;
	uint32_t x;

	(void)y;
	assert_int_equal(sscanf(strstr(page->text, "omain "), "omain %u", &domid), 1);
	for (x = 0; x < page->width; x++)
		row[x] = NO_SCREEN + domid;
}

/* --- the display --- */

static struct {
	bool there;
	bool busy;	/* a program is master */
	bool fails;	/* now and then */

	bool open;
	bool gone;	/* since it was opened */
	bool taken;
	bool dark;
	struct drm_client_buffer *shown;	/* NULL: Dom0's own screen */
	unsigned int buffers;
} d;

static bool fails(void)
{
	return d.fails && below(2);
}

int fbback_display_open(struct fbback_display *it)
{
	assert_false(d.open);
	if (!d.there)
		return -ENODEV;
	it->client.dev = &d;
	it->width = it->surface_width = WIDTH;
	it->height = it->surface_height = HEIGHT;
	d.open = true;
	return 0;
}

bool fbback_display_is_open(const struct fbback_display *it)
{
	return it->client.dev;
}

void fbback_display_close(struct fbback_display *it)
{
	assert_int_equal(d.buffers, 0);
	fbback_display_give_back(it);
	d.open = false;
	d.gone = false;
	memset(it, 0, sizeof(*it));
}

bool fbback_display_is_gone(const struct fbback_display *it)
{
	assert_true(it->client.dev && d.open);
	return d.gone;
}

int fbback_display_take(struct fbback_display *it)
{
	assert_true(it->client.dev && d.open);
	if (!d.taken && d.gone)
		return -ENODEV;
	if (!d.taken && d.busy)
		return -EBUSY;
	d.taken = true;
	return 0;
}

bool fbback_display_is_taken(const struct fbback_display *it)
{
	(void)it;
	return d.taken;
}

void fbback_display_give_back(struct fbback_display *it)
{
	assert_true(it->client.dev && d.open);
	if (!d.taken)
		return;
	d.taken = false;
	d.shown = NULL;
	d.dark = false;
}

struct drm_client_buffer *fbback_display_create(struct fbback_display *it)
{
	struct drm_client_buffer *buffer;

	assert_true(it->client.dev && d.open);
	if (fails())
		return ERR_PTR(-ENOMEM);
	buffer = calloc(1, sizeof(*buffer));
	assert_non_null(buffer);
	buffer->pitch = WIDTH * FBBACK_PIXEL;
	buffer->memory = malloc(HEIGHT * buffer->pitch);
	assert_non_null(buffer->memory);
	memset(buffer->memory, 0xa5, HEIGHT * buffer->pitch);
	d.buffers++;
	return buffer;
}

void fbback_display_delete(struct drm_client_buffer *buffer)
{
	if (!buffer)
		return;
	assert_false(buffer->mapped);
	if (d.shown == buffer)
		d.dark = true;
	d.buffers--;
	free(buffer->memory);
	free(buffer);
}

size_t fbback_display_pitch(const struct drm_client_buffer *buffer)
{
	return buffer->pitch;
}

int fbback_display_map(struct drm_client_buffer *buffer, struct iosys_map *map)
{
	assert_false(buffer->mapped);
	if (fails())
		return -ENOMEM;
	buffer->mapped = true;
	map->at = buffer->memory;
	return 0;
}

void fbback_display_unmap(struct drm_client_buffer *buffer)
{
	assert_true(buffer->mapped);
	buffer->mapped = false;
}

int fbback_display_show(struct fbback_display *it, struct drm_client_buffer *buffer)
{
	assert_true(it->client.dev && d.taken && buffer);
	if (d.gone || fails())
		return -ENODEV;
	d.shown = buffer;
	d.dark = false;
	return 0;
}

bool fbback_display_shows(struct fbback_display *it, const struct drm_client_buffer *buffer)
{
	assert_true(it->client.dev);
	return d.shown == buffer && !d.dark;
}

static void display_goes(void)
{
	d.there = false;
	d.gone = d.open;
}

/* --- the focus --- */

static struct xen_focus_subscriber *subscriber;
static unsigned int devices[NUM_GUESTS + 1];
static domid_t has_focus;

int xen_focus_subscribe(struct xen_focus_subscriber *me, domid_t *now)
{
	subscriber = me;
	*now = has_focus;
	return 0;
}

void xen_focus_unsubscribe(struct xen_focus_subscriber *me)
{
	assert_ptr_equal(me, subscriber);
	subscriber = NULL;
}

int xen_focus_add_guest(domid_t domid)
{
	if (fails())
		return -ENOMEM;
	devices[domid]++;
	return 0;
}

void xen_focus_remove_guest(domid_t domid)
{
	assert_int_not_equal(devices[domid], 0);
	devices[domid]--;
}

static void run_watch(void)
{
	if (!watch.queued)
		return;
	watch.queued = false;
	watch.work.run(&watch.work);
}

/* Another subscriber may refuse what this one prepared. */
static int move_focus(domid_t to, bool other_refuses)
{
	domid_t from = has_focus;
	int err;

	if (to == from)
		return 0;
	err = subscriber->prepare(subscriber, from, to);
	if (err && to != XEN_FOCUS_DOM0)
		return err;
	if (other_refuses && to != XEN_FOCUS_DOM0) {
		subscriber->cancel(subscriber, from, to);
		return -EBUSY;
	}
	if (below(3) == 0)
		run_watch();
	has_focus = to;
	subscriber->commit(subscriber, from, to);
	return 0;
}

/* --- guests --- */

static struct guest {
	struct fbback_screen *screen;
	bool connected;
	uint8_t *memory;
	uint32_t width;
	uint32_t height;
} guests[NUM_GUESTS + 1];
static uint32_t ink;

static void fill(struct guest *guest, uint32_t x1, uint32_t y1, uint32_t width, uint32_t height)
{
	uint32_t x, y;

	ink++;
	for (y = y1; y < y1 + height; y++)
		for (x = x1; x < x1 + width; x++)
			memcpy(guest->memory + y * STRIDE + x * FBBACK_PIXEL, &ink, sizeof(ink));
}

static const struct fbback_counters *counters(domid_t domid)
{
	return fbback_screen_counters(guests[domid].screen);
}

static void connect_guest(domid_t domid, uint32_t width, uint32_t height)
{
	struct fbback_offer offer = { width, height, STRIDE, LENGTH, FBBACK_DEPTH };
	struct guest *guest = &guests[domid];
	struct fbback_picture picture;

	if (guest->connected)
		return;
	if (!guest->screen)
		guest->screen = fbback_screen_create(domid);
	guest->memory = calloc(1, LENGTH);
	assert_non_null(guest->memory);
	guest->width = width;
	guest->height = height;
	fill(guest, 0, 0, MAX_WIDTH, MAX_HEIGHT);
	assert_null(fbback_picture_init(&picture, &offer, LENGTH));
	fbback_screen_set(guest->screen, guest->memory, &picture);
	guest->connected = !fbback_screen_connect(guest->screen);
	if (!guest->connected)
		free(guest->memory);
}

static void disconnect_guest(domid_t domid)
{
	struct guest *guest = &guests[domid];

	if (!guest->connected)
		return;
	fbback_screen_disconnect(guest->screen);
	guest->connected = false;
	free(guest->memory);
}

static void destroy_guest(domid_t domid)
{
	disconnect_guest(domid);
	if (guests[domid].screen)
		fbback_screen_destroy(guests[domid].screen);
	guests[domid].screen = NULL;
}

/* What is not shown is not copied. */
static void draw(domid_t domid)
{
	struct guest *guest = &guests[domid];
	union xenfb_out_event event = { .update.type = XENFB_TYPE_UPDATE };
	struct xenfb_update *u = &event.update;
	unsigned long copies;

	if (!guest->connected)
		return;
	u->x = below(guest->width);
	u->y = below(guest->height);
	u->width = 1 + below(guest->width - u->x);
	u->height = 1 + below(guest->height - u->y);
	fill(guest, u->x, u->y, u->width, u->height);

	copies = counters(domid)->copies;
	assert_int_equal(fbback_screen_event(guest->screen, &event), FBBACK_DAMAGED);
	fbback_screen_update(guest->screen);
	if (!counters(domid)->shown)
		assert_int_equal(counters(domid)->copies, copies);
}

static void resize(domid_t domid, uint32_t width, uint32_t height)
{
	struct guest *guest = &guests[domid];
	union xenfb_out_event event = { .resize = {
		XENFB_TYPE_RESIZE, width, height, STRIDE, FBBACK_DEPTH, 0
	} };

	if (!guest->connected)
		return;
	guest->width = width;
	guest->height = height;
	assert_int_equal(fbback_screen_event(guest->screen, &event), FBBACK_RESIZED);
	fbback_screen_update(guest->screen);
}

/* --- what must be seen --- */

static uint32_t pixel_of(const struct guest *guest, int x, int y)
{
	int width = guest->width;
	int height = guest->height;
	uint32_t pixel;

	x += width > WIDTH ? (width - WIDTH) / 2 : -(WIDTH - width) / 2;
	y += height > HEIGHT ? (height - HEIGHT) / 2 : -(HEIGHT - height) / 2;
	if (x < 0 || x >= width || y < 0 || y >= height)
		return 0;
	memcpy(&pixel, guest->memory + y * STRIDE + x * FBBACK_PIXEL, sizeof(pixel));
	return pixel;
}

static void assert_seen(void)
{
	const struct guest *guest = &guests[has_focus];
	uint32_t pixel;
	int x, y;

	assert_false(d.dark);
	if (has_focus == XEN_FOCUS_DOM0) {
		assert_null(d.shown);
		assert_false(d.taken);
		return;
	}
	assert_non_null(d.shown);
	for (y = 0; y < HEIGHT; y++) {
		for (x = 0; x < WIDTH; x++) {
			memcpy(&pixel, d.shown->memory + y * d.shown->pitch + x * FBBACK_PIXEL,
			       sizeof(pixel));
			assert_int_equal(pixel, guest->connected ? pixel_of(guest, x, y) :
								   NO_SCREEN + has_focus);
		}
	}
}

/* After the watch has looked. */
static void assert_seen_soon(void)
{
	domid_t domid;

	run_watch();
	run_watch();
	assert_seen();
	for (domid = 1; domid <= NUM_GUESTS; domid++)
		if (guests[domid].screen)
			assert_int_equal(counters(domid)->shown,
					 guests[domid].connected && domid == has_focus);
}

static void begin(bool there)
{
	memset(&d, 0, sizeof(d));
	d.there = there;
	has_focus = XEN_FOCUS_DOM0;
	assert_int_equal(fbback_screens_init(), 0);
	run_watch();
}

static int end(void **state)
{
	domid_t domid;

	(void)state;
	d.fails = false;
	for (domid = 1; domid <= NUM_GUESTS; domid++)
		destroy_guest(domid);
	fbback_screens_exit();
	assert_false(d.open || d.taken || d.buffers || watch.queued);
	for (domid = 1; domid <= NUM_GUESTS; domid++)
		assert_int_equal(devices[domid], 0);
	return 0;
}

/* --- tests --- */

static void the_guest_in_focus_is_seen_at_once(void **state)
{
	(void)state;
	begin(true);
	connect_guest(1, WIDTH, HEIGHT);
	connect_guest(2, WIDTH, HEIGHT);
	run_watch();
	draw(1);
	assert_int_equal(counters(1)->copies, 0);
	assert_int_equal(move_focus(1, false), 0);
	assert_seen();
	draw(1);
	assert_seen();
	assert_int_equal(move_focus(2, false), 0);
	assert_seen();
	draw(1);
	assert_int_equal(move_focus(1, false), 0);
	assert_seen();
	assert_int_equal(move_focus(0, false), 0);
	assert_seen_soon();
}

static void nothing_runs_without_screens(void **state)
{
	(void)state;
	begin(true);
	assert_false(watch.queued || d.open);
	connect_guest(1, WIDTH, HEIGHT);
	run_watch();
	assert_true(watch.queued && d.open);
	disconnect_guest(1);
	run_watch();
	assert_false(watch.queued || d.open);
}

static void a_guest_without_a_screen_is_named(void **state)
{
	(void)state;
	begin(true);
	connect_guest(2, WIDTH, HEIGHT);
	assert_int_equal(move_focus(1, false), 0);
	assert_seen();
	assert_int_equal(move_focus(3, false), 0);
	assert_seen();
	connect_guest(3, 10, 10);
	assert_seen_soon();
	disconnect_guest(3);
	assert_seen();
	assert_int_equal(move_focus(2, false), 0);
	assert_seen();
	destroy_guest(2);
	assert_seen();
}

static void a_program_keeps_the_display(void **state)
{
	(void)state;
	begin(true);
	connect_guest(1, WIDTH, HEIGHT);
	run_watch();
	d.busy = true;
	assert_int_equal(move_focus(1, false), -EBUSY);
	assert_seen_soon();
	d.busy = false;
	assert_int_equal(move_focus(1, true), -EBUSY);
	assert_seen_soon();
	assert_int_equal(move_focus(1, false), 0);
	assert_seen();
}

static void a_display_that_comes_late_and_goes(void **state)
{
	(void)state;
	begin(false);
	connect_guest(1, WIDTH, HEIGHT);
	run_watch();
	assert_non_null(strstr(said, "no display"));
	assert_int_equal(watch.delay, FBBACK_WATCH_IDLE);
	assert_int_equal(move_focus(1, false), 0);
	run_watch();
	assert_int_equal(counters(1)->shown, 0);
	d.there = true;
	assert_seen_soon();
	assert_non_null(strstr(said, "40 x 30"));
	assert_int_equal(watch.delay, FBBACK_WATCH_SHOWN);

	display_goes();
	run_watch();
	assert_false(d.open);
	assert_int_equal(counters(1)->shown, 0);
	draw(1);
	d.there = true;
	assert_seen_soon();
}

static void what_takes_the_display_is_noticed(void **state)
{
	(void)state;
	begin(true);
	connect_guest(1, WIDTH, HEIGHT);
	assert_int_equal(move_focus(1, false), 0);
	d.shown = NULL;
	draw(1);
	run_watch();
	assert_seen();
	assert_non_null(strstr(said, "took the display"));
}

static void a_step(void)
{
	domid_t domid = 1 + below(NUM_GUESTS);

	switch (below(14)) {
	case 0:
	case 1:
		connect_guest(domid, 1 + below(MAX_WIDTH), 1 + below(MAX_HEIGHT));
		break;
	case 2:
		if (below(2))
			disconnect_guest(domid);
		else
			destroy_guest(domid);
		break;
	case 3:
	case 4:
		move_focus(domid, below(3) == 0);
		break;
	case 5:
		move_focus(XEN_FOCUS_DOM0, false);
		break;
	case 6:
	case 7:
		draw(domid);
		break;
	case 8:
		draw(has_focus ? has_focus : domid);
		break;
	case 9:
		resize(domid, 1 + below(MAX_WIDTH), 1 + below(MAX_HEIGHT));
		break;
	case 10:
		run_watch();
		break;
	case 11:
		if (d.taken)
			d.shown = NULL;
		break;
	case 12:
		d.busy = !d.taken && below(3) == 0;
		break;
	case 13:
		d.fails = below(6) == 0;
		if (below(6) == 0)
			display_goes();
		else
			d.there = true;
		break;
	}
}

/* Whatever happens: as soon as nothing fails all is as it should be. */
static void in_any_order(void **state)
{
	unsigned int i;
	uint32_t run;

	for (run = 1; run <= 200; run++) {
		seed = run;
		begin(below(2));
		for (i = 0; i < 400; i++) {
			a_step();
			if (d.there && !d.gone && !d.busy && !d.fails)
				assert_seen_soon();
		}
		end(state);
	}
	begin(true);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(the_guest_in_focus_is_seen_at_once, end),
		cmocka_unit_test_teardown(nothing_runs_without_screens, end),
		cmocka_unit_test_teardown(a_guest_without_a_screen_is_named, end),
		cmocka_unit_test_teardown(a_program_keeps_the_display, end),
		cmocka_unit_test_teardown(a_display_that_comes_late_and_goes, end),
		cmocka_unit_test_teardown(what_takes_the_display_is_noticed, end),
		cmocka_unit_test_teardown(in_any_order, end),
	};

	return cmocka_run_group_tests_name("fbback_screen", tests, NULL, NULL);
}
