/* SPDX-License-Identifier: MIT */
/*
 * kbdif_x.h - an extension of the Xen virtual keyboard interface, kbdif.h, and
 * what kbdif.h leaves open.
 *
 * The single source of the extension, by which a guest's input device gets the
 * name and the keys of the backend domain's device. Must not know which devices
 * there are, nor which guest gets their events when.
 *
 * Compiles alone. kbdif.h, beside it, is Xen's, unchanged.
 */
#ifndef __XEN_PUBLIC_IO_KBDIF_X_H__
#define __XEN_PUBLIC_IO_KBDIF_X_H__

#ifdef __KERNEL__
#include <linux/stddef.h>
#include <linux/types.h>
#else
#include <stddef.h>
#include <stdint.h>
#endif

#include <xen/io/kbdif.h>

/*
 ******************************************************************************
 *                 Main features provided by the extension
 ******************************************************************************
 * kbdif gives a guest a keyboard with all keys that its frontend knows, and a
 * pointer, without names. With the extension the guest has ONE input device,
 * that of the backend domain: its name, its keys and no others, and whether
 * they repeat. Pointers and touches, their events and the ring are kbdif's.
 *
 * Each end works with one that does not know the extension:
 *  - A frontend that does not know it does not look at its nodes, and gets the
 *    standard keys alone (see below).
 *  - A backend that does not know it does not write its nodes; the frontend is
 *    then a standard one.
 *
 * Not carried, with the extension or without: switches, scan codes, LEDs, sounds,
 * pressure, resolution, and what an absolute axis besides X and Y says.
 *
 ******************************************************************************
 *                     Versions and negotiation
 ******************************************************************************
 * There is no version number: as in all of kbdif, a node that is there offers,
 * and a request that is "1" accepts. The backend offers by x-keys; the frontend
 * accepts by request-x-keys. A later extension gets nodes of its own.
 *
 * A frontend takes the three x- nodes together: if there is an x-keys, but no
 * x-device-name, or one of the three is malformed, it behaves as a standard one,
 * without request-x-keys, and says so once. Whoever reads a value judges it: the
 * other end is not trusted.
 *
 ******************************************************************************
 *                              XenStore nodes
 ******************************************************************************
 * All values are strings. Numbers are decimal, without sign or spaces, but for
 * the words of a bitmap. Values out of what is given here are errors.
 *
 *---------------------------- Example configuration --------------------------
 *
 * A keyboard of three keys for domain 1, connected: KEY_ESC (1), KEY_ENTER (28)
 * and KEY_UP (103).
 *
 * /local/domain/0/backend/vinput/1/0/frontend = "/local/domain/1/device/vkbd/0"
 * /local/domain/0/backend/vinput/1/0/frontend-id = "1"
 * /local/domain/0/backend/vinput/1/0/online = "1"
 * /local/domain/0/backend/vinput/1/0/state = "4"
 * /local/domain/0/backend/vinput/1/0/unique-id = "board_buttons"
 * /local/domain/0/backend/vinput/1/0/x-device-name = "board_buttons"
 * /local/domain/0/backend/vinput/1/0/x-keys = "80 0 0 10000002"
 * /local/domain/0/backend/vinput/1/0/x-repeat = "0"
 *
 * /local/domain/1/device/vkbd/0/backend = "/local/domain/0/backend/vinput/1/0"
 * /local/domain/1/device/vkbd/0/backend-id = "0"
 * /local/domain/1/device/vkbd/0/state = "4"
 * /local/domain/1/device/vkbd/0/page-ref = "8"
 * /local/domain/1/device/vkbd/0/page-gref = "8"
 * /local/domain/1/device/vkbd/0/event-channel = "12"
 * /local/domain/1/device/vkbd/0/request-x-keys = "1"
 *
 * The tool stack makes both ends' nodes in one transaction. What it writes
 * besides the states and `online` does not change while the nodes exist.
 *
 *------------------------------ Backend nodes --------------------------------
 *
 * frontend, frontend-id, online, state
 *      As for every device. The backend's folder is `vinput`, as Xen's tool
 *      stack makes it for a backend in a Linux kernel, and the frontend's is
 *      that of kbdif, `vkbd`.
 *
 * unique-id
 *      Values:         1 to XENKBD_X_MAX_NAME printable bytes (0x20 ... 0x7e)
 *      Written by:     tool stack, optional
 *
 *      The name of the backend domain's device. Without it the backend has a
 *      device that it takes. The device may be absent, and come later.
 *
 * feature-abs-pointer, feature-raw-pointer, width, height,
 * feature-multi-touch, multi-touch-width, multi-touch-height,
 * multi-touch-num-contacts
 *      Values:         as in kbdif.h
 *      Written by:     tool stack; what it did not write and the device has, the
 *                      backend, before it goes to XenbusStateInitWait
 *
 *      A frontend that does not wait for that state may read them earlier: a
 *      tool stack that knows the device should write them.
 *
 * feature-disable-keyboard, feature-disable-pointer
 *      Not written by the backend, since there are frontends that crash when a
 *      key is pressed and one of them is "1".
 *
 * x-device-name
 *      Values:         1 to XENKBD_X_MAX_NAME printable bytes (0x20 ... 0x7e)
 *      Written by:     backend, before it goes to XenbusStateInitWait
 *
 *      The device's name.
 *
 * x-keys
 *      Values:         bitmap
 *      Written by:     backend, before it goes to XenbusStateInitWait
 *
 *      The device's keys: bit n is the key with code n of Linux' EV_KEY, 0 ...
 *      XENKBD_X_KEY_MAX. 32-bit words in hexadecimal, lower case, without
 *      leading zeros, the most significant word first, one blank between two.
 *      The first word is not 0, so that at least one bit is set. It is the form
 *      of /proc/bus/input/devices on a 32-bit Linux. Code 0 is no key's, so that
 *      its bit means nothing.
 *
 *      The guest's device has a pointer's axes, too, if it has one of a pointer's
 *      buttons, BTN_LEFT (0x110) ... BTN_TASK (0x117), or feature-abs-pointer is
 *      "1", and touches if feature-multi-touch is. feature-disable-keyboard and
 *      feature-disable-pointer mean nothing then. A frontend leaves out motion
 *      that its device cannot show.
 *
 * x-repeat
 *      Values:         "0", "1"
 *      Written by:     backend, before it goes to XenbusStateInitWait; absent
 *                      means "0"
 *
 *      "1": a key of the device that is held repeats. Repetitions are not sent:
 *      the guest makes them by itself.
 *
 *      The three are there if the backend domain's device was when the backend
 *      wrote them. A device without keys has no x-keys; its frontend is a
 *      standard one.
 *
 *------------------------------ Frontend nodes -------------------------------
 *
 * backend, backend-id, state
 *      As for every device.
 *
 * page-gref
 *      Values:         <uint32_t>
 *      Written by:     frontend
 *
 *      Grant reference of the ring's page, for reading and writing. The page
 *      holds nothing else and was zeroed.
 *
 * page-ref
 *      Values:         <uint32_t>
 *      Written by:     frontend, optional
 *
 *      Obsolete, and not read by a backend that knows the extension, which maps
 *      grants alone. A frontend may write the grant reference here as well: that
 *      is harmless, and says nothing of the guest's memory.
 *
 * event-channel
 *      Values:         <uint32_t>
 *      Written by:     frontend
 *
 *      The event channel by which both ends tell of activity in the ring. An
 *      event means "look", never "one more".
 *
 * request-abs-pointer, request-raw-pointer, request-multi-touch
 *      Values:         "0", "1"; absent means "0"
 *      Written by:     frontend
 *
 *      As in kbdif.h. A frontend writes each, for one that was there before may
 *      have left its own.
 *
 * request-x-keys
 *      Values:         "0", "1"; absent means "0"
 *      Written by:     frontend
 *
 *      "1": the frontend has read x-keys, and the guest's device has these keys.
 *      The backend then sends these and no others. Without it, it sends the
 *      standard keys that the device has, those that every frontend knows, and
 *      drops others:
 *              KEY_ESC (1) ... KEY_UNKNOWN - 1 (239),
 *              BTN_LEFT (0x110) ... BTN_TASK (0x117),
 *              KEY_OK (0x160) ... KEY_MAX - 1 (0x2fe).
 *      The ranges do not overlap.
 *
 *      page-gref, event-channel and request-x-keys are written in one
 *      transaction, before the frontend goes to XenbusStateInitialised, as are
 *      the other requests, and none changes until the frontend leaves
 *      XenbusStateConnected.
 *
 ******************************************************************************
 *                               STATE DIAGRAMS
 ******************************************************************************
 *
 * The tool stack creates both states as XenbusStateInitialising. kbdif.h says
 * nothing of them; this is the order that the extension asks for. A backend must
 * bear with standard frontends, which do not wait (see below).
 *
 *-------------------------------- Normal flow --------------------------------
 *
 * Front                                Back
 * =================================    =====================================
 * XenbusStateInitialising              XenbusStateInitialising
 *                                       o Write the features that are missing,
 *                                         x-device-name, x-keys, x-repeat
 *                                                |
 *                                                V
 *                                      XenbusStateInitWait
 *                                      (at once, also if its domain's device
 *                                      is absent)
 * o Read features and x- nodes
 * o Allocate ring and event channel
 * o Create the guest's input device
 * o Write page-gref, event-channel,
 *   requests
 *              |
 *              V
 * XenbusStateInitialised
 *                                       o Read the requests, page-gref,
 *                                         event-channel; map the ring, bind
 *                                         the event channel
 *                                                |
 *                                                V
 *                                      XenbusStateConnected
 *              |
 *              V
 * XenbusStateConnected
 *
 *---------------------------- A standard frontend ----------------------------
 *
 * It reads features and goes to XenbusStateInitialised when its driver finds the
 * device, and to XenbusStateConnected when the backend goes to
 * XenbusStateInitWait or XenbusStateConnected. So the backend takes an offer in
 * either state. Such a frontend does not come back after XenbusStateClosing.
 *
 *------------------------ The device is taken away ---------------------------
 *
 *                                      The tool stack writes online = "0" and
 *                                      the backend's state:
 *                                      XenbusStateClosing
 * o Remove the guest's input device
 * o Release ring and event channel
 *              |
 *              V
 * XenbusStateClosed
 *                                       o Events go elsewhere
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
 *                                       o Events go elsewhere
 *                                       o Unmap the ring
 *                                                |
 *                                                V
 *                                      XenbusStateClosing
 * XenbusStateClosed
 *                                      XenbusStateClosed
 *
 * If the frontend comes back it goes to XenbusStateInitialising; the backend, in
 * whatever state it is, ends an old connection and goes to XenbusStateInitWait. If
 * the guest ceased to exist the backend removes the device.
 *
 * Saving and restoring the guest is not part of the extension.
 *
 *------------------------------- Recovery flow -------------------------------
 *
 * The backend's driver is unbound and bound again:
 *   It leaves its state alone when it goes. Before that it releases what is
 *   pressed: the guest keeps no key. When it comes back and finds a frontend that
 *   is XenbusStateConnected, it takes up the connection with the same page and
 *   port, at the ring's in_prod; what the guest had not read is still in the ring.
 *   The frontend need not notice.
 *
 * The backend finds a frontend that is XenbusStateInitialised when it comes back:
 *   It goes to XenbusStateInitWait and takes up the offer.
 *
 * The backend goes to XenbusStateClosing or XenbusStateClosed, or back to
 * XenbusStateInitWait from XenbusStateConnected, with online = "1":
 *   The frontend, unless it is XenbusStateClosing or XenbusStateClosed itself,
 *   releases what is pressed in the guest, ring and event channel, goes to
 *   XenbusStateInitialising and begins anew. It may offer as soon as the backend
 *   is XenbusStateInitWait, also if it is so already. The guest's device stays,
 *   unless what the backend says of it changed: then it is made anew. Eight
 *   connections that failed, that the backend broke, or whose page it kept, while
 *   the driver is bound, are enough: the frontend gives up and goes to
 *   XenbusStateClosed until it is bound anew.
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
 *   anew when the backend goes to XenbusStateInitWait with online = "1".
 *
 * The frontend offers another connection (XenbusStateInitialised or
 * XenbusStateConnected with another page-gref or event-channel) while it has one:
 *   The backend ends its connection and goes to XenbusStateClosing, as if it
 *   could not connect.
 *
 * The frontend breaks the protocol (impossible index in the ring):
 *   The backend stops to serve the ring and says so once. A new connection of
 *   the frontend, as above, is served again, if there were not too many.
 *
 * The backend breaks the protocol (impossible index in the ring):
 *   The frontend stops to use the ring, releases what is pressed and says so
 *   once. A new connection is made when the backend's state asks for it, as
 *   above.
 *
 * An event of an unknown type, or with a key, contact or value out of range:
 *   The frontend skips it and counts it; it says so once. The connection goes on.
 *
 ******************************************************************************
 *                                  The ring
 ******************************************************************************
 * kbdif.h gives the page: in_cons and in_prod, then, from octet 1024 on, 51 slots
 * of 40 octets (XENKBD_IN_RING_LEN, XENKBD_IN_EVENT_SIZE). The backend writes
 * in_prod and slots, the frontend in_cons. Both indices run freely through all
 * 32-bit numbers; the slot of index i is i % 51. Numbers have the guest's byte
 * order. out_cons and out_prod stay 0: no event of the frontend is defined.
 *
 * Where there are events: in_cons ... in_prod - 1. in_prod - in_cons, as an
 * unsigned 32-bit difference, is their number, 51 at most. More is an error,
 * whichever end sees it; so is an index that goes back.
 *
 * The wrap at 2^32:
 *   2^32 % 51 is 1, not 0: index 2^32 - 1 has slot 0, and so has index 0, which
 *   follows it. All other pairs that share a slot are 51 or more apart. So the
 *   ring is full for the backend at in_prod 0, too, unless it is empty: it writes
 *   the event with index 0 when the frontend has read all before it. The frontend
 *   need not care.
 *
 * The backend writes slots, then, after a barrier, in_prod once for all that the
 * device reported at once, a frame, and sends an event. A frame for which there
 * is no room is sent in parts. The frontend reads in_prod, then, after a barrier,
 * copies each slot once and judges the copy; then, after a barrier, it writes
 * in_cons and sends an event, by which the backend knows of room. A frontend may
 * find several frames at once and may report them to the guest's input system as
 * one, but not what changes twice: a key's press and its release are two. In a
 * frame the motion comes first, then keys, then touches, which XENKBD_MT_EV_SYN
 * ends.
 *
 * When the guest does not read and the ring is full, the backend keeps for it
 * what follows, within a limit: keys in their order; of motion the sum, of
 * positions and touches the last. Beyond the limit a press may be lost, and then
 * its release is not sent either; a release of a key whose press was sent is
 * never lost.
 *
 * Values, beside those of kbdif.h. A frontend may take others for errors.
 *  - `pressed` is 0 or 1; a key that is held is not sent again.
 *  - Motion and wheel are not -2^31.
 *  - Positions are 0 ... width and 0 ... height, or, if raw ones were requested,
 *    0 ... 0x7fff; those of touches 0 ... multi-touch-width and 0 ...
 *    multi-touch-height. Without these nodes the frontend takes 800 and 600, and for
 *    multi-touch-num-contacts 1.
 *  - A touch's minor axis is no longer than its major one, and that no longer than
 *    the touch area's longer side.
 */

