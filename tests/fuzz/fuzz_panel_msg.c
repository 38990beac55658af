// SPDX-License-Identifier: GPL-2.0-only
/*
 * fuzz_panel_msg.c - lines of the panel protocol, read as a panel's request and
 * as the board's report. What was understood must be what jansson's own unpacking
 * finds in the line, and, written again by the rules of docs/panel-protocol.md, be
 * understood alike.
 *
 * Input: the line, without its newline.
 */
#include <inttypes.h>
#include <stdio.h>

#include <jansson.h>

#include "board/panel_msg.h"
#include "sp6.h"
#include "tests/fuzz/fuzz.h"

static const struct {
	const char *perif, *field;
	int64_t min, max;
} requests[] = {
	[PANEL_STATUS]	= { "btn", "status", 0, 255 },
	[PANEL_HOLD]	= { "btn", "hold", 0, 255 },
	[PANEL_RELEASE]	= { "btn", "release", 0, 255 },
	[PANEL_SET_DIP]	= { "dip", "status", 0, 1023 },
	[PANEL_TURN]	= { "encoder", "turn", -100, 100 },
	[PANEL_EXTRAS]	= { "extras", "value", 0, 1 },
	[PANEL_SYNC]	= { "sync", "id", INT64_MIN, INT64_MAX },
};

/* @which says which of several of a kind: the member of that name has @number. */
static const struct {
	const char *perif, *field, *which;
	int number;
} items[] = {
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

/* Does the line say so? */
static bool says(const char *line, size_t len, const char *perif, const char *field,
		 int64_t value)
{
	json_t *object = json_loadb(line, len, 0, NULL);
	json_int_t number;
	const char *name;
	bool good;

	good = !json_unpack(object, "{s:s, s:I}", "perif", &name, field, &number) &&
	       !strcmp(name, perif) && number == value;
	json_decref(object);
	return good;
}

static bool says_text(const char *line, size_t len, const char *perif, const char *field,
		      const char *value)
{
	json_t *object = json_loadb(line, len, 0, NULL);
	const char *name, *text;
	bool good;

	good = !json_unpack(object, "{s:s, s:s}", "perif", &name, field, &text) &&
	       !strcmp(name, perif) && !strcmp(text, value);
	json_decref(object);
	return good;
}

static bool is_printable(const char *text)
{
	for (const char *c = text; *c; c++)
		if (*c < ' ' || *c > '~')
			return false;
	return true;
}

/* As much as a line of the LCD has. */
static bool is_text(const char *text)
{
	return is_printable(text) && strlen(text) == PANEL_LCD_COLUMNS;
}

static void name_is_understood(enum panel_item item, const char *name, const char *text,
			       size_t size)
{
	assert(item >= PANEL_FIRST_NAME && item < PANEL_ITEMS);
	assert(is_printable(name) && strlen(name) <= PANEL_NAME_MAX);
	assert(says_text(text, size, items[item].perif, items[item].field, name));
}

/* A name that is reported to the board is what the board reports. */
static void naming_is_understood(const struct panel_request *request, const char *text,
				 size_t size)
{
	struct panel_state state;

	name_is_understood(request->item, request->name, text, size);
	panel_state_clear(&state);
	assert(panel_parse_item(text, size, &state) == request->item);
	assert(!strcmp(state.name[request->item - PANEL_FIRST_NAME], request->name));
}

static bool same(const struct panel_request *a, const struct panel_request *b)
{
	return a->op == b->op && a->value == b->value;
}

/* What the board sends is one line that fits, and the length is that of the text. */
static void is_line(const char *line, int len)
{
	assert(len > 0 && len < PANEL_REPLY_MAX);
	assert(strlen(line) == (size_t)len);
	assert(strchr(line, '\n') == line + len - 1);
}

static void sync_is_echoed(const struct panel_request *request)
{
	struct panel_request again;
	char line[PANEL_REPLY_MAX];
	int len = panel_format_sync(line, request->value);

	is_line(line, len);
	assert(!panel_parse_request(line, len, &again) && same(request, &again));
}

static void request_is_understood(const struct panel_request *request, const char *text,
				  size_t size)
{
	struct panel_request again;
	char line[PANEL_LINE_MAX];
	int len;

	if (request->op == PANEL_REPORT) {
		naming_is_understood(request, text, size);
		return;
	}
	assert(request->op >= PANEL_STATUS && request->op <= PANEL_SYNC && requests[request->op].perif);
	assert(request->value >= requests[request->op].min);
	assert(request->value <= requests[request->op].max);
	assert(says(text, size, requests[request->op].perif, requests[request->op].field,
		    request->value));
	len = snprintf(line, sizeof(line), "{\"perif\":\"%s\",\"%s\":%" PRId64 "}",
		       requests[request->op].perif, requests[request->op].field,
		       request->value);
	assert(!panel_parse_request(line, len, &again) && same(request, &again));
	if (request->op == PANEL_SYNC)
		sync_is_echoed(request);
}

/* A report is that of its item, changes nothing else, and is no panel's request. */
static void item_is_understood(enum panel_item item, struct panel_state *state,
			       const char *text, size_t size)
{
	struct panel_state again;
	struct panel_request request;
	char line[PANEL_REPLY_MAX];
	int len;

	assert(item >= PANEL_LEDS && item < PANEL_ITEMS);
	if (items[item].which)
		assert(says(text, size, items[item].perif, items[item].which, items[item].number));
	if (item < PANEL_VALUES) {
		assert(state->value[item] >= 0 && state->value[item] <= SP6_DIP_SW_MASK);
		assert(says(text, size, items[item].perif, items[item].field, state->value[item]));
	} else if (item >= PANEL_FIRST_NAME) {
		name_is_understood(item, state->name[item - PANEL_FIRST_NAME], text, size);
	} else {
		assert(is_text(state->lcd[item - PANEL_LCD1]));
		assert(says_text(text, size, items[item].perif, items[item].field,
				 state->lcd[item - PANEL_LCD1]));
	}

	len = panel_format_item(line, state, item);
	is_line(line, len);
	panel_state_clear(&again);
	assert(panel_parse_item(line, len, &again) == item);
	assert(!panel_state_take(&again, state, item));
	panel_state_clear(state);
	panel_state_take(state, &again, item);
	assert(!memcmp(state->value, again.value, sizeof(again.value)));
	assert(!memcmp(state->lcd, again.lcd, sizeof(again.lcd)));
	assert(!memcmp(state->name, again.name, sizeof(again.name)));
	if (item != PANEL_BUTTONS && item != PANEL_DIP && item < PANEL_FIRST_NAME)
		assert(panel_parse_request(line, len, &request));
}

static void error_is_told(const char *error)
{
	struct panel_request request;
	struct panel_state state;
	char line[PANEL_REPLY_MAX];
	int len;

	len = panel_format_error(line, error);
	is_line(line, len);
	assert(panel_parse_request(line, len, &request));
	assert(panel_parse_item(line, len, &state) == PANEL_ITEMS);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *line = (const char *)data;
	struct panel_request request;
	struct panel_state state;
	enum panel_item item;
	const char *error;

	error = panel_parse_request(line, size, &request);
	if (error)
		error_is_told(error);
	else
		request_is_understood(&request, line, size);
	panel_state_clear(&state);
	item = panel_parse_item(line, size, &state);
	if (item != PANEL_ITEMS)
		item_is_understood(item, &state, line, size);
	return 0;
}
