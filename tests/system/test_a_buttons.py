# SPDX-License-Identifier: GPL-2.0-only
"""Buttons and other input devices reach the guest in focus, and the focus moves: by the
board, by programs, against a driver that refuses. The guest has our front-end; a second
one, which xl started, its kernel's own."""

import time

import pytest

from buttons import (BOARD, CODES, KEYS, STANDARD, ButtonTests, MadeDevice, Recording, events,
                     letters)
from conftest import rounds
from console import SLOWER
from testcard import FOLDER

FOCUS = "/sys/devices/xen-focus/"
BACK = "/sys/bus/xen-backend/devices/vinput-1-%d/"
REFUSER = "/sys/module/bad_focus/parameters/"
DOMU = 1  # the number of the default guest
NOBODY = 201  # a guest that does not exist, but can have the focus
TRIES = 5  # to type keys: a machine that does something else for a while gets more than one


@pytest.fixture(scope="module")
def system(laden_card, booted):  # pylint: disable=unused-argument
    it = booted("buttons")
    it.come_up()
    it.use_test_card()
    return it


@pytest.fixture
def records(system):
    """What Dom0 and the guest see of the board's buttons. Dom0 has the focus."""
    system.panel("release", "all")
    guest = Recording(system, "DOM1", BOARD)
    system.focus("Dom0")
    return Recording(system, "DOM0", BOARD), guest


def press(system, *buttons):
    for button in buttons:
        system.panel("press", button)


def press_as_dom0_sees_it(system, *buttons):
    """Dom0's kernel knows of each press and release, wherever they go."""
    for button in buttons:
        system.panel("hold", button)
        system.dom0("await-keys %s %d" % (BOARD, CODES[button]))
        system.panel("release", button)
        system.dom0("await-keys " + BOARD)


# --- the guest's buttons ----------------------------------------------------------


class TestButtonsInTheGuest(ButtonTests):
    """The guest has the focus."""
    domain = "DOM1"
    guest = "domu"


def presses_arrive(system, figures, guest, domain, device):
    """20 presses a second, down for half of the time: none is lost, the order is kept. A
    host that stands still for longer than that hides a press from Dom0, if not from the
    guest: then slower ones."""
    buttons = [KEYS[n % len(KEYS)] for n in rounds(1000, 100)]
    wanted = letters(buttons)
    system.focus(guest)
    forwarded = "cat /sys/bus/xen-backend/devices/vinput-$(xl domid %s)-0/events" % guest
    for down in (0.025, 0.025, 0.05, 0.1, 0.2):
        record = Recording(system, domain, device)
        before = int(system.dom0(forwarded))
        begin = time.monotonic()
        system.panel.tap(buttons, down * SLOWER, down * SLOWER)
        seconds = time.monotonic() - begin
        seen = record.keys(len(wanted))
        figures.append("%d presses in %.1f s: %d of %d events in %s"
                       % (len(buttons), seconds, len(seen), len(wanted), guest))
        assert len(seen.replace("+", "")) == int(system.dom0(forwarded)) - before
        if seen == wanted:
            break
    assert seen == wanted


def test_20_presses_a_second_arrive(system, figures):
    presses_arrive(system, figures, "domu", "DOM1", BOARD)


def listed(text):
    """What evtool list shows, NAME: VALUE."""
    return dict(line.split(":", 1) for line in text.splitlines() if ":" in line)


def test_the_guests_device_is_the_boards(system):
    """By all that a program can ask the kernel."""
    dom0, domu = (listed(run("evtool list " + BOARD)) for run in (system.dom0, system.domu))
    for item in ("name", "types", "EV_KEY", "EV_REL", "EV_ABS", "EV_REP", "properties", "repeat"):
        assert domu[item] == dom0[item], item
    assert domu["name"] == " " + BOARD
    assert domu["EV_KEY"].split() == [str(code) for code in sorted(CODES.values())]
    assert domu["repeat"] == " none"
    assert domu["phys"] == " xenbus/device/vkbd/0"
    assert domu["id"].startswith(" bus 0x0006 vendor 0x5853 product 0xffff")


