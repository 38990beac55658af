// SPDX-License-Identifier: GPL-2.0-only
/*
 * test_sp6ctl_commands.c - sp6ctl's attach and status on a played xenstore (in place
 * of store.c), with played guests and a clock that waiting moves on.
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "tools/sp6ctl/message.h"
#include "tools/sp6ctl/sp6ctl.h"
#include "tools/sp6ctl/store.h"
#include "tools/sp6ctl/sysfs.h"

#define MAX_NODES 200

#define FORMAT(text, format) do {				\
	va_list args;						\
								\
	va_start(args, format);					\
	vsnprintf(text, sizeof(text), format, args);		\
	va_end(args);						\
} while (0)

/* --- what sp6ctl says, in place of message.c ------------------------------------ */

static char said[4096];

static void note(const char *line)
{
	size_t used = strlen(said);

	snprintf(said + used, sizeof(said) - used, "%s\n", line);
}

void say(const char *format, ...)
{
	char line[1024];

	FORMAT(line, format);
	note(line);
}

void complain(const char *format, ...)
{
	char line[1024];

	FORMAT(line, format);
	note(line);
}

bool refuse(char why[], size_t size, const char *format, ...)
{
	char line[1024];

	FORMAT(line, format);
	snprintf(why, size, "%s", line);
	return false;
}

void make_printable(char *text, size_t length)
{
	(void)text;
	(void)length;
}

static void assert_said(const char *words)
{
	if (!strstr(said, words))
		fail_msg("says '%s', not '%s'", said, words);
}

static void assert_not_said(const char *words)
{
	if (strstr(said, words))
		fail_msg("says '%s'", said);
}

/* --- xenstore: a list of nodes -------------------------------------------------- */

static struct node {
	char path[STORE_PATH_MAX], value[64];	/* path "": free */
} nodes[MAX_NODES];

static struct node *find(const char *path)
{
	for (int i = 0; i < MAX_NODES; i++)
		if (!strcmp(nodes[i].path, path))
			return &nodes[i];
	return NULL;
}

static void put(const char *path, const char *value)
{
	struct node *node = find(path) ? find(path) : find("");

	assert_non_null(node);
	snprintf(node->path, sizeof(node->path), "%s", path);
	snprintf(node->value, sizeof(node->value), "%s", value);
}

static const char *get(const char *path)
{
	return find(path) ? find(path)->value : NULL;
}

struct xs_handle {
	int unused;
};

struct xs_handle *store_open(void)
{
	static struct xs_handle xs;

	return &xs;
}

void xs_close(struct xs_handle *xs)
{
	(void)xs;
}

char *store_read(struct xs_handle *xs, const char *format, ...)
{
	char path[STORE_PATH_MAX];

	(void)xs;
	FORMAT(path, format);
	errno = ENOENT;
	return get(path) ? strdup(get(path)) : NULL;
}

/* Of the entries below 10 only. */
unsigned int *store_list(struct xs_handle *xs, const char *path, unsigned int *num)
{
	unsigned int *numbers = calloc(10, sizeof(*numbers));
	char entry[STORE_PATH_MAX];

	(void)xs;
	*num = 0;
	for (unsigned int i = 0; i < 10; i++) {
		snprintf(entry, sizeof(entry), "%s/%u", path, i);
		if (get(entry))
			numbers[(*num)++] = i;
	}
	return numbers;
}

int store_transact(struct xs_handle *xs, void (*body)(struct txn *, const void *),
		   const void *context)
{
	struct node before[MAX_NODES];
	struct txn txn = { .xs = xs };

	memcpy(before, nodes, sizeof(nodes));
	body(&txn, context);
	if (txn.error)
		memcpy(nodes, before, sizeof(nodes));
	return txn.error;
}

bool txn_exists(struct txn *txn, const char *path)
{
	return !txn->error && find(path);
}

void txn_write(struct txn *txn, const char *value, const char *format, ...)
{
	char path[STORE_PATH_MAX];

	FORMAT(path, format);
	if (!txn->error)
		put(path, value);
}

void txn_create(struct txn *txn, const char *path, unsigned int owner, unsigned int reader)
{
	(void)owner;
	txn_allow(txn, path, reader);
}

void txn_remove(struct txn *txn, const char *path)
{
	size_t length = strlen(path);

	for (int i = 0; !txn->error && i < MAX_NODES; i++)
		if (!strncmp(nodes[i].path, path, length) &&
		    (!nodes[i].path[length] || nodes[i].path[length] == '/'))
			nodes[i].path[0] = '\0';
}

