// SPDX-License-Identifier: GPL-2.0-only
/* store.c - see store.h. */
#include <errno.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "message.h"
#include "store.h"
#include "text.h"

#define TOKEN		"sp6ctl"
#define MAX_ATTEMPTS	100

/*
 * Only xenstored's socket is accepted, and it is there in Dom0 alone: through the
 * kernel's xenbus device, which libxenstore would take next, a request in Dom0
 * without xenstored waits forever.
 */
struct xs_handle *store_open(void)
{
	struct xs_handle *xs;

	if (access(xs_daemon_socket(), R_OK | W_OK)) {
		if (errno == EACCES)
			complain("only root may do this");
		else
			complain("xenstored does not run here: "
				 "use sp6ctl in Dom0, after xenstored was started");
		return NULL;
	}
	xs = xs_open(0);
	if (!xs)
		complain("cannot speak with xenstored: %s", strerror(errno));
	return xs;
}

char *store_read(struct xs_handle *xs, const char *format, ...)
{
	char path[STORE_PATH_MAX];
	unsigned int length;
	va_list args;
	char *value;

	va_start(args, format);
	vsnprintf(path, sizeof(path), format, args);
	va_end(args);

	value = xs_read(xs, XBT_NULL, path, &length);
	if (value)
		make_printable(value, length);
	return value;
}

bool store_exists(struct xs_handle *xs, const char *path)
{
	char *value = store_read(xs, "%s", path);

	free(value);
	return value != NULL;
}

bool store_is(struct xs_handle *xs, const char *folder, const char *name, const char *value)
{
	char *present = store_read(xs, "%s/%s", folder, name);
	bool same = !strcmp(present ? present : "", value);

	free(present);
	return same;
}

static int compare(const void *a, const void *b)
{
	unsigned int x = *(const unsigned int *)a, y = *(const unsigned int *)b;

	return (x > y) - (x < y);
}

unsigned int *store_list(struct xs_handle *xs, const char *path, unsigned int *num)
{
	unsigned int entries = 0;
	char **names = xs_directory(xs, XBT_NULL, path, &entries);
	unsigned int *numbers = calloc(entries + 1, sizeof(*numbers));

	*num = 0;
	for (unsigned int i = 0; numbers && i < entries; i++)
		if (sscanf(names[i], "%9u", &numbers[*num]) == 1)
			++*num;
	if (numbers)
		qsort(numbers, *num, sizeof(*numbers), compare);
	free(names);
	return numbers;
}

int store_transact(struct xs_handle *xs, void (*body)(struct txn *, const void *),
		   const void *context)
{
	for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
		struct txn txn = { xs, xs_transaction_start(xs), 0 };

		if (txn.id == XBT_NULL)
			return errno;
		body(&txn, context);
		if (xs_transaction_end(xs, txn.id, txn.error != 0))
			return txn.error;
		if (errno != EAGAIN)
			return errno;
	}
	return EAGAIN;
}

static void keep_error(struct txn *txn, bool good)
{
	if (!good)
		txn->error = errno;
}

bool txn_exists(struct txn *txn, const char *path)
{
	char *value = txn->error ? NULL : xs_read(txn->xs, txn->id, path, NULL);

	if (!txn->error)
		keep_error(txn, value || errno == ENOENT);
	free(value);
	return value != NULL;
}

void txn_write(struct txn *txn, const char *value, const char *format, ...)
{
	char path[STORE_PATH_MAX];
	va_list args;

	va_start(args, format);
	vsnprintf(path, sizeof(path), format, args);
	va_end(args);
	if (!txn->error)
		keep_error(txn, xs_write(txn->xs, txn->id, path, value, strlen(value)));
}

void txn_create(struct txn *txn, const char *path, unsigned int owner, unsigned int reader)
{
	struct xs_permissions permissions[] = {
		{ .id = owner, .perms = XS_PERM_NONE },
		{ .id = reader, .perms = XS_PERM_READ },
	};

	txn_remove(txn, path);
	if (!txn->error)
		keep_error(txn, xs_mkdir(txn->xs, txn->id, path) &&
			   xs_set_permissions(txn->xs, txn->id, path, permissions, 2));
}

/* The first entry names the owner, with what everybody else may do. */
static bool may_read(const struct xs_permissions *permissions, unsigned int num,
		     unsigned int reader)
{
	if (permissions[0].id == reader)
		return true;
	for (unsigned int i = 1; i < num; i++)
		if (permissions[i].id == reader)
			return permissions[i].perms & XS_PERM_READ;
	return permissions[0].perms & XS_PERM_READ;
}

static bool allow(struct txn *txn, const char *path, unsigned int reader)
{
	struct xs_permissions *permissions, *more;
	unsigned int num;
	bool good;

	permissions = xs_get_permissions(txn->xs, txn->id, path, &num);
	if (!permissions || may_read(permissions, num, reader)) {
		good = permissions != NULL;
		free(permissions);
		return good;
	}
	more = reallocarray(permissions, num + 1, sizeof(*more));
	if (!more) {
		free(permissions);
		return false;
	}
	more[num].id = reader;
	more[num].perms = XS_PERM_READ;
	good = xs_set_permissions(txn->xs, txn->id, path, more, num + 1);
	free(more);
	return good;
}

void txn_allow(struct txn *txn, const char *path, unsigned int reader)
{
	if (!txn->error)
		keep_error(txn, xs_mkdir(txn->xs, txn->id, path) && allow(txn, path, reader));
}

void txn_remove(struct txn *txn, const char *path)
{
	if (!txn->error)
		keep_error(txn, xs_rm(txn->xs, txn->id, path) || errno == ENOENT);
}

void txn_remove_if_empty(struct txn *txn, const char *path)
{
	unsigned int num;
	char **names = txn->error ? NULL : xs_directory(txn->xs, txn->id, path, &num);

	if (names && !num)
		txn_remove(txn, path);
	free(names);
}

long long store_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

bool store_watch(struct xs_handle *xs, const char *path)
{
	return xs_watch(xs, path, TOKEN);
}

void store_unwatch(struct xs_handle *xs, const char *path)
{
	xs_unwatch(xs, path, TOKEN);
}

int store_fd(struct xs_handle *xs)
{
	return xs_fileno(xs);
}

char *store_event(struct xs_handle *xs)
{
	char **event = xs_check_watch(xs);
	char *path = event ? strdup(event[XS_WATCH_PATH]) : NULL;

	free(event);
	return path;
}

int store_lifeline(void)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int line = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	snprintf(address.sun_path, sizeof(address.sun_path), "%s", xs_daemon_socket());
	if (line >= 0 && connect(line, (struct sockaddr *)&address, sizeof(address))) {
		close(line);
		line = -1;
	}
	return line;
}

bool store_wait(struct xs_handle *xs, long long deadline)
{
	long long left = deadline - store_now();
	struct pollfd ready = { .fd = store_fd(xs), .events = POLLIN };
	char *path;

	if (left <= 0 || ready.fd < 0 || poll(&ready, 1, left) <= 0)
		return false;
	while ((path = store_event(xs)))
		free(path);
	return errno == EAGAIN;
}