# --- the focus --------------------------------------------------------------------


def test_only_the_domain_in_focus_sees_the_buttons(system, records):
    dom0, domu = records
    press(system, *KEYS)
    dom0.expect(letters(KEYS))
    domu.expect("")
    system.focus("domu")
    press(system, *KEYS)
    domu.expect(letters(KEYS))
    dom0.expect("")


def test_focus_keys_move_it_and_are_seen_nowhere(system, records):
    dom0, domu = records
    press(system, "BACKSPACE")
    system.await_focus(DOMU)
    press(system, "BACKSPACE", "LEFT")  # it is alone, and keeps the focus
    domu.expect("Ll")
    press(system, "ESC")
    system.await_focus(0)
    press(system, "ESC", "RIGHT")
    dom0.expect("Rr")
    domu.expect("")


def test_a_key_that_is_held_while_the_focus_leaves_the_guest(system, records):
    """The guest gets the release at once, and from then on the key is nobody's."""
    dom0, domu = records
    system.focus("domu")
    system.panel("hold", "ENTER")
    domu.expect("E")
    press(system, "ESC")
    domu.expect("e")
    press(system, "LEFT")
    dom0.expect("Ll")
    press(system, "BACKSPACE", "UP")  # and back, with the key still held
    domu.expect("Uu")
    system.panel("release", "ENTER")
    press(system, "DOWN")
    domu.expect("Dd")
    press(system, "ESC", "LEFT")
    dom0.expect("Ll")
    domu.expect("")


def test_a_key_that_is_held_while_the_focus_leaves_dom0(system, records):
    """Dom0 gets the release when it comes."""
    dom0, domu = records
    system.panel("hold", "ENTER")
    dom0.expect("E")
    press(system, "BACKSPACE", "LEFT")
    domu.expect("Ll")
    dom0.expect("")
    system.panel("release", "ENTER")
    dom0.expect("e")
    press(system, "UP")
    domu.expect("Uu")
    dom0.expect("")


def test_poll_tells_of_changes(system):
    system.focus("Dom0")
    system.dom0("poll-file %sfocus >/tmp/polled & :" % FOCUS)
    shown = ["0"]
    for guest in ("domu", "Dom0"):
        system.wait_for("[ $(wc -l </tmp/polled) -eq %d ]" % len(shown))
        system.focus(guest)
        shown.append("1" if guest == "domu" else "0")
    system.wait_for("[ $(wc -l </tmp/polled) -eq %d ]" % len(shown))
    assert system.dom0("kill $!; cat /tmp/polled").split() == shown


# --- drivers that get in the way of changes ---------------------------------------


class Refuser:
    """bad-focus: two subscribers, `first` and `last`, and guests 201 and 202."""

    def __init__(self, system):
        self.system = system
        system.dom0("insmod %s/bad-focus.ko guests=%d,%d" % (FOLDER, NOBODY, NOBODY + 1))

    def set(self, **parameters):
        self.system.dom0("; ".join("echo %d >%s%s" % (value, REFUSER, name)
                                   for name, value in parameters.items()))

    def calls(self):
        """What was called since it was asked last."""
        return self.system.dom0("cat {0}calls; echo >{0}calls".format(REFUSER)).splitlines()

    def await_commits(self, number):
        """Until so many changes were made since then."""
        self.system.wait_for("[ $(grep -c 'last commit' %scalls) -eq %d ]" % (REFUSER, number))

    def commits(self):
        """The changes that were made since then: FROM TO."""
        return [call[len("last commit "):] for call in self.calls() if call.startswith("last commit")]

    def count(self, counter):
        """Of xen-focus: refused or dropped."""
        return int(self.system.dom0("cat " + FOCUS + counter))

    def await_count(self, counter, number):
        self.system.wait_for("[ $(cat %s%s) -eq %d ]" % (FOCUS, counter, number))

    def end(self):
        self.system.dom0("rmmod bad-focus")


