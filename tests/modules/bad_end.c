// SPDX-License-Identifier: GPL-2.0-only
/*
 * What all misbehaving ends share: see bad_end.h.
 */
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <xen/events.h>
#include <xen/xen.h>

#include "bad_end.h"

/* The driver */

static const struct bad_attack *chosen;

int bad_choose(const struct bad_attack *attacks, size_t num, const char *name)
{
	size_t i;

	if (!xen_domain())
		return -ENODEV;

	for (i = 0; i < num; i++) {
		if (!strcmp(attacks[i].name, name)) {
			chosen = &attacks[i];
			return 0;
		}
	}

	pr_err("%s: no attack '%s'; there are:\n", THIS_MODULE->name, name);
	for (i = 0; i < num; i++)
		pr_err("%s: %s\n", THIS_MODULE->name, attacks[i].name);
	return -EINVAL;
}

static void bad_work(struct work_struct *work)
{
	struct bad_end *end = container_of(work, struct bad_end, work);
	const char *wrong = end->attack->run(end->bad);

	if (wrong)
		pr_info("%s: %s: failed: %s\n", THIS_MODULE->name, end->attack->name, wrong);
	else
		pr_info("%s: %s: done\n", THIS_MODULE->name, end->attack->name);
}

/*
 * The states are written here and not by xenbus_switch_state(), which knows only
 * good ones. A device that is not Connected would make the loading of a
 * front-end's module wait.
 */
int bad_probe(struct xenbus_device *dev, const struct xenbus_device_id *id)
{
	struct bad_end *end = bad_create();

	if (!end)
		return -ENOMEM;

	end->dev = dev;
	end->attack = chosen;
	INIT_WORK(&end->work, bad_work);
	dev_set_drvdata(&dev->dev, end);

	dev->state = XenbusStateClosed;
	queue_work(system_long_wq, &end->work);
	return 0;
}

void bad_changed(struct xenbus_device *dev, enum xenbus_state state)
{
	struct bad_end *end = dev_get_drvdata(&dev->dev);

	WRITE_ONCE(end->other, state);
}

/* Whoever is bound next has to write its first state, whatever that is. */
xenbus_remove_t bad_unbind(struct xenbus_device *dev)
{
	struct bad_end *end = dev_get_drvdata(&dev->dev);

	WRITE_ONCE(end->gone, true);
	cancel_work_sync(&end->work);
	dev->state = XenbusStateUnknown;
	dev_set_drvdata(&dev->dev, NULL);
	bad_destroy(end);

	return xenbus_removed();
}

/* Steps */

const char *bad_expect(struct bad_end *end, enum xenbus_state state)
{
	if (bad_wait(end, READ_ONCE(end->other) == state))
		return NULL;

	pr_info("%s: the other end is %s and not %s\n", THIS_MODULE->name,
		xenbus_strstate(READ_ONCE(end->other)), xenbus_strstate(state));
	return "the other end did not go to the state that was expected";
}

const char *bad_write(struct bad_end *end, const char *node, const char *value)
{
	return xenbus_write(end->xbt, end->dev->nodename, node, value) ?
	       "xenstored did not take a value" : NULL;
}

const char *bad_write_number(struct bad_end *end, const char *node, u32 value)
{
	char text[16];

	snprintf(text, sizeof(text), "%u", value);
	return bad_write(end, node, text);
}

/* As often the unit as a value can hold. */
const char *bad_write_long(struct bad_end *end, const char *node, const char *unit)
{
	char *value = kzalloc(BAD_LONG + 1, GFP_KERNEL);
	const char *wrong;
	size_t i;

	if (!value)
		return "no memory";

	for (i = 0; i < BAD_LONG; i++)
		value[i] = unit[i % strlen(unit)];
	wrong = bad_write(end, node, value);
	kfree(value);

	return wrong;
}

const char *bad_remove(struct bad_end *end, const char *node)
{
	int err = xenbus_rm(XBT_NIL, end->dev->nodename, node);

	return err && err != -ENOENT ? "xenstored did not remove a node" : NULL;
}

const char *bad_state(struct bad_end *end, enum xenbus_state state)
{
	return bad_write_number(end, "state", state);
}

const char *bad_flip_states(struct bad_end *end, const char *const *states, size_t num)
{
	const char *wrong = NULL;
	unsigned int i;

	for (i = 0; i < BAD_FLIPS && !wrong && !READ_ONCE(end->gone); i++)
		wrong = bad_write(end, "state", states[i % num]);

	return wrong;
}

const char *bad_storm(evtchn_port_t port)
{
	unsigned int i;

	for (i = 0; i < BAD_EVENTS; i++) {
		notify_remote_via_evtchn(port);
		cond_resched();
	}

	return NULL;
}
