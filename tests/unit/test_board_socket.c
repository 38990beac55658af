// SPDX-License-Identifier: GPL-2.0-only
/*
 * test_board_socket.c - the real sp6-board, built with sanitizers, between a
 * played QEMU and played panels. Each test has a board of its own.
 *
 * Waits for events, never for time: LIMIT_MS only ends a test that failed.
 * Runs in the project's root.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "sp6.h"
#include "sp6_link.h"

#define BOARD		"build/unit/sp6-board-asan"
#define PANEL		"build/unit/sp6-panel-asan"
#define LIMIT_MS	30000
#define MAX_PANELS	32	/* as docs/panel-protocol.md says, */
#define PANEL_LINE_MAX	1024	/* and this too */

#define WRITE(offset, value) \
	(SP6_LINK_OP_WRITE | (uint32_t)(offset) << SP6_LINK_OFFSET_SHIFT | (value))

/* --- the board -------------------------------------------------------------- */

static char dir[] = "/tmp/test_board.XXXXXX";
static char ivshmem_path[64], panel_path[64], log_path[64];
static pid_t board_pid;

static void wait_readable(int fd, const char *what)
{
	struct pollfd ready = { .fd = fd, .events = POLLIN };

	if (poll(&ready, 1, LIMIT_MS) != 1)
		fail_msg("waited in vain for %s", what);
}

/* Run a program; its output goes to *out, its messages to the log. Dies with us. */
static pid_t spawn(const char *const argv[], int *out)
{
	int pipes[2];
	pid_t pid;
	int log;

	assert_int_equal(pipe2(pipes, O_CLOEXEC), 0);
	pid = fork();
	assert_true(pid >= 0);
	if (!pid) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		log = open(log_path, O_WRONLY | O_CREAT | O_APPEND, 0600);
		dup2(pipes[1], STDOUT_FILENO);
		dup2(log, STDERR_FILENO);
		execv(argv[0], (char *const *)argv);
		_exit(127);
	}
	close(pipes[1]);
	*out = pipes[0];
	return pid;
}

static int wait_exit(pid_t pid)
{
	int status;

	assert_int_equal(waitpid(pid, &status, 0), pid);
	if (!WIFEXITED(status))
		fail_msg("ended by signal %d", WTERMSIG(status));
	return WEXITSTATUS(status);
}

/* Run a program to its end; returns its exit status, and what it printed. */
static int run(const char *const argv[], char *text, size_t size)
{
	size_t len = 0;
	ssize_t n;
	pid_t pid;
	int out;

	pid = spawn(argv, &out);
	do {
		wait_readable(out, argv[0]);
		n = read(out, text + len, size - 1 - len);
		len += n > 0 ? n : 0;
	} while (n > 0);
	text[len] = '\0';
	close(out);
	return wait_exit(pid);
}

static void start_board(const char *port, const char *extra)
{
	const char *argv[] = {
		BOARD, "--ivshmem", ivshmem_path, "--panel", panel_path,
		"--port", port, extra, NULL,
	};
	char line[64];
	ssize_t n;
	int out;

	unlink(log_path);
	board_pid = spawn(argv, &out);
	wait_readable(out, "the board");
	n = read(out, line, sizeof(line) - 1);
	line[n > 0 ? n : 0] = '\0';
	assert_string_equal(line, "sp6-board: ready\n");
	close(out);
}

static int log_count(const char *needle)
{
	FILE *file = fopen(log_path, "r");
	char line[512];
	int count = 0;

	assert_non_null(file);
	while (fgets(line, sizeof(line), file))
		count += !!strstr(line, needle);
	fclose(file);
	return count;
}

static void assert_sockets_are_gone(void)
{
	assert_int_equal(access(ivshmem_path, F_OK), -1);
	assert_int_equal(access(panel_path, F_OK), -1);
}

/* A clean end, as the sanitizers see it too. */
static void stop_board(void)
{
	kill(board_pid, SIGTERM);
	assert_int_equal(wait_exit(board_pid), 0);
	board_pid = 0;
	assert_sockets_are_gone();
}

static int setup(void **state)
{
	(void)state;
	start_board("0", NULL);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	if (board_pid)
		stop_board();
	return 0;
}

static int connect_unix(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	strcpy(address.sun_path, path);
	assert_int_equal(connect(fd, (struct sockaddr *)&address, sizeof(address)), 0);
	return fd;
}

static void assert_end(int fd)
{
	char byte;

	wait_readable(fd, "the end of a connection");
	assert_true(recv(fd, &byte, 1, 0) <= 0);
}

/* --- QEMU and its guest ----------------------------------------------------- */

struct qemu {
	int fd;
	int doorbell;
	int vector[SP6_LINK_VECTORS];
	_Atomic uint32_t *mem;
	uint32_t prod;
};

/* One message of the server; the descriptor that came with it, or -1. */
static int receive_message(int fd, int64_t expected)
{
	union {
		struct cmsghdr header;
		char space[CMSG_SPACE(sizeof(int))];
	} control;
	int64_t number;
	struct iovec iov = { .iov_base = &number, .iov_len = sizeof(number) };
	struct msghdr message = {
		.msg_iov = &iov, .msg_iovlen = 1,
		.msg_control = &control, .msg_controllen = sizeof(control),
	};
	struct cmsghdr *header;
	int received;

	wait_readable(fd, "an ivshmem message");
	assert_int_equal(recvmsg(fd, &message, MSG_CMSG_CLOEXEC), sizeof(number));
	assert_true(number == expected);
	header = CMSG_FIRSTHDR(&message);
	if (!header)
		return -1;
	memcpy(&received, CMSG_DATA(header), sizeof(received));
	return received;
}

static int receive_fd(int fd, int64_t expected)
{
	int received = receive_message(fd, expected);

	assert_true(received >= 0);
	return received;
}

