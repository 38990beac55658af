# SPDX-License-Identifier: GPL-2.0-only
# The U-Boot script that starts Xen, Dom0 and the default guest. It takes
# U-Boot's own device tree and adds what Xen's boot protocol asks for
# (docs/misc/arm/device-tree/booting.txt in Xen's sources): a module node for
# each file, and a domain node for each guest that Xen starts by itself.
#
# scripts/boot-files puts `setenv` lines for every ..._addr, _mem, _console, _node, kernel_args
# and dom0_vmlinuz in front of it; the files lie beside it on the boot partition.

echo xen-sp6: U-Boot loads Xen, Dom0 and the guest
setenv from ${devtype} ${devnum}:${distro_bootpart}

fdt addr ${fdtcontroladdr}
fdt move ${fdtcontroladdr} ${fdt_work_addr} 0x200000
fdt addr ${fdt_work_addr}
fdt resize 0x10000
fdt set /chosen \#address-cells <1>
fdt set /chosen \#size-cells <1>

# The board: scripts/boot-files adds here what scripts/board/ has for it.

# Dom0
fdt set /chosen xen,dom0-bootargs "console=${dom0_console} ${kernel_args}"
load ${from} ${dom0_kernel_addr} ${dom0_vmlinuz} || exit
fdt mknode /chosen module@0
fdt set /chosen/module@0 compatible "multiboot,kernel" "multiboot,module"
fdt set /chosen/module@0 reg <${dom0_kernel_addr} 0x${filesize}>
load ${from} ${dom0_ramdisk_addr} dom0.cpio.gz || exit
fdt mknode /chosen module@1
fdt set /chosen/module@1 compatible "multiboot,ramdisk" "multiboot,module"
fdt set /chosen/module@1 reg <${dom0_ramdisk_addr} 0x${filesize}>

# The default guest. The kernel's own front-end for input devices is built in and would
# always come before ours, which is a module: it is switched off.
fdt mknode /chosen domU1
fdt set /chosen/domU1 compatible "xen,domain"
fdt set /chosen/domU1 \#address-cells <1>
fdt set /chosen/domU1 \#size-cells <1>
fdt set /chosen/domU1 memory <0 ${domu_mem_kb}>
fdt set /chosen/domU1 cpus <1>
fdt set /chosen/domU1 vpl011
fdt set /chosen/domU1 xen,enhanced "enabled"
load ${from} ${domu_kernel_addr} vmlinuz || exit
fdt mknode /chosen/domU1 module@2
fdt set /chosen/domU1/module@2 compatible "multiboot,kernel" "multiboot,module"
fdt set /chosen/domU1/module@2 reg <${domu_kernel_addr} 0x${filesize}>
fdt set /chosen/domU1/module@2 bootargs "console=${domu_console} ${kernel_args} initcall_blacklist=xenkbd_init"
load ${from} ${domu_ramdisk_addr} domu.cpio.gz || exit
fdt mknode /chosen/domU1 module@3
fdt set /chosen/domU1/module@3 compatible "multiboot,ramdisk" "multiboot,module"
fdt set /chosen/domU1/module@3 reg <${domu_ramdisk_addr} 0x${filesize}>

# Xen. One virtual CPU for Dom0: with two, under emulation, wake-ups from one to
# the other get lost and Dom0 stands still for seconds or for ever. And it stays on one
# processor: QEMU's GICv2 notes for each processor whether an interrupt is active there
# (mended in QEMU 9.1), so one that is acknowledged on the one and deactivated on the
# other is dead on the first from then on. Who wakes up need not wait a whole ms for
# somebody who has just begun to compute: here the least that Xen allows.
fdt set /chosen xen,xen-bootargs "console=dtuart dom0_mem=${dom0_mem} dom0_max_vcpus=1 dom0_vcpus_pin sched_ratelimit_us=100 bootscrub=0 loglvl=warning guest_loglvl=none"
load ${from} ${xen_addr} xen || exit
bootm ${xen_addr} - ${fdt_work_addr}
