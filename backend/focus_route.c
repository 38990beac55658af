// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which event goes to whom, and which change of the focus is next: see focus_route.h.
 */
#include "focus_route.h"

#ifdef __KERNEL__
#include <linux/limits.h>
#else
#include <limits.h>
#endif

_Static_assert(FOCUS_HELD >= ABS_CNT, "what is held may begin with all axes");

/* Values */

/* Belongs to one contact; of such a value the slot counts. */
static bool focus_is_of_contact(const struct focus_value *v)
{
	return v->type == EV_ABS && v->code >= ABS_MT_TOUCH_MAJOR &&
	       v->code <= ABS_MT_TOOL_Y;
}

/* Says that a thing is pressed or let go of. */
static bool focus_is_of_thing(const struct focus_value *v)
{
	return v->type == EV_KEY ||
	       (v->type == EV_ABS && v->code == ABS_MT_TRACKING_ID);
}

/* Of a value that says either. */
static bool focus_is_press(const struct focus_value *v)
{
	return v->type == EV_KEY ? v->value : v->value >= 0;
}

/* Of a value of a key or contact. */
static unsigned int focus_thing(const struct focus_value *v)
{
	return v->type == EV_KEY ? v->code : KEY_CNT + v->slot;
}

static struct focus_value focus_release_of(unsigned int thing)
{
	struct focus_value v = { .type = EV_KEY, .code = thing };

	if (thing >= KEY_CNT) {
		v.type = EV_ABS;
		v.code = ABS_MT_TRACKING_ID;
		v.value = -1;
		v.slot = thing - KEY_CNT;
	}
	return v;
}

/*
 * Axes
 *
 * A device reports a value when it changes, which somebody else may have seen. So who
 * gets its events is told the values of all axes before, and those of a contact when it
 * begins.
 */

/* Of a contact, or of the device as a whole: false if there is no such axis of that. */
static bool focus_read_axis(const struct focus_device *device, unsigned int code,
			    bool of_contact, unsigned int slot, struct focus_value *v)
{
	*v = (struct focus_value){
		.type = EV_ABS, .code = code, .slot = slot, .present = true,
	};

	return code != ABS_MT_SLOT && code != ABS_MT_TRACKING_ID &&
	       focus_is_of_contact(v) == of_contact &&
	       device->axis(device, code, slot, &v->value);
}

/* Ports */

static bool focus_has_pressed(const struct focus_port *port, unsigned int thing)
{
	return port->pressed[thing / 32] & (1u << thing % 32);
}

static void focus_tell(struct focus_port *port, const struct focus_value *v)
{
	if (focus_is_of_contact(v) && port->slot != (int)v->slot) {
		port->slot = v->slot;
		port->event(port, EV_ABS, ABS_MT_SLOT, port->slot);
	}
	port->event(port, v->type, v->code, v->value);
	port->got = true;
}

/* Gives a port the value if it makes sense there: no release without a press. */
static void focus_give(struct focus_port *port, const struct focus_value *v)
{
	unsigned int thing = focus_thing(v);

	if (focus_is_of_thing(v)) {
		if (focus_has_pressed(port, thing) == focus_is_press(v))
			return;
		port->pressed[thing / 32] ^= 1u << thing % 32;
	} else if (focus_is_of_contact(v) && !focus_has_pressed(port, thing)) {
		return;
	}

	focus_tell(port, v);
}

static void focus_tell_axes(const struct focus_device *device, struct focus_port *port,
			    bool of_contact, unsigned int slot)
{
	struct focus_value v;
	unsigned int code;

	for (code = 0; code < ABS_CNT; code++)
		if (focus_read_axis(device, code, of_contact, slot, &v))
			focus_tell(port, &v);
}

