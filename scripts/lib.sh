# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2034
# What every script here shares: messages, errors, the tree's places and the
# target's settings. Sourced from the project's root; must not do any work.

ARCH=${ARCH:-armhf}

CACHE=cache             # downloads, kept
BUILD=build             # what is built, can always be made again
PACKAGES=$BUILD/target  # of that, the target's Debian packages
VAR=${XEN_SP6_VAR:-var} # the user's SD card and the state of a running system

# With DEBUG_KERNEL=1 all that depends on the kernel has folders of its own.
if [ "${DEBUG_KERNEL:-}" = 1 ]; then
	BUILD=build/debug
	VAR=${XEN_SP6_VAR:-var/debug}
fi

# An ordinary user's PATH lacks the folders of depmod, mke2fs and their like.
PATH=$PATH:/usr/sbin:/sbin

me=${0##*/}

say()  { printf '%s\n' "$*"; }
step() { printf '==> %s\n' "$*"; }
warn() { printf '%s: %s\n' "$me" "$*" >&2; }
die()  { warn "$*"; exit 1; }

[ -f "scripts/arch/$ARCH" ] ||
	die "no such target: ARCH=$ARCH (there is: $(cd scripts/arch && ls --ignore='*.*'))"
# shellcheck source=scripts/arch/armhf
. "scripts/arch/$ARCH"
