// SPDX-License-Identifier: GPL-2.0-only
/*
 * sp6-link - the bus of the emulated SP6 board.
 *
 * A PCI driver for the ivshmem-doorbell device behind which sp6-board keeps the
 * registers. It turns the link of sp6_link.h into what a register driver wants,
 * a regmap and an interrupt, and registers one child for it, the platform device
 * "sp6". Must not know what the registers mean.
 *
 * Locking: regmap's mutex is held in sp6_link_reg_read() and _reg_write(), so
 * there is one producer and at most one sleeper. Only the watch and the two
 * interrupts run beside it; they share `prod` (one writer), `flags` (atomic) and
 * the board's words.
 */
#include <linux/bits.h>
#include <linux/build_bug.h>
#include <linux/devm-helpers.h>
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/jiffies.h>
#include <linux/module.h>
#include <linux/pci.h>
#include <linux/platform_device.h>
#include <linux/regmap.h>
#include <linux/sysfs.h>
#include <linux/wait.h>
#include <linux/workqueue.h>

#include "sp6_link.h"

#define SP6_LINK_TIMEOUT	msecs_to_jiffies(SP6_LINK_TIMEOUT_MS)

/* From a posted write to the first look whether the board takes it. */
#define SP6_LINK_FIRST_LOOK	msecs_to_jiffies(100)

struct sp6_link {
	struct device *dev;
	void __iomem *regs;		/* BAR0: the doorbell */
	void __iomem *mem;		/* BAR2: the memory shared with the board */

	u32 prod;			/* written under regmap's mutex only */
	wait_queue_head_t wait;		/* for `cons`; woken by vector 1 and by death */

	unsigned long flags;
#define SP6_LINK_DEAD	0

	struct delayed_work watch;
	bool stuck;			/* the watch's own: when it looked last, ... */
	u32 stuck_at;			/* ... this entry was waiting */
};

/*
 * The shared memory is mapped as device memory (pcim_iomap_regions()) and
 * touched with readl() and writel(), although it is RAM in truth. So every
 * access is one of 32 bits, little endian, none is merged or repeated, and they
 * are ordered: writel() after everything before it, readl() before everything
 * after it. That makes each store to `prod` a release and each load of `cons` an
 * acquire; the one thing left to ask for is "store before load", in
 * sp6_link_wait(). A cached mapping (memremap()) would be faster, but no access
 * of this link is worth that: a register costs a round trip to a process.
 *
 * An emulated CPU (TCG) is coherent with the board whatever the mapping. On an
 * Arm host with KVM it would not be: the board's view is cached, and this one
 * must then be memremap(MEMREMAP_WB) with explicit barriers.
 */
static u32 sp6_link_load(struct sp6_link *link, unsigned int offset)
{
	return readl(link->mem + offset);
}

static void sp6_link_store(struct sp6_link *link, unsigned int offset, u32 value)
{
	writel(value, link->mem + offset);
}

static bool sp6_link_is_dead(struct sp6_link *link)
{
	return test_bit(SP6_LINK_DEAD, &link->flags);
}

/* For ever: a board cannot come back to a QEMU that runs. Said once. */
static void sp6_link_die(struct sp6_link *link, const char *why)
{
	if (test_and_set_bit(SP6_LINK_DEAD, &link->flags))
		return;

	dev_err(link->dev,
		"the board %s; all its registers fail from now on: end QEMU and start it and the board again\n",
		why);
	sysfs_notify(&link->dev->kobj, NULL, "state");
	wake_up(&link->wait);
}

/*
 * Entries that the board has not consumed yet. More than SP6_LINK_SLOTS if the
 * board's index makes no sense. Under regmap's mutex.
 */
static u32 sp6_link_pending(struct sp6_link *link)
{
	return link->prod - sp6_link_load(link, SP6_LINK_B_CONS);
}

static bool sp6_link_settled(struct sp6_link *link, u32 left)
{
	u32 pending = sp6_link_pending(link);

	return pending <= left || pending > SP6_LINK_SLOTS || sp6_link_is_dead(link);
}

/* Sleeps, not longer than the time-out, until at most @left entries are pending. */
static int sp6_link_wait(struct sp6_link *link, u32 left)
{
	u32 pending;

	sp6_link_store(link, SP6_LINK_H_CONS_EVENT, link->prod - left);
	/*
	 * cons_event is stored before cons is loaded. Pairs with the board's
	 * barrier between storing cons and loading cons_event: one of us sees
	 * the other's store, so no wake-up is missed.
	 */
	mb();
	wait_event_timeout(link->wait, sp6_link_settled(link, left), SP6_LINK_TIMEOUT);

	pending = sp6_link_pending(link);
	if (pending > SP6_LINK_SLOTS)
		sp6_link_die(link, "broke the link's rules (its index is out of range)");
	else if (pending > left)
		sp6_link_die(link, "does not answer");

	return sp6_link_is_dead(link) ? -EIO : 0;
}