/* Tells a port that may have missed something of all axes. */
static void focus_freshen(const struct focus_device *device, struct focus_port *port)
{
	unsigned int slot;

	if (!port->stale)
		return;

	port->stale = false;
	focus_tell_axes(device, port, false, 0);
	for (slot = 0; slot < FOCUS_SLOTS; slot++)
		if (focus_has_pressed(port, KEY_CNT + slot))
			focus_tell_axes(device, port, true, slot);
}

/* Gives a port what the device reports now. A contact comes with all that it is. */
static void focus_report(const struct focus_device *device, struct focus_port *port,
			 const struct focus_value *v)
{
	focus_freshen(device, port);
	focus_give(port, v);
	if (focus_is_of_contact(v) && focus_is_of_thing(v) && focus_is_press(v))
		focus_tell_axes(device, port, true, v->slot);
}

/* Ends what was a frame for the port. */
static void focus_sync(struct focus_port *port)
{
	if (port->got)
		port->event(port, EV_SYN, SYN_REPORT, 0);
	port->got = false;
}

static void focus_release_all(struct focus_port *port)
{
	unsigned int thing;

	for (thing = 0; thing < FOCUS_THINGS; thing++) {
		struct focus_value v = focus_release_of(thing);

		focus_give(port, &v);
	}
	focus_sync(port);
}

/* The ports of a device */

static bool focus_has_port(const struct focus_device *device, uint16_t domid)
{
	const struct focus_port *port;

	for (port = device->ports; port; port = port->next)
		if (port->domid == domid)
			return true;
	return false;
}

static void focus_give_to(struct focus_device *device, uint16_t domid,
			  const struct focus_value *v)
{
	struct focus_port *port;

	for (port = device->ports; port; port = port->next)
		if (port->domid == domid)
			focus_give(port, v);
}

static void focus_report_to(struct focus_device *device, uint16_t domid,
			    const struct focus_value *v)
{
	struct focus_port *port;

	for (port = device->ports; port; port = port->next)
		if (port->domid == domid)
			focus_report(device, port, v);
}

/* For what goes to those alone that have the thing pressed. */
static void focus_report_to_owners(struct focus_device *device,
				   const struct focus_value *v)
{
	struct focus_port *port;

	for (port = device->ports; port; port = port->next)
		if (focus_has_pressed(port, focus_thing(v)))
			focus_report(device, port, v);
}

static void focus_freshen_owners(struct focus_device *device, unsigned int thing)
{
	struct focus_port *port;

	for (port = device->ports; port; port = port->next)
		if (focus_has_pressed(port, thing))
			focus_freshen(device, port);
}

static void focus_make_stale(struct focus_device *device)
{
	struct focus_port *port;

	for (port = device->ports; port; port = port->next)
		port->stale = true;
}

static void focus_sync_all(struct focus_device *device)
{
	struct focus_port *port;

	for (port = device->ports; port; port = port->next)
		focus_sync(port);
}

static void focus_set_owner(struct focus_device *device, unsigned int thing,
			    enum focus_owner owner)
{
	device->taken -= device->owner[thing] != FOCUS_DOM0;
	device->taken += owner != FOCUS_DOM0;
	device->owner[thing] = owner;
}

/* Values that are held while a change is under way */

/* False: there is no room. */
static bool focus_hold(struct focus_device *device, const struct focus_value *v)
{
	if (device->num_held == FOCUS_HELD)
		return false;

	device->held[device->num_held++] = *v;
	device->held_in_frame = true;
	return true;
}

static bool focus_hold_axes(struct focus_device *device, bool of_contact,
			    unsigned int slot)
{
	struct focus_value v;
	unsigned int code;

	for (code = 0; code < ABS_CNT; code++)
		if (focus_read_axis(device, code, of_contact, slot, &v) &&
		    !focus_hold(device, &v))
			return false;
	return true;
}

/*
 * At the end the device's state cannot be read, and is another one. So what is held
 * begins with the axes, and each contact comes with its own.
 */
static void focus_begin_to_hold(struct focus_device *device)
{
	if (!device->num_held)
		focus_hold_axes(device, false, 0);
}

