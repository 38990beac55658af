# SPDX-License-Identifier: GPL-2.0-only
# Builds and installs for the computer at hand, or for what a distribution's build
# system names: modules for one kernel, programs with one compiler. `make install` at
# the top comes here. Must not know a distribution.
#
#   KDIR       the kernel's headers                   (the running kernel's)
#   DESTDIR    where the root of the file system is   (/)
#   PREFIX     where programs go below it             (/usr/local)
#   PARTS      of front back board tools: what to build (all but board)
#   OUT        where it is built                      (build/native)
#   BIN        and the programs                       (there, by their machine)
#   KERNEL_ARCH, CROSS_COMPILE   another machine's, in the kernel's words
#   CC CPPFLAGS CFLAGS LDFLAGS   for the programs

KDIR ?= /lib/modules/$(shell uname -r)/build
PREFIX ?= /usr/local
PARTS ?= front back tools
OUT ?= build/native
CFLAGS ?= -O2 -g
ifneq ($(CROSS_COMPILE),)
CC := $(CROSS_COMPILE)gcc
endif

folder_front := frontend
folder_back := backend
folder_board := dom0-drivers

unknown := $(filter-out front back board tools,$(PARTS))
$(if $(unknown),$(error PARTS are of front back board tools, there is no: $(unknown)))
folders := $(foreach part,$(filter-out tools,$(PARTS)),$(folder_$(part)))
BIN ?= $(OUT)/$(shell $(CC) -dumpmachine)
programs = $(if $(filter tools,$(PARTS)),$(addprefix $(BIN)/,sp6ctl sp6-buttons sp6-picture))

.DELETE_ON_ERROR:
.PHONY: all modules programs install install-modules install-programs install-dkms clean
all: modules programs
install: install-modules install-programs

# Modules: in a tree of links to the sources, one for each kernel.
uts_release := $(KDIR)/include/generated/utsrelease.h
kernel_release = $(shell sed -n 's/.*UTS_RELEASE "\(.*\)"/\1/p' $(uts_release) 2>/dev/null)
tree = $(abspath $(OUT))/$(kernel_release)
kbuild = $(MAKE) -C $(KDIR) M=$(tree) --no-print-directory XEN_SP6_FOLDERS="$(addsuffix /,$(folders))" \
	$(if $(KERNEL_ARCH),ARCH=$(KERNEL_ARCH)) $(if $(CROSS_COMPILE),CROSS_COMPILE=$(CROSS_COMPILE))

modules:
ifneq ($(folders),)
	@test -e $(uts_release) || \
		{ echo "native.mk: no kernel headers in $(KDIR): install them, or say KDIR=..." >&2; exit 1; }
	@mkdir -p $(tree)
	@find $(tree) -xtype l -delete
	@cp -rsf $(addprefix $(CURDIR)/,Kbuild include $(folders)) $(tree)
	+$(kbuild) modules
endif

# Headers of a distribution are without the key that signs its modules.
unsigned = $(if $(wildcard $(KDIR)/certs/signing_key.pem),,CONFIG_MODULE_SIG_ALL=)

install-modules: modules
ifneq ($(folders),)
	+$(kbuild) $(unsigned) $(if $(DESTDIR),INSTALL_MOD_PATH=$(abspath $(DESTDIR))) INSTALL_MOD_DIR=updates modules_install
	$(if $(DESTDIR),,depmod $(kernel_release))
endif

# Programs
include tools/sources.mk

programs: $(programs)

program_cc = $(CC) -std=c11 -D_GNU_SOURCE $(CPPFLAGS) -Iinclude -I. -Wall -Wextra $(CFLAGS) $(LDFLAGS)

$(BIN)/sp6ctl: $(sp6ctl_sources)
	@mkdir -p $(@D)
	$(program_cc) -o $@ $^ -lxenstore -ljansson
$(BIN)/sp6-buttons: $(buttons_sources)
	@mkdir -p $(@D)
	$(program_cc) -o $@ $^
$(BIN)/sp6-picture: $(picture_sources)
	@mkdir -p $(@D)
	$(program_cc) -o $@ $^

install-programs: $(programs)
	$(if $(programs),install -d $(DESTDIR)$(PREFIX)/bin)
	$(if $(programs),install $(programs) $(DESTDIR)$(PREFIX)/bin)

# The sources of PARTS' modules for DKMS, all in one folder, DKMS_DIR, which the
# distribution's tool may give its dkms.conf.
install-dkms:
	install -d $(DESTDIR)$(DKMS_DIR)
	cp -r include $(folders) $(DESTDIR)$(DKMS_DIR)

clean:
	rm -rf $(OUT)
