SUMMARY = "LEDs, input devices and screens for Xen guests: programs"
DESCRIPTION = "sp6ctl, which in Dom0 gives guests their devices, and two small programs for trying."
LICENSE = "GPL-2.0-only & MIT"
LIC_FILES_CHKSUM = "file://LICENSES/GPL-2.0-only.txt;md5=b234ee4d69f5fce4486a80fdaf4a4263 \
                    file://LICENSES/MIT.txt;md5=0ff141ae46cec7da8f8b66512af82ecf"

DEPENDS = "jansson xen-tools"

inherit externalsrc
EXTERNALSRC = "${XEN_SP6_TREE}"

EXTRA_OEMAKE = "-C ${S} -f packaging/native.mk OUT=${B} PARTS=tools PREFIX=${prefix}"

do_compile() {
    oe_runmake programs
}

do_install() {
    oe_runmake install-programs DESTDIR=${D}
}
