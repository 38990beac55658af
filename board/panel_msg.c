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
	{ "encoder", "turn", -PANEL_MAX_TURN, PANEL_MAX_TURN, PANEL_TURN },
	{ "extras", "value", 0, 1, PANEL_EXTRAS },
	{ "sync", "id", INT64_MIN, INT64_MAX, PANEL_SYNC },
};

static const struct {
	const char *perif;
	const char *field;
	const char *which;	/* the field that tells alike ones apart, or NULL */
	int number;		/* its value */
} reports[PANEL_ITEMS] = {
	[PANEL_LEDS]	= { "led", "value", NULL, 0 },
	[PANEL_DIGIT1]	= { "7seg", "value", "digit", 1 },
	[PANEL_DIGIT2]	= { "7seg", "value", "digit", 2 },
	[PANEL_DIGIT3]	= { "7seg", "value", "digit", 3 },
	[PANEL_BUTTONS]	= { "btn", "status", NULL, 0 },
	[PANEL_DIP]	= { "dip", "status", NULL, 0 },
	[PANEL_LINK]	= { "link", "value", NULL, 0 },
	[PANEL_CURSOR]	= { "cursor", "value", NULL, 0 },
	[PANEL_LCD1]	= { "lcd", "text", "line", 1 },
	[PANEL_LCD2]	= { "lcd", "text", "line", 2 },
	[PANEL_LCD3]	= { "lcd", "text", "line", 3 },
	[PANEL_LCD4]	= { "lcd", "text", "line", 4 },
	[PANEL_FOCUS]	= { "focus", "name", NULL, 0 },
	[PANEL_OWNER0] = { "owner", "name", "led", 0 },
	[PANEL_OWNER0 + 1] = { "owner", "name", "led", 1 },
	[PANEL_OWNER0 + 2] = { "owner", "name", "led", 2 },
	[PANEL_OWNER0 + 3] = { "owner", "name", "led", 3 },
	[PANEL_OWNER0 + 4] = { "owner", "name", "led", 4 },
	[PANEL_OWNER0 + 5] = { "owner", "name", "led", 5 },
	[PANEL_OWNER0 + 6] = { "owner", "name", "led", 6 },
	[PANEL_OWNER0 + 7] = { "owner", "name", "led", 7 },
};

void panel_state_clear(struct panel_state *state)
{
	*state = (struct panel_state) { 0 };
	for (int item = 0; item < PANEL_VALUES; item++)
		state->value[item] = PANEL_UNKNOWN;
}

void panel_state_clear_names(struct panel_state *state)
{
	memset(state->name, 0, sizeof(state->name));
}

/* The text of an item that is no number. */
static char *text_of(struct panel_state *state, enum panel_item item)
{
	if (item < PANEL_FIRST_NAME)
		return state->lcd[item - PANEL_LCD1];
	return state->name[item - PANEL_FIRST_NAME];
}

static const char *const_text_of(const struct panel_state *state, enum panel_item item)
{
	return text_of((struct panel_state *)state, item);
}

const char *panel_state_name(const struct panel_state *state, enum panel_item item)
{
	const char *name = state->name[item - PANEL_FIRST_NAME];

	return *name ? name : "unknown";
}

bool panel_state_take(struct panel_state *state, const struct panel_state *other,
		      enum panel_item item)
{
	if (item < PANEL_VALUES) {
		if (state->value[item] == other->value[item])
			return false;
		state->value[item] = other->value[item];
		return true;
	}
	if (!strcmp(text_of(state, item), const_text_of(other, item)))
		return false;
	strcpy(text_of(state, item), const_text_of(other, item));
	return true;
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

/* Which report is this? PANEL_ITEMS: none. */
static enum panel_item find_report(const json_t *object)
{
	const char *perif = json_string_value(json_object_get(object, "perif"));

