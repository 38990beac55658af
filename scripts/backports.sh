# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2034
# The release's backports: from the same mirror as all else, with package lists of their
# own, so that nothing of what scripts/target-packages does changes. Sourced after apt.sh;
# must not know what is downloaded.

SUITE=$DEB_SUITE-backports

# From here on apt's tools know this suite alone.
use_backports() {
	step "Package lists of Debian $SUITE, $DEB_ARCH"
	sed -n "s/ $DEB_SUITE main\$/ $SUITE main/p" "$APT/sources.list" >"$APT/backports.list"
	[ -s "$APT/backports.list" ] || die "the package lists are not there: run make update"
	mkdir -p "$APT/backports/partial"
	{
		cat "$APT/apt.conf"
		cat <<-CONF
			Dir::State::lists "$APT/backports";
			Dir::Etc::sourcelist "$APT/backports.list";
			Dir::Cache::pkgcache "";
			Dir::Cache::srcpkgcache "";
		CONF
	} >"$APT/backports.conf"
	APT_CONF=$APT/backports.conf
	: >"$APT/download.log"
	apt apt-get update -qq || die "cannot read the package lists of $SUITE: check the network, run it again later"
}
