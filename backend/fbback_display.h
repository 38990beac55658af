/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * fbback_display.h - this domain's display: what is shown on it instead of this
 * domain's own screen, and how it comes back.
 *
 * The display is the first DRM device whose screen the kernel's fbdev emulation draws.
 * It is used as a client within the kernel does, and so that a program's rights are
 * respected: to show something one must be the device's master, which a program may be.
 * Must not know guests.
 *
 * A caller's lock covers each display: no two calls for it at a time. All of this:
 * process context, and it may take as long as hardware does.
 */
#ifndef FBBACK_DISPLAY_H
#define FBBACK_DISPLAY_H

#include <drm/drm_client.h>
#include <linux/fs.h>
#include <linux/iosys-map.h>
#include <linux/types.h>

struct fbback_display {
	struct drm_client_dev client;	/* without a device there is no display */
	struct module *driver;
	unsigned int number;
	struct file *card;		/* the device's, while we are master; or NULL */

	/* Of what is shown, and of what each monitor shows of it; in pixels. */
	u32 surface_width;
	u32 surface_height;
	u32 width;
	u32 height;
};

/* -ENODEV: there is none. *display is zeroed. */
int fbback_display_open(struct fbback_display *display);
bool fbback_display_is_open(const struct fbback_display *display);

/* There are no buffers any more. All that follows needs a display that is open. */
void fbback_display_close(struct fbback_display *display);

/* Was it taken out of the machine, or its driver away? */
bool fbback_display_is_gone(const struct fbback_display *display);

/* Becomes master; -EBUSY: a program is. 0 also if we are already. */
int fbback_display_take(struct fbback_display *display);
bool fbback_display_is_taken(const struct fbback_display *display);

/* If we are master, we are no more: this domain's own screen is shown. */
void fbback_display_give_back(struct fbback_display *display);

/*
 * What can be shown: a buffer of the surface's size, 32 bits a pixel. If it is deleted
 * while it is shown the display goes dark.
 */
struct drm_client_buffer *fbback_display_create(struct fbback_display *display);
void fbback_display_delete(struct drm_client_buffer *buffer);

/* Its memory, row by row with the buffer's pitch (in bytes), for a short time. */
size_t fbback_display_pitch(const struct drm_client_buffer *buffer);
int fbback_display_map(struct drm_client_buffer *buffer, struct iosys_map *map);
void fbback_display_unmap(struct drm_client_buffer *buffer);

/* We are master. */
int fbback_display_show(struct fbback_display *display, struct drm_client_buffer *buffer);
bool fbback_display_shows(struct fbback_display *display,
			  const struct drm_client_buffer *buffer);

#endif /* FBBACK_DISPLAY_H */
