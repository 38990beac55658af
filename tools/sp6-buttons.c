// SPDX-License-Identifier: GPL-2.0-only
/*
 * sp6-buttons.c - a demo for a guest: the board's buttons drive its LEDs. LEFT lights
 * LED 2, ENTER LED 1, RIGHT LED 0, DOWN turns all off.
 *
 * Uses what any program would use, an evdev device and LED class devices; must not
 * know Xen, nor who makes them.
 */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <linux/input.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tools/evdev.h"

#define EXIT_USAGE	2
#define LEDS		3

/* How often it looks for what is not there yet. */
#define PAUSE_US	200000

static const char help[] =
	"Usage: sp6-buttons [--device NAME] [--leds PREFIX]\n"
	"\n"
	"Lights LEDs when buttons are pressed: LEFT LED 2, ENTER LED 1, RIGHT LED 0; DOWN\n"
	"turns them off. Waits for buttons and LEDs that are not there yet. Ctrl-C ends it.\n"
	"\n"
	"  --device NAME  the input device (default: reptar_sp6_buttons)\n"
	"  --leds PREFIX  the LEDs' names without their number, as in /sys/class/leds\n"
	"                 (default: sp6_led)\n"
	"\n"
	"Exit status: 1 failed, 2 wrong usage.\n";

static const struct option long_options[] = {
	{ "device", required_argument, NULL, 'd' },
	{ "help", no_argument, NULL, 'h' },
	{ "leds", required_argument, NULL, 'l' },
	{ 0 },
};

struct demo {
	const char *device;
	const char *leds;
};

__attribute__((format(printf, 1, 2)))
static void complain(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	fputs("sp6-buttons: ", stderr);
	vfprintf(stderr, format, args);
	fputc('\n', stderr);
	va_end(args);
}

/* LEDs */

static void led_path(const struct demo *demo, unsigned int led, char *path, size_t size)
{
	snprintf(path, size, "/sys/class/leds/%s%u/brightness", demo->leds, led);
}

static bool write_text(const char *path, const char *text)
{
	ssize_t length = (ssize_t)strlen(text);
	int file = open(path, O_WRONLY | O_CLOEXEC);
	bool done;

	if (file < 0)
		return false;
	done = write(file, text, (size_t)length) == length;
	close(file);
	return done;
}

/* A LED that went away comes back: it is said, and the demo goes on. */
static void set_led(const struct demo *demo, unsigned int led, bool lit)
{
	char path[256];

	led_path(demo, led, path, sizeof(path));
	if (!write_text(path, lit ? "1" : "0"))
		complain("%s: %s", path, strerror(errno));
}

static void await_leds(const struct demo *demo)
{
	bool said = false;
	char path[256];

	for (unsigned int led = 0; led < LEDS; led++) {
		led_path(demo, led, path, sizeof(path));
		while (access(path, F_OK) < 0) {
			if (!said)
				printf("waiting for the LED %s%u\n", demo->leds, led);
			said = true;
			usleep(PAUSE_US);
		}
	}
}

/* Buttons */

static int await_device(const char *name)
{
	bool said = false;
	int file;

	while ((file = evdev_open(name)) < 0) {
		if (!said)
			printf("waiting for the input device %s\n", name);
		said = true;
		usleep(PAUSE_US);
	}
	return file;
}

/* The demo */

static void light(const struct demo *demo, const char *button, unsigned int led)
{
	printf("%s: %s%u on\n", button, demo->leds, led);
	set_led(demo, led, true);
}

static void press(const struct demo *demo, unsigned int code)
{
	switch (code) {
	case KEY_LEFT:
		light(demo, "LEFT", 2);
		break;
	case KEY_ENTER:
		light(demo, "ENTER", 1);
		break;
	case KEY_RIGHT:
		light(demo, "RIGHT", 0);
		break;
	case KEY_DOWN:
		printf("DOWN: all off\n");
		for (unsigned int led = 0; led < LEDS; led++)
			set_led(demo, led, false);
		break;
	default:
		break;
	}
}

/* Until the device is gone. Returns 0, or an error number. */
static int follow(const struct demo *demo, int file)
{
	struct input_event events[16];
	ssize_t length;

	for (;;) {
		length = read(file, events, sizeof(events));
		if (length < 0 && errno == EINTR)
			continue;
		if (length < 0)
			return errno == ENODEV ? 0 : errno;
		if (!length)
			return 0;
		for (size_t i = 0; i < (size_t)length / sizeof(events[0]); i++)
			if (events[i].type == EV_KEY && events[i].value == 1)
				press(demo, events[i].code);
	}
}

static int run(const struct demo *demo)
{
	int file;
	int err;

	for (;;) {
		await_leds(demo);
		file = await_device(demo->device);
		printf("LEFT lights %s2, ENTER %s1, RIGHT %s0, DOWN turns them off\n",
		       demo->leds, demo->leds, demo->leds);
		err = follow(demo, file);
		close(file);
		if (err) {
			complain("%s cannot be read: %s", demo->device, strerror(err));
			return EXIT_FAILURE;
		}
		printf("the input device %s is gone\n", demo->device);
	}
}

static bool is_name(const char *text)
{
	return *text && strlen(text) < 64 && !strchr(text, '/');
}

int main(int argc, char *argv[])
{
	struct demo demo = { .device = "reptar_sp6_buttons", .leds = "sp6_led" };
	int letter;

	while ((letter = getopt_long(argc, argv, "h", long_options, NULL)) >= 0) {
		switch (letter) {
		case 'd':
			demo.device = optarg;
			break;
		case 'l':
			demo.leds = optarg;
			break;
		case 'h':
			fputs(help, stdout);
			return EXIT_SUCCESS;
		default:	/* getopt has said what is wrong */
			return EXIT_USAGE;
		}
	}
	if (optind < argc || !*demo.device || !is_name(demo.leds)) {
		complain("%s; sp6-buttons --help shows the usage",
			 optind < argc ? "there are no arguments but options" :
			 !*demo.device ? "--device wants a name" :
			 "--leds wants up to 63 characters without /");
		return EXIT_USAGE;
	}

	setvbuf(stdout, NULL, _IOLBF, 0); /* also into a file */
	return run(&demo);
}
