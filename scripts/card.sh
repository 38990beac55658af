# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2034
# The SD card's image: where its parts lie and how files get in and out without
# root. Sourced after lib.sh by deploy and stex's steps; must not know what the
# files are for.
#
# There are two cards, each with the boot files that belong to it: SYSTEM says which.

case ${SYSTEM:=xen} in
xen)	CARD=$VAR/sdcard.img BOOT_FILES=$BUILD/boot ;;
native)	CARD=$VAR/native.img BOOT_FILES=$BUILD/boot-native ;;
*)	die "no such system: SYSTEM=$SYSTEM (there are: xen native)" ;;
esac
CARD_MIB=256            # a power of two, as SD cards are emulated
BOOT_MIB=64             # FAT, from 1 MiB on; the rest is Dom0's ext4

card_boot="@@1M"
card_root="?offset=$(((1 + BOOT_MIB) * 1048576))"

# Makes an empty card in FILE.
card_create() {
	rm -f "$1"
	truncate -s "${CARD_MIB}M" "$1"
	printf '%s\n' "label: dos" \
		"start=1MiB, size=${BOOT_MIB}MiB, type=c, bootable" \
		"start=$((1 + BOOT_MIB))MiB, type=83" |
		sfdisk -q "$1"
	mformat -i "$1$card_boot" -T $((BOOT_MIB * 2048)) -h 255 -s 63 -v XEN-SP6 ::
	# No journal: replayed by the next mount, it would undo what was copied
	# in from outside.
	mke2fs -q -t ext4 -O ^has_journal,^metadata_csum -m 0 -L dom0 -E "offset=${card_root#*=},root_owner=0:0" \
		"$1" $(((CARD_MIB - BOOT_MIB - 1) * 1024))k
}

# Is FILE a card with something to boot?
card_bootable() {
	mdir -i "$1$card_boot" ::boot.scr >/dev/null 2>&1
}

# Repairs what a killed Dom0 left. Does nothing if all is marked clean, unless
# with -f.
card_repair() { # FILE [-f]
	mkdir -p "$VAR/deploy"
	e2fsck -y ${2+"$2"} "$1$card_root" >"$VAR/deploy/fsck.log" 2>&1 || [ $? -lt 4 ] ||
		die "the SD card's ext4 is damaged: see $VAR/deploy/fsck.log, or start anew by removing $CARD"
}

card_check() {
	e2fsck -fn "$1$card_root" >"$VAR/deploy/fsck.log" 2>&1 ||
		die "the SD card's ext4 is not clean after writing: see $VAR/deploy/fsck.log"
}

# Copies the whole of Dom0's file system out: FILE DIR
card_dump() {
	[ ! -e "$2" ] || chmod -R u+rwX "$2"
	rm -rf "$2"
	mkdir -p "$2"
	# debugfs cannot give files to root for us, and says so for each.
	debugfs -R "rdump / $2" "$1$card_root" >/dev/null 2>&1
	chmod -R u+rwX "$2"
	rmdir "$2/lost+found" 2>/dev/null || :
}

# Runs debugfs commands from standard input: FILE
card_edit() {
	debugfs -w -f - "$1$card_root" >"$VAR/deploy/debugfs.log" 2>&1
}