@pytest.fixture
def refuser(system):
    it = Refuser(system)
    yield it
    it.end()


def test_a_driver_that_refuses_keeps_the_focus_where_it_is(system, records, refuser):
    dom0, domu = records
    refuser.set(refuse=1)
    refused = refuser.count("refused")
    status, said = system.console.attempt("DOM0", "sp6ctl focus domu 2>&1")
    assert status == 1 and "something in Dom0 keeps it from domu" in said
    assert refuser.calls() == ["first prepare 0 1", "last prepare 0 1", "first cancel 0 1"]

    # The focus keys are refused as well.
    press(system, "BACKSPACE")
    refuser.await_count("refused", refused + 2)
    press(system, "LEFT")
    dom0.expect("Ll")
    refuser.set(refuse=0)
    system.focus("domu")
    refuser.set(refuse=1)
    press(system, "ESC")
    refuser.await_count("refused", refused + 3)
    press(system, "RIGHT")
    domu.expect("Rr")
    dom0.expect("")


@pytest.mark.usefixtures("records")
def test_a_change_has_its_order(system, refuser):
    system.focus("domu")
    assert refuser.calls() == ["first prepare 0 1", "last prepare 0 1",
                               "first commit 0 1", "last commit 0 1"]
    system.focus("domu")
    assert refuser.calls() == []


@pytest.mark.usefixtures("records")
@pytest.mark.parametrize("buttons, changes", (
    (("BACKSPACE", "BACKSPACE"), ("0 1", "1 201")),
    (("BACKSPACE", "BACKSPACE", "BACKSPACE", "ESC"), ("0 1", "1 0")),
    (("BACKSPACE", "ESC", "BACKSPACE"), ("0 1", "1 0", "0 1"))),
    ids=("two", "taken-back", "after-escape"))
def test_fast_presses_of_the_focus_keys(system, refuser, buttons, changes):
    """Each press of BACKSPACE moves one on, also while a change is under way; ESC takes
    back those that wait."""
    refuser.set(hold=1)
    press_as_dom0_sees_it(system, *buttons)
    refuser.set(hold=0)
    refuser.await_commits(len(changes))
    assert refuser.commits() == list(changes)
    system.await_focus(int(changes[-1].split()[1]))


def test_what_is_pressed_during_a_change_goes_to_the_winner(system, records, refuser):
    dom0, domu = records
    for button, record in (("BACKSPACE", domu), ("ESC", dom0)):
        refuser.set(hold=1)
        press_as_dom0_sees_it(system, button, "ENTER")
        refuser.set(hold=0)
        record.expect("Ee")
    system.await_focus(0)
    domu.expect("")


def test_what_is_pressed_during_a_change_that_fails_is_dropped(system, records, refuser):
    """Dom0 cannot be given it any more."""
    dom0, domu = records
    refuser.set(hold=1, refuse=1)
    refused, dropped = refuser.count("refused"), refuser.count("dropped")
    press_as_dom0_sees_it(system, "BACKSPACE", "ENTER")
    refuser.set(hold=0)
    refuser.await_count("refused", refused + 1)
    assert refuser.count("dropped") == dropped + 1
    press(system, "LEFT")
    dom0.expect("Ll")
    domu.expect("")


@pytest.mark.usefixtures("records")
def test_a_guest_that_goes_away_during_its_change(system, refuser):
    """The change is made, and then the one to Dom0."""
    refuser.set(lose=1)
    system.dom0("echo %d >%sfocus" % (NOBODY, FOCUS))
    refuser.await_commits(2)
    assert refuser.commits() == ["0 201", "201 0"]
    system.await_focus(0)
    assert system.dom0("cat %sguests" % FOCUS) == "1 202"


# --- other devices ----------------------------------------------------------------


