# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# A Debian system of its own, made for one script to run in as its root and thrown away
# after that: by mmdebstrap, as root, or as an ordinary user where the kernel lets users
# have name spaces. Sourced after lib.sh and mirrors.sh; must not know what the script does.

# Dies with one line where such a system cannot be made.
need_clean_root() {
	[ "$(id -u)" -eq 0 ] || unshare --user --map-auto true 2>/dev/null ||
		die "this makes a Debian system of its own: run it as root, or let users have name spaces"
}

# Runs FOLDER/inside ARGUMENT... in a new system of the first of SUITES, with FOLDER's
# copy as /work and PACKAGES installed, and returns what it returns. The system knows the
# packages of all SUITES and ARCHITECTURES. What it downloads is kept.
in_clean_root() { # SUITES ARCHITECTURES PACKAGES FOLDER ARGUMENT...
	suites=$1 architectures=$2 packages=$3 folder=$4
	shift 4
	command="/work/inside $*"
	mirror=$(mirrors | awk -v suite="$DEB_SUITE" '$2 == suite { print $1; exit }')
	[ -n "$mirror" ] || die "the host's apt has no Debian $DEB_SUITE"

	set --
	for suite in $suites; do
		set -- "$@" "deb $mirror $suite main"
	done
	suite=${suites%% *}
	kept=$PWD/$CACHE/clean-root/$suite
	mkdir -p "$kept"
	rm -f "$folder/status"

	# A mirror that lags behind is good enough: signatures are checked all the same.
	# shellcheck disable=SC2016 # $1 and $? are the hooks'
	mmdebstrap --quiet --variant=apt --architectures="$architectures" --include="$packages" \
		--aptopt='Acquire::Check-Valid-Until "false"' --aptopt='APT::Sandbox::User "root"' \
		--skip=download/empty --skip=essential/unlink --skip=cleanup/apt \
		--setup-hook='mkdir -p "$1/var/cache/apt/archives"' \
		--setup-hook="sync-in '$kept' /var/cache/apt/archives" \
		--customize-hook='mkdir -p "$1/work"' \
		--customize-hook="sync-in '$folder' /work" \
		--chrooted-customize-hook="$command; echo \$? >/work/status" \
		--chrooted-customize-hook='rm -rf /var/cache/apt/archives/partial /var/cache/apt/archives/lock' \
		--customize-hook="sync-out /var/cache/apt/archives '$kept'" \
		--customize-hook="copy-out /work/status '$folder'" \
		"$suite" /dev/null "$@" || die "the Debian system could not be made"
	return "$(cat "$folder/status")"
}
