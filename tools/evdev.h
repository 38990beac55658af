/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * evdev.h - finds an input device by its name, for programs that read one.
 */
#ifndef EVDEV_H
#define EVDEV_H

/* A file of it, to be read; the caller closes it. -1: there is none called so. */
int evdev_open(const char *name);

#endif /* EVDEV_H */
