// SPDX-License-Identifier: GPL-2.0-only
/*
 * This domain's display: see fbback_display.h.
 *
 * Who opens the device's file is master if nobody is, as programs are. So the file is
 * open while we want to be, and at no other time: when the last one is closed, of a
 * program that ended for example, the kernel shows this domain's own screen. Meanwhile a
 * reference keeps the device, and another one its driver.
 *
 * While we are master this domain's fbdev draws into its own buffer, but does not show
 * it - except when a virtual terminal is set to text mode, which it forces upon everybody.
 */
#include <drm/drm.h>
#include <drm/drm_auth.h>
#include <drm/drm_crtc.h>
#include <drm/drm_device.h>
#include <drm/drm_drv.h>
#include <drm/drm_fb_helper.h>
#include <drm/drm_file.h>
#include <drm/drm_fourcc.h>
#include <drm/drm_framebuffer.h>
#include <drm/drm_ioctl.h>
#include <drm/drm_modes.h>
#include <drm/drm_modeset_lock.h>
#include <drm/drm_plane.h>
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/minmax.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/string.h>

#include "compat.h"
#include "fbback_display.h"

/* How many devices are looked at. */
#define FBBACK_MAX_CARDS	8

/* The device's file */

static struct drm_file *fbback_file(const struct file *card)
{
	return card->private_data;
}

static struct drm_device *fbback_device(const struct file *card)
{
	return fbback_file(card)->minor->dev;
}

/* -ENODEV: not a DRM device's. */
static struct file *fbback_open_card(unsigned int number)
{
	struct file *card;
	char name[32];

	snprintf(name, sizeof(name), "/dev/dri/card%u", number);
	card = filp_open(name, O_RDWR | O_CLOEXEC, 0);
	if (IS_ERR(card) || card->f_op->open == drm_open)
		return card;

	filp_close(card, NULL);
	return ERR_PTR(-ENODEV);
}

/* Returns whether we were master. */
static bool fbback_drop(struct file *card)
{
	return drm_is_current_master(fbback_file(card)) &&
	       !drm_ioctl(card, DRM_IOCTL_DROP_MASTER, 0);
}

/* A file is closed some time later, but from now on it is not the master's. */
static void fbback_close_card(struct file *card)
{
	fbback_drop(card);
	filp_close(card, NULL);
}

/* The right to the display */

bool fbback_display_is_taken(const struct fbback_display *display)
{
	return display->card;
}

int fbback_display_take(struct fbback_display *display)
{
	struct file *card;
	int err = 0;

	if (display->card)
		return 0;

	card = fbback_open_card(display->number);
	if (IS_ERR(card))
		return PTR_ERR(card);

	if (fbback_device(card) != display->client.dev)
		err = -ENODEV; /* another one has its name now */
	else if (!drm_is_current_master(fbback_file(card)))
		err = -EBUSY;
	if (err)
		fbback_close_card(card);
	else
		display->card = card;
	return err;
}

/* If a program became master in between, the screen is its own. */
static void fbback_restore(struct drm_device *dev)
{
	int idx;

	if (!drm_dev_enter(dev, &idx))
		return;
	drm_fb_helper_restore_fbdev_mode_unlocked(dev->fb_helper, false);
	drm_dev_exit(idx);
}

void fbback_display_give_back(struct fbback_display *display)
{
	if (!display->card)
		return;

	fbback_close_card(display->card);
	display->card = NULL;
	fbback_restore(display->client.dev);
}

/* The device */

bool fbback_display_is_open(const struct fbback_display *display)
{
	return display->client.dev;
}

bool fbback_display_is_gone(const struct fbback_display *display)
{
	return drm_dev_is_unplugged(display->client.dev);
}

/* The screen of a device with fbdev emulation is drawn by the kernel. */
static bool fbback_is_display(struct drm_device *dev)
{
	return dev->fb_helper && READ_ONCE(dev->fb_helper->fb);
}

/* Its number, in *number. */
static struct file *fbback_find_card(unsigned int *number)
{
	struct file *card;

	for (*number = 0; *number < FBBACK_MAX_CARDS; ++*number) {
		card = fbback_open_card(*number);
		if (IS_ERR(card))
			continue;
		if (fbback_is_display(fbback_device(card)))
			return card;
		fbback_close_card(card);
	}
	return ERR_PTR(-ENODEV);
}

