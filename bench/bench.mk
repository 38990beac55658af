# SPDX-License-Identifier: GPL-2.0-only
# What measures: sp6-bench, cross-built for the domains, static, and sp6-answer for the
# host. Included by the root Makefile; the programs go to build/bench/.

bench_objects := $(patsubst %.c,build/bench/%.o,$(sort $(wildcard bench/programs/*.c)) tools/evdev.c)
answer_objects := $(patsubst %.c,build/host/%.o,bench/host/answer.c board/connection.c \
	board/panel_msg.c board/sock.c)
bench_programs := build/bench/sp6-bench build/bench/sp6-answer

build/bench/sp6-bench: $(bench_objects)
	$(TOOLS_CC) -static -o $@ $^

build/bench/sp6-answer: $(answer_objects)
	@mkdir -p $(@D)
	$(CC) $(HOST_CFLAGS) -o $@ $^ -ljansson

build/host/bench/%.o: bench/%.c bench/bench.mk
	@mkdir -p $(@D)
	$(CC) $(HOST_CFLAGS) -MMD -MP -c -o $@ $<

build/bench/%.o: %.c bench/bench.mk
	@mkdir -p $(@D)
	$(TOOLS_CC) $(TOOLS_CFLAGS) -MMD -MP -c -o $@ $<

-include $(bench_objects:.o=.d) $(answer_objects:.o=.d)
