// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a guest says of its picture: see fbback_judge.h.
 *
 * Sizes are 32 bits wide, and so many bytes lie in memory that was bounded before; what
 * is multiplied or added is 64 bits wide.
 */
#include "fbback_judge.h"

bool fbback_judge_prod(uint32_t prod, uint32_t cons)
{
	return prod - cons <= XENFB_OUT_RING_LEN;
}

/* The size */

static const char *fbback_judge_geometry(const struct fbback_geometry *geometry,
					 uint32_t length)
{
	uint64_t row = (uint64_t)geometry->width * FBBACK_PIXEL;
	uint64_t rows = (uint64_t)geometry->height * geometry->stride;

	if (!geometry->width || !geometry->height)
		return "it is empty";
	if (geometry->stride % FBBACK_PIXEL || geometry->offset % FBBACK_PIXEL)
		return "its rows do not begin with a pixel";
	if (geometry->stride < row)
		return "its rows overlap";
	if (rows + geometry->offset > length)
		return "it is larger than its memory";

	return NULL;
}

static bool fbback_same(const struct fbback_geometry *a, const struct fbback_geometry *b)
{
	return a->width == b->width && a->height == b->height &&
	       a->stride == b->stride && a->offset == b->offset;
}

static void fbback_set_geometry(struct fbback_picture *picture,
				const struct fbback_geometry *geometry)
{
	picture->geometry = *geometry;
	picture->anew = true;
	fbback_picture_damage_all(picture);
}

const char *fbback_picture_init(struct fbback_picture *picture,
				const struct fbback_offer *offer, uint32_t max_length)
{
	struct fbback_geometry geometry = {
		.width = (uint32_t)offer->width,
		.height = (uint32_t)offer->height,
		.stride = offer->line_length,
	};
	const char *wrong;

	if (offer->depth != FBBACK_DEPTH)
		return "its pixels do not have 32 bits";
	if (offer->width < 0 || offer->height < 0)
		return "it is empty";
	if (offer->mem_length > max_length)
		return "its memory is more than videoram";

	wrong = fbback_judge_geometry(&geometry, offer->mem_length);
	if (wrong)
		return wrong;

	picture->length = offer->mem_length;
	fbback_set_geometry(picture, &geometry);
	return NULL;
}

uint32_t fbback_picture_frames(const struct fbback_picture *picture)
{
	return (picture->length - 1) / FBBACK_FRAME + 1;
}

static enum fbback_result fbback_resize(struct fbback_picture *picture,
					const struct xenfb_resize *resize)
{
	struct fbback_geometry geometry = {
		.width = (uint32_t)resize->width,
		.height = (uint32_t)resize->height,
		.stride = (uint32_t)resize->stride,
		.offset = (uint32_t)resize->offset,
	};

	if (resize->width < 0 || resize->height < 0 || resize->stride < 0 ||
	    resize->offset < 0 || resize->depth != FBBACK_DEPTH ||
	    fbback_judge_geometry(&geometry, picture->length))
		return FBBACK_BAD;

	if (!fbback_same(&geometry, &picture->geometry))
		fbback_set_geometry(picture, &geometry);
	return FBBACK_RESIZED;
}

/* Damage */

static bool fbback_empty(const struct fbback_rect *rect)
{
	return rect->x1 >= rect->x2 || rect->y1 >= rect->y2;
}

static uint64_t fbback_area(const struct fbback_rect *rect)
{
	return (uint64_t)(rect->x2 - rect->x1) * (rect->y2 - rect->y1);
}

static uint32_t fbback_min(uint32_t a, uint32_t b)
{
	return a < b ? a : b;
}

static uint32_t fbback_max(uint32_t a, uint32_t b)
{
	return a > b ? a : b;
}

/* What holds both. */
static struct fbback_rect fbback_union(const struct fbback_rect *a,
				       const struct fbback_rect *b)
{
	return (struct fbback_rect){
		.x1 = fbback_min(a->x1, b->x1),
		.y1 = fbback_min(a->y1, b->y1),
		.x2 = fbback_max(a->x2, b->x2),
		.y2 = fbback_max(a->y2, b->y2),
	};
}

/* How many pixels are copied in vain, or twice, if the two become one. */
static int64_t fbback_waste(const struct fbback_rect *a, const struct fbback_rect *b)
{
	struct fbback_rect both = fbback_union(a, b);

	return (int64_t)(fbback_area(&both) - fbback_area(a) - fbback_area(b));
}

/* The rectangle that it is best to make one with this one; there is one. */
static unsigned int fbback_nearest(const struct fbback_picture *picture,
				   const struct fbback_rect *rect)
{
	unsigned int best = 0;
	unsigned int i;

	for (i = 1; i < picture->num_damage; i++)
		if (fbback_waste(&picture->damage[i], rect) <
		    fbback_waste(&picture->damage[best], rect))
			best = i;
	return best;
}

