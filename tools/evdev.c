// SPDX-License-Identifier: GPL-2.0-only
/*
 * evdev.c - see evdev.h. Must not know any device, nor wait for one.
 */
#include "tools/evdev.h"

#include <dirent.h>
#include <fcntl.h>
#include <linux/input.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static int open_if_called(const char *entry, const char *name)
{
	char called[256] = "";
	char path[280];
	int file;

	snprintf(path, sizeof(path), "/dev/input/%s", entry);
	file = open(path, O_RDONLY | O_CLOEXEC);
	if (file < 0)
		return -1;
	if (ioctl(file, EVIOCGNAME(sizeof(called) - 1), called) >= 0 && !strcmp(called, name))
		return file;

	close(file);
	return -1;
}

int evdev_open(const char *name)
{
	DIR *folder = opendir("/dev/input");
	const struct dirent *entry;
	int file = -1;

	if (!folder)
		return -1;
	while (file < 0 && (entry = readdir(folder)))
		if (!strncmp(entry->d_name, "event", 5))
			file = open_if_called(entry->d_name, name);
	closedir(folder);
	return file;
}
