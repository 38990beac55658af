// SPDX-License-Identifier: GPL-2.0-only
/*
 * sp6-panel.c - the board's front panel: one command, for scripts and tests, or
 * without a command the panel in a terminal (panel_tui.h).
 *
 * Knows the panel protocol (docs/panel-protocol.md) and nothing else of the
 * board. A request is confirmed by a sync before the program ends.
 */
#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "board/clock.h"
#include "board/connection.h"
#include "board/panel_tui.h"
#include "board/sock.h"
#include "sp6.h"

#define DEFAULT_PANEL	"var/run/panel.sock"
#define REPLY_MS	5000	/* a board that takes longer hangs */

struct options {
	struct board_address board;
	long press_ms;
	long timeout_s;
};

#define TEXT(number) #number
#define TEXT_OF(number) TEXT(number)
#define MAX_TURN TEXT_OF(PANEL_MAX_TURN)

#define KEY_WORD(bit, name) " " #name
#define KEY_NAME(bit, name) #name,

static const char *const keys[SP6_NUM_BUTTONS] = { SP6_BUTTONS(KEY_NAME) };

static const char usage[] =
	"Usage: sp6-panel [OPTION]... [COMMAND]\n"
	"Looks at and touches the front panel of a running board. Without a command it\n"
	"shows the panel in the terminal, where keys and mouse press its buttons.\n"
	"\n"
	"  leds                    the LEDs as a person sees them\n"
	"  digits                  the segments of digits 1 to 3\n"
	"  lcd                     the four lines of the character LCD\n"
	"  focus                   the domain that has the focus (exit status 1: unknown)\n"
	"  owners                  who drives LED 0 to 7, a line each\n"
	"  link                    is a QEMU connected? (exit status 0 if so, else 1)\n"
	"  press KEY...            press the keys together, then let go\n"
	"  hold KEY...             press and keep pressed, also after this program ends\n"
	"  release KEY...|all      let go of keys that hold pressed\n"
	"  set-dip VALUE           set the DIP switches\n"
	"  turn up|down [CLICKS]   turn the encoder, by one click or up to " MAX_TURN "\n"
	"  wait-leds MASK VALUE    wait until (LEDs & MASK) is VALUE (exit status 1 if not)\n"
	"  watch                   print the state, then each change, with a time in ms\n"
	"\n"
	"  --panel PATH            the board's socket (" DEFAULT_PANEL ")\n"
	"  --port N                use 127.0.0.1:N instead\n"
	"  --ms N                  how long press presses, in ms (100)\n"
	"  --timeout S             how long wait-leds waits, in seconds (10)\n"
	"\n"
	"KEY:" SP6_BUTTONS(KEY_WORD) "\n";

static const char *const item_names[PANEL_ITEMS] = {
	[PANEL_LEDS] = "leds", [PANEL_DIGIT1] = "digit1", [PANEL_DIGIT2] = "digit2",
	[PANEL_DIGIT3] = "digit3", [PANEL_BUTTONS] = "buttons", [PANEL_DIP] = "dip",
	[PANEL_LINK] = "link", [PANEL_CURSOR] = "cursor", [PANEL_LCD1] = "lcd1",
	[PANEL_LCD2] = "lcd2", [PANEL_LCD3] = "lcd3", [PANEL_LCD4] = "lcd4",
	[PANEL_FOCUS] = "focus", [PANEL_OWNER0] = "owner0", [PANEL_OWNER0 + 1] = "owner1",
	[PANEL_OWNER0 + 2] = "owner2", [PANEL_OWNER0 + 3] = "owner3",
	[PANEL_OWNER0 + 4] = "owner4", [PANEL_OWNER0 + 5] = "owner5",
	[PANEL_OWNER0 + 6] = "owner6", [PANEL_OWNER7] = "owner7",
};

static void __attribute__((noreturn, format(printf, 2, 3)))
die(int status, const char *format, ...)
{
	va_list args;

	fputs("sp6-panel: ", stderr);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
	exit(status);
}

static long parse_number(const char *what, const char *text, long max)
{
	char *end;
	long value;

	errno = 0;
	value = strtol(text, &end, 0);
	if (errno || end == text || *end || value < 0 || value > max)
		die(2, "%s is not a number from 0 to %ld: %s", what, max, text);
	return value;
}

/* Wait for the next line. False when the deadline, by now_ms(), passed first. */
static bool next_line(struct connection *c, enum panel_item *item, long long deadline)
{
	while (!connection_take(c, item)) {
		struct pollfd ready = { .fd = c->fd, .events = POLLIN };
		long long left = deadline - now_ms();

		if (c->fd < 0)
			die(1, "%s", c->error);
		if (left < 0)
			left = 0;
		if (poll(&ready, 1, left < INT_MAX ? left : INT_MAX) == 0)
			return false;
		connection_receive(c);
	}
	return true;
}

