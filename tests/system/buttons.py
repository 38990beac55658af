# SPDX-License-Identifier: GPL-2.0-only
"""Buttons and other input devices, as a domain's programs see them. Knows nothing of
the way on which their events came there."""

import re
import shlex

import pytest

from conftest import BUTTONS, rounds
from console import LIMIT

KEYS = ("UP", "LEFT", "DOWN", "RIGHT", "ENTER", "SPACE")  # ESC and BACKSPACE move the focus
CODES = dict(zip(BUTTONS, (103, 105, 108, 106, 28, 1, 57, 14)))

BOARD = "reptar_sp6_buttons"
STANDARD = "Xen Virtual Keyboard"  # the kernel's own front-end shows them as this


def next_key(console, timeout=LIMIT):
    """evtest's next key event: its name and value."""
    return console.expect(r"EV_KEY\), code \d+ \(KEY_(\w+)\), value (\d)", timeout).groups()


class ButtonTests:
    """What a program sees of the board's buttons, in whichever domain."""

    @pytest.mark.parametrize("key", KEYS)
    def test_a_button_is_pressed_held_and_released(self, system, evtest, key):
        other = KEYS[(KEYS.index(key) + 3) % len(KEYS)]
        system.panel("hold", key)
        assert next_key(evtest) == (key, "1")
        # As long as it is held it is not released: another key's events come first.
        system.panel("hold", other)
        assert next_key(evtest) == (other, "1")
        system.panel("release", other)
        assert next_key(evtest) == (other, "0")
        system.panel("release", key)
        assert next_key(evtest) == (key, "0")

    def test_two_buttons_at_once(self, system, evtest):
        system.panel("hold", "UP", "SPACE")
        assert {next_key(evtest), next_key(evtest)} == {("UP", "1"), ("SPACE", "1")}
        system.panel("release", "UP", "SPACE")
        assert {next_key(evtest), next_key(evtest)} == {("UP", "0"), ("SPACE", "0")}

    def test_a_short_press_is_seen(self, system, evtest):
        for _ in rounds(100):
            system.panel("press", "ENTER")
            assert next_key(evtest) == ("ENTER", "1")
            assert next_key(evtest) == ("ENTER", "0")

    def test_a_press_that_is_over_at_once_is_seen(self, system, evtest):
        """The interrupt names the button."""
        for _ in rounds(100):
            system.panel.tap(("ENTER",), 0, 0)
            assert next_key(evtest) == ("ENTER", "1")
            assert next_key(evtest) == ("ENTER", "0")


def letter(button):
    """A press of the button as Recording shows it."""
    return "X" if button == "ESC" else button[0]


def letters(buttons):
    """Presses and releases of the buttons, one after the other."""
    return "".join(letter(button) + letter(button).lower() for button in buttons)


class Recording:
    """What an input device says in a domain from now on. A key is a letter, its first one
    (X for ESC, ? for one that the board has not): a capital is a press, a small one a
    release, + a repetition."""

    def __init__(self, system, domain, device, file="/tmp/events"):
        self.system = system
        self.domain = domain
        self.file = file
        self.seen = ""
        self.run("record %s %s" % (shlex.quote(device), file))

    def run(self, command):
        return self.system.console.run(self.domain, command)

    def keys(self, number):
        """All keys so far, as letters; waits for so many."""
        shown = self.run("await-record {0} {1}; letters {0}".format(self.file, number))
        return "".join(shown.split())

    def expect(self, keys):
        """These keys came since it was asked last, and nothing else."""
        self.seen += keys
        keys = self.keys(len(self.seen))
        assert keys == self.seen, "%r, not %r: %s" % (keys, self.seen, self.context())

    def context(self):
        """What may explain that other events came than were expected."""
        dom0 = ("cd /sys/devices/xen-focus; grep -H . focus guests devices dropped refused; "
                "cd /sys/bus/xen-backend/devices; grep . vinput-*/events; tail %s; cd" % self.file)
        domu = "cd /sys/bus/xen/devices; grep . vkbd-*/events; tail %s; cd" % self.file
        return "\nDom0:\n%s\nthe guest:\n%s" % (self.system.console.attempt("DOM0", dom0)[1],
                                                self.system.console.attempt("DOM1", domu)[1])

    def counts(self, number):
        """What evtool thinks of the keys that it played; waits for so many."""
        shown = self.run("await-record {0} {1}; evtool count {0}".format(self.file, number))
        return {name: int(value) for name, value in re.findall(r"^(\w+) (\d+)$", shown, re.M)}

    def events(self, last):
        """All events so far, (TYPE, CODE, VALUE); waits for this one."""
        self.system.wait_for("grep -qx '%s %d %d' %s" % (*last, self.file), self.domain)
        return events(self.run("cat " + self.file))


def events(lines):
    """evtool's lines as (TYPE, CODE, VALUE)."""
    return [(kind, int(code), int(value)) for kind, code, value in
            re.findall(r"^(SYN|KEY|REL|ABS) (\d+) (-?\d+)$", lines, re.M)]


class MadeDevice:
    """An input device that evtool makes in Dom0, evtool-NAME."""

    def __init__(self, system, kind, name, *more):
        self.system = system
        self.kind = kind
        self.name = "evtool-" + name
        system.dom0(" ".join(("make-device", kind, self.name, *map(str, more))))

    def do(self, *commands):
        """What it shall do; does not wait for it."""
        self.system.dom0(r"printf '%s\n' >/tmp/%s" % (r"\n".join(commands), self.name))

    def play(self):
        """Plays, and waits for the end of it; returns what evtool says of it."""
        self.system.dom0(": >/tmp/%s.said" % self.name)
        self.do("play", "end")  # which it does not know, and says so when it comes to it
        self.system.wait_for("grep -q 'no such command: end' /tmp/%s.said" % self.name)
        return self.system.dom0("cat /tmp/%s.said" % self.name)

    def end(self):
        self.system.dom0("kill $(cat /tmp/%s.pid)" % self.name)
