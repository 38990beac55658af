// SPDX-License-Identifier: GPL-2.0-only
/* background.c - see background.h. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "background.h"
#include "message.h"

/* A byte says that the child has left; the end of the pipe, that it ended. */
static int wait_for(pid_t child, int pipe)
{
	char byte;
	int status;

	if (read(pipe, &byte, 1) == 1)
		return EXIT_SUCCESS;
	if (waitpid(child, &status, 0) != child || !WIFEXITED(status))
		return EXIT_FAILURE;
	return WEXITSTATUS(status);
}

int background_begin(int *parent)
{
	pid_t child = -1;
	int ends[2];

	if (!pipe2(ends, O_CLOEXEC))
		child = fork();
	if (child < 0) {
		complain("cannot go to the background: %s", strerror(errno));
		return EXIT_FAILURE;
	}
	if (child > 0) {
		close(ends[1]);
		return wait_for(child, ends[0]);
	}
	close(ends[0]);
	*parent = ends[1];
	return -1;
}

void background_leave(int parent)
{
	int nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);

	fflush(stdout);
	message_to_log();
	for (int file = STDIN_FILENO; file <= STDERR_FILENO; file++)
		dup2(nowhere, file);
	close(nowhere);
	setsid();
	write(parent, "", 1);
	close(parent);
}
