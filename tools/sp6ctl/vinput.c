// SPDX-License-Identifier: GPL-2.0-only
/* vinput.c - see vinput.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "input.h"
#include "vinput.h"

/* The nodes of kbdif; xen/io/kbdif.h says what they mean. */
#define UNIQUE_ID "unique-id"

static unsigned int num(const struct share *share)
{
	return share->inputs.num;
}

/*
 * A front-end may look at these as soon as it is there, and at no later time. What is not
 * known here, because Dom0's device is not there yet, the back-end adds.
 */
static void write_nodes(struct txn *txn, const struct device *device, const struct share *share)
{
	const char *name = share->inputs.name[device->devid];
	struct input_areas areas;

	input_describe(name, &areas);
	txn_write(txn, name, "%s/" UNIQUE_ID, device->back);
	if (areas.pointer.is_there) {
		write_number(txn, 1, device->back, "feature-abs-pointer");
		write_number(txn, 1, device->back, "feature-raw-pointer");
		write_number(txn, areas.pointer.width, device->back, "width");
		write_number(txn, areas.pointer.height, device->back, "height");
	}
	if (areas.touch.is_there) {
		write_number(txn, 1, device->back, "feature-multi-touch");
		write_number(txn, areas.touch.width, device->back, "multi-touch-width");
		write_number(txn, areas.touch.height, device->back, "multi-touch-height");
		write_number(txn, areas.contacts, device->back, "multi-touch-num-contacts");
	}
}

static bool is_same(struct xs_handle *xs, const struct device *device, const struct share *share)
{
	return store_is(xs, device->back, UNIQUE_ID, share->inputs.name[device->devid]);
}

void vinput_read(struct xs_handle *xs, const struct device *device,
		 char name[INPUT_NAME_MAX + 1])
{
	char *text = store_read(xs, "%s/" UNIQUE_ID, device->back);

	snprintf(name, INPUT_NAME_MAX + 1, "%s", text ? text : "");
	free(text);
}

static void describe(struct xs_handle *xs, const struct device *device,
		     struct description *description)
{
	size_t used = strlen(description->name);
	char name[INPUT_NAME_MAX + 1];

	vinput_read(xs, device, name);
	if (name[0])
		snprintf(description->name + used, sizeof(description->name) - used, " %s", name);
}

const struct maker vinput_maker = {
	.kind = &vinput,
	.other = "another input device",
	.num = num,
	.write = write_nodes,
	.is_same = is_same,
	.describe = describe,
};
