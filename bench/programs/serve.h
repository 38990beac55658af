/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * serve.h - the daemon that somebody without the drivers would write for Dom0: it lights a
 * LED when it is told to, and tells of a button. What it is told by, and tells, is the
 * caller's.
 */
#ifndef SERVE_H
#define SERVE_H

#include <stdbool.h>

struct served {
	int file;			/* something came, when it can be read */
	bool pending;			/* or when this is so */
	bool (*hear)(struct served *served, char *wanted);	/* '0', '1', or '\0' for none */
	bool (*tell)(struct served *served, char level);	/* '0' or '1' */
};

/* Until something fails, after a complaint. */
void serve(struct served *served, const char *led, const char *buttons);

/* The guest's end: COUNT times '1', the answer '1', '0', the answer '0'. */
int ask(struct served *served, const char *what, unsigned int count);

#endif /* SERVE_H */
