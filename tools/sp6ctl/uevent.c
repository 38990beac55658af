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

bool uevent_parse(const char *message, size_t length, struct led_event *event)
{
	const char *subsystem, *action, *path, *name;

	if (!length || message[length - 1])
		return false;
	subsystem = value_of(message, length, "SUBSYSTEM");
	action = value_of(message, length, "ACTION");
	path = value_of(message, length, "DEVPATH");
	name = path ? strrchr(path, '/') : NULL;
	if (!subsystem || strcmp(subsystem, "leds") || !action || !name)
		return false;
	if (!name[1] || strlen(name + 1) >= sizeof(event->led))
		return false;

	strcpy(event->led, name + 1);
	event->gone = !strcmp(action, "remove");
	return true;
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
