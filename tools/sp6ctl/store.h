/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * store.h - xenstore, as sp6ctl uses it: reading what others wrote, writing in
 * one transaction or not at all, waiting for a change. Must not know devices.
 */
#ifndef SP6CTL_STORE_H
#define SP6CTL_STORE_H

#include <stdbool.h>

#include <xenstore.h>

#define STORE_PATH_MAX 256

/* NULL after a complaint: not root, not Dom0, no xenstored. Close with xs_close(). */
struct xs_handle *store_open(void);

/*
 * A node's value, to be freed; NULL if it is not there. Guests write some of
 * them: what cannot be printed is replaced.
 */
__attribute__((format(printf, 2, 3)))
char *store_read(struct xs_handle *xs, const char *format, ...);

bool store_exists(struct xs_handle *xs, const char *path);

/* Whether the node says just this; "" is also what a node says that is not there. */
bool store_is(struct xs_handle *xs, const char *folder, const char *name, const char *value);

/* The numbers among a folder's entries, ascending, to be freed; NULL if there is none. */
unsigned int *store_list(struct xs_handle *xs, const char *path, unsigned int *num);

/*
 * A transaction. Its functions do nothing after a first error, which is kept;
 * a body may also set it, to give up.
 */
struct txn {
	struct xs_handle *xs;
	xs_transaction_t id;
	int error;
};

/* Runs @body, again if somebody else was quicker. All or nothing; 0 or the error. */
int store_transact(struct xs_handle *xs, void (*body)(struct txn *, const void *),
		   const void *context);

bool txn_exists(struct txn *txn, const char *path);

__attribute__((format(printf, 3, 4)))
void txn_write(struct txn *txn, const char *value, const char *format, ...);

/* A new folder with nothing in it; what is written into it inherits the permissions. */
void txn_create(struct txn *txn, const char *path, unsigned int owner, unsigned int reader);

/* Lets @reader read a node; creates it if it is not there. */
void txn_allow(struct txn *txn, const char *path, unsigned int reader);

/* With all that is in it; it need not be there. */
void txn_remove(struct txn *txn, const char *path);

void txn_remove_if_empty(struct txn *txn, const char *path);

/* Milliseconds on a clock that nobody sets. */
long long store_now(void);

bool store_watch(struct xs_handle *xs, const char *path);
void store_unwatch(struct xs_handle *xs, const char *path);

/* Readable when store_event() may have something. */
int store_fd(struct xs_handle *xs);

/*
 * What was watched and may have changed, a path to be freed; NULL: nothing more (errno
 * EAGAIN), or a failure.
 */
char *store_event(struct xs_handle *xs);

/*
 * A connection that only hangs up, when xenstored ends: libxenstore's own does not say
 * so to those who watch. -1 on failure.
 */
int store_lifeline(void);

/* Sleeps until something watched may have changed; false at the deadline or on failure. */
bool store_wait(struct xs_handle *xs, long long deadline);

#endif /* SP6CTL_STORE_H */
