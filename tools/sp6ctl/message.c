// SPDX-License-Identifier: GPL-2.0-only
/* message.c - see message.h. */
#include <stdarg.h>
#include <stdio.h>

#include "message.h"

void say(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vprintf(format, args);
	va_end(args);
	putchar('\n');
}

void complain(const char *format, ...)
{
	va_list args;

	fflush(stdout);
	fputs("sp6ctl: ", stderr);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
}

bool refuse(char why[], size_t size, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(why, size, format, args);
	va_end(args);
	return false;
}
