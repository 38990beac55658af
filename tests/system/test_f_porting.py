# SPDX-License-Identifier: GPL-2.0-only
"""The second board of docs/porting.md, which has no SP6: LEDs on lines of QEMU's own GPIO
controller, seen at the controller's registers, and the machine's power key."""

import os
import re
import time

import pexpect
import pytest

from buttons import next_key
from conftest import DEBUG_KERNEL
from console import LIMIT, SLOWER
from host import VAR, sh
from screen import picture

pytestmark = pytest.mark.skipif(DEBUG_KERNEL, reason="the debug kernel has no GPIO")

BOARD = "virt-gpio"
ENV = dict(os.environ, BOARD=BOARD, XEN_SP6_VAR=os.path.join(VAR, BOARD))

KEY = "gpio-keys"  # the input device
GREEN = "/sys/class/leds/green:status/"  # on line 0, lit when that is high
RED = "/sys/class/leds/fault/"  # on line 1, lit when that is low
DARK = {0: "low", 1: "high"}


def board(*arguments):
    """What the board says from outside."""
    result = sh("scripts/gpio-panel", *arguments, env=ENV)
    assert result.returncode == 0, result.stderr
    return result.stdout


def lines():
    """Number and level of each line that the controller drives."""
    found = dict(line.split() for line in board("lines").splitlines())
    assert len(found) == 8
    return {int(number): level for number, level in found.items() if level != "in"}


def wait_lines(**levels):
    """Until the lines of both LEDs, green and red, have these levels."""
    wanted = {0: levels["green"], 1: levels["red"]}
    limit = time.monotonic() + LIMIT * SLOWER
    while lines() != wanted:
        assert time.monotonic() < limit, lines()


@pytest.fixture(scope="module")
def system(booted):
    """The board's own card, made as a user makes it."""
    result = sh("./deploy", "ex", env=ENV)
    assert result.returncode == 0, result.stderr
    it = booted("porting", env=ENV)
    it.come_up()
    return it


def test_no_driver_of_sp6_is_there(system):
    """But all of the back-ends."""
    loaded = set(system.dom0("cut -d ' ' -f 1 /proc/modules").split())
    assert not loaded & {"sp6", "sp6_link"}
    assert loaded >= {"leds_gpio", "xen_focus", "xen_ledback", "xen_inputback", "xen_fbback"}
    assert system.dom0("find /lib/modules -name 'sp6*'") == ""
    assert system.dom0("sp6ctl status").startswith("board: no board")


def test_the_guests_leds_are_those_of_the_configuration(system):
    assert system.domu("ls /sys/class/leds").split() == ["fault", "green:status"]
    status = system.dom0("sp6ctl status domu")
    assert re.search(r"^ *green:status +green:status +0 of 1 +domu$", status, re.M)
    assert re.search(r"^ *fault +red:fault +0 of 1 +domu$", status, re.M)
    assert lines() == DARK


def test_the_guest_lights_them(system):
    system.domu("echo 1 > %sbrightness" % GREEN)
    wait_lines(green="high", red="high")
    system.domu("echo 1 > %sbrightness" % RED)
    wait_lines(green="high", red="low")
    system.domu("echo 0 > %sbrightness" % GREEN)
    wait_lines(green="low", red="low")
    system.domu("echo 0 > %sbrightness" % RED)
    wait_lines(green="low", red="high")


def test_the_guest_lets_one_blink(system):
    system.domu("cd %s; echo timer > trigger; echo 700 > delay_on; echo 700 > delay_off; cd" % GREEN)
    for level in ("high", "low") * 3:
        wait_lines(green=level, red="high")
    system.domu("echo none > %strigger" % GREEN)
    wait_lines(green="low", red="high")


def test_both_ends_can_be_unbound_and_bound(system):
    """A LED that is lit is so again with another back-end; another front-end's is new."""
    system.domu("echo 1 > %sbrightness" % GREEN)
    for domain, driver, device, level in (
            ("DOM0", "xen-backend/drivers/xen-ledback", "vled-1-0", "high"),
            ("DOM1", "xen/drivers/xen-ledfront", "vled-0", "low")):
        wait_lines(green="high", red="high")
        system.console.run(domain, "cd /sys/bus/%s; echo %s >unbind; echo %s >bind; cd"
                           % (driver, device, device))
        system.dom0("sp6ctl attach domu")
        wait_lines(green=level, red="high")
        system.domu("echo 1 > %sbrightness" % GREEN)
    wait_lines(green="high", red="high")
    system.domu("echo 0 > %sbrightness" % GREEN)
    wait_lines(green="low", red="high")


def press(evtest):
    """Returns what evtest sees of it. QEMU holds the key for 100 ms, and Dom0 may not run for
    as long: then it is pressed again."""
    for seconds in (10, 10, 10, LIMIT):
        board("press")
        try:
            return next_key(evtest, seconds)
        except pexpect.TIMEOUT:
            pass
    raise AssertionError("the key is not seen")


class TestKeyInDom0:
    device = KEY

    def test_it_is_pressed_and_released(self, evtest):
        for _ in range(5):
            assert press(evtest) == ("POWER", "1")
            assert next_key(evtest) == ("POWER", "0")


class TestKeyInTheGuest:
    domain, guest, device = "DOM1", "domu", KEY

    @pytest.fixture(scope="class", autouse=True)
    def dom0_listens(self, system):
        """And hears nothing."""
        system.dom0("evtest $(grep -lx %s /sys/class/input/event*/device/name | "
                    "sed 's,/sys/class\\(/input/event[0-9]*\\).*,/dev\\1,') >/tmp/heard 2>&1 & :" % KEY)
        system.wait_for("grep -q interrupt /tmp/heard")
        yield
        system.dom0("kill $(pidof evtest)")
        assert "EV_KEY" not in system.dom0("sed 1,/interrupt/d /tmp/heard")

    def test_it_is_pressed_and_released(self, evtest):
        for _ in range(5):
            assert press(evtest) == ("POWER", "1")
            assert next_key(evtest) == ("POWER", "0")


def test_it_can_move_the_focus(system):
    """Any key of a board can, as xen-focus is told."""
    system.focus("Dom0")
    system.dom0("cd /sys/devices/xen-focus; echo %s >devices; echo 116 >next_key; cd" % KEY)
    limit = time.monotonic() + LIMIT * SLOWER
    board("press")
    while system.dom0("usleep 1000000; cat /sys/devices/xen-focus/focus") != "1":
        assert time.monotonic() < limit
        board("press")
    system.dom0("echo 0 >/sys/devices/xen-focus/next_key")


def test_the_guest_is_shown(system):
    system.focus("domu")
    system.domu("sp6-picture ported")
    system.screen.wait(picture("domu", "ported"))
    system.focus("Dom0")


def test_no_kernel_had_to_complain(system):
    system.check_kernels()


def test_poweroff_ends_it(system):
    system.dom0("sync")
    system.console.type("poweroff")
    system.console.enter()
    assert system.console.wait_end() == 0
    result = sh("scripts/gpio-panel", "lines", env=ENV)
    assert result.returncode == 1
    assert result.stderr == "gpio-panel: no system runs here: start it with ./stex\n"
