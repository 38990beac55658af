# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# Where packages come from: what the host's own apt uses. Sourced; must not know what is
# downloaded.

# Prints "address suite" of each Debian mirror that the host's apt uses.
mirrors() {
	# shellcheck disable=SC2016 # the fields are apt's
	apt-get indextargets --format '$(REPO_URI) $(CODENAME) $(COMPONENT)' \
		'Created-By: Packages' 'Origin: Debian' |
		awk '$3 == "main" { print $1, $2 }' | sort -u
}
