# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2034
# Which of the kernel package's modules each root file system gets; what they
# depend on comes with them. Sourced after lib.sh; must not do any work.

led_triggers="ledtrig-timer ledtrig-oneshot ledtrig-pattern ledtrig-default-on
	ledtrig-transient ledtrig-activity"
boot_modules="virtio_pci virtio_blk crc32c_generic ext4"
dom0_modules="$boot_modules virtio_console vfat nls_cp437 nls_ascii evdev uinput bochs $led_triggers
	xenfs xen-evtchn xen-gntdev xen-gntalloc xen-privcmd"
domu_modules="evdev $led_triggers"
