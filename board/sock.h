/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * sock.h - sockets of this machine. Must not know what is spoken on them.
 */
#ifndef BOARD_SOCK_H
#define BOARD_SOCK_H

#include <stdbool.h>
#include <sys/un.h>

/* False if the path does not fit into an address. */
bool sock_unix_address(struct sockaddr_un *address, const char *path);

/* The number of a TCP port, of @min or more; a person's text that is none ends the program. */
int sock_parse_port(const char *text, int min);

/*
 * A listening socket that does not block, or -1 after one line in the log. The
 * socket file of a process that is gone is replaced; that of a living one, and
 * any other file, is left alone.
 */
int sock_listen_unix(const char *path);

/* The same on loopback. */
int sock_listen_tcp(int port);

/* A connection to a listening socket file, or -1. Neither waits. */
int sock_connect_unix(const char *path);

#endif /* BOARD_SOCK_H */
