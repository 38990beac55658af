// SPDX-License-Identifier: GPL-2.0-only
/*
 * net.c - the part of sp6-bench that goes round over TCP: a byte says how the LED is to be,
 * a byte says how the button is.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "bench/programs/bench.h"
#include "bench/programs/serve.h"

#define PORT		4711

static bool hear(struct served *served, char *wanted)
{
	return read(served->file, wanted, 1) == 1 || complain("the other end is gone");
}

static bool tell(struct served *served, char level)
{
	return send(served->file, &level, 1, MSG_NOSIGNAL) == 1 ||
	       complain("the other end is gone");
}

/* Each byte goes at once. */
static bool set_up(int file)
{
	int yes = 1;

	return !setsockopt(file, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes)) ||
	       complain("TCP_NODELAY: %s", strerror(errno));
}

static int failed(const char *what)
{
	complain("%s: %s", what, strerror(errno));
	return EXIT_FAILURE;
}

int command_net_loop(char *arguments[])
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons(PORT) };
	unsigned int count = read_count(arguments[1], MAX_COUNT);
	struct served served = { .hear = hear, .tell = tell };

	if (!count)
		return EXIT_FAILURE;
	if (inet_pton(AF_INET, arguments[0], &address.sin_addr) != 1) {
		complain("%s is no address", arguments[0]);
		return EXIT_FAILURE;
	}
	served.file = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (served.file < 0 ||
	    connect(served.file, (struct sockaddr *)&address, sizeof(address)))
		return failed(arguments[0]);

	return set_up(served.file) ? ask(&served, "net_loop", count) : EXIT_FAILURE;
}

/* One connection after the other, for ever. */
int command_net_serve(char *arguments[])
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons(PORT) };
	struct served served = { .hear = hear, .tell = tell };
	int yes = 1;
	int file;

	file = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (file < 0 || setsockopt(file, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes)) ||
	    bind(file, (struct sockaddr *)&address, sizeof(address)) || listen(file, 1))
		return failed("listening");
	puts("listening");
	fflush(stdout);

	for (;;) {
		served.file = accept4(file, NULL, NULL, SOCK_CLOEXEC);
		if (served.file < 0 || !set_up(served.file))
			return failed("accepting");
		serve(&served, arguments[0], arguments[1]);
		close(served.file);
	}
}
