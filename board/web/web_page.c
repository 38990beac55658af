// SPDX-License-Identifier: GPL-2.0-only
/*
 * web_page.c - one browser's page: its WebSocket and its own connection to the board, of
 * which it is one more panel. What it holds down is let go of when either ends.
 *
 * Must not know HTTP, nor who may come. Nothing waits: the board's reports become a
 * state, and a page that reads slowly is told the latest one only.
 */
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include "board/clock.h"
#include "board/web/web_judge.h"
#include "board/web/web_server.h"

#define TICK_US		(1000 * 1000)

/* A page that holds buttons down says something each second, or it hangs. */
#define SILENCE_MS	5000

struct page {
	struct lws *wsi;
	struct connection board;
	struct panel_state told;
	struct web_budget budget;
	const char *error;	/* the last one to be told, or NULL */
	bool holds;		/* buttons, or it says so */
	bool is_due;		/* the WebSocket was asked to say when it takes more */
	long long due;		/* since then */
	long long heard;	/* when it last said something */

	/* The page's syncs: one is asked of the board at a time, and the latest waits. */
	bool asks, waits, answers;
	int64_t asked, waiting, answered;

	size_t in_len;		/* of a message that is not all there yet */
	char in[WEB_MESSAGE_MAX];

	int status;		/* to be ended with; 0: no */
	const char *why;
};

const size_t web_page_size = sizeof(struct page);

static void send_soon(struct page *page)
{
	if (!page->is_due)
		page->due = now_ms();
	page->is_due = true;
	lws_callback_on_writable(page->wsi);
}

/* From another callback than the WebSocket's own. */
static void end_soon(struct page *page, int status, const char *why)
{
	page->status = status;
	page->why = why;
	send_soon(page);
}

/* --- the board --------------------------------------------------------------- */

/* lws closes the descriptor that it waits for, and the connection has to close its own. */
static bool watch_board(struct page *page)
{
	int fd = fcntl(page->board.fd, F_DUPFD_CLOEXEC, 0);

	return fd >= 0 &&
	       web_server_watch(page->wsi, fd, lws_get_protocol(page->wsi)->name);
}

static void take_answer(struct page *page)
{
	if (!page->asks || page->board.answered < page->board.asked)
		return;
	page->asks = false;
	page->answers = true;
	page->answered = page->asked;
	if (!page->waits)
		return;
	page->waits = false;
	page->asks = true;
	page->asked = page->waiting;
	connection_sync(&page->board);
}

static int read_board(struct page *page)
{
	enum panel_item item;

	if (page->board.fd >= 0 && connection_receive(&page->board))
		while (connection_take(&page->board, &item))
			take_answer(page);
	if (page->board.fd < 0) {
		end_soon(page, WEB_CLOSE_GONE, page->board.error);
		return -1;
	}
	send_soon(page);
	return 0;
}

/* --- the page ---------------------------------------------------------------- */

static int open_page(struct page *page, struct lws *wsi)
{
	struct web_server *server = web_server_of(wsi);

	*page = (struct page) { .wsi = wsi, .board.fd = -1, .heard = now_ms() };
	panel_state_clear(&page->told);
	lws_set_timer_usecs(wsi, TICK_US);
	if (++server->pages > WEB_MAX_PAGES)
		end_soon(page, WEB_CLOSE_FULL, "too many pages are open");
	else if (!connection_open(&page->board, &server->config->board))
		end_soon(page, WEB_CLOSE_GONE, page->board.error);
	else if (!watch_board(page))
		end_soon(page, WEB_CLOSE_FULL, "no more descriptors");
	return 0;
}

static void close_page(struct page *page)
{
	if (!page->wsi)
		return;		/* it was not even opened */
	connection_close(&page->board);
	web_server_of(page->wsi)->pages--;
}

static void ask(struct page *page, int64_t id)
{
	if (page->asks) {
		page->waits = true;
		page->waiting = id;
		return;
	}
	page->asks = true;
	page->asked = id;
	connection_sync(&page->board);
}

static void obey(struct page *page, const struct panel_request *request)
{
	struct connection *board = &page->board;
	int value = request->value;

	switch (request->op) {
	case PANEL_STATUS:
		page->holds = value;
		connection_request(board, "{\"perif\":\"btn\",\"status\":%d}\n", value);
		break;
	case PANEL_SET_DIP:
		connection_request(board, "{\"perif\":\"dip\",\"status\":%d}\n", value);
		break;
	case PANEL_TURN:
		connection_request(board, "{\"perif\":\"encoder\",\"turn\":%d}\n", value);
		break;
	case PANEL_SYNC:
		ask(page, request->value);
		break;
	default:
		break;
	}
}

