// SPDX-License-Identifier: GPL-2.0-only
/*
 * panel_draw.c - how the front panel looks in a terminal; see panel_draw.h.
 *
 * Whatever is lit or pressed differs by its character, not by its colour alone.
 */
#define NCURSES_WIDECHAR 1
#include "board/panel_draw.h"

#include <curses.h>
#include <langinfo.h>
#include <stdio.h>
#include <string.h>

#include "sp6.h"

/* The panel, in the middle of the screen. */
#define WIDTH		78
#define HEIGHT		23

/* Where its parts are in it. */
#define LCD_Y		2
#define LCD_X		1
#define DIGIT_Y		2
#define DIGIT_X		38
#define DIGIT_STEP	13
#define LED_Y		9
#define LED_X		7
#define LED_STEP	3
#define DIP_Y		9
#define DIP_X		44
#define DIP_STEP	3
#define BUTTON_Y	13
#define BUTTON_HEIGHT	3
#define OWNERS_Y	18
#define HELP_Y		20

enum pair { LED_PAIR = 1, DIGIT_PAIR, LCD_PAIR, HELD_PAIR };

/* What a terminal that knows Unicode shows more nicely. */
struct glyphs {
	const wchar_t *lit, *dark, *slider, *flat, *upright;
};

static const struct glyphs unicode = { L"\u25cf", L"\u25cb", L"\u25a0", L"\u2501", L"\u2503" };
static const struct glyphs ascii = { L"*", L".", L"#", L"=", L"|" };

#define BUTTON_NAME(bit, name) #name,

static const char *const button_names[SP6_NUM_BUTTONS] = { SP6_BUTTONS(BUTTON_NAME) };

static const struct glyphs *glyphs(void)
{
	return strcmp(nl_langinfo(CODESET), "UTF-8") ? &ascii : &unicode;
}

void panel_draw_init(void)
{
	if (!has_colors())
		return;
	start_color();
	use_default_colors();
	init_pair(LED_PAIR, COLOR_GREEN, -1);
	init_pair(DIGIT_PAIR, COLOR_RED, -1);
	init_pair(LCD_PAIR, COLOR_BLACK, COLORS >= 256 ? 149 : COLOR_GREEN);
	init_pair(HELD_PAIR, COLOR_YELLOW, -1);
}

/* How a part is drawn: in its colour while there is a board, else grey. */
static attr_t look(const struct panel_view *view, enum pair pair, attr_t more)
{
	if (!view->alive)
		return A_DIM;
	return (has_colors() ? COLOR_PAIR(pair) : 0) | more;
}

static attr_t plain(const struct panel_view *view)
{
	return view->alive ? A_NORMAL : A_DIM;
}

/* A value of the state; 0 while it is unknown. */
static int known(const struct panel_view *view, enum panel_item item)
{
	int value = view->state->value[item];

	return value == PANEL_UNKNOWN ? 0 : value;
}

static void put(WINDOW *w, int y, int x, attr_t attributes, const wchar_t *glyph)
{
	wattrset(w, attributes);
	mvwaddwstr(w, y, x, glyph);
}

static void write_at(WINDOW *w, int y, int x, attr_t attributes, const char *text)
{
	wattrset(w, attributes);
	mvwaddstr(w, y, x, text);
}

static void frame(WINDOW *w, int y, int x, int height, int width, attr_t attributes)
{
	wattrset(w, attributes);
	mvwaddch(w, y, x, ACS_ULCORNER);
	mvwhline(w, y, x + 1, ACS_HLINE | attributes, width - 2);
	mvwaddch(w, y, x + width - 1, ACS_URCORNER);
	mvwvline(w, y + 1, x, ACS_VLINE | attributes, height - 2);
	mvwvline(w, y + 1, x + width - 1, ACS_VLINE | attributes, height - 2);
	mvwaddch(w, y + height - 1, x, ACS_LLCORNER);
	mvwhline(w, y + height - 1, x + 1, ACS_HLINE | attributes, width - 2);
	mvwaddch(w, y + height - 1, x + width - 1, ACS_LRCORNER);
}

/* Without a board there is no focus, and the status says why. */
static void draw_title(WINDOW *w, const struct panel_view *view)
{
	const char *title = view->alive ? "SP6 board   focus: " : "SP6 board";
	const char *focus = view->alive ? panel_state_name(view->state, PANEL_FOCUS) : "";
	int room = WIDTH - 4 - (int)strlen(title);	/* of focus and status */
	int status = strlen(view->status);

	if (status > room)
		status = room;
	wattrset(w, A_REVERSE);
	mvwprintw(w, 0, 0, " %s%-*.*s  %.*s ", title, room - status, room - status, focus, status,
		  view->status);
}

