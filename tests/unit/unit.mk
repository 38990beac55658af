# The host's unit tests: cmocka, under ASan and UBSan. Each test_NAME.c is one
# program; what it is built from besides itself is named here.

unit_tests := $(basename $(notdir $(wildcard tests/unit/test_*.c)))

UNIT_CFLAGS := -std=c11 -g -O1 -Wall -Wextra -Werror -D_GNU_SOURCE -Iinclude -I. \
	-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
UNIT_LIBS := -lcmocka

# src_test_NAME := files; libs_test_NAME := libraries
src_test_regs := board/regs.c

build/unit/%: tests/unit/%.c tests/unit/unit.mk
	@mkdir -p $(@D)
	$(CC) $(UNIT_CFLAGS) -MMD -MP -o $@ $< $(src_$*) $(UNIT_LIBS) $(libs_$*)

.SECONDEXPANSION:
$(addprefix build/unit/,$(unit_tests)): build/unit/%: $$(src_$$*)

-include $(wildcard build/unit/*.d)
