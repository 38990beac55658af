// SPDX-License-Identifier: GPL-2.0-only
/*
 * panel.c - the panel server; see panel.h.
 */
#include "board/panel.h"

#include <errno.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "board/log.h"
#include "board/sock.h"

/* Room that one line of input may need in the output: a whole state and a reply. */
#define ROOM	((PANEL_ITEMS + 1) * PANEL_REPLY_MAX)

static bool has_room(const struct panel_client *client)
{
	return sizeof(client->out) - client->out_len >= ROOM;
}

static bool has_line(const struct panel_client *client)
{
	return memchr(client->in, '\n', client->in_len);
}

/* Only after has_room(). */
static void append(struct panel_client *client, const char *line, int len)
{
	memcpy(client->out + client->out_len, line, len);
	client->out_len += len;
}

static void append_changes(struct panel_client *client)
{
	int items = client->extras ? PANEL_ITEMS : PANEL_FIRST_EXTRA;
	const struct panel_state *state = &client->panel->state;
	char line[PANEL_REPLY_MAX];

	if (client->reports)
		return;
	for (int item = 0; item < items; item++)
		if (panel_state_take(&client->told, state, item))
			append(client, line, panel_format_item(line, state, item));
}

/* Send what the socket takes. A dead one is noticed where it is read. */
static void flush(struct panel_client *client)
{
	ssize_t n;

	if (!client->out_len)
		return;

	n = send(client->watch.fd, client->out, client->out_len, MSG_NOSIGNAL);
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (n < 0)
		n = client->out_len;
	client->out_len -= n;
	memmove(client->out, client->out + n, client->out_len);
}

/* Bring a panel up to date, and wait for what can go on. Never closes it. */
static void update(struct panel_client *client)
{
	uint32_t events = 0;

	flush(client);
	if (has_room(client)) {
		append_changes(client);
		flush(client);
	}

	if (client->out_len || has_line(client))
		events |= EPOLLOUT;
	if (!client->eof && !has_line(client) && has_room(client))
		events |= EPOLLIN;
	if (events != client->events)
		loop_change(client->panel->loop, &client->watch, events);
	client->events = events;
}

static void update_all(struct panel *panel)
{
	for (int i = 0; i < PANEL_MAX_CLIENTS; i++)
		if (panel->clients[i].watch.fd >= 0)
			update(&panel->clients[i]);
}

void panel_show(struct panel *panel, const struct panel_state *state)
{
	for (int item = 0; item < PANEL_FIRST_NAME; item++)
		panel_state_take(&panel->state, state, item);
	update_all(panel);
}

/* Names are those of one connection, the last that reported any. */
static void take_report(struct panel_client *client, const struct panel_request *request)
{
	struct panel *panel = client->panel;

	if (panel->reporter != client)
		panel_state_clear_names(&panel->state);
	panel->reporter = client;
	client->reports = true;
	strcpy(panel->state.name[request->item - PANEL_FIRST_NAME], request->name);
	update_all(panel);
}

/* Nobody knows any more what it reported. */
static void forget_reports(struct panel_client *client)
{
	struct panel *panel = client->panel;

	if (panel->reporter != client)
		return;
	panel->reporter = NULL;
	panel_state_clear_names(&panel->state);
	update_all(panel);
}

/* Merge what is pressed; tell the board if a level changed. */
static void merge_inputs(struct panel *panel, uint16_t dip)
{
	uint8_t buttons = panel->latched;

	for (int i = 0; i < PANEL_MAX_CLIENTS; i++)
		buttons |= panel->clients[i].buttons;
	if (buttons == panel->buttons && dip == panel->dip)
		return;

	panel->buttons = buttons;
	panel->dip = dip;
	panel->ops->inputs(panel->owner, buttons, dip);
}

static void apply(struct panel_client *client, const struct panel_request *request)
{
	struct panel *panel = client->panel;
	char line[PANEL_REPLY_MAX];
	uint16_t dip = panel->dip;

	switch (request->op) {
	case PANEL_STATUS:
		client->buttons = request->value;
		break;
	case PANEL_HOLD:
		panel->latched |= request->value;
		break;
	case PANEL_RELEASE:
		panel->latched &= ~request->value;
		break;
	case PANEL_SET_DIP:
		dip = request->value;
		break;
	case PANEL_TURN:
		panel->ops->turned(panel->owner, request->value);
		break;
	case PANEL_EXTRAS:
		client->extras = request->value;
		break;
	case PANEL_SYNC:
		append_changes(client);
		append(client, line, panel_format_sync(line, request->value));
		break;
	case PANEL_REPORT:
		take_report(client, request);
		break;
	}
	merge_inputs(panel, dip);
}

static void reply_error(struct panel_client *client, const char *error)
{
	char line[PANEL_REPLY_MAX];

	append(client, line, panel_format_error(line, error));
}

