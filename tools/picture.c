// SPDX-License-Identifier: GPL-2.0-only
/* picture.c - see picture.h. */
#include <string.h>

#include "picture.h"

#define TILE		16	/* pixels, in each direction */
#define STEP_X		4	/* pixels that the tiles move with each frame */
#define STEP_Y		2
#define ROUND		1024	/* frames after which all is as at first */

enum { DARKEST, FIRST_TILE, BRIGHTEST = PICTURE_COLOURS - 1 };

#define TILE_COLOURS	(BRIGHTEST - FIRST_TILE)

/* FNV-1a, which spreads short texts well, with a last stir of its bits. */
static uint32_t hash(uint32_t seed, const char *text)
{
	uint32_t sum = seed ^ 2166136261u;

	for (; *text; text++)
		sum = (sum ^ (unsigned char)*text) * 16777619u;
	sum ^= sum >> 15;
	return sum * 2246822519u ^ sum >> 13;
}

static uint32_t mix(uint32_t seed, uint32_t x, uint32_t y)
{
	uint32_t sum = seed ^ x * 2654435761u ^ y * 2246822519u;

	sum = (sum ^ sum >> 15) * 2654435761u;
	return sum ^ sum >> 13;
}

/* Colours */

/* How bright red (0), green or blue (2) is in a colour of this hue, 0 ... 767; 0 ... 255. */
static unsigned int channel(unsigned int hue, unsigned int which)
{
	unsigned int distance = (hue + 768 - 256 * which) % 768;

	if (distance > 384)
		distance = 768 - distance;
	return distance < 256 ? 255 - distance : 0;
}

/*
 * The last three bits of red, green and blue say whose colour it is; the others make it
 * one that people tell from the rest.
 */
void picture_palette(const char *domain, uint32_t palette[PICTURE_COLOURS])
{
	uint32_t own = hash(0, domain);
	unsigned int hue = own >> 20;

	for (unsigned int i = 0; i < PICTURE_COLOURS; i++) {
		unsigned int light = 16 + i * 239 / BRIGHTEST;

		palette[i] = 0;
		for (unsigned int which = 0; which < 3; which++) {
			unsigned int value = (255 + channel(hue % 768, which)) * light / 510;

			palette[i] = palette[i] << 8 | (value & 0xf8) | (own >> 3 * which & 7);
		}
	}
}

/* Letters */

#define LETTER_WIDTH	5
#define LETTER_HEIGHT	7
#define LETTER_PITCH	(LETTER_WIDTH + 1)
#define MAX_SCALE	10