static void focus_hold_press(struct focus_route *route, struct focus_device *device,
			     const struct focus_value *v)
{
	unsigned int num_held;

	focus_begin_to_hold(device);
	num_held = device->num_held;
	if (focus_hold(device, v) &&
	    (!focus_is_of_contact(v) || focus_hold_axes(device, true, v->slot))) {
		focus_set_owner(device, focus_thing(v), FOCUS_LATER);
	} else {
		device->num_held = num_held;
		focus_set_owner(device, focus_thing(v), FOCUS_PORTS);
		route->dropped++;
	}
}

static void focus_forget_held(struct focus_device *device, unsigned int at)
{
	if (at && device->held[at].syn)
		device->held[at - 1].syn = true;

	for (device->num_held--; at < device->num_held; at++)
		device->held[at] = device->held[at + 1];
}

/* The release of a held press: without room the press goes, and so both. */
static void focus_hold_release(struct focus_route *route, struct focus_device *device,
			       const struct focus_value *v)
{
	unsigned int at;

	if (focus_hold(device, v))
		return;

	for (at = device->num_held; at-- > 0; ) {
		const struct focus_value *held = &device->held[at];

		if (focus_is_of_thing(held) && focus_thing(held) == focus_thing(v)) {
			focus_forget_held(device, at);
			route->dropped++;
			return;
		}
	}
}

static int focus_sum(int a, int b)
{
	long long sum = (long long)a + b;

	if (sum > INT_MAX)
		return INT_MAX;
	if (sum < INT_MIN)
		return INT_MIN;
	return (int)sum;
}

/* Motion since the last press or release is one value for each axis. */
static bool focus_collapse(struct focus_device *device, const struct focus_value *v)
{
	unsigned int at;

	for (at = device->num_held; at-- > 0; ) {
		struct focus_value *held = &device->held[at];

		if (focus_is_of_thing(held))
			return false;
		if (held->type != v->type || held->code != v->code)
			continue;
		if (focus_is_of_contact(v) && held->slot != v->slot)
			continue;

		held->value = v->type == EV_REL ? focus_sum(held->value, v->value) :
						  v->value;
		held->present = false;
		return true;
	}
	return false;
}

static void focus_hold_motion(struct focus_route *route, struct focus_device *device,
			      const struct focus_value *v)
{
	focus_begin_to_hold(device);
	if (!focus_collapse(device, v) && !focus_hold(device, v))
		route->dropped++;
}

static void focus_hold_sync(struct focus_device *device)
{
	if (device->held_in_frame && device->num_held)
		device->held[device->num_held - 1].syn = true;
	device->held_in_frame = false;
}

/*
 * The change is over: what was held goes to who has the focus now, or nowhere, for
 * Dom0 cannot be given it any more. Motion may have gone to Dom0, or have been dropped.
 */
static void focus_flush(struct focus_route *route, struct focus_device *device)
{
	bool wanted = focus_has_port(device, route->now);
	unsigned int i;

	for (i = 0; i < device->num_held; i++) {
		const struct focus_value *v = &device->held[i];
		bool end = focus_is_of_thing(v);

		if (wanted)
			focus_give_to(device, route->now, v);
		else if (!v->present && (!end || focus_is_press(v)))
			route->dropped++;

		if (end && device->owner[focus_thing(v)] == FOCUS_LATER)
			focus_set_owner(device, focus_thing(v), FOCUS_PORTS);
		if (v->syn)
			focus_sync_all(device);
	}
	device->num_held = 0;
	device->held_in_frame = false;
	focus_make_stale(device);
}

/* Who is next */

void focus_route_init(struct focus_route *route)
{
	*route = (struct focus_route){ 0 };
}

struct focus_guest *focus_route_find(struct focus_route *route, uint16_t domid)
{
	struct focus_guest *guest;