static void read_input(struct panel_client *client)
{
	ssize_t n = recv(client->watch.fd, client->in + client->in_len,
			 sizeof(client->in) - client->in_len, 0);

	if (n > 0)
		client->in_len += n;
	else if (n == 0 || (errno != EAGAIN && errno != EINTR))
		client->eof = true;
}

/* Do what the complete lines say, as long as there is room for replies. */
static void take_lines(struct panel_client *client)
{
	struct panel_request request;
	const char *error;
	size_t len;

	while (has_line(client) && has_room(client)) {
		len = (char *)memchr(client->in, '\n', client->in_len) - client->in;
		error = panel_parse_request(client->in, len, &request);
		client->in_len -= len + 1;
		memmove(client->in, client->in + len + 1, client->in_len);
		if (error)
			reply_error(client, error);
		else
			apply(client, &request);
		flush(client);
	}

	if (client->in_len == sizeof(client->in) && !has_line(client)) {
		reply_error(client, "line is too long");
		client->in_len = 0;
		client->eof = true;
	}
}

/* A panel that goes lets go of what it held down. */
static void close_client(struct panel_client *client)
{
	struct panel *panel = client->panel;

	loop_remove(panel->loop, &client->watch);
	client->buttons = 0;
	merge_inputs(panel, panel->dip);
	forget_reports(client);
}

static void client_ready(void *owner, uint32_t events)
{
	struct panel_client *client = owner;

	(void)events;
	flush(client);
	if (!client->eof && !has_line(client) && has_room(client))
		read_input(client);
	take_lines(client);
	update(client);
	if (client->eof && !has_line(client))
		close_client(client);
}

static struct panel_client *free_client(struct panel *panel)
{
	for (int i = 0; i < PANEL_MAX_CLIENTS; i++)
		if (panel->clients[i].watch.fd < 0)
			return &panel->clients[i];
	return NULL;
}

static void init_client(struct panel_client *client, struct panel *panel)
{
	*client = (struct panel_client) {
		.panel = panel,
		.watch = { .fd = -1, .ready = client_ready, .owner = client },
		.events = EPOLLIN,
	};
	panel_state_clear(&client->told);
}

static void accept_client(struct panel *panel, int listener)
{
	int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
	struct panel_client *client = free_client(panel);

	if (fd < 0)
		return;
	if (!client) {
		board_log("refused a panel: %d are connected already", PANEL_MAX_CLIENTS);
		close(fd);
		return;
	}

	init_client(client, panel);
	client->watch.fd = fd;
	if (loop_add(panel->loop, &client->watch, client->events)) {
		loop_remove(panel->loop, &client->watch);
		return;
	}
	update(client);
}

static void unix_listener_ready(void *owner, uint32_t events)
{
	struct panel *panel = owner;

	(void)events;
	accept_client(panel, panel->unix_listener.fd);
}

static void tcp_listener_ready(void *owner, uint32_t events)
{
	struct panel *panel = owner;

	(void)events;
	accept_client(panel, panel->tcp_listener.fd);
}

static int listen_tcp(struct panel *panel, int port)
{
	panel->tcp_listener.fd = sock_listen_tcp(port);
	if (panel->tcp_listener.fd < 0)
		return -1;
	return loop_add(panel->loop, &panel->tcp_listener, EPOLLIN);
}

static int listen_unix(struct panel *panel)
{
	panel->unix_listener.fd = sock_listen_unix(panel->path);
	if (panel->unix_listener.fd < 0)
		return -1;
	return loop_add(panel->loop, &panel->unix_listener, EPOLLIN);
}

int panel_open(struct panel *panel, struct loop *loop, const char *path, int port,
	       const struct panel_ops *ops, void *owner)
{
	*panel = (struct panel) {
		.loop = loop,
		.ops = ops,
		.owner = owner,
		.path = path,
		.unix_listener = { .fd = -1, .ready = unix_listener_ready, .owner = panel },
		.tcp_listener = { .fd = -1, .ready = tcp_listener_ready, .owner = panel },
	};
	panel_state_clear(&panel->state);
	for (int i = 0; i < PANEL_MAX_CLIENTS; i++)
		init_client(&panel->clients[i], panel);

	if ((port && listen_tcp(panel, port)) || listen_unix(panel)) {
		loop_remove(loop, &panel->tcp_listener);
		return -1;
	}
	return 0;
}

void panel_close(struct panel *panel)
{
	for (int i = 0; i < PANEL_MAX_CLIENTS; i++)
		loop_remove(panel->loop, &panel->clients[i].watch);
	loop_remove(panel->loop, &panel->tcp_listener);
	loop_remove(panel->loop, &panel->unix_listener);
	unlink(panel->path);
}
