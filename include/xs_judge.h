/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * xs_judge.h - judges values that another domain wrote into xenstore.
 *
 * Plain C without calls, so that drivers, unit tests and fuzzers compile the
 * same text. A value is bytes with a length; it may hold anything, NUL bytes
 * too. Must not know which node a value came from.
 */
#ifndef XS_JUDGE_H
#define XS_JUDGE_H

#ifdef __KERNEL__
#include <linux/types.h>
#else
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#endif

/* A decimal number in min ... max: digits alone, ten at most. */
static inline bool xs_judge_number(const char *text, size_t len,
				   uint32_t min, uint32_t max, uint32_t *value)
{
	uint64_t number = 0;
	size_t i;

	if (len == 0 || len > 10)
		return false;

	for (i = 0; i < len; i++) {
		if (text[i] < '0' || text[i] > '9')
			return false;
		number = number * 10 + (uint64_t)(text[i] - '0');
	}
	if (number < min || number > max)
		return false;

	*value = (uint32_t)number;
	return true;
}

/* A device's name: 1 to max characters of [a-z0-9_:-]. */
static inline bool xs_judge_name(const char *text, size_t len, size_t max)
{
	size_t i;

	if (len == 0 || len > max)
		return false;

	for (i = 0; i < len; i++) {
		char c = text[i];

		if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
		      c == '_' || c == ':' || c == '-'))
			return false;
	}
	return true;
}

/* Is the number one of the items of the list? Items that are none don't count. */
static inline bool xs_judge_list_has(const char *text, size_t len,
				     char separator, uint32_t number)
{
	size_t begin = 0;
	size_t end;

	for (end = 0; end <= len; end++) {
		uint32_t item;

		if (end < len && text[end] != separator)
			continue;
		if (xs_judge_number(text + begin, end - begin, number, number, &item))
			return true;
		begin = end + 1;
	}
	return false;
}

#endif /* XS_JUDGE_H */
