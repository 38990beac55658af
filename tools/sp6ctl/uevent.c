// SPDX-License-Identifier: GPL-2.0-only
/* uevent.c - see uevent.h. */
#include <errno.h>
#include <linux/netlink.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "uevent.h"

#define KERNELS_GROUP	1
#define MESSAGE_MAX	8192
#define BACKLOG		(1 << 20)	/* bytes that may wait while xenstored is slow */

/* The value of @key in the message; NULL if it has none. */
static const char *value_of(const char *message, size_t length, const char *key)
{
	const char *end = message + length, *at = message;
	size_t wanted = strlen(key);

	for (; at < end; at += strlen(at) + 1)
		if (!strncmp(at, key, wanted) && at[wanted] == '=')
			return at + wanted + 1;
	return NULL;
}

static bool value_is(const char *value, const char *word)
{
	return value && !strcmp(value, word);
}

static bool copy(char *to, size_t size, const char *text)
{
	if (!text || !*text || strlen(text) >= size)
		return false;
	strcpy(to, text);
	return true;
}

bool uevent_parse(const char *message, size_t length, struct led_event *event)
{
	const char *action, *path, *name;

	if (!length || message[length - 1])
		return false;
	if (!value_is(value_of(message, length, "SUBSYSTEM"), "leds"))
		return false;
	action = value_of(message, length, "ACTION");
	path = value_of(message, length, "DEVPATH");
	name = path ? strrchr(path, '/') : NULL;
	if (!name || !copy(event->led, sizeof(event->led), name + 1))
		return false;

	event->trigger[0] = '\0';
	if (value_is(action, "add"))
		event->change = LED_ADDED;
	else if (value_is(action, "remove"))
		event->change = LED_REMOVED;
	else if (value_is(action, "change"))
		event->change = LED_TRIGGER;
	else
		return false;
	return event->change != LED_TRIGGER ||
	       copy(event->trigger, sizeof(event->trigger),
		    value_of(message, length, "TRIGGER"));
}

int uevent_open(void)
{
	struct sockaddr_nl address = { .nl_family = AF_NETLINK, .nl_groups = KERNELS_GROUP };
	int ear = socket(AF_NETLINK, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK,
			 NETLINK_KOBJECT_UEVENT);
	int bytes = BACKLOG;

	if (ear < 0)
		return -1;
	setsockopt(ear, SOL_SOCKET, SO_RCVBUFFORCE, &bytes, sizeof(bytes));
	if (bind(ear, (struct sockaddr *)&address, sizeof(address))) {
		close(ear);
		return -1;
	}
	return ear;
}

/* Only the kernel, port 0, is believed. */
enum heard uevent_hear(int socket, struct led_event *event)
{
	struct sockaddr_nl from = { 0 };
	socklen_t size = sizeof(from);
	char message[MESSAGE_MAX];
	ssize_t length = recvfrom(socket, message, sizeof(message), 0,
				  (struct sockaddr *)&from, &size);

	if (length < 0)
		return errno == ENOBUFS ? HEARD_LOST : HEARD_ALL;
	if (from.nl_pid || !uevent_parse(message, length, event))
		return HEARD_OTHER;
	return HEARD_LED;
}
