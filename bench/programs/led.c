// SPDX-License-Identifier: GPL-2.0-only
/*
 * led.c - the part of sp6-bench that lights LEDs in a guest: from the LED class to the
 * back-end's answer, as xen-ledfront's tracepoints say it, with round trips on the floor
 * in between. Must not know what the back-end does.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/programs/bench.h"
#include "bench/programs/floor.h"
#include "bench/programs/trace.h"
#include "xen/io/ledif.h"

#define MAX_PAUSE	1000000	/* us */
#define NUM_LEDS	6	/* of a guest, at once */
#define PAUSE		2000	/* us: an answer has come */
#define SHOT		4	/* ms that a trigger lets a LED be lit, and then dark */

/*
 * us: a shot is over. Its three timers, to light the LED, to darken it and to be ready again,
 * run out up to two of the kernel's ticks later than a moment before: 24 ms in all.
 */
#define SHOT_PAUSE	30000

#define REQUESTS	"/sys/bus/xen/devices/vled-0/requests"

static const char *const led_events[] = {
	FLOOR_EVENTS, "xen_ledfront/ledfront_queued", "xen_ledfront/ledfront_answered", NULL
};

/* A run: LEDs that are written to at once, and when the last of them was answered. */
struct run {
	struct floor floor;
	unsigned int num_leds;
	int leds[NUM_LEDS];
	struct samples us;

	int64_t queued;			/* the first; 0: none is waited for */
	unsigned int unanswered;	/* after it */
};

static void take_answer(struct run *run, const struct trace_event *event)
{
	if (!run->queued || --run->unanswered)
		return;

	samples_add(&run->us, event->us - run->queued);
	run->queued = 0;
}

static void take(void *data, const struct trace_event *event)
{
	struct run *run = data;

	floor_take(&run->floor, event);
	if (!strcmp(event->name, "ledfront_answered"))
		take_answer(run, event);
	if (strcmp(event->name, "ledfront_queued") || run->queued)
		return;
	run->queued = event->us;
	run->unanswered = run->num_leds;
}

/* LED ... LED + num - 1, by the number that the name ends with. */
static bool open_leds(struct run *run, const char *name, unsigned int num)
{
	size_t len = strlen(name);
	unsigned int first;
	char led[64];

	while (len && name[len - 1] >= '0' && name[len - 1] <= '9')
		len--;
	first = strtoul(name + len, NULL, 10);

	for (run->num_leds = 0; run->num_leds < num; run->num_leds++) {
		snprintf(led, sizeof(led), "%.*s%u", (int)len, name, first + run->num_leds);
		run->leds[run->num_leds] = open_led(led);
		if (run->leds[run->num_leds] < 0)
			return false;
	}
	return true;
}

static bool begin(struct run *run, const char *what, const char *led, unsigned int num,
		  unsigned int count)
{
	return open_leds(run, led, num) && floor_open(&run->floor, count) &&
	       samples_init(&run->us, what, count) && trace_begin(led_events);
}

static int end(struct run *run, bool good)
{
	if (!trace_end(take, run) || !good)
		return EXIT_FAILURE;
	if (!run->us.num) {
		complain("no answer was seen");
		return EXIT_FAILURE;
	}
	floor_say(&run->floor, false);
	samples_say(&run->us);
	return EXIT_SUCCESS;
}

static int write_leds(const char *what, const char *led, unsigned int num, const char *times,
		      unsigned int pause)
{
	unsigned int count = read_count(times, MAX_COUNT);
	struct run run = { 0 };
	bool good = true;

	if (!count || !pause || !begin(&run, what, led, num, count))
		return EXIT_FAILURE;
	run.floor.pause = pause;

	for (unsigned int i = 0; i < count && good; i++) {
		for (unsigned int j = 0; j < num && good; j++)
			good = write_open(run.leds[j], i % 2 ? "0" : "1");
		usleep(pause);
		good = good && floor_round(&run.floor);
	}
	return end(&run, good);
}

int command_led(char *arguments[])
{
	return write_leds("led", arguments[0], 1, arguments[1],
			  read_count(arguments[2], MAX_PAUSE));
}

