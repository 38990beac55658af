# SPDX-License-Identifier: GPL-2.0-only
# The host's unit tests: cmocka, under ASan and UBSan. Each test_NAME.c is one
# program; what it is built from besides itself is named here.

unit_tests := $(basename $(notdir $(wildcard tests/unit/test_*.c)))

UNIT_CFLAGS := -std=c11 -g -O1 -Wall -Wextra -Werror -D_GNU_SOURCE -Iinclude -I. \
	-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
UNIT_LIBS := -lcmocka

# src_test_NAME := files; libs_test_NAME := libraries; flags_test_NAME := for the compiler
src_test_bench := bench/programs/floor.c tools/evdev.c
src_test_fbback_judge := backend/fbback_judge.c
src_test_fbback_plain := backend/fbback_plain.c
src_test_fbback_screen := backend/fbback_judge.c
# The kernel does not ask for the names of what is not used.
flags_test_fbback_screen := -Itests/unit/fake/kernel -Ibackend -Wno-unused-parameter
src_test_focus_route := backend/focus_route.c
src_test_inputback_desc := backend/inputback_desc.c
src_test_inputback_ring := backend/inputback_ring.c
src_test_ledback_judge := backend/ledback_judge.c
src_test_inputfront_core := frontend/inputfront_core.c
src_test_ledfront_core := frontend/ledfront_core.c
src_test_regs := board/regs.c board/lcd.c
src_test_lcd := board/lcd.c board/regs.c
src_test_link := board/link.c board/regs.c board/lcd.c
src_test_panel_keys := board/panel_keys.c
src_test_panel_msg := board/panel_msg.c
libs_test_panel_msg := -ljansson
src_test_sp6_picture := tools/picture.c
played_sp6ctl := tests/unit/fake/world.c $(addprefix tools/sp6ctl/,maker.c vled.c vinput.c vfb.c \
	gift.c focus.c owner.c device.c state.c sysfs.c input.c config.c leds.c inputs.c screen.c text.c) \
	backend/inputback_desc.c
src_test_sp6ctl_commands := $(addprefix tools/sp6ctl/,attach.c detach.c status.c report.c \
	report_text.c report_json.c) $(played_sp6ctl)
libs_test_sp6ctl_commands := -ljansson
played_flags := -Itests/unit/fake -Wl,--wrap=write
flags_test_sp6ctl_commands := $(played_flags)
src_test_sp6ctl_config := $(addprefix tools/sp6ctl/,config.c leds.c inputs.c screen.c text.c)
src_test_sp6ctl_keeper := tools/sp6ctl/keeper.c tools/sp6ctl/ownership.c $(played_sp6ctl)
flags_test_sp6ctl_keeper := $(played_flags)
src_test_sp6ctl_state := tools/sp6ctl/state.c
src_test_sp6ctl_sysfs := tools/sp6ctl/sysfs.c tools/sp6ctl/input.c
src_test_sp6ctl_usage := $(addprefix tools/sp6ctl/,leds.c inputs.c screen.c text.c)
src_test_sp6ctl_teller := $(addprefix tools/sp6ctl/,teller.c names.c) board/panel_msg.c $(played_sp6ctl)
libs_test_sp6ctl_teller := -ljansson
flags_test_sp6ctl_teller := $(played_flags)
src_test_sp6ctl_uevent := tools/sp6ctl/uevent.c
src_test_typed := board/typed.c
src_test_web_judge := board/web/web_judge.c board/panel_msg.c
libs_test_web_judge := -ljansson

build/unit/%: tests/unit/%.c tests/unit/unit.mk
	@mkdir -p $(@D)
	@$(CC) $(UNIT_CFLAGS) $(flags_$*) -MM -MP -MT $@ $< $(src_$*) >$@.d
	$(CC) $(UNIT_CFLAGS) $(flags_$*) -o $@ $< $(src_$*) $(UNIT_LIBS) $(libs_$*)

.SECONDEXPANSION:
$(addprefix build/unit/,$(unit_tests)): build/unit/%: $$(src_$$*)

-include $(wildcard build/unit/*.d)

# The real board and its client under the same sanitizers, for test_board_socket.
build/unit/test_board_socket: | build/unit/sp6-board-asan build/unit/sp6-panel-asan

build/unit/sp6-board-asan: $(sp6-board_src)
build/unit/sp6-panel-asan: $(sp6-panel_src)
build/unit/sp6-web-asan: $(sp6-web_src) $(wildcard board/web/*.h) | build/panel-packages.done
build/unit/sp6-%-asan: $(wildcard board/*.h) include/sp6.h include/sp6_link.h
	@mkdir -p $(@D)
	$(CC) $(UNIT_CFLAGS) -o $@ $(filter %.c,$^) $(libs_sp6-$*)