	for (guest = route->guests; guest; guest = guest->next)
		if (guest->domid == domid)
			return guest;
	return NULL;
}

/* The guest after that domain in the round; the domain itself if there is none. */
static uint16_t focus_next(const struct focus_route *route, uint16_t domid)
{
	const struct focus_guest *guest;

	for (guest = route->guests; guest; guest = guest->next)
		if (guest->domid > domid)
			return guest->domid;
	return route->guests ? route->guests->domid : domid;
}

/* Who has the focus when all changes are made, if nobody refuses. */
static uint16_t focus_foresee(struct focus_route *route)
{
	const struct focus_request *request;
	uint16_t domid = route->now;
	unsigned int i;

	if (route->busy)
		domid = route->to;
	else if (route->orphaned)
		domid = 0;

	for (request = route->requests; request; request = request->next)
		if (!request->to || focus_route_find(route, request->to))
			domid = request->to;

	for (i = 0; i < route->nexts; i++)
		domid = focus_next(route, domid);

	return domid;
}

/* Called after each change of what the two depend on. */
static void focus_update(struct focus_route *route)
{
	struct focus_device *device;
	bool was_changing = route->changing;

	route->changing = route->busy || route->orphaned || route->requests ||
			  route->nexts;
	route->target = focus_foresee(route);

	if (was_changing && !route->changing)
		for (device = route->devices; device; device = device->next)
			focus_flush(route, device);
}

void focus_route_insert(struct focus_route *route, struct focus_guest *guest)
{
	struct focus_guest **at = &route->guests;

	while (*at && (*at)->domid < guest->domid)
		at = &(*at)->next;
	guest->next = *at;
	*at = guest;

	focus_update(route);
}

void focus_route_erase(struct focus_route *route, struct focus_guest *guest)
{
	struct focus_guest **at = &route->guests;

	while (*at != guest)
		at = &(*at)->next;
	*at = guest->next;

	if (route->now == guest->domid)
		route->orphaned = true;
	focus_update(route);
}

/* Requests */

static void focus_append(struct focus_route *route, struct focus_request *request)
{
	struct focus_request **at = &route->requests;

	while (*at)
		at = &(*at)->next;
	request->next = NULL;
	request->queued = true;
	*at = request;
}

static void focus_unlink(struct focus_route *route, struct focus_request *request)
{
	struct focus_request **at = &route->requests;

	while (*at != request)
		at = &(*at)->next;
	*at = request->next;
	request->queued = false;
}

bool focus_route_ask(struct focus_route *route, struct focus_request *request)
{
	if (request->to && !focus_route_find(route, request->to))
		return false;

	/* Who names a domain does not care for moves before it. */
	route->nexts = 0;
	focus_append(route, request);
	focus_update(route);
	return true;
}

bool focus_route_unask(struct focus_route *route, struct focus_request *request)
{
	if (!request->queued)
		return false;

	focus_unlink(route, request);
	focus_update(route);
	return true;
}

/* Both return whether there is a change to make. */

static bool focus_ask_for_next(struct focus_route *route)
{
	if (focus_next(route, route->target) == route->target ||
	    route->nexts == FOCUS_MAX_NEXTS)
		return false;

	route->nexts++;
	focus_update(route);
	return true;
}

static bool focus_ask_for_dom0(struct focus_route *route)
{
	if (!route->target)
		return false;

	if (route->by_key.queued)
		focus_unlink(route, &route->by_key);
	return focus_route_ask(route, &route->by_key);
}

/* Changes */

static uint16_t focus_take_request(struct focus_route *route, struct focus_step *step)
{
	struct focus_request *request = route->requests;

	focus_unlink(route, request);
	if (request != &route->by_key)
		step->request = request;

	step->unknown = request->to && !focus_route_find(route, request->to);
	return step->unknown ? route->now : request->to;
}

