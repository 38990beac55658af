/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * device.h - a guest and its split device in xenstore: names, places, states of
 * the two ends. Must not know what a kind's other nodes mean.
 */
#ifndef SP6CTL_DEVICE_H
#define SP6CTL_DEVICE_H

#include <stdbool.h>

#include "state.h"
#include "store.h"

#define DOMAIN_NAME_MAX 127

/* A guest, with the name it had when it was looked up ("domain 3" if none). */
struct domain {
	unsigned int domid;
	char name[DOMAIN_NAME_MAX + 1];
};

struct device {
	const struct kind *kind;
	unsigned int domid, devid;
	char back[STORE_PATH_MAX], front[STORE_PATH_MAX];
};

extern const struct kind vled;		/* a set of LEDs */
extern const struct kind vinput;	/* one input device of Dom0; xl can make it, too */
extern const struct kind vfb;		/* a screen; libxl leaves the nodes of one in the end */

#define NUM_KINDS 3
extern const struct kind *const kinds[NUM_KINDS];

struct domain domain_by_id(struct xs_handle *xs, unsigned int domid);

/* A guest that has this name now. */
bool domain_by_name(struct xs_handle *xs, const char *name, struct domain *domain);

/* What a person typed: name or domid. Complains if it cannot be a guest. */
bool domain_find(struct xs_handle *xs, const char *text, struct domain *domain);

/* Also if xenstore has no answer: only what is known to be gone may be cleared away. */
bool domain_runs(struct xs_handle *xs, unsigned int domid);

struct device device_at(const struct kind *kind, unsigned int domid, unsigned int devid);

/* The folder that holds all back-ends of one kind, one folder for each guest. */
void kind_folder(const struct kind *kind, char path[STORE_PATH_MAX]);

/* The folder that holds a guest's back-ends of one kind, one for each devid. */
void device_folder(const struct kind *kind, unsigned int domid, char path[STORE_PATH_MAX]);

/*
 * Where libxl has a device of its own: it makes and removes that itself. Of both ends it
 * goes by the front-end's.
 */
void device_libxl_path(const struct device *device, char path[STORE_PATH_MAX]);
bool device_is_libxls(struct xs_handle *xs, const struct device *device);

struct states device_states(struct xs_handle *xs, const struct device *device);

/*
 * Waits until @reached likes the two states; false at the deadline. Either way
 * @states is what they were in the end.
 */
bool device_wait(struct xs_handle *xs, const struct device *device, long long deadline,
		 bool (*reached)(struct states), struct states *states);

/* Who waits for whom, and what a driver had to say about it. */
void device_explain(struct xs_handle *xs, const struct device *device, struct states states,
		    char words[], size_t size);

/*
 * The node that says that somebody detached the guest's device by hand. It lies in the
 * guest's folder and goes with it; attaching removes it.
 */
void device_detached_path(const struct device *device, char path[STORE_PATH_MAX]);

/*
 * Removes both ends' nodes and their messages. Of a guest that runs, the device counts
 * as detached from then on. 0 or the error.
 */
int device_remove(struct xs_handle *xs, const struct device *device);

/* What has to be watched, all that is below it too, to see devices and guests come and go. */
#define NUM_PLACES 2
extern const char *const device_places[NUM_PLACES];

/* Whether a change of this node can mean something to a device, or to who runs. */
bool device_path_matters(const char *path);

#endif /* SP6CTL_DEVICE_H */
