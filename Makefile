# SPDX-License-Identifier: GPL-2.0-only
# Builds everything into build/, each part when it is out of date. `make help`
# names the targets. Steps are scripts of their own in scripts/; must not know
# how they work.

ARCH ?= armhf
export ARCH
include scripts/arch/make.mk

# With DEBUG_KERNEL=1 all that depends on the kernel is made in build/debug/.
export DEBUG_KERNEL
BUILD := $(if $(filter 1,$(DEBUG_KERNEL)),build/debug,build)

.DELETE_ON_ERROR:
.PHONY: all help host panel modules guest update unit lint fuzz system check soak bench debug-kernel clean
.DEFAULT_GOAL := all

help:
	@echo "make            build everything (./deploy ex puts it on the SD card, ./stex boots it)"
	@echo "make panel      the front panel for browsers alone (./stex --panel does it, too)"
	@echo "make check      all tests: unit, lint, fuzz, and the system in QEMU"
	@echo "make unit       unit tests alone, on the host"
	@echo "make lint       sparse, shellcheck"
	@echo "make fuzz       fuzzers alone, on the host; FUZZ_SECONDS=600: longer than 60 s each"
	@echo "make system     system tests alone, in QEMU"
	@echo "make soak       all tests, with long counts"
	@echo "make bench      how near LEDs, buttons and screen come to what is possible, in QEMU (20 minutes);"
	@echo "                QUICK=1: less of it (5 minutes), as make check does"
	@echo "make debug-kernel  build a kernel that looks for errors, once (20 minutes);"
	@echo "                DEBUG_KERNEL=1 with make check, ./deploy ex or ./stex uses it"
	@echo "make update     take the newest Debian packages for the target"
	@echo "make clean      remove what was built; keeps downloads and the SD card"

# Host programs, guest programs, modules: incremental by themselves.
TARGET_ROOT := build/target/root
include board/board.mk
include tools/tools.mk
include tests/unit/unit.mk
include tests/fuzz/fuzz.mk
include tests/programs/programs.mk
include bench/bench.mk

host: $(host_programs)
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

build/target/.done: scripts/target-packages scripts/arch/$(ARCH) | build/host-packages.done
	@scripts/target-packages

build/debug-packages.done: scripts/host-packages
	@scripts/host-packages --debug-kernel
	@mkdir -p $(@D) && touch $@

build/debug/target/.done: scripts/debug-kernel scripts/debug-kernel.config scripts/kernel-modules.sh build/target/.done | build/debug-packages.done
	@scripts/debug-kernel

debug-kernel: build/debug/target/.done

update: build/host-packages.done
	@scripts/target-packages

target_objects := $(sp6ctl_objects) $(buttons_objects) $(picture_objects) $(test_objects) $(bench_objects)
$(target_objects) $(sp6-board_obj) $(sp6-panel_obj) $(sp6-console_obj) $(host_picture_objects): | build/host-packages.done
$(target_objects): | build/target/.done

# Modules: kbuild knows best what is out of date; it is asked when a source is.
module_sources := Kbuild $(wildcard frontend/* backend/* dom0-drivers/* \
	tests/modules/* bench/modules/* include/*.h include/xen/io/*)

modules: $(BUILD)/modules.done
$(BUILD)/modules.done: $(module_sources) scripts/modules $(BUILD)/target/.done
	@echo "==> Kernel modules"
	@scripts/modules -s
	@touch $@

# Root file systems and boot files
overlay := $(shell find rootfs-overlay)

$(BUILD)/rootfs/.done: scripts/rootfs scripts/kernel-modules.sh $(overlay) $(BUILD)/modules.done $(tools)
	@scripts/rootfs

$(BUILD)/boot.done: scripts/boot-files scripts/boot.cmd scripts/native.cmd $(BUILD)/rootfs/.done
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

lint: $(BUILD)/target/.done | build/test-packages.done
	@tests/lint

fuzz: $(addprefix build/fuzz/,$(fuzz_targets))
	@tests/fuzz/run $^

system: all panel build/unit/sp6-web-asan $(test_programs) build/host/sp6-picture | build/test-packages.done
	@tests/system/run

bench: all $(bench_programs) build/host/sp6-picture | build/test-packages.done build/bench-packages.done
	@bench/run

check:
	@tests/check

soak:
	@tests/check --soak

clean:
	rm -rf build
