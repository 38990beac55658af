/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * fbback_plain.h - a plain page with one line of text in its middle, row by row.
 *
 * Plain C without kernel calls, compiled into xen-fbback and into a unit test. Must not
 * know what the text says, nor what the page is drawn on.
 */
#ifndef FBBACK_PLAIN_H
#define FBBACK_PLAIN_H

#ifdef __KERNEL__
#include <linux/types.h>
#else
#include <stdint.h>
#endif

/* Red, green and blue, 8 bits each. */
#define FBBACK_PAPER	0x20242cu
#define FBBACK_INK	0xd8dce4u

struct fbback_plain {
	uint32_t width;		/* pixels */
	uint32_t height;
	const char *text;

	/* The letters: 256, each of glyph_height rows of whole bytes, the highest bit first. */
	const uint8_t *font;	/* NULL: there are none */
	uint32_t glyph_width;
	uint32_t glyph_height;
};

/* Draws row y. What of the text has no room is left out. */
void fbback_plain_row(const struct fbback_plain *page, uint32_t y, uint32_t *row);

#endif /* FBBACK_PLAIN_H */
