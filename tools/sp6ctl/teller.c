// SPDX-License-Identifier: GPL-2.0-only
/* teller.c - see teller.h. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sysfs.h"
#include "teller.h"

#define PORT_NAME "xen-sp6.panel"

/* "class/virtio-ports/vport1p1/name" is that of /dev/vport1p1. */
static int open_if_ours(const char *attribute)
{
	const char *dev = getenv(DEV_ENVIRONMENT);
	char *name = sysfs_read("%s", attribute);
	char path[256], folder[128];
	int port = -1;

	if (name && !strncmp(name, PORT_NAME, strlen(PORT_NAME)) &&
	    strcspn(name, "\n") == strlen(PORT_NAME) &&
	    sscanf(attribute, "class/virtio-ports/%127[^/]", folder) == 1) {
		snprintf(path, sizeof(path), "%s/%s", dev ? dev : "/dev", folder);
		port = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC);
	}
	free(name);
	return port;
}

static void find_port(struct teller *teller)
{
	glob_t found;

	if (!sysfs_glob("class/virtio-ports/*/name", &found))
		return;
	for (size_t i = 0; i < found.gl_pathc && teller->port < 0; i++)
		teller->port = open_if_ours(found.gl_pathv[i]);
	globfree(&found);
	teller->has_told = false;
}

/* The board says what its LEDs were before the first report; that is for others. */
static void drop_input(int port)
{
	char bytes[512];

	while (read(port, bytes, sizeof(bytes)) > 0)
		;
}

/* All of it or, for now, nothing. */
static void write_lines(struct teller *teller, const char *lines, const struct names *names)
{
	ssize_t n = write(teller->port, lines, strlen(lines));

	teller->waits = n < 0 && (errno == EAGAIN || errno == EINTR);
	if (teller->waits)
		return;
	if (n != (ssize_t)strlen(lines)) {
		teller_close(teller);
		return;
	}
	teller->has_told = true;
	teller->told = *names;
}

static void tell(struct teller *teller, const struct names *names)
{
	char *lines = names_format(names, teller->has_told ? &teller->told : NULL);

	if (lines && lines[0])
		write_lines(teller, lines, names);
	else
		teller->waits = false;
	free(lines);
}

void teller_tell(struct teller *teller, struct xs_handle *xs)
{
	struct names names;

	if (teller->port < 0)
		find_port(teller);
	if (teller->port < 0)
		return;
	drop_input(teller->port);
	names_gather(xs, &names);
	tell(teller, &names);
}

void teller_end(struct teller *teller)
{
	static const struct names unknown;

	if (teller->port >= 0)
		tell(teller, &unknown);
	teller_close(teller);
}

void teller_close(struct teller *teller)
{
	if (teller->port >= 0)
		close(teller->port);
	teller->port = -1;
	teller->waits = false;
}
