// SPDX-License-Identifier: GPL-2.0-only
/* vfb.c - see vfb.h. */
#include <stdio.h>
#include <stdlib.h>

#include "sysfs.h"
#include "vfb.h"

#define WIDTH		"width"
#define HEIGHT		"height"
#define VIDEORAM	"videoram"

static unsigned int num(const struct share *share)
{
	return share->screen.width ? 1 : 0;
}

/* A front-end looks at all three as soon as it is there, and at no later time. */
static void write_nodes(struct txn *txn, const struct device *device, const struct share *share)
{
	write_number(txn, share->screen.width, device->back, WIDTH);
	write_number(txn, share->screen.height, device->back, HEIGHT);
	write_number(txn, screen_videoram(&share->screen), device->back, VIDEORAM);
}

static unsigned int read_number(struct xs_handle *xs, const char *folder, const char *name)
{
	char *text = store_read(xs, "%s/%s", folder, name);
	unsigned int number;

	if (!text || sscanf(text, "%9u", &number) != 1)
		number = 0;
	free(text);
	return number;
}

void vfb_read(struct xs_handle *xs, const struct device *device, struct screen *screen)
{
	screen->width = read_number(xs, device->back, WIDTH);
	screen->height = read_number(xs, device->back, HEIGHT);
	if (!screen->width || !screen->height)
		*screen = (struct screen){ 0 };
}

static bool is_same(struct xs_handle *xs, const struct device *device, const struct share *share)
{
	struct screen screen;

	vfb_read(xs, device, &screen);
	return screen.width == share->screen.width && screen.height == share->screen.height;
}

static void describe(struct xs_handle *xs, const struct device *device,
		     struct description *description)
{
	struct screen screen;

	vfb_read(xs, device, &screen);
	if (screen.width)
		snprintf(description->what, sizeof(description->what), ", %ux%u", screen.width,
			 screen.height);
}

bool vfb_shown(const struct device *device, bool *shown)
{
	char *line = sysfs_read("bus/xen-backend/devices/%s-%u-%u/shown", device->kind->name,
				device->domid, device->devid);
	unsigned int value;
	bool good = line && sscanf(line, "%9u", &value) == 1;

	*shown = good && value;
	free(line);
	return good;
}

const struct maker vfb_maker = {
	.kind = &vfb,
	.other = "a screen of another size",
	.num = num,
	.write = write_nodes,
	.is_same = is_same,
	.describe = describe,
};
