# SPDX-License-Identifier: GPL-2.0-only
# Buildroot's way into this tree: make BR2_EXTERNAL=<this folder>
include $(sort $(wildcard $(BR2_EXTERNAL_XEN_SP6_PATH)/package/*/*.mk))
