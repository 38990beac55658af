/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * xenstore.h - in place of libxenstore's, which a host without Xen has not: what
 * sp6ctl's store.h and its users need. A test brings the functions.
 */
#ifndef FAKE_XENSTORE_H
#define FAKE_XENSTORE_H

#include <stdint.h>

typedef uint32_t xs_transaction_t;

struct xs_handle;

void xs_close(struct xs_handle *xs);

#endif /* FAKE_XENSTORE_H */
