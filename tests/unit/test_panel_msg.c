// SPDX-License-Identifier: GPL-2.0-only
/*
 * test_panel_msg.c - the judging of panel lines, and the exact text of what the
 * board sends.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "board/panel_msg.h"

static void good(const char *line, enum panel_op op, int64_t value)
{
	struct panel_request request;
	const char *error = panel_parse_request(line, strlen(line), &request);

	if (error)
		fail_msg("%s: %s", line, error);
	assert_int_equal(request.op, op);
	assert_true(request.value == value);
}

static void bad(const char *line, const char *expected)
{
	struct panel_request request;
	const char *error = panel_parse_request(line, strlen(line), &request);

	if (!error)
		fail_msg("accepted: %s", line);
	assert_string_equal(error, expected);
}

static void good_requests(void **state)
{
	(void)state;
	good("{\"perif\":\"btn\",\"status\":0}", PANEL_STATUS, 0);
	good("{\"perif\":\"btn\",\"status\":255}", PANEL_STATUS, 255);
	good(" { \"status\" : 16 , \"perif\" : \"btn\" } \r", PANEL_STATUS, 16);
	good("{\"perif\":\"btn\",\"status\":1,\"note\":[\"kept\",{}]}", PANEL_STATUS, 1);
	good("{\"perif\":\"btn\",\"hold\":128}", PANEL_HOLD, 128);
	good("{\"perif\":\"btn\",\"release\":255}", PANEL_RELEASE, 255);
	good("{\"perif\":\"dip\",\"status\":1023}", PANEL_SET_DIP, 1023);
	good("{\"perif\":\"encoder\",\"turn\":-100}", PANEL_TURN, -PANEL_MAX_TURN);
	good("{\"perif\":\"encoder\",\"turn\":1}", PANEL_TURN, 1);
	good("{\"perif\":\"extras\",\"value\":1}", PANEL_EXTRAS, 1);
	good("{\"perif\":\"sync\",\"id\":-9223372036854775808}", PANEL_SYNC, INT64_MIN);
}

static void names(const char *line, enum panel_item item, const char *name)
{
	struct panel_request request;
	const char *error = panel_parse_request(line, strlen(line), &request);

	if (error)
		fail_msg("%s: %s", line, error);
	assert_int_equal(request.op, PANEL_REPORT);
	assert_int_equal(request.item, item);
	assert_string_equal(request.name, name);
}

static void good_names(void **state)
{
	static const char longest[] = "1234567890123456789012345678901234567890";
	char line[128];

	(void)state;
	names("{\"perif\":\"focus\",\"name\":\"domu\"}", PANEL_FOCUS, "domu");
	names("{\"perif\":\"focus\",\"name\":\"\"}", PANEL_FOCUS, "");
	names("{\"name\":\"a \\\"b\\\" \\\\\",\"led\":0,\"perif\":\"owner\"}", PANEL_OWNER0,
	      "a \"b\" \\");
	names("{\"perif\":\"owner\",\"led\":7,\"name\":\"Dom0\",\"more\":1}", PANEL_OWNER7, "Dom0");
	snprintf(line, sizeof(line), "{\"perif\":\"owner\",\"led\":3,\"name\":\"%s\"}", longest);
	names(line, PANEL_OWNER0 + 3, longest);
}

static void bad_names(void **state)
{
	static const char name[] = "name is not a string of at most 40 printable characters";
	static const char led[] = "led is not a number from 0 to 7";

	(void)state;
	bad("{\"perif\":\"focus\"}", name);
	bad("{\"perif\":\"focus\",\"name\":7}", name);
	bad("{\"perif\":\"focus\",\"name\":null}", name);
	bad("{\"perif\":\"focus\",\"name\":\"a\\u001b\"}", name);
	bad("{\"perif\":\"focus\",\"name\":\"\u00e9\"}", name);
	bad("{\"perif\":\"focus\",\"name\":\"12345678901234567890123456789012345678901\"}", name);
	bad("{\"perif\":\"owner\",\"led\":0}", name);
	bad("{\"perif\":\"owner\",\"name\":\"a\"}", led);
	bad("{\"perif\":\"owner\",\"led\":8,\"name\":\"a\"}", led);
	bad("{\"perif\":\"owner\",\"led\":-1,\"name\":\"a\"}", led);
	bad("{\"perif\":\"owner\",\"led\":\"0\",\"name\":\"a\"}", led);
	bad("{\"perif\":\"owner\",\"led\":4294967296,\"name\":\"a\"}", led);
}

static void bad_requests(void **state)
{
	static const char not_object[] = "not a JSON object";
	static const char fields[] = "needs exactly one field that this perif knows";
	static const char range[] = "value is out of range";
	static const char type[] = "value is not an integer";
	char nested[PANEL_LINE_MAX + 1];

	(void)state;
	bad("", not_object);
	bad("hello", not_object);
	bad("[]", not_object);
	bad("17", not_object);
	bad("{\"perif\":\"btn\",\"status\":1", not_object);
	bad("{\"perif\":\"btn\",\"status\":1} {}", not_object);
	bad("{\"perif\":\"btn\",\"status\":1,\"status\":2}", not_object);
	bad("{\"perif\":\"btn\",\"status\":99999999999999999999}", not_object);
	bad("{\"perif\":\"\xff\",\"status\":1}", not_object);
	memset(nested, '[', PANEL_LINE_MAX);
	nested[PANEL_LINE_MAX] = '\0';
	bad(nested, not_object);

	bad("{}", "perif is missing or not a string");
	bad("{\"perif\":7}", "perif is missing or not a string");
	bad("{\"perif\":\"led\",\"value\":1}", "unknown perif");
	bad("{\"perif\":\"lcd\",\"line\":1}", "unknown perif");

	bad("{\"perif\":\"btn\"}", fields);
	bad("{\"perif\":\"btn\",\"value\":1}", fields);
	bad("{\"perif\":\"btn\",\"hold\":1,\"release\":1}", fields);
	bad("{\"perif\":\"dip\",\"hold\":1}", fields);

	bad("{\"perif\":\"btn\",\"status\":\"1\"}", type);
	bad("{\"perif\":\"btn\",\"status\":1.0}", type);
	bad("{\"perif\":\"btn\",\"status\":true}", type);
	bad("{\"perif\":\"btn\",\"status\":null}", type);
	bad("{\"perif\":\"sync\",\"id\":{}}", type);

	bad("{\"perif\":\"btn\",\"status\":256}", range);
	bad("{\"perif\":\"btn\",\"status\":-1}", range);
	bad("{\"perif\":\"btn\",\"hold\":4294967297}", range);
	bad("{\"perif\":\"dip\",\"status\":1024}", range);
	bad("{\"perif\":\"extras\",\"value\":2}", range);
	bad("{\"perif\":\"encoder\",\"turn\":101}", range);
	bad("{\"perif\":\"encoder\",\"turn\":-101}", range);
}

static void null_byte_is_not_json(void **state)
{
	static const char line[] = "{\"perif\":\"btn\",\"status\":1}\0{}";
	struct panel_request request;

	(void)state;
	assert_non_null(panel_parse_request(line, sizeof(line) - 1, &request));
}

/* Every byte of a good line changed: whatever comes out is in range. */
static void changed_bytes_never_pass_the_limits(void **state)
{
	static const char line[] = "{\"perif\":\"btn\",\"status\":200}";
	struct panel_request request;
	char text[sizeof(line)];
	int accepted = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(line) - 1; i++) {
		for (int byte = 0; byte < 256; byte++) {
			memcpy(text, line, sizeof(line));
			text[i] = byte;
			if (panel_parse_request(text, sizeof(line) - 1, &request))
				continue;
			assert_in_range(request.value, 0, 255);
			accepted++;
		}
	}
	assert_true(accepted > 10);
}

