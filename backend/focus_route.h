/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * focus_route.h - which event goes to whom, and which change of the focus is next.
 *
 * Plain C without kernel calls, compiled into xen-focus and into unit tests and
 * fuzzers. Must not know what is at the other end of a port, nor who takes part in a
 * change besides the ports. All memory is the caller's, and so is the lock: of two
 * calls with one route only one may run at a time.
 *
 * docs/focus.md says in words what is decided here.
 */
#ifndef FOCUS_ROUTE_H
#define FOCUS_ROUTE_H

#include <linux/input.h>

#ifdef __KERNEL__
#include <linux/types.h>
#else
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#endif

/* Values that a device holds at most while a change is under way. */
#define FOCUS_HELD		64

/* Focus keys that wait at most; more presses do nothing. */
#define FOCUS_MAX_NEXTS		64

/*
 * What is pressed and let go of, and so has an owner: the keys, and then the
 * contacts of multi-touch, by their slots. Contacts beyond these stay Dom0's.
 */
#define FOCUS_SLOTS		64
#define FOCUS_THINGS		(KEY_CNT + FOCUS_SLOTS)

/* A guest's end of a device. */
struct focus_port {
	/* Set by the caller. */
	uint16_t domid;
	void (*event)(struct focus_port *port, unsigned int type,
		      unsigned int code, int value);

	/* Private. */
	struct focus_port *next;
	uint32_t pressed[FOCUS_THINGS / 32];
	int slot;	/* that it was told last; -1: none */
	bool got;	/* something in this frame */
	bool stale;	/* it may not know how the axes are */
};

/* Who saw the press of a thing. */
enum focus_owner {
	FOCUS_DOM0,	/* Dom0; or it is not pressed */
	FOCUS_PORTS,	/* the ports that have it pressed, if there are any */
	FOCUS_LATER,	/* who will is not known yet: the press is held */
};

struct focus_value {
	unsigned int type;
	unsigned int code;
	int value;
	unsigned int slot;	/* of multi-touch */
	bool present;		/* no event: what the axis was already */
	bool syn;		/* a frame ends with it */
};

/* One of Dom0's input devices. */
struct focus_device {
	/*
	 * Set by the caller: tells the present value of an axis, the slot's if it is an
	 * axis of contacts; false if there is no such axis. Called from within
	 * focus_route_event() and focus_route_resync() alone, for their device. At an
	 * event the value may be that of the end of its frame.
	 */
	bool (*axis)(const struct focus_device *device, unsigned int code,
		     unsigned int slot, int *value);

	/* Set by the caller, and changed with the route's lock. */
	bool listed;	/* the focus keys count on it */
	bool slots;	/* multi-touch comes in slots */
	unsigned int slot;

	/* Private. */
	struct focus_device *next;
	struct focus_port *ports;
	uint8_t owner[FOCUS_THINGS];
	unsigned int taken;	/* things whose owner is not Dom0 */
	struct focus_value held[FOCUS_HELD];
	unsigned int num_held;
	bool held_in_frame;
};

/* A guest that can have the focus. */
struct focus_guest {
	struct focus_guest *next;
	uint16_t domid;
	unsigned int count;
};

/* Somebody asks for a change to a domain. */
struct focus_request {
	uint16_t to;	/* set by the caller */

	/* Private. */
	struct focus_request *next;
	bool queued;
};

struct focus_route {
	/* To be read by the caller; the keys may be changed with the lock. */
	uint16_t now;
	unsigned int next_key;		/* 0: none */
	unsigned int dom0_key;
	unsigned long dropped;		/* presses and motion */
	struct focus_guest *guests;	/* by ascending domid */

	/* Private. */
	struct focus_device *devices;

	bool busy;	/* a change to `to` is under way */
	uint16_t to;
	bool orphaned;	/* the guest in focus is gone */
	struct focus_request *requests;	/* then come these, the first first */
	struct focus_request by_key;
	unsigned int nexts;		/* and then so many moves to the next guest */

	bool changing;	/* any of these */
	uint16_t target;	/* who has the focus when they are done; else: now */
};

void focus_route_init(struct focus_route *route);

/* Guests */

/* The guest of that domain, or NULL. */
struct focus_guest *focus_route_find(struct focus_route *route, uint16_t domid);

/* A guest that is not there yet; its count is the caller's. */
void focus_route_insert(struct focus_route *route, struct focus_guest *guest);

/* After this focus_route_begin() may have a change to make. */
void focus_route_erase(struct focus_route *route, struct focus_guest *guest);

/* Devices and ports */

/* All of the device is 0, but what the caller sets. */
void focus_route_add_device(struct focus_route *route, struct focus_device *device);

/* It has no ports any more. */
void focus_route_remove_device(struct focus_route *route, struct focus_device *device);

void focus_route_add_port(struct focus_device *device, struct focus_port *port);

/* The port gets the releases of what it has pressed. */
void focus_route_remove_port(struct focus_device *device, struct focus_port *port);

/* Nobody needs the device's events, and no release is awaited that Dom0 must not see. */
bool focus_route_idle(const struct focus_device *device);

/* Events */

#define FOCUS_SWALLOW	1	/* not for Dom0 */
#define FOCUS_CHANGE	2	/* focus_route_begin() has a change to make */

/* An event of the device: returns a set of the above. */
unsigned int focus_route_event(struct focus_route *route, struct focus_device *device,
			       unsigned int type, unsigned int code, int value);

/*
 * After events that were not seen: what is not down any more is released, and who has
 * something pressed that is down is told how the axes are. A thing is a key, or KEY_CNT
 * and a contact's slot.
 */
void focus_route_resync(struct focus_route *route, struct focus_device *device,
			bool (*is_down)(void *data, unsigned int thing), void *data);

/* Changes */

/* Asks for a change: false, and nothing is done, if there is no such guest. */
bool focus_route_ask(struct focus_route *route, struct focus_request *request);

/* Takes a request back: false if its turn has come already. */
bool focus_route_unask(struct focus_route *route, struct focus_request *request);

struct focus_step {
	uint16_t from;
	uint16_t to;	/* may be the same */
	bool forced;	/* nobody may refuse it */
	bool unknown;	/* what was asked for: there is no such guest any more */
	struct focus_request *request;	/* of the caller, or NULL */
};

/* Begins the next change, if there is one. The caller ends it before the next. */
bool focus_route_begin(struct focus_route *route, struct focus_step *step);

/* The focus has moved, or has not since somebody refused. */
void focus_route_end(struct focus_route *route, const struct focus_step *step, bool moved);

#endif /* FOCUS_ROUTE_H */
