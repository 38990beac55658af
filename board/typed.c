// SPDX-License-Identifier: GPL-2.0-only
/*
 * typed.c - how much of what was typed may go; see typed.h.
 */
#include "board/typed.h"

#include <string.h>

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

size_t typed_room(const struct typed *typed)
{
	return TYPED_MAX - (typed->end - typed->read);
}

void typed_add(struct typed *typed, const unsigned char *text, size_t size)
{
	memmove(typed->text, typed->text + typed->read, typed->end - typed->read);
	typed->sent -= typed->read;
	typed->end -= typed->read;
	typed->read = 0;
	memcpy(typed->text + typed->end, text, size);
	typed->end += size;
}

/* How many characters of what is under way were read, as the console said this one. */
static size_t read_by(struct typed *typed, unsigned char c)
{
	const unsigned char *expected = typed->text + typed->read;
	size_t under_way = typed->sent - typed->read;

	memmove(typed->heard, typed->heard + 1, TYPED_SURE - 1);
	typed->heard[TYPED_SURE - 1] = c;
	if (under_way && *expected == c)
		return 1;
	for (size_t size = TYPED_SURE + 1; size <= under_way; size++)
		if (!memcmp(expected + size - TYPED_SURE, typed->heard, TYPED_SURE))
			return size;
	return 0;
}

void typed_heard(struct typed *typed, const unsigned char *text, size_t size, long long now)
{
	for (size_t i = 0; i < size; i++) {
		size_t read = read_by(typed, text[i]);

		typed->read += read;
		if (read)
			typed->silent = now + TYPED_PAUSE_MS;
	}
}

/*
 * A pause of silence: so many were read. One that is longer counts no more: perhaps the
 * whole machine stood still.
 */
static void believe_silence(struct typed *typed, long long now)
{
	if (now < typed->silent)
		return;
	typed->read += least(TYPED_BLIND, typed->sent - typed->read);
	typed->silent = now + TYPED_PAUSE_MS;
}

size_t typed_next(struct typed *typed, const unsigned char **text, long long now)
{
	size_t size;

	believe_silence(typed, now);
	size = least(TYPED_WINDOW - (typed->sent - typed->read), typed->end - typed->sent);
	*text = typed->text + typed->sent;
	if (!size)
		return 0;
	typed->sent += size;
	typed->silent = now + TYPED_PAUSE_MS;
	return size;
}

bool typed_waits(const struct typed *typed)
{
	return typed->sent < typed->end;
}
