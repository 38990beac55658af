// SPDX-License-Identifier: GPL-2.0-only
/*
 * panel_msg.c - the messages of the panel protocol; see panel_msg.h for what it
 * must not know.
 */
#include "board/panel_msg.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <jansson.h>

#include "sp6.h"

#define ARRAY_SIZE(a)	(sizeof(a) / sizeof(*(a)))

static const struct {
	const char *perif;
	const char *field;
	int64_t min, max;
	enum panel_op op;
} requests[] = {
	{ "btn", "status", 0, SP6_PUSH_BUT_MASK, PANEL_STATUS },
	{ "btn", "hold", 0, SP6_PUSH_BUT_MASK, PANEL_HOLD },
	{ "btn", "release", 0, SP6_PUSH_BUT_MASK, PANEL_RELEASE },
	{ "dip", "status", 0, SP6_DIP_SW_MASK, PANEL_SET_DIP },
	{ "extras", "value", 0, 1, PANEL_EXTRAS },
	{ "sync", "id", INT64_MIN, INT64_MAX, PANEL_SYNC },
};

static const struct {
	const char *perif;
	const char *field;
	int digit;		/* 0: the message has none */
} reports[PANEL_ITEMS] = {
	[PANEL_LEDS]	= { "led", "value", 0 },
	[PANEL_DIGIT1]	= { "7seg", "value", 1 },
	[PANEL_DIGIT2]	= { "7seg", "value", 2 },
	[PANEL_DIGIT3]	= { "7seg", "value", 3 },
	[PANEL_BUTTONS]	= { "btn", "status", 0 },
	[PANEL_DIP]	= { "dip", "status", 0 },
	[PANEL_LINK]	= { "link", "value", 0 },
};

void panel_state_clear(struct panel_state *state)
{
	for (int item = 0; item < PANEL_ITEMS; item++)
		state->value[item] = PANEL_UNKNOWN;
}

/* Which row of requests[] does the object match? */
static const char *find_request(const json_t *object, size_t *row)
{
	const char *perif = json_string_value(json_object_get(object, "perif"));
	bool known = false;
	int found = 0;

	if (!perif)
		return "perif is missing or not a string";

	for (size_t i = 0; i < ARRAY_SIZE(requests); i++) {
		if (strcmp(perif, requests[i].perif))
			continue;
		known = true;
		if (!json_object_get(object, requests[i].field))
			continue;
		*row = i;
		found++;
	}
	if (!known)
		return "unknown perif";
	return found == 1 ? NULL : "needs exactly one field that this perif knows";
}

static const char *judge_request(const json_t *object, struct panel_request *request)
{
	const json_t *value;
	const char *error;
	size_t row;

	error = find_request(object, &row);
	if (error)
		return error;

	value = json_object_get(object, requests[row].field);
	if (!json_is_integer(value))
		return "value is not an integer";
	request->op = requests[row].op;
	request->value = json_integer_value(value);
	if (request->value < requests[row].min || request->value > requests[row].max)
		return "value is out of range";
	return NULL;
}

const char *panel_parse_request(const char *line, size_t len,
				struct panel_request *request)
{
	json_t *object = json_loadb(line, len, JSON_REJECT_DUPLICATES, NULL);
	const char *error;

	if (json_is_object(object))
		error = judge_request(object, request);
	else
		error = "not a JSON object";
	json_decref(object);
	return error;
}

int panel_format_item(char line[PANEL_REPLY_MAX], enum panel_item item, int value)
{
	char digit[24] = "";

	if (reports[item].digit)
		snprintf(digit, sizeof(digit), "\"digit\":%d,", reports[item].digit);
	return snprintf(line, PANEL_REPLY_MAX, "{\"perif\":\"%s\",%s\"%s\":%d}\n",
			reports[item].perif, digit, reports[item].field, value);
}

int panel_format_sync(char line[PANEL_REPLY_MAX], int64_t id)
{
	return snprintf(line, PANEL_REPLY_MAX,
			"{\"perif\":\"sync\",\"id\":%" PRId64 "}\n", id);
}

/* The texts are this file's and panel.c's own: nothing in them needs escaping. */
int panel_format_error(char line[PANEL_REPLY_MAX], const char *text)
{
	return snprintf(line, PANEL_REPLY_MAX, "{\"error\":\"%s\"}\n", text);
}

static bool judge_item(const json_t *object, enum panel_item *item, int *value)
{
	const char *perif = json_string_value(json_object_get(object, "perif"));
	json_int_t digit = json_integer_value(json_object_get(object, "digit"));

	for (int i = 0; perif && i < PANEL_ITEMS; i++) {
		const json_t *field = json_object_get(object, reports[i].field);

		if (strcmp(perif, reports[i].perif) || digit != reports[i].digit)
			continue;
		*item = i;
		*value = json_integer_value(field);
		return json_is_integer(field) && json_integer_value(field) >= 0 &&
		       json_integer_value(field) <= SP6_DIP_SW_MASK;
	}
	return false;
}

bool panel_parse_item(const char *line, size_t len, enum panel_item *item, int *value)
{
	json_t *object = json_loadb(line, len, 0, NULL);
	bool good = judge_item(object, item, value);

	json_decref(object);
	return good;
}
