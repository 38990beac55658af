// SPDX-License-Identifier: GPL-2.0-only
/*
 * poll-file.c - shows what a file of sysfs holds, and again whenever poll() tells that it
 * changed, until it is killed; for the system tests. Must not know what the file is.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int fail(const char *path)
{
	fprintf(stderr, "poll-file: %s: %s\n", path, strerror(errno));
	return EXIT_FAILURE;
}

/* What was read is old for the kernel as soon as it tells of a change. */
static bool show(int file)
{
	char text[4096];
	ssize_t length = pread(file, text, sizeof(text), 0);

	return length >= 0 && write(STDOUT_FILENO, text, (size_t)length) == length;
}

int main(int argc, char *argv[])
{
	struct pollfd wait = { .events = POLLPRI };

	if (argc != 2) {
		fputs("Usage: poll-file FILE\n", stderr);
		return 2;
	}
	wait.fd = open(argv[1], O_RDONLY | O_CLOEXEC);
	if (wait.fd < 0)
		return fail(argv[1]);

	do {
		if (!show(wait.fd))
			return fail(argv[1]);
	} while (poll(&wait, 1, -1) > 0);

	return fail(argv[1]);
}
