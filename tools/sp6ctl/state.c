// SPDX-License-Identifier: GPL-2.0-only
/* state.c - see state.h. */
#include <stdio.h>
#include <string.h>

#include "state.h"

static const char *const words_of_states[] = {
	[STATE_UNKNOWN] = "absent",
	[STATE_INITIALISING] = "Initialising",
	[STATE_INIT_WAIT] = "InitWait",
	[STATE_INITIALISED] = "Initialised",
	[STATE_CONNECTED] = "Connected",
	[STATE_CLOSING] = "Closing",
	[STATE_CLOSED] = "Closed",
	[STATE_RECONFIGURING] = "Reconfiguring",
	[STATE_RECONFIGURED] = "Reconfigured",
};

enum state state_parse(const char *text)
{
	if (!text || strlen(text) != 1 || *text < '0' || *text > '0' + STATE_RECONFIGURED)
		return STATE_UNKNOWN;
	return (enum state)(*text - '0');
}

const char *state_word(enum state state)
{
	return words_of_states[state];
}

bool states_are_connected(struct states states)
{
	return states.back == STATE_CONNECTED && states.front == STATE_CONNECTED;
}

bool states_are_over(struct states states)
{
	return states.front == STATE_UNKNOWN || states.back == STATE_UNKNOWN ||
	       (states.front == STATE_CLOSED && states.back == STATE_CLOSED);
}

bool states_are_apart(struct states states)
{
	return states_are_over(states) ||
	       states.back == STATE_INITIALISING || states.back == STATE_CLOSED ||
	       states.front == STATE_INITIALISING || states.front == STATE_CLOSED;
}

static bool is_closing(enum state state)
{
	return state == STATE_CLOSING || state == STATE_CLOSED;
}

void states_explain(struct states states, const struct kind *kind, unsigned int domid,
		    char words[], size_t size)
{
	const char *back = kind->back_module, *front = kind->front_module;

	if (states_are_connected(states))
		snprintf(words, size, "both ends are connected");
	else if (states.back == STATE_UNKNOWN)
		snprintf(words, size, "the back-end's half of the device is gone");
	else if (states.front == STATE_UNKNOWN)
		snprintf(words, size, "the front-end's half of the device is gone");
	else if (states.back == STATE_CLOSED && states.front == STATE_CLOSED)
		snprintf(words, size, "both ends are closed until the guest's front-end comes back "
			 "(is %s loaded in domain %u?)", front, domid);
	else if (is_closing(states.back) && states.front != STATE_CLOSED)
		snprintf(words, size, "the back-end closes and waits for the guest's front-end "
			 "(%s in domain %u) to close", front, domid);
	else if (states.front == STATE_CLOSING || states.back == STATE_CLOSING)
		snprintf(words, size, "the guest's front-end closes and waits for the back-end "
			 "(%s in Dom0) to close", back);
	else if (states.back == STATE_INITIALISING)
		snprintf(words, size, "no back-end driver has taken the device: "
			 "is %s loaded in Dom0?", back);
	else if (states.back == STATE_INIT_WAIT &&
		 (states.front == STATE_INITIALISING || states.front == STATE_CLOSED))
		snprintf(words, size, "the back-end is ready and waits for the guest's front-end "
			 "(is %s loaded in domain %u?)", front, domid);
	else if (states.back == STATE_CONNECTED && states.front == STATE_INITIALISED)
		snprintf(words, size, "the back-end is connected and waits for the guest's "
			 "front-end (%s in domain %u)", front, domid);
	else
		snprintf(words, size, "the guest's front-end waits for the back-end "
			 "(%s in Dom0)", back);
}
