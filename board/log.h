/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * log.h - what a program says to the person who runs it: one line a message, with the
 * program's name, on standard error. Must not know what is said.
 */
#ifndef BOARD_LOG_H
#define BOARD_LOG_H

#include <errno.h>
#include <stdio.h>

#define board_log(format, ...)						\
	fprintf(stderr, "%s: " format "\n", program_invocation_short_name, ##__VA_ARGS__)

#endif /* BOARD_LOG_H */
