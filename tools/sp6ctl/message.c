// SPDX-License-Identifier: GPL-2.0-only
/* message.c - see message.h. */
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <syslog.h>

#include "message.h"

static bool to_log;

void message_to_log(void)
{
	openlog("sp6ctl", LOG_PID, LOG_DAEMON);
	to_log = true;
}

void say(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	if (to_log) {
		vsyslog(LOG_INFO, format, args);
	} else {
		vprintf(format, args);
		putchar('\n');
	}
	va_end(args);
}

void complain(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	if (to_log) {
		vsyslog(LOG_WARNING, format, args);
	} else {
		fflush(stdout);
		fputs("sp6ctl: ", stderr);
		vfprintf(stderr, format, args);
		fputc('\n', stderr);
	}
	va_end(args);
}
