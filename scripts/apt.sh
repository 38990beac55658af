# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2034
# apt's tools in the private apt root that scripts/target-packages sets up. Sourced
# after lib.sh; must not know what is downloaded.

APT=$PWD/$CACHE/apt
APT_CONF=$APT/apt.conf # another one: another suite's lists
HOST_ARCH=$(dpkg --print-architecture)

apt() { # TOOL ARGUMENT...
	tool=$1
	shift
	APT_CONFIG="$APT_CONF" "$tool" "$@"
}

# Prints the package that PACKAGE depends on and whose name matches PATTERN.
depends() {
	apt apt-cache depends "$1" | sed -n "s/^ *Depends: *\($2\)\(:[a-z0-9]*\)\{0,1\}\$/\1/p" | head -n 1
}

# Downloads the named packages alone into the archives.
download() {
	(cd "$APT/archives" && apt apt-get download -q "$@") >>"$APT/download.log" 2>&1 ||
		die "download failed: see $CACHE/apt/download.log"
}

unpack_into() { # DIR ARCHIVE...
	dir=$1
	shift
	for archive; do
		dpkg-deb -x "$APT/archives/$archive" "$dir"
	done
}

# Unpacks the newest archive of each, should an older one be in the cache as well.
unpack_newest() { # DIR PACKAGE_VERSION_ARCHITECTURE..., as patterns
	newest_dir=$1
	shift
	for package; do
		# shellcheck disable=SC2012,SC2086 # a pattern; apt's names hold no white space
		unpack_into "$newest_dir" "$(cd "$APT/archives" && ls -t $package.deb | head -n 1)"
	done
}
