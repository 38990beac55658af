/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * fbback_frames.h - frames of a guest's memory, mapped into this domain.
 *
 * fbif names them by their numbers and not by grants: Xen lets a domain that may
 * control the guest map them. Must not know what is in them.
 */
#ifndef FBBACK_FRAMES_H
#define FBBACK_FRAMES_H

#include <linux/mm_types.h>
#include <linux/types.h>
#include <xen/interface/xen.h>

/* Zeroed: none is mapped. */
struct fbback_frames {
	void *base;		/* the first; the others follow */
	unsigned int num;
	struct page **pages;
};

/*
 * Maps frames of the domain, in this order; all of them or none. There may be one twice.
 * What is not writable is mapped for reading alone, as far as this domain's own page
 * tables go. Process context.
 */
int fbback_frames_map(struct fbback_frames *frames, domid_t domid,
		      const xen_pfn_t *gfns, unsigned int num, bool writable);

/* Nobody uses them any more. Nothing is done if none is mapped. */
void fbback_frames_unmap(struct fbback_frames *frames);

#endif /* FBBACK_FRAMES_H */