static void qemu_connect(struct qemu *q)
{
	int memfd;

	q->fd = connect_unix(ivshmem_path);
	assert_int_equal(receive_message(q->fd, 0), -1);
	assert_int_equal(receive_message(q->fd, SP6_LINK_QEMU_ID), -1);
	memfd = receive_fd(q->fd, -1);
	q->doorbell = receive_fd(q->fd, SP6_LINK_BOARD_ID);
	for (int i = 0; i < SP6_LINK_VECTORS; i++)
		q->vector[i] = receive_fd(q->fd, SP6_LINK_QEMU_ID);

	assert_int_equal(lseek(memfd, 0, SEEK_END), SP6_LINK_MEM_SIZE);
	assert_int_equal(ftruncate(memfd, 0), -1);
	q->mem = mmap(NULL, SP6_LINK_MEM_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED,
		      memfd, 0);
	assert_ptr_not_equal(q->mem, MAP_FAILED);
	close(memfd);
	q->prod = 0;
}

static void qemu_disconnect(struct qemu *q)
{
	munmap(q->mem, SP6_LINK_MEM_SIZE);
	for (int i = 0; i < SP6_LINK_VECTORS; i++)
		close(q->vector[i]);
	close(q->doorbell);
	close(q->fd);
}

static uint32_t load(struct qemu *q, uint32_t offset)
{
	return atomic_load(&q->mem[offset / 4]);
}

static void store(struct qemu *q, uint32_t offset, uint32_t value)
{
	atomic_store(&q->mem[offset / 4], value);
}

static void ring(struct qemu *q)
{
	assert_int_equal(eventfd_write(q->doorbell, 1), 0);
}

static void wait_vector(struct qemu *q, int vector)
{
	eventfd_t count;

	wait_readable(q->vector[vector], vector ? "vector CONS" : "vector IRQ");
	assert_int_equal(eventfd_read(q->vector[vector], &count), 0);
}

/* Sleep until the board consumed everything, as sp6_link.h says. */
static void wait_consumed(struct qemu *q)
{
	store(q, SP6_LINK_H_CONS_EVENT, q->prod);
	while (load(q, SP6_LINK_B_CONS) != q->prod)
		wait_vector(q, SP6_LINK_VECTOR_CONS);
}

static void put_silently(struct qemu *q, uint32_t entry)
{
	if (q->prod - load(q, SP6_LINK_B_CONS) == SP6_LINK_SLOTS)
		wait_consumed(q);
	store(q, SP6_LINK_H_RING + 4 * (q->prod % SP6_LINK_SLOTS), entry);
	store(q, SP6_LINK_H_PROD, ++q->prod);
}

static void put(struct qemu *q, uint32_t entry)
{
	put_silently(q, entry);
	ring(q);
}

static void reg_write(struct qemu *q, uint32_t offset, uint16_t value)
{
	put(q, WRITE(offset, value));
}

static uint32_t reg_read(struct qemu *q, uint32_t offset)
{
	put(q, SP6_LINK_OP_SYNC);
	wait_consumed(q);
	return load(q, SP6_LINK_B_REGS + 2 * offset);
}

/* --- panels ----------------------------------------------------------------- */

struct panel {
	int fd;
	size_t len;
	char in[8192];
};

static void panel_send_bytes(struct panel *p, const void *bytes, size_t size)
{
	assert_int_equal(send(p->fd, bytes, size, MSG_NOSIGNAL), size);
}

static void panel_send(struct panel *p, const char *text)
{
	panel_send_bytes(p, text, strlen(text));
}

/* The next line, without its newline; NULL at the end of the connection. */
static const char *panel_line(struct panel *p)
{
	static char line[sizeof(p->in)];
	char *newline;
	size_t len;
	ssize_t n;

	while (!(newline = memchr(p->in, '\n', p->len))) {
		wait_readable(p->fd, "a line for a panel");
		n = recv(p->fd, p->in + p->len, sizeof(p->in) - p->len, 0);
		if (n <= 0)
			return NULL;
		p->len += n;
	}
	len = newline - p->in;
	memcpy(line, p->in, len);
	line[len] = '\0';
	p->len -= len + 1;
	memmove(p->in, newline + 1, p->len);
	return line;
}

static void expect(struct panel *p, const char *expected)
{
	const char *line = panel_line(p);

	if (!line)
		fail_msg("connection ended, expected %s", expected);
	assert_string_equal(line, expected);
}

static void expect_dark(struct panel *p)
{
	expect(p, "{\"perif\":\"led\",\"value\":0}");
	expect(p, "{\"perif\":\"7seg\",\"digit\":1,\"value\":0}");
	expect(p, "{\"perif\":\"7seg\",\"digit\":2,\"value\":0}");
	expect(p, "{\"perif\":\"7seg\",\"digit\":3,\"value\":0}");
}

static void expect_nothing_before_sync(struct panel *p)
{
	panel_send(p, "{\"perif\":\"sync\",\"id\":-7}\n");
	expect(p, "{\"perif\":\"sync\",\"id\":-7}");
}

static void panel_connect(struct panel *p)
{
	p->fd = connect_unix(panel_path);
	p->len = 0;
	expect_dark(p);
}

static void expect_lcd(struct panel *p, int number, const char *json)
{
	char line[128];

	snprintf(line, sizeof(line), "{\"perif\":\"lcd\",\"line\":%d,\"text\":\"%s\"}",
		 number, json);
	expect(p, line);
}

static void panel_ask_extras(struct panel *p, int link)
{
	char line[64];

	panel_send(p, "{\"perif\":\"extras\",\"value\":1}\n");
	expect(p, "{\"perif\":\"btn\",\"status\":0}");
	expect(p, "{\"perif\":\"dip\",\"status\":0}");
	snprintf(line, sizeof(line), "{\"perif\":\"link\",\"value\":%d}", link);
	expect(p, line);
	expect(p, "{\"perif\":\"cursor\",\"value\":0}");
	for (int i = 1; i <= 4; i++)
		expect_lcd(p, i, "                    ");
}

static void panel_disconnect(struct panel *p)
{
	close(p->fd);
}

/* --- tests ------------------------------------------------------------------ */

