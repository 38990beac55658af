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
	[PANEL_EXTRAS]	= { "extras", "value", 0, 1 },
	[PANEL_SYNC]	= { "sync", "id", INT64_MIN, INT64_MAX },
};

static const struct {
	const char *perif, *field;
	int digit;
} items[] = {
	[PANEL_LEDS]	= { "led", "value", 0 },
	[PANEL_DIGIT1]	= { "7seg", "value", 1 },
	[PANEL_DIGIT2]	= { "7seg", "value", 2 },
	[PANEL_DIGIT3]	= { "7seg", "value", 3 },
	[PANEL_BUTTONS]	= { "btn", "status", 0 },
	[PANEL_DIP]	= { "dip", "status", 0 },
	[PANEL_LINK]	= { "link", "value", 0 },
};

/* Does the line say so? With a digit, if it is one of 1 to 3. */
static bool says(const char *line, size_t len, const char *perif, const char *field,
		 int64_t value, int digit)
{
	json_t *object = json_loadb(line, len, 0, NULL);
	json_int_t number, number_of_digit;
	const char *name;
	bool good;

	good = !json_unpack(object, "{s:s, s:I}", "perif", &name, field, &number) &&
	       !strcmp(name, perif) && number == value;
	if (digit)
		good = good && !json_unpack(object, "{s:I}", "digit", &number_of_digit) &&
		       number_of_digit == digit;
	json_decref(object);
	return good;
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

	assert(request->op >= PANEL_STATUS && request->op <= PANEL_SYNC);
	assert(request->value >= requests[request->op].min);
	assert(request->value <= requests[request->op].max);
	assert(says(text, size, requests[request->op].perif, requests[request->op].field,
		    request->value, 0));
	len = snprintf(line, sizeof(line), "{\"perif\":\"%s\",\"%s\":%" PRId64 "}",
		       requests[request->op].perif, requests[request->op].field,
		       request->value);
	assert(!panel_parse_request(line, len, &again) && same(request, &again));
	if (request->op == PANEL_SYNC)
		sync_is_echoed(request);
}

/* A report's value is that of its item, and no panel's request. */
static void item_is_understood(enum panel_item item, int value, const char *text,
			       size_t size)
{
	struct panel_request request;
	char line[PANEL_REPLY_MAX];
	enum panel_item again;
	int len, value_again;

	assert(item >= PANEL_LEDS && item < PANEL_ITEMS);
	assert(value >= 0 && value <= SP6_DIP_SW_MASK);
	assert(says(text, size, items[item].perif, items[item].field, value, items[item].digit));
	len = panel_format_item(line, item, value);
	is_line(line, len);
	assert(panel_parse_item(line, len, &again, &value_again));
	assert(again == item && value_again == value);
	if (item != PANEL_BUTTONS && item != PANEL_DIP)
		assert(panel_parse_request(line, len, &request));
}

static void error_is_told(const char *error)
{
	struct panel_request request;
	char line[PANEL_REPLY_MAX];
	enum panel_item item;
	int len, value;

	len = panel_format_error(line, error);
	is_line(line, len);
	assert(panel_parse_request(line, len, &request));
	assert(!panel_parse_item(line, len, &item, &value));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *line = (const char *)data;
	struct panel_request request;
	enum panel_item item;
	const char *error;
	int value;

	error = panel_parse_request(line, size, &request);
	if (error)
		error_is_told(error);
	else
		request_is_understood(&request, line, size);
	if (panel_parse_item(line, size, &item, &value))
		item_is_understood(item, value, line, size);
	return 0;
}
