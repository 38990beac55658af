// SPDX-License-Identifier: GPL-2.0-only
/* text.c - see text.h. */
#include <stdarg.h>
#include <stdio.h>

#include "text.h"

bool refuse(char why[], size_t size, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(why, size, format, args);
	va_end(args);
	return false;
}

void make_printable(char *text, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (text[i] < ' ' || text[i] > '~')
			text[i] = '?';
}
