# SPDX-License-Identifier: GPL-2.0-only
# The host programs: sp6-board, its front panels sp6-panel and sp6-web, and sp6-console
# for the terminal. Included by the root Makefile; everything goes to build/host/.

HOST_CFLAGS := -std=c11 -O2 -g -Wall -Wextra -Werror -D_GNU_SOURCE -Iinclude -I.

sp6-board_src := board/main.c board/board.c board/regs.c board/lcd.c board/link.c \
	board/ivshmem.c board/panel.c board/panel_msg.c board/sock.c board/loop.c
sp6-console_src := board/sp6-console.c board/sock.c board/typed.c
sp6-panel_src := board/sp6-panel.c board/connection.c board/panel_tui.c \
	board/panel_draw.c board/panel_keys.c board/panel_msg.c board/sock.c
# Only for who wants it, since it needs packages that nothing else does.
sp6-web_src := $(addprefix board/web/,sp6-web.c web_server.c web_page.c web_screen.c web_judge.c) \
	board/connection.c board/panel_msg.c board/sock.c

libs_sp6-web := -lwebsockets -ljansson
libs_sp6-board := -ljansson
libs_sp6-panel := -ljansson -lncursesw

sp6-board_obj := $(sp6-board_src:%.c=build/host/%.o)
sp6-console_obj := $(sp6-console_src:%.c=build/host/%.o)
sp6-panel_obj := $(sp6-panel_src:%.c=build/host/%.o)
sp6-web_obj := $(sp6-web_src:%.c=build/host/%.o)

build/host/sp6-board: $(sp6-board_obj)
build/host/sp6-panel: $(sp6-panel_obj)
build/host/sp6-web: $(sp6-web_obj)
build/host/sp6-console: $(sp6-console_obj)
host_programs := build/host/sp6-board build/host/sp6-panel build/host/sp6-console

$(host_programs) build/host/sp6-web:
	$(CC) $(HOST_CFLAGS) -o $@ $^ $(libs_$(@F))

build/host/board/%.o: board/%.c board/board.mk
	@mkdir -p $(@D)
	$(CC) $(HOST_CFLAGS) -MMD -MP -c -o $@ $<

-include $(wildcard build/host/board/*.d build/host/board/web/*.d)
