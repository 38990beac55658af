// SPDX-License-Identifier: GPL-2.0-only
/* test_web_judge.c - what a browser may ask of sp6-web. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "board/web/web_judge.h"

static void hosts(void **state)
{
	(void)state;
	assert_true(web_is_our_host("127.0.0.1"));
	assert_true(web_is_our_host("127.0.0.1:4480"));
	assert_true(web_is_our_host("localhost:80"));
	assert_true(web_is_our_host("localhost"));

	assert_false(web_is_our_host(""));
	assert_false(web_is_our_host(":4480"));
	assert_false(web_is_our_host("example.org:4480"));
	assert_false(web_is_our_host("127.0.0.1.example.org"));
	assert_false(web_is_our_host("127.0.0.10"));
	assert_false(web_is_our_host("localhost.example.org:4480"));
	assert_false(web_is_our_host("localhost:"));
	assert_false(web_is_our_host("localhost:123456"));
	assert_false(web_is_our_host("localhost:44a"));
	assert_false(web_is_our_host("localhost:4480/"));
	assert_false(web_is_our_host("localhost:4480:1"));
	assert_false(web_is_our_host("user@localhost"));
	assert_false(web_is_our_host("LOCALHOST"));
}

static void origins(void **state)
{
	(void)state;
	assert_true(web_is_our_origin("http://127.0.0.1:4480", "127.0.0.1:4480"));
	assert_true(web_is_our_origin("http://localhost:9000", "localhost:9000"));

	assert_false(web_is_our_origin("", "127.0.0.1:4480"));
	assert_false(web_is_our_origin("null", "127.0.0.1:4480"));
	assert_false(web_is_our_origin("http://", ""));
	assert_false(web_is_our_origin("http://example.org", "127.0.0.1:4480"));
	assert_false(web_is_our_origin("http://127.0.0.1:8000", "127.0.0.1:4480"));
	assert_false(web_is_our_origin("http://localhost:4480", "127.0.0.1:4480"));
	assert_false(web_is_our_origin("https://127.0.0.1:4480", "127.0.0.1:4480"));
	assert_false(web_is_our_origin("http://127.0.0.1:4480/", "127.0.0.1:4480"));

	/* A foreign page whose name was made to point here. */
	assert_false(web_is_our_origin("http://example.org:4480", "example.org:4480"));
}

static void is_file(const char *uri, enum web_folder folder, const char *path, const char *type)
{
	struct web_file file;

	if (!web_find_file(uri, &file))
		fail_msg("no such file: %s", uri);
	assert_int_equal(file.folder, folder);
	assert_string_equal(file.path, path);
	assert_string_equal(file.type, type);
}

static void good_files(void **state)
{
	(void)state;
	is_file("/", WEB_PAGE, "index.html", "text/html; charset=utf-8");
	is_file("/panel.css", WEB_PAGE, "panel.css", "text/css; charset=utf-8");
	is_file("/board.js", WEB_PAGE, "board.js", "text/javascript");
	is_file("/novnc/core/rfb.js", WEB_NOVNC, "core/rfb.js", "text/javascript");
	is_file("/novnc/vendor/pako/lib/zlib/inflate.js", WEB_NOVNC,
		"vendor/pako/lib/zlib/inflate.js", "text/javascript");
}

static void bad_files(void **state)
{
	static const char *const uris[] = {
		"", "panel.css", "//", "/panel.css/", "/../board.h", "/panel.js.map", "/novnc",
		"/novnc/", "/novnc/vnc.html", "/novnc/app/ui.js", "/novnc/core/", "/novnc/core/rfb",
		"/novnc/core/../app/ui.js", "/novnc/core/..js", "/novnc/core/.hidden.js",
		"/novnc/core//rfb.js", "/novnc//core/rfb.js", "/novnc/core/./rfb.js",
		"/novnc/core/a/../../../../etc/x.js", "/novnc/core/a b.js", "/novnc/core/a\\b.js",
		"/novnc/core/%2e%2e/x.js", "/novnc/core/\xc3\xa9.js", "/novnc/core/-x.js",
		"/novnc/core/rfb.js/",
	};
	char deep[400] = "/novnc/core/";
	struct web_file file;

	(void)state;
	for (size_t i = 0; i < sizeof(uris) / sizeof(*uris); i++)
		if (web_find_file(uris[i], &file))
			fail_msg("taken for a file: %s", uris[i]);
	memset(deep + strlen(deep), 'a', 300);
	strcpy(deep + 312, ".js");
	assert_false(web_find_file(deep, &file));
}

static const char *judge(const char *text)
{
	struct panel_request request;

	return web_judge_message(text, strlen(text), &request);
}

static void messages(void **state)
{
	char padded[WEB_MESSAGE_MAX + 2];

	(void)state;
	assert_null(judge("{\"perif\":\"btn\",\"status\":255}"));
	assert_null(judge("{\"perif\":\"dip\",\"status\":1023}"));
	assert_null(judge("{\"perif\":\"encoder\",\"turn\":-100}"));
	assert_null(judge("{\"perif\":\"sync\",\"id\":1}"));

	assert_string_equal(judge("hello"), "not a JSON object");
	assert_string_equal(judge("{\"perif\":\"btn\",\"status\":256}"), "value is out of range");
	assert_string_equal(judge("{\"perif\":\"btn\",\"hold\":1}"), "not for a page");
	assert_string_equal(judge("{\"perif\":\"btn\",\"release\":1}"), "not for a page");
	assert_string_equal(judge("{\"perif\":\"extras\",\"value\":0}"), "not for a page");
	assert_string_equal(judge("{\"perif\":\"focus\",\"name\":\"x\"}"), "not for a page");
	assert_string_equal(judge("{\"perif\":\"owner\",\"led\":1,\"name\":\"x\"}"), "not for a page");

	memset(padded, ' ', sizeof(padded));
	memcpy(padded, "{\"perif\":\"btn\",\"status\":1}", 26);
	padded[sizeof(padded) - 1] = '\0';
	assert_string_equal(judge(padded), "message is too long");
	padded[WEB_MESSAGE_MAX] = '\0';
	assert_null(judge(padded));
}

static void budget(void **state)
{
	struct web_budget budget = { 0 };
	long long now = 1000000;

	(void)state;
	/* So many at once, and no more. */
	for (int i = 0; i < WEB_BURST; i++)
		assert_true(web_budget_take(&budget, now));
	assert_false(web_budget_take(&budget, now));

	/* Then as time passes. */
	now += 1000 / WEB_EACH_SECOND;
	assert_true(web_budget_take(&budget, now));
	assert_false(web_budget_take(&budget, now));
	for (int i = 0; i < 1000; i++) {
		now += 1000 / WEB_EACH_SECOND;
		assert_true(web_budget_take(&budget, now));
	}

	/* A long time gives no more than all of it. */
	now += 1000000000000LL;
	for (int i = 0; i < WEB_BURST; i++)
		assert_true(web_budget_take(&budget, now));
	assert_false(web_budget_take(&budget, now));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hosts),
		cmocka_unit_test(origins),
		cmocka_unit_test(good_files),
		cmocka_unit_test(bad_files),
		cmocka_unit_test(messages),
		cmocka_unit_test(budget),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