/* The line is exact, and a panel understands it. */
static void reports(const struct panel_state *state, enum panel_item item,
		    const char *expected)
{
	char line[PANEL_REPLY_MAX];
	struct panel_state back;
	int len = panel_format_item(line, state, item);

	assert_string_equal(line, expected);
	assert_int_equal(len, strlen(expected));
	panel_state_clear(&back);
	assert_int_equal(panel_parse_item(line, len, &back), item);
	assert_false(panel_state_take(&back, state, item));
}

static void value_is(enum panel_item item, int value, const char *expected)
{
	struct panel_state state;

	panel_state_clear(&state);
	state.value[item] = value;
	reports(&state, item, expected);
}

static void text_is(enum panel_item item, const char *text, const char *expected)
{
	struct panel_state state;

	panel_state_clear(&state);
	strcpy(state.lcd[item - PANEL_LCD1], text);
	reports(&state, item, expected);
}

static void reports_are_exact_and_come_back(void **state)
{
	(void)state;
	value_is(PANEL_LEDS, 255, "{\"perif\":\"led\",\"value\":255}\n");
	value_is(PANEL_DIGIT1, 0, "{\"perif\":\"7seg\",\"digit\":1,\"value\":0}\n");
	value_is(PANEL_DIGIT2, 7, "{\"perif\":\"7seg\",\"digit\":2,\"value\":7}\n");
	value_is(PANEL_DIGIT3, 255, "{\"perif\":\"7seg\",\"digit\":3,\"value\":255}\n");
	value_is(PANEL_BUTTONS, 16, "{\"perif\":\"btn\",\"status\":16}\n");
	value_is(PANEL_DIP, 1023, "{\"perif\":\"dip\",\"status\":1023}\n");
	value_is(PANEL_LINK, 1, "{\"perif\":\"link\",\"value\":1}\n");
	value_is(PANEL_CURSOR, 80, "{\"perif\":\"cursor\",\"value\":80}\n");
	text_is(PANEL_LCD1, "12345678901234567890",
		"{\"perif\":\"lcd\",\"line\":1,\"text\":\"12345678901234567890\"}\n");
	text_is(PANEL_LCD4, "                    ",
		"{\"perif\":\"lcd\",\"line\":4,\"text\":\"                    \"}\n");
}

