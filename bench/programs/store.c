// SPDX-License-Identifier: GPL-2.0-only
/*
 * store.c - the part of sp6-bench that goes round over xenstore: a node says how the LED is
 * to be, another one how the button is, and each end watches the other's. By the kernel's
 * file for it, which speaks xenstore's protocol as it is; so both ends are alike.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>
#include <xen/io/xs_wire.h>

#include "bench/programs/bench.h"
#include "bench/programs/serve.h"

#define STORE		"/dev/xen/xenbus"

struct store {
	struct served served;
	char heard[96];		/* the nodes */
	char told[96];
};

static struct store *to_store(struct served *served)
{
	return (struct store *)((char *)served - offsetof(struct store, served));
}

/* Messages */

static bool store_read(int file, void *to, size_t len)
{
	char *next = to;

	while (len) {
		ssize_t got = read(file, next, len);

		if (got <= 0)
			return complain(STORE ": %s", strerror(errno));
		next += got;
		len -= got;
	}
	return true;
}

/* The body ends with a zero byte that does not count. */
static bool store_receive(int file, struct xsd_sockmsg *head, char *body, size_t size)
{
	if (!store_read(file, head, sizeof(*head)))
		return false;
	if (head->len >= size)
		return complain(STORE ": a message is too long");
	body[head->len] = '\0';
	return store_read(file, body, head->len);
}

/* A request and its answer; watches that fire in between wait. */
static bool store_ask(struct store *store, unsigned int type, const char *body, size_t len,
		      char *answer, size_t size)
{
	struct xsd_sockmsg head = { .type = type, .len = len };
	char message[256];
	int file = store->served.file;

	memcpy(message, &head, sizeof(head));
	memcpy(message + sizeof(head), body, len);
	if (write(file, message, sizeof(head) + len) != (ssize_t)(sizeof(head) + len))
		return complain(STORE ": %s", strerror(errno));

	do {
		if (!store_receive(file, &head, answer, size))
			return false;
		store->served.pending |= head.type == XS_WATCH_EVENT;
	} while (head.type == XS_WATCH_EVENT);

	if (head.type == type)
		return true;
	if (type != XS_READ || strcmp(answer, "ENOENT"))
		return complain("xenstore refuses %s: %s", body, answer);
	*answer = '\0'; /* a node that is not there yet is empty */
	return true;
}

/* What both ends do */

static bool store_tell(struct served *served, char level)
{
	struct store *store = to_store(served);
	size_t len = strlen(store->told) + 1;
	char body[100];
	char answer[256];

	memcpy(body, store->told, len);
	body[len] = level;
	return store_ask(store, XS_WRITE, body, len + 1, answer, sizeof(answer));
}

/* A watch fired, or will be found to have fired: the value is read. */
static bool store_hear(struct served *served, char *wanted)
{
	struct store *store = to_store(served);
	struct xsd_sockmsg head;
	char answer[256];

	if (!served->pending && !store_receive(served->file, &head, answer, sizeof(answer)))
		return false;
	do {
		served->pending = false;
		if (!store_ask(store, XS_READ, store->heard, strlen(store->heard) + 1, answer,
			       sizeof(answer)))
			return false;
	} while (served->pending);

	*wanted = *answer;
	return true;
}

/* Both nodes are there, and the other end's is watched. */
static bool store_open(struct store *store)
{
	char body[200];
	char answer[256];
	int len;

	store->served.hear = store_hear;
	store->served.tell = store_tell;
	store->served.file = open(STORE, O_RDWR | O_CLOEXEC);
	if (store->served.file < 0)
		return complain(STORE ": %s", strerror(errno));

	len = snprintf(body, sizeof(body), "%s%cbench", store->heard, '\0') + 1;
	return store_tell(&store->served, '0') &&
	       store_ask(store, XS_WATCH, body, len, answer, sizeof(answer));
}

int command_store_loop(char *arguments[])
{
	unsigned int count = read_count(arguments[0], MAX_COUNT);
	struct store store = { .heard = "data/bench-button", .told = "data/bench-led" };

	if (!count || !store_open(&store))
		return EXIT_FAILURE;
	return ask(&store.served, "store_loop", count);
}

int command_store_serve(char *arguments[])
{
	struct store store = { 0 };

	snprintf(store.heard, sizeof(store.heard), "/local/domain/%s/data/bench-led", arguments[0]);
	snprintf(store.told, sizeof(store.told), "/local/domain/%s/data/bench-button", arguments[0]);
	if (!store_open(&store))
		return EXIT_FAILURE;
	puts("listening");
	fflush(stdout);
	serve(&store.served, arguments[1], arguments[2]);
	return EXIT_FAILURE;
}
