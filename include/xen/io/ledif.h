/* SPDX-License-Identifier: MIT */
/*
 * ledif.h - LED device I/O interface for Xen guest operating systems.
 *
 * The single source of the protocol between a guest's LED front-end and a LED
 * back-end. Must not know which LEDs there are, nor who drives them.
 *
 * Compiles alone. In the Linux kernel the ring's types come with it; elsewhere
 * include Xen's public io/ring.h first to get them.
 */
#ifndef __XEN_PUBLIC_IO_LEDIF_H__
#define __XEN_PUBLIC_IO_LEDIF_H__

#ifdef __KERNEL__
#include <linux/stddef.h>
#include <linux/types.h>
#include <xen/interface/io/ring.h>
#else
#include <stddef.h>
#include <stdint.h>
#endif

/*
 ******************************************************************************
 *                              Protocol version
 ******************************************************************************
 */
#define XENLED_PROTOCOL_VERSION		"1"
#define XENLED_PROTOCOL_VERSION_INT	1

/*
 ******************************************************************************
 *                 Main features provided by the protocol
 ******************************************************************************
 * A front-end sees up to XENLED_MAX_LEDS LEDs, each with a name and a highest
 * brightness, and sets their states. A request carries the WHOLE state of a
 * LED, brightness and blinking, never a change to it. So a front-end may skip
 * states that were replaced before they were sent, and may send any state
 * again, at any time: after a lost connection it sends the latest of each LED.
 *
 * An answer says that the back-end took the state, not that the LED is lit: who
 * drives a real LED is the back-end's matter and may change meanwhile.
 *
 * The protocol does not report anything back from a LED.
 *
 ******************************************************************************
 *                  Direction of improvements
 ******************************************************************************
 * A later version may add operations, and meaning to reserved fields. Both ends
 * keep to the version that the front-end chose.
 *
 ******************************************************************************
 *                              XenStore nodes
 ******************************************************************************
 * All values are strings. Numbers are decimal, without sign or spaces. A list's
 * items are separated by XENLED_LIST_SEPARATOR. Values out of the ranges given
 * here are errors.
 *
 *---------------------------- Example configuration --------------------------
 *
 * Two LEDs for domain 1, connected:
 *
 * /local/domain/0/backend/vled/1/0/frontend = "/local/domain/1/device/vled/0"
 * /local/domain/0/backend/vled/1/0/frontend-id = "1"
 * /local/domain/0/backend/vled/1/0/online = "1"
 * /local/domain/0/backend/vled/1/0/state = "4"
 * /local/domain/0/backend/vled/1/0/versions = "1"
 * /local/domain/0/backend/vled/1/0/num-leds = "2"
 * /local/domain/0/backend/vled/1/0/led-0/name = "status:green"
 * /local/domain/0/backend/vled/1/0/led-0/max-brightness = "1"
 * /local/domain/0/backend/vled/1/0/led-0/target = "board_led3"
 * /local/domain/0/backend/vled/1/0/led-1/name = "status:red"
 * /local/domain/0/backend/vled/1/0/led-1/max-brightness = "255"
 *
 * /local/domain/1/device/vled/0/backend = "/local/domain/0/backend/vled/1/0"
 * /local/domain/1/device/vled/0/backend-id = "0"
 * /local/domain/1/device/vled/0/state = "4"
 * /local/domain/1/device/vled/0/version = "1"
 * /local/domain/1/device/vled/0/ring-ref = "8"
 * /local/domain/1/device/vled/0/event-channel = "12"
 *
 * The tool stack makes both ends' nodes in one transaction. What it writes
 * besides the states and `online` does not change while the nodes exist.
 *
 *------------------------------ Backend nodes --------------------------------
 *
 * frontend, frontend-id, online, state
 *      As for every device. `online` is written by the tool stack: "1" while
 *      the device is wanted, "0" when it is being taken away.
 *
 * versions
 *      Values:         list of <uint32_t>
 *      Written by:     backend, before it goes to XenbusStateInitWait
 *
 *      The protocol versions that the backend speaks.
 *
 * num-leds
 *      Values:         1 ... XENLED_MAX_LEDS
 *      Written by:     tool stack
 *
 *      The number of LEDs. They are numbered from 0.
 *
 * led-<n>/name
 *      Values:         1 to XENLED_MAX_NAME characters of [a-z0-9_:-]
 *      Written by:     tool stack
 *
 *      The LED's name in the guest, unique in the device.
 *
 * led-<n>/max-brightness
 *      Values:         1 ... XENLED_MAX_BRIGHTNESS
 *      Written by:     tool stack
 *
 *      The LED's highest brightness; the lowest is 0, dark. The backend does
 *      not scale: this should be the highest brightness of the LED that shows
 *      it. A LED that has fewer steps shows its highest for all above.
 *
 * led-<n>/target
 *      Values:         <string>
 *      Written by:     tool stack, optional
 *
 *      The name of the backend domain's LED that shows this one. For the tool
 *      stack alone; neither end reads it.
 *
 *------------------------------ Frontend nodes -------------------------------
 *
 * backend, backend-id, state
 *      As for every device.
 *
 * version
 *      Values:         one of the backend's versions
 *      Written by:     frontend
 *
 * ring-ref
 *      Values:         <uint32_t>
 *      Written by:     frontend
 *
 *      Grant reference of the ring's page, for reading and writing. The page
 *      holds nothing else and was zeroed.
 *
 * event-channel
 *      Values:         <uint32_t>
 *      Written by:     frontend
 *
 *      The event channel by which both ends tell of activity in the ring. An
 *      event means "look", never "one more".
 *
 *      The three are written before the frontend goes to
 *      XenbusStateInitialised and do not change until it leaves
 *      XenbusStateConnected.
 *
 ******************************************************************************
 *                               STATE DIAGRAMS
 ******************************************************************************
 *
 * The tool stack creates both states as XenbusStateInitialising.
 *
 *-------------------------------- Normal flow --------------------------------
 *
 * Front                                Back
 * =================================    =====================================
 * XenbusStateInitialising              XenbusStateInitialising
 *                                       o Read num-leds, max-brightness
 *                                       o Write versions
 *                                                |
 *                                                V
 *                                      XenbusStateInitWait
 * o Choose a version
 * o Allocate ring and event channel
 * o Write version, ring-ref,
 *   event-channel
 *              |
 *              V
 * XenbusStateInitialised
 *                                       o Read the three, map the ring, bind
 *                                         the event channel
 *                                                |
 *                                                V
 *                                      XenbusStateConnected
 * o Read num-leds, names,
 *   max-brightness
 * o Create the guest's LEDs
 * o Send the state of each LED; the
 *   answers are not waited for
 *              |
 *              V
 * XenbusStateConnected
 *
 *------------------------ The device is taken away ---------------------------
 *
 *                                      The tool stack writes online = "0" and
 *                                      the backend's state:
 *                                      XenbusStateClosing
 * o Remove the guest's LEDs
 * o Release ring and event channel
 *              |
 *              V
 * XenbusStateClosed
 *                                       o All LEDs dark
 *                                       o Unmap the ring
 *                                                |
 *                                                V
 *                                      XenbusStateClosed
 *
 *                                      The tool stack removes the nodes.
 *
 *-------------------------- The frontend goes away ---------------------------
 *
 * XenbusStateClosing
 * (a frontend that does not wait
 * goes to Closed at once)
 *                                       o All LEDs dark
 *                                       o Unmap the ring
 *                                                |
 *                                                V
 *                                      XenbusStateClosing
 * XenbusStateClosed
 *                                      XenbusStateClosed
 *
 * The guest's LEDs go before, the ring and the event channel before or after: Xen
 * keeps the page of a ring that is still mapped, and it must not be used again
 * until its grant was ended. The backend may be absent: it is not waited for
 * without limit.
 *
 * If the frontend comes back it goes to XenbusStateInitialising; the backend, in
 * whatever state it is, ends an old connection and goes to XenbusStateInitWait. If
 * the guest ceased to exist the backend removes the device.
 *
 * Saving and restoring the guest is not part of version 1.
 *
 *------------------------------- Recovery flow -------------------------------
 *
 * The backend's driver is unbound and bound again:
 *   It leaves its state alone when it goes, and the LEDs keep theirs. When it
 *   comes back and finds a frontend that is XenbusStateConnected, it takes up
 *   the connection with the same page and port, at the ring's rsp_prod; requests
 *   that were not answered are still in the ring. The frontend need not notice.
 *
 * The backend is reloaded, so that it lost the LEDs' states:
 *   When it comes back and finds a frontend that is XenbusStateConnected, it
 *   goes to XenbusStateInitWait and waits for the frontend to begin anew.
 *
 * The backend finds a frontend that is XenbusStateInitialised when it comes back:
 *   It goes to XenbusStateInitWait and takes up the offer.
 *
 * The backend goes to XenbusStateClosing or XenbusStateClosed, or back to
 * XenbusStateInitWait from XenbusStateConnected, with online = "1":
 *   The frontend, unless it is XenbusStateClosing or XenbusStateClosed itself,
 *   releases ring and event channel, goes to XenbusStateInitialising and begins
 *   anew. It may offer as soon as the backend is XenbusStateInitWait, also if it
 *   is so already. The guest's LEDs stay, and take orders, throughout; the state
 *   of each is sent in the new connection. Eight connections that failed, that the
 *   backend broke, or whose page it kept, while the driver is bound, are enough:
 *   the frontend gives up, removes the LEDs and goes to XenbusStateClosed until
 *   it is bound anew.
 *
 * The backend has other LEDs than before when the frontend begins anew:
 *   The frontend cannot connect (see below).
 *
 * The backend's nodes vanish:
 *   As if the device were taken away.
 *
 * The backend cannot connect:
 *   It says why, once, and goes to XenbusStateClosing, as above. Eight failures
 *   while the driver is bound, or connections broken by the frontend, are
 *   enough: from then on it goes to XenbusStateClosed instead of
 *   XenbusStateInitWait.
 *
 * The frontend cannot connect:
 *   It says why, once, and goes away as above, by XenbusStateClosing. It begins
 *   anew when the backend goes to XenbusStateInitWait with online = "1", as a
 *   backend does whose driver is bound again.
 *
 * The frontend offers another connection (XenbusStateInitialised or
 * XenbusStateConnected with another ring-ref or event-channel) while it has one:
 *   The backend cannot know which is meant, since an offer may have been
 *   withdrawn while it was taken. It ends its connection and goes to
 *   XenbusStateClosing, as if it could not connect.
 *
 * The frontend breaks the protocol (impossible index in the ring):
 *   The backend stops to serve the ring and says so once. A new connection of
 *   the frontend, as above, is served again, if there were not too many.
 *
 * The backend breaks the protocol (impossible index, answer to no request):
 *   The frontend stops to use the ring and says so once. A new connection is
 *   made when the backend's state asks for it, as above.
 *
 ******************************************************************************
 *                                  The ring
 ******************************************************************************
 * One page, with the layout and the rules of Xen's io/ring.h, allocated and
 * granted by the frontend. Numbers have the guest's byte order.
 *
 * The backend answers each request, in order. A frontend may have several
 * requests in flight; one for each LED at a time is enough, since the latest
 * state can be sent when the answer comes.
 *
 * A request that is refused changes nothing, and the connection goes on.
 */

