/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * message.h - what sp6ctl says. Results go to standard output, complaints to
 * standard error with the program's name. Must not know what they are about.
 */
#ifndef SP6CTL_MESSAGE_H
#define SP6CTL_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>

/* Long enough for every reason that one function hands to another. */
#define REASON_MAX 256

__attribute__((format(printf, 1, 2))) void say(const char *format, ...);
__attribute__((format(printf, 1, 2))) void complain(const char *format, ...);

/* From now on both go to the system's log. */
void message_to_log(void);

/* Writes the reason for a refusal where the caller wants it; always false. */
__attribute__((format(printf, 3, 4)))
bool refuse(char why[], size_t size, const char *format, ...);

/* What cannot be printed, or is no ASCII, becomes '?'. */
void make_printable(char *text, size_t length);

#endif /* SP6CTL_MESSAGE_H */
