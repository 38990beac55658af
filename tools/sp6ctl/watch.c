// SPDX-License-Identifier: GPL-2.0-only
/*
 * watch.c - "sp6ctl watch": runs from Dom0's boot on, lets the keeper look each time that
 * xenstore or one of Dom0's LEDs changed, and tells the board's panels who has what.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "background.h"
#include "keeper.h"
#include "message.h"
#include "sp6ctl.h"
#include "sysfs.h"
#include "teller.h"
#include "uevent.h"

#define LOCK_FILE	"/run/sp6ctl-watch.lock"

enum source { STORE, LIFELINE, UEVENTS, SIGNALS, FOCUS, PANELS, NUM_SOURCES };

struct watch {
	const struct options *options;
	struct keeper keeper;
	struct teller teller;
	struct pollfd sources[NUM_SOURCES];
	int parent;	/* that waits until this is in the background; -1: none */
	bool over;
	bool failed;
};

/* One at a time: two would say and do everything twice. */
static int take_lock(void)
{
	int file = open(LOCK_FILE, O_RDWR | O_CREAT | O_CLOEXEC, 0644);

	if (file < 0) {
		complain("cannot write " LOCK_FILE ": %s", strerror(errno));
		return -1;
	}
	if (flock(file, LOCK_EX | LOCK_NB)) {
		complain("sp6ctl watch runs already: 'kill $(cat " LOCK_FILE ")' ends it");
		close(file);
		return -1;
	}
	if (ftruncate(file, 0) || dprintf(file, "%d\n", getpid()) < 0)
		complain("cannot write " LOCK_FILE ": %s", strerror(errno));
	return file;
}

/* Signals are read like the rest; libxenstore's thread must not get them either. */
static int open_signals(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGHUP);
	sigprocmask(SIG_BLOCK, &set, NULL);
	return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

static bool watch_places(struct xs_handle *xs)
{
	bool good = true;

	for (int i = 0; good && i < NUM_PLACES; i++)
		good = store_watch(xs, device_places[i]);
	return good;
}

static bool open_sources(struct watch *watch)
{
	struct pollfd *sources = watch->sources;

	sources[SIGNALS].fd = open_signals();
	sources[UEVENTS].fd = uevent_open();
	sources[LIFELINE].fd = store_lifeline();
	sources[STORE].fd = store_fd(watch->keeper.xs);
	for (int i = 0; i < NUM_SOURCES; i++)
		sources[i].events = POLLIN;
	if (sources[SIGNALS].fd >= 0 && sources[UEVENTS].fd >= 0 && sources[LIFELINE].fd >= 0 &&
	    sources[STORE].fd >= 0 && watch_places(watch->keeper.xs))
		return true;
	complain("cannot watch: %s", strerror(errno));
	return false;
}

/* The store's own is closed with it. */
static void close_sources(struct watch *watch)
{
	close(watch->sources[SIGNALS].fd);
	close(watch->sources[UEVENTS].fd);
	close(watch->sources[LIFELINE].fd);
	close(watch->sources[FOCUS].fd);
	teller_end(&watch->teller);
}

static void read_config_again(struct watch *watch)
{
	struct config *present = &watch->keeper.config, config = { 0 };

	if (config_read(&config, watch->options->config)) {
		config_free(present);
		*present = config;
		say("the configuration was read again");
	} else {
		complain("%s; the configuration stays as it was", config.why);
		config_free(&config);
	}
}

/* These take what a source has, and return whether the keeper should look. */

static bool take_store_events(struct watch *watch)
{
	bool matters = false;
	char *path;

	while ((path = store_event(watch->keeper.xs))) {
		matters |= device_path_matters(path);
		free(path);
	}
	return matters;
}

static bool take_uevents(struct watch *watch)
{
	struct led_event event;
	bool matters = false;
	enum heard heard;

	while ((heard = uevent_hear(watch->sources[UEVENTS].fd, &event)) != HEARD_ALL) {
		matters |= heard != HEARD_OTHER;
		if (heard == HEARD_LED)
			keeper_see_led(&watch->keeper, event.led, event.gone);
	}
	return matters;
}

