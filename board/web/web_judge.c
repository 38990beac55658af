// SPDX-License-Identifier: GPL-2.0-only
/* web_judge.c - what a browser may ask of sp6-web; see web_judge.h. */
#include "board/web/web_judge.h"

#include <string.h>

#define ARRAY_SIZE(a)	(sizeof(a) / sizeof(*(a)))
#define SCHEME		"http://"
#define NOVNC		"/novnc/"
#define JAVASCRIPT	"text/javascript"

static bool starts_with(const char *text, const char *start)
{
	return !strncmp(text, start, strlen(start));
}

/* Nothing, or ":" and up to five digits. */
static bool is_port(const char *text)
{
	size_t digits;

	if (!*text)
		return true;
	digits = *text == ':' ? strspn(text + 1, "0123456789") : 0;
	return digits >= 1 && digits <= 5 && !text[1 + digits];
}

bool web_is_our_host(const char *host)
{
	static const char *const names[] = { "127.0.0.1", "localhost" };

	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (starts_with(host, names[i]) && is_port(host + strlen(names[i])))
			return true;
	return false;
}

bool web_is_our_origin(const char *origin, const char *host)
{
	return web_is_our_host(host) && starts_with(origin, SCHEME) &&
	       !strcmp(origin + strlen(SCHEME), host);
}

static const struct {
	const char *uri, *path, *type;
} page_files[] = {
	{ "/", "index.html", "text/html; charset=utf-8" },
	{ "/index.html", "index.html", "text/html; charset=utf-8" },
	{ "/panel.css", "panel.css", "text/css; charset=utf-8" },
	{ "/board.js", "board.js", JAVASCRIPT },
	{ "/panel.js", "panel.js", JAVASCRIPT },
	{ "/screen.js", "screen.js", JAVASCRIPT },
	{ "/icon.svg", "icon.svg", "image/svg+xml" },
};

static bool ends_with(const char *text, const char *end)
{
	size_t length = strlen(text);

	return length >= strlen(end) && !strcmp(text + length - strlen(end), end);
}

/* Ordinary names between single slashes; none begins with a dot. */
static bool is_plain_path(const char *path)
{
	bool begins = true;

	for (; *path; path++) {
		bool letter = (*path >= 'a' && *path <= 'z') || (*path >= 'A' && *path <= 'Z') ||
			      (*path >= '0' && *path <= '9') || *path == '_';

		if (!letter && (begins || !strchr("-./", *path)))
			return false;
		begins = *path == '/';
	}
	return !begins;
}

/* Of noVNC only its library, which is scripts. */
static bool find_novnc(const char *path, struct web_file *file)
{
	if (strlen(path) >= sizeof(file->path) || !is_plain_path(path) ||
	    !ends_with(path, ".js") ||
	    !(starts_with(path, "core/") || starts_with(path, "vendor/")))
		return false;
	file->folder = WEB_NOVNC;
	file->type = JAVASCRIPT;
	strcpy(file->path, path);
	return true;
}

bool web_find_file(const char *uri, struct web_file *file)
{
	if (starts_with(uri, NOVNC))
		return find_novnc(uri + strlen(NOVNC), file);
	for (size_t i = 0; i < ARRAY_SIZE(page_files); i++) {
		if (strcmp(uri, page_files[i].uri))
			continue;
		file->folder = WEB_PAGE;
		file->type = page_files[i].type;
		strcpy(file->path, page_files[i].path);
		return true;
	}
	return false;
}

const char *web_judge_message(const char *text, size_t len, struct panel_request *request)
{
	const char *error;

	if (len > WEB_MESSAGE_MAX)
		return "message is too long";
	error = panel_parse_request(text, len, request);
	if (error)
		return error;
	switch (request->op) {
	case PANEL_STATUS:
	case PANEL_SET_DIP:
	case PANEL_TURN:
	case PANEL_SYNC:
		return NULL;
	default:
		return "not for a page";
	}
}

bool web_budget_take(struct web_budget *budget, long long now)
{
	long long passed = now - budget->at;
	const long long full = WEB_BURST * 1000LL;

	/* What is longer ago than all of it takes to come back makes no difference. */
	if (passed > full)
		passed = full;
	budget->at = now;
	budget->spent -= passed * WEB_EACH_SECOND;
	if (budget->spent < 0)
		budget->spent = 0;
	if (budget->spent + 1000 > full)
		return false;
	budget->spent += 1000;
	return true;
}