static void state_is_sent_on_connect_and_no_extras(void **state)
{
	struct panel old, late;
	struct qemu q;

	(void)state;
	panel_connect(&old);
	expect_nothing_before_sync(&old);

	qemu_connect(&q);
	reg_write(&q, SP6_LED, 0x2a);
	reg_write(&q, SP6_SEG3, 0x77);
	assert_int_equal(reg_read(&q, SP6_LED), 0x2a);

	late.fd = connect_unix(panel_path);
	late.len = 0;
	expect(&late, "{\"perif\":\"led\",\"value\":42}");
	expect(&late, "{\"perif\":\"7seg\",\"digit\":1,\"value\":0}");
	expect(&late, "{\"perif\":\"7seg\",\"digit\":2,\"value\":0}");
	expect(&late, "{\"perif\":\"7seg\",\"digit\":3,\"value\":119}");
	expect_nothing_before_sync(&late);

	panel_disconnect(&late);
	panel_disconnect(&old);
	qemu_disconnect(&q);
}

static void every_panel_is_told_changes(void **state)
{
	struct panel a, b;
	struct qemu q;

	(void)state;
	panel_connect(&a);
	panel_connect(&b);
	qemu_connect(&q);
	assert_int_equal(load(&q, SP6_LINK_B_MAGIC), SP6_LINK_MAGIC);
	assert_int_equal(load(&q, SP6_LINK_B_VERSION), SP6_LINK_VERSION);
	assert_int_equal(reg_read(&q, SP6_CONSTANT), SP6_CONSTANT_VALUE);

	for (int value = 1; value < 0x40; value++) {
		char line[64];

		reg_write(&q, SP6_LED, value);
		snprintf(line, sizeof(line), "{\"perif\":\"led\",\"value\":%d}", value);
		expect(&a, line);
		expect(&b, line);
	}
	panel_disconnect(&a);
	panel_disconnect(&b);
	qemu_disconnect(&q);
}

/* More writes than the ring holds, with doorbells that coalesce: none is lost. */
static void ring_carries_many_writes(void **state)
{
	struct panel p;
	struct qemu q;

	(void)state;
	panel_connect(&p);
	qemu_connect(&q);
	for (int i = 1; i <= 20000; i++)
		reg_write(&q, SP6_SCRATCH1, i);
	assert_int_equal(reg_read(&q, SP6_SCRATCH1), 20000);

	/* a full ring, one doorbell */
	for (int i = 1; i <= SP6_LINK_SLOTS; i++)
		put_silently(&q, WRITE(SP6_SCRATCH1, i));
	ring(&q);
	wait_consumed(&q);
	assert_int_equal(load(&q, SP6_LINK_B_REGS + 2 * SP6_SCRATCH1), SP6_LINK_SLOTS);
	expect_nothing_before_sync(&p);
	panel_disconnect(&p);
	qemu_disconnect(&q);
}

static void buttons_raise_the_interrupt(void **state)
{
	struct panel p;
	struct qemu q;

	(void)state;
	qemu_connect(&q);
	reg_write(&q, SP6_IRQ_CTL, SP6_IRQ_ENABLE);
	assert_int_equal(reg_read(&q, SP6_IRQ_CTL), 0xe0);
	panel_connect(&p);

	for (int bit = 0; bit < SP6_NUM_BUTTONS; bit++) {
		char line[64];

		/* press and release in one piece: the press is seen all the same */
		snprintf(line, sizeof(line), "{\"perif\":\"btn\",\"status\":%d}\n"
			 "{\"perif\":\"btn\",\"status\":0}\n", 1 << bit);
		panel_send(&p, line);
		wait_vector(&q, SP6_LINK_VECTOR_IRQ);
		assert_int_equal(reg_read(&q, SP6_IRQ_CTL),
				 SP6_IRQ_ENABLE | SP6_IRQ_STATUS | bit << 1);
		expect_nothing_before_sync(&p);
		assert_int_equal(reg_read(&q, SP6_PUSH_BUT), 0);
		reg_write(&q, SP6_IRQ_CTL, SP6_IRQ_ENABLE | SP6_IRQ_CLEAR);
		assert_int_equal(reg_read(&q, SP6_IRQ_CTL), 0xe0);
	}
	panel_disconnect(&p);
	qemu_disconnect(&q);
}

static void levels_of_panels_are_merged(void **state)
{
	struct panel a, b, watcher;
	struct qemu q;

	(void)state;
	qemu_connect(&q);
	panel_connect(&watcher);
	panel_ask_extras(&watcher, 1);
	panel_connect(&a);
	panel_connect(&b);

	panel_send(&a, "{\"perif\":\"btn\",\"status\":3}\n");
	expect(&watcher, "{\"perif\":\"btn\",\"status\":3}");
	panel_send(&b, "{\"perif\":\"btn\",\"status\":6}\n");
	expect(&watcher, "{\"perif\":\"btn\",\"status\":7}");
	panel_send(&b, "{\"perif\":\"btn\",\"hold\":16}\n");
	expect(&watcher, "{\"perif\":\"btn\",\"status\":23}");
	assert_int_equal(load(&q, SP6_LINK_B_REGS + 2 * SP6_PUSH_BUT), 23);

	/* a panel that goes lets go of its own keys, and of nothing else */
	panel_disconnect(&a);
	expect(&watcher, "{\"perif\":\"btn\",\"status\":22}");
	panel_disconnect(&b);
	expect(&watcher, "{\"perif\":\"btn\",\"status\":16}");
	panel_send(&watcher, "{\"perif\":\"btn\",\"release\":255}\n");
	expect(&watcher, "{\"perif\":\"btn\",\"status\":0}");

	panel_send(&watcher, "{\"perif\":\"dip\",\"status\":682}\n");
	expect(&watcher, "{\"perif\":\"dip\",\"status\":682}");
	assert_int_equal(reg_read(&q, SP6_DIP_SW), 682);

	panel_disconnect(&watcher);
	qemu_disconnect(&q);
}

static void lcd_transfer(struct qemu *q, bool rs, uint8_t value)
{
	reg_write(q, SP6_LCD_CONTROL, SP6_LCD_START | (rs ? SP6_LCD_RS : 0) | value);
}

static void lcd_write_line(struct qemu *q, uint8_t address, const char *text)
{
	lcd_transfer(q, false, 0x80 | address);
	for (; *text; text++)
		lcd_transfer(q, true, *text);
	reg_read(q, SP6_LCD_STATUS);
}