static void name_is(enum panel_item item, const char *name, const char *expected)
{
	struct panel_state state;

	panel_state_clear(&state);
	strcpy(state.name[item - PANEL_FIRST_NAME], name);
	reports(&state, item, expected);
}

static void names_are_reported(void **state)
{
	(void)state;
	name_is(PANEL_FOCUS, "domu", "{\"perif\":\"focus\",\"name\":\"domu\"}\n");
	name_is(PANEL_FOCUS, "", "{\"perif\":\"focus\",\"name\":\"\"}\n");
	name_is(PANEL_OWNER0, "Dom0", "{\"perif\":\"owner\",\"led\":0,\"name\":\"Dom0\"}\n");

	/* the longest line that there is */
	name_is(PANEL_OWNER7, "\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"",
		"{\"perif\":\"owner\",\"led\":7,\"name\":\""
		"\\\"\\\"\\\"\\\"\\\"\\\"\\\"\\\"\\\"\\\"\\\"\\\"\\\"\\\"\\\"\\\"\\\"\\\"\\\"\\\""
		"\\\"\\\"\\\"\\\"\\\"\\\"\\\"\\\"\\\"\\\"\\\"\\\"\\\"\\\"\\\"\\\"\\\"\\\"\\\"\\\"\"}\n");
}

static void texts_are_escaped(void **state)
{
	(void)state;
	text_is(PANEL_LCD2, "say \"hi\" \\ {x} / ~  ",
		"{\"perif\":\"lcd\",\"line\":2,\"text\":\"say \\\"hi\\\" \\\\ {x} / ~  \"}\n");

	/* the longest line that there is */
	text_is(PANEL_LCD3, "\"\\\"\\\"\\\"\\\"\\\"\\\"\\\"\\\"\\\"\\",
		"{\"perif\":\"lcd\",\"line\":3,\"text\":\""
		"\\\"\\\\\\\"\\\\\\\"\\\\\\\"\\\\\\\"\\\\"
		"\\\"\\\\\\\"\\\\\\\"\\\\\\\"\\\\\\\"\\\\\"}\n");
}

