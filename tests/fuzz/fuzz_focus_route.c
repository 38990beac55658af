// SPDX-License-Identifier: GPL-2.0-only
/*
 * fuzz_focus_route.c - any order of keys, motion, changes, guests, ports and grabs
 * before xen-focus' routing.
 *
 * Input: operations, each a byte that chooses it and bytes for what it needs. Events
 * are such as the input core hands on: a key goes down only if it is up, and an axis is
 * reported only if it changes. Who is given an event knows all axes. In the end all keys
 * are let go of and all changes made, and then nobody may have one pressed.
 */
#include "backend/focus_route.h"
#include "tests/fuzz/fuzz.h"

#define NUM_DEVICES	3
#define NUM_PORTS	8
#define NUM_GUESTS	5	/* domains 1 to 5 */
#define NUM_REQUESTS	4
#define NUM_SLOTS	3	/* the last one is beyond what is followed */

/* What can be pressed: keys enough to overflow what is held, then contacts. */
#define NUM_KEYS	80
#define NUM_THINGS	(NUM_KEYS + NUM_SLOTS)
#define NEXT_KEY	2
#define DOM0_KEY	3

/* The device's axes; the first of them are contacts', too. */
#define NUM_AXES	16
#define NUM_OF_CONTACT	2	/* ABS_MT_POSITION_X and _Y */

enum dom0_view { UP, DOWN, UNKNOWN };

/* The device's, or what a port knows of them. */
struct axes {
	int value[NUM_AXES];
	int of_contact[NUM_SLOTS][NUM_OF_CONTACT];
};

struct device {
	struct focus_device focus;
	bool down[NUM_THINGS];
	struct axes axes;
	bool grabbed;
	enum dom0_view dom0[NUM_THINGS];
};

struct port {
	struct focus_port focus;
	struct device *device;	/* NULL: not attached */
	bool pressed[NUM_THINGS];
	struct axes axes;
	unsigned int known;			/* of the axes, a bit each */
	unsigned int known_of_contact[NUM_SLOTS];
	int slot;
	bool got;
	bool heard;	/* in this call */
};

static struct focus_route route;
static struct device devices[NUM_DEVICES];
static struct port ports[NUM_PORTS];
static struct focus_guest guests[NUM_GUESTS + 1];
static bool guest_is_there[NUM_GUESTS + 1];
static struct focus_request requests[NUM_REQUESTS];
static bool asked[NUM_REQUESTS];
static struct device *reports;	/* its state can be read */
static struct focus_step step;
static bool begun;
static unsigned long dropped;

static unsigned int slot_number(unsigned int i)
{
	return i == NUM_SLOTS - 1 ? FOCUS_SLOTS : i;
}

/* The device's state */

static int *find_of_contact(struct axes *axes, unsigned int slot, unsigned int code)
{
	assert(slot < NUM_SLOTS - 1);
	return &axes->of_contact[slot][code - ABS_MT_POSITION_X];
}

static bool read_axis(const struct focus_device *focus, unsigned int code,
		      unsigned int slot, int *value)
{
	struct device *device = (struct device *)focus;

	assert(device == reports);
	assert(code <= ABS_MAX && code != ABS_MT_SLOT && code != ABS_MT_TRACKING_ID);
	if (code < NUM_AXES)
		*value = device->axes.value[code];
	else if (code == ABS_MT_POSITION_X || code == ABS_MT_POSITION_Y)
		*value = slot < NUM_SLOTS - 1 ?
			 *find_of_contact(&device->axes, slot, code) : 0;
	else
		return false;
	return true;
}

static unsigned int report(struct device *device, unsigned int type, unsigned int code,
			   int value)
{
	unsigned int what;

	reports = device;
	what = focus_route_event(&route, &device->focus, type, code, value);
	reports = NULL;
	return what;
}

/* What a port hears makes sense, whatever happened */

