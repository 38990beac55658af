// SPDX-License-Identifier: GPL-2.0-only
/* screen.c - see screen.h. */
#include <stdio.h>
#include <string.h>

#include "screen.h"
#include "text.h"

#define MIB		(1024 * 1024)
#define PIXEL_BYTES	4

/*
 * What Linux' front-end takes by itself. It keeps the least that it was ever offered, and
 * a screen could not be made larger again.
 */
#define MIN_VIDEORAM	2

/* In decimal, without a sign: at most 9 digits. */
static const char *parse(const char *text, unsigned int *number)
{
	size_t digits = strspn(text, "0123456789");

	if (!digits || digits > 9 || sscanf(text, "%9u", number) != 1)
		return NULL;
	return text + digits;
}

static unsigned long long bytes(const struct screen *screen)
{
	return (unsigned long long)screen->width * screen->height * PIXEL_BYTES;
}

bool screen_set(struct screen *screen, const char *text, char why[], size_t size)
{
	struct screen wanted = { 0 };
	const char *rest = parse(text, &wanted.width);

	rest = rest && *rest == 'x' ? parse(rest + 1, &wanted.height) : NULL;
	if (!rest || *rest)
		return refuse(why, size, "'%s' cannot be a screen: give its width and height in "
			      "pixels, as in 800x480", text);
	if (wanted.width < SCREEN_MIN || wanted.height < SCREEN_MIN)
		return refuse(why, size, "a screen of %s is too small: give at least %dx%d", text,
			      SCREEN_MIN, SCREEN_MIN);
	if (bytes(&wanted) > SCREEN_MAX_VIDEORAM * (unsigned long long)MIB)
		return refuse(why, size, "a screen of %s needs more than %d MiB: give a smaller one",
			      text, SCREEN_MAX_VIDEORAM);
	if (screen->width)
		return refuse(why, size, "the guest has a screen already, and can have one only");
	*screen = wanted;
	return true;
}

unsigned int screen_videoram(const struct screen *screen)
{
	unsigned int mib = (bytes(screen) + MIB - 1) / MIB;

	return mib > MIN_VIDEORAM ? mib : MIN_VIDEORAM;
}
