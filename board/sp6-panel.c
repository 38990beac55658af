// SPDX-License-Identifier: GPL-2.0-only
/*
 * sp6-panel.c - one-shot client of the panel server, for scripts and tests.
 *
 * Knows the panel protocol (docs/panel-protocol.md) and nothing else of the
 * board. A request is confirmed by a sync before the program ends.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "board/clock.h"
#include "board/panel_msg.h"
#include "board/sock.h"
#include "sp6.h"

#define DEFAULT_PANEL	"var/run/panel.sock"
#define REPLY_MS	5000	/* a board that takes longer hangs */

struct connection {
	int fd;
	struct panel_state state;
	char in[4096];
	size_t len;
};

struct options {
	const char *path;
	long port;		/* 0: by path */
	long press_ms;
	long timeout_s;
};

#define KEY_WORD(bit, name) " " #name
#define KEY_NAME(bit, name) #name,

static const char *const keys[SP6_NUM_BUTTONS] = { SP6_BUTTONS(KEY_NAME) };

static const char usage[] =
	"Usage: sp6-panel [OPTION]... COMMAND\n"
	"Looks at and touches the front panel of a running board.\n"
	"\n"
	"  leds                    the LEDs as a person sees them\n"
	"  digits                  the segments of digits 1 to 3\n"
	"  link                    is a QEMU connected? (exit status 0 if so, else 1)\n"
	"  press KEY...            press the keys together, then let go\n"
	"  hold KEY...             press and keep pressed, also after this program ends\n"
	"  release KEY...|all      let go of keys that hold pressed\n"
	"  set-dip VALUE           set the DIP switches\n"
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
	[PANEL_LINK] = "link",
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

static int connect_unix(const char *path)
{
	struct sockaddr_un address;
	int fd;

	if (!sock_unix_address(&address, path))
		die(2, "path of a socket is too long: %s", path);
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof(address)))
		die(1, "no board at %s: start it with ./stex", path);
	return fd;
}

static int connect_tcp(int port)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_port = htons(port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof(address)))
		die(1, "no board at port %d: start it with ./stex", port);
	return fd;
}

/* Wait for bytes. False when the deadline, by now_ms(), passed first. */
static bool receive(struct connection *c, long long deadline)
{
	struct pollfd ready = { .fd = c->fd, .events = POLLIN };
	long long left = deadline - now_ms();
	ssize_t n;

	if (left < 0)
		left = 0;
	if (poll(&ready, 1, left < INT_MAX ? left : INT_MAX) == 0)
		return false;

	n = recv(c->fd, c->in + c->len, sizeof(c->in) - c->len, 0);
	if (n <= 0)
		die(1, "the board went away");
	c->len += n;
	return true;
}

/* Take the next line, with its newline. False when the deadline passed first. */
static bool next_line(struct connection *c, char line[PANEL_REPLY_MAX], long long deadline)
{
	char *newline;
	size_t len;

	while (!(newline = memchr(c->in, '\n', c->len)))
		if (!receive(c, deadline))
			return false;

	len = newline + 1 - c->in;
	if (len >= PANEL_REPLY_MAX)
		die(1, "this is not a board: it sends lines that are too long");
	memcpy(line, c->in, len);
	line[len] = '\0';
	c->len -= len;
	memmove(c->in, c->in + len, c->len);
	return true;
}

/* Take a line into the state; the item it was about, or PANEL_ITEMS. */
static enum panel_item take_line(struct connection *c, const char *line)
{
	enum panel_item item;
	int value;

	if (!strncmp(line, "{\"error\"", 8))
		die(1, "the board refused: %.*s", (int)strcspn(line, "\n"), line);
	if (!panel_parse_item(line, strlen(line), &item, &value))
		return PANEL_ITEMS;
	c->state.value[item] = value;
	return item;
}

static void __attribute__((format(printf, 2, 3)))
request(struct connection *c, const char *format, ...)
{
	char line[PANEL_REPLY_MAX];
	va_list args;
	int len;

	va_start(args, format);
	len = vsnprintf(line, sizeof(line), format, args);
	va_end(args);
	if (send(c->fd, line, len, MSG_NOSIGNAL) != len)
		die(1, "the board went away");
}

/* Until the board did all that was asked, and the state is that of after it. */
static void sync_state(struct connection *c)
{
	long long deadline = now_ms() + REPLY_MS;
	char expected[PANEL_REPLY_MAX], line[PANEL_REPLY_MAX];
	static int id;

	panel_format_sync(expected, ++id);
	request(c, "%s", expected);
	do {
		if (!next_line(c, line, deadline))
			die(1, "the board does not answer");
		take_line(c, line);
	} while (strcmp(line, expected));
}

