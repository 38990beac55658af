# SPDX-License-Identifier: GPL-2.0-only
# Programs that system tests run in the domains, cross-built into build/tests/:
# static, so that a test can put one into any root file system.

test_programs := build/tests/evtool build/tests/poll-file

evtool_objects := $(patsubst %.c,build/tests/%.o,$(sort $(wildcard tests/programs/evtool/*.c))) \
	build/tests/tools/evdev.o
poll-file_objects := build/tests/tests/programs/poll-file.o
test_objects := $(evtool_objects) $(poll-file_objects)

build/tests/evtool: $(evtool_objects)
build/tests/poll-file: $(poll-file_objects)
$(test_programs):
	@mkdir -p $(@D)
	$(TOOLS_CC) -static -o $@ $^

build/tests/%.o: %.c tests/programs/programs.mk
	@mkdir -p $(@D)
	$(TOOLS_CC) $(TOOLS_CFLAGS) -MMD -MP -c -o $@ $<

-include $(test_objects:.o=.d)
