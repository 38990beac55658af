// SPDX-License-Identifier: GPL-2.0-only
/*
 * panel_tui.c - the front panel in a terminal; see panel_tui.h.
 *
 * One loop: tell the board which buttons are down, draw, wait for the board, the
 * person, a signal or the next moment at which something is due.
 */
#define NCURSES_WIDECHAR 1
#include "board/panel_tui.h"

#include <curses.h>
#include <limits.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <term.h>
#include <time.h>
#include <unistd.h>

#include "board/clock.h"
#include "board/panel_draw.h"
#include "board/panel_keys.h"
#include "sp6.h"

#define RETRY_MS	500	/* between attempts to find a board */
#define CHECK_MS	1000	/* between questions whether it is alive */
#define SILENT_MS	2000	/* without an answer it is not */
#define ESC_MS		25	/* after this time an escape is the key Esc */

/* Keys that curses has no name for. */
#define ESCAPE		27
#define DELETE		127

#define BUTTON_BIT(bit, name) BUTTON_##name = bit,

enum button { SP6_BUTTONS(BUTTON_BIT) NO_BUTTON = -1 };

static volatile sig_atomic_t told_to_end;
static volatile sig_atomic_t told_to_stop;

struct tui {
	const struct board_address *address;
	struct connection board;
	struct panel_keys keys;
	uint8_t told;			/* the levels that the board knows of */
	bool flips;			/* the next digit flips a switch */
	bool quit;
	long long attempt;		/* when we last tried to connect */
	long long check;		/* when we last asked whether it is alive */
	sigset_t while_waiting;		/* the signals that are not heard then */
};

static void tell(int signal)
{
	if (signal == SIGTSTP)
		told_to_stop = true;
	else
		told_to_end = true;
}

/* Signals are heard only while waiting, so that none comes in between. */
static void hear_signals(struct tui *tui)
{
	struct sigaction action = { .sa_handler = tell };
	const int heard[] = { SIGTERM, SIGINT, SIGHUP, SIGTSTP };
	sigset_t blocked;

	sigemptyset(&blocked);
	sigaddset(&blocked, SIGWINCH);	/* which curses handles */
	for (size_t i = 0; i < sizeof(heard) / sizeof(*heard); i++) {
		sigaction(heard[i], &action, NULL);
		sigaddset(&blocked, heard[i]);
	}
	sigprocmask(SIG_BLOCK, &blocked, &tui->while_waiting);
}

/* --- the board --------------------------------------------------------------- */

static bool is_connected(const struct tui *tui)
{
	return tui->board.fd >= 0;
}

static bool is_silent(const struct tui *tui)
{
	return tui->board.answered < tui->board.asked && now_ms() >= tui->check + SILENT_MS;
}

/* A board that comes knows nothing of what was held; nothing is held then. */
static void find_board(struct tui *tui)
{
	if (is_connected(tui) || now_ms() < tui->attempt + RETRY_MS)
		return;
	tui->attempt = now_ms();
	tui->keys = (struct panel_keys) { 0 };
	tui->told = 0;
	if (connection_open(&tui->board, tui->address))
		tui->check = now_ms() - CHECK_MS;
}

/* One question at a time. */
static void check_board(struct tui *tui)
{
	if (!is_connected(tui) || tui->board.answered < tui->board.asked ||
	    now_ms() < tui->check + CHECK_MS)
		return;
	tui->check = now_ms();
	connection_sync(&tui->board);
}

static void tell_levels(struct tui *tui)
{
	uint8_t levels = panel_keys_levels(&tui->keys, now_ms());

	if (!is_connected(tui) || levels == tui->told)
		return;
	tui->told = levels;
	connection_request(&tui->board, "{\"perif\":\"btn\",\"status\":%d}\n", levels);
}

static void read_board(struct tui *tui)
{
	enum panel_item item;

	if (!connection_receive(&tui->board))
		return;
	while (connection_take(&tui->board, &item))
		;
}

/* The board will say the same; the next flip may come before that. */
static void flip_switch(struct tui *tui, int number)
{
	int *dip = &tui->board.state.value[PANEL_DIP];

	if (!is_connected(tui) || *dip == PANEL_UNKNOWN)
		return;
	*dip ^= 1 << number;
	connection_request(&tui->board, "{\"perif\":\"dip\",\"status\":%d}\n", *dip);
}

static void turn_encoder(struct tui *tui, int clicks)
{
	if (is_connected(tui))
		connection_request(&tui->board, "{\"perif\":\"encoder\",\"turn\":%d}\n", clicks);
}

/* --- the person -------------------------------------------------------------- */

static enum button button_of_key(int key)
{
	switch (key) {
	case KEY_UP:
		return BUTTON_UP;
	case KEY_LEFT:
		return BUTTON_LEFT;
	case KEY_DOWN:
		return BUTTON_DOWN;
	case KEY_RIGHT:
		return BUTTON_RIGHT;
	case '\r':
	case '\n':
	case KEY_ENTER:
		return BUTTON_ENTER;
	case ESCAPE:
		return BUTTON_ESC;
	case ' ':
		return BUTTON_SPACE;
	case '\b':
	case DELETE:
	case KEY_BACKSPACE:
		return BUTTON_BACKSPACE;
	default:
		return NO_BUTTON;
	}
}

