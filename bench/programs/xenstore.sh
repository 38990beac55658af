# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# In Dom0: a device's nodes in xenstore. Sourced, with the shell's -e; must not know any
# device.

# The folders get their rights first, for what is in them has the same: the state is the last
# to be written, with all the rest in one transaction.
make_device() { # KIND DOMID NUMBER "NODE VALUE..." "NODE VALUE..."; of the front-end, of the back-end
	front=/local/domain/$2/device/$1/$3
	back=/local/domain/0/backend/$1/$2/$3
	xenstore-write "$front" "" "$back" ""
	xenstore-chmod "$front" "n$2" r0
	xenstore-chmod "$back" n0 "r$2"
	# shellcheck disable=SC2046,SC2086 # lists of words
	xenstore-write \
		"$back/frontend" "$front" "$back/frontend-id" "$2" "$back/online" 1 \
		$(in_folder "$back" $5) "$back/state" 1 \
		"$front/backend" "$back" "$front/backend-id" 0 \
		$(in_folder "$front" $4) "$front/state" 1
}

in_folder() { # FOLDER NODE VALUE...
	folder=$1
	shift
	while [ $# -gt 0 ]; do
		echo "$folder/$1 $2"
		shift 2
	done
}

await_device() { # KIND DOMID NUMBER
	tries=200
	until [ "$(xenstore-read "/local/domain/$2/device/$1/$3/state")" = 4 ] &&
		[ "$(xenstore-read "/local/domain/0/backend/$1/$2/$3/state")" = 4 ]; do
		tries=$((tries - 1))
		[ $tries -gt 0 ] || { echo "${0##*/}: $1 $3 does not connect" >&2; exit 1; }
		usleep 100000
	done
}
