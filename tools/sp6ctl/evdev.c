// SPDX-License-Identifier: GPL-2.0-only
/* evdev.c - see evdev.h. */
#include <fcntl.h>
#include <linux/input.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "evdev.h"

bool evdev_range(const char *event, unsigned int axis, int *min, int *max)
{
	struct input_absinfo info;
	char path[64];
	bool good;
	int file;

	snprintf(path, sizeof(path), "/dev/input/%s", event);
	file = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (file < 0)
		return false;
	good = ioctl(file, EVIOCGABS(axis), &info) >= 0;
	close(file);
	if (good) {
		*min = info.minimum;
		*max = info.maximum;
	}
	return good;
}
