/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * screen.h - the screen that a guest is to have, and the text, "800x480", in which people
 * describe it. Judges only; must not know where the text came from, nor Dom0's display.
 */
#ifndef SP6CTL_SCREEN_H
#define SP6CTL_SCREEN_H

#include <stdbool.h>
#include <stddef.h>

#define SCREEN_MIN		64	/* pixels, in each direction */
#define SCREEN_MAX_VIDEORAM	16	/* MiB */

/* In pixels; zero: none. */
struct screen {
	unsigned int width, height;
};

/* Sets the screen that was none before; else writes why not into @why. */
bool screen_set(struct screen *screen, const char *text, char why[], size_t size);

/* The memory, in MiB, that the guest may use for it. */
unsigned int screen_videoram(const struct screen *screen);

#endif /* SP6CTL_SCREEN_H */
