// SPDX-License-Identifier: GPL-2.0-only
/*
 * make.c - the part of evtool that makes input devices, by uinput, and plays them.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/uinput.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "evtool.h"

#define SECOND_NS	1000000000LL
#define MAX_RATE	100000
#define MAX_COUNT	100000000

/* A device, and what "play" does with it. */
struct maker {
	int file;
	bool show;	/* what is sent */
	long rate;
	long count;
	bool (*play)(struct maker *maker);
};

/* An axis of positions. */
struct axis {
	unsigned short code;
	int max;
};

/* Making */

static bool failed(const char *what)
{
	complain("%s: %s", what, strerror(errno));
	return false;
}

static bool set_bit(struct maker *maker, unsigned long request, int bit)
{
	return ioctl(maker->file, request, bit) >= 0 || failed("uinput refuses a bit");
}

static bool set_type(struct maker *maker, int type)
{
	return set_bit(maker, UI_SET_EVBIT, type);
}

static bool set_keys(struct maker *maker, int first, int last)
{
	bool good = set_type(maker, EV_KEY);

	for (int code = first; code <= last && good; code++)
		good = set_bit(maker, UI_SET_KEYBIT, code);
	return good;
}

static bool set_axes(struct maker *maker, const struct axis *axes, size_t num)
{
	bool good = set_type(maker, EV_ABS);

	for (size_t i = 0; i < num && good; i++) {
		struct uinput_abs_setup setup = {
			.code = axes[i].code,
			.absinfo.maximum = axes[i].max,
		};

		good = ioctl(maker->file, UI_ABS_SETUP, &setup) >= 0 ||
		       failed("uinput refuses an axis");
	}
	return good;
}

static bool open_uinput(struct maker *maker)
{
	maker->file = open("/dev/uinput", O_WRONLY | O_CLOEXEC);
	return maker->file >= 0 || failed("/dev/uinput");
}

static bool create(struct maker *maker, const char *name)
{
	struct uinput_setup setup = {
		.id = { .bustype = BUS_VIRTUAL, .vendor = 0x1234, .product = 0x5678 },
	};
	char system_name[64] = "";

	if (strlen(name) >= sizeof(setup.name)) {
		complain("the name is too long");
		return false;
	}
	strcpy(setup.name, name);
	if (ioctl(maker->file, UI_DEV_SETUP, &setup) < 0 ||
	    ioctl(maker->file, UI_DEV_CREATE) < 0)
		return failed("uinput makes no device");
	if (ioctl(maker->file, UI_GET_SYSNAME(sizeof(system_name)), system_name) < 0)
		return failed("uinput's device has no name");

	printf("created %s\n", system_name);
	return true;
}

/* Playing */

static bool emit(struct maker *maker, const struct input_event *events, size_t num)
{
	size_t size = num * sizeof(*events);
	char line[LINE_MAX_SIZE];

	if (write(maker->file, events, size) != (ssize_t)size)
		return failed("uinput takes no event");

	for (size_t i = 0; i < num && maker->show; i++) {
		event_line(&events[i], line);
		fputs(line, stdout);
	}
	return true;
}

static bool key(struct maker *maker, unsigned short code, int value)
{
	const struct input_event events[] = {
		{ .type = EV_KEY, .code = code, .value = value },
		{ .type = EV_SYN, .code = SYN_REPORT },
	};

	return emit(maker, events, 2);
}

static long long now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * SECOND_NS + time.tv_nsec;
}

static void sleep_until(long long when)
{
	struct timespec time = { .tv_sec = when / SECOND_NS, .tv_nsec = when % SECOND_NS };

	while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, NULL) == EINTR)
		;
}

/* Each key is down for half of its time. What is late is not waited for. */
static bool play_keys(struct maker *maker)
{
	long long begin = now();

	for (long i = 0; i < 2 * maker->count; i++) {
		sleep_until(begin + i * SECOND_NS / (2 * maker->rate));
		if (!key(maker, cycle[i / 2 % CYCLE_LENGTH], i % 2 ? 0 : 1))
			return false;
	}
	printf("played %ld keys in %lld ms\n", maker->count, (now() - begin) / 1000000);
	return true;
}

#define SYN	{ .type = EV_SYN, .code = SYN_REPORT }
#define DO(what, which, how)	{ .type = EV_##what, .code = which, .value = how }

static bool play_mouse(struct maker *maker)
{
	static const struct input_event events[] = {
		DO(REL, REL_X, 5), DO(REL, REL_Y, -3), SYN,
		DO(KEY, BTN_LEFT, 1), SYN,
		DO(REL, REL_X, -1), SYN,
		DO(KEY, BTN_LEFT, 0), SYN,
		DO(REL, REL_WHEEL, 1), SYN,
		DO(REL, REL_WHEEL, -2), DO(KEY, BTN_RIGHT, 1), SYN,
		DO(KEY, BTN_RIGHT, 0), SYN,
	};

	return emit(maker, events, sizeof(events) / sizeof(events[0]));
}

/* It ends where it begins, but for Y: played again, X is not reported at first. */
static bool play_tablet(struct maker *maker)
{
	static const struct input_event events[] = {
		DO(ABS, ABS_X, 400), DO(ABS, ABS_Y, 240), SYN,
		DO(ABS, ABS_X, 799), DO(ABS, ABS_Y, 479), DO(KEY, BTN_LEFT, 1), SYN,
		DO(ABS, ABS_X, 0), DO(ABS, ABS_Y, 1), SYN,
		DO(KEY, BTN_LEFT, 0), SYN,
		DO(REL, REL_WHEEL, 1), SYN,
		DO(ABS, ABS_X, 400), DO(ABS, ABS_Y, 0), SYN,
	};

	return emit(maker, events, sizeof(events) / sizeof(events[0]));
}