static void pressed_or_released(struct port *port, unsigned int thing, bool press)
{
	assert(thing < NUM_THINGS);
	assert(port->pressed[thing] != press);
	port->pressed[thing] = press;
	if (thing >= NUM_KEYS)
		port->known_of_contact[thing - NUM_KEYS] = 0;
	assert(!press || port->focus.domid == route.now);
}

static void heard_axis(struct port *port, unsigned int code, int value)
{
	if (code == ABS_MT_SLOT) {
		assert(value != port->slot && value >= 0 && value < NUM_SLOTS - 1);
		port->slot = value;
	} else if (code == ABS_MT_TRACKING_ID) {
		assert(port->slot >= 0);
		pressed_or_released(port, NUM_KEYS + (unsigned int)port->slot, value >= 0);
	} else if (code == ABS_MT_POSITION_X || code == ABS_MT_POSITION_Y) {
		assert(port->slot >= 0 && port->pressed[NUM_KEYS + port->slot]);
		*find_of_contact(&port->axes, (unsigned int)port->slot, code) = value;
		port->known_of_contact[port->slot] |= 1u << (code - ABS_MT_POSITION_X);
	} else {
		assert(code < NUM_AXES && port->focus.domid == route.now);
		port->axes.value[code] = value;
		port->known |= 1u << code;
	}
}

/* Before a frame ends it knows all axes. */
static void knows_all(const struct port *port)
{
	unsigned int slot;

	assert(port->known == (1u << NUM_AXES) - 1);
	for (slot = 0; slot < NUM_SLOTS; slot++)
		assert(!port->pressed[NUM_KEYS + slot] ||
		       port->known_of_contact[slot] == (1u << NUM_OF_CONTACT) - 1);
}

/* And it knows them as they are. */
static void knows_the_present(const struct port *port)
{
	const struct axes *axes = &port->device->axes;
	unsigned int slot;

	knows_all(port);
	assert(!memcmp(port->axes.value, axes->value, sizeof(axes->value)));
	for (slot = 0; slot < NUM_SLOTS; slot++)
		assert(!port->pressed[NUM_KEYS + slot] ||
		       !memcmp(port->axes.of_contact[slot], axes->of_contact[slot],
			       sizeof(axes->of_contact[slot])));
}

static void heard(struct focus_port *focus, unsigned int type, unsigned int code, int value)
{
	struct port *port = (struct port *)focus;

	assert(port->device);
	if (type == EV_SYN) {
		assert(code == SYN_REPORT && port->got);
		knows_all(port);
		port->got = false;
		return;
	}

	port->got = true;
	port->heard = true;
	if (type == EV_KEY) {
		assert(value == 0 || value == 1);
		pressed_or_released(port, code, value);
	} else if (type == EV_ABS) {
		heard_axis(port, code, value);
	} else {
		assert(type == EV_REL && port->focus.domid == route.now);
	}
}

/* What holds between two calls */

static void all_is_well(void)
{
	unsigned int i, thing, taken;

	assert(route.dropped >= dropped);
	dropped = route.dropped;
	assert(route.nexts <= FOCUS_MAX_NEXTS);
	assert(route.changing || !route.now || guest_is_there[route.now]);
	assert(route.changing || route.target == route.now);

	for (i = 0; i < NUM_DEVICES; i++) {
		struct focus_device *device = &devices[i].focus;

		assert(device->num_held <= FOCUS_HELD);
		assert(route.changing || !device->num_held);
		for (taken = 0, thing = 0; thing < FOCUS_THINGS; thing++)
			taken += device->owner[thing] != FOCUS_DOM0;
		assert(device->taken == taken);
	}
}

static bool port_takes(const struct port *port, const struct device *device, uint16_t domid)
{
	return port->device == device && port->focus.domid == domid;
}

static bool somebody_takes(const struct device *device, uint16_t domid)
{
	unsigned int i;

	for (i = 0; i < NUM_PORTS; i++)
		if (port_takes(&ports[i], device, domid))
			return true;
	return false;
}