/* Operations. 0 sets a LED's state; all others are unknown in version 1. */
#define XENLED_OP_SET			0

/* Limits. */
#define XENLED_MAX_LEDS			32
#define XENLED_MAX_NAME			31
#define XENLED_MAX_BRIGHTNESS		255

/* Delays of blinking in milliseconds; the backend moves others into the range. */
#define XENLED_MIN_DELAY		10
#define XENLED_MAX_DELAY		60000

/*
 * Status: 0, or an error number of Xen's public errno.h, negative. EINVAL: LED,
 * brightness or reserved field out of range, or one delay alone 0. EOPNOTSUPP:
 * unknown operation.
 */
#define XENLED_STATUS_OK		0
#define XENLED_STATUS_EINVAL		(-22)
#define XENLED_STATUS_EOPNOTSUPP	(-95)

/* Names in XenStore. */
#define XENLED_DRIVER_NAME		"vled"
#define XENLED_LIST_SEPARATOR		","

#define XENLED_FIELD_BE_VERSIONS	"versions"
#define XENLED_FIELD_BE_NUM_LEDS	"num-leds"
#define XENLED_FIELD_BE_LED		"led-"	/* followed by the number */
#define XENLED_FIELD_BE_NAME		"name"
#define XENLED_FIELD_BE_MAX_BRIGHTNESS	"max-brightness"
#define XENLED_FIELD_BE_TARGET		"target"
#define XENLED_FIELD_FE_VERSION		"version"
#define XENLED_FIELD_FE_RING_REF	"ring-ref"
#define XENLED_FIELD_FE_CHANNEL		"event-channel"