/*
 * Two fingers come, move and go. Positions are the first finger's, then the second's.
 * Played again, of each finger one axis is not reported when it comes.
 */
static bool play_touch(struct maker *maker)
{
	static const struct input_event events[] = {
		DO(ABS, ABS_MT_SLOT, 0), DO(ABS, ABS_MT_TRACKING_ID, 1),
		DO(ABS, ABS_MT_POSITION_X, 100), DO(ABS, ABS_MT_POSITION_Y, 50),
		DO(KEY, BTN_TOUCH, 1), DO(ABS, ABS_X, 100), DO(ABS, ABS_Y, 50), SYN,
		DO(ABS, ABS_MT_SLOT, 1), DO(ABS, ABS_MT_TRACKING_ID, 2),
		DO(ABS, ABS_MT_POSITION_X, 799), DO(ABS, ABS_MT_POSITION_Y, 479), SYN,
		DO(ABS, ABS_MT_SLOT, 0), DO(ABS, ABS_MT_POSITION_X, 101), DO(ABS, ABS_X, 101),
		DO(ABS, ABS_MT_SLOT, 1), DO(ABS, ABS_MT_POSITION_Y, 400), SYN,
		DO(ABS, ABS_MT_SLOT, 0), DO(ABS, ABS_MT_TRACKING_ID, -1),
		DO(ABS, ABS_X, 799), DO(ABS, ABS_Y, 400), SYN,
		DO(ABS, ABS_MT_SLOT, 1), DO(ABS, ABS_MT_TRACKING_ID, -1),
		DO(KEY, BTN_TOUCH, 0), SYN,
	};

	return emit(maker, events, sizeof(events) / sizeof(events[0]));
}

/* One line of standard input. */
static bool obey(struct maker *maker, const char *line)
{
	unsigned int code;

	if (!strcmp(line, "play\n"))
		return maker->play(maker);
	if (sscanf(line, "press %u", &code) == 1 && code <= KEY_MAX)
		return key(maker, (unsigned short)code, 1);
	if (sscanf(line, "release %u", &code) == 1 && code <= KEY_MAX)
		return key(maker, (unsigned short)code, 0);

	complain("no such command: %s", line);
	return true;
}

/* The kernel removes the device when its file is closed. */
static int serve(struct maker *maker, const char *name)
{
	bool good = create(maker, name);
	char line[64];

	while (good && fgets(line, sizeof(line), stdin))
		good = obey(maker, line);
	return good ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* Subcommands */

static bool parse(const char *text, long max, long *number)
{
	char *end;

	*number = strtol(text, &end, 10);
	return *text && !*end && *number >= 1 && *number <= max;
}

/* An ordinary keyboard, also with the keys that nothing plays. */
int command_play(char *arguments[])
{
	struct maker maker = { .play = play_keys };

	if (!parse(arguments[1], MAX_RATE, &maker.rate) ||
	    !parse(arguments[2], MAX_COUNT, &maker.count)) {
		complain("RATE and COUNT are numbers from 1 on");
		return EXIT_FAILURE;
	}
	if (!open_uinput(&maker) || !set_type(&maker, EV_REP) ||
	    !set_keys(&maker, KEY_ESC, KEY_F12) || !set_keys(&maker, KEY_HOME, KEY_DELETE))
		return EXIT_FAILURE;

	return serve(&maker, arguments[0]);
}

int command_mouse(char *arguments[])
{
	struct maker maker = { .play = play_mouse, .show = true };

	if (!open_uinput(&maker) || !set_keys(&maker, BTN_LEFT, BTN_MIDDLE) ||
	    !set_type(&maker, EV_REL) || !set_bit(&maker, UI_SET_RELBIT, REL_X) ||
	    !set_bit(&maker, UI_SET_RELBIT, REL_Y) ||
	    !set_bit(&maker, UI_SET_RELBIT, REL_WHEEL))
		return EXIT_FAILURE;

	return serve(&maker, arguments[0]);
}

int command_tablet(char *arguments[])
{
	static const struct axis axes[] = { { ABS_X, 799 }, { ABS_Y, 479 } };
	struct maker maker = { .play = play_tablet, .show = true };

	if (!open_uinput(&maker) || !set_keys(&maker, BTN_LEFT, BTN_MIDDLE) ||
	    !set_type(&maker, EV_REL) || !set_bit(&maker, UI_SET_RELBIT, REL_WHEEL) ||
	    !set_axes(&maker, axes, sizeof(axes) / sizeof(axes[0])))
		return EXIT_FAILURE;

	return serve(&maker, arguments[0]);
}

int command_touch(char *arguments[])
{
	static const struct axis axes[] = {
		{ ABS_X, 799 }, { ABS_Y, 479 }, { ABS_MT_SLOT, 1 },
		{ ABS_MT_TRACKING_ID, 65535 }, { ABS_MT_POSITION_X, 799 },
		{ ABS_MT_POSITION_Y, 479 },
	};
	struct maker maker = { .play = play_touch, .show = true };

	if (!open_uinput(&maker) || !set_keys(&maker, BTN_TOUCH, BTN_TOUCH) ||
	    !set_bit(&maker, UI_SET_PROPBIT, INPUT_PROP_DIRECT) ||
	    !set_axes(&maker, axes, sizeof(axes) / sizeof(axes[0])))
		return EXIT_FAILURE;

	return serve(&maker, arguments[0]);
}
