// SPDX-License-Identifier: GPL-2.0-only
/*
 * serve.c - see serve.h. Must not know by what the two ends speak.
 */
#include "bench/programs/serve.h"

#include <errno.h>
#include <linux/input.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/programs/bench.h"

static bool tell_of_button(struct served *served, int buttons)
{
	struct input_event event;

	if (read(buttons, &event, sizeof(event)) != sizeof(event))
		return complain("the input device is gone");
	if (event.type != EV_KEY)
		return true;
	return served->tell(served, event.value ? '1' : '0');
}

static bool hear_of_led(struct served *served, int led)
{
	char wanted[2] = "";

	if (!served->hear(served, wanted))
		return false;
	return !*wanted || write_open(led, wanted);
}

static void pass_on(struct served *served, int led, int buttons)
{
	struct pollfd ready[] = {
		{ .fd = buttons, .events = POLLIN },
		{ .fd = served->file, .events = POLLIN },
	};
	bool good = true;

	while (good) {
		if (poll(ready, 2, served->pending ? 0 : -1) < 0)
			good = complain("poll: %s", strerror(errno));
		if (good && ready[0].revents)
			good = tell_of_button(served, buttons);
		if (good && (ready[1].revents || served->pending))
			good = hear_of_led(served, led);
	}
}

void serve(struct served *served, const char *led_name, const char *buttons_name)
{
	int led = open_led(led_name);
	int buttons = open_input(buttons_name);

	if (led >= 0 && buttons >= 0)
		pass_on(served, led, buttons);
	if (buttons >= 0)
		close(buttons);
	if (led >= 0)
		close(led);
}

static bool something_came(const struct served *served)
{
	struct pollfd ready = { .fd = served->file, .events = POLLIN };

	return served->pending || poll(&ready, 1, LOOP_PATIENCE) == 1;
}

static bool await(struct served *served, char level)
{
	char heard = '\0';

	while (heard != level)
		if (!something_came(served) || !served->hear(served, &heard))
			return complain("no answer came");
	return true;
}

int ask(struct served *served, const char *what, unsigned int count)
{
	struct samples us;
	int64_t begun;

	if (!samples_init(&us, what, count))
		return EXIT_FAILURE;

	for (unsigned int i = 0; i < count; i++) {
		begun = microseconds();
		if (!served->tell(served, '1') || !await(served, '1'))
			return EXIT_FAILURE;
		samples_add(&us, microseconds() - begun);
		if (!served->tell(served, '0') || !await(served, '0'))
			return EXIT_FAILURE;
		usleep(LOOP_PAUSE);
	}
	samples_say(&us);
	return EXIT_SUCCESS;
}