static void connect_board(struct connection *c, const struct options *options)
{
	c->fd = options->port ? connect_tcp(options->port) : connect_unix(options->path);
	c->len = 0;
	panel_state_clear(&c->state);
	request(c, "{\"perif\":\"extras\",\"value\":1}\n");
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
	request(c, "{\"perif\":\"btn\",\"status\":%u}\n", mask);
	sync_state(c);
	poll(NULL, 0, options->press_ms);
	request(c, "{\"perif\":\"btn\",\"status\":0}\n");
	sync_state(c);
	return 0;
}

static int cmd_hold(struct connection *c, const struct options *options, char **args)
{
	unsigned int mask = parse_keys(args, false);

	connect_board(c, options);
	request(c, "{\"perif\":\"btn\",\"hold\":%u}\n", mask);
	sync_state(c);
	return 0;
}

static int cmd_release(struct connection *c, const struct options *options, char **args)
{
	unsigned int mask = parse_keys(args, true);

	connect_board(c, options);
	request(c, "{\"perif\":\"btn\",\"release\":%u}\n", mask);
	sync_state(c);
	return 0;
}

static int cmd_set_dip(struct connection *c, const struct options *options, char **args)
{
	long value = parse_number("VALUE", args[0], SP6_DIP_SW_MASK);

	connect_board(c, options);
	request(c, "{\"perif\":\"dip\",\"status\":%ld}\n", value);
	sync_state(c);
	return 0;
}

static int cmd_wait_leds(struct connection *c, const struct options *options, char **args)
{
	int mask = parse_number("MASK", args[0], SP6_LED_MASK);
	int value = parse_number("VALUE", args[1], SP6_LED_MASK);
	long long deadline = now_ms() + options->timeout_s * 1000LL;
	char line[PANEL_REPLY_MAX];

	if (value & ~mask)
		die(2, "0x%02x & MASK is never 0x%02x: VALUE has bits outside of MASK",
		    mask, value);
	connect_board(c, options);
	while ((c->state.value[PANEL_LEDS] & mask) != value) {
		if (!next_line(c, line, deadline))
			die(1, "after %ld s the LEDs are 0x%02x; (LEDs & 0x%02x) is not 0x%02x",
			    options->timeout_s, c->state.value[PANEL_LEDS], mask, value);
		take_line(c, line);
	}
	return 0;
}

static void print_item(const struct connection *c, enum panel_item item)
{
	int digits = item == PANEL_LINK ? 1 : item == PANEL_DIP ? 3 : 2;

	printf("%lld %s 0x%0*x\n", now_ms(), item_names[item], digits,
	       c->state.value[item]);
	fflush(stdout);
}

static int cmd_watch(struct connection *c, const struct options *options, char **args)
{
	char line[PANEL_REPLY_MAX];
	enum panel_item item;

	(void)args;
	connect_board(c, options);
	for (item = 0; item < PANEL_ITEMS; item++)
		print_item(c, item);

	while (next_line(c, line, LLONG_MAX)) {
		item = take_line(c, line);
		if (item < PANEL_ITEMS)
			print_item(c, item);
	}
	return 0;
}

static const struct command {
	const char *name;
	int (*run)(struct connection *c, const struct options *options, char **args);
	int min_args, max_args;
} commands[] = {
	{ "leds", cmd_leds, 0, 0 },
	{ "digits", cmd_digits, 0, 0 },
	{ "link", cmd_link, 0, 0 },
	{ "press", cmd_press, 1, SP6_NUM_BUTTONS },
	{ "hold", cmd_hold, 1, SP6_NUM_BUTTONS },
	{ "release", cmd_release, 1, SP6_NUM_BUTTONS },
	{ "set-dip", cmd_set_dip, 1, 1 },
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
			options->path = optarg;
			break;
		case 'n':
			options->port = parse_number("--port", optarg, 65535);
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
		.path = DEFAULT_PANEL,
		.press_ms = 100,
		.timeout_s = 10,
	};
	static struct connection connection;
	const struct command *command;

	parse_options(argc, argv, &options);
	if (optind == argc) {
		fputs(usage, stderr);
		return 2;
	}
	command = find_command(argv[optind], argc - optind - 1);
	return command->run(&connection, &options, argv + optind + 1);
}
