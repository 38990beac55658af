// SPDX-License-Identifier: GPL-2.0-only
/*
 * connection.c - a panel's connection to the board; see connection.h.
 */
#include "board/connection.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "board/sock.h"

static bool __attribute__((format(printf, 2, 3)))
failed(struct connection *c, const char *format, ...)
{
	va_list args;

	connection_close(c);
	va_start(args, format);
	vsnprintf(c->error, sizeof(c->error), format, args);
	va_end(args);
	return false;
}

static int connect_tcp(int port)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_port = htons(port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0 || !connect(fd, (struct sockaddr *)&address, sizeof(address)))
		return fd;
	close(fd);
	return -1;
}

bool connection_open(struct connection *c, const struct board_address *address)
{
	*c = (struct connection) {
		.fd = address->port ? connect_tcp(address->port) : sock_connect_unix(address->path),
	};
	panel_state_clear(&c->state);
	if (c->fd >= 0)
		return connection_request(c, "{\"perif\":\"extras\",\"value\":1}\n");
	if (address->port)
		return failed(c, "no board at port %d: start it with ./stex", address->port);
	return failed(c, "no board at %s: start it with ./stex", address->path);
}

void connection_close(struct connection *c)
{
	if (c->fd >= 0)
		close(c->fd);
	c->fd = -1;
	c->len = 0;
	panel_state_clear(&c->state);
}

bool connection_request(struct connection *c, const char *format, ...)
{
	char line[PANEL_REPLY_MAX];
	va_list args;
	ssize_t n;
	int len;

	va_start(args, format);
	len = vsnprintf(line, sizeof(line), format, args);
	va_end(args);

	n = send(c->fd, line, len, MSG_NOSIGNAL | MSG_DONTWAIT);
	if (n == len)
		return true;
	if (n >= 0 || errno == EAGAIN)
		return failed(c, "the board does not answer");
	return failed(c, "the board went away");
}

bool connection_sync(struct connection *c)
{
	char line[PANEL_REPLY_MAX];

	panel_format_sync(line, ++c->asked);
	return connection_request(c, "%s", line);
}

bool connection_receive(struct connection *c)
{
	ssize_t n = recv(c->fd, c->in + c->len, sizeof(c->in) - c->len, 0);

	if (n > 0)
		c->len += n;
	else if (n == 0 || (errno != EINTR && errno != EAGAIN))
		return failed(c, "the board went away");
	return true;
}

static bool is_answer(const struct connection *c, const char *line)
{
	char expected[PANEL_REPLY_MAX];

	panel_format_sync(expected, c->answered + 1);
	return !strcmp(line, expected);
}

bool connection_take(struct connection *c, enum panel_item *item)
{
	char *newline = memchr(c->in, '\n', c->len);
	char line[PANEL_REPLY_MAX];
	size_t len = newline ? (size_t)(newline + 1 - c->in) : c->len;

	if (len >= sizeof(line))
		return failed(c, "this is not a board: it sends lines that are too long");
	if (!newline)
		return false;

	memcpy(line, c->in, len);
	line[len] = '\0';
	c->len -= len;
	memmove(c->in, c->in + len, c->len);

	if (!strncmp(line, "{\"error\"", 8))
		return failed(c, "the board refused: %.*s", (int)len - 1, line);
	if (is_answer(c, line))
		c->answered++;
	*item = panel_parse_item(line, len, &c->state);
	return true;
}
