// SPDX-License-Identifier: GPL-2.0-only
/*
 * read.c - the part of evtool that looks at input devices, and at what it recorded.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "evtool.h"
#include "tools/evdev.h"

/* How long a device is waited for, in pauses. */
#define PAUSE_US	100000
#define PATIENCE	100

#define WORD_BITS	(8 * sizeof(unsigned long))
#define WORDS(bits)	(((bits) + WORD_BITS - 1) / WORD_BITS)

/* Finding a device */

int open_device(const char *name)
{
	int file;

	for (int i = 0; i < PATIENCE; i++) {
		file = evdev_open(name);
		if (file >= 0)
			return file;
		usleep(PAUSE_US);
	}
	complain("there is no input device %s", name);
	return -1;
}

/* list */

static bool has_bit(const unsigned long *bits, unsigned int bit)
{
	return bits[bit / WORD_BITS] >> bit % WORD_BITS & 1;
}

static void print_bits(const char *what, const unsigned long *bits, unsigned int num)
{
	printf("%s:", what);
	for (unsigned int i = 0; i < num; i++)
		if (has_bit(bits, i))
			printf(" %u", i);
	putchar('\n');
}

/* What the ioctl() with this request fills, if the device knows it. */
static void list_bits(int file, const char *what, unsigned long request, unsigned int num)
{
	unsigned long bits[WORDS(KEY_CNT)] = { 0 };

	if (ioctl(file, request, bits) >= 0)
		print_bits(what, bits, num);
	else
		printf("%s: %s\n", what, strerror(errno));
}

static void list_text(int file, const char *what, unsigned long request)
{
	char text[256] = "";

	if (ioctl(file, request, text) >= 0)
		printf("%s: %s\n", what, text);
	else
		printf("%s: %s\n", what, strerror(errno));
}

static void list_id(int file)
{
	struct input_id id;
	int version;

	if (ioctl(file, EVIOCGID, &id) >= 0)
		printf("id: bus %#06x vendor %#06x product %#06x version %#06x\n",
		       id.bustype, id.vendor, id.product, id.version);
	if (ioctl(file, EVIOCGVERSION, &version) >= 0)
		printf("evdev: %#x\n", (unsigned int)version);
}

static void list_axes(int file)
{
	unsigned long bits[WORDS(ABS_CNT)] = { 0 };
	struct input_absinfo info;

	if (ioctl(file, EVIOCGBIT(EV_ABS, sizeof(bits)), bits) < 0)
		return;
	for (unsigned int i = 0; i < ABS_CNT; i++)
		if (has_bit(bits, i) && ioctl(file, EVIOCGABS(i), &info) >= 0)
			printf("abs %u: value %d min %d max %d fuzz %d flat %d resolution %d\n",
			       i, info.value, info.minimum, info.maximum, info.fuzz, info.flat,
			       info.resolution);
}

static void list_repeat(int file)
{
	unsigned int repeat[2];

	if (ioctl(file, EVIOCGREP, repeat) >= 0)
		printf("repeat: %u %u\n", repeat[0], repeat[1]);
	else
		printf("repeat: none\n");
}

int command_list(char *arguments[])
{
	static const struct {
		const char *name;
		unsigned int type;
		unsigned int num;
	} types[] = {
		{ "EV_KEY", EV_KEY, KEY_CNT }, { "EV_REL", EV_REL, REL_CNT },
		{ "EV_ABS", EV_ABS, ABS_CNT }, { "EV_MSC", EV_MSC, MSC_CNT },
		{ "EV_SW", EV_SW, SW_CNT }, { "EV_LED", EV_LED, LED_CNT },
		{ "EV_SND", EV_SND, SND_CNT }, { "EV_REP", EV_REP, REP_CNT },
		{ "EV_FF", EV_FF, FF_CNT },
	};
	const size_t size = WORDS(KEY_CNT) * sizeof(unsigned long);
	int file = open_device(arguments[0]);

	if (file < 0)
		return EXIT_FAILURE;

	list_text(file, "name", EVIOCGNAME(255));
	list_text(file, "phys", EVIOCGPHYS(255));
	list_text(file, "uniq", EVIOCGUNIQ(255));
	list_id(file);
	list_bits(file, "properties", EVIOCGPROP(size), INPUT_PROP_CNT);
	list_bits(file, "types", EVIOCGBIT(0, size), EV_CNT);
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		list_bits(file, types[i].name, EVIOCGBIT(types[i].type, size), types[i].num);
	list_bits(file, "pressed", EVIOCGKEY(size), KEY_CNT);
	list_bits(file, "leds on", EVIOCGLED(size), LED_CNT);
	list_bits(file, "sounds on", EVIOCGSND(size), SND_CNT);
	list_bits(file, "switches on", EVIOCGSW(size), SW_CNT);
	list_repeat(file);
	list_axes(file);
	close(file);
	return EXIT_SUCCESS;
}

