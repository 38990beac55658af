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

static size_t greatest(size_t a, size_t b)
{
	return a > b ? a : b;
}

size_t typed_room(const struct typed *typed)
{
	return TYPED_MAX - (typed->end - typed->echoed);
}

void typed_add(struct typed *typed, const unsigned char *text, size_t size)
{
	memmove(typed->text, typed->text + typed->echoed, typed->end - typed->echoed);
	typed->read -= typed->echoed;
	typed->sent -= typed->echoed;
	typed->end -= typed->echoed;
	typed->echoed = 0;
	memcpy(typed->text + typed->end, text, size);
	typed->end += size;
}

/* Of how many more characters what was heard last is the echo. */
static size_t echo_of(const struct typed *typed)
{
	const unsigned char *expected = typed->text + typed->echoed;
	size_t left = typed->sent - typed->echoed;

	if (left && *expected == typed->heard[TYPED_SURE - 1])
		return 1;
	for (size_t size = TYPED_SURE + 1; size <= left; size++)
		if (!memcmp(expected + size - TYPED_SURE, typed->heard, TYPED_SURE))
			return size;
	return 0;
}

void typed_heard(struct typed *typed, const unsigned char *text, size_t size, long long now)
{
	for (size_t i = 0; i < size; i++) {
		size_t more;

		memmove(typed->heard, typed->heard + 1, TYPED_SURE - 1);
		typed->heard[TYPED_SURE - 1] = text[i];
		more = echo_of(typed);
		if (!more)
			continue;
		typed->echoed += more;
		typed->read = greatest(typed->read, typed->echoed);
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
	/* What came before what the UART holds was read, or lost. */
	if (typed->sent > TYPED_UART)
		typed->echoed = greatest(typed->echoed, typed->sent - TYPED_UART);
	return size;
}

bool typed_waits(const struct typed *typed)
{
	return typed->sent < typed->end;
}
