/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * xenbus_util.h - what the split drivers here share on top of the kernel's
 * xenbus: the two types that a driver's remove function has had, and the
 * reading of numbers within limits. Must not know any device.
 */
#ifndef XENBUS_UTIL_H
#define XENBUS_UTIL_H

#include <linux/err.h>
#include <linux/slab.h>
#include <xen/xenbus.h>

#include "xs_judge.h"

/*
 * What a xenbus driver's .remove returns, and how: return xenbus_removed(). The
 * type changed within a stable series, so Kbuild looks into the kernel's header
 * and not at its version.
 */
#ifdef XENBUS_REMOVE_RETURNS_INT
#define xenbus_remove_t int
static inline int xenbus_removed(void)
{
	return 0;
}
#else
#define xenbus_remove_t void
static inline void xenbus_removed(void)
{
}
#endif

/* Reads a number in min ... max; -ERANGE if it is none or another. */
static inline int xenbus_read_number(const char *dir, const char *node,
				     u32 min, u32 max, u32 *value)
{
	unsigned int len;
	bool good;
	char *text;

	text = xenbus_read(XBT_NIL, dir, node, &len);
	if (IS_ERR(text))
		return PTR_ERR(text);

	good = xs_judge_number(text, len, min, max, value);
	kfree(text);

	return good ? 0 : -ERANGE;
}

#endif /* XENBUS_UTIL_H */
