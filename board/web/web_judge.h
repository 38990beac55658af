/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * web_judge.h - what a browser may ask of sp6-web: by which name and from which page,
 * which files, which messages, and how many of them.
 *
 * A pure library. Must not know sockets, nor what is done about an answer.
 */
#ifndef WEB_JUDGE_H
#define WEB_JUDGE_H

#include <stdbool.h>
#include <stddef.h>

#include "board/panel_msg.h"

/* Bytes of one message of a page; the longest that it sends has 40. */
#define WEB_MESSAGE_MAX		256

/* Bytes of a file's path in its folder. */
#define WEB_PATH_MAX		128

/*
 * Is this request meant for us? @host is the header Host: a name of this machine, with
 * any port, because a tunnel may have another one. A page of somebody else that has
 * its own name point to this machine is not.
 */
bool web_is_our_host(const char *host);

/* Was it made by a page that came from that host? @origin is the header Origin. */
bool web_is_our_origin(const char *origin, const char *host);

enum web_folder {
	WEB_PAGE,	/* our own files */
	WEB_NOVNC,	/* noVNC's */
};

struct web_file {
	enum web_folder folder;
	char path[WEB_PATH_MAX];	/* in the folder, never out of it */
	const char *type;		/* of its contents */
};

/* The file that a path of the site stands for; false: there is none. */
bool web_find_file(const char *uri, struct web_file *file);

/*
 * Judge a page's message. NULL if it is good, else what is wrong with it. A page may do
 * what a person at the board can: it latches nothing and reports no names.
 */
const char *web_judge_message(const char *text, size_t len, struct panel_request *request);

/* How many messages a page may send: some at once, and so many each second. */
#define WEB_BURST		200
#define WEB_EACH_SECOND		100

/* Zero it before use. */
struct web_budget {
	long long at;		/* the last message, in ms */
	long long spent;	/* in thousandths of a message */
};

/* One message more, at a time that never goes back; false: it is too many. */
bool web_budget_take(struct web_budget *budget, long long now);

#endif /* WEB_JUDGE_H */
