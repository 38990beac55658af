/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * picture.h - a test picture: tiles in colours of the domain's own, that no other domain's
 * picture has, and the picture's name in big letters. A screen that shows it a pixel beside
 * its place, or mixed with another one, shows another picture. Draws into memory; must not
 * know what shows it.
 */
#ifndef PICTURE_H
#define PICTURE_H

#include <stddef.h>
#include <stdint.h>

#define PICTURE_COLOURS 8

/* Frame after frame the tiles move, and come back to where they were. */
struct picture {
	unsigned int width, height;	/* in pixels */
	const char *domain;		/* decides on the colours */
	const char *name;		/* with the domain, on the rest */
	unsigned int frame;
};

/* The colours, 0xrrggbb, from the darkest to the brightest. */
void picture_palette(const char *domain, uint32_t palette[PICTURE_COLOURS]);

/* Into lines of @stride pixels, 0xrrggbb each; what is beside the picture is left alone. */
void picture_draw(const struct picture *picture, uint32_t *pixels, size_t stride);

#endif /* PICTURE_H */
