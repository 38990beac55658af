# SPDX-License-Identifier: GPL-2.0-only
# The host's fuzzers: libFuzzer, under ASan and UBSan. Each fuzz_NAME.c is one
# program; what it is built from besides itself is named here.

fuzz_targets := $(basename $(notdir $(wildcard tests/fuzz/fuzz_*.c)))

# libFuzzer is clang's alone.
FUZZ_CC := clang
FUZZ_CFLAGS := $(UNIT_CFLAGS) -fsanitize=fuzzer

# src_fuzz_NAME := files; libs_fuzz_NAME := libraries
src_fuzz_fbback_judge := backend/fbback_judge.c
src_fuzz_focus_route := backend/focus_route.c
src_fuzz_input_pair := backend/inputback_desc.c backend/inputback_ring.c \
	frontend/inputfront_core.c
src_fuzz_inputback_ring := backend/inputback_ring.c
src_fuzz_ledback_judge := backend/ledback_judge.c
src_fuzz_inputfront_core := frontend/inputfront_core.c
src_fuzz_ledfront_core := frontend/ledfront_core.c
src_fuzz_ledfront_names := frontend/ledfront_core.c
src_fuzz_link := board/link.c board/regs.c board/lcd.c
src_fuzz_panel_msg := board/panel_msg.c
libs_fuzz_panel_msg := -ljansson
src_fuzz_sp6ctl_config := $(addprefix tools/sp6ctl/,config.c leds.c inputs.c screen.c text.c)
src_fuzz_sp6ctl_leds := tools/sp6ctl/leds.c tools/sp6ctl/text.c
src_fuzz_sp6ctl_state := tools/sp6ctl/state.c
src_fuzz_sp6ctl_sysfs := tools/sp6ctl/sysfs.c tools/sp6ctl/input.c
src_fuzz_sp6ctl_uevent := tools/sp6ctl/uevent.c tools/sp6ctl/sysfs.c
src_fuzz_web_judge := board/web/web_judge.c board/panel_msg.c
libs_fuzz_web_judge := -ljansson

build/fuzz/%: tests/fuzz/%.c tests/fuzz/fuzz.mk
	@mkdir -p $(@D)
	@$(FUZZ_CC) $(FUZZ_CFLAGS) -MM -MP -MT $@ $< $(src_$*) >$@.d
	$(FUZZ_CC) $(FUZZ_CFLAGS) -o $@ $< $(src_$*) $(libs_$*)

$(addprefix build/fuzz/,$(fuzz_targets)): build/fuzz/%: $$(src_$$*)

-include $(wildcard build/fuzz/*.d)