/* As a driver would; a panel that is late is told the same. */
static void lcd_is_shown_to_who_asked(void **state)
{
	struct panel old, p, late;
	struct qemu q;

	(void)state;
	qemu_connect(&q);
	panel_connect(&old);
	lcd_transfer(&q, false, 0x38);
	lcd_transfer(&q, false, 0x01);
	lcd_transfer(&q, false, 0x0c);
	lcd_write_line(&q, 0x00, "The first line, full");
	lcd_write_line(&q, 0x40, "say \"hi\" \\");
	lcd_write_line(&q, 0x14, "third \xe9\x01");
	lcd_write_line(&q, 0x54, "fourth");

	p.fd = connect_unix(panel_path);
	p.len = 0;
	expect_dark(&p);
	panel_send(&p, "{\"perif\":\"extras\",\"value\":1}\n");
	expect(&p, "{\"perif\":\"btn\",\"status\":0}");
	expect(&p, "{\"perif\":\"dip\",\"status\":0}");
	expect(&p, "{\"perif\":\"link\",\"value\":1}");
	expect(&p, "{\"perif\":\"cursor\",\"value\":0}");
	expect_lcd(&p, 1, "The first line, full");
	expect_lcd(&p, 2, "say \\\"hi\\\" \\\\          ");
	expect_lcd(&p, 3, "third ??            ");
	expect_lcd(&p, 4, "fourth              ");

	lcd_transfer(&q, false, 0x80 | 0x54);
	lcd_transfer(&q, true, 'F');
	expect_lcd(&p, 4, "Fourth              ");
	lcd_transfer(&q, false, 0x0e);
	expect(&p, "{\"perif\":\"cursor\",\"value\":62}");
	reg_write(&q, SP6_LCD_CONTROL, SP6_LCD_START | SP6_LCD_RW);
	assert_int_equal(reg_read(&q, SP6_LCD_STATUS), SP6_LCD_READY | 0x55);
	expect_nothing_before_sync(&old);

	/* the LCD is off when the computer is */
	qemu_disconnect(&q);
	expect(&p, "{\"perif\":\"link\",\"value\":0}");
	expect(&p, "{\"perif\":\"cursor\",\"value\":0}");
	for (int i = 1; i <= 4; i++)
		expect_lcd(&p, i, "                    ");
	panel_connect(&late);
	panel_ask_extras(&late, 0);
	panel_disconnect(&late);
	panel_disconnect(&p);
	panel_disconnect(&old);
}

/* Somebody who knows tells the board, which tells who asked for extras. */
static void names_are_passed_on(void **state)
{
	struct panel asked, plain, dom0, other;

	(void)state;
	panel_connect(&asked);
	panel_ask_extras(&asked, 0);
	panel_connect(&plain);
	panel_connect(&dom0);
	panel_send(&dom0, "{\"perif\":\"focus\",\"name\":\"domu\"}\n");
	expect(&asked, "{\"perif\":\"focus\",\"name\":\"domu\"}");
	panel_send(&dom0, "{\"perif\":\"owner\",\"led\":5,\"name\":\"the \\\"guest\\\"\"}\n");
	expect(&asked, "{\"perif\":\"owner\",\"led\":5,\"name\":\"the \\\"guest\\\"\"}");
	panel_send(&dom0, "{\"perif\":\"owner\",\"led\":8,\"name\":\"domu\"}\n");
	expect(&dom0, "{\"error\":\"led is not a number from 0 to 7\"}");

	/* Who reports is told no states any more. */
	panel_send(&plain, "{\"perif\":\"btn\",\"status\":1}\n");
	expect(&asked, "{\"perif\":\"btn\",\"status\":1}");
	panel_send(&dom0, "{\"perif\":\"extras\",\"value\":1}\n");
	expect_nothing_before_sync(&dom0);

	/* A panel that comes later is told after the rest. */
	panel_send(&plain, "{\"perif\":\"btn\",\"status\":0}\n");
	expect(&asked, "{\"perif\":\"btn\",\"status\":0}");
	panel_connect(&other);
	panel_ask_extras(&other, 0);
	expect(&other, "{\"perif\":\"focus\",\"name\":\"domu\"}");
	expect(&other, "{\"perif\":\"owner\",\"led\":5,\"name\":\"the \\\"guest\\\"\"}");

	/* The names are those of one connection, and end with it. */
	panel_send(&plain, "{\"perif\":\"owner\",\"led\":0,\"name\":\"Dom0\"}\n");
	expect(&asked, "{\"perif\":\"focus\",\"name\":\"\"}");
	expect(&asked, "{\"perif\":\"owner\",\"led\":0,\"name\":\"Dom0\"}");
	expect(&asked, "{\"perif\":\"owner\",\"led\":5,\"name\":\"\"}");
	panel_disconnect(&dom0);
	expect_nothing_before_sync(&asked);
	panel_disconnect(&plain);
	expect(&asked, "{\"perif\":\"owner\",\"led\":0,\"name\":\"\"}");
	panel_disconnect(&asked);
	panel_disconnect(&other);
}

static void encoder_is_turned_by_panels(void **state)
{
	struct panel p;
	struct qemu q;

	(void)state;
	panel_connect(&p);
	panel_send(&p, "{\"perif\":\"encoder\",\"turn\":0}\n");
	expect_nothing_before_sync(&p);
	panel_send(&p, "{\"perif\":\"encoder\",\"turn\":3}\n");
	expect(&p, "{\"perif\":\"led\",\"value\":64}");

	qemu_connect(&q);
	expect(&p, "{\"perif\":\"led\",\"value\":0}");
	assert_int_equal(reg_read(&q, SP6_ENCODER_COUNT), 0x8003);
	assert_int_equal(reg_read(&q, SP6_ENCODER_DIR), 0);
	panel_send(&p, "{\"perif\":\"encoder\",\"turn\":-100}\n");
	expect(&p, "{\"perif\":\"led\",\"value\":128}");
	assert_int_equal(load(&q, SP6_LINK_B_REGS + 2 * SP6_ENCODER_COUNT), 0x8003 - 100);
	assert_int_equal(load(&q, SP6_LINK_B_REGS + 2 * SP6_ENCODER_DIR), SP6_ENCODER_DOWN);
	panel_disconnect(&p);
	qemu_disconnect(&q);
}