/* Until the board did all that was asked, and the state is that of after it. */
static void sync_state(struct connection *c)
{
	long long deadline = now_ms() + REPLY_MS;
	enum panel_item item;

	if (!connection_sync(c))
		die(1, "%s", c->error);
	while (c->answered < c->asked)
		if (!next_line(c, &item, deadline))
			die(1, "the board does not answer");
}

static void connect_board(struct connection *c, const struct options *options)
{
	if (!connection_open(c, &options->board))
		die(1, "%s", c->error);
	sync_state(c);
}

/* Ask for something, and see it done. */
static void request(struct connection *c, const char *perif, const char *field, long value)
{
	if (!connection_request(c, "{\"perif\":\"%s\",\"%s\":%ld}\n", perif, field, value))
		die(1, "%s", c->error);
	sync_state(c);
}

static unsigned int parse_keys(char **names, bool may_be_all)
{
	unsigned int mask = 0;

	if (may_be_all && !strcasecmp(names[0], "all") && !names[1])
		return SP6_PUSH_BUT_MASK;

	for (; *names; names++) {
		int bit = 0;

		while (bit < SP6_NUM_BUTTONS && strcasecmp(*names, keys[bit]))
			bit++;
		if (bit == SP6_NUM_BUTTONS)
			die(2, "no such key: %s (there are" SP6_BUTTONS(KEY_WORD) ")", *names);
		mask |= 1 << bit;
	}
	return mask;
}

static int cmd_leds(struct connection *c, const struct options *options, char **args)
{
	int leds;

	(void)args;
	connect_board(c, options);
	leds = c->state.value[PANEL_LEDS];
	printf("0x%02x ", leds);
	for (int i = 0; i < SP6_NUM_LEDS; i++)
		printf(" %d:%s", i, leds >> i & 1 ? "on" : "off");
	putchar('\n');
	return 0;
}

static int cmd_digits(struct connection *c, const struct options *options, char **args)
{
	(void)args;
	connect_board(c, options);
	printf("0x%02x 0x%02x 0x%02x\n", c->state.value[PANEL_DIGIT1],
	       c->state.value[PANEL_DIGIT2], c->state.value[PANEL_DIGIT3]);
	return 0;
}

static int cmd_lcd(struct connection *c, const struct options *options, char **args)
{
	(void)args;
	connect_board(c, options);
	for (int line = 0; line < PANEL_LCD_LINES; line++)
		puts(c->state.lcd[line]);
	return 0;
}

static int cmd_focus(struct connection *c, const struct options *options, char **args)
{
	(void)args;
	connect_board(c, options);
	puts(panel_state_name(&c->state, PANEL_FOCUS));
	return *c->state.name[PANEL_FOCUS - PANEL_FIRST_NAME] ? 0 : 1;
}

static int cmd_owners(struct connection *c, const struct options *options, char **args)
{
	(void)args;
	connect_board(c, options);
	for (int led = 0; led < SP6_NUM_LEDS; led++)
		printf("%d %s\n", led, panel_state_name(&c->state, PANEL_OWNER0 + led));
	return 0;
}

static int cmd_link(struct connection *c, const struct options *options, char **args)
{
	bool linked;

	(void)args;
	connect_board(c, options);
	linked = c->state.value[PANEL_LINK];
	puts(linked ? "connected" : "not connected");
	return linked ? 0 : 1;
}

static int cmd_press(struct connection *c, const struct options *options, char **args)
{
	unsigned int mask = parse_keys(args, false);

	connect_board(c, options);
	request(c, "btn", "status", mask);
	poll(NULL, 0, options->press_ms);
	request(c, "btn", "status", 0);
	return 0;
}

static int cmd_hold(struct connection *c, const struct options *options, char **args)
{
	unsigned int mask = parse_keys(args, false);

	connect_board(c, options);
	request(c, "btn", "hold", mask);
	return 0;
}

static int cmd_release(struct connection *c, const struct options *options, char **args)
{
	unsigned int mask = parse_keys(args, true);

	connect_board(c, options);
	request(c, "btn", "release", mask);
	return 0;
}

static int cmd_set_dip(struct connection *c, const struct options *options, char **args)
{
	long value = parse_number("VALUE", args[0], SP6_DIP_SW_MASK);

	connect_board(c, options);
	request(c, "dip", "status", value);
	return 0;
}

static int cmd_turn(struct connection *c, const struct options *options, char **args)
{
	bool up = !strcasecmp(args[0], "up");
	long clicks = args[1] ? parse_number("CLICKS", args[1], PANEL_MAX_TURN) : 1;

	if (!up && strcasecmp(args[0], "down"))
		die(2, "the encoder turns up or down, not: %s", args[0]);
	connect_board(c, options);
	request(c, "encoder", "turn", up ? clicks : -clicks);
	return 0;
}

