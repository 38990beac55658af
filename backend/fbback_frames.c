// SPDX-License-Identifier: GPL-2.0-only
/*
 * Frames of a guest's memory: see fbback_frames.h.
 *
 * Pages of this domain that have no memory take the guest's frames. One goes back only
 * without the frame: what Xen does not take out of it again, which should not be, stays
 * as it is for ever.
 */
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/vmalloc.h>
#include <xen/interface/xen.h>
#include <xen/interface/memory.h>
#include <xen/page.h>
#include <xen/xen.h>
#include <asm/xen/hypercall.h>

#include "fbback_frames.h"

/* Frames that Xen is asked for at once. */
#define FBBACK_BATCH	128

/* Some architectures have kernel pages that can only be read under a name of their own. */
#ifdef L_PTE_RDONLY
#define FBBACK_READ_ONLY	__pgprot(pgprot_val(PAGE_KERNEL) | L_PTE_RDONLY)
#else
#define FBBACK_READ_ONLY	PAGE_KERNEL_RO
#endif

struct fbback_batch {
	xen_ulong_t gfns[FBBACK_BATCH];
	xen_pfn_t pfns[FBBACK_BATCH];
	int errs[FBBACK_BATCH];
};

/* NULL takes the place of a page that keeps its frame. */
static void fbback_take_out(struct page **page)
{
	struct xen_remove_from_physmap remove = {
		.domid = DOMID_SELF,
		.gpfn = page_to_xen_pfn(*page),
	};
	int err = HYPERVISOR_memory_op(XENMEM_remove_from_physmap, &remove);

	if (!err)
		return;

	pr_err_once("xen-fbback: error %d taking a guest's frame out of a page; the page is lost\n",
		    err);
	*page = NULL;
}

static int fbback_hypercall(struct fbback_batch *batch, domid_t domid, unsigned int num)
{
	struct xen_add_to_physmap_range add = {
		.domid = DOMID_SELF,
		.space = XENMAPSPACE_gmfn_foreign,
		.size = num,
		.foreign_domid = domid,
	};

	set_xen_guest_handle(add.idxs, batch->gfns);
	set_xen_guest_handle(add.gpfns, batch->pfns);
	set_xen_guest_handle(add.errs, batch->errs);

	return HYPERVISOR_memory_op(XENMEM_add_to_physmap_range, &add);
}

/* Puts frames into the pages; into all of them or into none. */
static int fbback_put_batch(struct fbback_batch *batch, domid_t domid,
			    const xen_pfn_t *gfns, struct page **pages, unsigned int num)
{
	unsigned int i;
	int err;

	for (i = 0; i < num; i++) {
		batch->gfns[i] = gfns[i];
		batch->pfns[i] = page_to_xen_pfn(pages[i]);
		batch->errs[i] = -EINVAL; /* what Xen does not get to */
	}

	err = fbback_hypercall(batch, domid, num);
	for (i = 0; i < num && !err; i++)
		err = batch->errs[i];
	if (!err)
		return 0;

	for (i = 0; i < num; i++)
		if (!batch->errs[i])
			fbback_take_out(&pages[i]);
	return err;
}

static int fbback_put(struct fbback_frames *frames, domid_t domid,
		      const xen_pfn_t *gfns, struct fbback_batch *batch)
{
	unsigned int done = 0;
	unsigned int i;
	int err = 0;

	while (done < frames->num) {
		unsigned int num = min_t(unsigned int, frames->num - done, FBBACK_BATCH);

		err = fbback_put_batch(batch, domid, gfns + done, frames->pages + done, num);
		if (err)
			break;
		done += num;
		cond_resched();
	}

	for (i = 0; err && i < done; i++)
		fbback_take_out(&frames->pages[i]);
	return err;
}

/* The pages hold no frames any more, but those that are NULL now. */
static void fbback_free(struct fbback_frames *frames)
{
	unsigned int left = 0;
	unsigned int i;

	for (i = 0; i < frames->num; i++)
		if (frames->pages[i])
			frames->pages[left++] = frames->pages[i];

	xen_free_unpopulated_pages(left, frames->pages);
	kvfree(frames->pages);
	memset(frames, 0, sizeof(*frames));
}

static int fbback_alloc(struct fbback_frames *frames, unsigned int num)
{
	int err;

	frames->pages = kvcalloc(num, sizeof(*frames->pages), GFP_KERNEL);
	if (!frames->pages)
		return -ENOMEM;

	err = xen_alloc_unpopulated_pages(num, frames->pages);
	if (err) {
		kvfree(frames->pages);
		frames->pages = NULL;
		return err;
	}

	frames->num = num;
	return 0;
}

int fbback_frames_map(struct fbback_frames *frames, domid_t domid,
		      const xen_pfn_t *gfns, unsigned int num, bool writable)
{
	struct fbback_batch *batch;
	int err;

	batch = kmalloc(sizeof(*batch), GFP_KERNEL);
	if (!batch)
		return -ENOMEM;

	err = fbback_alloc(frames, num);
	if (!err) {
		err = fbback_put(frames, domid, gfns, batch);
		if (err)
			fbback_free(frames);
	}
	kfree(batch);
	if (err)
		return err;

	frames->base = vmap(frames->pages, num, VM_MAP,
			    writable ? PAGE_KERNEL : FBBACK_READ_ONLY);
	if (!frames->base) {
		fbback_frames_unmap(frames);
		return -ENOMEM;
	}
	return 0;
}

void fbback_frames_unmap(struct fbback_frames *frames)
{
	unsigned int i;

	if (!frames->num)
		return;

	vunmap(frames->base);
	for (i = 0; i < frames->num; i++) {
		fbback_take_out(&frames->pages[i]);
		cond_resched();
	}
	fbback_free(frames);
}