/* The same for all monitors, as this domain's own screen is. */
static int fbback_measure(struct fbback_display *display)
{
	struct drm_client_dev *client = &display->client;
	struct drm_mode_set *modeset;

	display->width = U32_MAX;
	display->height = U32_MAX;

	mutex_lock(&client->modeset_mutex);
	drm_client_for_each_modeset(modeset, client) {
		if (!modeset->mode)
			continue;
		display->surface_width = max_t(u32, display->surface_width,
					       modeset->mode->hdisplay);
		display->surface_height = max_t(u32, display->surface_height,
						modeset->mode->vdisplay);
		display->width = min_t(u32, display->width, modeset->mode->hdisplay);
		display->height = min_t(u32, display->height, modeset->mode->vdisplay);
	}
	mutex_unlock(&client->modeset_mutex);

	return display->surface_width && display->surface_height ? 0 : -ENODEV;
}

/* The device is there as long as its file is open. */
static int fbback_use(struct fbback_display *display, struct drm_device *dev)
{
	int err;

	display->driver = dev->driver->fops->owner;
	__module_get(display->driver);
	err = drm_client_init(dev, &display->client, "xen-fbback", NULL);
	if (err) {
		module_put(display->driver);
		memset(display, 0, sizeof(*display));
		return err;
	}

	err = drm_client_modeset_probe(&display->client, 0, 0);
	if (!err)
		err = fbback_measure(display);
	if (err)
		fbback_display_close(display);
	return err;
}

int fbback_display_open(struct fbback_display *display)
{
	unsigned int number;
	struct file *card;
	int err;

	card = fbback_find_card(&number);
	if (IS_ERR(card))
		return PTR_ERR(card);

	/* This domain's screen may have had to change just now. */
	if (fbback_drop(card))
		fbback_restore(fbback_device(card));

	err = fbback_use(display, fbback_device(card));
	if (!err)
		display->number = number;
	fbback_close_card(card);

	return err;
}

void fbback_display_close(struct fbback_display *display)
{
	fbback_display_give_back(display);
	drm_client_release(&display->client);
	module_put(display->driver);
	memset(display, 0, sizeof(*display));
}

/* Buffers */

struct drm_client_buffer *fbback_display_create(struct fbback_display *display)
{
	return drm_client_buffer_create_dumb(&display->client, display->surface_width,
					     display->surface_height, DRM_FORMAT_XRGB8888);
}

void fbback_display_delete(struct drm_client_buffer *buffer)
{
	drm_client_buffer_delete(buffer);
}

size_t fbback_display_pitch(const struct drm_client_buffer *buffer)
{
	return buffer->fb->pitches[0];
}

int fbback_display_map(struct drm_client_buffer *buffer, struct iosys_map *map)
{
	return drm_client_buffer_vmap(buffer, map);
}

/* Some displays have to be told that their memory was written. */
void fbback_display_unmap(struct drm_client_buffer *buffer)
{
	drm_client_buffer_vunmap(buffer);
	drm_client_buffer_flush(buffer, NULL);
}

int fbback_display_show(struct fbback_display *display, struct drm_client_buffer *buffer)
{
	struct drm_client_dev *client = &display->client;
	struct drm_mode_set *modeset;
	int err;
	int idx;

	mutex_lock(&client->modeset_mutex);
	drm_client_for_each_modeset(modeset, client) {
		if (!modeset->mode)
			continue;
		modeset->fb = buffer->fb;
		modeset->x = 0;
		modeset->y = 0;
	}
	mutex_unlock(&client->modeset_mutex);

	if (!drm_dev_enter(client->dev, &idx))
		return -ENODEV;
	err = drm_client_modeset_commit_locked(client);
	drm_dev_exit(idx);

	return err;
}

static bool fbback_crtc_shows(struct drm_crtc *crtc, const struct drm_framebuffer *fb)
{
	struct drm_plane *plane = crtc->primary;
	bool shows;

	drm_modeset_lock(&plane->mutex, NULL);
	shows = (plane->state ? plane->state->fb : plane->fb) == fb;
	drm_modeset_unlock(&plane->mutex);

	drm_modeset_lock(&crtc->mutex, NULL);
	if (crtc->state)
		shows = shows && crtc->state->active;
	drm_modeset_unlock(&crtc->mutex);

	return shows;
}

bool fbback_display_shows(struct fbback_display *display,
			  const struct drm_client_buffer *buffer)
{
	struct drm_client_dev *client = &display->client;
	struct drm_mode_set *modeset;
	bool shows = true;

	mutex_lock(&client->modeset_mutex);
	drm_client_for_each_modeset(modeset, client)
		if (modeset->mode)
			shows = shows && fbback_crtc_shows(modeset->crtc, buffer->fb);
	mutex_unlock(&client->modeset_mutex);

	return shows;
}
