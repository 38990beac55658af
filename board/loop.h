/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * loop.h - one thread waits for many descriptors. Must not know what they are.
 */
#ifndef BOARD_LOOP_H
#define BOARD_LOOP_H

#include <stdbool.h>
#include <stdint.h>

/* A descriptor and who is called when it is ready; belongs to who added it. */
struct watch {
	int fd;
	void (*ready)(void *owner, uint32_t events);
	void *owner;
};

struct loop {
	int epoll;
	bool stop;	/* loop_run() returns when this was set */
};

/* What can fail returns 0, or -1 after one line in the log. */
int loop_init(struct loop *loop);
void loop_close(struct loop *loop);

/* Events as in epoll(7), level triggered. */
int loop_add(struct loop *loop, struct watch *watch, uint32_t events);
void loop_change(struct loop *loop, struct watch *watch, uint32_t events);

/* Ends the watch and closes its descriptor; nothing if that is -1 already. */
void loop_remove(struct loop *loop, struct watch *watch);

int loop_run(struct loop *loop);

#endif /* BOARD_LOOP_H */