static bool take_signals(struct watch *watch)
{
	struct signalfd_siginfo signal;
	bool matters = false;

	while (read(watch->sources[SIGNALS].fd, &signal, sizeof(signal)) == sizeof(signal)) {
		matters = true;
		if (signal.ssi_signo == SIGHUP)
			read_config_again(watch);
		else
			watch->over = true;
	}
	return matters;
}

/* xen-focus may be loaded later, or again. */
static void find_focus(struct watch *watch)
{
	struct pollfd *focus = &watch->sources[FOCUS];

	if (focus->fd < 0)
		focus->fd = focus_open();
	focus->events = POLLPRI;
}

static void tell_panels(struct watch *watch)
{
	struct pollfd *panels = &watch->sources[PANELS];

	teller_tell(&watch->teller, watch->keeper.xs);
	panels->fd = watch->teller.port;
	panels->events = watch->teller.waits ? POLLOUT : 0;
}

/* What matters to nobody but the panels. */
static void take_panels_events(struct watch *watch)
{
	struct pollfd *focus = &watch->sources[FOCUS], *panels = &watch->sources[PANELS];
	bool tell = panels->revents & POLLOUT;

	if (focus->fd >= 0 && focus->revents) {
		tell = true;
		if (!focus_heard(focus->fd)) {
			close(focus->fd);
			focus->fd = -1;
		}
	}
	if (panels->fd >= 0 && (panels->revents & (POLLHUP | POLLERR | POLLNVAL))) {
		/* The board is gone; the next pass looks again. */
		teller_close(&watch->teller);
		panels->fd = -1;
	} else if (tell) {
		tell_panels(watch);
	}
}

/* The keeper looks, and the panels are told what came of it. */
static void look(struct watch *watch)
{
	keeper_pass(&watch->keeper);
	find_focus(watch);
	tell_panels(watch);
}

/* Sleeps until the keeper should look, or until @deadline (-1: none). */
static void wait_for_change(struct watch *watch, long long deadline)
{
	bool changed = false;

	while (!changed && !watch->over) {
		long long left = deadline < 0 ? -1 : deadline - store_now();

		if (deadline >= 0 && left <= 0)
			return;
		poll(watch->sources, NUM_SOURCES, left);
		if (watch->sources[LIFELINE].revents) {
			complain("xenstored has ended: nothing is watched any more until "
				 "the system is started again");
			watch->over = watch->failed = true;
			return;
		}
		take_panels_events(watch);
		changed = take_uevents(watch) | take_store_events(watch) | take_signals(watch);
	}
}

/* First for those who look at the terminal, up to a deadline; then as long as it takes. */
static void look_until_over(struct watch *watch)
{
	unsigned int timeout = watch->options->timeout;
	long long deadline = store_now() + timeout * 1000LL;

	look(watch);
	while (!watch->over && store_now() < deadline && !keeper_is_done(&watch->keeper)) {
		wait_for_change(watch, deadline);
		look(watch);
	}
	if (!watch->over) {
		keeper_complain(&watch->keeper, timeout);
		if (watch->parent >= 0)
			background_leave(watch->parent);
	}
	while (!watch->over) {
		wait_for_change(watch, -1);
		look(watch);
	}
}

static bool run(struct watch *watch)
{
	int lock;

	if (!config_read(&watch->keeper.config, watch->options->config)) {
		complain("%s", watch->keeper.config.why);
		return false;
	}
	watch->keeper.xs = store_open();
	if (!watch->keeper.xs)
		return false;
	lock = take_lock();
	if (lock >= 0 && open_sources(watch))
		look_until_over(watch);
	else
		watch->failed = true;
	close_sources(watch);
	close(lock);
	xs_close(watch->keeper.xs);
	return !watch->failed;
}

int command_watch(const struct options *options)
{
	struct watch watch = {
		.options = options,
		.teller.port = -1,
		.sources = { { .fd = -1 }, { .fd = -1 }, { .fd = -1 }, { .fd = -1 }, { .fd = -1 },
			     { .fd = -1 } },
		.parent = -1,
	};
	int status = options->background ? background_begin(&watch.parent) : -1;

	if (status >= 0)
		return status;
	setvbuf(stdout, NULL, _IOLBF, 0);
	status = run(&watch) ? EXIT_SUCCESS : EXIT_FAILURE;
	keeper_free(&watch.keeper);
	return status;
}
