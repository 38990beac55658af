# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2034
# In a domain: which driver a bad one, the first argument, stands in for. Sourced by
# those beside this file.
case $1 in
bad-fbfront) good=vfb ;; # the kernel's own, as xenbus calls it
*) good=xen-${1#bad-} ;;
esac