/*
 *---------------------------------- Request ----------------------------------
 *
 * 16 octets:
 *         0                1                 2               3        octet
 * +----------------+----------------+----------------+----------------+
 * |               id                |   operation    |      led       | 4
 * +----------------+----------------+----------------+----------------+
 * |           brightness            |            reserved             | 8
 * +----------------+----------------+----------------+----------------+
 * |                             delay_on                              | 12
 * +----------------+----------------+----------------+----------------+
 * |                             delay_off                             | 16
 * +----------------+----------------+----------------+----------------+
 *
 * id - uint16_t, private to the frontend, echoed in the response
 * operation - uint8_t, XENLED_OP_SET
 * led - uint8_t, number of the LED, 0 ... num-leds - 1
 * brightness - uint16_t, 0 ... max-brightness of the LED; if it blinks, while
 *   it is on
 * reserved - uint16_t, 0; the backend refuses other values
 * delay_on, delay_off - uint32_t, how long the LED is on and off when it
 *   blinks, in milliseconds. Both 0: it does not blink. One alone 0 is refused.
 *
 * A LED that begins to blink begins with its time on. Blinking goes on without
 * a break if a state has the delays that the LED has already. Brightness 0 is
 * dark, whatever the delays. All LEDs of a new connection are dark.
 */