static void next_qemu_finds_reset_registers(void **state)
{
	struct panel p;
	struct qemu q;

	(void)state;
	panel_connect(&p);
	panel_ask_extras(&p, 0);

	for (int i = 0; i < 3; i++) {
		qemu_connect(&q);
		expect(&p, "{\"perif\":\"link\",\"value\":1}");
		assert_int_equal(reg_read(&q, SP6_LED), 0);
		assert_int_equal(reg_read(&q, SP6_SCRATCH1), 0);
		reg_write(&q, SP6_LED, 0x15);
		reg_write(&q, SP6_SCRATCH1, 0x1515);
		expect(&p, "{\"perif\":\"led\",\"value\":21}");

		qemu_disconnect(&q);
		expect(&p, "{\"perif\":\"led\",\"value\":0}");
		expect(&p, "{\"perif\":\"link\",\"value\":0}");
	}
	panel_disconnect(&p);
}

static void second_qemu_is_refused(void **state)
{
	struct qemu q;
	int second;

	(void)state;
	qemu_connect(&q);
	second = connect_unix(ivshmem_path);
	assert_end(second);
	close(second);
	assert_int_equal(log_count("refused a second QEMU"), 1);

	reg_write(&q, SP6_SCRATCH2, 0x1234);
	assert_int_equal(reg_read(&q, SP6_SCRATCH2), 0x1234);
	qemu_disconnect(&q);
}

static void qemu_that_speaks_is_disconnected(void **state)
{
	struct qemu q;

	(void)state;
	qemu_connect(&q);
	assert_int_equal(send(q.fd, "hello", 5, 0), 5);
	assert_end(q.fd);
	qemu_disconnect(&q);

	qemu_connect(&q);
	assert_int_equal(reg_read(&q, SP6_CONSTANT), SP6_CONSTANT_VALUE);
	qemu_disconnect(&q);
}

/* The ring is dead, the buttons are mirrored, the next QEMU starts afresh. */
static void hostile_guest_hurts_itself_only(void **state)
{
	struct panel p;
	struct qemu q;

	(void)state;
	panel_connect(&p);
	qemu_connect(&q);
	reg_write(&q, SP6_LED, 1);
	expect(&p, "{\"perif\":\"led\",\"value\":1}");

	for (int i = 0; i < 10; i++) {
		store(&q, SP6_LINK_H_PROD, 0x80000000u + i);
		ring(&q);
		panel_send(&p, "{\"perif\":\"btn\",\"status\":1}\n");
		expect_nothing_before_sync(&p);
		panel_send(&p, "{\"perif\":\"btn\",\"status\":0}\n");
		expect_nothing_before_sync(&p);
	}
	for (int i = 0; i < 1000 && !log_count("ring ignored"); i++)
		expect_nothing_before_sync(&p);
	assert_int_equal(log_count("ring ignored"), 1);
	qemu_disconnect(&q);
	expect(&p, "{\"perif\":\"led\",\"value\":0}");

	qemu_connect(&q);
	assert_int_equal(reg_read(&q, SP6_CONSTANT), SP6_CONSTANT_VALUE);
	for (int i = 0; i < 5000; i++)
		put(&q, 0xffffffff);
	assert_int_equal(reg_read(&q, SP6_CONSTANT), SP6_CONSTANT_VALUE);
	assert_int_equal(log_count("without meaning"), 1);
	qemu_disconnect(&q);
	panel_disconnect(&p);
}

static void once_ends_with_qemu(void **state)
{
	struct qemu q;

	(void)state;
	start_board("0", "--once");
	qemu_connect(&q);
	qemu_disconnect(&q);
	assert_int_equal(wait_exit(board_pid), 0);
	board_pid = 0;
	assert_sockets_are_gone();
}

static void garbage_is_answered(void **state)
{
	char line[1024 + 2];
	struct panel p;

	(void)state;
	panel_connect(&p);
	panel_send(&p, "hello\n{\"perif\":\"btn\",\"status\":300}\n");
	expect(&p, "{\"error\":\"not a JSON object\"}");
	expect(&p, "{\"error\":\"value is out of range\"}");

	/* in pieces, and as long as allowed */
	panel_send(&p, "{\"perif\":");
	panel_send(&p, "\"sync\",\"id\"");
	panel_send(&p, ":5}\n");
	expect(&p, "{\"perif\":\"sync\",\"id\":5}");
	snprintf(line, sizeof(line), "%1024s\n", "{\"perif\":\"sync\",\"id\":6}");
	panel_send(&p, line);
	expect(&p, "{\"perif\":\"sync\",\"id\":6}");

	memset(line, 'x', sizeof(line));
	line[1025] = '\0';
	panel_send(&p, line);
	expect(&p, "{\"error\":\"line is too long\"}");
	assert_null(panel_line(&p));
	panel_disconnect(&p);

	panel_connect(&p);
	panel_disconnect(&p);
}

/* Every line is answered, nothing is changed, and the connection goes on. */
static void every_kind_of_garbage_is_answered(void **state)
{
	static const char not_json[] = "{\"error\":\"not a JSON object\"}";
	static const char *const lines[] = {
		"", "\r", "\x1b[2J\xff\xfe", "\"text\"", "null", "[{\"perif\":\"btn\"}]",
		"{\"perif\":\"btn\",\"status\":1", "{\"perif\":\"btn\",\"status\":1}}",
		"{\"perif\":\"btn\",\"status\":1,\"status\":1}",
		"{\"perif\":\"btn\",\"perif\":\"btn\",\"status\":1}",
		"{\"perif\":\"btn\",\"status\":18446744073709551617}",
		"{\"perif\":\"btn\",\"status\":1e999}",
		"{\"perif\":\"\xc3\x28\",\"status\":1}",
		"{\"perif\":\"btn\",\"status\":0x10}",
	};
	char line[PANEL_LINE_MAX + 2];
	struct panel p, watcher;

	(void)state;
	panel_connect(&watcher);
	panel_ask_extras(&watcher, 0);
	panel_connect(&p);
	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++) {
		panel_send(&p, lines[i]);
		panel_send(&p, "\n");
		expect(&p, not_json);
	}

	/* null bytes, and as deep as a line can be */
	panel_send_bytes(&p, "\0\0\0\n", 4);
	expect(&p, not_json);
	panel_send_bytes(&p, "{\"perif\":\"btn\",\"status\":1}\0\n", 28);
	expect(&p, not_json);
	for (const char *open = "[{"; *open; open++) {
		memset(line, *open, PANEL_LINE_MAX);
		strcpy(line + PANEL_LINE_MAX, "\n");
		panel_send(&p, line);
		expect(&p, not_json);
	}
	for (int i = 0; i + 5 <= PANEL_LINE_MAX; i += 5)
		memcpy(line + i, "{\"a\":", 5);
	panel_send(&p, line);
	expect(&p, not_json);

	panel_send(&p, "{\"perif\":\"btn\",\"status\":-1}\n");
	expect(&p, "{\"error\":\"value is out of range\"}");
	panel_send(&p, "{\"perif\":\"encoder\",\"turn\":9223372036854775807}\n");
	expect(&p, "{\"error\":\"value is out of range\"}");
	expect_nothing_before_sync(&p);
	expect_nothing_before_sync(&watcher);
	panel_disconnect(&p);
	panel_disconnect(&watcher);
}

