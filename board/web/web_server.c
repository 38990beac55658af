// SPDX-License-Identifier: GPL-2.0-only
/* web_server.c - the web server; see web_server.h. */
#include "board/web/web_server.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "board/log.h"
#include "board/sock.h"
#include "board/web/web_judge.h"

#define HEADER_MAX	256	/* bytes of a path, a host or an origin */
#define SECONDS		10	/* that a connection may take to say what it wants */
#define IDLE_SECONDS	20	/* that it may be kept for the next request */
#define SEND_BUFFER	65536	/* of the kernel: more is nobody's gain if one does not read */

/*
 * With every file. Nothing from elsewhere, and in no frame of somebody else's page. Not
 * every browser counts WebSockets of the same place as 'self'; the port can be a tunnel's.
 */
static const char headers[] =
	"content-security-policy: default-src 'none'; script-src 'self'; style-src 'self'; "
	"img-src 'self' data:; connect-src 'self' ws://127.0.0.1:* ws://localhost:*; "
	"base-uri 'none'; form-action 'none'; frame-ancestors 'none'\r\n"
	"cross-origin-resource-policy: same-origin\r\n"
	"referrer-policy: no-referrer\r\n"
	"x-content-type-options: nosniff\r\n";

/* Protocols of WebSockets, and the paths at which they are. */
#define PROTOCOL_HTTP	"http"
#define PROTOCOL_PAGE	"sp6-panel"
#define PROTOCOL_SCREEN	"sp6-screen"
#define PATH_PAGE	"/panel"
#define PATH_SCREEN	"/screen"

/* Descriptors that are no WebSocket. */
#define PROTOCOL_LISTENER	"listener"
#define PROTOCOL_SIGNALS	"signals"

struct web_server *web_server_of(struct lws *wsi)
{
	return lws_context_user(lws_get_context(wsi));
}

int web_hang_up(struct lws *wsi, int status, const char *why)
{
	lws_close_reason(wsi, status, (unsigned char *)why, strlen(why));
	return -1;
}

static struct lws *watch(struct web_server *server, struct lws *owner, int fd,
			 const char *protocol)
{
	lws_sock_file_fd_type file = { .filefd = fd };

	return lws_adopt_descriptor_vhost(server->host, LWS_ADOPT_RAW_FILE_DESC, file, protocol,
					  owner);
}

struct lws *web_server_watch(struct lws *owner, int fd, const char *protocol)
{
	return watch(web_server_of(owner), owner, fd, protocol);
}

/* A header's text; "" if there is none, or too much of it. */
static void read_header(struct lws *wsi, enum lws_token_indexes which, char text[HEADER_MAX])
{
	if (lws_hdr_copy(wsi, text, HEADER_MAX, which) < 0)
		text[0] = '\0';
}

static bool has_our_host(struct lws *wsi)
{
	char host[HEADER_MAX];

	read_header(wsi, WSI_TOKEN_HOST, host);
	return web_is_our_host(host);
}

static bool has_our_origin(struct lws *wsi)
{
	char origin[HEADER_MAX], host[HEADER_MAX];

	read_header(wsi, WSI_TOKEN_ORIGIN, origin);
	read_header(wsi, WSI_TOKEN_HOST, host);
	return web_is_our_origin(origin, host);
}

/* An answer without a file. What the callback has to return then. */
static int answer(struct lws *wsi, unsigned int status, const char *text)
{
	if (lws_return_http_status(wsi, status, text))
		return -1;
	return lws_http_transaction_completed(wsi) ? -1 : 0;
}

static int serve(struct lws *wsi, const char *uri)
{
	const struct web_config *config = web_server_of(wsi)->config;
	char path[4096];
	struct web_file file;
	int n;

	if (!has_our_host(wsi))
		return answer(wsi, HTTP_STATUS_FORBIDDEN, "not under this name");
	if (!lws_hdr_total_length(wsi, WSI_TOKEN_GET_URI))
		return answer(wsi, HTTP_STATUS_METHOD_NOT_ALLOWED, NULL);
	if (!web_find_file(uri, &file))
		return answer(wsi, HTTP_STATUS_NOT_FOUND, NULL);
	n = snprintf(path, sizeof(path), "%s/%s",
		     file.folder == WEB_PAGE ? config->page : config->novnc, file.path);
	if (n >= (int)sizeof(path) || access(path, R_OK))
		return answer(wsi, HTTP_STATUS_NOT_FOUND, NULL);

	n = lws_serve_http_file(wsi, path, file.type, headers, sizeof(headers) - 1);
	if (n < 0 || (n > 0 && lws_http_transaction_completed(wsi)))
		return -1;
	return 0;
}

/* Each protocol is to be had at its path only. */
static bool has_our_path(struct lws *wsi)
{
	char path[HEADER_MAX], protocol[HEADER_MAX];

	read_header(wsi, WSI_TOKEN_GET_URI, path);
	read_header(wsi, WSI_TOKEN_PROTOCOL, protocol);
	return (!strcmp(path, PATH_PAGE) && !strcmp(protocol, PROTOCOL_PAGE)) ||
	       (!strcmp(path, PATH_SCREEN) && !strcmp(protocol, PROTOCOL_SCREEN));
}

