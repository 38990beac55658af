# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2034
# Debian's architectures that the modules are for, also where nothing is emulated: what
# Debian calls their kernels, and what the kernel and the compiler call them. Sourced;
# must not do any work.

kernel_architectures="amd64 arm64 armhf"

# Sets, for one of Debian's architectures, the kernel's flavour, ARCH and CROSS_COMPILE.
kernel_names() { # ARCHITECTURE
	case $1 in
	amd64) kernel_flavour=amd64 kernel_arch=x86 kernel_cross=x86_64-linux-gnu- ;;
	arm64) kernel_flavour=arm64 kernel_arch=arm64 kernel_cross=aarch64-linux-gnu- ;;
	armhf) kernel_flavour=armmp kernel_arch=arm kernel_cross=arm-linux-gnueabihf- ;;
	*) return 1 ;;
	esac
}
