# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# One system at a time in a tree: a lock that is held as long as stex, QEMU or
# the board lives, since they inherit it, or as long as deploy writes. Sourced
# after lib.sh; must not know what it protects.

# Takes the lock for this process and its children, or says who has it.
running_lock() {
	mkdir -p "$VAR/run"
	exec 9>>"$VAR/lock"
	if ! flock -n 9; then
		owner=$(cat "$VAR/run/owner" 2>/dev/null || :)
		die "the SD card is in use${owner:+ by $owner}: end that first (Ctrl-] in its terminal, poweroff in Dom0, or the processes that have $VAR/lock open)"
	fi
	echo "${0##*/} (process $$)" >"$VAR/run/owner"
}
