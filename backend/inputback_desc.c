// SPDX-License-Identifier: GPL-2.0-only
/*
 * An input device as nodes that its guest reads: see inputback_desc.h.
 */
#include "inputback_desc.h"

#ifdef __KERNEL__
#include <linux/kernel.h>
#include <linux/limits.h>
#else
#include <limits.h>
#include <stdio.h>
#endif

static bool is_range(const struct inputback_range *range)
{
	return range->min < range->max;
}

bool inputback_desc_touches(const struct inputback_desc *desc)
{
	return desc->slots && is_range(&desc->touch_x) && is_range(&desc->touch_y);
}

bool inputback_desc_places(const struct inputback_desc *desc)
{
	return is_range(&desc->x) && is_range(&desc->y) && !inputback_desc_touches(desc);
}

/* What the guest is told of an axis: 0 ... this. */
static uint32_t size(const struct inputback_range *range)
{
	uint32_t size = (uint32_t)range->max - (uint32_t)range->min;

	return size > INT_MAX ? INT_MAX : size;
}

static int write_number(struct inputback_writer *writer, const char *node,
			uint32_t number, bool own)
{
	char value[16];

	snprintf(value, sizeof(value), "%u", number);
	return writer->write(writer, node, value, own);
}

static int write_places(const struct inputback_desc *desc, struct inputback_writer *writer)
{
	int err;

	err = write_number(writer, XENKBD_FIELD_FEAT_ABS_POINTER, 1, true);
	if (!err)
		err = write_number(writer, XENKBD_FIELD_FEAT_RAW_POINTER, 1, true);
	if (!err)
		err = write_number(writer, XENKBD_FIELD_WIDTH, size(&desc->x), true);
	if (!err)
		err = write_number(writer, XENKBD_FIELD_HEIGHT, size(&desc->y), true);
	return err;
}

static int write_touches(const struct inputback_desc *desc, struct inputback_writer *writer)
{
	uint32_t contacts = desc->slots < INPUTBACK_CONTACTS ? desc->slots :
							       INPUTBACK_CONTACTS;
	int err;

	err = write_number(writer, XENKBD_FIELD_FEAT_MTOUCH, 1, true);
	if (!err)
		err = write_number(writer, XENKBD_FIELD_MT_WIDTH, size(&desc->touch_x), true);
	if (!err)
		err = write_number(writer, XENKBD_FIELD_MT_HEIGHT, size(&desc->touch_y), true);
	if (!err)
		err = write_number(writer, XENKBD_FIELD_MT_NUM_CONTACTS, contacts, true);
	return err;
}

int inputback_desc_write(const struct inputback_desc *desc, struct inputback_writer *writer)
{
	char keys[XENKBD_X_KEYS_SIZE];
	int err;

	err = writer->write(writer, XENKBD_X_FIELD_DEVICE_NAME, desc->name, false);
	if (!err && kbd_write_keys(&desc->keys, keys))
		err = writer->write(writer, XENKBD_X_FIELD_KEYS, keys, false);
	if (!err)
		err = write_number(writer, XENKBD_X_FIELD_REPEAT, desc->repeat, false);
	if (!err && inputback_desc_places(desc))
		err = write_places(desc, writer);
	if (!err && inputback_desc_touches(desc))
		err = write_touches(desc, writer);
	return err;
}
