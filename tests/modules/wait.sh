# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# In a domain: what scripts wait with. Sourced by those beside this file.

# wait_until COMMAND...: waits, but not for ever, until the command succeeds, and
# fails if it does not.
wait_until() {
	read -r begun _ </proc/uptime
	until "$@"; do
		read -r now _ </proc/uptime
		[ $((${now%.*} - ${begun%.*})) -lt 100 ] || return 1
		usleep 50000
	done
}