/* A stream of any bytes ends with an error reply; the board and others go on. */
static void streams_of_garbage_hurt_nobody(void **state)
{
	struct panel p, other;
	uint32_t random = 1;
	char bytes[8192];
	const char *line;
	ssize_t n;

	(void)state;
	panel_connect(&other);
	for (int round = 0; round < 50; round++) {
		for (size_t i = 0; i < sizeof(bytes); i++) {
			random = random * 1664525 + 1013904223;
			bytes[i] = random >> 24;
			if (bytes[i] == '\n' && round % 2)
				bytes[i] = ' ';
		}
		bytes[sizeof(bytes) - 1] = '\n';

		panel_connect(&p);
		n = send(p.fd, bytes, sizeof(bytes), MSG_NOSIGNAL);
		assert_true(n > 0);
		line = panel_line(&p);
		assert_non_null(line);
		assert_non_null(strstr(line, "{\"error\":"));
		panel_disconnect(&p);
		expect_nothing_before_sync(&other);
	}
	panel_disconnect(&other);
}

/* `echo … | nc`: what was sent before the end of the input is done and answered. */
static void end_of_input_is_not_the_end_of_the_work(void **state)
{
	struct panel p, watcher;

	(void)state;
	panel_connect(&watcher);
	panel_ask_extras(&watcher, 0);
	panel_connect(&p);
	panel_send(&p, "{\"perif\":\"btn\",\"hold\":4}\n{\"perif\":\"sync\",\"id\":1}\n");
	shutdown(p.fd, SHUT_WR);
	expect(&p, "{\"perif\":\"sync\",\"id\":1}");
	assert_null(panel_line(&p));
	panel_disconnect(&p);
	expect(&watcher, "{\"perif\":\"btn\",\"status\":4}");
	panel_disconnect(&watcher);
}

/* A panel that never reads is told the last state, not every one. */
static void slow_panel_holds_nobody_up(void **state)
{
	struct panel slow, quick;
	char line[64];
	int lines = 0;
	int size = 1;
	struct qemu q;

	(void)state;
	panel_connect(&slow);
	setsockopt(slow.fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size));
	panel_connect(&quick);
	qemu_connect(&q);

	for (int i = 1; i <= 20000; i++) {
		int value = i % 62 + 1;

		reg_write(&q, SP6_LED, value);
		snprintf(line, sizeof(line), "{\"perif\":\"led\",\"value\":%d}", value);
		expect(&quick, line);
	}
	reg_write(&q, SP6_LED, 63);
	expect(&quick, "{\"perif\":\"led\",\"value\":63}");

	do {
		assert_true(++lines <= 20000);
	} while (strcmp(panel_line(&slow), "{\"perif\":\"led\",\"value\":63}"));
	expect_nothing_before_sync(&slow);
	print_message("the slow panel was told %d of 20001 changes\n", lines);

	panel_disconnect(&slow);
	panel_disconnect(&quick);
	qemu_disconnect(&q);
}

/* One that asks and does not read the answers is not read any more. */
static void flood_of_requests_is_bounded(void **state)
{
	static const char sync[] = "{\"perif\":\"sync\",\"id\":123}\n";
	struct pollfd room;
	struct panel flood, other;
	size_t sent = 0, answered = 0;
	ssize_t n;

	(void)state;
	panel_connect(&flood);
	panel_connect(&other);
	room = (struct pollfd) { .fd = flood.fd, .events = POLLOUT };

	/* until the board took nothing while it answered another panel 50 times */
	for (int still = 0; still < 50; still++) {
		while (poll(&room, 1, 0) == 1) {
			n = send(flood.fd, sync + sent % strlen(sync),
				 strlen(sync) - sent % strlen(sync),
				 MSG_DONTWAIT | MSG_NOSIGNAL);
			if (n < 0)
				break;
			sent += n;
			still = 0;
			assert_true(sent < 64 << 20);
		}
		expect_nothing_before_sync(&other);
	}

	for (; answered < sent / strlen(sync); answered++)
		expect(&flood, "{\"perif\":\"sync\",\"id\":123}");
	print_message("%zu requests were waiting, and were answered\n", answered);
	assert_true(answered > 100);
	panel_disconnect(&flood);
	panel_disconnect(&other);
}

static void too_many_panels_are_refused(void **state)
{
	static struct panel panels[MAX_PANELS];
	struct panel extra;

	(void)state;
	for (int i = 0; i < MAX_PANELS; i++)
		panel_connect(&panels[i]);
	extra.fd = connect_unix(panel_path);
	assert_end(extra.fd);
	panel_disconnect(&extra);

	panel_ask_extras(&panels[1], 0);
	panel_send(&panels[0], "{\"perif\":\"btn\",\"status\":1}\n");
	expect(&panels[1], "{\"perif\":\"btn\",\"status\":1}");
	panel_disconnect(&panels[0]);
	expect(&panels[1], "{\"perif\":\"btn\",\"status\":0}");
	panel_connect(&panels[0]);

	for (int i = 0; i < MAX_PANELS; i++)
		panel_disconnect(&panels[i]);
}