void txn_remove_if_empty(struct txn *txn, const char *path)
{
	size_t length = strlen(path);

	for (int i = 0; i < MAX_NODES; i++)
		if (!strncmp(nodes[i].path, path, length) && nodes[i].path[length] == '/')
			return;
	txn_remove(txn, path);
}

void txn_allow(struct txn *txn, const char *path, unsigned int reader)
{
	(void)reader;
	if (!txn->error && !find(path))
		put(path, "");
}

/* --- guests: each runs from some time on, and connects a device or does not ------- */

static long long now;
static bool can_watch;

static struct guest {
	const char *name;
	long long from;
	bool connects;
} guests[10];		/* by domid */

static void play(void)
{
	char path[64];

	for (int i = 1; i < 10; i++) {
		if (!guests[i].name || now < guests[i].from)
			continue;
		snprintf(path, sizeof(path), "/local/domain/%d", i);
		put(path, "");
		snprintf(path, sizeof(path), "/local/domain/%d/name", i);
		put(path, guests[i].name);
		snprintf(path, sizeof(path), "/local/domain/%d/device/vled/0/state", i);
		if (!guests[i].connects || !get(path))
			continue;
		put(path, "4");
		snprintf(path, sizeof(path), "/local/domain/0/backend/vled/%d/0/state", i);
		put(path, "4");
	}
}

long long store_now(void)
{
	return now;
}

bool store_watch(struct xs_handle *xs, const char *path)
{
	(void)xs;
	(void)path;
	errno = E2BIG;
	return can_watch;
}

void store_unwatch(struct xs_handle *xs, const char *path)
{
	(void)xs;
	(void)path;
}

bool store_wait(struct xs_handle *xs, long long deadline)
{
	(void)xs;
	if (now >= deadline)
		return false;
	now += 1000;
	play();
	return true;
}

/* --- files: a private folder for Dom0's LEDs and for the configuration ------------ */

static char place[] = "/tmp/test_sp6ctl.XXXXXX";

static void file(const char *folder, const char *name, const char *text)
{
	char path[128];
	FILE *stream;

	snprintf(path, sizeof(path), "mkdir -p %s/%s", place, folder);
	assert_int_equal(system(path), 0);
	snprintf(path, sizeof(path), "%s/%s/%s", place, folder, name);
	stream = fopen(path, "w");
	assert_non_null(stream);
	fputs(text, stream);
	fclose(stream);
}

static void dom0_led(const char *name, const char *max)
{
	char folder[64];

	snprintf(folder, sizeof(folder), "class/leds/%s", name);
	file(folder, "max_brightness", max);
	file(folder, "trigger", "[none] timer\n");
}

static int set_up(void **state)
{
	(void)state;
	memset(nodes, 0, sizeof(nodes));
	memset(guests, 0, sizeof(guests));
	said[0] = '\0';
	now = 0;
	can_watch = true;
	strcpy(strrchr(place, '.'), ".XXXXXX");
	return !mkdtemp(place) || setenv(SYSFS_ENVIRONMENT, place, 1);
}

static int tear_down(void **state)
{
	char command[64];

	(void)state;
	snprintf(command, sizeof(command), "rm -r %s", place);
	return system(command);
}

/* --- tests ------------------------------------------------------------------------ */

static int attach_all(const char *config)
{
	struct options options = { .config = place, .timeout = 10, .all = true };

	file(".", "test.conf", config);
	play();
	return command_attach(&options);
}

static int attach(const char *led)
{
	struct options options = { .domain = "1", .timeout = 10 };
	char why[REASON_MAX];

	said[0] = '\0';
	assert_true(leds_add(&options.leds, led, why, sizeof(why)));
	play();
	return command_attach(&options);
}

static void all_waits_in_spite_of_a_failure(void **state)
{
	(void)state;
	guests[1] = (struct guest){ "other", 0, true };
	guests[2] = (struct guest){ "late", 3000, true };
	assert_int_equal(attach("b=-"), EXIT_SUCCESS);
	now = 0;

	assert_int_equal(attach_all("guest = other\nled = a -\n"
				    "guest = late\nled = a -\n"
				    "guest = never\nled = a -\n"), EXIT_FAILURE);
	assert_said("other has a LED device with other LEDs");
	assert_said("late: LED device is connected, 1 LED\n");
	assert_said("never: does not run, not attached");
	assert_int_equal(now, 10000);
}

