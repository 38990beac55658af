// SPDX-License-Identifier: GPL-2.0-only
/*
 * key.c - the part of sp6-bench that takes the time of a key's way from an input device of
 * Dom0 to a program in a guest. Each end prints times of its own clock, "floor_ahead" says
 * how far the clocks are apart; who compares them is outside.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/uinput.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "bench/programs/bench.h"
#include "bench/programs/floor.h"
#include "bench/programs/trace.h"

#define KEY		KEY_ENTER

/* us: a press comes a long time after the release of the one before. */
#define HELD		3000
#define FREE		9000

/* How long the guest waits for a press, in ms, before it takes it that there are no more. */
#define PATIENCE	20000

/* press: in Dom0 */

struct press {
	struct samples written;		/* before the program gave the press to the kernel */
	struct samples forwarded;	/* xen-focus has it */
	struct samples sent;		/* it is in the ring */
	bool down;
};

static const char *const press_events[] = {
	"xen_focus/focus_forwarded", "xen_inputback/inputback_sent", NULL
};

static void take_press(void *data, const struct trace_event *event)
{
	struct press *press = data;

	if (!strcmp(event->name, "focus_forwarded") && trace_number(event, "type") == EV_KEY) {
		press->down = trace_number(event, "value") == 1;
		if (press->down)
			samples_add(&press->forwarded, event->us);
	} else if (!strcmp(event->name, "inputback_sent") && press->down) {
		press->down = false;
		samples_add(&press->sent, event->us);
	}
}

static int make_keyboard(const char *name)
{
	struct uinput_setup setup = { .id.bustype = BUS_VIRTUAL };
	int file = open("/dev/uinput", O_WRONLY | O_CLOEXEC);

	snprintf(setup.name, sizeof(setup.name), "%s", name);
	if (file >= 0 && ioctl(file, UI_SET_EVBIT, EV_KEY) >= 0 &&
	    ioctl(file, UI_SET_KEYBIT, KEY) >= 0 && ioctl(file, UI_DEV_SETUP, &setup) >= 0 &&
	    ioctl(file, UI_DEV_CREATE) >= 0)
		return file;

	complain("/dev/uinput: %s", strerror(errno));
	return -1;
}

static bool send_key(int file, int value)
{
	const struct input_event events[] = {
		{ .type = EV_KEY, .code = KEY, .value = value },
		{ .type = EV_SYN, .code = SYN_REPORT },
	};

	return write(file, events, sizeof(events)) == sizeof(events) ||
	       complain("/dev/uinput: %s", strerror(errno));
}

static bool play(int file, unsigned int count)
{
	struct press press = { 0 };
	bool good;

	good = samples_init(&press.written, "written", count) &&
	       samples_init(&press.forwarded, "forwarded", count) &&
	       samples_init(&press.sent, "sent", count) && trace_begin(press_events);
	for (unsigned int i = 0; i < count && good; i++) {
		samples_add(&press.written, microseconds());
		good = send_key(file, 1);
		usleep(HELD);
		good = good && send_key(file, 0);
		usleep(FREE);
	}
	if (!trace_end(take_press, &press) || !good)
		return false;
	/* The other end's times are compared with these, one by one. */
	if (press.forwarded.num < count || press.sent.num < count)
		return complain("of %u presses %u went to a guest, %u into its ring", count,
				press.forwarded.num, press.sent.num);

	samples_say(&press.written);
	samples_say(&press.forwarded);
	samples_say(&press.sent);
	puts("played");
	fflush(stdout);
	return true;
}

int command_press(char *arguments[])
{
	unsigned int count = read_count(arguments[1], MAX_COUNT);
	int file = count ? make_keyboard(arguments[0]) : -1;
	char line[16];

	if (file < 0)
		return EXIT_FAILURE;
	puts("created");
	fflush(stdout);
	while (fgets(line, sizeof(line), stdin))
		if (!play(file, count))
			return EXIT_FAILURE;
	return EXIT_SUCCESS;
}

/* keys: in a guest */

struct keys {
	int file;
	struct floor floor;
	struct samples event;	/* the kernel has it for its programs */
	struct samples read;	/* this program has it */
};

static const char *const floor_events[] = { FLOOR_EVENTS, NULL };

static void take_floor(void *data, const struct trace_event *event)
{
	struct keys *keys = data;

	floor_take(&keys->floor, event);
}

/* Its events have the times of our clock. */
static bool open_keys(struct keys *keys, const char *name)
{
	int clock = CLOCK_MONOTONIC;

	keys->file = open_input(name);
	if (keys->file < 0)
		return false;
	return ioctl(keys->file, EVIOCSCLOCKID, &clock) >= 0 ||
	       complain("%s: %s", name, strerror(errno));
}

static bool wait_event(struct keys *keys, struct input_event *event)
{
	struct pollfd ready = { .fd = keys->file, .events = POLLIN };

	return poll(&ready, 1, PATIENCE) == 1 &&
	       read(keys->file, event, sizeof(*event)) == sizeof(*event);
}

static bool wait_press(struct keys *keys)
{
	struct input_event event;

	do {
		if (!wait_event(keys, &event))
			return complain("no press came within %d ms", PATIENCE);
	} while (event.type != EV_KEY || event.value != 1);

	samples_add(&keys->read, microseconds());
	samples_add(&keys->event, event.input_event_sec * INT64_C(1000000) +
		    event.input_event_usec);
	return true;
}

int command_keys(char *arguments[])
{
	unsigned int count = read_count(arguments[1], MAX_COUNT);
	struct keys keys = { 0 };
	bool good;

	if (!count || !open_keys(&keys, arguments[0]) || !floor_open(&keys.floor, count) ||
	    !samples_init(&keys.event, "event", count) ||
	    !samples_init(&keys.read, "read", count) || !trace_begin(floor_events))
		return EXIT_FAILURE;
	puts("waiting");
	fflush(stdout);

	good = true;
	for (unsigned int i = 0; i < count && good; i++) {
		good = wait_press(&keys);
		usleep(HELD + 1000); /* the release has come, too */
		good = good && floor_round(&keys.floor);
	}
	if (!trace_end(take_floor, &keys) || !good)
		return EXIT_FAILURE;

	floor_say(&keys.floor, true);
	samples_say(&keys.event);
	samples_say(&keys.read);
	return EXIT_SUCCESS;
}
