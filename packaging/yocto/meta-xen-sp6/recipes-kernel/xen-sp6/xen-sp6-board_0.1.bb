SUMMARY = "LEDs and input devices for Xen guests: drivers of the SP6 board"
DESCRIPTION = "The kernel modules sp6 and sp6-link, for the SP6 FPGA board and for its emulation beside QEMU."

XEN_SP6_FOLDER = "dom0-drivers"
require xen-sp6-modules.inc