/* A guest that comes while another takes all the time is found at the end. */
static void all_looks_once_more_at_the_end(void **state)
{
	(void)state;
	guests[1] = (struct guest){ "stuck", 0, false };
	guests[2] = (struct guest){ "late", 3000, true };

	assert_int_equal(attach_all("guest = late\nled = a -\n"
				    "guest = stuck\nled = a -\n"), EXIT_FAILURE);
	assert_said("stuck: LED device attached, but not connected after 10 s");
	assert_said("late: LED device is connected, 1 LED\n");
	assert_not_said("does not run");
}

static void all_says_that_it_cannot_wait(void **state)
{
	(void)state;
	guests[1] = (struct guest){ "domu", 0, true };
	can_watch = false;

	assert_int_equal(attach_all("guest = domu\nled = a -\n"), EXIT_FAILURE);
	assert_said("nothing attached, cannot watch for guests: Argument list too long");
	assert_not_said("does not run");
}

static void another_max_is_refused(void **state)
{
	static const char *const other[] = { "a=-=6", "a=-", "a=-=1" };

	(void)state;
	guests[1] = (struct guest){ "domu", 0, true };

	assert_int_equal(attach("a=-=5"), EXIT_SUCCESS);
	assert_string_equal(get("/local/domain/0/backend/vled/1/0/led-0/max-brightness"), "5");
	assert_int_equal(attach("a=-=5"), EXIT_SUCCESS);
	assert_said("domu: LED device is already connected");
	for (size_t i = 0; i < sizeof(other) / sizeof(other[0]); i++) {
		assert_int_equal(attach(other[i]), EXIT_FAILURE);
		assert_said("domu has a LED device with other LEDs: 'sp6ctl detach 1' first");
	}
}

static void max_of_the_target(void **state)
{
	(void)state;
	guests[1] = (struct guest){ "domu", 0, true };
	dom0_led("a", "100\n");

	assert_int_equal(attach("a"), EXIT_SUCCESS);
	assert_string_equal(get("/local/domain/0/backend/vled/1/0/led-0/max-brightness"), "100");
	dom0_led("a", "100\n");
	assert_int_equal(attach("a=a=100"), EXIT_SUCCESS);
	assert_int_equal(attach("a=a=1"), EXIT_FAILURE);
	assert_said("with other LEDs");
	dom0_led("a", "50\n");
	assert_int_equal(attach("a"), EXIT_FAILURE);
	assert_said("with other LEDs");
}

/* "Is its driver loaded? Then attach again" must work. */
static void max_of_a_missing_target(void **state)
{
	char trigger[64];

	(void)state;
	guests[1] = (struct guest){ "domu", 0, true };

	assert_int_equal(attach("a"), EXIT_FAILURE);
	assert_said("Dom0 has no LED 'a'");
	assert_string_equal(get("/local/domain/0/backend/vled/1/0/led-0/max-brightness"), "1");
	dom0_led("a", "100\n");
	assert_int_equal(attach("a"), EXIT_SUCCESS);
	assert_said("is already connected");
	snprintf(trigger, sizeof(trigger), "grep -qx vled1-0-0 %s/class/leds/a/trigger", place);
	assert_int_equal(system(trigger), 0);

	put("/local/domain/0/backend/vled/1/0/led-0/max-brightness", "100");
	snprintf(trigger, sizeof(trigger), "rm -r %s/class/leds/a", place);
	assert_int_equal(system(trigger), 0);
	assert_int_equal(attach("a"), EXIT_FAILURE);
	assert_said("Dom0 has no LED 'a'");
	assert_not_said("with other LEDs");
}

static void status_shows_who_is_gone(void **state)
{
	struct options options = { 0 };

	(void)state;
	guests[1] = (struct guest){ "domu", 0, true };
	assert_int_equal(attach("a=-"), EXIT_SUCCESS);
	put("/local/domain/0/backend/vled/3", "");
	put("/local/domain/0/backend/vled/3/0", "");
	said[0] = '\0';

	assert_int_equal(command_status(&options), EXIT_SUCCESS);
	assert_said("board: no board");
	assert_said("\ndomain 1: domu\n  vled 0: connected\n");
	assert_said("\ndomain 3: gone; 'sp6ctl detach 3' removes what it left\n");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(all_waits_in_spite_of_a_failure),
		TEST(all_looks_once_more_at_the_end),
		TEST(all_says_that_it_cannot_wait),
		TEST(another_max_is_refused),
		TEST(max_of_the_target),
		TEST(max_of_a_missing_target),
		TEST(status_shows_who_is_gone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