int command_six(char *arguments[])
{
	return write_leds("six", arguments[0], NUM_LEDS, arguments[1], PAUSE);
}

/* trigger: the kernel's "oneshot" lights the LED, and darkens it by a timer */

static bool set_trigger(const char *led, const char *file, const char *text)
{
	char path[128];

	snprintf(path, sizeof(path), "/sys/class/leds/%s/%s", led, file);
	return write_file(path, text);
}

static bool shoot(struct run *run, const char *led, unsigned int count)
{
	bool good = true;

	for (unsigned int i = 0; i < count && good; i++) {
		good = set_trigger(led, "shot", "1");
		usleep(SHOT_PAUSE);
		good = good && floor_round(&run->floor);
	}
	return good;
}

int command_trigger(char *arguments[])
{
	unsigned int count = read_count(arguments[1], MAX_COUNT);
	const char *led = arguments[0];
	struct run run = { 0 };
	char delay[16];
	bool good;

	if (!count || !begin(&run, "trigger", led, 1, 2 * count))
		return EXIT_FAILURE;
	snprintf(delay, sizeof(delay), "%d", SHOT);
	good = set_trigger(led, "trigger", "oneshot") &&
	       set_trigger(led, "delay_on", delay) && set_trigger(led, "delay_off", delay) &&
	       shoot(&run, led, count);
	good = set_trigger(led, "trigger", "none") && good;
	return end(&run, good);
}

/* burst, flood */

/* Requests that are not answered, each LED's, and the most that one LED had. */
struct flight {
	int now[XENLED_MAX_LEDS];
	int most;
};

static const char *const flight_events[] = {
	"xen_ledfront/ledfront_sent", "xen_ledfront/ledfront_answered", NULL
};

static void take_flight(void *data, const struct trace_event *event)
{
	int64_t led = trace_number(event, "led");
	struct flight *flight = data;

	if (led < 0 || led >= XENLED_MAX_LEDS)
		return;
	flight->now[led] += strcmp(event->name, "ledfront_sent") ? -1 : 1;
	if (flight->now[led] > flight->most)
		flight->most = flight->now[led];
}

/* Without a flight nobody looked. REQUESTS is how many there were before. */
static bool say_burst(unsigned int writes, int64_t us, int64_t requests,
		      const struct flight *flight)
{
	int64_t now;

	usleep(100000); /* the last one is answered, too */
	now = read_number(REQUESTS);
	if (now < 0)
		return false;
	printf("{\"name\":\"burst\",\"writes\":%u,\"us\":%" PRId64 ",\"requests\":%" PRId64,
	       writes, us, now - requests);
	if (flight)
		printf(",\"in_flight\":%d", flight->most);
	puts("}");
	return true;
}

int command_burst(char *arguments[])
{
	unsigned int count = read_count(arguments[1], MAX_COUNT);
	int led = open_led(arguments[0]);
	int64_t requests = read_number(REQUESTS);
	struct flight flight = { 0 };
	int64_t begun;
	bool good = true;

	if (!count || led < 0 || requests < 0 || !trace_begin(flight_events))
		return EXIT_FAILURE;

	begun = microseconds();
	for (unsigned int i = 0; i < count && good; i++)
		good = write_open(led, i % 2 ? "1" : "0");
	begun = microseconds() - begun;
	usleep(PAUSE);

	if (!trace_end(take_flight, &flight) || !good)
		return EXIT_FAILURE;
	return say_burst(count, begun, requests, &flight) ? EXIT_SUCCESS : EXIT_FAILURE;
}

int command_flood(char *arguments[])
{
	unsigned int seconds = read_count(arguments[1], 3600);
	int led = open_led(arguments[0]);
	int64_t requests = read_number(REQUESTS);
	int64_t begun = microseconds();
	bool good = led >= 0 && requests >= 0 && seconds;
	unsigned int i;

	for (i = 0; good && microseconds() - begun < seconds * INT64_C(1000000); i++)
		good = write_open(led, i % 2 ? "0" : "1");
	if (!good)
		return EXIT_FAILURE;
	return say_burst(i, microseconds() - begun, requests, NULL) ? EXIT_SUCCESS : EXIT_FAILURE;
}
