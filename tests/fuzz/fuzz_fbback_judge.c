// SPDX-License-Identifier: GPL-2.0-only
/*
 * fuzz_fbback_judge.c - a guest that draws and tells of it, and says anything besides;
 * its picture is shown on a display, with just the copies that are asked for. What must
 * be seen then is drawn by a plain loop.
 *
 * Input: the display's size, 2 bytes; the offer; steps, each 1 byte for what happens,
 * and what the step needs.
 */
#include <limits.h>

#include "backend/fbback_judge.h"
#include "tests/fuzz/fuzz.h"

#define MAX_LENGTH	(4 * FBBACK_FRAME)
#define MAX_SIDE	96

enum step { DRAW, ANY_EVENT, RESIZE, ALL, SHOW, NUM_STEPS };

struct show {
	struct fbback_picture picture;
	uint8_t *memory;	/* of the guest: just as long as it says */
	uint32_t *display;
	uint32_t width;
	uint32_t height;
	bool told;	/* of all that was drawn */
	uint32_t ink;
};

static uint32_t pixel_of(const struct show *show, uint32_t x, uint32_t y)
{
	const struct fbback_geometry *g = &show->picture.geometry;
	uint32_t pixel;

	memcpy(&pixel, show->memory + g->offset + y * g->stride + x * FBBACK_PIXEL,
	       sizeof(pixel));
	return pixel;
}

/* --- the guest --- */

static void check_geometry(const struct fbback_picture *picture)
{
	const struct fbback_geometry *g = &picture->geometry;
	unsigned int i;

	assert(g->width && g->height && g->stride >= (uint64_t)g->width * FBBACK_PIXEL);
	assert(g->offset + (uint64_t)g->stride * g->height <= picture->length);
	assert(picture->num_damage <= FBBACK_MAX_DAMAGE);
	for (i = 0; i < picture->num_damage; i++) {
		assert(picture->damage[i].x1 < picture->damage[i].x2);
		assert(picture->damage[i].y1 < picture->damage[i].y2);
		assert(picture->damage[i].x2 <= g->width && picture->damage[i].y2 <= g->height);
	}
}

static enum fbback_result tell(struct show *show, const union xenfb_out_event *event)
{
	struct fbback_geometry before = show->picture.geometry;
	struct fbback_rect damage[FBBACK_MAX_DAMAGE];
	enum fbback_result result;

	memcpy(damage, show->picture.damage, sizeof(damage));
	result = fbback_picture_event(&show->picture, event);
	check_geometry(&show->picture);
	if (result != FBBACK_RESIZED)
		assert(!memcmp(&before, &show->picture.geometry, sizeof(before)));
	if (result == FBBACK_BAD)
		assert(!memcmp(damage, show->picture.damage, sizeof(damage)));
	return result;
}

/* Draws a rectangle, and tells of it, or, now and then, does not. */
static void draw(struct show *show, struct input *input)
{
	const struct fbback_geometry *g = &show->picture.geometry;
	uint32_t x1 = take_u16(input) % g->width;
	uint32_t y1 = take_u16(input) % g->height;
	uint32_t x2 = x1 + 1 + take_u8(input) % (g->width - x1);
	uint32_t y2 = y1 + 1 + take_u8(input) % (g->height - y1);
	union xenfb_out_event event = { .update = {
		.type = XENFB_TYPE_UPDATE, .x = x1, .y = y1, .width = x2 - x1, .height = y2 - y1,
	} };

	show->ink++;
	for (uint32_t y = y1; y < y2; y++)
		for (uint32_t x = x1; x < x2; x++)
			memcpy(show->memory + g->offset + y * g->stride + x * FBBACK_PIXEL,
			       &show->ink, sizeof(show->ink));
	if (take_u8(input) == 0xff)
		show->told = false;
	else
		assert(tell(show, &event) == FBBACK_DAMAGED);
}

static void any_event(struct show *show, struct input *input)
{
	union xenfb_out_event event;

	take(input, &event, sizeof(event));
	event.type = event.type % 5;
	tell(show, &event);
}

/* Numbers that are often good ones. */
static void resize(struct show *show, struct input *input)
{
	union xenfb_out_event event = { .resize = { .type = XENFB_TYPE_RESIZE } };
	const struct xenfb_resize *r = &event.resize;
	enum fbback_result result;

	event.resize.width = take_u8(input);
	event.resize.height = take_u8(input);
	event.resize.stride = take_u8(input) * FBBACK_PIXEL;
	event.resize.depth = take_u8(input) == 0xff ? 16 : FBBACK_DEPTH;
	event.resize.offset = take_u16(input) & ~3;
	result = tell(show, &event);
	assert((result == FBBACK_RESIZED) ==
	       (r->width && r->height && r->depth == FBBACK_DEPTH &&
		r->width * FBBACK_PIXEL <= r->stride &&
		(uint32_t)(r->offset + r->stride * r->height) <= show->picture.length));
	if (result == FBBACK_RESIZED && show->picture.anew)
		show->told = true;
}

