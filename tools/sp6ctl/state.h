/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * state.h - the states of a device's two ends, and what they mean in words: who
 * waits for whom. Must not know where the states are kept.
 */
#ifndef SP6CTL_STATE_H
#define SP6CTL_STATE_H

#include <stdbool.h>
#include <stddef.h>

/* The values of a xenbus "state" node. */
enum state {
	STATE_UNKNOWN = 0,	/* also: the node is not there, or makes no sense */
	STATE_INITIALISING = 1,
	STATE_INIT_WAIT = 2,
	STATE_INITIALISED = 3,
	STATE_CONNECTED = 4,
	STATE_CLOSING = 5,
	STATE_CLOSED = 6,
	STATE_RECONFIGURING = 7,
	STATE_RECONFIGURED = 8,
};

struct states {
	enum state back, front;
};

/* A kind of split device, what people call it, and the modules that drive its ends. */
struct kind {
	const char *name;	/* of the back-ends' folder */
	const char *front_name;	/* of the front-ends'; Xen has another one for some */
	const char *words;
	const char *back_module, *front_module;
};

/* @text may be NULL: there is no such node. */
enum state state_parse(const char *text);

const char *state_word(enum state state);

bool states_are_connected(struct states states);

/* Both ends have done what they can: the device's nodes may go. */
bool states_are_over(struct states states);

/* The two ends have nothing in common yet, or no more, that has to be closed. */
bool states_are_apart(struct states states);

/* Writes into @words what keeps the two ends from being Connected. */
void states_explain(struct states states, const struct kind *kind, unsigned int domid,
		    char words[], size_t size);

#endif /* SP6CTL_STATE_H */