/*
 * Makes it one with what is there where that wastes nothing, or where there is no room
 * for one more. Each round takes one away, so this ends.
 */
static void fbback_add_damage(struct fbback_picture *picture, struct fbback_rect rect)
{
	struct fbback_rect *near;

	while (picture->num_damage) {
		near = &picture->damage[fbback_nearest(picture, &rect)];
		if (picture->num_damage < FBBACK_MAX_DAMAGE && fbback_waste(near, &rect) > 0)
			break;
		rect = fbback_union(near, &rect);
		*near = picture->damage[--picture->num_damage];
	}
	picture->damage[picture->num_damage++] = rect;
}

void fbback_picture_damage_all(struct fbback_picture *picture)
{
	picture->num_damage = 1;
	picture->damage[0] = (struct fbback_rect){
		.x2 = picture->geometry.width,
		.y2 = picture->geometry.height,
	};
}

/*
 * A front-end may tell of what lies beyond a picture that it has just made smaller: that
 * is cut off, and nothing may be left. What no picture can have is bad.
 */
static enum fbback_result fbback_update(struct fbback_picture *picture,
					const struct xenfb_update *update)
{
	const struct fbback_geometry *geometry = &picture->geometry;
	struct fbback_rect rect;

	if (update->x < 0 || update->y < 0 || update->width <= 0 || update->height <= 0)
		return FBBACK_BAD;

	/* Each below 2^31, so that a sum is below 2^32. */
	rect.x1 = (uint32_t)update->x;
	rect.y1 = (uint32_t)update->y;
	rect.x2 = fbback_min(rect.x1 + (uint32_t)update->width, geometry->width);
	rect.y2 = fbback_min(rect.y1 + (uint32_t)update->height, geometry->height);

	if (!fbback_empty(&rect))
		fbback_add_damage(picture, rect);
	return FBBACK_DAMAGED;
}

enum fbback_result fbback_picture_event(struct fbback_picture *picture,
					const union xenfb_out_event *event)
{
	switch (event->type) {
	case XENFB_TYPE_UPDATE:
		return fbback_update(picture, &event->update);
	case XENFB_TYPE_RESIZE:
		return fbback_resize(picture, &event->resize);
	default:
		return FBBACK_BAD;
	}
}

/* On the display */

/* A line of pixels in the middle of another: returns where it begins, or is cut off. */
static uint32_t fbback_middle(uint32_t size, uint32_t display, uint32_t *cut)
{
	*cut = size > display ? (size - display) / 2 : 0;
	return size < display ? (display - size) / 2 : 0;
}

void fbback_picture_place(const struct fbback_picture *picture,
			  uint32_t width, uint32_t height, struct fbback_rect *place)
{
	uint32_t cut;

	place->x1 = fbback_middle(picture->geometry.width, width, &cut);
	place->y1 = fbback_middle(picture->geometry.height, height, &cut);
	place->x2 = place->x1 + fbback_min(picture->geometry.width, width);
	place->y2 = place->y1 + fbback_min(picture->geometry.height, height);
}

/* What of the rectangle is seen, as a copy; false: nothing. */
static bool fbback_make_copy(const struct fbback_picture *picture, struct fbback_rect rect,
			     uint32_t width, uint32_t height, struct fbback_copy *copy)
{
	const struct fbback_geometry *geometry = &picture->geometry;
	uint32_t cut_x;
	uint32_t cut_y;

	copy->x = fbback_middle(geometry->width, width, &cut_x);
	copy->y = fbback_middle(geometry->height, height, &cut_y);

	rect.x1 = fbback_max(rect.x1, cut_x);
	rect.y1 = fbback_max(rect.y1, cut_y);
	rect.x2 = fbback_min(rect.x2, cut_x + fbback_min(geometry->width, width));
	rect.y2 = fbback_min(rect.y2, cut_y + fbback_min(geometry->height, height));
	if (fbback_empty(&rect))
		return false;

	copy->x += rect.x1 - cut_x;
	copy->y += rect.y1 - cut_y;
	copy->width = rect.x2 - rect.x1;
	copy->height = rect.y2 - rect.y1;
	copy->from = geometry->offset + rect.y1 * geometry->stride + rect.x1 * FBBACK_PIXEL;
	return true;
}

bool fbback_picture_take(struct fbback_picture *picture,
			 uint32_t width, uint32_t height, struct fbback_copy *copy)
{
	while (picture->num_damage)
		if (fbback_make_copy(picture, picture->damage[--picture->num_damage],
				     width, height, copy))
			return true;
	return false;
}
