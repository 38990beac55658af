// SPDX-License-Identifier: GPL-2.0-only
/*
 * sp6-console - joins the terminal to the machine's serial console, a UNIX
 * socket, until the console closes or the user types Ctrl-].
 *
 * What is typed goes on as fast as it is read on the other side: see typed.h.
 * Must not know what runs there.
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "board/clock.h"
#include "board/sock.h"
#include "board/typed.h"

#define END_KEY	0x1d	/* Ctrl-] */

static volatile sig_atomic_t told_to_end;
static struct termios saved;
static bool is_terminal;

static void tell_to_end(int signal)
{
	(void)signal;
	told_to_end = 1;
}

static void restore_terminal(void)
{
	if (is_terminal)
		tcsetattr(STDIN_FILENO, TCSANOW, &saved);
}

static void take_terminal(void)
{
	struct termios raw;

	is_terminal = !tcgetattr(STDIN_FILENO, &saved);
	if (!is_terminal)
		return;
	atexit(restore_terminal);
	raw = saved;
	cfmakeraw(&raw);
	tcsetattr(STDIN_FILENO, TCSANOW, &raw);
}

static int connect_to(const char *path)
{
	struct sockaddr_un address;
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	if (!sock_unix_address(&address, path))
		errno = ENAMETOOLONG;
	else if (fd >= 0 && !connect(fd, (struct sockaddr *)&address, sizeof(address)))
		return fd;
	fprintf(stderr, "sp6-console: no console at %s: %s\n", path, strerror(errno));
	exit(1);
}

static bool write_all(int fd, const unsigned char *data, size_t size)
{
	while (size) {
		ssize_t done = write(fd, data, size);

		if (done < 0 && errno != EINTR)
			return false;
		if (done > 0) {
			data += done;
			size -= done;
		}
	}
	return true;
}

/* Takes what was typed, as far as there is room; false if it was the end key. */
static bool read_keys(struct typed *typed, bool *closed)
{
	unsigned char text[TYPED_MAX];
	ssize_t size = read(STDIN_FILENO, text, typed_room(typed));

	if (size < 0 && errno == EINTR)
		return true;
	if (size <= 0) {
		*closed = true;
		return true;
	}
	if (is_terminal && memchr(text, END_KEY, size))
		return false;
	typed_add(typed, text, size);
	return true;
}

/* Shows what the console said; false if it was its last word. */
static bool show(int console, struct typed *typed)
{
	unsigned char text[4096];
	ssize_t size = read(console, text, sizeof(text));

	if (size < 0)
		return errno == EINTR;
	typed_heard(typed, text, size, now_ms());
	return size && write_all(STDOUT_FILENO, text, size);
}

static bool send_typed(int console, struct typed *typed)
{
	const unsigned char *text;
	size_t size = typed_next(typed, &text, now_ms());

	return write_all(console, text, size);
}

static void join(int console, const sigset_t *while_waiting)
{
	const struct timespec pause = { .tv_nsec = TYPED_PAUSE_MS * 1000000L };
	static struct typed typed;
	bool closed = false; /* nothing more will be typed */
	bool go_on = true;

	while (go_on && !told_to_end) {
		bool more = !closed && typed_room(&typed);
		struct pollfd fds[] = {
			{ .fd = console, .events = POLLIN },
			{ .fd = more ? STDIN_FILENO : -1, .events = POLLIN },
		};

		if (ppoll(fds, 2, typed_waits(&typed) ? &pause : NULL, while_waiting) < 0)
			continue;
		if (fds[0].revents)
			go_on = show(console, &typed);
		if (go_on && fds[1].revents)
			go_on = read_keys(&typed, &closed);
		if (go_on)
			go_on = send_typed(console, &typed);
	}
}

/* Signals are heard only while waiting, so that none comes in between. */
static void hear_signals(sigset_t *while_waiting)
{
	struct sigaction action = { .sa_handler = tell_to_end };
	const int heard[] = { SIGTERM, SIGINT, SIGHUP };
	sigset_t blocked;

	sigemptyset(&blocked);
	for (size_t i = 0; i < sizeof(heard) / sizeof(heard[0]); i++) {
		sigaction(heard[i], &action, NULL);
		sigaddset(&blocked, heard[i]);
	}
	sigprocmask(SIG_BLOCK, &blocked, while_waiting);
	signal(SIGPIPE, SIG_IGN);
}

int main(int argc, char **argv)
{
	sigset_t while_waiting;
	int console;

	if (argc != 2 || argv[1][0] == '-') {
		fprintf(stderr, "usage: sp6-console SOCKET; Ctrl-] ends it\n");
		return 2;
	}
	hear_signals(&while_waiting);
	console = connect_to(argv[1]);
	take_terminal();
	join(console, &while_waiting);
	return 0;
}
