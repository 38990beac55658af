// SPDX-License-Identifier: GPL-2.0-only
/*
 * sp6-web.c - the board's front panel for browsers: options and the life of the process.
 * docs/panel-web.md describes it.
 *
 * To the board it is one more panel, or several: it knows the panel protocol
 * (docs/panel-protocol.md) and nothing else of the board.
 */
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "board/log.h"
#include "board/sock.h"
#include "board/web/web_server.h"

#define DEFAULT_PORT	4480
#define DEFAULT_PANEL	"var/run/panel.sock"
#define DEFAULT_SCREEN	"var/run/vnc.sock"
#define DEFAULT_PAGE	"board/web/page"
#define DEFAULT_NOVNC	"build/novnc/usr/share/novnc"

static const char usage[] =
	"Usage: sp6-web [OPTION]...\n"
	"Serves the front panel of a running board as a web page, on this machine only.\n"
	"\n"
	"  --port N        TCP port on 127.0.0.1 (4480)\n"
	"  --panel PATH    the board's socket (" DEFAULT_PANEL ")\n"
	"  --screen PATH   the socket of QEMU's VNC server (" DEFAULT_SCREEN ")\n"
	"  --page DIR      the page's files (" DEFAULT_PAGE ")\n"
	"  --novnc DIR     noVNC's files (" DEFAULT_NOVNC ")\n"
	"  --help          this text\n"
	"\n"
	"Says \"sp6-web: ready\" on standard output when it listens. Board and screen need not\n"
	"be there yet. SIGTERM, SIGINT or SIGHUP ends it.\n";

static void parse_options(int argc, char **argv, struct web_config *config)
{
	static const struct option options[] = {
		{ "port", required_argument, NULL, 'p' },
		{ "panel", required_argument, NULL, 'b' },
		{ "screen", required_argument, NULL, 's' },
		{ "page", required_argument, NULL, 'f' },
		{ "novnc", required_argument, NULL, 'n' },
		{ "help", no_argument, NULL, 'h' },
		{ 0 },
	};
	int option;

	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
		switch (option) {
		case 'p':
			config->port = sock_parse_port(optarg, 1);
			break;
		case 'b':
			config->board.path = optarg;
			break;
		case 's':
			config->screen = optarg;
			break;
		case 'f':
			config->page = optarg;
			break;
		case 'n':
			config->novnc = optarg;
			break;
		case 'h':
			fputs(usage, stdout);
			exit(0);
		default:
			exit(2);
		}
	}
	if (optind < argc) {
		board_log("unexpected argument: %s (--help lists the options)", argv[optind]);
		exit(2);
	}
}

int main(int argc, char **argv)
{
	struct web_config config = {
		.port = DEFAULT_PORT,
		.board.path = DEFAULT_PANEL,
		.screen = DEFAULT_SCREEN,
		.page = DEFAULT_PAGE,
		.novnc = DEFAULT_NOVNC,
	};
	struct web_server server;

	parse_options(argc, argv, &config);
	signal(SIGPIPE, SIG_IGN);	/* nobody has to read the log */
	if (web_server_open(&server, &config))
		return 1;

	puts("sp6-web: ready");
	fflush(stdout);
	web_server_run(&server);
	web_server_close(&server);
	return 0;
}
