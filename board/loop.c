// SPDX-License-Identifier: GPL-2.0-only
/*
 * loop.c - one thread waits for many descriptors; see loop.h.
 */
#include "board/loop.h"

#include <errno.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "board/log.h"

int loop_init(struct loop *loop)
{
	loop->stop = false;
	loop->epoll = epoll_create1(EPOLL_CLOEXEC);
	if (loop->epoll >= 0)
		return 0;
	board_log("cannot create an event loop: %s", strerror(errno));
	return -1;
}

void loop_close(struct loop *loop)
{
	close(loop->epoll);
}

int loop_add(struct loop *loop, struct watch *watch, uint32_t events)
{
	struct epoll_event event = { .events = events, .data.ptr = watch };

	if (!epoll_ctl(loop->epoll, EPOLL_CTL_ADD, watch->fd, &event))
		return 0;
	board_log("cannot wait for a descriptor: %s", strerror(errno));
	return -1;
}

void loop_change(struct loop *loop, struct watch *watch, uint32_t events)
{
	struct epoll_event event = { .events = events, .data.ptr = watch };

	epoll_ctl(loop->epoll, EPOLL_CTL_MOD, watch->fd, &event);
}

void loop_remove(struct loop *loop, struct watch *watch)
{
	if (watch->fd < 0)
		return;
	epoll_ctl(loop->epoll, EPOLL_CTL_DEL, watch->fd, NULL);
	close(watch->fd);
	watch->fd = -1;
}

/*
 * One event a call: whoever is called may remove any watch, and no event of a
 * removed one is left over. The kernel takes the ready ones in turn.
 */
int loop_run(struct loop *loop)
{
	struct epoll_event event;
	struct watch *watch;

	while (!loop->stop) {
		if (epoll_wait(loop->epoll, &event, 1, -1) < 0) {
			if (errno == EINTR)
				continue;
			board_log("cannot wait for events: %s", strerror(errno));
			return -1;
		}
		watch = event.data.ptr;
		watch->ready(watch->owner, event.events);
	}
	return 0;
}
