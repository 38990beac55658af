# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# apt's tools in the private apt root that scripts/target-packages sets up. Sourced
# after lib.sh; must not know what is downloaded.

APT=$PWD/$CACHE/apt

apt() { # TOOL ARGUMENT...
	tool=$1
	shift
	APT_CONFIG="$APT/apt.conf" "$tool" "$@"
}
