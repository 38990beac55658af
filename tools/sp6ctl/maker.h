/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * maker.h - makes the devices of a guest's share and speaks of them: what is the same for
 * all kinds, and behind struct maker what is not. Must not know who asks for it: a person
 * or the configuration.
 */
#ifndef SP6CTL_MAKER_H
#define SP6CTL_MAKER_H

#include "device.h"
#include "share.h"
#include "text.h"

/* What a device is called: "input device NAME", and what it has: ", 6 LEDs", ", 800x480", or "". */
struct description {
	char name[REASON_MAX];
	char what[32];
};

/* What one kind of device has for itself. */
struct maker {
	const struct kind *kind;
	const char *other;	/* one that is not as wanted, e.g. "a LED device with other LEDs" */

	/* How many there are to be; their devids begin with 0. */
	unsigned int (*num)(const struct share *share);

	/* The back-end's nodes that only this kind has. */
	void (*write)(struct txn *txn, const struct device *device, const struct share *share);

	/* Whether the device that is there is as wanted. */
	bool (*is_same)(struct xs_handle *xs, const struct device *device,
			const struct share *share);

	/* The device that is there. */
	void (*describe)(struct xs_handle *xs, const struct device *device,
			 struct description *description);

	/* What is to be done for the guest besides, where something is. False after a complaint. */
	bool (*serve)(struct xs_handle *xs, const struct domain *guest,
		      const struct device *device, bool force);
};

#define NUM_MAKERS 3
extern const struct maker *const makers[NUM_MAKERS];

/* NULL: devices of this kind are not made here. */
const struct maker *maker_of(const struct kind *kind);

/* One device of those that a guest is to have. */
struct wanted {
	const struct maker *maker;
	struct device device;
	unsigned int next_maker, next_devid;
};

#define MAX_WANTED (1 + MAX_INPUTS + 1)

/* Goes to the next one; to the first if @wanted is zero. False: there is none. */
bool wanted_next(struct wanted *wanted, unsigned int domid, const struct share *share);

/*
 * Writes both ends of the device. 0: done; EALREADY: it is there as wanted; EEXIST: another
 * is there; EBUSY: another is there, and it is libxl's; ESRCH: no such guest runs; or
 * another error.
 */
int maker_make(struct xs_handle *xs, const struct wanted *wanted, const struct share *share);

/* Says why maker_make() did not, if it did not. */
void maker_complain(const struct domain *guest, const struct wanted *wanted, int error);

void maker_say_connected(struct xs_handle *xs, const struct domain *guest,
			 const struct device *device, bool already);

void maker_complain_unconnected(struct xs_handle *xs, const struct domain *guest,
				const struct device *device, struct states states,
				unsigned int seconds);

/* What a person may call the device that is there. */
void maker_name(struct xs_handle *xs, const struct device *device, char name[], size_t size);

/* For the makers: a number as a node's value. */
void write_number(struct txn *txn, unsigned int value, const char *folder, const char *name);

#endif /* SP6CTL_MAKER_H */
