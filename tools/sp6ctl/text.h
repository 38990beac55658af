/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * text.h - small things done to text: reasons that one function hands to another, and
 * bytes that somebody else wrote. Must not know what it is about.
 */
#ifndef SP6CTL_TEXT_H
#define SP6CTL_TEXT_H

#include <stdbool.h>
#include <stddef.h>

/* Long enough for every reason that one function hands to another. */
#define REASON_MAX 256

/* Writes the reason for a refusal where the caller wants it; always false. */
__attribute__((format(printf, 3, 4)))
bool refuse(char why[], size_t size, const char *format, ...);

/* What cannot be printed, or is no ASCII, becomes '?'. */
void make_printable(char *text, size_t length);

#endif /* SP6CTL_TEXT_H */
