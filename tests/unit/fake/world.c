// SPDX-License-Identifier: GPL-2.0-only
/* world.c - see world.h. In place of sp6ctl's store.c, message.c and evdev.c. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "tools/sp6ctl/device.h"
#include "tools/sp6ctl/evdev.h"
#include "tools/sp6ctl/message.h"
#include "tools/sp6ctl/store.h"
#include "tools/sp6ctl/sysfs.h"
#include "tools/sp6ctl/text.h"
#include "world.h"

#define MAX_NODES 400

#define FORMAT(text, format) do {				\
	va_list args;						\
								\
	va_start(args, format);					\
	vsnprintf(text, sizeof(text), format, args);		\
	va_end(args);						\
} while (0)

/* --- what sp6ctl says, in place of message.c ------------------------------------ */

char said[8192];

static void note(const char *line)
{
	size_t used = strlen(said);

	snprintf(said + used, sizeof(said) - used, "%s\n", line);
}

void say(const char *format, ...)
{
	char line[sizeof(said)];

	FORMAT(line, format);
	note(line);
}

void complain(const char *format, ...)
{
	char line[sizeof(said)];

	FORMAT(line, format);
	note(line);
}

void assert_said(const char *words)
{
	if (!strstr(said, words))
		fail_msg("says '%s', not '%s'", said, words);
}

void assert_not_said(const char *words)
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

/* As in xenstore, with the folders above it. */
void put(const char *path, const char *value)
{
	char folder[STORE_PATH_MAX];
	struct node *node;

	snprintf(folder, sizeof(folder), "%s", path);
	*strrchr(folder, '/') = '\0';
	if (folder[0] && !find(folder))
		put(folder, "");

	node = find(path) ? find(path) : find("");
	assert_non_null(node);
	snprintf(node->path, sizeof(node->path), "%s", path);
	snprintf(node->value, sizeof(node->value), "%s", value);
}

const char *get(const char *path)
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
	char *value;

	(void)xs;
	FORMAT(path, format);
	errno = ENOENT;
	value = get(path) ? strdup(get(path)) : NULL;
	if (value)
		make_printable(value, strlen(value));
	return value;
}

bool store_exists(struct xs_handle *xs, const char *path)
{
	(void)xs;
	return get(path);
}

bool store_is(struct xs_handle *xs, const char *folder, const char *name, const char *value)
{
	char path[STORE_PATH_MAX];

	(void)xs;
	snprintf(path, sizeof(path), "%s/%s", folder, name);
	return !strcmp(get(path) ? get(path) : "", value);
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

/* --- guests --------------------------------------------------------------------- */

long long now;
bool can_watch;

struct played_guest guests[10];

/* Both ends connect, or close if the back-end was told to. */
static void play_device(const struct device *device)
{
	char front[STORE_PATH_MAX + 8], back[STORE_PATH_MAX + 8];
	const char *state;

	snprintf(front, sizeof(front), "%s/state", device->front);
	snprintf(back, sizeof(back), "%s/state", device->back);
	if (!get(front) || !get(back))
		return;
	state = !strcmp(get(back), "5") || !strcmp(get(back), "6") ? "6" : "4";
	put(front, state);
	put(back, state);
}

static void play_devices(unsigned int domid)
{
	for (int i = 0; i < NUM_KINDS; i++)
		for (unsigned int devid = 0; devid < 10; devid++) {
			struct device device = device_at(kinds[i], domid, devid);

			play_device(&device);
		}
}

void play(void)
{
	char path[64];

	for (int i = 1; i < 10; i++) {
		if (!guests[i].name || now < guests[i].from)
			continue;
		snprintf(path, sizeof(path), "/local/domain/%d", i);
		put(path, "");
		snprintf(path, sizeof(path), "/local/domain/%d/name", i);
		put(path, guests[i].name);
		if (guests[i].connects)
			play_devices(i);
	}
}

void forget(const char *path)
{
	struct txn txn = { 0 };

	txn_remove(&txn, path);
}

void die(unsigned int domid)
{
	char path[64];

	guests[domid].name = NULL;
	snprintf(path, sizeof(path), "/local/domain/%u", domid);
	forget(path);
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

/* --- files ---------------------------------------------------------------------- */

char place[] = "/tmp/test_sp6ctl.XXXXXX";

void file(const char *folder, const char *name, const char *text)
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

void dom0_led(const char *name, const char *max)
{
	char folder[64];

	snprintf(folder, sizeof(folder), "class/leds/%s", name);
	file(folder, "max_brightness", max);
	set_trigger(name, "[none] timer\n");
}

void set_trigger(const char *led, const char *text)
{
	char folder[64];

	snprintf(folder, sizeof(folder), "class/leds/%s", led);
	file(folder, "trigger", text);
}

void assert_trigger(const char *led, const char *text)
{
	char *present = led_triggers(led);

	assert_non_null(present);
	assert_string_equal(present, text);
	free(present);
}

void dom0_input(const char *folder, const char *name, const char *axes)
{
	char path[64];

	snprintf(path, sizeof(path), "class/input/%s", folder);
	file(path, "name", name);
	snprintf(path, sizeof(path), "class/input/%s/capabilities", folder);
	file(path, "abs", axes);
	snprintf(path, sizeof(path), "class/input/%s/event%c", folder,
		 folder[strlen(folder) - 1]);
	file(path, "dev", "");
}

struct played_axis axes[4];

bool evdev_range(const char *event, unsigned int axis, int *min, int *max)
{
	for (size_t i = 0; i < sizeof(axes) / sizeof(axes[0]); i++)
		if (axes[i].event && !strcmp(axes[i].event, event) && axes[i].axis == axis) {
			*min = axes[i].min;
			*max = axes[i].max;
			return true;
		}
	return false;
}

int write_error;

ssize_t __real_write(int file, const void *bytes, size_t size);
ssize_t __wrap_write(int file, const void *bytes, size_t size);

ssize_t __wrap_write(int file, const void *bytes, size_t size)
{
	if (!write_error)
		return __real_write(file, bytes, size);
	errno = write_error;
	return -1;
}

int set_up(void **state)
{
	(void)state;
	memset(nodes, 0, sizeof(nodes));
	memset(guests, 0, sizeof(guests));
	memset(axes, 0, sizeof(axes));
	said[0] = '\0';
	now = 0;
	can_watch = true;
	strcpy(strrchr(place, '.'), ".XXXXXX");
	return !mkdtemp(place) || setenv(SYSFS_ENVIRONMENT, place, 1);
}

int tear_down(void **state)
{
	char command[64];

	(void)state;
	snprintf(command, sizeof(command), "rm -r %s", place);
	return system(command);
}