/* Events */

static void nobody_has_heard(void)
{
	unsigned int i;

	for (i = 0; i < NUM_PORTS; i++)
		ports[i].heard = false;
}

static void who_heard_knows_the_present(const struct device *device)
{
	unsigned int i;

	for (i = 0; i < NUM_PORTS; i++)
		if (ports[i].device == device && ports[i].heard)
			knows_the_present(&ports[i]);
}

static void press_went_to_one(struct device *device, unsigned int thing, bool swallowed,
			      bool changing)
{
	bool wanted = somebody_takes(device, route.now);
	unsigned int i;

	if (!changing)
		assert(swallowed == wanted);
	if (changing || !swallowed)
		return;
	for (i = 0; i < NUM_PORTS; i++)
		if (port_takes(&ports[i], device, route.now))
			assert(ports[i].pressed[thing]);
}

static void release_was_not_lost(struct device *device, unsigned int thing, bool swallowed)
{
	unsigned int i;

	for (i = 0; i < NUM_PORTS; i++)
		assert(ports[i].device != device || !ports[i].pressed[thing]);

	assert(device->dom0[thing] == UNKNOWN || (device->dom0[thing] == DOWN) == !swallowed);
	device->dom0[thing] = UP;
}

static void send_thing(struct device *device, unsigned int thing, bool press)
{
	bool changing = route.changing;
	bool followed = thing != NUM_THINGS - 1;
	bool focus_key = device->focus.listed && thing < NUM_KEYS && thing &&
			 (thing == route.next_key || thing == route.dom0_key);
	unsigned int what;
	bool swallowed;

	device->down[thing] = press;
	if (device->grabbed)
		return;

	nobody_has_heard();
	if (thing < NUM_KEYS) {
		what = report(device, EV_KEY, thing, press);
	} else {
		report(device, EV_ABS, ABS_MT_SLOT, (int)slot_number(thing - NUM_KEYS));
		what = report(device, EV_ABS, ABS_MT_TRACKING_ID, press ? (int)thing : -1);
	}
	swallowed = what & FOCUS_SWALLOW;
	if (!changing)
		who_heard_knows_the_present(device);

	if (!press) {
		release_was_not_lost(device, thing, swallowed);
		return;
	}
	if (focus_key)
		assert(swallowed);
	else if (followed)
		press_went_to_one(device, thing, swallowed, changing);
	else
		assert(!swallowed);
	device->dom0[thing] = swallowed ? UP : DOWN;
}

static void sync(struct device *device)
{
	unsigned int i;

	if (device->grabbed)
		return;
	assert(!report(device, EV_SYN, SYN_REPORT, 0));
	for (i = 0; i < NUM_PORTS; i++)
		assert(ports[i].device != device || !ports[i].got);
}

/* Returns whether it is another value than before, and is reported. */
static bool set_axis(const struct device *device, int *axis, int value)
{
	bool changes = *axis != value;

	*axis = value;
	return changes && !device->grabbed;
}

static void send_axis(struct device *device, unsigned int code, int value)
{
	if (set_axis(device, &device->axes.value[code], value))
		report(device, EV_ABS, code, value);
}

static void send_contact_axis(struct device *device, unsigned int slot, unsigned int axis,
			      int value)
{
	if (!set_axis(device, &device->axes.of_contact[slot][axis], value))
		return;
	report(device, EV_ABS, ABS_MT_SLOT, (int)slot_number(slot));
	report(device, EV_ABS, ABS_MT_POSITION_X + axis, value);
}