	for (int item = 0; perif && item < PANEL_ITEMS; item++) {
		const char *which = reports[item].which;
		const json_t *number;

		if (strcmp(perif, reports[item].perif))
			continue;
		number = which ? json_object_get(object, which) : NULL;
		if (!which || (json_is_integer(number) &&
			       json_integer_value(number) == reports[item].number))
			return item;
	}
	return PANEL_ITEMS;
}

static bool is_printable(const json_t *field)
{
	const char *text = json_string_value(field);

	if (!text || strlen(text) != json_string_length(field))
		return false;
	for (; *text; text++)
		if (*text < ' ' || *text > '~')
			return false;
	return true;
}

static bool is_line(const json_t *field)
{
	return is_printable(field) && json_string_length(field) == PANEL_LCD_COLUMNS;
}

static bool is_name(const json_t *field)
{
	return is_printable(field) && json_string_length(field) <= PANEL_NAME_MAX;
}

static bool names_something(const json_t *object)
{
	const char *perif = json_string_value(json_object_get(object, "perif"));

	return perif && (!strcmp(perif, reports[PANEL_FOCUS].perif) ||
			 !strcmp(perif, reports[PANEL_OWNER0].perif));
}

static const char *judge_naming(const json_t *object, struct panel_request *request)
{
	enum panel_item item = find_report(object);
	const json_t *name = json_object_get(object, reports[PANEL_FOCUS].field);

	if (item == PANEL_ITEMS)
		return "led is not a number from 0 to 7";
	if (!is_name(name))
		return "name is not a string of at most 40 printable characters";
	request->op = PANEL_REPORT;
	request->item = item;
	strcpy(request->name, json_string_value(name));
	return NULL;
}

static const char *judge_request(const json_t *object, struct panel_request *request)
{
	const json_t *value;
	const char *error;
	size_t row;

	if (names_something(object))
		return judge_naming(object, request);
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

#define TEXT_MAX	PANEL_NAME_MAX

_Static_assert(PANEL_LCD_COLUMNS <= TEXT_MAX, "a line of the LCD fits as well");

/* A text as JSON; of printable ASCII only these two are special. */
static void format_text(char json[2 * TEXT_MAX + 3], const char *text)
{
	*json++ = '"';
	for (; *text; text++) {
		if (*text == '"' || *text == '\\')
			*json++ = '\\';
		*json++ = *text;
	}
	strcpy(json, "\"");
}

int panel_format_item(char line[PANEL_REPLY_MAX], const struct panel_state *state,
		      enum panel_item item)
{
	char which[24] = "";
	char value[2 * TEXT_MAX + 3];

	if (reports[item].which)
		snprintf(which, sizeof(which), "\"%s\":%d,", reports[item].which,
			 reports[item].number);
	if (item < PANEL_VALUES)
		snprintf(value, sizeof(value), "%d", state->value[item]);
	else
		format_text(value, const_text_of(state, item));
	return snprintf(line, PANEL_REPLY_MAX, "{\"perif\":\"%s\",%s\"%s\":%s}\n",
			reports[item].perif, which, reports[item].field, value);
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

static bool is_number(const json_t *field)
{
	return json_is_integer(field) && json_integer_value(field) >= 0 &&
	       json_integer_value(field) <= SP6_DIP_SW_MASK;
}

static bool is_value(enum panel_item item, const json_t *field)
{
	if (item < PANEL_VALUES)
		return is_number(field);
	return item < PANEL_FIRST_NAME ? is_line(field) : is_name(field);
}

static enum panel_item judge_item(const json_t *object, struct panel_state *state)
{
	enum panel_item item = find_report(object);
	const json_t *field;

	if (item == PANEL_ITEMS)
		return PANEL_ITEMS;

	field = json_object_get(object, reports[item].field);
	if (!is_value(item, field))
		return PANEL_ITEMS;
	if (item < PANEL_VALUES)
		state->value[item] = json_integer_value(field);
	else
		strcpy(text_of(state, item), json_string_value(field));
	return item;
}

enum panel_item panel_parse_item(const char *line, size_t len, struct panel_state *state)
{
	json_t *object = json_loadb(line, len, 0, NULL);
	enum panel_item item = judge_item(object, state);

	json_decref(object);
	return item;
}
