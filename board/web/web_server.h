/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * web_server.h - the web server: files, and who may open which WebSocket. Must not know
 * what is spoken in those.
 */
#ifndef WEB_SERVER_H
#define WEB_SERVER_H

#include <stdbool.h>

#include <libwebsockets.h>

#include "board/connection.h"

/* Of all pages together; beyond these one is told so, and refused. */
#define WEB_MAX_PAGES		8
#define WEB_MAX_SCREENS		8

/* Connections of any kind; one more is closed at once. */
#define WEB_MAX_CONNECTIONS	64

/* For those who take no more of what is sent to them, in ms. */
#define WEB_PATIENCE		10000

/* Reasons to end a WebSocket that the page knows, beside the standard's. */
#define WEB_CLOSE_GONE		4001	/* what is behind it is not there, any more or yet */
#define WEB_CLOSE_FULL		4002	/* too many have one */

struct web_config {
	int port;
	struct board_address board;
	const char *screen;	/* socket of QEMU's VNC server */
	const char *page;	/* folder of our files */
	const char *novnc;	/* folder of noVNC's */
};

struct web_server {
	const struct web_config *config;
	struct lws_context *context;
	struct lws_vhost *host;
	unsigned int connections;
	unsigned int pages;
	unsigned int screens;
	bool stop;		/* web_server_run() returns when this was set */
};

/* 0, or -1 after one line in the log. The signals that end it must be blocked. */
int web_server_open(struct web_server *server, const struct web_config *config);
void web_server_run(struct web_server *server);
void web_server_close(struct web_server *server);

/* For those who speak in a WebSocket. */

struct web_server *web_server_of(struct lws *wsi);

/* Wait for a descriptor in the same loop; @owner's callbacks get it. It closes @fd. */
struct lws *web_server_watch(struct lws *owner, int fd, const char *protocol);

/* From a WebSocket's own callback: what that has to return to end it. */
int web_hang_up(struct lws *wsi, int status, const char *why);

/* The WebSockets. */
int web_page_callback(struct lws *wsi, enum lws_callback_reasons reason, void *user,
		      void *in, size_t len);
int web_screen_callback(struct lws *wsi, enum lws_callback_reasons reason, void *user,
			void *in, size_t len);
extern const size_t web_page_size, web_screen_size;	/* of what each needs */

#endif /* WEB_SERVER_H */