/*
 * Puts one entry into the ring. Sleeps only if the ring is full, and then until
 * half of it is free, so that a long burst pays for few wake-ups.
 */
static int sp6_link_post(struct sp6_link *link, u32 entry)
{
	u32 slot = link->prod % SP6_LINK_SLOTS;
	int err;

	/* Or the slots would be out of order where the index wraps. */
	BUILD_BUG_ON_NOT_POWER_OF_2(SP6_LINK_SLOTS);

	if (sp6_link_is_dead(link))
		return -EIO;

	if (sp6_link_pending(link) >= SP6_LINK_SLOTS) {
		err = sp6_link_wait(link, SP6_LINK_SLOTS / 2);
		if (err)
			return err;
	}

	sp6_link_store(link, SP6_LINK_H_RING + slot * sizeof(u32), entry);
	WRITE_ONCE(link->prod, link->prod + 1);
	sp6_link_store(link, SP6_LINK_H_PROD, link->prod);
	writel(SP6_LINK_BOARD_ID << 16, link->regs + SP6_LINK_DOORBELL);
	return 0;
}

/* Posted: returns before the board has seen it. The watch notices if it never does. */
static int sp6_link_reg_write(void *context, unsigned int reg, unsigned int val)
{
	struct sp6_link *link = context;
	int err;

	err = sp6_link_post(link, SP6_LINK_OP_WRITE | reg << SP6_LINK_OFFSET_SHIFT |
				  (val & SP6_LINK_VALUE_MASK));
	if (!err)
		schedule_delayed_work(&link->watch, SP6_LINK_FIRST_LOOK);
	return err;
}

/* Waits until the board has consumed everything before the read, then looks. */
static int sp6_link_reg_read(void *context, unsigned int reg, unsigned int *val)
{
	struct sp6_link *link = context;
	int err;

	err = sp6_link_post(link, SP6_LINK_OP_SYNC);
	if (!err)
		err = sp6_link_wait(link, 0);
	if (err)
		return err;

	*val = sp6_link_load(link, SP6_LINK_B_REGS + reg / 2 * sizeof(u32)) &
	       SP6_LINK_VALUE_MASK;
	return 0;
}

static const struct regmap_config sp6_link_regmap = {
	.reg_bits	= 16,
	.reg_stride	= 2,
	.val_bits	= 16,
	.max_register	= 2 * (SP6_LINK_NUM_REGS - 1),
	.reg_read	= sp6_link_reg_read,
	.reg_write	= sp6_link_reg_write,
};

/*
 * Nobody waits for a posted write, so this looks after it. Every write is
 * followed by a look; an entry that waits at the same place in two looks a
 * time-out apart means that the board has died. Takes no lock, so that it can
 * say so while somebody sleeps for the board.
 */
static void sp6_link_watch(struct work_struct *work)
{
	struct sp6_link *link = container_of(to_delayed_work(work), struct sp6_link, watch);
	u32 cons = sp6_link_load(link, SP6_LINK_B_CONS);

	if (cons == READ_ONCE(link->prod)) {
		link->stuck = false;
		return;
	}

	if (link->stuck && link->stuck_at == cons) {
		sp6_link_die(link, "does not answer");
		return;
	}

	link->stuck = true;
	link->stuck_at = cons;
	/* Not sooner, even if a write has just asked for a first look. */
	mod_delayed_work(system_wq, &link->watch, SP6_LINK_TIMEOUT);
}

static irqreturn_t sp6_link_cons_interrupt(int irq, void *data)
{
	struct sp6_link *link = data;

	wake_up(&link->wait);
	return IRQ_HANDLED;
}

static ssize_t state_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	struct sp6_link *link = dev_get_drvdata(dev);

	return sysfs_emit(buf, "%s\n", sp6_link_is_dead(link) ? "dead" : "alive");
}
static DEVICE_ATTR_RO(state);

static struct attribute *sp6_link_attrs[] = {
	&dev_attr_state.attr,
	NULL,
};
ATTRIBUTE_GROUPS(sp6_link);

/* Anybody may put an ivshmem device beside ours; nothing was written to it yet. */
static int sp6_link_map(struct sp6_link *link, struct pci_dev *pdev)
{
	u32 magic;
	int err;

	if (pci_resource_len(pdev, SP6_LINK_BAR_MEM) != SP6_LINK_MEM_SIZE) {
		dev_info(link->dev, "not an SP6 board: its memory has another size\n");
		return -ENODEV;
	}

	err = pcim_iomap_regions(pdev, BIT(SP6_LINK_BAR_REGS) | BIT(SP6_LINK_BAR_MEM),
				 "sp6-link");
	if (err)
		return dev_err_probe(link->dev, err, "cannot map the device\n");

	link->regs = pcim_iomap_table(pdev)[SP6_LINK_BAR_REGS];
	link->mem = pcim_iomap_table(pdev)[SP6_LINK_BAR_MEM];

	magic = sp6_link_load(link, SP6_LINK_B_MAGIC);
	if (magic != SP6_LINK_MAGIC) {
		dev_info(link->dev, "not an SP6 board: magic %#010x\n", magic);
		return -ENODEV;
	}
	return 0;
}

