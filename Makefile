# SPDX-License-Identifier: GPL-2.0-only
# Builds everything into build/, each part when it is out of date. `make help`
# names the targets. Steps are scripts of their own in scripts/; must not know
# how they work.

ARCH ?= armhf
export ARCH
include scripts/arch/make.mk

# What depends on the board or on a kernel is made in folders of its own, which
# scripts/lib.sh names.
choices := BOARD KERNEL_DOM0 KERNEL_DOMU DEBUG_KERNEL QEMU_FROM
export $(choices)
folders := $(shell export $(foreach choice,ARCH $(choices),$(choice)='$($(choice))'); \
	. scripts/lib.sh && echo $$BUILD $$DOM0_KERNEL $$DOMU_KERNEL)
ifeq ($(folders),)
$(error nothing can be built: see the line above)
endif
BUILD := $(firstword $(folders))
kernels := $(sort $(wordlist 2,3,$(folders)))

.DELETE_ON_ERROR:
.PHONY: all help host panel modules guest update unit lint fuzz system system-programs check soak bench matrix debug-kernel \
	install packages check-packages check-kernels check-recipes clean
.DEFAULT_GOAL := all

help:
	@echo "make            build everything (./deploy ex puts it on the SD card, ./stex boots it)"
	@echo "make panel      the front panel for browsers alone (./stex --panel does it, too)"
	@echo "make check      all tests: unit, lint, fuzz, the system in QEMU, and make bench QUICK=1"
	@echo "make unit       unit tests alone, on the host"
	@echo "make lint       sparse, shellcheck"
	@echo "make fuzz       fuzzers alone, on the host; FUZZ_SECONDS=600: longer than 60 s each"
	@echo "make system     system tests alone, in QEMU"
	@echo "make soak       all tests, with long counts"
	@echo "make matrix     short system tests with each pair of kernels, as a table"
	@echo "make bench      how near LEDs, buttons and screen come to what is possible, in QEMU (17 minutes);"
	@echo "                QUICK=1: less of it (3 minutes), as make check does"
	@echo "make debug-kernel  build a kernel that looks for errors, once (20 minutes);"
	@echo "                DEBUG_KERNEL=1 with make check, ./deploy ex or ./stex uses it"
	@echo "make update     take the newest Debian packages for the target"
	@echo "make install    modules and tools for this computer, or with KDIR= DESTDIR= another"
	@echo "                (docs/native.md)"
	@echo "make packages   Debian packages of modules (DKMS) and tools, in build/packages/"
	@echo "make check-packages  build, install and remove them in clean Debian systems"
	@echo "make check-kernels   compile the modules for all of Debian's kernels"
	@echo "make check-recipes   build with the recipes for Buildroot and Yocto"
	@echo "make clean      remove what was built; keeps downloads and the SD card"

# Host programs, guest programs, modules: incremental by themselves.
TARGET_ROOT := build/target/root
include board/board.mk
include tools/tools.mk
include tests/unit/unit.mk
include tests/fuzz/fuzz.mk
include tests/programs/programs.mk
include bench/bench.mk

host: $(host_programs) $(if $(filter backports,$(QEMU_FROM)),build/backports/qemu/.done)
panel: build/host/sp6-web build/novnc/.done
guest: $(tools)
all: $(BUILD)/boot.done host

# Host and target packages
build/host-packages.done: scripts/host-packages scripts/arch/$(ARCH)
	@scripts/host-packages
	@mkdir -p $(@D) && touch $@

build/panel-packages.done: scripts/host-packages
	@scripts/host-packages --panel
	@mkdir -p $(@D) && touch $@

$(sp6-web_obj): | build/panel-packages.done

build/novnc/.done: scripts/novnc | build/target/.done
	@scripts/novnc

build/target/.done: scripts/target-packages scripts/kernel-packages.sh scripts/arch/$(ARCH) | build/host-packages.done
	@scripts/target-packages

