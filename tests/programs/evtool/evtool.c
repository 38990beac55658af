// SPDX-License-Identifier: GPL-2.0-only
/*
 * evtool.c - looks at input devices and makes some, for the system tests: the command
 * line, and what the parts share. Must not know Xen, nor any board.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "evtool.h"

#define EXIT_USAGE	2

/* The letters, row by row. */
const unsigned short cycle[CYCLE_LENGTH] = {
	KEY_Q, KEY_W, KEY_E, KEY_R, KEY_T, KEY_Y, KEY_U, KEY_I, KEY_O, KEY_P,
	KEY_A, KEY_S, KEY_D, KEY_F, KEY_G, KEY_H, KEY_J, KEY_K, KEY_L,
	KEY_Z, KEY_X, KEY_C, KEY_V, KEY_B, KEY_N, KEY_M,
};

static const struct command {
	const char *name;
	int arguments;
	int (*run)(char *arguments[]);
} commands[] = {
	{ "list", 1, command_list },
	{ "record", 2, command_record },
	{ "count", 1, command_count },
	{ "grab", 1, command_grab },
	{ "play", 3, command_play },
	{ "mouse", 1, command_mouse },
	{ "tablet", 1, command_tablet },
	{ "touch", 1, command_touch },
};

static const char help[] =
	"Usage: evtool list NAME              what the input device NAME says of itself\n"
	"       evtool record NAME FILE       adds a line TYPE CODE VALUE for each event\n"
	"       evtool count FILE             counts such lines; judges what play has played\n"
	"       evtool grab NAME              takes the device from all others\n"
	"       evtool play NAME RATE COUNT   makes a keyboard\n"
	"       evtool mouse NAME             makes a device that moves\n"
	"       evtool tablet NAME            makes one of positions\n"
	"       evtool touch NAME             makes a screen for two fingers\n"
	"\n"
	"record and grab go on until they are killed. A device that was made lasts as long as\n"
	"standard input, which commands it, a line each: play, press CODE, release CODE. play\n"
	"of a keyboard is COUNT keys, RATE a second; of the others, a few fixed events, which\n"
	"are shown.\n";

void complain(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	fputs("evtool: ", stderr);
	vfprintf(stderr, format, args);
	fputc('\n', stderr);
	va_end(args);
}

size_t event_line(const struct input_event *event, char line[LINE_MAX_SIZE])
{
	static const char *const names[] = {
		[EV_SYN] = "SYN", [EV_KEY] = "KEY", [EV_REL] = "REL", [EV_ABS] = "ABS",
	};

	if (event->type < sizeof(names) / sizeof(names[0]))
		return (size_t)snprintf(line, LINE_MAX_SIZE, "%s %u %d\n", names[event->type],
					event->code, event->value);

	return (size_t)snprintf(line, LINE_MAX_SIZE, "%u %u %d\n", event->type, event->code,
				event->value);
}

int main(int argc, char *argv[])
{
	if (argc == 2 && !strcmp(argv[1], "--help")) {
		fputs(help, stdout);
		return EXIT_SUCCESS;
	}

	setvbuf(stdout, NULL, _IOLBF, 0); /* also into a file */
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
		if (argc == commands[i].arguments + 2 && !strcmp(argv[1], commands[i].name))
			return commands[i].run(argv + 2);

	complain("no such command, or not its arguments; evtool --help shows the usage");
	return EXIT_USAGE;
}