struct xenled_request {
	uint16_t id;
	uint8_t operation;
	uint8_t led;
	uint16_t brightness;
	uint16_t reserved;
	uint32_t delay_on;
	uint32_t delay_off;
};

/*
 *---------------------------------- Response ---------------------------------
 *
 * 8 octets, at the beginning of the request's slot:
 *         0                1                 2               3        octet
 * +----------------+----------------+----------------+----------------+
 * |               id                |   operation    |    reserved    | 4
 * +----------------+----------------+----------------+----------------+
 * |                              status                               | 8
 * +----------------+----------------+----------------+----------------+
 *
 * id - uint16_t, that of the request
 * operation - uint8_t, that of the request
 * reserved - uint8_t, 0; ignored by the frontend
 * status - int32_t, XENLED_STATUS_*
 */
struct xenled_response {
	uint16_t id;
	uint8_t operation;
	uint8_t reserved;
	int32_t status;
};

_Static_assert(sizeof(struct xenled_request) == 16, "layout of the request");
_Static_assert(offsetof(struct xenled_request, id) == 0, "layout of the request");
_Static_assert(offsetof(struct xenled_request, operation) == 2, "layout of the request");
_Static_assert(offsetof(struct xenled_request, led) == 3, "layout of the request");
_Static_assert(offsetof(struct xenled_request, brightness) == 4, "layout of the request");
_Static_assert(offsetof(struct xenled_request, reserved) == 6, "layout of the request");
_Static_assert(offsetof(struct xenled_request, delay_on) == 8, "layout of the request");
_Static_assert(offsetof(struct xenled_request, delay_off) == 12, "layout of the request");

_Static_assert(sizeof(struct xenled_response) == 8, "layout of the response");
_Static_assert(offsetof(struct xenled_response, id) == 0, "layout of the response");
_Static_assert(offsetof(struct xenled_response, operation) == 2, "layout of the response");
_Static_assert(offsetof(struct xenled_response, reserved) == 3, "layout of the response");
_Static_assert(offsetof(struct xenled_response, status) == 4, "layout of the response");

#ifdef DEFINE_RING_TYPES
DEFINE_RING_TYPES(xen_ledif, struct xenled_request, struct xenled_response);
#endif

#endif /* __XEN_PUBLIC_IO_LEDIF_H__ */