static int take_message(struct page *page, const char *text, size_t len)
{
	struct panel_request request;

	page->heard = now_ms();
	if (!web_budget_take(&page->budget, page->heard))
		return web_hang_up(page->wsi, LWS_CLOSE_STATUS_POLICY_VIOLATION,
				   "too many messages");

	page->error = web_judge_message(text, len, &request);
	if (page->error)
		send_soon(page);
	else
		obey(page, &request);
	if (page->board.fd < 0)
		return web_hang_up(page->wsi, WEB_CLOSE_GONE, page->board.error);
	return 0;
}

/* A message comes in pieces, as the network cut it. */
static int receive(struct page *page, const char *bytes, size_t len)
{
	size_t rest = lws_remaining_packet_payload(page->wsi);

	if (page->status)
		return 0;	/* it ends */
	if (lws_frame_is_binary(page->wsi))
		return web_hang_up(page->wsi, LWS_CLOSE_STATUS_UNACCEPTABLE_OPCODE, "not a text");
	if (rest > WEB_MESSAGE_MAX || page->in_len + len + rest > WEB_MESSAGE_MAX)
		return web_hang_up(page->wsi, LWS_CLOSE_STATUS_MESSAGE_TOO_LARGE,
				   "message is too long");
	memcpy(page->in + page->in_len, bytes, len);
	page->in_len += len;
	if (rest || !lws_is_final_fragment(page->wsi))
		return 0;
	len = page->in_len;
	page->in_len = 0;
	return take_message(page, page->in, len);
}

/* What the page does not know yet, a line each. */
static size_t collect(struct page *page, char *text)
{
	char *end = text;

	if (page->error)
		end += panel_format_error(end, page->error);
	for (int item = 0; item < PANEL_ITEMS; item++)
		if (panel_state_take(&page->told, &page->board.state, item))
			end += panel_format_item(end, &page->told, item);
	if (page->answers)
		end += panel_format_sync(end, page->answered);
	page->error = NULL;
	page->answers = false;
	return end - text;
}

static int send_changes(struct page *page)
{
	char buffer[LWS_PRE + (PANEL_ITEMS + 2) * PANEL_REPLY_MAX];
	size_t len;

	page->is_due = false;
	if (page->status)
		return web_hang_up(page->wsi, page->status, page->why);
	len = collect(page, buffer + LWS_PRE);
	if (!len)
		return 0;
	return lws_write(page->wsi, (unsigned char *)buffer + LWS_PRE, len, LWS_WRITE_TEXT) < 0 ?
	       -1 : 0;
}

/* Each second: is it still there? */
static int tick(struct page *page)
{
	long long now = now_ms();

	lws_set_timer_usecs(page->wsi, TICK_US);
	if (page->is_due && now - page->due > WEB_PATIENCE)
		return -1;	/* it does not read */
	if (page->holds && now - page->heard > SILENCE_MS)
		return web_hang_up(page->wsi, LWS_CLOSE_STATUS_POLICY_VIOLATION,
				   "silent while it held buttons");
	return 0;
}

/* Of the board's descriptor, whose parent is the WebSocket. */
static int board_callback(struct lws *wsi, enum lws_callback_reasons reason)
{
	struct lws *parent = lws_get_parent(wsi);

	if (reason != LWS_CALLBACK_RAW_RX_FILE || !parent)
		return 0;
	return read_board(lws_wsi_user(parent));
}

int web_page_callback(struct lws *wsi, enum lws_callback_reasons reason, void *user,
		      void *in, size_t len)
{
	switch (reason) {
	case LWS_CALLBACK_ESTABLISHED:
		return open_page(user, wsi);
	case LWS_CALLBACK_CLOSED:
		close_page(user);
		return 0;
	case LWS_CALLBACK_RECEIVE:
		return receive(user, in, len);
	case LWS_CALLBACK_SERVER_WRITEABLE:
		return send_changes(user);
	case LWS_CALLBACK_TIMER:
		return tick(user);
	default:
		return board_callback(wsi, reason);
	}
}