static void send_motion(struct device *device, unsigned int kind, int value)
{
	bool changing = route.changing;

	nobody_has_heard();
	switch (kind % 4) {
	case 0:
		if (!device->grabbed)
			report(device, EV_REL, kind / 4 % 16, value);
		break;
	case 1:
		send_axis(device, kind / 4 % NUM_AXES, value);
		break;
	case 2:
		send_contact_axis(device, kind / 8 % NUM_SLOTS, kind / 4 % NUM_OF_CONTACT,
				  value);
		break;
	default:
		if (!device->grabbed)
			report(device, EV_KEY, kind / 4 % NUM_KEYS, 2);
		break;
	}
	if (!changing)
		who_heard_knows_the_present(device);
}

/* Dom0 may have missed anything of what is down. */
static bool is_down(void *data, unsigned int thing)
{
	const struct device *device = data;

	if (thing >= KEY_CNT)
		thing = NUM_KEYS + thing - KEY_CNT;
	return device->down[thing];
}

static void give_back(struct device *device)
{
	unsigned int i, thing;

	for (thing = 0; thing < NUM_THINGS; thing++)
		device->dom0[thing] = device->down[thing] ? UNKNOWN : UP;

	reports = device;
	focus_route_resync(&route, &device->focus, is_down, device);
	reports = NULL;

	for (i = 0; i < NUM_PORTS; i++)
		for (thing = 0; ports[i].device == device && thing < NUM_THINGS; thing++)
			if (ports[i].pressed[thing])
				knows_the_present(&ports[i]);
}

static void grab(struct device *device, bool grabbed)
{
	if (device->grabbed && !grabbed)
		give_back(device);
	device->grabbed = grabbed;
}

/* Guests and ports */

static void toggle_guest(unsigned int domid)
{
	guest_is_there[domid] = !guest_is_there[domid];
	if (guest_is_there[domid]) {
		guests[domid] = (struct focus_guest){ .domid = (uint16_t)domid };
		focus_route_insert(&route, &guests[domid]);
	} else {
		focus_route_erase(&route, &guests[domid]);
	}
	assert(!focus_route_find(&route, (uint16_t)domid) == !guest_is_there[domid]);
}

static void remove_port(struct port *port)
{
	unsigned int thing;

	focus_route_remove_port(&port->device->focus, &port->focus);
	for (thing = 0; thing < NUM_THINGS; thing++)
		assert(!port->pressed[thing]);
	assert(!port->got);
	port->device = NULL;
}

static void toggle_port(struct port *port, struct device *device, unsigned int domid)
{
	if (port->device) {
		remove_port(port);
		return;
	}
	*port = (struct port){
		.focus = { .domid = (uint16_t)domid, .event = heard },
		.device = device,
		.slot = -1,
	};
	focus_route_add_port(&device->focus, &port->focus);
}

/* The input core lets go of all, and the driver comes again. */
static void replace(struct device *device)
{
	bool listed = device->focus.listed;
	unsigned int i;

	grab(device, false);
	for (i = 0; i < NUM_THINGS; i++)
		if (device->down[i])
			send_thing(device, i, false);
	sync(device);
	for (i = 0; i < NUM_PORTS; i++)
		if (ports[i].device == device)
			remove_port(&ports[i]);
	focus_route_remove_device(&route, &device->focus);

	*device = (struct device){
		.focus = { .axis = read_axis, .listed = listed, .slots = true },
	};
	focus_route_add_device(&route, &device->focus);
}

/* Changes */

static void ask(unsigned int i, uint16_t to)
{
	if (asked[i]) {
		asked[i] = !focus_route_unask(&route, &requests[i]) && asked[i];
		return;
	}
	requests[i] = (struct focus_request){ .to = to };
	asked[i] = focus_route_ask(&route, &requests[i]);
	assert(asked[i] == (!to || guest_is_there[to]));
}

static void begin(void)
{
	bool changing = route.changing;

	if (begun)
		return;
	begun = focus_route_begin(&route, &step);
	assert(begun == changing);
	if (!begun)
		return;
	assert(step.from == route.now);
	assert(!step.forced || !step.to);
	assert(!step.to || guest_is_there[step.to] || step.to == step.from);
}