@pytest.fixture(scope="module")
def devices(system):
    """Devices of Dom0, besides the board's."""
    made = {kind: MadeDevice(system, kind, kind) for kind in ("mouse", "tablet", "touch")}
    made["fast"] = MadeDevice(system, "play", "fast", 1000 // SLOWER, len(rounds(10000, 1000)))
    made["plain"] = MadeDevice(system, "play", "plain", 100, 1)
    return made


TYPED = [word % code for code in (14, 1, 28) for word in ("press %d", "release %d")]


def test_another_keyboard_of_dom0_has_no_focus_keys(system, devices, records):
    """Nor is it a guest's, whoever has the focus."""
    dom0, domu = records
    keyboard = Recording(system, "DOM0", devices["fast"].name, "/tmp/keyboard")
    for domain, number in (("domu", DOMU), ("Dom0", 0)):
        system.focus(domain)
        devices["fast"].do(*TYPED)
        keyboard.expect("BbXxEe")
        system.await_focus(number)
    for record in (dom0, domu):
        record.expect("")


@pytest.fixture(scope="module")
def forwarded(system, devices):
    """The devices, of which the guest has ends: vkbd-1 is the first of them."""
    system.reconfigure(r"printf 'input = %%s\n' %s >>domu.conf"
                       % " ".join(device.name for device in devices.values()))
    return devices


def test_a_keyboard_of_the_guest_in_focus(system, forwarded):
    """What is a focus key on the board is a key like others here."""
    name = forwarded["fast"].name
    dom0, domu = (Recording(system, domain, name) for domain in ("DOM0", "DOM1"))
    for domain, number, sees, sees_not in (("domu", DOMU, domu, dom0), ("Dom0", 0, dom0, domu)):
        system.focus(domain)
        forwarded["fast"].do(*TYPED)
        sees.expect("BbXxEe")
        sees_not.expect("")
        system.await_focus(number)


def test_a_key_is_repeated_in_the_guest(system, forwarded):
    """Which is told of a press and a release."""
    number = 1 + list(forwarded).index("plain")
    assert "repeat: none" not in system.domu("evtool list " + forwarded["plain"].name)
    domu = Recording(system, "DOM1", forwarded["plain"].name)
    system.focus("domu")
    before = int(system.dom0("cat %sevents" % (BACK % number)))
    forwarded["plain"].do("press 28")
    system.wait_for("grep -q 'KEY 28 2' " + domu.file, "DOM1")
    forwarded["plain"].do("release 28")
    system.wait_for("grep -q 'KEY 28 0' " + domu.file, "DOM1")
    assert int(system.dom0("cat %sevents" % (BACK % number))) == before + 2
    assert set(domu.keys(0)[1:-1]) == {"+"}


def typed_keys_arrive(system, figures, keyboard, guest, domain, device):
    """As fast as evtool plays them: none is lost, the order is kept. On a slow host it is
    the program's own queue that does not hold them, and says so."""
    system.focus(guest)
    for _ in range(TRIES):
        record = Recording(system, domain, device)
        said = keyboard.play()
        number = int(said.split("played ")[1].split()[0])
        counts = record.counts(2 * number)
        figures.append("%s: %s in %s" % (said.splitlines()[0], counts, guest))
        if not counts["lost"]:
            break
    assert [counts[name] for name in ("presses", "releases", "lost", "wrong")] == [number, number, 0, 0]


def test_1000_keys_a_second_arrive(system, forwarded, figures):
    typed_keys_arrive(system, figures, forwarded["fast"], "domu", "DOM1", forwarded["fast"].name)


def contacts(recorded):
    """Where fingers are on a touch screen, one state after the other."""
    places, down, slot = {}, set(), 0
    states = [[]]
    for kind, code, value in recorded:
        if (kind, code) == ("ABS", 0x2f):  # ABS_MT_SLOT
            slot = value
        elif (kind, code) == ("ABS", 0x39):  # ABS_MT_TRACKING_ID
            (down.discard if value < 0 else down.add)(slot)
        elif kind == "ABS" and code in (0x35, 0x36):  # ABS_MT_POSITION_X, _Y
            places[slot, code] = value
        elif kind == "SYN":
            state = [(n, places.get((n, 0x35), 0), places.get((n, 0x36), 0)) for n in sorted(down)]
            if state != states[-1]:
                states.append(state)
    return states


def without_frames(recorded):
    return [event for event in recorded if event[0] != "SYN"]


def motion_arrives(system, made, guest, domain, device):
    """What the device does in Dom0 it does in the guest in focus. It did the same when Dom0
    had the focus: then, some axes are at first where they were, and not reported."""
    system.focus("Dom0")
    made.play()
    system.focus(guest)
    record = Recording(system, domain, device)
    sent = events(made.play())
    seen = record.events(without_frames(sent)[-1])
    if made.kind == "touch":
        assert len(contacts(sent)) == 6
        assert contacts(seen) == contacts(sent)
        assert [e for e in seen if e[0] == "KEY"] == [e for e in sent if e[0] == "KEY"]
    else:
        assert without_frames(seen) == without_frames(sent)


@pytest.mark.parametrize("kind", ("mouse", "tablet", "touch"))
def test_what_moves_is_forwarded(system, forwarded, kind):
    motion_arrives(system, forwarded[kind], "domu", "DOM1", forwarded[kind].name)


# --- the demo ---------------------------------------------------------------------


def test_the_demo_lights_leds(system):
    """Also after buttons and LEDs were away."""
    system.domu("sp6-buttons >/tmp/demo 2>&1 & :")
    for times in (1, 2):
        system.wait_for("[ $(grep -c '^LEFT lights' /tmp/demo) -eq %d ]" % times, "DOM1")
        system.focus("domu")
        for key, lit in (("LEFT", 0x04), ("ENTER", 0x06), ("RIGHT", 0x07), ("DOWN", 0x00)):
            press(system, key)
            system.panel.wait_leds(0x07, lit)
        if times == 1:
            system.dom0("sp6ctl detach domu && sp6ctl attach domu --timeout 60")
    system.domu("kill $!")


# --- a second guest, with its kernel's own front-end --------------------------------


class Guest2:
    """Its domain number changes each time that it is started."""

    def __init__(self, system):
        self.system = system
        system.start_guest2()
        self.log_in()

    def log_in(self):
        self.system.log_in_to_guest2()
        self.system.use_test_card("guest2")

    def number(self):
        return int(self.system.dom0("xl domid guest2"))

    def restart_without_buttons(self):
        self.system.dom0("! xl domid guest2 >/dev/null 2>&1 || xl destroy guest2")
        self.system.create_guest2("/^vkb/d")
        self.log_in()


@pytest.fixture(scope="module")
def guest2(system):
    return Guest2(system)


@pytest.mark.usefixtures("guest2")
class TestButtonsInAnUnmodifiedGuest(ButtonTests):
    """guest2 has the focus."""
    domain = "guest2"
    guest = "guest2"
    device = STANDARD


@pytest.mark.usefixtures("guest2")
def test_20_presses_a_second_arrive_in_an_unmodified_guest(system, figures):
    presses_arrive(system, figures, "guest2", "guest2", STANDARD)


def test_backspace_goes_round_both_guests(system, guest2, records):
    """And a LED that follows the focus shows LED 0 of the guest that has it."""
    dom0, domu = records
    other = Recording(system, "guest2", STANDARD)
    system.console.run("guest2", "light sp6_led5 0")
    system.domu("light sp6_led0 1")
    system.dom0("sp6ctl focus --led sp6_led4=0")
    for button, number, shown, key in (("BACKSPACE", DOMU, 0x10, "LEFT"),
                                       ("BACKSPACE", guest2.number(), 0x00, "UP"),
                                       ("BACKSPACE", DOMU, 0x10, "RIGHT"),
                                       ("ESC", 0, 0x00, "DOWN")):
        press(system, button)
        system.await_focus(number)
        system.panel.wait_leds(0x10, shown)
        press(system, key)
    domu.expect("LlRr")
    dom0.expect("Dd")
    other.expect("Uu")
    system.console.run("guest2", "light sp6_led5 1")
    system.focus("guest2")
    system.panel.wait_leds(0x10, 0x10)
    system.focus("domu")
    system.domu("light sp6_led0 0")
    system.panel.wait_leds(0x10, 0x00)
    system.dom0("sp6ctl focus --led sp6_led4=none; sp6ctl attach domu")


@pytest.mark.usefixtures("guest2")
def test_a_key_that_is_held_while_backspace_is_pressed(system, records):
    """Released in the guest that loses the focus, not pressed in the one that gets it."""
    _, domu = records
    other = Recording(system, "guest2", STANDARD)
    system.focus("guest2")
    system.panel("hold", "ENTER")
    other.expect("E")
    press(system, "BACKSPACE")
    other.expect("e")
    system.panel("release", "ENTER")
    press(system, "LEFT")
    domu.expect("Ll")
    other.expect("")


@pytest.mark.usefixtures("guest2")
def test_a_destroyed_guest_holds_neither_key_nor_focus(system, records):
    dom0, _ = records
    other = Recording(system, "guest2", STANDARD)
    system.focus("guest2")
    system.panel("hold", "ENTER")
    other.expect("E")
    system.dom0("xl destroy guest2")
    system.await_focus(0)
    system.panel("release", "ENTER")
    press(system, "LEFT")
    dom0.expect("Ll")


@pytest.fixture(scope="module")
def guest2_without_buttons(guest2):
    guest2.restart_without_buttons()


@pytest.fixture
def give(system, guest2_without_buttons):  # pylint: disable=unused-argument
    """Makes a device, and gives guest2 it and the focus."""
    made = []

    def make(kind, *more):
        device = MadeDevice(system, kind, "other-" + kind, *more)
        made.append(device)
        system.dom0("sp6ctl attach guest2 --timeout 60 --input " + device.name)
        system.focus("guest2")
        return device

    yield make
    system.dom0("sp6ctl detach guest2")
    for device in made:
        device.end()


@pytest.mark.parametrize("kind, device", (
    ("mouse", "Xen Virtual Pointer"), ("tablet", "Xen Virtual Pointer"),
    ("touch", "Xen Virtual Multi-touch")), ids=("mouse", "tablet", "touch"))
def test_what_moves_is_forwarded_to_an_unmodified_guest(system, give, kind, device):
    motion_arrives(system, give(kind), "guest2", "guest2", device)


def test_100_keys_a_second_arrive_in_an_unmodified_guest(system, give, figures):
    """Not more: its kernel keeps 64 events for a program, and not one more."""
    keyboard = give("play", 100 // SLOWER, len(rounds(1000, 100)))
    typed_keys_arrive(system, figures, keyboard, "guest2", "guest2", STANDARD)


# --- the end ----------------------------------------------------------------------


def test_no_kernel_had_to_complain(system):
    system.check_kernels()


def test_the_default_guest_is_destroyed_while_it_has_the_focus(system, records):
    """Nothing is left of it."""
    dom0, domu = records
    system.focus("domu")
    system.panel("hold", "ENTER")
    domu.expect("E")
    system.console.attempt("DOM0", "xl destroy domu")
    system.wait_for("! xl domid domu 2>/dev/null")
    system.await_focus(0)
    system.panel("release", "ENTER")
    press(system, "LEFT")
    dom0.expect("Ll")
    for kind in ("vled", "vinput", "vfb"):
        system.wait_for("! xenstore-exists /local/domain/0/backend/%s/%d" % (kind, DOMU))
    assert system.complaints("DOM0") == ""