/* A port that was free a moment ago, still bound to *fd. */
static int bound_port(int *fd)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	socklen_t len = sizeof(address);

	*fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(bind(*fd, (struct sockaddr *)&address, len), 0);
	assert_int_equal(listen(*fd, 1), 0);
	assert_int_equal(getsockname(*fd, (struct sockaddr *)&address, &len), 0);
	return ntohs(address.sin_port);
}

static void panels_come_by_tcp_too(void **state)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	char port[8], text[256];
	const char *argv[] = {
		BOARD, "--ivshmem", ivshmem_path, "--panel", panel_path, "--port", port, NULL,
	};
	struct panel p = { .len = 0 };
	int blocker, number;

	(void)state;
	number = bound_port(&blocker);
	snprintf(port, sizeof(port), "%d", number);
	unlink(log_path);
	assert_int_equal(run(argv, text, sizeof(text)), 1);
	assert_int_equal(log_count("is in use: choose another with --port N"), 1);
	close(blocker);
	assert_sockets_are_gone();

	start_board(port, NULL);
	p.fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	address.sin_port = htons(number);
	assert_int_equal(connect(p.fd, (struct sockaddr *)&address, sizeof(address)), 0);
	expect_dark(&p);
	expect_nothing_before_sync(&p);
	panel_disconnect(&p);
}

static void living_board_is_left_alone(void **state)
{
	const char *argv[] = {
		BOARD, "--ivshmem", ivshmem_path, "--panel", panel_path, "--port", "0", NULL,
	};
	char text[256], other[80];
	struct panel p;

	(void)state;
	panel_connect(&p);
	panel_ask_extras(&p, 0);
	assert_int_equal(run(argv, text, sizeof(text)), 1);
	snprintf(other, sizeof(other), "%s.2", panel_path);
	argv[4] = other;
	assert_int_equal(run(argv, text, sizeof(text)), 1);
	assert_int_equal(access(other, F_OK), -1);
	assert_int_equal(log_count("is in use: is another sp6-board running?"), 2);

	/* the first one did not notice, least of all as a QEMU */
	assert_int_equal(log_count("QEMU"), 0);
	expect_nothing_before_sync(&p);
	panel_disconnect(&p);
}

static void dead_boards_sockets_are_replaced(void **state)
{
	struct panel p;
	int status;

	(void)state;
	kill(board_pid, SIGKILL);
	waitpid(board_pid, &status, 0);
	assert_int_equal(access(panel_path, F_OK), 0);
	start_board("0", NULL);
	panel_connect(&p);
	panel_disconnect(&p);
}

static void other_files_are_not_replaced(void **state)
{
	char text[256], path[200];
	const char *argv[] = {
		BOARD, "--ivshmem", log_path, "--panel", panel_path, "--port", "0", NULL,
	};

	(void)state;
	unlink(log_path);
	assert_int_equal(run(argv, text, sizeof(text)), 1);
	assert_int_equal(log_count("File exists"), 1);
	assert_int_equal(access(log_path, F_OK), 0);

	memset(path, 'x', sizeof(path));
	path[sizeof(path) - 1] = '\0';
	argv[2] = path;
	assert_int_equal(run(argv, text, sizeof(text)), 1);
	assert_int_equal(log_count("longer than"), 1);
	assert_sockets_are_gone();
}

/* --- sp6-panel -------------------------------------------------------------- */

static int client(char *text, size_t size, const char *a, const char *b, const char *c)
{
	const char *argv[] = { PANEL, "--panel", panel_path, a, b, c, NULL };

	return run(argv, text, size);
}

static void one_shot_client(void **state)
{
	struct panel watcher;
	char text[2048];
	struct qemu q;

	(void)state;
	panel_connect(&watcher);
	panel_ask_extras(&watcher, 0);
	assert_int_equal(client(text, sizeof(text), "link", NULL, NULL), 1);
	assert_string_equal(text, "not connected\n");
	qemu_connect(&q);
	expect(&watcher, "{\"perif\":\"link\",\"value\":1}");
	assert_int_equal(client(text, sizeof(text), "link", NULL, NULL), 0);
	assert_string_equal(text, "connected\n");

	reg_write(&q, SP6_LED, 0x21);
	reg_write(&q, SP6_SEG2, 0x5b);
	assert_int_equal(reg_read(&q, SP6_LED), 0x21);
	expect(&watcher, "{\"perif\":\"led\",\"value\":33}");
	expect(&watcher, "{\"perif\":\"7seg\",\"digit\":2,\"value\":91}");
	assert_int_equal(client(text, sizeof(text), "leds", NULL, NULL), 0);
	assert_string_equal(text, "0x21  0:on 1:off 2:off 3:off 4:off 5:on 6:off 7:off\n");
	assert_int_equal(client(text, sizeof(text), "digits", NULL, NULL), 0);
	assert_string_equal(text, "0x00 0x5b 0x00\n");

	assert_int_equal(client(text, sizeof(text), "lcd", NULL, NULL), 0);
	assert_string_equal(text, "                    \n                    \n"
				  "                    \n                    \n");
	assert_int_equal(client(text, sizeof(text), "turn", "down", "2"), 0);
	expect(&watcher, "{\"perif\":\"led\",\"value\":161}");
	assert_int_equal(client(text, sizeof(text), "turn", "up", NULL), 0);
	expect(&watcher, "{\"perif\":\"led\",\"value\":97}");
	assert_int_equal(reg_read(&q, SP6_ENCODER_COUNT), 0x7fff);
	assert_int_equal(client(text, sizeof(text), "turn", "left", NULL), 2);
	assert_int_equal(client(text, sizeof(text), "press", "Enter", "up"), 0);
	expect(&watcher, "{\"perif\":\"btn\",\"status\":17}");
	expect(&watcher, "{\"perif\":\"btn\",\"status\":0}");
	assert_int_equal(client(text, sizeof(text), "hold", "ESC", "BACKSPACE"), 0);
	expect(&watcher, "{\"perif\":\"btn\",\"status\":160}");
	assert_int_equal(reg_read(&q, SP6_PUSH_BUT), 160);
	assert_int_equal(client(text, sizeof(text), "release", "esc", NULL), 0);
	expect(&watcher, "{\"perif\":\"btn\",\"status\":128}");
	assert_int_equal(client(text, sizeof(text), "release", "all", NULL), 0);
	expect(&watcher, "{\"perif\":\"btn\",\"status\":0}");
	assert_int_equal(client(text, sizeof(text), "set-dip", "0x155", NULL), 0);
	expect(&watcher, "{\"perif\":\"dip\",\"status\":341}");

	assert_int_equal(client(text, sizeof(text), "press", "F1", NULL), 2);
	assert_int_equal(log_count("no such key: F1 (there are UP LEFT DOWN RIGHT ENTER ESC SPACE "
				   "BACKSPACE)"), 1);
	assert_int_equal(client(text, sizeof(text), "--help", NULL, NULL), 0);
	assert_non_null(strstr(text, "\nKEY: UP LEFT DOWN RIGHT ENTER ESC SPACE BACKSPACE\n"));
	assert_int_equal(client(text, sizeof(text), NULL, NULL, NULL), 2);
	assert_int_equal(log_count("without a command it needs a terminal"), 1);

	panel_disconnect(&watcher);
	qemu_disconnect(&q);
}