/* Limits. */
#define XENKBD_X_MAX_NAME		63
#define XENKBD_X_KEY_MAX		0x2ff
#define XENKBD_X_KEY_WORDS		((XENKBD_X_KEY_MAX + 1) / 32)

/* The longest bitmap: words of 8 digits, each with a blank, at last a NUL, after it. */
#define XENKBD_X_KEYS_SIZE		(XENKBD_X_KEY_WORDS * 9)

/* Names in XenStore. */
#define XENKBD_X_BACKEND_NAME		"vinput"

#define XENKBD_X_FIELD_DEVICE_NAME	"x-device-name"
#define XENKBD_X_FIELD_KEYS		"x-keys"
#define XENKBD_X_FIELD_REPEAT		"x-repeat"
#define XENKBD_X_FIELD_REQ_KEYS		"request-x-keys"

/* kbdif.h leaves these to the compiler. */
_Static_assert(sizeof(union xenkbd_in_event) == XENKBD_IN_EVENT_SIZE, "layout of an event");
_Static_assert(offsetof(struct xenkbd_motion, rel_x) == 4, "layout of a motion");
_Static_assert(offsetof(struct xenkbd_motion, rel_z) == 12, "layout of a motion");
_Static_assert(offsetof(struct xenkbd_key, pressed) == 1, "layout of a key event");
_Static_assert(offsetof(struct xenkbd_key, keycode) == 4, "layout of a key event");
_Static_assert(offsetof(struct xenkbd_position, abs_x) == 4, "layout of a position");
_Static_assert(offsetof(struct xenkbd_position, rel_z) == 12, "layout of a position");
_Static_assert(offsetof(struct xenkbd_mtouch, event_type) == 1, "layout of a touch");
_Static_assert(offsetof(struct xenkbd_mtouch, contact_id) == 2, "layout of a touch");
_Static_assert(offsetof(struct xenkbd_mtouch, u) == 8, "layout of a touch");
_Static_assert(sizeof(struct xenkbd_page) == 16, "layout of the page");
_Static_assert(XENKBD_IN_RING_LEN == 51, "the ring");

#endif /* __XEN_PUBLIC_IO_KBDIF_X_H__ */
