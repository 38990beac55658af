SUMMARY = "LEDs and input devices for Xen guests: Dom0's modules"
DESCRIPTION = "The kernel modules xen-ledback, xen-inputback, xen-fbback and xen-focus, for any LED, input device and DRM display."

XEN_SP6_FOLDER = "backend"
require xen-sp6-modules.inc
