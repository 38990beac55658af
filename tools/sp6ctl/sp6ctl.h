/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * sp6ctl.h - the commands, and what the command line asks of them. A command
 * returns the program's exit status: EXIT_SUCCESS or EXIT_FAILURE.
 */
#ifndef SP6CTL_SP6CTL_H
#define SP6CTL_SP6CTL_H

#include <stdbool.h>

#include "share.h"

#define EXIT_USAGE 2

struct options {
	const char *domain;	/* name or domid; NULL = not given */
	const char *kind;	/* of devices; NULL = not given */
	const char *config;	/* the configuration's folder */
	unsigned int timeout;	/* in seconds */
	bool all;
	bool background;
	bool force;
	bool json;
	struct share share;	/* of the guest; nothing = as configured */
	struct focus_leds focus_leds;
};

int command_attach(const struct options *options);
int command_detach(const struct options *options);
int command_focus(const struct options *options);
int command_status(const struct options *options);
int command_watch(const struct options *options);

#endif /* SP6CTL_SP6CTL_H */
