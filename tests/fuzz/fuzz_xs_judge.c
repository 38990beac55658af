// SPDX-License-Identifier: GPL-2.0-only
/*
 * fuzz_xs_judge.c - values of xenstore nodes, judged and, a second time, put
 * through the C library.
 *
 * Input: min, max and number, 4 bytes each; the longest name, 1 byte; the value.
 */
#include <stdio.h>

#include "tests/fuzz/fuzz.h"
#include "xs_judge.h"

#define DIGITS	"0123456789"
#define LEGAL	"abcdefghijklmnopqrstuvwxyz" DIGITS "_:-"

/* Does the value consist of these characters alone? A NUL is none of them. */
static bool consists_of(const char *value, size_t len, const char *characters)
{
	for (size_t i = 0; i < len; i++)
		if (!value[i] || !strchr(characters, value[i]))
			return false;
	return len > 0;
}

static bool is_number(const char *value, size_t len, uint64_t *number)
{
	char *string = strndup(value, len);
	bool good = len <= 10 && consists_of(value, len, DIGITS);

	assert(string);
	*number = strtoull(string, NULL, 10);
	free(string);
	return good;
}

static void number_is_in_range(const char *value, size_t len, uint32_t min, uint32_t max)
{
	uint32_t judged = ~min;
	uint64_t number;
	bool good = is_number(value, len, &number) && number >= min && number <= max;

	assert(xs_judge_number(value, len, min, max, &judged) == good);
	assert(judged == (good ? number : ~min));
}

static void name_is_legal(const char *value, size_t len, size_t max)
{
	bool good = len <= max && consists_of(value, len, LEGAL);

	assert(xs_judge_name(value, len, max) == good);
}

static bool list_has(const char *value, size_t len, uint32_t number)
{
	const char *comma = memchr(value, ',', len);
	size_t item_len = comma ? (size_t)(comma - value) : len;
	uint64_t item;

	if (is_number(value, item_len, &item) && item == number)
		return true;
	return comma && list_has(comma + 1, len - item_len - 1, number);
}

static void list_is_searched(const char *value, size_t len, uint32_t number)
{
	char *longer = malloc(len + 12);
	int added;

	assert(xs_judge_list_has(value, len, ',', number) == list_has(value, len, number));

	/* Whatever is in front of it: an item that is there is found. */
	assert(longer);
	memcpy(longer, value, len);
	added = sprintf(longer + len, ",%u", number);
	assert(xs_judge_list_has(longer, len + added, ',', number));
	free(longer);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input input = { data, size };
	uint32_t min = take_u32(&input);
	uint32_t max = take_u32(&input);
	uint32_t number = take_u32(&input);
	size_t max_name = take_u8(&input);
	size_t len = input.left;
	char *value = take_bytes(&input, &len);

	number_is_in_range(value, len, min, max);
	name_is_legal(value, len, max_name);
	list_is_searched(value, len, number);
	free(value);
	return 0;
}
