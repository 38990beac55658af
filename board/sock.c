// SPDX-License-Identifier: GPL-2.0-only
/*
 * sock.c - sockets of this machine; see sock.h.
 */
#include "board/sock.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "board/log.h"

#define BACKLOG	8

bool sock_unix_address(struct sockaddr_un *address, const char *path)
{
	*address = (struct sockaddr_un) { .sun_family = AF_UNIX };
	if (strlen(path) >= sizeof(address->sun_path))
		return false;
	strcpy(address->sun_path, path);
	return true;
}

int sock_parse_port(const char *text, int min)
{
	char *end;
	long port;

	errno = 0;
	port = strtol(text, &end, 10);
	if (errno || end == text || *end || port < min || port > 65535) {
		board_log("not a port: %s", text);
		exit(2);
	}
	return port;
}

/*
 * Is this the socket file of a process that is gone? A datagram socket cannot
 * connect to a stream socket: the kernel says EPROTOTYPE if somebody listens
 * there, who notices nothing, and ECONNREFUSED if nobody does.
 */
static bool is_stale(const struct sockaddr_un *address)
{
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	bool stale;

	if (fd < 0)
		return false;
	stale = connect(fd, (const struct sockaddr *)address, sizeof(*address)) < 0 &&
		errno == ECONNREFUSED;
	close(fd);
	return stale;
}

static int bind_unix(int fd, const struct sockaddr_un *address)
{
	const struct sockaddr *addr = (const struct sockaddr *)address;
	struct stat status;

	if (!bind(fd, addr, sizeof(*address)))
		return 0;
	if (errno != EADDRINUSE || lstat(address->sun_path, &status))
		return -1;

	if (!S_ISSOCK(status.st_mode)) {
		errno = EEXIST;
		return -1;
	}
	if (!is_stale(address)) {
		errno = EADDRINUSE;
		return -1;
	}
	if (unlink(address->sun_path))
		return -1;
	return bind(fd, addr, sizeof(*address));
}

int sock_listen_unix(const char *path)
{
	struct sockaddr_un address;
	int fd;

	if (!sock_unix_address(&address, path)) {
		board_log("path of a socket is longer than %zu bytes: %s",
			  sizeof(address.sun_path) - 1, path);
		return -1;
	}

	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd >= 0 && !bind_unix(fd, &address) && !listen(fd, BACKLOG))
		return fd;

	if (errno == EADDRINUSE)
		board_log("%s is in use: is another sp6-board running?", path);
	else
		board_log("cannot listen at %s: %s", path, strerror(errno));
	if (fd >= 0)
		close(fd);
	return -1;
}

int sock_listen_tcp(int port)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_port = htons(port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	int on = 1;
	int fd;

	fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd >= 0 &&
	    !setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) &&
	    !bind(fd, (struct sockaddr *)&address, sizeof(address)) &&
	    !listen(fd, BACKLOG))
		return fd;

	if (errno == EADDRINUSE)
		board_log("port %d is in use: choose another with --port N", port);
	else
		board_log("cannot listen on port %d: %s", port, strerror(errno));
	if (fd >= 0)
		close(fd);
	return -1;
}

/* A listener that is too busy to be queued for is an error: EAGAIN. */
int sock_connect_unix(const char *path)
{
	struct sockaddr_un address;
	int fd = -1;

	if (sock_unix_address(&address, path))
		fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0 || !connect(fd, (struct sockaddr *)&address, sizeof(address)))
		return fd;
	close(fd);
	return -1;
}
