# SPDX-License-Identifier: GPL-2.0-only
"""Plain Linux, without Xen, on the same machine with the same board: ./deploy native and
./st."""

import pytest

from buttons import next_key
from conftest import DEBUG_KERNEL
from host import sh
from test_3_errors import one_line

LEDS = range(6)


@pytest.fixture(scope="module")
def system(booted):
    result = sh("./deploy", "native")
    assert result.returncode == 0, result.stderr
    it = booted("native", "--port", "0", command="./st")
    it.console.expect("native login: ")
    it.console.log_in("native")
    it.dom0("dmesg -n 1")
    return it


def test_there_is_no_xen(system):
    assert system.console.attempt("DOM0", "[ -e /proc/xen ]")[0] == 1
    assert system.dom0("lsmod | grep ^xen || true") == ""
    assert system.dom0("pidof xenstored sp6ctl || true") == ""


@pytest.mark.parametrize("led", LEDS)
def test_a_led_is_lit(system, led):
    brightness = "/sys/class/leds/sp6_led%d/brightness" % led
    system.dom0("echo 1 >" + brightness)
    system.panel.wait_leds(1 << led, 1 << led)
    system.dom0("echo 0 >" + brightness)
    system.panel.wait_leds(1 << led, 0)


def test_a_button_is_pressed(system):
    device = system.dom0("grep -lx reptar_sp6_buttons /sys/class/input/event*/device/name")
    system.console.type("evtest /dev/input/" + device.split("/")[4])
    system.console.enter()
    system.console.expect("interrupt to exit")
    for button in ("ENTER", "ESC", "BACKSPACE"):  # nobody takes one of them away
        system.panel("press", button)
        assert next_key(system.console) == (button, "1")
        assert next_key(system.console) == (button, "0")
    system.console.tty.send("\x03")
    system.console.prompt()


def test_one_system_at_a_time(system):
    for command in (("./stex",), ("./st",), ("./deploy", "ex"), ("./deploy", "native")):
        one_line(sh(*command), "in use by st (process")


def test_the_kernel_has_nothing_to_complain_of(system):
    assert system.complaints("DOM0") == ""
    if DEBUG_KERNEL:
        assert system.leaks("DOM0") == ""


def test_it_ends(system):
    system.console.type("poweroff")
    system.console.enter()
    assert system.console.wait_end() == 0
