# SPDX-License-Identifier: GPL-2.0-only
"""What only the debug kernel can show: each allocation of a connection that is
being made fails, one after the other. Every failure is a clean error, and
afterwards a new connection works."""

import re

import pytest

from conftest import DEBUG_KERNEL, ERRORS

pytestmark = pytest.mark.skipif(not DEBUG_KERNEL, reason="needs DEBUG_KERNEL=1")

LED = "/sys/class/leds/sp6_led0/brightness"

# Devices are made, probed and connected by this kernel thread.
THREAD = "/proc/$(pidof xenwatch)/fail-nth"

# Also allocations that may sleep, single pages, and a call trace for each failure.
SET_UP = ("mount -t debugfs debugfs /sys/kernel/debug; cd /sys/kernel/debug; "
          "for f in failslab fail_page_alloc; do echo N > $f/ignore-gfp-wait; "
          "echo 2 > $f/verbose; done; echo 0 > fail_page_alloc/min-order; cd")

ATTACH = "sp6ctl attach domu --led sp6_led0"


@pytest.fixture(scope="module")
def system(card, booted):  # pylint: disable=unused-argument
    it = booted("debug-kernel")
    it.come_up()
    it.dom0(SET_UP)
    it.domu(SET_UP)
    it.dom0("sp6ctl detach domu")
    return it


def attach_with_failure(system, domain, n):
    """Attaches while the domain's n-th allocation fails. Returns whether that
    worked, what was said, and whether n allocations were made at all."""
    system.console.run(domain, "dmesg -c >/dev/null; echo %d > %s" % (n, THREAD))
    status, said = system.console.attempt("DOM0", ATTACH + " --timeout 5 2>&1")
    left = system.console.run(domain, "cat %s; echo 0 > %s" % (THREAD, THREAD))
    return status == 0, said, left == "0"


def attach_for_good(system):
    """What is left of the attempt goes, a new one works, and detach as well."""
    system.dom0("sp6ctl detach domu --timeout 5 2>&1 || sp6ctl detach domu --force 2>&1")
    system.dom0(ATTACH + " --timeout 60 2>&1")
    system.domu("echo 1 > " + LED)
    system.panel.wait_leds(0x3f, 0x01)
    system.dom0("sp6ctl detach domu 2>&1")
    system.panel.wait_leds(0x3f, 0x00)


@pytest.mark.parametrize("domain, end", (("DOM0", "back-end"), ("DOM1", "front-end")))
def test_every_allocation_of_a_connection_may_fail(system, domain, end, figures):
    refused = n = 0
    failed = True
    while failed:
        n += 1
        connected, said, failed = attach_with_failure(system, domain, n)
        assert connected or failed, said
        if not connected:
            refused += 1
            assert re.search(r"^sp6ctl: ", said, re.M), said
        assert system.complaints(domain, ERRORS) == "", (n, said)
        attach_for_good(system)
    figures.append("%s: each of %d allocations failed, %d times no connection"
                   % (end, n - 1, refused))
    assert refused > 0


@pytest.mark.parametrize("domain", ("DOM0", "DOM1"))
def test_no_kernel_had_to_complain(system, domain):
    assert system.complaints(domain, ERRORS) == ""


@pytest.mark.parametrize("domain", ("DOM0", "DOM1"))
def test_no_memory_leaked(system, domain):
    assert system.leaks(domain) == ""
