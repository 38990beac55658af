# SPDX-License-Identifier: GPL-2.0-only
# Stands in for Buildroot: does with a package's file what Buildroot does, as far as the
# recipe in packaging/buildroot relies on it. From the command line come CONFIG, KERNEL,
# KERNEL_ARCH, CROSS_COMPILE, CFLAGS, LDFLAGS, XEN_DIR (Xen's build), TARGET_DIR, and TREE,
# the package's copy.
include $(CONFIG)

TARGET_LDFLAGS := $(LDFLAGS)
TARGET_CONFIGURE_OPTS = CC="$(CROSS_COMPILE)gcc" CFLAGS="$(CFLAGS)" LDFLAGS="$(TARGET_LDFLAGS)"

.PHONY: all
all: $(TREE)/.stamp_installed

# One folder after the other, each by itself.
modules = $(foreach folder,$(XEN_SP6_MODULE_SUBDIRS),$(MAKE) -s -C $(KERNEL) ARCH=$(KERNEL_ARCH) \
	CROSS_COMPILE=$(CROSS_COMPILE) INSTALL_MOD_PATH=$(TARGET_DIR) \
	PWD=$(@D)/$(folder) M=$(@D)/$(folder) $(1) &&) true

define kernel-module
kernel_modules = $$(call modules,$$(1))
endef

define generic-package
$$(TREE)/.stamp_copied:
	rm -rf $$(@D)
	mkdir -p $$(@D)
	tar -c -C $$(XEN_SP6_SITE) $$(subst --exclude /,--exclude=./,$$(XEN_SP6_OVERRIDE_SRCDIR_RSYNC_EXCLUSIONS)) \
		--exclude-vcs . | tar -x -C $$(@D)
	$$(foreach file,$$(XEN_SP6_LICENSE_FILES),test -f $$(@D)/$$(file) &&) touch $$@

$$(TREE)/.stamp_built: $$(TREE)/.stamp_copied
	$$(XEN_SP6_BUILD_CMDS)
	$$(call kernel_modules,modules)
	touch $$@

$$(TREE)/.stamp_installed: $$(TREE)/.stamp_built
	$$(XEN_SP6_INSTALL_TARGET_CMDS)
	$$(call kernel_modules,modules_install)
	touch $$@
endef

include $(BR2_EXTERNAL_XEN_SP6_PATH)/external.mk
