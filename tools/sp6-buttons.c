// SPDX-License-Identifier: GPL-2.0-only
/*
 * sp6-buttons.c - a demo for guests: the board's buttons light its LEDs. It uses evdev and
 * the LED class alone, as on any computer; must not know of Xen, nor of the focus.
 */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <glob.h>
#include <linux/input.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifndef SYS
#define SYS "/sys"
#define DEV "/dev"
#endif

#define DEVICE	"reptar_sp6_buttons"
#define LEDS	SYS "/class/leds/"
#define PAUSE	200000	/* us between two looks for what is not there yet */

static const struct button {
	unsigned int code;
	const char *name;
	const char *led;
} buttons[] = {
	{ KEY_LEFT, "LEFT", "sp6_led2" },
	{ KEY_ENTER, "ENTER", "sp6_led1" },
	{ KEY_RIGHT, "RIGHT", "sp6_led0" },
};

#define NUM_BUTTONS (sizeof(buttons) / sizeof(buttons[0]))

static const char help[] =
	"Usage: sp6-buttons [--device NAME]\n"
	"\n"
	"The board's buttons light its LEDs: LEFT lights sp6_led2, ENTER sp6_led1, RIGHT\n"
	"sp6_led0, and DOWN puts all three out. Waits for the input device and the LEDs, also\n"
	"when they go away and come back. Ctrl-C ends it; the LEDs stay as they are.\n"
	"\n"
	"  --device NAME  the input device (default: " DEVICE ")\n"
	"\n"
	"Exit status: 1 failed, 2 wrong usage.\n";

/* The event device, "event<n>", of the input device with this name. */
static bool find_event(const char *name, char event[], size_t size)
{
	bool found = false;
	glob_t paths;

	if (glob(SYS "/class/input/event*/device/name", 0, NULL, &paths))
		return false;
	for (size_t i = 0; !found && i < paths.gl_pathc; i++) {
		const char *last = strstr(paths.gl_pathv[i], "/event") + 1;
		FILE *file = fopen(paths.gl_pathv[i], "re");
		char line[128] = "";

		if (file && fgets(line, sizeof(line), file))
			line[strcspn(line, "\n")] = '\0';
		if (file)
			fclose(file);
		found = !strcmp(line, name);
		snprintf(event, size, "%.*s", (int)strcspn(last, "/"), last);
	}
	globfree(&paths);
	return found;
}

/* The name of the first LED that is not there; NULL: all are. */
static const char *missing_led(void)
{
	char path[64];

	for (size_t i = 0; i < NUM_BUTTONS; i++) {
		snprintf(path, sizeof(path), LEDS "%s", buttons[i].led);
		if (access(path, F_OK))
			return buttons[i].led;
	}
	return NULL;
}

/* Opens the input device when it and the LEDs are there; -1 after a complaint. */
static int wait_for_all(const char *name)
{
	const char *awaited = NULL, *missing;
	char event[32], path[64];
	int device;

	for (;; usleep(PAUSE)) {
		missing = find_event(name, event, sizeof(event)) ? missing_led() : name;
		if (missing && missing != awaited)
			printf("waiting for the %s %s\n", missing == name ? "input device" : "LED",
			       missing);
		awaited = missing;
		if (missing)
			continue;

		snprintf(path, sizeof(path), DEV "/input/%s", event);
		device = open(path, O_RDONLY | O_CLOEXEC);
		if (device >= 0)
			return device;
		if (errno != ENOENT && errno != ENODEV) {
			fprintf(stderr, "sp6-buttons: cannot read %s: %s\n", path, strerror(errno));
			return -1;
		}
	}
}

/* 0, or what errno said. */
static int set_led(const char *led, const char *brightness)
{
	char path[64];
	int file, error = 0;

	snprintf(path, sizeof(path), LEDS "%s/brightness", led);
	file = open(path, O_WRONLY | O_CLOEXEC);
	if (file < 0)
		return errno;
	if (write(file, brightness, strlen(brightness)) < 0)
		error = errno;
	close(file);
	return error;
}

/* Does what the button is for. 0, or what errno said of a LED. */
static int press(unsigned int code)
{
	int error = 0;

	for (size_t i = 0; !error && i < NUM_BUTTONS; i++) {
		const struct button *button = &buttons[i];

		if (code == button->code || code == KEY_DOWN)
			error = set_led(button->led, code == KEY_DOWN ? "0" : "1");
		if (code == button->code && !error)
			printf("%s: %s on\n", button->name, button->led);
	}
	if (code == KEY_DOWN && !error)
		printf("DOWN: all off\n");
	return error;
}

/* Until the device, or a LED, goes away; false after a complaint. */
static bool serve(int device)
{
	struct input_event event;
	int error = 0;

	while (!error && read(device, &event, sizeof(event)) == sizeof(event))
		if (event.type == EV_KEY && event.value == 1)
			error = press(event.code);
	if (!error || error == ENOENT || error == ENODEV)
		return true;
	fprintf(stderr, "sp6-buttons: cannot set the LED: %s\n", strerror(error));
	return false;
}

static int run(const char *name)
{
	bool good = true;

	while (good) {
		int device = wait_for_all(name);

		if (device < 0)
			return EXIT_FAILURE;
		printf("ready: LEFT lights LED 2, ENTER LED 1, RIGHT LED 0; DOWN puts them out\n");
		good = serve(device);
		close(device);
	}
	return EXIT_FAILURE;
}

int main(int argc, char *argv[])
{
	static const struct option options[] = {
		{ "device", required_argument, NULL, 'd' },
		{ "help", no_argument, NULL, 'h' },
		{ 0 },
	};
	const char *name = DEVICE;
	int letter;

	while ((letter = getopt_long(argc, argv, "h", options, NULL)) >= 0) {
		switch (letter) {
		case 'd':
			name = optarg;
			break;
		case 'h':
			fputs(help, stdout);
			return EXIT_SUCCESS;
		default:	/* getopt has said what is wrong */
			return 2;
		}
	}
	if (optind < argc) {
		fprintf(stderr, "sp6-buttons: too many arguments; --help shows the usage\n");
		return 2;
	}
	setvbuf(stdout, NULL, _IOLBF, 0);
	return run(name);
}
