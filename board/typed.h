/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * typed.h - what was typed for the machine's serial console, and how much of it may
 * go there now.
 *
 * A pure library: time is an argument, in milliseconds. Must not know where
 * characters come from, nor where they go.
 *
 * A guest's emulated UART behind Xen holds TYPED_UART characters and drops the rest, so
 * that a pasted line would be lost. Who reads them echoes them: no more than TYPED_WINDOW
 * are under way that were not echoed yet, one after the other in what the console says.
 *
 * What is typed for Xen, and what a terminal answers a shell, is not echoed: TYPED_SURE
 * echoes in a row of what was typed after it say that it was read, too. Where nothing is
 * echoed, as of a password, TYPED_BLIND characters count as read after TYPED_PAUSE_MS
 * without an echo, and again after each further pause; their echoes may still come.
 *
 * Something else that the console says may be taken for echoes, and as many more go:
 * twice, while all that is under way waits in the UART, and some may be lost.
 */
#ifndef BOARD_TYPED_H
#define BOARD_TYPED_H

#include <stdbool.h>
#include <stddef.h>

#define TYPED_UART	32
#define TYPED_WINDOW	16
#define TYPED_SURE	3
#define TYPED_BLIND	4
#define TYPED_PAUSE_MS	100
#define TYPED_MAX	4096	/* what is kept at most */

/* Zeroed at first. */
struct typed {
	unsigned char text[TYPED_MAX];
	/*
	 * text[echoed..read) counts as read and may still be echoed, text[read..sent) is
	 * under way, text[sent..end) is to be sent.
	 */
	size_t echoed, read, sent, end;
	unsigned char heard[TYPED_SURE];	/* what the console said last */
	long long silent;	/* when a pause without an echo is over */
};

/* How many characters may be added. */
size_t typed_room(const struct typed *typed);

void typed_add(struct typed *typed, const unsigned char *text, size_t size);

/* The console said something: echoes, and whatever else is in between. */
void typed_heard(struct typed *typed, const unsigned char *text, size_t size, long long now);

/* Characters that go now, at *text until the next call, and count as sent. */
size_t typed_next(struct typed *typed, const unsigned char **text, long long now);

/* Whether there are characters that have to wait. */
bool typed_waits(const struct typed *typed);

#endif /* BOARD_TYPED_H */
