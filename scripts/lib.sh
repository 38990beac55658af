# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2034
# What every script here shares: messages, errors, the tree's places and the
# target's settings. Sourced from the project's root; must not do any work.

ARCH=${ARCH:-armhf}
BOARD=${BOARD:-sp6}
# Each domain's kernel: default, the release's own, or backports. With DEBUG_KERNEL=1
# both have the one that looks for errors.
KERNEL_DOM0=${KERNEL_DOM0:-default}
KERNEL_DOMU=${KERNEL_DOMU:-default}
if [ "${DEBUG_KERNEL:-}" = 1 ]; then
	KERNEL_DOM0=debug
	KERNEL_DOMU=debug
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
[ -f "scripts/board/$BOARD" ] ||
	die "no such board: BOARD=$BOARD (there are: $(cd scripts/board && ls -m --ignore='*.cmd'))"
# shellcheck source=scripts/arch/armhf
. "scripts/arch/$ARCH"
# shellcheck source=scripts/board/sp6
. "scripts/board/$BOARD"

# The QEMU that is installed, or that of the release's backports.
case ${QEMU_FROM:-default} in
default) ;;
backports) QEMU=build/backports/qemu/usr/bin/$QEMU ;;
*) die "no such QEMU: QEMU_FROM=$QEMU_FROM (there are: default, backports)" ;;
esac

CACHE=cache           # downloads, kept
PACKAGES=build/target # the target's Debian packages

# Prints where a kernel is: its files and headers in target/, our modules for it in modules/.
kernel_folder() { # KERNEL
	case $1${DEBUG_KERNEL:-} in
	default) echo build ;;
	backports | debug1) echo "build/$1" ;;
	*) die "no such kernel: $1 (there are: default, backports)" ;;
	esac
}
DOM0_KERNEL=$(kernel_folder "$KERNEL_DOM0") || exit 1
DOMU_KERNEL=$(kernel_folder "$KERNEL_DOMU") || exit 1

# What depends on board or kernels has folders of its own, where they are not the default.
system=
[ "$BOARD" = sp6 ] || system=-$BOARD
[ "$KERNEL_DOM0$KERNEL_DOMU" = defaultdefault ] || system=$system-$KERNEL_DOM0
[ "$KERNEL_DOM0" = "$KERNEL_DOMU" ] || system=$system-$KERNEL_DOMU
system=${system#-}
BUILD=build${system:+/$system}             # what is built, can always be made again
VAR=${XEN_SP6_VAR:-var${system:+/$system}} # the user's SD card and the state of a running system
