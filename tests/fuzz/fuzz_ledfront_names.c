// SPDX-License-Identifier: GPL-2.0-only
/*
 * fuzz_ledfront_names.c - the names that a hostile back-end gives its LEDs.
 *
 * Input: names, each 1 byte of length and its bytes.
 */
#include "frontend/ledfront_core.h"
#include "tests/fuzz/fuzz.h"

static bool is_legal(const char *name, size_t len)
{
	char *string = strndup(name, len);
	bool good;

	assert(string);
	good = len >= 1 && len <= XENLED_MAX_NAME &&
	       strspn(string, "abcdefghijklmnopqrstuvwxyz0123456789_:-") == len;
	free(string);
	return good;
}

static bool is_taken(const struct ledfront_desc *descs, unsigned int num,
		     const char *name, size_t len)
{
	for (unsigned int i = 0; i < num; i++)
		if (strlen(descs[i].name) == len && !memcmp(descs[i].name, name, len))
			return true;
	return false;
}

/* Padded with zeros: xen-ledfront compares descriptions byte by byte. */
static void name_is_kept(const struct ledfront_desc *desc, const char *name, size_t len)
{
	assert(!memcmp(desc->name, name, len));
	for (size_t i = len; i < sizeof(desc->name); i++)
		assert(!desc->name[i]);
}

/* In memory that ends with the LED whose name is taken. */
static struct ledfront_desc *room_for(struct ledfront_desc *descs, unsigned int num)
{
	struct ledfront_desc *more = reallocarray(descs, num + 1, sizeof(*more));

	assert(more);
	memset(&more[num], 0xa5, sizeof(*more));
	return more;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ledfront_desc before[XENLED_MAX_LEDS];
	struct input input = { data, size };
	struct ledfront_desc *descs = NULL;
	unsigned int num = 0;

	while (input.left && num < XENLED_MAX_LEDS) {
		size_t len = take_u8(&input);
		char *name = take_bytes(&input, &len);
		bool good = is_legal(name, len) && !is_taken(descs, num, name, len);

		descs = room_for(descs, num);
		memcpy(before, descs, num * sizeof(*descs));
		assert(ledfront_take_name(descs, num, name, len) == good);
		assert(!memcmp(before, descs, num * sizeof(*descs)));
		if (good)
			name_is_kept(&descs[num++], name, len);
		free(name);
	}
	free(descs);
	return 0;
}
