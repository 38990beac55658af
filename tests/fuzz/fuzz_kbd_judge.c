// SPDX-License-Identifier: GPL-2.0-only
/*
 * fuzz_kbd_judge.c - any bytes as a device's name and as keys, and any keys as
 * text: there is one text for each set of keys, and no other is taken.
 *
 * Input: keys, as their words; then text.
 */
#include "kbd_judge.h"
#include "tests/fuzz/fuzz.h"

static char *text_of(const struct kbd_keys *keys, size_t *len)
{
	char *text = malloc(XENKBD_X_KEYS_SIZE);

	assert(text);
	*len = kbd_write_keys(keys, text);
	assert(*len < XENKBD_X_KEYS_SIZE && strlen(text) == *len);
	return text;
}

/* Read again without its NUL, in memory that ends with it. */
static void keys_come_back(const struct kbd_keys *keys)
{
	struct kbd_keys again;
	size_t len;
	char *text = text_of(keys, &len);
	char *exact = malloc(len ? len : 1);

	assert(exact);
	memcpy(exact, text, len);
	assert(kbd_judge_keys(exact, len, &again) == (len > 0));
	if (len)
		assert(!memcmp(keys, &again, sizeof(again)));
	free(exact);
	free(text);
}

static void text_is_the_only_one(const char *text, size_t len)
{
	struct kbd_keys keys;
	size_t written;
	char *again;

	if (!kbd_judge_keys(text, len, &keys))
		return;
	again = text_of(&keys, &written);
	assert(written == len && !memcmp(again, text, len));
	free(again);
}

static void name_is_printable(const char *text, size_t len)
{
	bool good = len >= 1 && len <= XENKBD_X_MAX_NAME;

	for (size_t i = 0; i < len; i++)
		good &= (uint8_t)text[i] >= ' ' && (uint8_t)text[i] <= '~';
	assert(kbd_judge_name(text, len) == good);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input input = { data, size };
	struct kbd_keys keys;
	size_t len;
	char *text;

	take(&input, &keys, sizeof(keys));
	keys_come_back(&keys);
	len = input.left;
	text = take_bytes(&input, &len);
	text_is_the_only_one(text, len);
	name_is_printable(text, len);
	free(text);
	return 0;
}
