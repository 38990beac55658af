# SPDX-License-Identifier: GPL-2.0-only
"""`make bench`: how fast the screen changes hands, and what a frame of a guest's costs. Each
time is compared with one plain copy of a frame within memory, in the same run and the same
domain, so that the figures mean something on any machine."""

import re

import pytest

from screen import picture

BACK = "/sys/bus/xen-backend/devices/vfb-1-0/"
COUNTERS = ("copies", "bytes", "copy_us", "notifications")
FRAME = 800 * 480 * 4  # bytes
PERIOD = 1e6 / 60  # us, of the display
CHANGES = 200
FRAMES = 200


@pytest.fixture(scope="module")
def system(laden_card, booted):  # pylint: disable=unused-argument
    it = booted("bench")
    it.come_up()
    it.use_test_card()
    it.domu("sp6-picture")
    it.dom0("sp6-picture")
    it.screen.wait(picture("dom0"))
    return it


@pytest.fixture(scope="module")
def times(system):
    """What time-focus measured, NAME: {first, median, 99%} in us."""
    said = system.dom0("time-focus 1 %d" % CHANGES, timeout=600)
    return {name: {"first": int(first), "median": int(median), "99%": int(last)}
            for name, first, median, last in
            re.findall(r"^(.+): first (\d+), median (\d+), 99% (\d+) us$", said, re.M)}


@pytest.fixture(scope="module")
def copy(times):
    """One plain copy of a frame, in us."""
    return times["plain copy"]["median"]


def animate(system, *options):
    """The guest draws; what the back-end's counters grew by meanwhile."""
    before = counters(system)
    system.domu(" ".join(("sp6-picture --animate", *options)), timeout=600)
    system.dom0("usleep 200000")  # the last one is copied
    after = counters(system)
    return {name: after[name] - before[name] for name in COUNTERS}


def counters(system):
    shown = system.dom0("cd %s; cat %s; cd" % (BACK, " ".join(COUNTERS)))
    return dict(zip(COUNTERS, map(int, shown.split())))


def ratio(value, copy):
    return "%.2f copies (%d us)" % (value / copy, value)


def test_a_plain_copy(copy, figures):
    figures.append("plain copy of a frame: %d us" % copy)
    assert copy > 0


@pytest.mark.parametrize("way", ("to the guest", "to Dom0"))
def test_a_change_of_focus(times, copy, figures, way):
    figures.append("change of focus %s, %d times: median %s, first %s, 99%% %s"
                   % (way, CHANGES, *(ratio(times[way][which], copy)
                                      for which in ("median", "first", "99%"))))
    assert times[way]["median"] <= 2 * copy + PERIOD


def test_a_frame_that_is_shown(system, copy, figures):
    system.focus("domu")
    grown = animate(system, "--frames %d" % FRAMES)
    system.focus("Dom0")
    whole = grown["bytes"] / FRAME
    assert whole > 0
    figures.append("full-frame copy to the display: " + ratio(grown["copy_us"] / whole, copy))
    figures.append("frames copied of %d drawn at 25 a second: %.1f" % (FRAMES, whole))
    figures.append("notifications a frame: %.2f" % (grown["notifications"] / FRAMES))


def test_a_frame_that_is_not_shown(system, figures):
    grown = animate(system, "--frames %d" % FRAMES)
    figures.append("copies while not shown, of %d frames: %d" % (FRAMES, grown["copies"]))
    assert (grown["copies"], grown["bytes"]) == (0, 0)