/* A line is a byte, its bit 4 on the left. Small letters look like capitals. */
static const struct letter {
	char character;
	unsigned char lines[LETTER_HEIGHT];
} letters[] = {
	{ '0', { 0x0e, 0x11, 0x13, 0x15, 0x19, 0x11, 0x0e } },
	{ '1', { 0x04, 0x0c, 0x04, 0x04, 0x04, 0x04, 0x0e } },
	{ '2', { 0x0e, 0x11, 0x01, 0x02, 0x04, 0x08, 0x1f } },
	{ '3', { 0x1f, 0x02, 0x04, 0x02, 0x01, 0x11, 0x0e } },
	{ '4', { 0x02, 0x06, 0x0a, 0x12, 0x1f, 0x02, 0x02 } },
	{ '5', { 0x1f, 0x10, 0x1e, 0x01, 0x01, 0x11, 0x0e } },
	{ '6', { 0x06, 0x08, 0x10, 0x1e, 0x11, 0x11, 0x0e } },
	{ '7', { 0x1f, 0x01, 0x02, 0x04, 0x08, 0x08, 0x08 } },
	{ '8', { 0x0e, 0x11, 0x11, 0x0e, 0x11, 0x11, 0x0e } },
	{ '9', { 0x0e, 0x11, 0x11, 0x0f, 0x01, 0x02, 0x0c } },
	{ 'A', { 0x0e, 0x11, 0x11, 0x11, 0x1f, 0x11, 0x11 } },
	{ 'B', { 0x1e, 0x11, 0x11, 0x1e, 0x11, 0x11, 0x1e } },
	{ 'C', { 0x0e, 0x11, 0x10, 0x10, 0x10, 0x11, 0x0e } },
	{ 'D', { 0x1c, 0x12, 0x11, 0x11, 0x11, 0x12, 0x1c } },
	{ 'E', { 0x1f, 0x10, 0x10, 0x1e, 0x10, 0x10, 0x1f } },
	{ 'F', { 0x1f, 0x10, 0x10, 0x1e, 0x10, 0x10, 0x10 } },
	{ 'G', { 0x0e, 0x11, 0x10, 0x17, 0x11, 0x11, 0x0f } },
	{ 'H', { 0x11, 0x11, 0x11, 0x1f, 0x11, 0x11, 0x11 } },
	{ 'I', { 0x0e, 0x04, 0x04, 0x04, 0x04, 0x04, 0x0e } },
	{ 'J', { 0x07, 0x02, 0x02, 0x02, 0x02, 0x12, 0x0c } },
	{ 'K', { 0x11, 0x12, 0x14, 0x18, 0x14, 0x12, 0x11 } },
	{ 'L', { 0x10, 0x10, 0x10, 0x10, 0x10, 0x10, 0x1f } },
	{ 'M', { 0x11, 0x1b, 0x15, 0x15, 0x11, 0x11, 0x11 } },
	{ 'N', { 0x11, 0x11, 0x19, 0x15, 0x13, 0x11, 0x11 } },
	{ 'O', { 0x0e, 0x11, 0x11, 0x11, 0x11, 0x11, 0x0e } },
	{ 'P', { 0x1e, 0x11, 0x11, 0x1e, 0x10, 0x10, 0x10 } },
	{ 'Q', { 0x0e, 0x11, 0x11, 0x11, 0x15, 0x12, 0x0d } },
	{ 'R', { 0x1e, 0x11, 0x11, 0x1e, 0x14, 0x12, 0x11 } },
	{ 'S', { 0x0f, 0x10, 0x10, 0x0e, 0x01, 0x01, 0x1e } },
	{ 'T', { 0x1f, 0x04, 0x04, 0x04, 0x04, 0x04, 0x04 } },
	{ 'U', { 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x0e } },
	{ 'V', { 0x11, 0x11, 0x11, 0x11, 0x11, 0x0a, 0x04 } },
	{ 'W', { 0x11, 0x11, 0x11, 0x15, 0x15, 0x15, 0x0a } },
	{ 'X', { 0x11, 0x11, 0x0a, 0x04, 0x0a, 0x11, 0x11 } },
	{ 'Y', { 0x11, 0x11, 0x11, 0x0a, 0x04, 0x04, 0x04 } },
	{ 'Z', { 0x1f, 0x01, 0x02, 0x04, 0x08, 0x10, 0x1f } },
	{ '-', { 0x00, 0x00, 0x00, 0x1f, 0x00, 0x00, 0x00 } },
	{ '_', { 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x1f } },
	{ '.', { 0x00, 0x00, 0x00, 0x00, 0x00, 0x0c, 0x0c } },
	{ ' ', { 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00 } },
};

static const unsigned char no_letter[LETTER_HEIGHT] = {
	0x1f, 0x11, 0x11, 0x11, 0x11, 0x11, 0x1f
};

static const unsigned char *letter_of(char character)
{
	if (character >= 'a' && character <= 'z')
		character += 'A' - 'a';
	for (size_t i = 0; i < sizeof(letters) / sizeof(letters[0]); i++)
		if (letters[i].character == character)
			return letters[i].lines;
	return no_letter;
}

/* Drawing */

struct canvas {
	const struct picture *picture;
	uint32_t *pixels;
	size_t stride;
	uint32_t palette[PICTURE_COLOURS];
};

/* What is not in the picture is cut off. */
static void fill(const struct canvas *canvas, size_t x, size_t y, size_t width, size_t height,
		 uint32_t colour)
{
	const struct picture *picture = canvas->picture;
	size_t right = x + width < picture->width ? x + width : picture->width;
	size_t bottom = y + height < picture->height ? y + height : picture->height;

	for (; y < bottom; y++)
		for (size_t i = x; i < right; i++)
			canvas->pixels[y * canvas->stride + i] = colour;
}

