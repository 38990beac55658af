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

/* What "--led" means to a command. */

static bool add_guests_led(struct options *options, const char *text, char why[], size_t size)
{
	return leds_add(&options->share.leds, text, why, size);
}

static bool add_focus_led(struct options *options, const char *text, char why[], size_t size)
{
	return focus_leds_add(&options->focus_leds, text, why, size);
}

static const struct command {
	const char *name;
	int (*run)(const struct options *options);
	enum domain_argument domain;
	bool takes_kind;	/* as a last argument */
	const char *options;	/* the letters it accepts */
	bool (*add_led)(struct options *options, const char *text, char why[], size_t size);
} commands[] = {
	{ "attach", command_attach, DOMAIN_OR_ALL, false, "acfilst", add_guests_led },
	{ "detach", command_detach, ONE_DOMAIN, true, "ft", NULL },
	{ "focus", command_focus, MAYBE_DOMAIN, false, "l", add_focus_led },
	{ "status", command_status, MAYBE_DOMAIN, false, "j", NULL },
	{ "watch", command_watch, NO_DOMAIN, false, "bct", NULL },
};

static const struct option long_options[] = {
	{ "all", no_argument, NULL, 'a' },
	{ "background", no_argument, NULL, 'b' },
	{ "config", required_argument, NULL, 'c' },
	{ "force", no_argument, NULL, 'f' },
	{ "help", no_argument, NULL, 'h' },
	{ "input", required_argument, NULL, 'i' },
	{ "json", no_argument, NULL, 'j' },
	{ "led", required_argument, NULL, 'l' },
	{ "screen", required_argument, NULL, 's' },
	{ "timeout", required_argument, NULL, 't' },
	{ 0 },
};

/* What was typed and can be judged only when the command is known. */
struct typed {
	char letters[sizeof(long_options) / sizeof(long_options[0])];	/* each option's, once */
	const char *leds[XENLED_MAX_LEDS];
	unsigned int num_leds;
};

static const char help[] =
	"Usage: sp6ctl attach DOMAIN [--led NAME[=TARGET]]... [--input NAME]...\n"
	"                     [--screen WIDTHxHEIGHT] [--force] [--timeout S]\n"
	"       sp6ctl attach --all [--force] [--timeout S]\n"
	"       sp6ctl detach DOMAIN [KIND] [--force] [--timeout S]\n"
	"       sp6ctl focus [DOMAIN]\n"
	"       sp6ctl focus --led TARGET=N...\n"
	"       sp6ctl status [DOMAIN] [--json]\n"
	"       sp6ctl watch [--background] [--timeout S]\n"
	"\n"
	"Gives a guest LEDs of its own, which Dom0's LEDs show, Dom0's input devices, and a\n"
	"screen that Dom0's display shows, and takes them away; watch does so for the\n"
	"configured guests, whenever they come and go. focus says who has the focus, gives\n"
	"it to a guest or to dom0, and lets LEDs of Dom0 follow it.\n"
	"DOMAIN is a guest's name or domid, KIND one of vled, vinput and vfb: detach takes\n"
	"away all devices, or those of one kind.\n"
	"\n"
	"  --all          every configured guest that runs, or appears in time\n"
	"  --background   watch: go on in the background once the guests that run are\n"
	"                 connected, or the time is up\n"
	"  --led NAME[=TARGET]\n"
	"                 attach: a LED NAME in the guest that drives Dom0's LED TARGET\n"
	"                 (as in /sys/class/leds; default: NAME; - for none)\n"
	"  --led TARGET=N\n"
	"                 focus: Dom0's LED TARGET shows LED N of the guest in focus,\n"
	"                 whoever had it; N = none gives it back to Dom0\n"
	"  --input NAME   attach: Dom0's input device NAME (as in\n"
	"                 /sys/class/input/input*/name) reaches the guest when it has the\n"
	"                 focus\n"
	"  --screen WIDTHxHEIGHT\n"
	"                 attach: a screen of so many pixels, which Dom0's display shows when\n"
	"                 the guest has the focus; without --led, --input and --screen, all is\n"
	"                 as configured\n"
	"  --config DIR   where the configuration is (default: " CONFIG_DIRECTORY ")\n"
	"  --force        attach: take Dom0's LEDs from whoever drives them;\n"
	"                 detach: remove the devices even if they do not close\n"
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

static bool keep_led(struct typed *typed, const char *text)
{
	if (typed->num_leds == XENLED_MAX_LEDS)
		return false;
	typed->leds[typed->num_leds++] = text;
	return true;
}

/* 0 or the exit status. */
static int parse_options(int argc, char *argv[], struct options *options, struct typed *typed)
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
		case 'i':
			if (!inputs_add(&options->share.inputs, optarg, why, sizeof(why)))
				return misused(why);
			break;
		case 'j':
			options->json = true;
			break;
		case 'l':
			if (!keep_led(typed, optarg))
				return misused("that is more LEDs than a guest can have");
			break;
		case 's':
			if (!screen_set(&options->share.screen, optarg, why, sizeof(why)))
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
		if (!strchr(typed->letters, letter))
			typed->letters[strlen(typed->letters)] = letter;
	}
	return 0;
}

static int check_leds(const struct command *command, const struct typed *typed,
		      struct options *options)
{
	char why[REASON_MAX];

	for (unsigned int i = 0; i < typed->num_leds; i++)
		if (!command->add_led(options, typed->leds[i], why, sizeof(why)))
			return misused(why);
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
	if (options->all && !share_is_empty(&options->share))
		return misused("--led, --input and --screen are for one guest, not for --all");
	if (options->domain && options->focus_leds.num)
		return misused("give --led or a guest, not both: LEDs follow whoever has the focus");
	return 0;
}

int main(int argc, char *argv[])
{
	struct options options = { .config = CONFIG_DIRECTORY, .timeout = DEFAULT_TIMEOUT };
	const struct command *command = NULL;
	struct typed typed = { 0 };
	int status = parse_options(argc, argv, &options, &typed);

	if (status)
		return status;
	if (strchr(typed.letters, 'h')) {
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
	if (argc - optind > 2 + command->takes_kind)
		return misused("too many arguments");
	if (strspn(typed.letters, command->options) != strlen(typed.letters))
		return misused("this command does not take that option");
	options.domain = argv[optind + 1];
	options.kind = options.domain ? argv[optind + 2] : NULL;

	status = check_leds(command, &typed, &options);
	if (!status)
		status = check_domain(command, &options);
	return status ? status : command->run(&options);
}