static void changes_are_noticed_once(void **state)
{
	struct panel_state told, now;

	(void)state;
	panel_state_clear(&told);
	panel_state_clear(&now);
	for (int item = 0; item < PANEL_ITEMS; item++)
		assert_false(panel_state_take(&told, &now, item));

	strcpy(now.name[0], "domu");
	assert_true(panel_state_take(&told, &now, PANEL_FOCUS));
	panel_state_clear_names(&now);
	assert_true(panel_state_take(&told, &now, PANEL_FOCUS));
	assert_false(panel_state_take(&told, &now, PANEL_FOCUS));

	now.value[PANEL_DIP] = 0;
	strcpy(now.lcd[2], "now it is known     ");
	for (int item = 0; item < PANEL_ITEMS; item++)
		assert_int_equal(panel_state_take(&told, &now, item),
				 item == PANEL_DIP || item == PANEL_LCD3);
	assert_memory_equal(told.value, now.value, sizeof(now.value));
	assert_memory_equal(told.lcd, now.lcd, sizeof(now.lcd));
}

static void replies_are_exact(void **state)
{
	char line[PANEL_REPLY_MAX];

	(void)state;
	panel_format_sync(line, INT64_MIN);
	assert_string_equal(line, "{\"perif\":\"sync\",\"id\":-9223372036854775808}\n");
	panel_format_error(line, "unknown perif");
	assert_string_equal(line, "{\"error\":\"unknown perif\"}\n");
}

static void other_lines_are_no_reports(void **state)
{
	static const char *const lines[] = {
		"", "{}", "[]", "{\"error\":\"x\"}", "{\"perif\":\"sync\",\"id\":1}",
		"{\"perif\":\"7seg\",\"digit\":4,\"value\":1}",
		"{\"perif\":\"7seg\",\"value\":1}",
		"{\"perif\":\"led\",\"value\":\"1\"}",
		"{\"perif\":\"led\",\"value\":-1}",
		"{\"perif\":\"led\"}",
		"{\"perif\":\"lcd\",\"line\":0,\"text\":\"12345678901234567890\"}",
		"{\"perif\":\"lcd\",\"line\":5,\"text\":\"12345678901234567890\"}",
		"{\"perif\":\"lcd\",\"line\":1,\"text\":\"1234567890123456789\"}",
		"{\"perif\":\"lcd\",\"line\":1,\"text\":\"123456789012345678901\"}",
		"{\"perif\":\"lcd\",\"line\":1,\"text\":\"1234567890123456789\\u001b\"}",
		"{\"perif\":\"lcd\",\"line\":1,\"text\":\"123456789012345678\u00e9\"}",
		"{\"perif\":\"lcd\",\"line\":1,\"text\":7}",
		"{\"perif\":\"lcd\",\"line\":1}",
		"{\"perif\":\"focus\",\"name\":1}",
		"{\"perif\":\"focus\",\"name\":\"\\n\"}",
		"{\"perif\":\"owner\",\"name\":\"domu\"}",
		"{\"perif\":\"owner\",\"led\":8,\"name\":\"domu\"}",
	};
	struct panel_state unknown, after;

	(void)state;
	panel_state_clear(&unknown);
	panel_state_clear(&after);
	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++)
		if (panel_parse_item(lines[i], strlen(lines[i]), &after) != PANEL_ITEMS)
			fail_msg("taken as a report: %s", lines[i]);
	assert_memory_equal(&unknown, &after, sizeof(after));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(good_requests),
		cmocka_unit_test(good_names),
		cmocka_unit_test(bad_names),
		cmocka_unit_test(bad_requests),
		cmocka_unit_test(null_byte_is_not_json),
		cmocka_unit_test(changed_bytes_never_pass_the_limits),
		cmocka_unit_test(reports_are_exact_and_come_back),
		cmocka_unit_test(names_are_reported),
		cmocka_unit_test(texts_are_escaped),
		cmocka_unit_test(changes_are_noticed_once),
		cmocka_unit_test(replies_are_exact),
		cmocka_unit_test(other_lines_are_no_reports),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
