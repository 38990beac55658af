################################################################################
#
# xen-sp6
#
################################################################################

XEN_SP6_VERSION = 0.1
XEN_SP6_SITE = $(BR2_EXTERNAL_XEN_SP6_PATH)/../..
XEN_SP6_SITE_METHOD = local
XEN_SP6_OVERRIDE_SRCDIR_RSYNC_EXCLUSIONS = \
	--exclude /build --exclude /cache --exclude /var
XEN_SP6_LICENSE = GPL-2.0, MIT (include/xen)
XEN_SP6_LICENSE_FILES = LICENSES/GPL-2.0-only.txt LICENSES/MIT.txt

XEN_SP6_MODULE_SUBDIRS = \
	$(if $(BR2_PACKAGE_XEN_SP6_FRONT),frontend) \
	$(if $(BR2_PACKAGE_XEN_SP6_BACK),backend) \
	$(if $(BR2_PACKAGE_XEN_SP6_BOARD),dom0-drivers)

ifeq ($(BR2_PACKAGE_XEN_SP6_TOOLS),y)
XEN_SP6_DEPENDENCIES += jansson xen

# Buildroot's xen puts its libraries into the target, and not where others are built.
XEN_SP6_XEN = $(XEN_DIR)/dist/install/usr
XEN_SP6_PROGRAMS_MAKE = $(TARGET_MAKE_ENV) $(TARGET_CONFIGURE_OPTS) $(MAKE) -C $(@D) \
	-f packaging/native.mk PARTS=tools \
	CPPFLAGS="$(TARGET_CPPFLAGS) -isystem $(XEN_SP6_XEN)/include" \
	LDFLAGS="$(TARGET_LDFLAGS) -L$(XEN_SP6_XEN)/lib -Wl,-rpath-link,$(XEN_SP6_XEN)/lib"

define XEN_SP6_BUILD_CMDS
	$(XEN_SP6_PROGRAMS_MAKE) programs
endef

define XEN_SP6_INSTALL_TARGET_CMDS
	$(XEN_SP6_PROGRAMS_MAKE) install-programs PREFIX=/usr DESTDIR=$(TARGET_DIR)
endef
endif

# Without folders of modules Buildroot would build all that there are.
ifneq ($(strip $(XEN_SP6_MODULE_SUBDIRS)),)
$(eval $(kernel-module))
endif
$(eval $(generic-package))
