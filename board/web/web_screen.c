// SPDX-License-Identifier: GPL-2.0-only
/*
 * web_screen.c - the screen in one browser's page: bytes go from its WebSocket to QEMU's
 * VNC server and back. Must not know what they mean.
 *
 * Little is kept: when one side takes no more, the other one is not read.
 */
#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include "board/clock.h"
#include "board/sock.h"
#include "board/web/web_judge.h"
#include "board/web/web_server.h"

#define TICK_US		(1000 * 1000)
#define DOWN_SIZE	16384	/* from QEMU to the page */
#define UP_SIZE		4096	/* from the page to QEMU */
#define CHUNK_MAX	1024	/* that the page's side may bring at once */

struct screen {
	struct lws *wsi;
	struct lws *vnc;	/* NULL: gone */
	struct web_budget budget;
	bool is_due;		/* the page was asked to say when it takes more */
	long long due;		/* since then */
	int status;		/* to be ended with; 0: no */
	const char *why;
	size_t up_len, down_len;
	char up[UP_SIZE];
	unsigned char down[LWS_PRE + DOWN_SIZE];
};

const size_t web_screen_size = sizeof(struct screen);

static void send_soon(struct screen *screen)
{
	if (!screen->is_due)
		screen->due = now_ms();
	screen->is_due = true;
	lws_callback_on_writable(screen->wsi);
}

static void end_soon(struct screen *screen, int status, const char *why)
{
	screen->status = status;
	screen->why = why;
	send_soon(screen);
}

static int open_screen(struct screen *screen, struct lws *wsi)
{
	struct web_server *server = web_server_of(wsi);
	int fd = -1;

	*screen = (struct screen) { .wsi = wsi };
	lws_set_timer_usecs(wsi, TICK_US);
	if (++server->screens > WEB_MAX_SCREENS) {
		end_soon(screen, WEB_CLOSE_FULL, "too many screens are open");
		return 0;
	}
	if (server->config->screen)
		fd = sock_connect_unix(server->config->screen);
	if (fd >= 0)
		screen->vnc = web_server_watch(wsi, fd, lws_get_protocol(wsi)->name);
	if (!screen->vnc)
		end_soon(screen, WEB_CLOSE_GONE, "no screen");
	return 0;
}

/* --- from the page to QEMU --------------------------------------------------- */

static int receive(struct screen *screen, const void *bytes, size_t len)
{
	if (screen->status)
		return 0;	/* it ends */
	if (lws_remaining_packet_payload(screen->wsi) + len > UP_SIZE)
		return web_hang_up(screen->wsi, LWS_CLOSE_STATUS_MESSAGE_TOO_LARGE,
				   "message is too long");
	if (lws_is_first_fragment(screen->wsi) && !web_budget_take(&screen->budget, now_ms()))
		return web_hang_up(screen->wsi, LWS_CLOSE_STATUS_POLICY_VIOLATION,
				   "too many messages");
	if (len > UP_SIZE - screen->up_len)
		return web_hang_up(screen->wsi, LWS_CLOSE_STATUS_POLICY_VIOLATION,
				   "too many bytes");
	memcpy(screen->up + screen->up_len, bytes, len);
	screen->up_len += len;
	if (UP_SIZE - screen->up_len < CHUNK_MAX)
		lws_rx_flow_control(screen->wsi, 0);
	lws_callback_on_writable(screen->vnc);
	return 0;
}

static int write_vnc(struct screen *screen, int fd)
{
	ssize_t n;

	if (!screen->up_len)
		return 0;
	n = send(fd, screen->up, screen->up_len, MSG_NOSIGNAL | MSG_DONTWAIT);
	if (n < 0 && errno != EAGAIN && errno != EINTR)
		return -1;
	if (n > 0) {
		screen->up_len -= n;
		memmove(screen->up, screen->up + n, screen->up_len);
	}
	if (screen->up_len)
		lws_callback_on_writable(screen->vnc);
	if (UP_SIZE - screen->up_len >= CHUNK_MAX)
		lws_rx_flow_control(screen->wsi, 1);
	return 0;
}

/* --- from QEMU to the page --------------------------------------------------- */

static int read_vnc(struct screen *screen, int fd)
{
	ssize_t n;

	if (screen->down_len == DOWN_SIZE)
		return 0;
	n = recv(fd, screen->down + LWS_PRE + screen->down_len, DOWN_SIZE - screen->down_len,
		 MSG_DONTWAIT);
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return 0;
	if (n <= 0)
		return -1;
	screen->down_len += n;
	if (screen->down_len == DOWN_SIZE)
		lws_rx_flow_control(screen->vnc, 0);
	send_soon(screen);
	return 0;
}

static int send_picture(struct screen *screen)
{
	size_t len = screen->down_len;

	screen->is_due = false;
	if (screen->status && !len)
		return web_hang_up(screen->wsi, screen->status, screen->why);
	if (!len)
		return 0;
	screen->down_len = 0;
	if (lws_write(screen->wsi, screen->down + LWS_PRE, len, LWS_WRITE_BINARY) < 0)
		return -1;
	if (screen->vnc)
		lws_rx_flow_control(screen->vnc, 1);
	if (screen->status)
		send_soon(screen);
	return 0;
}

/* Each second: does the page still read? */
static int tick(struct screen *screen)
{
	lws_set_timer_usecs(screen->wsi, TICK_US);
	return screen->is_due && now_ms() - screen->due > WEB_PATIENCE ? -1 : 0;
}

/* Of QEMU's descriptor, whose parent is the WebSocket. */
static int vnc_callback(struct lws *wsi, enum lws_callback_reasons reason)
{
	struct lws *parent = lws_get_parent(wsi);
	struct screen *screen = parent ? lws_wsi_user(parent) : NULL;

	if (screen && reason == LWS_CALLBACK_RAW_RX_FILE)
		return read_vnc(screen, lws_get_socket_fd(wsi));
	if (screen && reason == LWS_CALLBACK_RAW_WRITEABLE_FILE)
		return write_vnc(screen, lws_get_socket_fd(wsi));
	return 0;
}

int web_screen_callback(struct lws *wsi, enum lws_callback_reasons reason, void *user,
			void *in, size_t len)
{
	struct screen *screen = user;

	switch (reason) {
	case LWS_CALLBACK_ESTABLISHED:
		return open_screen(screen, wsi);
	case LWS_CALLBACK_CLOSED:
		if (screen->wsi)
			web_server_of(wsi)->screens--;
		return 0;
	case LWS_CALLBACK_RECEIVE:
		return receive(screen, in, len);
	case LWS_CALLBACK_SERVER_WRITEABLE:
		return send_picture(screen);
	case LWS_CALLBACK_TIMER:
		return tick(screen);
	case LWS_CALLBACK_CHILD_CLOSING:
		screen->vnc = NULL;
		end_soon(screen, WEB_CLOSE_GONE, "the screen went away");
		return 0;
	default:
		return vnc_callback(wsi, reason);
	}
}
