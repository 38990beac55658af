/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * fbback_judge.h - a guest's picture: what the guest says of its size and of what has
 * changed in it, judged, and what is to be copied where to show it.
 *
 * Plain C without kernel calls, compiled into xen-fbback and into unit tests and
 * fuzzers. Judges copies: never memory that the guest can still write. Must not know
 * where the picture's memory is, nor what it is shown on.
 */
#ifndef FBBACK_JUDGE_H
#define FBBACK_JUDGE_H

#ifdef __KERNEL__
#include <linux/types.h>
#else
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#endif

#include <xen/io/fbif.h>

/* The one kind of pixel that is shown: 8 bits each of blue, green, red and nothing. */
#define FBBACK_DEPTH		32
#define FBBACK_PIXEL		4	/* bytes */

/* A frame of memory; the same for Xen and for each guest. */
#define FBBACK_FRAME		4096

/* Rectangles of damage that are told apart. */
#define FBBACK_MAX_DAMAGE	8

/* Pixels x1 ... x2 - 1, y1 ... y2 - 1. */
struct fbback_rect {
	uint32_t x1;
	uint32_t y1;
	uint32_t x2;
	uint32_t y2;
};

struct fbback_geometry {
	uint32_t width;
	uint32_t height;
	uint32_t stride;	/* bytes from one row to the next */
	uint32_t offset;	/* bytes before the first */
};

struct fbback_picture {
	uint32_t length;	/* bytes of the memory that all of it lies in */
	struct fbback_geometry geometry;

	/* Shown in another size, or not at all: all is to be copied, and black around it. */
	bool anew;

	/* What has changed since it was copied; within the picture, none is empty. */
	unsigned int num_damage;
	struct fbback_rect damage[FBBACK_MAX_DAMAGE];
};

/* What the shared page says of the picture. */
struct fbback_offer {
	int32_t width;
	int32_t height;
	uint32_t line_length;
	uint32_t mem_length;
	uint8_t depth;
};

/* Can there be so many events that were not read? */
bool fbback_judge_prod(uint32_t prod, uint32_t cons);

/*
 * Takes the offer for a picture, all of which is to be copied. Returns NULL, or, if it
 * is not within max_length bytes or contradicts itself, what is wrong.
 */
const char *fbback_picture_init(struct fbback_picture *picture,
				const struct fbback_offer *offer, uint32_t max_length);

/* How many frames its memory has: at least one. */
uint32_t fbback_picture_frames(const struct fbback_picture *picture);

enum fbback_result {
	FBBACK_BAD,		/* the event changed nothing */
	FBBACK_DAMAGED,
	FBBACK_RESIZED,
};

enum fbback_result fbback_picture_event(struct fbback_picture *picture,
					const union xenfb_out_event *event);

/* All is to be copied. */
void fbback_picture_damage_all(struct fbback_picture *picture);

/* A copy of a rectangle: `from` is the byte of the picture's memory where it begins. */
struct fbback_copy {
	uint32_t from;
	uint32_t x;	/* where on the display */
	uint32_t y;
	uint32_t width;
	uint32_t height;
};

/*
 * Where the picture lies on a display of that size, which is in its middle: the rest
 * is black. A picture that is larger is cut off on both sides alike.
 */
void fbback_picture_place(const struct fbback_picture *picture,
			  uint32_t width, uint32_t height, struct fbback_rect *place);

/*
 * Takes one rectangle of the damage away, as a copy to make on such a display. False:
 * there is none left. What the display does not show needs no copy.
 */
bool fbback_picture_take(struct fbback_picture *picture,
			 uint32_t width, uint32_t height, struct fbback_copy *copy);

#endif /* FBBACK_JUDGE_H */