bool focus_route_begin(struct focus_route *route, struct focus_step *step)
{
	if (!route->changing)
		return false;

	*step = (struct focus_step){ .from = route->now };
	if (route->orphaned) {
		route->orphaned = false;
		step->forced = true;
	} else if (route->requests) {
		step->to = focus_take_request(route, step);
	} else {
		route->nexts--;
		step->to = focus_next(route, route->now);
	}

	route->busy = true;
	route->to = step->to;
	focus_update(route);
	return true;
}

/* What the loser has pressed he does not hear of any more. */
static void focus_move(struct focus_route *route, const struct focus_step *step)
{
	struct focus_device *device;
	struct focus_port *port;

	for (device = route->devices; device; device = device->next)
		for (port = device->ports; port; port = port->next)
			if (port->domid == step->from)
				focus_release_all(port);

	route->now = step->to;
	route->orphaned = step->to && !focus_route_find(route, step->to);
}

void focus_route_end(struct focus_route *route, const struct focus_step *step, bool moved)
{
	route->busy = false;
	if (moved && step->to != step->from)
		focus_move(route, step);
	focus_update(route);
}

/* Devices and ports */

void focus_route_add_device(struct focus_route *route, struct focus_device *device)
{
	device->next = route->devices;
	route->devices = device;
}

void focus_route_remove_device(struct focus_route *route, struct focus_device *device)
{
	struct focus_device **at = &route->devices;

	focus_flush(route, device);
	while (*at != device)
		at = &(*at)->next;
	*at = device->next;
}

void focus_route_add_port(struct focus_device *device, struct focus_port *port)
{
	unsigned int i;

	for (i = 0; i < FOCUS_THINGS / 32; i++)
		port->pressed[i] = 0;
	port->slot = -1;
	port->got = false;
	port->stale = true;

	port->next = device->ports;
	device->ports = port;
}

void focus_route_remove_port(struct focus_device *device, struct focus_port *port)
{
	struct focus_port **at = &device->ports;

	while (*at != port)
		at = &(*at)->next;
	*at = port->next;

	focus_release_all(port);
}

bool focus_route_idle(const struct focus_device *device)
{
	return !device->listed && !device->ports && !device->taken;
}

/* Events */

/* Where a press or motion belongs that comes now. */
static enum focus_owner focus_where(const struct focus_route *route,
				    const struct focus_device *device)
{
	if (!route->target || !focus_has_port(device, route->target))
		return FOCUS_DOM0;
	return route->changing ? FOCUS_LATER : FOCUS_PORTS;
}

/* Returns whether Dom0 must not see it; so do those below. */
static bool focus_release(struct focus_route *route, struct focus_device *device,
			  const struct focus_value *v)
{
	unsigned int thing = focus_thing(v);
	enum focus_owner owner = device->owner[thing];

	if (owner == FOCUS_DOM0)
		return false;

	if (owner == FOCUS_PORTS)
		focus_report_to_owners(device, v);
	else if (owner == FOCUS_LATER)
		focus_hold_release(route, device, v);
	focus_set_owner(device, thing, FOCUS_DOM0);
	return true;
}

static bool focus_press(struct focus_route *route, struct focus_device *device,
			const struct focus_value *v)
{
	struct focus_value missed = focus_release_of(focus_thing(v));

	/* Who has grabbed the device saw the release alone. */
	focus_release(route, device, &missed);

	switch (focus_where(route, device)) {
	case FOCUS_PORTS:
		focus_report_to(device, route->now, v);
		focus_set_owner(device, focus_thing(v), FOCUS_PORTS);
		return true;
	case FOCUS_LATER:
		focus_hold_press(route, device, v);
		return true;
	default:
		return false;
	}
}

/* Of the device as a whole: follows the focus. */
static bool focus_motion(struct focus_route *route, struct focus_device *device,
			 const struct focus_value *v)
{
	switch (focus_where(route, device)) {
	case FOCUS_PORTS:
		focus_report_to(device, route->now, v);
		return true;
	case FOCUS_LATER:
		focus_hold_motion(route, device, v);
		return true;
	default:
		return false;
	}
}

