# SPDX-License-Identifier: GPL-2.0-only
# The settings of scripts/arch/$(ARCH) that make needs itself.
CROSS_COMPILE := $(shell . scripts/arch/$(ARCH) && echo $$CROSS_COMPILE)
MULTIARCH := $(shell . scripts/arch/$(ARCH) && echo $$MULTIARCH)