static int refuse(struct lws *wsi, unsigned int status, const char *text)
{
	return lws_return_http_status(wsi, status, text) ? -1 : 1;
}

/* 0 if this may become a WebSocket; else it was answered. */
static int judge_upgrade(struct lws *wsi)
{
	if (!has_our_origin(wsi))
		return refuse(wsi, HTTP_STATUS_FORBIDDEN, "not from this page");
	if (!has_our_path(wsi))
		return refuse(wsi, HTTP_STATUS_NOT_FOUND, NULL);
	return 0;
}

static int http_callback(struct lws *wsi, enum lws_callback_reasons reason, void *user,
			 void *in, size_t len)
{
	switch (reason) {
	case LWS_CALLBACK_HTTP:
		return serve(wsi, in);
	case LWS_CALLBACK_HTTP_CONFIRM_UPGRADE:
		return judge_upgrade(wsi);
	case LWS_CALLBACK_WSI_CREATE:
		web_server_of(wsi)->connections++;
		return 0;
	case LWS_CALLBACK_WSI_DESTROY:
		web_server_of(wsi)->connections--;
		return 0;
	default:
		return lws_callback_http_dummy(wsi, reason, user, in, len);
	}
}

static void accept_connection(struct web_server *server, int listener)
{
	int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
	int bytes = SEND_BUFFER;

	if (fd < 0)
		return;
	if (server->connections >= WEB_MAX_CONNECTIONS) {
		close(fd);
		return;
	}
	setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &bytes, sizeof(bytes));
	lws_adopt_socket_vhost(server->host, fd);
}

static int listener_callback(struct lws *wsi, enum lws_callback_reasons reason, void *user,
			     void *in, size_t len)
{
	(void)user;
	(void)in;
	(void)len;
	if (reason == LWS_CALLBACK_RAW_RX_FILE)
		accept_connection(web_server_of(wsi), lws_get_socket_fd(wsi));
	return 0;
}

static int signals_callback(struct lws *wsi, enum lws_callback_reasons reason, void *user,
			    void *in, size_t len)
{
	(void)user;
	(void)in;
	(void)len;
	if (reason == LWS_CALLBACK_RAW_RX_FILE)
		web_server_of(wsi)->stop = true;
	return reason == LWS_CALLBACK_RAW_RX_FILE ? -1 : 0;
}

static int open_signals(void)
{
	sigset_t signals;

	sigemptyset(&signals);
	sigaddset(&signals, SIGTERM);
	sigaddset(&signals, SIGINT);
	sigaddset(&signals, SIGHUP);
	sigprocmask(SIG_BLOCK, &signals, NULL);
	return signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
}

/* What keeps it from starting. Later its words would be of what browsers send. */
static void log_errors(int level, const char *line)
{
	(void)level;
	board_log("%.*s", (int)strcspn(line, "\n"), line);
}

static int open_context(struct web_server *server)
{
	const struct lws_protocols protocols[] = {
		{ PROTOCOL_HTTP, http_callback, 0, 0, 0, NULL, 0 },
		{ PROTOCOL_PAGE, web_page_callback, web_page_size, WEB_MESSAGE_MAX, 0, NULL, SEND_BUFFER },
		{ PROTOCOL_SCREEN, web_screen_callback, web_screen_size, 1024, 0, NULL,
		  SEND_BUFFER },
		{ PROTOCOL_LISTENER, listener_callback, 0, 0, 0, NULL, 0 },
		{ PROTOCOL_SIGNALS, signals_callback, 0, 0, 0, NULL, 0 },
		{ NULL, NULL, 0, 0, 0, NULL, 0 },
	};
	struct lws_context_creation_info info = {
		.port = CONTEXT_PORT_NO_LISTEN_SERVER,
		.protocols = protocols,
		.options = LWS_SERVER_OPTION_EXPLICIT_VHOSTS,
		.max_http_header_pool = WEB_MAX_CONNECTIONS,
		.keepalive_timeout = IDLE_SECONDS,
		.timeout_secs = SECONDS,
		.timeout_secs_ah_idle = SECONDS,
		.server_string = "sp6-web",
		.user = server,
	};

	lws_set_log_level(LLL_ERR, log_errors);
	server->context = lws_create_context(&info);
	if (!server->context)
		return -1;
	server->host = lws_create_vhost(server->context, &info);
	return server->host ? 0 : -1;
}

int web_server_open(struct web_server *server, const struct web_config *config)
{
	int listener = sock_listen_tcp(config->port);
	int signals;

	*server = (struct web_server) { .config = config };
	if (listener < 0)
		return -1;
	signals = open_signals();
	if (signals >= 0 && !open_context(server) &&
	    watch(server, NULL, listener, PROTOCOL_LISTENER) &&
	    watch(server, NULL, signals, PROTOCOL_SIGNALS)) {
		lws_set_log_level(0, NULL);
		return 0;
	}
	board_log("the web server cannot start: %s", strerror(errno));
	web_server_close(server);
	return -1;
}

void web_server_run(struct web_server *server)
{
	while (!server->stop && lws_service(server->context, 0) >= 0)
		;
}

void web_server_close(struct web_server *server)
{
	if (server->context)
		lws_context_destroy(server->context);
	server->context = NULL;
}
