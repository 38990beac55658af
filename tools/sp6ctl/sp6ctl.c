// SPDX-License-Identifier: GPL-2.0-only
/*
 * sp6ctl.c - the command line of sp6ctl, which gives guests the board's devices.
 * Judges what was typed; must not know xenstore or sysfs.
 */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config.h"
#include "message.h"
#include "sp6ctl.h"
#include "text.h"

#define DEFAULT_TIMEOUT 10
#define MAX_TIMEOUT	3600

enum domain_argument { DOMAIN_OR_ALL, ONE_DOMAIN, MAYBE_DOMAIN, NO_DOMAIN };

static const struct command {
	const char *name;
	int (*run)(const struct options *options);
	enum domain_argument domain;
	const char *options;	/* the letters it accepts */
} commands[] = {
	{ "attach", command_attach, DOMAIN_OR_ALL, "acflt" },
	{ "detach", command_detach, ONE_DOMAIN, "ft" },
	{ "status", command_status, MAYBE_DOMAIN, "j" },
	{ "watch", command_watch, NO_DOMAIN, "bct" },
};

static const struct option long_options[] = {
	{ "all", no_argument, NULL, 'a' },
	{ "background", no_argument, NULL, 'b' },
	{ "config", required_argument, NULL, 'c' },
	{ "force", no_argument, NULL, 'f' },
	{ "help", no_argument, NULL, 'h' },
	{ "json", no_argument, NULL, 'j' },
	{ "led", required_argument, NULL, 'l' },
	{ "timeout", required_argument, NULL, 't' },
	{ 0 },
};

static const char help[] =
	"Usage: sp6ctl attach DOMAIN [--led NAME[=TARGET]]... [--force] [--timeout S]\n"
	"       sp6ctl attach --all [--force] [--timeout S]\n"
	"       sp6ctl detach DOMAIN [--force] [--timeout S]\n"
	"       sp6ctl status [DOMAIN] [--json]\n"
	"       sp6ctl watch [--background] [--timeout S]\n"
	"\n"
	"Gives a guest LEDs of its own, shows them on Dom0's, and takes them away; watch\n"
	"does so for the configured guests, whenever they come and go.\n"
	"DOMAIN is a guest's name or domid.\n"
	"\n"
	"  --all          every configured guest that runs, or appears in time\n"
	"  --background   watch: go on in the background once the guests that run are\n"
	"                 connected, or the time is up\n"
	"  --led NAME[=TARGET]\n"
	"                 a LED NAME in the guest that drives Dom0's LED TARGET (as in\n"
	"                 /sys/class/leds; default: NAME; - for none); without --led,\n"
	"                 as configured\n"
	"  --config DIR   where the configuration is (default: " CONFIG_DIRECTORY ")\n"
	"  --force        attach: take Dom0's LEDs from whoever drives them;\n"
	"                 detach: remove the device even if it does not close\n"
	"  --json         status: for a program to read\n"
	"  --timeout S    how long to wait for the drivers, in seconds (default: 10)\n"
	"\n"
	"Exit status: 0 done, 1 failed, 2 wrong usage.\n";

static int misused(const char *what)
{
	complain("%s; sp6ctl --help shows the usage", what);
	return EXIT_USAGE;
}

static bool parse_timeout(const char *text, unsigned int *seconds)
{
	char excess;

	return text[0] >= '0' && text[0] <= '9' &&
	       sscanf(text, "%9u%c", seconds, &excess) == 1 && *seconds <= MAX_TIMEOUT;
}

/* The options; their letters go to @given. 0 or the exit status. */
static int parse_options(int argc, char *argv[], struct options *options, char given[])
{
	char why[REASON_MAX];
	int letter;

	while ((letter = getopt_long(argc, argv, "h", long_options, NULL)) >= 0) {
		switch (letter) {
		case 'a':
			options->all = true;
			break;
		case 'b':
			options->background = true;
			break;
		case 'c':
			options->config = optarg;
			break;
		case 'f':
			options->force = true;
			break;
		case 'j':
			options->json = true;
			break;
		case 'l':
			if (!leds_add(&options->leds, optarg, why, sizeof(why)))
				return misused(why);
			break;
		case 't':
			if (!parse_timeout(optarg, &options->timeout))
				return misused("--timeout wants 0 to 3600 seconds");
			break;
		case 'h':
			break;
		default:	/* getopt has said what is wrong */
			return EXIT_USAGE;
		}
		if (!strchr(given, letter))
			given[strlen(given)] = letter;
	}
	return 0;
}

static int check_domain(const struct command *command, const struct options *options)
{
	if (command->domain == ONE_DOMAIN && !options->domain)
		return misused("which guest? Give its name or domid");
	if (command->domain == DOMAIN_OR_ALL && !options->domain == !options->all)
		return misused("which guest? Give its name or domid, or --all, not both");
	if (command->domain == NO_DOMAIN && options->domain)
		return misused("watch is for all configured guests: name none");
	if (options->all && options->leds.num)
		return misused("--led is for one guest, not for --all");
	return 0;
}

int main(int argc, char *argv[])
{
	struct options options = { .config = CONFIG_DIRECTORY, .timeout = DEFAULT_TIMEOUT };
	char given[sizeof(long_options) / sizeof(long_options[0])] = "";
	const struct command *command = NULL;
	int status = parse_options(argc, argv, &options, given);

	if (status)
		return status;
	if (strchr(given, 'h')) {
		fputs(help, stdout);
		return EXIT_SUCCESS;
	}
	if (optind == argc)
		return misused("which command?");
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
		if (!strcmp(argv[optind], commands[i].name))
			command = &commands[i];
	if (!command) {
		complain("there is no command '%s'; sp6ctl --help shows the usage", argv[optind]);
		return EXIT_USAGE;
	}
	if (argc - optind > 2)
		return misused("too many arguments");
	if (strspn(given, command->options) != strlen(given))
		return misused("this command does not take that option");
	options.domain = argv[optind + 1];

	status = check_domain(command, &options);
	return status ? status : command->run(&options);
}