/* Goes on where the last driver of this board stopped: its words are still there. */
static int sp6_link_join(struct sp6_link *link)
{
	u32 version = sp6_link_load(link, SP6_LINK_B_VERSION);

	if (version != SP6_LINK_VERSION)
		return dev_err_probe(link->dev, -ENODEV,
				     "the board speaks version %u, this driver %u: build both from one tree\n",
				     version, SP6_LINK_VERSION);

	link->prod = sp6_link_load(link, SP6_LINK_H_PROD);
	if (sp6_link_pending(link) > SP6_LINK_SLOTS)
		return dev_err_probe(link->dev, -EIO,
				     "the ring's indices contradict each other: end QEMU and start it and the board again\n");
	return 0;
}

static int sp6_link_setup_vectors(struct sp6_link *link, struct pci_dev *pdev)
{
	int err;

	pci_set_master(pdev);
	err = pci_alloc_irq_vectors(pdev, SP6_LINK_VECTORS, SP6_LINK_VECTORS, PCI_IRQ_MSIX);
	if (err < 0)
		return dev_err_probe(link->dev, err,
				     "cannot get %d MSI-X vectors (ivshmem-doorbell,vectors=%d?)\n",
				     SP6_LINK_VECTORS, SP6_LINK_VECTORS);

	err = devm_request_irq(link->dev, pci_irq_vector(pdev, SP6_LINK_VECTOR_CONS),
			       sp6_link_cons_interrupt, 0, "sp6-link", link);
	if (err)
		return dev_err_probe(link->dev, err, "cannot request the link's interrupt\n");
	return 0;
}

static void sp6_link_remove_child(void *child)
{
	platform_device_unregister(child);
}

/* The child finds its regmap with dev_get_regmap(parent). */
static int sp6_link_add_child(struct sp6_link *link, int irq)
{
	const struct resource irq_resource = DEFINE_RES_IRQ(irq);
	const struct platform_device_info info = {
		.parent		= link->dev,
		.name		= "sp6",
		.id		= PLATFORM_DEVID_AUTO,
		.res		= &irq_resource,
		.num_res	= 1,
	};
	struct platform_device *child;

	child = platform_device_register_full(&info);
	if (IS_ERR(child))
		return dev_err_probe(link->dev, PTR_ERR(child), "cannot add the child\n");

	return devm_add_action_or_reset(link->dev, sp6_link_remove_child, child);
}

/*
 * Everything is undone by devres in the opposite order: the child first, while
 * its regmap and vector still work; then the regmap, after which nobody posts;
 * the watch; and the vectors and mappings last.
 */
static int sp6_link_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	struct device *dev = &pdev->dev;
	struct sp6_link *link;
	struct regmap *map;
	int err;

	link = devm_kzalloc(dev, sizeof(*link), GFP_KERNEL);
	if (!link)
		return -ENOMEM;

	link->dev = dev;
	init_waitqueue_head(&link->wait);
	pci_set_drvdata(pdev, link);

	err = pcim_enable_device(pdev);
	if (err)
		return dev_err_probe(dev, err, "cannot enable the device\n");

	err = sp6_link_map(link, pdev);
	if (err)
		return err;

	err = sp6_link_join(link);
	if (err)
		return err;

	err = sp6_link_setup_vectors(link, pdev);
	if (err)
		return err;

	err = devm_delayed_work_autocancel(dev, &link->watch, sp6_link_watch);
	if (err)
		return err;

	map = devm_regmap_init(dev, NULL, link, &sp6_link_regmap);
	if (IS_ERR(map))
		return dev_err_probe(dev, PTR_ERR(map), "cannot make the regmap\n");

	return sp6_link_add_child(link, pci_irq_vector(pdev, SP6_LINK_VECTOR_IRQ));
}

static const struct pci_device_id sp6_link_ids[] = {
	{ PCI_DEVICE(SP6_LINK_PCI_VENDOR, SP6_LINK_PCI_DEVICE) },
	{}
};
MODULE_DEVICE_TABLE(pci, sp6_link_ids);

static struct pci_driver sp6_link_driver = {
	.name		= "sp6-link",
	.id_table	= sp6_link_ids,
	.probe		= sp6_link_probe,
	.dev_groups	= sp6_link_groups,
};
module_pci_driver(sp6_link_driver);

MODULE_DESCRIPTION("The bus of the emulated SP6 board: a regmap over ivshmem-doorbell");
MODULE_LICENSE("GPL");
