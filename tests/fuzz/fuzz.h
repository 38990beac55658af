/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * fuzz.h - what the fuzzers share: assert() that always works, and the fuzzer's
 * bytes read as values. Must not know what is tested.
 *
 * libFuzzer gives the bytes in memory of just that length, so ASan sees a reader
 * that goes too far. Text is handed on in memory of its own for the same reason.
 */
#ifndef FUZZ_H
#define FUZZ_H

#undef NDEBUG
#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The bytes that were not read yet. */
struct input {
	const uint8_t *at;
	size_t left;
};

/* Fills *value; with zeros where the input has ended. False: it had ended before. */
static inline bool take(struct input *input, void *value, size_t size)
{
	size_t n = size < input->left ? size : input->left;

	memset(value, 0, size);
	if (!n)
		return false;
	memcpy(value, input->at, n);
	input->at += n;
	input->left -= n;
	return true;
}

static inline uint8_t take_u8(struct input *input)
{
	uint8_t value;

	take(input, &value, sizeof(value));
	return value;
}

static inline uint16_t take_u16(struct input *input)
{
	uint16_t value;

	take(input, &value, sizeof(value));
	return value;
}

static inline uint32_t take_u32(struct input *input)
{
	uint32_t value;

	take(input, &value, sizeof(value));
	return value;
}

/* Up to *len bytes, in memory of that length that the caller frees; sets *len. */
static inline char *take_bytes(struct input *input, size_t *len)
{
	char *bytes;

	if (*len > input->left)
		*len = input->left;
	bytes = malloc(*len ? *len : 1);
	assert(bytes);
	take(input, bytes, *len);
	return bytes;
}

/* The same as a string: it ends where the bytes do, or at their first NUL. */
static inline char *take_string(struct input *input, size_t len)
{
	char *bytes = take_bytes(input, &len);
	char *string = strndup(bytes, len);

	assert(string);
	free(bytes);
	return string;
}

#endif /* FUZZ_H */
