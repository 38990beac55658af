/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * log.h - what sp6-board says to the person who runs it: one line a message, on
 * standard error. Must not know what is said.
 */
#ifndef BOARD_LOG_H
#define BOARD_LOG_H

#include <stdio.h>

#define board_log(format, ...)						\
	fprintf(stderr, "sp6-board: " format "\n", ##__VA_ARGS__)

#endif /* BOARD_LOG_H */
