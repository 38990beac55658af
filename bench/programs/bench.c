// SPDX-License-Identifier: GPL-2.0-only
/*
 * sp6-bench - measures, in a domain, what the drivers take: the command line, and what the
 * commands share. Each prints lines of JSON. Must not know what is good or bad.
 */
#include "bench/programs/bench.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <linux/input.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "tools/evdev.h"

#define EXIT_USAGE	2

static const struct command {
	const char *name;
	int arguments;
	int (*run)(char *arguments[]);
	const char *help;
} commands[] = {
	{ "led", 3, command_led, "LED COUNT US: writes, and round trips on the floor, with a pause after each" },
	{ "trigger", 2, command_trigger, "LED COUNT: the same, of a kernel trigger" },
	{ "six", 2, command_six, "LED COUNT: LED ... LED + 5 at once, LED ends with a number" },
	{ "burst", 2, command_burst, "LED COUNT: writes without a pause" },
	{ "flood", 2, command_flood, "LED SECONDS: the same, as long" },
	{ "press", 2, command_press, "NAME COUNT: makes an input device; each line of input is COUNT presses" },
	{ "keys", 2, command_keys, "NAME COUNT: waits for presses; round trips on the floor in between" },
	{ "loop", 3, command_loop, "LED NAME COUNT: lights a LED, waits for a button" },
	{ "store-loop", 1, command_store_loop, "COUNT: the same, over xenstore" },
	{ "store-serve", 3, command_store_serve, "DOMID LED NAME: the other end of that" },
	{ "net-loop", 2, command_net_loop, "ADDRESS COUNT: the same, over TCP" },
	{ "net-serve", 2, command_net_serve, "LED NAME: the other end of that" },
	{ "focus", 2, command_focus, "DOMID COUNT: to the guest and back, and copies of a frame" },
};

#define NUM_COMMANDS	(sizeof(commands) / sizeof(commands[0]))

bool complain(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	fputs("sp6-bench: ", stderr);
	vfprintf(stderr, format, args);
	fputc('\n', stderr);
	va_end(args);
	return false;
}

int64_t microseconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * INT64_C(1000000) + now.tv_nsec / 1000;
}

unsigned int read_count(const char *text, unsigned int max)
{
	char *end;
	unsigned long count = strtoul(text, &end, 10);

	if (!count || count > max || *end) {
		complain("%s is not a number of 1 to %u", text, max);
		return 0;
	}
	return count;
}

/* Files */

int open_file(const char *path)
{
	int file = open(path, O_WRONLY | O_CLOEXEC);

	if (file < 0)
		complain("%s: %s", path, strerror(errno));
	return file;
}

static bool write_text(int file, const char *text)
{
	return write(file, text, strlen(text)) == (ssize_t)strlen(text);
}

bool write_open(int file, const char *text)
{
	return write_text(file, text) || complain("cannot write %s: %s", text, strerror(errno));
}

bool write_file(const char *path, const char *text)
{
	int file = open_file(path);
	bool good;

	if (file < 0)
		return false;
	good = write_text(file, text) ||
	       complain("%s: cannot write %s: %s", path, text, strerror(errno));
	close(file);
	return good;
}

int64_t read_number(const char *path)
{
	FILE *file = fopen(path, "re");
	int64_t number = -1;

	if (!file || fscanf(file, "%" SCNd64, &number) != 1)
		complain("%s has no number", path);
	if (file)
		fclose(file);
	return number;
}

int open_input(const char *name)
{
	int file = evdev_open(name);

	if (file < 0) {
		complain("there is no input device %s", name);
	} else if (ioctl(file, EVIOCGRAB, 1) < 0) {
		complain("%s: %s", name, strerror(errno));
		close(file);
		file = -1;
	}
	return file;
}

int open_led(const char *name)
{
	char path[128];

	snprintf(path, sizeof(path), "/sys/class/leds/%s/brightness", name);
	return open_file(path);
}

/* Samples */

bool samples_init(struct samples *samples, const char *name, unsigned int max)
{
	samples->name = name;
	samples->num = 0;
	samples->max = max;
	samples->us = calloc(max, sizeof(*samples->us));
	return samples->us || complain("no memory");
}

void samples_add(struct samples *samples, int64_t us)
{
	if (samples->num < samples->max)
		samples->us[samples->num++] = us;
}

static void samples_free(struct samples *samples)
{
	free(samples->us);
	samples->us = NULL;
	samples->num = 0;
}

void samples_say(struct samples *samples)
{
	int64_t last = 0;

	printf("{\"name\":\"%s\",\"steps\":[", samples->name);
	for (unsigned int i = 0; i < samples->num; i++) {
		printf("%s%" PRId64, i ? "," : "", samples->us[i] - last);
		last = samples->us[i];
	}
	puts("]}");
	samples_free(samples);
}

/* The command line */

static void usage(FILE *to)
{
	fputs("Usage: sp6-bench COMMAND ...\n", to);
	for (size_t i = 0; i < NUM_COMMANDS; i++)
		fprintf(to, "  %s %s\n", commands[i].name, commands[i].help);
}

int main(int argc, char *argv[])
{
	if (argc == 2 && !strcmp(argv[1], "--help")) {
		usage(stdout);
		return EXIT_SUCCESS;
	}

	for (size_t i = 0; i < NUM_COMMANDS; i++)
		if (argc == commands[i].arguments + 2 && !strcmp(argv[1], commands[i].name))
			return commands[i].run(argv + 2);

	usage(stderr);
	return EXIT_USAGE;
}
