// SPDX-License-Identifier: GPL-2.0-only
/*
 * fuzz_web_judge.c - what a browser sends to sp6-web. A host is one of this machine's
 * names, an origin is that host's, a file is in its folder, and a message that is taken
 * is one of the four that a page may send, and again taken when the board reads it.
 *
 * Input: one byte that says what the rest is; of an origin, the host follows a newline.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "board/web/web_judge.h"
#include "tests/fuzz/fuzz.h"

static void host_is_ours(const char *host)
{
	if (web_is_our_host(host))
		assert((!strncmp(host, "127.0.0.1", 9) && (!host[9] || host[9] == ':')) ||
		       (!strncmp(host, "localhost", 9) && (!host[9] || host[9] == ':')));
}

static void origin_is_ours(char *text)
{
	char *host = strchr(text, '\n');

	if (!host)
		return;
	*host++ = '\0';
	if (!web_is_our_origin(text, host))
		return;
	assert(web_is_our_host(host));
	assert(!strncmp(text, "http://", 7) && !strcmp(text + 7, host));
}

static void file_is_in_its_folder(const char *uri)
{
	struct web_file file;

	if (!web_find_file(uri, &file))
		return;
	assert(uri[0] == '/');
	assert(file.path[0] && strlen(file.path) < sizeof(file.path) && file.type);
	assert(isalnum((unsigned char)file.path[0]));
	assert(!strstr(file.path, "/.") && !strstr(file.path, "//"));
	if (file.folder == WEB_NOVNC)
		assert(!strcmp(uri + strlen("/novnc/"), file.path));
	else
		assert(!strchr(file.path, '/'));
}

static void message_is_a_pages(const char *text, size_t size)
{
	struct panel_request request, again;
	const char *error = web_judge_message(text, size, &request);

	if (error) {
		assert(error[0]);
		return;
	}
	assert(size <= WEB_MESSAGE_MAX);
	assert(!panel_parse_request(text, size, &again));
	assert(again.op == request.op && again.value == request.value);
	assert(request.op == PANEL_STATUS || request.op == PANEL_SET_DIP ||
	       request.op == PANEL_TURN || request.op == PANEL_SYNC);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text;

	if (!size)
		return 0;
	text = malloc(size);
	assert(text);
	memcpy(text, data + 1, size - 1);
	text[size - 1] = '\0';
	switch (data[0]) {
	case 'h':
		host_is_ours(text);
		break;
	case 'o':
		origin_is_ours(text);
		break;
	case 'f':
		file_is_in_its_folder(text);
		break;
	case 'm':
		message_is_a_pages(text, size - 1);
		break;
	}
	free(text);
	return 0;
}
