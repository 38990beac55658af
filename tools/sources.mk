# SPDX-License-Identifier: GPL-2.0-only
# What each program for the guests is made of.

# What an input device is, sp6ctl says with the back-end's own words.
sp6ctl_sources := $(sort $(wildcard tools/sp6ctl/*.c)) backend/inputback_desc.c

# The demos: of the buttons, and of the screen.
buttons_sources := tools/sp6-buttons.c tools/evdev.c
picture_sources := tools/sp6-picture.c tools/picture.c
