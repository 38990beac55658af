# SPDX-License-Identifier: GPL-2.0-only
# Programs for the guests, cross-built into build/guest/. From the root Makefile
# come CROSS_COMPILE, MULTIARCH and TARGET_ROOT, the target's unpacked packages.

TOOLS_CC := $(CROSS_COMPILE)gcc
TOOLS_CFLAGS := -std=c11 -O2 -g -Wall -Wextra -Werror -D_GNU_SOURCE -Iinclude -I. \
	-isystem $(TARGET_ROOT)/usr/include
TOOLS_LIBDIR := $(TARGET_ROOT)/usr/lib/$(MULTIARCH)

include tools/sources.mk
tools_objects = $(patsubst tools/%.c,build/tools/%.o,$(patsubst backend/%,tools/backend/%,$(1)))
sp6ctl_objects := $(call tools_objects,$(sp6ctl_sources))
buttons_objects := $(call tools_objects,$(buttons_sources))
picture_objects := $(call tools_objects,$(picture_sources))

tools := build/guest/sp6ctl build/guest/sp6-buttons build/guest/sp6-picture

.PHONY: tools
tools: $(tools)

build/guest/sp6ctl: $(sp6ctl_objects)
	@mkdir -p $(@D)
	$(TOOLS_CC) -o $@ $^ -L$(TOOLS_LIBDIR) -Wl,-rpath-link,$(TOOLS_LIBDIR) -lxenstore -ljansson

build/guest/sp6-buttons: $(buttons_objects)
build/guest/sp6-picture: $(picture_objects)
build/guest/sp6-buttons build/guest/sp6-picture:
	@mkdir -p $(@D)
	$(TOOLS_CC) -o $@ $^

build/tools/%.o: tools/%.c tools/tools.mk
	@mkdir -p $(@D)
	$(TOOLS_CC) $(TOOLS_CFLAGS) -MMD -MP -c -o $@ $<

build/tools/backend/%.o: backend/%.c tools/tools.mk
	@mkdir -p $(@D)
	$(TOOLS_CC) $(TOOLS_CFLAGS) -MMD -MP -c -o $@ $<

# The same picture on the host, for whoever compares.
host_picture_objects := $(picture_objects:build/%=build/host/%)

build/host/sp6-picture: $(host_picture_objects)
	$(CC) $(HOST_CFLAGS) -o $@ $^

build/host/tools/%.o: tools/%.c tools/tools.mk
	@mkdir -p $(@D)
	$(CC) $(HOST_CFLAGS) -MMD -MP -c -o $@ $<

-include $(sp6ctl_objects:.o=.d) $(buttons_objects:.o=.d) $(picture_objects:.o=.d) \
	$(host_picture_objects:.o=.d)