/* --- the display --- */

static void blacken(struct show *show)
{
	struct fbback_rect place;

	fbback_picture_place(&show->picture, show->width, show->height, &place);
	assert(place.x1 < place.x2 && place.x2 <= show->width);
	assert(place.y1 < place.y2 && place.y2 <= show->height);
	for (uint32_t y = 0; y < show->height; y++)
		for (uint32_t x = 0; x < show->width; x++)
			if (x < place.x1 || x >= place.x2 || y < place.y1 || y >= place.y2)
				show->display[y * show->width + x] = 0;
}

static void copy_one(struct show *show, const struct fbback_copy *copy)
{
	uint32_t stride = show->picture.geometry.stride;

	assert(copy->width && copy->x + (uint64_t)copy->width <= show->width);
	assert(copy->height && copy->y + (uint64_t)copy->height <= show->height);
	assert(copy->from + (uint64_t)(copy->height - 1) * stride + copy->width * FBBACK_PIXEL <=
	       show->picture.length);
	for (uint32_t y = 0; y < copy->height; y++)
		memcpy(show->display + (copy->y + y) * show->width + copy->x,
		       show->memory + copy->from + y * stride, copy->width * FBBACK_PIXEL);
}

/* What a pixel of the display is, by the words of the header. */
static uint32_t must_be(const struct show *show, uint32_t x, uint32_t y)
{
	int64_t w = show->picture.geometry.width, h = show->picture.geometry.height;
	int64_t px = w > show->width ? x + (w - show->width) / 2 : x - (show->width - w) / 2;
	int64_t py = h > show->height ? y + (h - show->height) / 2 : y - (show->height - h) / 2;

	return px < 0 || px >= w || py < 0 || py >= h ? 0 : pixel_of(show, px, py);
}

static void show_it(struct show *show)
{
	struct fbback_copy copy;
	unsigned int copies = 0;

	if (show->picture.anew)
		blacken(show);
	show->picture.anew = false;
	while (fbback_picture_take(&show->picture, show->width, show->height, &copy)) {
		copy_one(show, &copy);
		copies++;
	}
	assert(copies <= FBBACK_MAX_DAMAGE && !show->picture.num_damage);
	for (uint32_t y = 0; show->told && y < show->height; y++)
		for (uint32_t x = 0; x < show->width; x++)
			assert(show->display[y * show->width + x] == must_be(show, x, y));
}

static void do_step(struct show *show, struct input *input, enum step step)
{
	switch (step) {
	case DRAW:
		draw(show, input);
		break;
	case ANY_EVENT:
		any_event(show, input);
		break;
	case RESIZE:
		resize(show, input);
		break;
	case ALL:
		fbback_picture_damage_all(&show->picture);
		show->told = true;
		break;
	default:
		show_it(show);
		break;
	}
}

/* Half of the time sizes that are good. */
static void take_offer(struct input *input, struct fbback_offer *offer)
{
	uint8_t kind = take_u8(input);

	offer->width = kind & 1 ? (int32_t)take_u32(input) : take_u8(input);
	offer->height = kind & 1 ? (int32_t)take_u32(input) : take_u8(input);
	offer->line_length = kind & 2 ? take_u32(input) :
					(uint32_t)(offer->width + take_u8(input) % 8) * FBBACK_PIXEL;
	offer->mem_length = kind & 4 ? take_u32(input) : MAX_LENGTH;
	offer->depth = kind & 8 ? take_u8(input) : FBBACK_DEPTH;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input input = { data, size };
	struct fbback_offer offer;
	struct show show = { .told = true };

	show.width = 1 + take_u8(&input) % MAX_SIDE;
	show.height = 1 + take_u8(&input) % MAX_SIDE;
	take_offer(&input, &offer);
	if (fbback_picture_init(&show.picture, &offer, MAX_LENGTH))
		return 0;
	check_geometry(&show.picture);
	assert(show.picture.length == offer.mem_length && offer.mem_length <= MAX_LENGTH);
	assert(fbback_picture_frames(&show.picture) <= MAX_LENGTH / FBBACK_FRAME);
	assert(fbback_picture_frames(&show.picture) * FBBACK_FRAME >= offer.mem_length);

	show.memory = calloc(1, show.picture.length);
	show.display = malloc(show.width * show.height * sizeof(*show.display));
	assert(show.memory && show.display);
	memset(show.display, 0xa5, show.width * show.height * sizeof(*show.display));
	while (input.left)
		do_step(&show, &input, take_u8(&input) % NUM_STEPS);
	show_it(&show);
	free(show.display);
	free(show.memory);
	return 0;
}
