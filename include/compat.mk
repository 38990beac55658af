# SPDX-License-Identifier: GPL-2.0-only
# For the Kbuild files: where our headers are, and what compat.h has to know of the
# kernel that the modules are built for. A probe is a pattern that the kernel's header
# has if the kernel is an older one. Must not know the drivers.

# $(call compat-probe,header,pattern of grep -E,what it says)
compat-probe = $(if $(shell grep -E '$(2)' $(srctree)/include/$(1)),-DCOMPAT_$(3))

ccflags-y += -I$(patsubst %/,%,$(dir $(lastword $(MAKEFILE_LIST))))
ccflags-y += $(call compat-probe,xen/xenbus.h,int \(\*remove\),XENBUS_REMOVE_INT)
ccflags-y += $(call compat-probe,xen/xenbus.h,read_driver_state.const char,XENBUS_STATE_OF_PATH)
ccflags-y += $(call compat-probe,linux/hrtimer.h,void hrtimer_init.struct,HRTIMER_INIT)
ccflags-y += $(call compat-probe,linux/font.h,u32 font_w,FONT_SIZES_U32)
ccflags-y += $(call compat-probe,drm/drm_client.h,drm_client_framebuffer_create,DRM_CLIENT_FRAMEBUFFER)
ccflags-y += $(call compat-probe,drm/drm_fb_helper.h,restore_fbdev_mode_unlocked.*fb_helper.;,DRM_RESTORE_UNFORCED)