static void take_mouse(struct tui *tui)
{
	int button, number;
	MEVENT event;

	if (getmouse(&event) != OK)
		return;
	if (event.bstate & BUTTON1_RELEASED)
		panel_keys_mouse_up(&tui->keys);
	if (!(event.bstate & BUTTON1_PRESSED))
		return;
	button = panel_draw_button_at(event.y, event.x);
	number = panel_draw_switch_at(event.y, event.x);
	if (button >= 0)
		panel_keys_mouse_down(&tui->keys, button);
	else if (number >= 0)
		flip_switch(tui, number);
}

static void take_key(struct tui *tui, int key)
{
	enum button button = button_of_key(key);
	bool flips = tui->flips;

	tui->flips = key == 'd';
	if (button != NO_BUTTON)
		panel_keys_tap(&tui->keys, button, now_ms());
	else if (flips && key >= '0' && key <= '9')
		flip_switch(tui, key - '0');
	else if (key >= '1' && key < '1' + SP6_NUM_BUTTONS)
		panel_keys_switch_hold(&tui->keys, key - '1');
	else if (key == '+' || key == '-')
		turn_encoder(tui, key == '+' ? 1 : -1);
	else if (key == 'q')
		tui->quit = true;
}

/* A change of the levels is told before the next key may change them again. */
static void read_keys(struct tui *tui)
{
	int key;

	while (!tui->quit && (key = getch()) != ERR) {
		if (key == KEY_MOUSE)
			take_mouse(tui);
		else
			take_key(tui, key);
		tell_levels(tui);
	}
}

/* --- the terminal ------------------------------------------------------------ */

static const char *status(const struct tui *tui)
{
	if (!is_connected(tui))
		return tui->board.error;
	if (is_silent(tui))
		return "the board does not answer";
	switch (tui->board.state.value[PANEL_LINK]) {
	case PANEL_UNKNOWN:
		return "connecting";
	case 0:
		return "no QEMU";
	default:
		return "QEMU is connected";
	}
}

static void draw(const struct tui *tui)
{
	const struct panel_view view = {
		.state = &tui->board.state,
		.held = tui->keys.held,
		.alive = is_connected(tui) && !is_silent(tui),
		.status = status(tui),
		.hint = tui->flips ? "Which switch? 0-9 flips it" : NULL,
	};

	panel_draw(&view);
}

static const char *open_terminal(void)
{
	const char *missing = "this terminal cannot show the panel: is TERM right?";

	setlocale(LC_ALL, "");
	if (!newterm(NULL, stdout, stdin))
		return missing;
	if (!cursor_address) {
		endwin();
		return missing;
	}

	cbreak();
	noecho();
	nonl();
	keypad(stdscr, true);
	nodelay(stdscr, true);
	set_escdelay(ESC_MS);
	mousemask(BUTTON1_PRESSED | BUTTON1_RELEASED, NULL);
	mouseinterval(0);	/* press and release, no clicks */
	panel_draw_init();
	return NULL;
}

/* As Ctrl-Z does; nothing stays pressed meanwhile, and the size may change. */
static void stop(struct tui *tui)
{
	struct sigaction normal = { .sa_handler = SIG_DFL }, ours;
	sigset_t blocked;

	told_to_stop = false;
	tui->keys = (struct panel_keys) { 0 };
	tell_levels(tui);
	endwin();

	sigaction(SIGTSTP, &normal, &ours);
	raise(SIGTSTP);
	sigprocmask(SIG_SETMASK, &tui->while_waiting, &blocked);	/* here it stops */
	sigprocmask(SIG_SETMASK, &blocked, NULL);
	sigaction(SIGTSTP, &ours, NULL);
	if (told_to_end)
		return;		/* perhaps the terminal is gone: nothing is drawn any more */

	raise(SIGWINCH);
	clearok(curscr, true);
}

/* How long nothing is due. */
static long long time_left(const struct tui *tui)
{
	long long due = panel_keys_next_change(&tui->keys);
	long long other;

	if (!is_connected(tui))
		other = tui->attempt + RETRY_MS;
	else if (tui->board.answered < tui->board.asked)
		other = is_silent(tui) ? LLONG_MAX : tui->check + SILENT_MS;
	else
		other = tui->check + CHECK_MS;
	if (other < due)
		due = other;
	return due > now_ms() ? due - now_ms() : 0;
}

static void wait_for_something(struct tui *tui)
{
	struct pollfd ready[] = {
		{ .fd = STDIN_FILENO, .events = POLLIN },
		{ .fd = tui->board.fd, .events = POLLIN },
	};
	long long ms = time_left(tui);
	struct timespec left = { .tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000 };

	if (ppoll(ready, 2, &left, &tui->while_waiting) < 0) {
		read_keys(tui);		/* a new size is a key */
		return;
	}
	if (ready[1].revents)
		read_board(tui);
	if (ready[0].revents & ~POLLIN)
		tui->quit = true;	/* the terminal is gone */
	else if (ready[0].revents)
		read_keys(tui);
}

const char *panel_tui_run(const struct board_address *address)
{
	struct tui tui = {
		.address = address,
		.board.fd = -1,
		.attempt = now_ms() - RETRY_MS,
	};
	const char *error;

	hear_signals(&tui);
	error = open_terminal();
	if (error)
		return error;

	while (!tui.quit && !told_to_end) {
		find_board(&tui);
		check_board(&tui);
		tell_levels(&tui);
		draw(&tui);
		wait_for_something(&tui);
		if (told_to_stop)
			stop(&tui);
	}

	endwin();
	connection_close(&tui.board);	/* the board lets go of our buttons */
	return NULL;
}
