# SPDX-License-Identifier: GPL-2.0-only
"""What only the debug kernel can show: each allocation while a driver is bound and
while it connects fails, one after the other. It is said, nothing breaks, and
binding anew gives a connection that works."""

import pytest

from conftest import DEBUG_KERNEL, ERRORS

pytestmark = pytest.mark.skipif(not DEBUG_KERNEL, reason="needs DEBUG_KERNEL=1")

LED = "/sys/class/leds/sp6_led0/brightness"
ENDS = {
    "DOM0": ("xen-ledback", "/sys/bus/xen-backend", "vled-1-0"),
    "DOM1": ("xen-ledfront", "/sys/bus/xen", "vled-0"),
}

ALLOWED = 7  # failures without binding anew: XENBUS_MAX_FAILURES would end service

# Also allocations that may sleep, and single pages; a call trace of each failure. Only
# of the slab caches that the kernel's command line names: scripts/arch/ says why.
# Connections are made by xenwatch, a kernel thread: $W.
FAULTS = ("mount -t debugfs debugfs /sys/kernel/debug; cd /sys/kernel/debug; "
          "for f in failslab fail_page_alloc; do echo N >$f/ignore-gfp-wait; "
          "echo 2 >$f/verbose; done; echo 0 >fail_page_alloc/min-order; "
          "echo Y >failslab/cache-filter; cd; "
          "W=/proc/$(pidof xenwatch)/fail-nth; bad() { dmesg | grep -E -A 40 '%s'; }" % ERRORS)

# bindit N: the N-th allocation meanwhile fails (0: none), and $left is how many were left
# to go. Only commands that are part of the shell, and files that are open.
BIND = ("drop() {{ echo {2} >{1}/drivers/{0}/unbind; }} 2>/dev/null; "
        "bindit() {{ exec 3>{1}/drivers/{0}/bind 4</proc/self/fail-nth 5>/proc/self/fail-nth; "
        "echo $1 >&5; echo {2} >&3; read left <&4; echo 0 >&5; exec 3>&- 4<&- 5>&-; }}; "
        "anew() {{ drop; bindit 0; }}; bound() {{ [ -e {1}/drivers/{0}/{2} ]; }}; "
        "there() {{ [ -e {1}/devices/{2} ]; }}")

# The same for all that xenwatch allocates between arm N and disarm.
ARM = ("arm() { dmesg -c >/dev/null; echo $1 >$W; }; disarm() { read left <$W; echo 0 >$W; }; "
       "outcome() { bad; echo $left ${s:-unbound}; }; led() { echo $1 >%s; }" % LED)

# Dom0's driver makes the guest's LEDs when it is bound for the first time.
RELOAD = "drop; rmmod xen-ledback; modprobe xen-ledback; "

# What xenbus does not tell its drivers, they cannot say: the failure's own call trace
# shows whether they were in it.
UNSAID = ("unsaid() { dmesg | grep -q '^[^]]*] xen-led.*vled-' || "
          "dmesg | grep -B 20 -A 20 '\\[xen_led'; true; }")

# Waits until it is certain how the front-end fares ($s), or the driver has no device. In
# the guest the kernel says it, in Dom0 xenstore.
SETTLE = ("settle() {{ i=0; while s= && bound && s=$({0}) && [ $i -lt 80 ]; do "
          "case $s in 4|6|Connected|Closed) break; esac; i=$((i+1)); usleep 100000; done; }}")
STATE = {"DOM0": "xenstore-read /local/domain/1/device/vled/0/state",
         "DOM1": "cat /sys/bus/xen/devices/vled-0/state"}

AUTOPROBE = "echo %d >/sys/bus/xen-backend/drivers_autoprobe"


@pytest.fixture(scope="module")
def system(card, booted):  # pylint: disable=unused-argument
    it = booted("debug-kernel")
    it.come_up()
    for domain, end in ENDS.items():
        for line in (FAULTS, BIND.format(*end), ARM, SETTLE.format(STATE[domain]), UNSAID):
            it.console.run(domain, line)  # the shell takes 1,023 characters at once
    it.dom0(AUTOPROBE % 0)
    return it


def there(system):
    """xenbus itself takes a failed allocation for a node that is not there, and then
    removes the device without a word."""
    return all(system.console.attempt(domain, "there")[0] == 0 for domain in ENDS)


def begin_anew(system):
    """Both drivers forget what failed, and connect; Dom0's LEDs follow the guest."""
    if there(system):
        system.dom0("anew")
        system.domu("anew")
        system.dom0("sp6ctl attach domu --timeout 100")
    else:
        system.dom0(AUTOPROBE % 1 + "; sp6ctl detach domu; sp6ctl attach domu --timeout 100; "
                    + AUTOPROBE % 0)


def led_works(system):
    for lit in (1, 0):
        system.domu("led %d" % lit)
        system.panel.wait_leds(0x01, lit)


def connect_with_failure(system, domain, n):
    """While both connect. Returns what became of it."""
    system.console.run(domain, "arm %d" % n)
    system.domu("anew")
    return system.console.run(domain, "settle; disarm; outcome")


def bind_with_failure(system, domain, n):
    """While the domain's driver is bound: as above."""
    before = RELOAD if domain == "DOM0" else "drop; "
    return system.console.run(
        domain, before + "dmesg -c >/dev/null; bindit %d 2>/dev/null; settle; outcome" % n)


@pytest.mark.parametrize("phase", (connect_with_failure, bind_with_failure))
@pytest.mark.parametrize("domain", ENDS)
def test_every_allocation_may_fail(system, domain, phase, figures):
    refused = n = 0
    left = "0"
    while left == "0":
        n += 1
        outcome = phase(system, domain, n)
        assert len(outcome.split()) == 2, "%d: %s" % (n, outcome)
        left, state = outcome.split()
        connected = state in ("4", "Connected")
        if not connected:
            refused += 1
            assert system.console.run(domain, "unsaid") == "", n
        if not connected or phase is bind_with_failure or n % ALLOWED == 0:
            begin_anew(system)
        led_works(system)
    figures.append("%s, %s: each of %d allocations failed, %d times no connection"
                   % (ENDS[domain][0], phase.__name__, n - 1, refused))
    assert n > 10 and refused > 0


@pytest.mark.parametrize("domain", ENDS)
def test_no_kernel_had_to_complain(system, domain):
    assert system.complaints(domain, ERRORS) == ""


@pytest.mark.parametrize("domain", ENDS)
def test_no_memory_leaked(system, domain):
    assert system.leaks(domain) == ""
