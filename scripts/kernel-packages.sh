# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# Debian's packages of a kernel for the target: what they are called, and how headers and
# build tools get where modules are built. Sourced after apt.sh; must not know which suite
# they come from.

# Names them: image, abi, headers, common, kbuild. Fails if the lists have none.
kernel_packages() {
	image=$(depends "linux-image-$DEB_KERNEL_FLAVOUR" 'linux-image-.*')
	abi=${image#linux-image-}
	headers=linux-headers-$abi
	common=$(depends "$headers" 'linux-headers-.*-common')
	kbuild=$(depends "$headers" 'linux-kbuild-[^:]*')
	[ -n "$abi" ] && [ -n "$common" ] && [ -n "$kbuild" ]
}

# Headers and build tools, from their archives.
unpack_headers() { # TARGET
	mkdir -p "$1/kernel"
	unpack_newest "$1/kernel" "${headers}_*_$DEB_ARCH" "${common}_*_all" "${kbuild}_*_$HOST_ARCH"
	# The flavour's Makefile names its common half by where a host would have it.
	src=$PWD/$1/kernel/usr/src
	sed -i "s,/usr/src/,$src/,g" "$src/$headers/Makefile"
	ln -s "usr/src/$headers" "$1/kernel/headers"
	printf '%s\n' "$abi" >"$1/kernel-abi"
}