static int cmd_wait_leds(struct connection *c, const struct options *options, char **args)
{
	int mask = parse_number("MASK", args[0], SP6_LED_MASK);
	int value = parse_number("VALUE", args[1], SP6_LED_MASK);
	long long deadline = now_ms() + options->timeout_s * 1000LL;
	enum panel_item item;

	if (value & ~mask)
		die(2, "0x%02x & MASK is never 0x%02x: VALUE has bits outside of MASK",
		    mask, value);
	connect_board(c, options);
	while ((c->state.value[PANEL_LEDS] & mask) != value)
		if (!next_line(c, &item, deadline))
			die(1, "after %ld s the LEDs are 0x%02x; (LEDs & 0x%02x) is not 0x%02x",
			    options->timeout_s, c->state.value[PANEL_LEDS], mask, value);
	return 0;
}

static void print_item(const struct panel_state *state, enum panel_item item)
{
	int digits = item == PANEL_LINK ? 1 : item == PANEL_DIP ? 3 : 2;

	printf("%lld %s ", now_ms(), item_names[item]);
	if (item < PANEL_VALUES)
		printf("0x%0*x\n", digits, state->value[item]);
	else if (item < PANEL_FIRST_NAME)
		printf("\"%s\"\n", state->lcd[item - PANEL_LCD1]);
	else
		printf("\"%s\"\n", state->name[item - PANEL_FIRST_NAME]);
	fflush(stdout);
}

static int cmd_watch(struct connection *c, const struct options *options, char **args)
{
	enum panel_item item;

	(void)args;
	connect_board(c, options);
	for (item = 0; item < PANEL_ITEMS; item++)
		print_item(&c->state, item);

	while (next_line(c, &item, LLONG_MAX))
		if (item < PANEL_ITEMS)
			print_item(&c->state, item);
	return 0;
}

static const struct command {
	const char *name;
	int (*run)(struct connection *c, const struct options *options, char **args);
	int min_args, max_args;
} commands[] = {
	{ "leds", cmd_leds, 0, 0 },
	{ "digits", cmd_digits, 0, 0 },
	{ "lcd", cmd_lcd, 0, 0 },
	{ "focus", cmd_focus, 0, 0 },
	{ "owners", cmd_owners, 0, 0 },
	{ "link", cmd_link, 0, 0 },
	{ "press", cmd_press, 1, SP6_NUM_BUTTONS },
	{ "hold", cmd_hold, 1, SP6_NUM_BUTTONS },
	{ "release", cmd_release, 1, SP6_NUM_BUTTONS },
	{ "set-dip", cmd_set_dip, 1, 1 },
	{ "turn", cmd_turn, 1, 2 },
	{ "wait-leds", cmd_wait_leds, 2, 2 },
	{ "watch", cmd_watch, 0, 0 },
};

static const struct command *find_command(const char *name, int num_args)
{
	for (size_t i = 0; i < sizeof(commands) / sizeof(*commands); i++) {
		const struct command *command = &commands[i];

		if (strcmp(name, command->name))
			continue;
		if (num_args < command->min_args || num_args > command->max_args)
			die(2, "wrong number of arguments for %s (see --help)", name);
		return command;
	}
	die(2, "no such command: %s (see --help)", name);
}

static int run_command(const struct options *options, char **args, int num_args)
{
	static struct connection connection;
	const struct command *command = find_command(args[0], num_args - 1);

	return command->run(&connection, options, args + 1);
}

static int run_terminal(const struct options *options)
{
	const char *error;

	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
		die(2, "without a command it needs a terminal (see --help)");
	error = panel_tui_run(&options->board);
	if (error)
		die(2, "%s", error);
	return 0;
}

static const char *parse_path(const char *path)
{
	struct sockaddr_un address;

	if (!sock_unix_address(&address, path))
		die(2, "path of a socket is too long: %s", path);
	return path;
}

static void parse_options(int argc, char **argv, struct options *options)
{
	static const struct option long_options[] = {
		{ "panel", required_argument, NULL, 'p' },
		{ "port", required_argument, NULL, 'n' },
		{ "ms", required_argument, NULL, 'm' },
		{ "timeout", required_argument, NULL, 't' },
		{ "help", no_argument, NULL, 'h' },
		{ 0 },
	};
	int option;

	while ((option = getopt_long(argc, argv, "", long_options, NULL)) != -1) {
		switch (option) {
		case 'p':
			options->board.path = parse_path(optarg);
			break;
		case 'n':
			options->board.port = parse_number("--port", optarg, 65535);
			break;
		case 'm':
			options->press_ms = parse_number("--ms", optarg, 3600 * 1000);
			break;
		case 't':
			options->timeout_s = parse_number("--timeout", optarg, 24 * 3600);
			break;
		case 'h':
			fputs(usage, stdout);
			exit(0);
		default:
			exit(2);
		}
	}
}

int main(int argc, char **argv)
{
	struct options options = {
		.board.path = DEFAULT_PANEL,
		.press_ms = 100,
		.timeout_s = 10,
	};

	parse_options(argc, argv, &options);
	if (optind == argc)
		return run_terminal(&options);
	return run_command(&options, argv + optind, argc - optind);
}
