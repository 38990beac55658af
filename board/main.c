// SPDX-License-Identifier: GPL-2.0-only
/*
 * main.c - sp6-board: options, signals, and the life of the process. Must not
 * know what the board does.
 */
#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <sys/stat.h>

#include "board/board.h"
#include "board/log.h"
#include "board/sock.h"

#define DEFAULT_IVSHMEM	"var/run/ivshmem.sock"
#define DEFAULT_PANEL	"var/run/panel.sock"
#define DEFAULT_PORT	4443

static const char usage[] =
	"Usage: sp6-board [OPTION]...\n"
	"The SP6 board beside QEMU: its registers and its front panel.\n"
	"\n"
	"  --ivshmem PATH  socket for QEMU's ivshmem-doorbell (" DEFAULT_IVSHMEM ")\n"
	"  --panel PATH    socket for panels (" DEFAULT_PANEL ")\n"
	"  --port N        TCP port for panels on 127.0.0.1 (4443; 0: none)\n"
	"  --once          end when QEMU ends\n"
	"  --help          this text\n"
	"\n"
	"Says \"sp6-board: ready\" on standard output when all sockets listen.\n"
	"SIGTERM, SIGINT or SIGHUP ends it; the socket files are removed.\n";

static void parse_options(int argc, char **argv, struct board_config *config)
{
	static const struct option options[] = {
		{ "ivshmem", required_argument, NULL, 'i' },
		{ "panel", required_argument, NULL, 'p' },
		{ "port", required_argument, NULL, 'n' },
		{ "once", no_argument, NULL, 'o' },
		{ "help", no_argument, NULL, 'h' },
		{ 0 },
	};
	int option;

	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
		switch (option) {
		case 'i':
			config->ivshmem_path = optarg;
			break;
		case 'p':
			config->panel_path = optarg;
			break;
		case 'n':
			config->port = sock_parse_port(optarg, 0);
			break;
		case 'o':
			config->once = true;
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

static void signal_ready(void *owner, uint32_t events)
{
	struct loop *loop = owner;

	(void)events;
	loop->stop = true;
}

/* The signals that end the board become readable instead. */
static int watch_signals(struct loop *loop, struct watch *watch)
{
	sigset_t signals;

	sigemptyset(&signals);
	sigaddset(&signals, SIGTERM);
	sigaddset(&signals, SIGINT);
	sigaddset(&signals, SIGHUP);
	sigprocmask(SIG_BLOCK, &signals, NULL);

	watch->fd = signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
	if (watch->fd < 0) {
		board_log("cannot watch signals: %s", strerror(errno));
		return -1;
	}
	return loop_add(loop, watch, EPOLLIN);
}

int main(int argc, char **argv)
{
	struct board_config config = {
		.ivshmem_path = DEFAULT_IVSHMEM,
		.panel_path = DEFAULT_PANEL,
		.port = DEFAULT_PORT,
	};
	static struct board board;
	struct loop loop;
	struct watch signals = { .ready = signal_ready, .owner = &loop };
	int err;

	parse_options(argc, argv, &config);
	umask(0077);			/* the sockets are for this user */
	signal(SIGPIPE, SIG_IGN);	/* nobody has to read the log */

	if (loop_init(&loop) || watch_signals(&loop, &signals) ||
	    board_open(&board, &loop, &config))
		return 1;

	puts("sp6-board: ready");
	fflush(stdout);
	err = loop_run(&loop);

	board_close(&board);
	loop_remove(&loop, &signals);
	loop_close(&loop);
	return err ? 1 : 0;
}