/* record */

static bool write_all(int file, const char *bytes, size_t length)
{
	while (length) {
		ssize_t written = write(file, bytes, length);

		if (written < 0)
			return false;
		bytes += written;
		length -= (size_t)written;
	}
	return true;
}

/* Returns when the device is gone. */
static int record(int device, int file)
{
	struct input_event events[64];
	char text[64 * LINE_MAX_SIZE];

	for (;;) {
		ssize_t length = read(device, events, sizeof(events));
		size_t end = 0;

		if (length <= 0)
			break;
		for (size_t i = 0; i < (size_t)length / sizeof(events[0]); i++)
			end += event_line(&events[i], text + end);
		if (!write_all(file, text, end)) {
			complain("cannot write: %s", strerror(errno));
			return EXIT_FAILURE;
		}
	}
	complain("the device is gone: %s", strerror(errno));
	return EXIT_FAILURE;
}

int command_record(char *arguments[])
{
	int device = open_device(arguments[0]);
	int file;

	if (device < 0)
		return EXIT_FAILURE;
	file = open(arguments[1], O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
	if (file < 0) {
		complain("%s: %s", arguments[1], strerror(errno));
		return EXIT_FAILURE;
	}
	printf("recording %s\n", arguments[0]);
	return record(device, file);
}

/* count */

struct counts {
	unsigned long presses;
	unsigned long releases;
	unsigned long repeats;
	unsigned long others;	/* events of other types, but for the ends of frames */
	unsigned long lost;	/* times at which evdev lost events */
	unsigned long wrong;	/* not the next of what is played */
	size_t next;		/* of the cycle */
	bool pressed;		/* and is the last one pressed? */
};

static void count_key(struct counts *counts, unsigned int code, int value)
{
	if (value == 2) {
		counts->repeats++;
		return;
	}

	if (code != cycle[counts->next] || counts->pressed != !value)
		counts->wrong++;
	if (value)
		counts->presses++;
	else
		counts->releases++;

	/* Go on from there, so that each key that is missing is one. */
	for (size_t i = 0; i < CYCLE_LENGTH; i++)
		if (cycle[i] == code)
			counts->next = value ? i : (i + 1) % CYCLE_LENGTH;
	counts->pressed = value;
}

static void count_line(struct counts *counts, const char *line)
{
	unsigned int code;
	char type[8];
	int value;

	if (sscanf(line, "%7s %u %d", type, &code, &value) != 3)
		counts->wrong++;
	else if (!strcmp(type, "KEY"))
		count_key(counts, code, value);
	else if (strcmp(type, "SYN"))
		counts->others++;
	else if (code == SYN_DROPPED)
		counts->lost++;
}

int command_count(char *arguments[])
{
	FILE *file = fopen(arguments[0], "re");
	struct counts counts = { 0 };
	char line[LINE_MAX_SIZE];

	if (!file) {
		complain("%s: %s", arguments[0], strerror(errno));
		return EXIT_FAILURE;
	}
	while (fgets(line, sizeof(line), file))
		count_line(&counts, line);
	fclose(file);

	printf("presses %lu\nreleases %lu\nrepeats %lu\nothers %lu\nlost %lu\nwrong %lu\n",
	       counts.presses, counts.releases, counts.repeats, counts.others, counts.lost,
	       counts.wrong);
	return EXIT_SUCCESS;
}

/* grab */

int command_grab(char *arguments[])
{
	int file = open_device(arguments[0]);

	if (file < 0)
		return EXIT_FAILURE;
	if (ioctl(file, EVIOCGRAB, 1) < 0) {
		complain("%s cannot be grabbed: %s", arguments[0], strerror(errno));
		return EXIT_FAILURE;
	}
	printf("grabbed %s\n", arguments[0]);
	for (;;)
		pause();
}
