// SPDX-License-Identifier: GPL-2.0-only
/*
 * fuzz_sp6ctl_state.c - the state nodes of a device's two ends, of which a guest
 * writes one, and what is said of them.
 *
 * Input: room for the words, 1 byte; domid, 4 bytes; the back-end's node, 1 byte
 * of length and its bytes; the front-end's, the rest.
 */
#include <stdio.h>

#include "tests/fuzz/fuzz.h"
#include "tools/sp6ctl/state.h"

#define WORDS_MAX	256

static const struct kind kind = { "vled", "vled", "LED device", "xen-ledback", "xen-ledfront" };

static enum state parse(const char *text)
{
	enum state state = state_parse(text);
	char again[16];

	assert(state >= STATE_UNKNOWN && state <= STATE_RECONFIGURED);
	assert(state_word(state)[0]);
	snprintf(again, sizeof(again), "%d", state);
	assert(state_parse(again) == state);
	if (state != STATE_UNKNOWN)
		assert(!strcmp(text, again));
	else
		assert(strlen(text) != 1 || !strpbrk(text, "12345678"));
	return state;
}

static void states_agree(struct states states)
{
	assert(!states_are_connected(states) || !states_are_apart(states));
	assert(!states_are_over(states) || states_are_apart(states));
}

/* Who waits for whom fits, and where room is short it is only cut off. */
static void words_fit(struct states states, unsigned int domid, size_t room)
{
	char all[WORDS_MAX];
	char *words = malloc(room);

	assert(words);
	states_explain(states, &kind, domid, all, sizeof(all));
	states_explain(states, &kind, domid, words, room);
	assert(all[0] && strlen(all) < sizeof(all) - 1);
	assert(strnlen(words, room) == (strlen(all) < room ? strlen(all) : room - 1));
	assert(!strncmp(words, all, strlen(words)));
	assert(states_are_connected(states) == !strcmp(all, "both ends are connected"));
	free(words);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input input = { data, size };
	size_t room = 1 + take_u8(&input);
	unsigned int domid = take_u32(&input);
	size_t len = take_u8(&input);
	char *back = take_string(&input, len);
	char *front = take_string(&input, input.left);
	struct states states = { .back = parse(back), .front = parse(front) };

	states_agree(states);
	words_fit(states, domid, room);
	assert(state_parse(NULL) == STATE_UNKNOWN);
	free(back);
	free(front);
	return 0;
}
