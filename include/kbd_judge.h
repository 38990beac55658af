/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * kbd_judge.h - values of xen/io/kbdif_x.h: the bitmap of keys as text, a
 * device's name, and the keys that every front-end knows.
 *
 * Plain C without calls, so that drivers, unit tests and fuzzers compile the
 * same text. A value is bytes with a length; it may hold anything, NUL bytes
 * too. Must not know which node a value came from.
 */
#ifndef KBD_JUDGE_H
#define KBD_JUDGE_H

#include <xen/io/kbdif_x.h>

#ifndef __KERNEL__
#include <stdbool.h>
#endif

/* Bit n % 32 of word n / 32 is the key with code n. */
struct kbd_keys {
	uint32_t word[XENKBD_X_KEY_WORDS];
};

static inline bool kbd_has_key(const struct kbd_keys *keys, uint32_t code)
{
	return code <= XENKBD_X_KEY_MAX && keys->word[code / 32] >> code % 32 & 1;
}

/* The code is 0 ... XENKBD_X_KEY_MAX. */
static inline void kbd_set_key(struct kbd_keys *keys, uint32_t code)
{
	keys->word[code / 32] |= 1u << code % 32;
}

/* Codes of keys that a front-end knows without the extension. */
static inline bool kbd_is_standard_key(uint32_t code)
{
	return (code >= 1 && code <= 239) ||		/* KEY_ESC ... KEY_UNKNOWN - 1 */
	       (code >= 0x110 && code <= 0x117) ||	/* BTN_LEFT ... BTN_TASK */
	       (code >= 0x160 && code <= 0x2fe);	/* KEY_OK ... KEY_MAX - 1 */
}

/* 1 to XENKBD_X_MAX_NAME printable bytes. */
static inline bool kbd_judge_name(const char *text, size_t len)
{
	size_t i;

	if (len == 0 || len > XENKBD_X_MAX_NAME)
		return false;

	for (i = 0; i < len; i++)
		if (text[i] < 0x20 || text[i] > 0x7e)
			return false;

	return true;
}

/* The value of a digit; 16: it is none. */
static inline uint32_t kbd_hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return (uint32_t)(c - '0');
	if (c >= 'a' && c <= 'f')
		return (uint32_t)(c - 'a') + 10;
	return 16;
}

/* 1 to 8 digits, without leading zeros. */
static inline bool kbd_judge_word(const char *text, size_t len, uint32_t *word)
{
	size_t i;

	if (len == 0 || len > 8 || (text[0] == '0' && len > 1))
		return false;

	*word = 0;
	for (i = 0; i < len; i++) {
		uint32_t digit = kbd_hex_digit(text[i]);

		if (digit == 16)
			return false;
		*word = *word << 4 | digit;
	}
	return true;
}

/*
 * Reads a bitmap; *keys is whole if it returns true, else nothing is known of it.
 * There is one text for each set of keys: what kbd_write_keys() writes.
 */
static inline bool kbd_judge_keys(const char *text, size_t len, struct kbd_keys *keys)
{
	size_t words = 1;
	size_t begin = 0;
	size_t i;

	for (i = 0; i < XENKBD_X_KEY_WORDS; i++)
		keys->word[i] = 0;
	for (i = 0; i < len; i++)
		words += text[i] == ' ';
	if (words > XENKBD_X_KEY_WORDS || len == 0 || text[0] == '0')
		return false;

	for (i = 0; i <= len; i++) {
		if (i < len && text[i] != ' ')
			continue;
		if (!kbd_judge_word(text + begin, i - begin, &keys->word[--words]))
			return false;
		begin = i + 1;
	}
	return true;
}

/*
 * Writes the bitmap as text of XENKBD_X_KEYS_SIZE bytes at most, with a NUL at its
 * end, which does not count in what is returned: the length. 0: there is no key.
 */
static inline size_t kbd_write_keys(const struct kbd_keys *keys, char *text)
{
	size_t words = XENKBD_X_KEY_WORDS;
	size_t len = 0;

	while (words > 0 && !keys->word[words - 1])
		words--;

	while (words > 0) {
		uint32_t word = keys->word[--words];
		unsigned int shift = 28;

		while (shift && !(word >> shift))
			shift -= 4;
		for (;; shift -= 4) {
			text[len++] = "0123456789abcdef"[word >> shift & 15];
			if (!shift)
				break;
		}
		if (words > 0)
			text[len++] = ' ';
	}
	text[len] = '\0';
	return len;
}

#endif /* KBD_JUDGE_H */
