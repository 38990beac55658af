// SPDX-License-Identifier: GPL-2.0-only
/*
 * A plain page with a line of text: see fbback_plain.h.
 */
#ifdef __KERNEL__
#include <linux/string.h>
#else
#include <string.h>
#endif

#include "fbback_plain.h"

/* A row of a letter, from x on. */
static void fbback_plain_glyph(const struct fbback_plain *page, unsigned char letter,
			       uint32_t glyph_row, uint32_t *row)
{
	uint32_t pitch = (page->glyph_width + 7) / 8;
	const uint8_t *bits = page->font + (letter * page->glyph_height + glyph_row) * pitch;
	uint32_t x;

	for (x = 0; x < page->glyph_width; x++)
		if (bits[x / 8] & 0x80 >> x % 8)
			row[x] = FBBACK_INK;
}

void fbback_plain_row(const struct fbback_plain *page, uint32_t y, uint32_t *row)
{
	uint32_t room;
	uint32_t top;
	uint32_t len;
	uint32_t i;

	for (i = 0; i < page->width; i++)
		row[i] = FBBACK_PAPER;

	if (!page->font || page->height < page->glyph_height)
		return;
	top = (page->height - page->glyph_height) / 2;
	if (y < top || y - top >= page->glyph_height)
		return;

	room = page->width / page->glyph_width;
	len = strlen(page->text);
	if (len > room)
		len = room;
	row += (page->width - len * page->glyph_width) / 2;
	for (i = 0; i < len; i++)
		fbback_plain_glyph(page, page->text[i], y - top,
				   row + i * page->glyph_width);
}
