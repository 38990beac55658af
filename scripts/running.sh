# shellcheck shell=sh
# One system at a time in a tree: a lock that is held as long as stex, QEMU or
# the board lives, since they inherit it, or as long as deploy writes. Sourced
# after lib.sh; must not know what it protects.

# Takes the lock for this process and its children. ADVICE says what the user
# can do when it is taken.
running_lock() { # ADVICE
	mkdir -p "$VAR/run"
	exec 9>>"$VAR/lock"
	if ! flock -n 9; then
		owner=$(cat "$VAR/run/owner" 2>/dev/null || :)
		die "the SD card is in use${owner:+ by $owner}: $1"
	fi
	echo "${0##*/} (process $$)" >"$VAR/run/owner"
}
