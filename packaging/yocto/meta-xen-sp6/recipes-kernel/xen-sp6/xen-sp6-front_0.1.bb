SUMMARY = "LEDs and input devices for Xen guests: the guest's modules"
DESCRIPTION = "The kernel modules xen-ledfront and xen-inputfront."

XEN_SP6_FOLDER = "frontend"
require xen-sp6-modules.inc