/* Of a contact: follows its owner. */
static bool focus_contact_motion(struct focus_route *route, struct focus_device *device,
				 const struct focus_value *v)
{
	enum focus_owner owner = device->owner[focus_thing(v)];

	if (owner == FOCUS_PORTS)
		focus_report_to_owners(device, v);
	else if (owner == FOCUS_LATER)
		focus_hold_motion(route, device, v);
	return owner != FOCUS_DOM0;
}

static unsigned int focus_focus_key(struct focus_route *route, struct focus_device *device,
				    const struct focus_value *v)
{
	struct focus_value missed = focus_release_of(v->code);
	bool change;

	focus_release(route, device, &missed);
	focus_set_owner(device, v->code, FOCUS_PORTS);
	change = v->code == route->dom0_key ? focus_ask_for_dom0(route) :
					      focus_ask_for_next(route);

	return FOCUS_SWALLOW | (change ? FOCUS_CHANGE : 0);
}

/* The input core makes a key repeat with the value 2. */
static unsigned int focus_key(struct focus_route *route, struct focus_device *device,
			      struct focus_value *v)
{
	if (v->code > KEY_MAX)
		return 0;
	if (!v->value)
		return focus_release(route, device, v) ? FOCUS_SWALLOW : 0;
	if (v->value == 2)
		return device->owner[v->code] != FOCUS_DOM0 ? FOCUS_SWALLOW : 0;

	v->value = 1;
	if (device->listed && v->code &&
	    (v->code == route->next_key || v->code == route->dom0_key))
		return focus_focus_key(route, device, v);
	return focus_press(route, device, v) ? FOCUS_SWALLOW : 0;
}

/*
 * A slot says where what follows belongs, so Dom0 must see it in any case, and each
 * port is told its own. Contacts without slots cannot be told apart: they are Dom0's.
 */
static bool focus_abs(struct focus_route *route, struct focus_device *device,
		      const struct focus_value *v)
{
	if (v->code == ABS_MT_SLOT) {
		device->slot = v->value;
		return false;
	}
	if (!focus_is_of_contact(v))
		return focus_motion(route, device, v);
	if (!device->slots || v->slot >= FOCUS_SLOTS)
		return false;
	if (v->code != ABS_MT_TRACKING_ID)
		return focus_contact_motion(route, device, v);
	if (v->value < 0)
		return focus_release(route, device, v);
	return focus_press(route, device, v);
}

unsigned int focus_route_event(struct focus_route *route, struct focus_device *device,
			       unsigned int type, unsigned int code, int value)
{
	struct focus_value v = {
		.type = type, .code = code, .value = value, .slot = device->slot,
	};

	switch (type) {
	case EV_SYN:
		if (code != SYN_REPORT)
			return 0;
		focus_sync_all(device);
		focus_hold_sync(device);
		return 0;
	case EV_KEY:
		return focus_key(route, device, &v);
	case EV_REL:
		return focus_motion(route, device, &v) ? FOCUS_SWALLOW : 0;
	case EV_ABS:
		return focus_abs(route, device, &v) ? FOCUS_SWALLOW : 0;
	default:
		return 0;
	}
}

void focus_route_resync(struct focus_route *route, struct focus_device *device,
			bool (*is_down)(void *data, unsigned int thing), void *data)
{
	unsigned int thing;

	focus_make_stale(device);
	for (thing = 0; device->taken && thing < FOCUS_THINGS; thing++) {
		struct focus_value v = focus_release_of(thing);

		if (device->owner[thing] == FOCUS_DOM0)
			continue;
		if (is_down(data, thing))
			focus_freshen_owners(device, thing);
		else
			focus_release(route, device, &v);
	}
	focus_sync_all(device);
	focus_hold_sync(device);
}