build/debug-packages.done: scripts/host-packages
	@scripts/host-packages --debug-kernel
	@mkdir -p $(@D) && touch $@

build/debug/target/.done: scripts/debug-kernel scripts/debug-kernel.config scripts/kernel-modules.sh build/target/.done | build/debug-packages.done
	@scripts/debug-kernel

debug-kernel: build/debug/target/.done

build/backports/target/.done: scripts/backports-kernel scripts/backports.sh scripts/kernel-packages.sh build/target/.done
	@scripts/backports-kernel

build/backports/qemu/.done: scripts/backports-qemu scripts/backports.sh | build/target/.done
	@scripts/backports-qemu

update: build/host-packages.done
	@scripts/target-packages

target_objects := $(sp6ctl_objects) $(buttons_objects) $(picture_objects) $(test_objects) $(bench_objects)
$(target_objects) $(sp6-board_obj) $(sp6-panel_obj) $(sp6-console_obj) $(host_picture_objects) $(answer_objects): | build/host-packages.done
$(target_objects): | build/target/.done

# Modules: kbuild knows best what is out of date; it is asked when a source is.
module_sources := Kbuild $(wildcard frontend/* backend/* dom0-drivers/* \
	tests/modules/* bench/modules/* include/*.h include/*.mk include/xen/io/*)

modules: $(kernels:%=%/modules.done)
$(kernels:%=%/modules.done): %/modules.done: $(module_sources) scripts/modules %/target/.done
	@echo "==> Kernel modules"
	@MODULES_KERNEL=$* scripts/modules -s
	@touch $@

# Root file systems and boot files
overlay := $(shell find rootfs-overlay)
board := $(wildcard scripts/board/*)

$(BUILD)/rootfs/.done: scripts/rootfs scripts/kernel-modules.sh $(board) $(overlay) $(kernels:%=%/modules.done) $(tools)
	@scripts/rootfs

$(BUILD)/boot.done: scripts/boot-files scripts/boot.cmd scripts/native.cmd $(board) $(BUILD)/rootfs/.done
	@scripts/boot-files

# Tests
build/test-packages.done: scripts/host-packages
	@scripts/host-packages --test
	@scripts/host-packages --record || echo "==> Without Chromium the tests that need a browser are not run"
	@mkdir -p $(@D) && touch $@

build/bench-packages.done: scripts/host-packages
	@scripts/host-packages --bench
	@mkdir -p $(@D) && touch $@

$(addprefix build/unit/,$(unit_tests)): | build/test-packages.done
$(addprefix build/fuzz/,$(fuzz_targets)): | build/test-packages.done

unit: $(addprefix build/unit/,$(unit_tests))
	@tests/unit/run $^

lint: $(kernels:%=%/target/.done) | build/test-packages.done
	@tests/lint

fuzz: $(addprefix build/fuzz/,$(fuzz_targets))
	@tests/fuzz/run $^

system-programs: all $(test_programs) build/host/sp6-picture | build/test-packages.done

system: system-programs panel build/unit/sp6-web-asan
	@tests/system/run

bench: all $(bench_programs) build/host/sp6-picture | build/test-packages.done build/bench-packages.done
	@bench/run

matrix:
	@tests/matrix

check:
	@tests/check

soak:
	@tests/check --soak

# For other computers than the emulated one. What is said of the emulated one's
# architecture does not hold there; the command line does.
install:
	@env -u ARCH -u CROSS_COMPILE $(MAKE) --no-print-directory -f packaging/native.mk install

build/packaging-packages.done: scripts/host-packages
	@scripts/host-packages --packaging
	@mkdir -p $(@D) && touch $@

packages: build/packaging-packages.done
	@scripts/debian-packages

check-packages: packages
	@tests/packages/run

check-recipes: build/target/.done build/host-packages.done
	@tests/recipes/run

check-kernels: build/packaging-packages.done
	@tests/kernels/run

clean:
	rm -rf build