static void loser_has_nothing(uint16_t domid)
{
	unsigned int i, thing;

	for (i = 0; i < NUM_PORTS; i++)
		for (thing = 0; ports[i].focus.domid == domid && thing < NUM_THINGS; thing++)
			assert(!ports[i].device || !ports[i].pressed[thing]);
}

static void end(bool moved)
{
	unsigned int i;

	if (!begun)
		return;
	moved |= step.forced;
	focus_route_end(&route, &step, moved);
	begun = false;
	assert(route.now == (moved ? step.to : step.from));
	if (route.now != step.from)
		loser_has_nothing(step.from);
	for (i = 0; i < NUM_REQUESTS; i++)
		if (step.request == &requests[i])
			asked[i] = false;
}

static void do_one(struct input *input)
{
	unsigned int op = take_u8(input);
	unsigned int arg = take_u8(input);
	struct device *device = &devices[op / 16 % NUM_DEVICES];
	unsigned int thing = arg % NUM_THINGS;

	switch (op % 16) {
	case 0: case 1: case 2: case 3:
		send_thing(device, thing, !device->down[thing]);
		break;
	case 4: case 5:
		sync(device);
		break;
	case 6:
		send_motion(device, arg, (int)take_u32(input));
		break;
	case 7:
		grab(device, !device->grabbed);
		break;
	case 8:
		toggle_guest(1 + arg % NUM_GUESTS);
		break;
	case 9:
		toggle_port(&ports[arg % NUM_PORTS], device, 1 + arg / NUM_PORTS % NUM_GUESTS);
		break;
	case 10:
		ask(arg % NUM_REQUESTS, arg / NUM_REQUESTS % (NUM_GUESTS + 1));
		break;
	case 11: case 12:
		begin();
		break;
	case 13:
		end(arg % 4);
		break;
	case 14:
		device->focus.listed = arg & 1;
		route.next_key = arg & 2 ? NEXT_KEY : arg / 8;
		route.dom0_key = arg & 4 ? DOM0_KEY : 0;
		break;
	default:
		replace(device);
		break;
	}
}

static void begin_anew(void)
{
	unsigned int i;

	focus_route_init(&route);
	route.next_key = NEXT_KEY;
	route.dom0_key = DOM0_KEY;
	memset(devices, 0, sizeof(devices));
	memset(ports, 0, sizeof(ports));
	memset(guest_is_there, 0, sizeof(guest_is_there));
	memset(asked, 0, sizeof(asked));
	begun = false;
	dropped = 0;
	for (i = 0; i < NUM_DEVICES; i++) {
		devices[i].focus.axis = read_axis;
		devices[i].focus.slots = true;
		devices[i].focus.listed = !i;
		focus_route_add_device(&route, &devices[i].focus);
	}
}

static void let_go_of_all(void)
{
	unsigned int i, thing;

	for (i = 0; i < NUM_DEVICES; i++) {
		grab(&devices[i], false);
		for (thing = 0; thing < NUM_THINGS; thing++)
			if (devices[i].down[thing])
				send_thing(&devices[i], thing, false);
		sync(&devices[i]);
		assert(!devices[i].focus.taken);
	}
}

static void nobody_has_anything(void)
{
	unsigned int i, thing;

	assert(!route.changing);
	for (i = 0; i < NUM_PORTS; i++)
		for (thing = 0; ports[i].device && thing < NUM_THINGS; thing++)
			assert(!ports[i].pressed[thing]);
	for (i = 0; i < NUM_DEVICES; i++)
		for (thing = 0; thing < NUM_THINGS; thing++)
			assert(devices[i].dom0[thing] == UP);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input input = { data, size };

	begin_anew();
	while (input.left) {
		do_one(&input);
		all_is_well();
	}

	let_go_of_all();
	end(true);
	for (begin(); begun; begin())
		end(true);
	all_is_well();
	nobody_has_anything();
	return 0;
}
