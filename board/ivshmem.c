// SPDX-License-Identifier: GPL-2.0-only
/*
 * ivshmem.c - an ivshmem server for one QEMU at a time; see ivshmem.h.
 */
#include "board/ivshmem.h"

#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "board/log.h"
#include "board/sock.h"

#define PROTOCOL_VERSION	0
#define SHARED_MEMORY		(-1)	/* the id that comes with the memory's fd */

static void close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

/* One message: a number and perhaps a descriptor. All of them fit into the socket. */
static int send_message(struct ivshmem *iv, int64_t number, int fd)
{
	union {
		struct cmsghdr header;
		char space[CMSG_SPACE(sizeof(int))];
	} control = { 0 };
	int64_t wire = htole64(number);
	struct iovec iov = { .iov_base = &wire, .iov_len = sizeof(wire) };
	struct msghdr message = { .msg_iov = &iov, .msg_iovlen = 1 };

	if (fd >= 0) {
		control.header.cmsg_level = SOL_SOCKET;
		control.header.cmsg_type = SCM_RIGHTS;
		control.header.cmsg_len = CMSG_LEN(sizeof(fd));
		memcpy(CMSG_DATA(&control.header), &fd, sizeof(fd));
		message.msg_control = &control;
		message.msg_controllen = sizeof(control);
	}
	return sendmsg(iv->qemu.fd, &message, MSG_NOSIGNAL) == sizeof(wire) ? 0 : -1;
}

static int send_setup(struct ivshmem *iv)
{
	if (send_message(iv, PROTOCOL_VERSION, -1) ||
	    send_message(iv, SP6_LINK_QEMU_ID, -1) ||
	    send_message(iv, SHARED_MEMORY, iv->memfd) ||
	    send_message(iv, SP6_LINK_BOARD_ID, iv->doorbell.fd))
		return -1;

	for (int i = 0; i < SP6_LINK_VECTORS; i++)
		if (send_message(iv, SP6_LINK_QEMU_ID, iv->vector[i]))
			return -1;
	return 0;
}

/* Sealed, so that no peer can shrink it under the board's feet. */
static int create_memory(struct ivshmem *iv)
{
	iv->memfd = memfd_create("sp6-link", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	if (iv->memfd < 0 || ftruncate(iv->memfd, SP6_LINK_MEM_SIZE) ||
	    fcntl(iv->memfd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL))
		return -1;

	iv->mem = mmap(NULL, SP6_LINK_MEM_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED,
		       iv->memfd, 0);
	if (iv->mem == MAP_FAILED) {
		iv->mem = NULL;
		return -1;
	}
	return 0;
}

static int create_eventfds(struct ivshmem *iv)
{
	iv->doorbell.fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (iv->doorbell.fd < 0)
		return -1;

	for (int i = 0; i < SP6_LINK_VECTORS; i++) {
		iv->vector[i] = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
		if (iv->vector[i] < 0)
			return -1;
	}
	return 0;
}

/* Give back all that belongs to the present QEMU, as far as it is there. */
static void release_qemu(struct ivshmem *iv)
{
	loop_remove(iv->loop, &iv->qemu);
	loop_remove(iv->loop, &iv->doorbell);
	for (int i = 0; i < SP6_LINK_VECTORS; i++)
		close_fd(&iv->vector[i]);
	if (iv->mem)
		munmap(iv->mem, SP6_LINK_MEM_SIZE);
	iv->mem = NULL;
	close_fd(&iv->memfd);
}

static void serve_qemu(struct ivshmem *iv, int fd)
{
	iv->qemu.fd = fd;
	if (create_memory(iv) || create_eventfds(iv)) {
		board_log("cannot serve QEMU: %s", strerror(errno));
		release_qemu(iv);
		return;
	}
	if (loop_add(iv->loop, &iv->qemu, EPOLLIN) ||
	    loop_add(iv->loop, &iv->doorbell, EPOLLIN)) {
		release_qemu(iv);
		return;
	}

	board_log("QEMU connected");
	iv->ops->connected(iv->owner, iv->mem);
	if (send_setup(iv))
		shutdown(fd, SHUT_RDWR);	/* seen by qemu_ready() */
}

static void listener_ready(void *owner, uint32_t events)
{
	struct ivshmem *iv = owner;
	int fd = accept4(iv->listener.fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);

	(void)events;
	if (fd < 0)
		return;
	if (iv->qemu.fd >= 0) {
		board_log("refused a second QEMU: one is connected already");
		close(fd);
		return;
	}
	serve_qemu(iv, fd);
}

/* QEMU never sends anything: whatever happens here is the end. */
static void qemu_ready(void *owner, uint32_t events)
{
	struct ivshmem *iv = owner;

	(void)events;
	board_log("QEMU disconnected");
	release_qemu(iv);
	iv->ops->disconnected(iv->owner);
}

/* The count is taken before the work: a ring during the work is not lost. */
static void doorbell_ready(void *owner, uint32_t events)
{
	struct ivshmem *iv = owner;
	eventfd_t count;

	(void)events;
	if (!eventfd_read(iv->doorbell.fd, &count))
		iv->ops->doorbell(iv->owner);
}

int ivshmem_open(struct ivshmem *iv, struct loop *loop, const char *path,
		 const struct ivshmem_ops *ops, void *owner)
{
	*iv = (struct ivshmem) {
		.loop = loop,
		.path = path,
		.ops = ops,
		.owner = owner,
		.listener = { .ready = listener_ready, .owner = iv },
		.qemu = { .fd = -1, .ready = qemu_ready, .owner = iv },
		.doorbell = { .fd = -1, .ready = doorbell_ready, .owner = iv },
		.memfd = -1,
	};
	for (int i = 0; i < SP6_LINK_VECTORS; i++)
		iv->vector[i] = -1;

	iv->listener.fd = sock_listen_unix(path);
	if (iv->listener.fd < 0)
		return -1;
	return loop_add(loop, &iv->listener, EPOLLIN);
}

void ivshmem_close(struct ivshmem *iv)
{
	release_qemu(iv);
	loop_remove(iv->loop, &iv->listener);
	unlink(iv->path);
}

void ivshmem_signal(struct ivshmem *iv, unsigned int vector)
{
	eventfd_write(iv->vector[vector], 1);
}

void ivshmem_ring_again(struct ivshmem *iv)
{
	eventfd_write(iv->doorbell.fd, 1);
}
