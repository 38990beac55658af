# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# apt's tools in the private apt root that scripts/target-packages sets up, and the
# mirrors that the host's own apt uses. Sourced after lib.sh; must not know what is
# downloaded.

APT=$PWD/$CACHE/apt

apt() { # TOOL ARGUMENT...
	tool=$1
	shift
	APT_CONFIG="$APT/apt.conf" "$tool" "$@"
}

# Prints "address suite" of each Debian mirror that the host's apt uses.
mirrors() {
	# shellcheck disable=SC2016 # the fields are apt's
	apt-get indextargets --format '$(REPO_URI) $(CODENAME) $(COMPONENT)' \
		'Created-By: Packages' 'Origin: Debian' |
		awk '$3 == "main" { print $1, $2 }' | sort -u
}
