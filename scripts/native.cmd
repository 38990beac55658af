# SPDX-License-Identifier: GPL-2.0-only
# The U-Boot script that starts plain Linux: Dom0's kernel, initramfs and root file
# system on the bare machine, with U-Boot's own device tree and the board in it.
#
# scripts/boot-files puts `setenv` lines for every ..._addr, ..._console, ..._node, kernel_args
# and boot_linux in front of it; the files lie beside it on the boot partition.

echo xen-sp6: U-Boot loads plain Linux
setenv from ${devtype} ${devnum}:${distro_bootpart}

fdt addr ${fdtcontroladdr}
fdt move ${fdtcontroladdr} ${fdt_work_addr} 0x200000
fdt addr ${fdt_work_addr}
fdt resize 0x10000

# The board: scripts/boot-files adds here what scripts/board/ has for it.

setenv bootargs "console=${native_console} ${kernel_args} hostname=native"
load ${from} ${dom0_kernel_addr} vmlinuz || exit
load ${from} ${dom0_ramdisk_addr} dom0.cpio.gz || exit
setenv start "${boot_linux} ${dom0_kernel_addr} ${dom0_ramdisk_addr}:${filesize} ${fdt_work_addr}"
run start