/* A line of tiles: the first of its lines of pixels, then copies of that. */
static void draw_tiles(const struct canvas *canvas, uint32_t seed, size_t top, size_t height,
		       uint32_t tile_y)
{
	const struct picture *picture = canvas->picture;
	uint32_t *line = canvas->pixels + top * canvas->stride;
	uint32_t shift = picture->frame % ROUND * STEP_X;

	for (uint32_t x = 0; x < picture->width; x++) {
		uint32_t tile_x = (x + shift) / TILE % (ROUND * STEP_X / TILE);
		uint32_t colour = mix(seed, tile_x, tile_y) % TILE_COLOURS;

		line[x] = canvas->palette[FIRST_TILE + colour];
	}
	for (size_t y = 1; y < height; y++)
		memcpy(line + y * canvas->stride, line, picture->width * sizeof(*line));
}

static void draw_background(const struct canvas *canvas)
{
	const struct picture *picture = canvas->picture;
	uint32_t seed = hash(hash(0, picture->domain), picture->name);
	uint32_t shift = picture->frame % ROUND * STEP_Y;

	for (size_t top = 0; top < picture->height;) {
		uint32_t tile_y = (top + shift) / TILE % (ROUND * STEP_Y / TILE);
		size_t height = TILE - (top + shift) % TILE;

		if (height > picture->height - top)
			height = picture->height - top;
		draw_tiles(canvas, seed, top, height, tile_y);
		top += height;
	}
}

/* The outermost pixels, so that one of them that is missing is seen. */
static void draw_border(const struct canvas *canvas)
{
	const struct picture *picture = canvas->picture;
	uint32_t colour = canvas->palette[BRIGHTEST];

	fill(canvas, 0, 0, picture->width, 1, colour);
	fill(canvas, 0, picture->height - 1, picture->width, 1, colour);
	fill(canvas, 0, 0, 1, picture->height, colour);
	fill(canvas, picture->width - 1, 0, 1, picture->height, colour);
}

static void draw_letter(const struct canvas *canvas, size_t x, size_t y, size_t scale,
			char character)
{
	const unsigned char *lines = letter_of(character);

	for (unsigned int line = 0; line < LETTER_HEIGHT; line++)
		for (unsigned int column = 0; column < LETTER_WIDTH; column++)
			if (lines[line] >> (LETTER_WIDTH - 1 - column) & 1)
				fill(canvas, x + column * scale, y + line * scale, scale, scale,
				     canvas->palette[BRIGHTEST]);
}

/* In the middle of line number @line of @lines, as big as it fits; else not at all. */
static void draw_text(const struct canvas *canvas, const char *text, unsigned int line,
		      unsigned int lines)
{
	size_t columns = strlen(text) * LETTER_PITCH + 1;
	size_t rows = LETTER_HEIGHT + 2;
	size_t room = canvas->picture->height / (lines + 1);
	size_t scale = canvas->picture->width / (columns + 2);
	size_t x, y;

	if (scale > room / rows)
		scale = room / rows;
	if (scale > MAX_SCALE)
		scale = MAX_SCALE;
	if (!*text || !scale)
		return;
	x = (canvas->picture->width - columns * scale) / 2;
	y = room / 2 + line * room + (room - rows * scale) / 2;
	fill(canvas, x, y, columns * scale, rows * scale, canvas->palette[DARKEST]);
	for (; *text; text++, x += LETTER_PITCH * scale)
		draw_letter(canvas, x + scale, y + scale, scale, *text);
}

void picture_draw(const struct picture *picture, uint32_t *pixels, size_t stride)
{
	struct canvas canvas = { .picture = picture, .pixels = pixels, .stride = stride };

	if (!picture->width || !picture->height)
		return;
	picture_palette(picture->domain, canvas.palette);
	draw_background(&canvas);
	draw_text(&canvas, picture->domain, 0, 2);
	draw_text(&canvas, picture->name, 1, 2);
	draw_border(&canvas);
}
