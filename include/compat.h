/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * compat.h - what differs between the kernels that the modules are built for, in one
 * place. The sources are written for the newest of them; here the older ones get its
 * words. include/compat.mk looks into the headers of the kernel at hand and defines
 * each COMPAT_... that holds: a version says little, since stable series change, too.
 * Include it after the kernel's headers. Must not know the drivers.
 */
#ifndef COMPAT_H
#define COMPAT_H

/*
 * What a xenbus driver's .remove returns, and how: return xenbus_removed(). It was an
 * int before 6.3, and in 6.1 before 6.1.162.
 */
#ifdef COMPAT_XENBUS_REMOVE_INT
#define xenbus_remove_t int
static inline int xenbus_removed(void)
{
	return 0;
}
#else
#define xenbus_remove_t void
static inline void xenbus_removed(void)
{
}
#endif

/* Now a device that is gone has no state, whatever its path says. */
#ifdef COMPAT_XENBUS_STATE_OF_PATH
#define xenbus_read_driver_state(dev, path) \
	((void)(dev), xenbus_read_driver_state(path))
#endif

/* Two steps became one. */
#ifdef COMPAT_HRTIMER_INIT
#define hrtimer_setup(timer, handler, clock, mode) \
	(hrtimer_init(timer, clock, mode), (void)((timer)->function = (handler)))
#endif

/* For get_default_font(): any width, or any height. It was a bit for each. */
#ifdef COMPAT_FONT_SIZES_U32
#define font_any_size (~0U)
#else
#define font_any_size NULL
#endif

/* The buffers of DRM's clients within the kernel had other names. */
#ifdef COMPAT_DRM_CLIENT_FRAMEBUFFER
#define drm_client_buffer_create_dumb	drm_client_framebuffer_create
#define drm_client_buffer_delete	drm_client_framebuffer_delete
#define drm_client_buffer_flush		drm_client_framebuffer_flush
#endif

/* It never took the display from a master: as now, if it is not forced to. */
#ifdef COMPAT_DRM_RESTORE_UNFORCED
#define drm_fb_helper_restore_fbdev_mode_unlocked(helper, force) \
	((void)(force), drm_fb_helper_restore_fbdev_mode_unlocked(helper))
#endif

#endif /* COMPAT_H */
