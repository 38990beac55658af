# SPDX-License-Identifier: GPL-2.0-only
"""Dom0 boots without a display, and gets one later: guests have their screens all the same,
and are shown as soon as it is there."""

import pytest

from screen import picture

BLACKLIST = "/etc/modprobe.d/no-display.conf"


def power_off(system):
    system.dom0("sync")
    system.console.type("poweroff")
    system.console.enter()
    assert system.console.wait_end() == 0


@pytest.fixture(scope="module")
def system(card, booted):  # pylint: disable=unused-argument
    """The second boot: in the first, Dom0 is told to leave the display alone."""
    it = booted("with-display")
    it.come_up()
    it.dom0("mkdir -p /etc/modprobe.d; echo blacklist bochs >" + BLACKLIST)
    power_off(it)
    it = booted("no-display")
    it.come_up()
    it.dom0("rm " + BLACKLIST)
    return it


def test_there_is_no_display_and_that_is_said_once(system):
    assert system.dom0("ls /dev/dri /dev/fb0 2>/dev/null || true") == ""
    assert system.dom0("dmesg | grep -c 'xen-fbback: no display'") == "1"
    status, said = system.console.attempt("DOM0", "sp6-picture 2>&1")
    assert status == 1 and "has this domain a screen?" in said


def test_the_guest_has_its_screen_and_the_focus(system):
    assert "vfb 0: connected (800x480, not shown)" in system.dom0("sp6ctl status domu")
    system.domu("sp6-picture early")
    system.focus("domu")
    system.focus("Dom0")
    system.focus("domu")


def test_the_guest_in_focus_is_shown_when_the_display_comes(system):
    system.dom0("modprobe bochs")
    system.screen.wait(picture("domu", "early"))
    assert "vfb 0: connected (800x480, shown)" in system.dom0("sp6ctl status domu")
    system.dom0("sp6-picture late")
    system.focus("Dom0")
    system.screen.wait(picture("dom0", "late"))


def test_no_kernel_had_to_complain(system):
    system.check_kernels()


def test_the_system_ends(system):
    """And the card is as it was."""
    power_off(system)