static void one_shot_client_knows_names(void **state)
{
	struct panel dom0;
	char text[256];

	(void)state;
	assert_int_equal(client(text, sizeof(text), "focus", NULL, NULL), 1);
	assert_string_equal(text, "unknown\n");
	panel_connect(&dom0);
	panel_send(&dom0, "{\"perif\":\"focus\",\"name\":\"domu\"}\n");
	panel_send(&dom0, "{\"perif\":\"owner\",\"led\":2,\"name\":\"Dom0\"}\n");
	expect_nothing_before_sync(&dom0);
	assert_int_equal(client(text, sizeof(text), "focus", NULL, NULL), 0);
	assert_string_equal(text, "domu\n");
	assert_int_equal(client(text, sizeof(text), "owners", NULL, NULL), 0);
	assert_string_equal(text, "0 unknown\n1 unknown\n2 Dom0\n3 unknown\n4 unknown\n"
				  "5 unknown\n6 unknown\n7 unknown\n");
	panel_disconnect(&dom0);
}

static void one_shot_client_waits(void **state)
{
	const char *in_vain[] = {
		PANEL, "--panel", panel_path, "--timeout", "0", "wait-leds", "1", "0", NULL,
	};
	const char *argv[] = { PANEL, "--panel", panel_path, "wait-leds", "0x3", "2", NULL };
	struct panel watcher;
	char text[256];
	struct qemu q;
	pid_t pid;
	int out;

	(void)state;
	qemu_connect(&q);
	panel_connect(&watcher);
	pid = spawn(argv, &out);
	reg_write(&q, SP6_LED, 0x01);
	expect(&watcher, "{\"perif\":\"led\",\"value\":1}");
	reg_write(&q, SP6_LED, 0x3e);
	expect(&watcher, "{\"perif\":\"led\",\"value\":62}");
	assert_int_equal(wait_exit(pid), 0);
	close(out);

	reg_write(&q, SP6_LED, 0x01);
	expect(&watcher, "{\"perif\":\"led\",\"value\":1}");
	assert_int_equal(run(in_vain, text, sizeof(text)), 1);
	assert_int_equal(log_count("after 0 s the LEDs are 0x01"), 1);
	panel_disconnect(&watcher);
	qemu_disconnect(&q);
}

static void client_without_board(void **state)
{
	char text[256];

	(void)state;
	unlink(log_path);
	assert_int_equal(client(text, sizeof(text), "leds", NULL, NULL), 1);
	assert_int_equal(log_count("no board at "), 1);
}

static int make_directory(void **state)
{
	(void)state;
	if (!mkdtemp(dir))
		return -1;
	snprintf(ivshmem_path, sizeof(ivshmem_path), "%s/ivshmem", dir);
	snprintf(panel_path, sizeof(panel_path), "%s/panel", dir);
	snprintf(log_path, sizeof(log_path), "%s/log", dir);
	return 0;
}

static int remove_directory(void **state)
{
	(void)state;
	if (board_pid > 0)
		kill(board_pid, SIGKILL);
	unlink(log_path);
	unlink(ivshmem_path);
	unlink(panel_path);
	return rmdir(dir);
}

#define WITH_BOARD(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_BOARD(state_is_sent_on_connect_and_no_extras),
		WITH_BOARD(every_panel_is_told_changes),
		WITH_BOARD(ring_carries_many_writes),
		WITH_BOARD(buttons_raise_the_interrupt),
		WITH_BOARD(levels_of_panels_are_merged),
		WITH_BOARD(lcd_is_shown_to_who_asked),
		WITH_BOARD(names_are_passed_on),
		WITH_BOARD(encoder_is_turned_by_panels),
		WITH_BOARD(next_qemu_finds_reset_registers),
		WITH_BOARD(second_qemu_is_refused),
		WITH_BOARD(qemu_that_speaks_is_disconnected),
		WITH_BOARD(hostile_guest_hurts_itself_only),
		cmocka_unit_test_teardown(once_ends_with_qemu, teardown),
		WITH_BOARD(garbage_is_answered),
		WITH_BOARD(every_kind_of_garbage_is_answered),
		WITH_BOARD(streams_of_garbage_hurt_nobody),
		WITH_BOARD(end_of_input_is_not_the_end_of_the_work),
		WITH_BOARD(slow_panel_holds_nobody_up),
		WITH_BOARD(flood_of_requests_is_bounded),
		WITH_BOARD(too_many_panels_are_refused),
		cmocka_unit_test_teardown(panels_come_by_tcp_too, teardown),
		WITH_BOARD(living_board_is_left_alone),
		WITH_BOARD(dead_boards_sockets_are_replaced),
		cmocka_unit_test(other_files_are_not_replaced),
		WITH_BOARD(one_shot_client),
		WITH_BOARD(one_shot_client_knows_names),
		WITH_BOARD(one_shot_client_waits),
		cmocka_unit_test(client_without_board),
	};

	return cmocka_run_group_tests(tests, make_directory, remove_directory);
}