static void draw_lcd(WINDOW *w, const struct panel_view *view)
{
	attr_t attributes = look(view, LCD_PAIR, 0);

	frame(w, LCD_Y, LCD_X, PANEL_LCD_LINES + 2, PANEL_LCD_COLUMNS + 4, plain(view));
	wattrset(w, attributes);
	for (int line = 0; line < PANEL_LCD_LINES; line++)
		mvwprintw(w, LCD_Y + 1 + line, LCD_X + 1, " %-*s ", PANEL_LCD_COLUMNS,
			  view->state->lcd[line]);
}

/* Where the segments of a digit are, from its upper left; a to g. */
static const struct {
	int y, x;
	bool flat;
} segments[] = {
	{ 0, 1, true }, { 1, 5, false }, { 3, 5, false }, { 4, 1, true },
	{ 3, 0, false }, { 1, 0, false }, { 2, 1, true },
};

#define POINT	7	/* the bit of the decimal point */

static void draw_segment(WINDOW *w, int y, int x, bool flat)
{
	const wchar_t *glyph = flat ? glyphs()->flat : glyphs()->upright;

	for (int i = 0; i < (flat ? 4 : 1); i++)
		mvwaddwstr(w, y, x + i, glyph);
}

static void draw_digit(WINDOW *w, const struct panel_view *view, int digit)
{
	int value = known(view, PANEL_DIGIT1 + digit);
	int x = DIGIT_X + digit * DIGIT_STEP;

	wattrset(w, look(view, DIGIT_PAIR, A_BOLD));
	for (int i = 0; i < POINT; i++)
		if (value >> i & 1)
			draw_segment(w, DIGIT_Y + segments[i].y, x + segments[i].x,
				     segments[i].flat);
	if (value >> POINT & 1)
		mvwaddwstr(w, DIGIT_Y + 4, x + 7, glyphs()->lit);
}

static void draw_leds(WINDOW *w, const struct panel_view *view)
{
	int leds = known(view, PANEL_LEDS);

	write_at(w, LED_Y, 1, plain(view), "LEDs");
	for (int i = 0; i < SP6_NUM_LEDS; i++) {
		bool lit = leds >> i & 1;

		put(w, LED_Y, LED_X + i * LED_STEP,
		    lit ? look(view, LED_PAIR, A_BOLD) : plain(view),
		    lit ? glyphs()->lit : glyphs()->dark);
		wattrset(w, plain(view));
		mvwprintw(w, LED_Y + 1, LED_X + i * LED_STEP, "%d", i);
	}
}

/* The last LED from this one on that has the same owner. */
static int last_of_owner(const struct panel_view *view, int led)
{
	const char *owner = panel_state_name(view->state, PANEL_OWNER0 + led);

	while (led + 1 < SP6_NUM_LEDS &&
	       !strcmp(owner, panel_state_name(view->state, PANEL_OWNER0 + led + 1)))
		led++;
	return led;
}

/* Who drives which LED: those side by side that have the same owner together. */
static void draw_owners(WINDOW *w, const struct panel_view *view)
{
	char text[SP6_NUM_LEDS * (PANEL_NAME_MAX + sizeof("0-7: ,"))];
	const int room = WIDTH - 2;
	char *end = text;

	if (!view->alive)
		return;
	for (int last, led = 0; led < SP6_NUM_LEDS; led = last + 1) {
		last = last_of_owner(view, led);
		end += sprintf(end, led ? ", %d" : "LED %d", led);
		if (last > led)
			end += sprintf(end, "-%d", last);
		end += sprintf(end, ": %s", panel_state_name(view->state, PANEL_OWNER0 + led));
	}
	if (end - text > room)
		strcpy(text + room - strlen("..."), "...");
	write_at(w, OWNERS_Y, 1, A_NORMAL, text);
}

static void draw_dip(WINDOW *w, const struct panel_view *view)
{
	int dip = known(view, PANEL_DIP);

	write_at(w, DIP_Y, DIP_X - 6, plain(view), "DIP on");
	write_at(w, DIP_Y + 1, DIP_X - 6, plain(view), "   off");
	for (int i = 0; (1 << i) <= SP6_DIP_SW_MASK; i++) {
		int x = DIP_X + 2 + i * DIP_STEP;

		put(w, DIP_Y + !(dip >> i & 1), x, plain(view), glyphs()->slider);
		wattrset(w, plain(view));
		mvwprintw(w, DIP_Y + 2, x, "%d", i);
	}
}

