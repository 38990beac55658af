// SPDX-License-Identifier: GPL-2.0-only
/* vinput.c - see vinput.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "input.h"
#include "vinput.h"

static unsigned int num(const struct share *share)
{
	return share->inputs.num;
}

struct feature_writer {
	struct inputback_writer writer;
	struct txn *txn;
	const struct device *device;
};

/* The extension's nodes, which are not kbdif's own, are the back-end's. */
static int write_feature(struct inputback_writer *writer, const char *node, const char *value,
			 bool own)
{
	struct feature_writer *features = (struct feature_writer *)writer;

	if (own)
		txn_write(features->txn, value, "%s/%s", features->device->back, node);
	return 0;
}

/*
 * A front-end may look at the features as soon as it is there, and at no later time. Those
 * that are not known here, because Dom0's device is not there yet, the back-end adds.
 */
static void write_nodes(struct txn *txn, const struct device *device, const struct share *share)
{
	struct feature_writer features = { { write_feature }, txn, device };
	const char *name = share->inputs.name[device->devid];
	struct inputback_desc desc;

	txn_write(txn, name, "%s/" XENKBD_FIELD_UNIQUE_ID, device->back);
	input_describe(name, &desc);
	inputback_desc_write(&desc, &features.writer);
}

static bool is_same(struct xs_handle *xs, const struct device *device, const struct share *share)
{
	return store_is(xs, device->back, XENKBD_FIELD_UNIQUE_ID,
			share->inputs.name[device->devid]);
}

void vinput_read(struct xs_handle *xs, const struct device *device,
		 char name[INPUT_NAME_MAX + 1])
{
	char *text = store_read(xs, "%s/" XENKBD_FIELD_UNIQUE_ID, device->back);

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
