# SPDX-License-Identifier: GPL-2.0-only
"""The pairs of split drivers, for the tests that all have to pass: what their parts are
called, and what it is to use a device of theirs. Knows nothing of what is tested. A system
needs the test card (testcard.py)."""

import itertools
from typing import NamedTuple

from buttons import BOARD, CODES, KEYS
from console import until
from screen import picture


class Guest(NamedTuple):
    """Where a guest is reached, and what its devices are called there."""
    console: str
    name: str
    led: int
    buttons: str


DOMU = Guest("DOM1", "domu", 0, BOARD)


class Pair:
    """Names, for the default guest's first device."""

    def __init__(self, title, back_kind, front_kind):
        self.title = title
        self.kind = back_kind
        self.back_driver = "xen-%sback" % title
        self.front_driver = "xen-%sfront" % title
        self.bad_back = "bad-%sback" % title
        self.bad_front = "bad-%sfront" % title
        self.back = back_kind + "-1-0"
        self.front = front_kind + "-0"
        self.back_state = "/local/domain/1/device/%s/0/state" % front_kind

    def __str__(self):
        return self.title

    # --- to be bound and unbound ------------------------------------------------

    def tell_back(self, system, *words):
        """Unbinds or binds Dom0's end."""
        system.dom0("; ".join("echo %s >/sys/bus/xen-backend/drivers/%s/%s"
                              % (self.back, self.back_driver, word) for word in words))

    def tell_front(self, system, *words):
        """Unbinds or binds the guest's end."""
        system.domu("; ".join("echo %s >/sys/bus/xen/drivers/%s/%s"
                              % (self.front, self.front_driver, word) for word in words))

    # --- to be used -------------------------------------------------------------

    def give(self, system, guest=DOMU):
        """The guest can use the device, which is connected."""

    def use(self, system, guest=DOMU):
        """Begins to use it, and sees that this works."""
        raise NotImplementedError

    def end_use(self, system, guest=DOMU):
        """Ends that, and sees that this works, too."""
        raise NotImplementedError

    def works(self, system, guest=DOMU):
        self.give(system, guest)
        self.use(system, guest)
        self.end_use(system, guest)

    def used_before(self, system, kept):
        """After a connection that ended in use: with another one things are as they should
        be. KEPT: the guest's device was there all the time."""
        raise NotImplementedError

    def left(self, system, guest):
        """After a guest that used it is gone: nothing of that is left."""
        raise NotImplementedError


class LedPair(Pair):
    """In use is a LED that is lit, in the guest and on the board."""

    def __init__(self):
        super().__init__("led", "vled", "vled")

    @staticmethod
    def light(system, guest, lit):
        system.console.run(guest.console, "light sp6_led%d %d" % (guest.led, lit))
        system.panel.wait_leds(1 << guest.led, lit << guest.led)

    def use(self, system, guest=DOMU):
        self.light(system, guest, 1)

    def end_use(self, system, guest=DOMU):
        self.light(system, guest, 0)

    def used_before(self, system, kept):
        file = "/sys/class/leds/sp6_led%d/brightness" % DOMU.led
        system.wait_for("[ -e %s ]" % file, "DOM1")
        if not kept:
            system.panel.wait_leds(1 << DOMU.led, 0)
            self.use(system)
        system.panel.wait_leds(1 << DOMU.led, 1 << DOMU.led)
        assert system.domu("cat " + file) == "1"
        self.end_use(system)

    def left(self, system, guest):
        system.panel.wait_leds(1 << guest.led, 0)


class FocusPair(Pair):  # pylint: disable=abstract-method
    """To use the device a guest needs the focus. It can have it as long as one of its
    devices of such pairs is connected."""

    def give(self, system, guest=DOMU):
        system.dom0(self.take_focus(guest))

    def take_focus(self, guest=DOMU):
        """The command, in Dom0, that gives the guest the focus as soon as the device is
        connected."""
        connected = "sp6ctl status %s | grep -q '%s 0: connected'" % (guest.name, self.kind)
        return "%s && sp6ctl focus %s" % (until(connected), guest.name)


class InputPair(FocusPair):
    """In use is a button that is held, on the board and in the guest."""

    def __init__(self):
        super().__init__("input", "vinput", "vkbd")
        # Each time another one: Dom0 may not have seen yet that the last was let go of.
        self.keys = itertools.cycle(KEYS)
        self.key = None

    @staticmethod
    def await_keys(system, guest, *codes):
        system.console.run(guest.console, " ".join(("await-keys '%s'" % guest.buttons,
                                                    *map(str, codes))))

    def hold(self, system):
        """The next button; in which domain it is seen is not looked for."""
        self.key = next(self.keys)
        system.panel("hold", self.key)

    def release(self, system):
        system.panel("release", self.key)

    def use(self, system, guest=DOMU):
        self.hold(system)
        self.await_keys(system, guest, CODES[self.key])

    def end_use(self, system, guest=DOMU):
        self.release(system)
        self.await_keys(system, guest)

    def used_before(self, system, kept):
        """The key is nobody's, though still held."""
        self.await_keys(system, DOMU)
        self.release(system)

    def left(self, system, guest):
        system.await_focus(0)
        self.release(system)
        system.dom0("await-keys " + BOARD)


class ScreenPair(FocusPair):
    """In use is a picture of the guest's, on the board's screen. The guest's end is its
    kernel's own, and there is no back-end that attacks it."""

    def __init__(self):
        super().__init__("fb", "vfb", "vfb")
        self.front_driver = "vfb"
        self.bad_back = None
        # Each time another one: the last may still be shown.
        self.names = itertools.count()
        self.shown = None

    def draw(self, system, console, domain):
        """A new picture, in whichever domain; it need not be shown. Returns it."""
        name = str(next(self.names))
        system.console.run(console, "sp6-picture " + name)
        return picture(domain, name)

    def use(self, system, guest=DOMU):
        self.shown = self.draw(system, guest.console, guest.name)
        system.screen.wait(self.shown)

    def end_use(self, system, guest=DOMU):
        """Dom0 has the focus, and its own screen. This needs nothing but the board."""
        system.panel("press", "ESC")
        self.left(system, guest)

    def used_before(self, system, kept):
        self.give(system)
        if not kept:
            self.use(system)
        system.screen.wait(self.shown)
        self.end_use(system)

    def left(self, system, guest):
        system.await_focus(0)
        system.screen.wait(self.draw(system, "DOM0", "dom0"))


LEDS = LedPair()
INPUT = InputPair()
SCREEN = ScreenPair()
PAIRS = (LEDS, INPUT, SCREEN)