/* A button is as wide as its name; they stand side by side. */
static int button_width(int i)
{
	return strlen(button_names[i]) + 4;
}

static int button_left(int i)
{
	return i ? button_left(i - 1) + button_width(i - 1) + 1 : 1;
}

static void draw_button(WINDOW *w, const struct panel_view *view, int i)
{
	bool down = known(view, PANEL_BUTTONS) >> i & 1;
	bool held = view->held >> i & 1;
	attr_t attributes = view->alive && down ? A_REVERSE | A_BOLD : plain(view);
	int x = button_left(i), below = BUTTON_Y + BUTTON_HEIGHT;

	frame(w, BUTTON_Y, x, BUTTON_HEIGHT, button_width(i), plain(view));
	wattrset(w, attributes);
	mvwprintw(w, BUTTON_Y + 1, x + 1, " %s ", button_names[i]);

	wattrset(w, plain(view));
	mvwprintw(w, below, x + 1, "%d", i + 1);
	if (held)
		write_at(w, below, x + 3, look(view, HELD_PAIR, A_BOLD), "held");
	else if (down)
		write_at(w, below, x + 3, plain(view), "down");
}

static void draw_help(WINDOW *w, const struct panel_view *view)
{
	if (view->hint) {
		write_at(w, HELP_Y, 1, A_BOLD, view->hint);
		return;
	}
	write_at(w, HELP_Y, 1, A_NORMAL,
		 "Arrows, Enter, Esc, Space, Backspace press a button; 1-8 holds it, again");
	write_at(w, HELP_Y + 1, 1, A_NORMAL,
		 "lets go. The mouse presses and holds, and flips switches; d0-d9 flips one.");
	write_at(w, HELP_Y + 2, 1, A_NORMAL, "+ and - turn the encoder. q quits.");
}

/* The terminal's cursor is the LCD's. */
static void place_cursor(WINDOW *w, const struct panel_view *view)
{
	int place = known(view, PANEL_CURSOR);
	bool seen = place > 0 && place <= PANEL_LCD_LINES * PANEL_LCD_COLUMNS;

	curs_set(seen);
	if (seen)
		wmove(w, LCD_Y + 1 + (place - 1) / PANEL_LCD_COLUMNS,
		      LCD_X + 2 + (place - 1) % PANEL_LCD_COLUMNS);
}

static int top(void)
{
	return (LINES - HEIGHT) / 2;
}

static int left(void)
{
	return (COLS - WIDTH) / 2;
}

static void draw_panel(WINDOW *w, const struct panel_view *view)
{
	draw_title(w, view);
	draw_lcd(w, view);
	for (int digit = 0; digit < SP6_NUM_DIGITS; digit++)
		draw_digit(w, view, digit);
	draw_leds(w, view);
	draw_dip(w, view);
	for (int i = 0; i < SP6_NUM_BUTTONS; i++)
		draw_button(w, view, i);
	draw_owners(w, view);
	draw_help(w, view);
	place_cursor(w, view);
}

void panel_draw(const struct panel_view *view)
{
	WINDOW *w = NULL;

	erase();
	if (LINES < HEIGHT || COLS < WIDTH) {
		curs_set(0);
		mvprintw(0, 0, "The panel needs %d x %d; this is %d x %d.", WIDTH, HEIGHT,
			 COLS, LINES);
	} else {
		w = newwin(HEIGHT, WIDTH, top(), left());
	}
	wnoutrefresh(stdscr);
	if (w) {
		draw_panel(w, view);
		wnoutrefresh(w);
		delwin(w);
	}
	doupdate();
}

int panel_draw_button_at(int y, int x)
{
	y -= top() + BUTTON_Y;
	x -= left();
	for (int i = 0; i < SP6_NUM_BUTTONS; i++)
		if (y >= 0 && y < BUTTON_HEIGHT &&
		    x >= button_left(i) && x < button_left(i) + button_width(i))
			return i;
	return -1;
}

int panel_draw_switch_at(int y, int x)
{
	y -= top() + DIP_Y;
	x -= left() + DIP_X + 1;
	if (y < 0 || y > 2 || x < 0 || (1 << x / DIP_STEP) > SP6_DIP_SW_MASK)
		return -1;
	return x / DIP_STEP;
}
