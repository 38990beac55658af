# SPDX-License-Identifier: GPL-2.0-only
"""What only the debug kernel can show: each allocation while a driver is bound and
while it connects fails, one after the other, for each driver of ours. It is said,
nothing breaks, and binding anew gives a connection that works."""

import pytest

from conftest import DEBUG_KERNEL, ERRORS
from pairs import LEDS, PAIRS

pytestmark = pytest.mark.skipif(not DEBUG_KERNEL, reason="needs DEBUG_KERNEL=1")

DOMAINS = ("DOM0", "DOM1")

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

# The same for all that xenwatch allocates between arm N and disarm. Nobody can read the
# guest's input device if a handler of the input core is missing.
ARM = ("arm() { dmesg -c >/dev/null; echo $1 >$W; }; disarm() { read left <$W; echo 0 >$W; }; "
       "outcome() { bad; dmesg | grep -q 'failed to attach handler' && s=unheard; "
       "echo $left ${s:-unbound}; }")

# Dom0's driver makes the guest's LEDs when it is bound for the first time.
RELOAD = "drop; rmmod xen-ledback; modprobe xen-ledback; "

# What xenbus does not tell its drivers, they cannot say: the failure's own call trace
# shows whether they were in it. Of input handlers that have not what they need, the
# input core says it.
UNSAID = ("unsaid() {{ dmesg | grep -qE '^[^]]*] {0} {2}:|failed to attach handler' || "
          "dmesg | grep -E -B 20 -A 20 '\\[xen_(led|input|fb|focus|split)'; true; }}")

# Waits until it is certain how the front-end fares ($s), or the driver has no device. In
# the guest the kernel says it, in Dom0 xenstore.
SETTLE = ("settle() {{ i=0; while s= && bound && s=$({0}) && [ $i -lt 80 ]; do "
          "case $s in 4|6|Connected|Closed) break; esac; i=$((i+1)); usleep 100000; done; }}")

AUTOPROBE = "echo %d >/sys/bus/xen-backend/drivers_autoprobe"


@pytest.fixture(scope="module")
def booted_system(laden_card, booted):  # pylint: disable=unused-argument
    it = booted("debug-kernel")
    it.come_up()
    it.use_test_card()
    for domain in DOMAINS:
        it.console.run(domain, FAULTS)
        it.console.run(domain, ARM)
    it.dom0(AUTOPROBE % 0)
    return it


@pytest.fixture(scope="module")
def pair(request):
    return request.param


def end(pair, domain):
    """Driver, bus and device of the pair's end in the domain."""
    if domain == "DOM0":
        return pair.back_driver, "/sys/bus/xen-backend", pair.back
    return pair.front_driver, "/sys/bus/xen", pair.front


def state(pair, domain):
    """The command that says the front-end's state."""
    if domain == "DOM0":
        return "xenstore-read " + pair.back_state
    return "cat /sys/bus/xen/devices/%s/state" % pair.front


@pytest.fixture(scope="module")
def system(booted_system, pair):
    """The domains' shells know the pair's commands."""
    it = booted_system
    for domain in DOMAINS:
        names = end(pair, domain)
        for line in (BIND.format(*names), SETTLE.format(state(pair, domain)), UNSAID.format(*names)):
            it.console.run(domain, line)  # the shell takes 1,023 characters at once
    return it


def there(system):
    """xenbus itself takes a failed allocation for a node that is not there, and then
    removes the device without a word."""
    return all(system.console.attempt(domain, "there")[0] == 0 for domain in DOMAINS)


def begin_anew(system):
    """Both drivers forget what failed, and connect; Dom0's LEDs follow the guest."""
    if there(system):
        system.dom0("anew")
        system.domu("anew")
        system.dom0("sp6ctl attach domu --timeout 100")
    else:
        system.dom0(AUTOPROBE % 1 + "; sp6ctl detach domu; sp6ctl attach domu --timeout 100; "
                    + AUTOPROBE % 0)


def connect_with_failure(system, _, domain, n):
    """While both connect. Returns what became of it."""
    system.console.run(domain, "arm %d" % n)
    system.domu("anew")
    return system.console.run(domain, "settle; disarm; outcome")


def bind_with_failure(system, pair, domain, n):
    """While the domain's driver is bound: as above."""
    before = RELOAD if (pair, domain) == (LEDS, "DOM0") else "drop; "
    return system.console.run(
        domain, before + "dmesg -c >/dev/null; bindit %d 2>/dev/null; settle; outcome" % n)


# The guest's end of a screen is its kernel's own.
ENDS = [pytest.param(pair, domain, id="%s-%s" % (pair, domain))
        for pair in PAIRS for domain in DOMAINS if domain == "DOM0" or pair.bad_back]


@pytest.mark.parametrize("phase", (connect_with_failure, bind_with_failure))
@pytest.mark.parametrize("pair, domain", ENDS, indirect=["pair"], scope="module")
def test_every_allocation_may_fail(system, pair, domain, phase, figures):
    refused = n = 0
    left = "0"
    while left == "0":
        n += 1
        outcome = phase(system, pair, domain, n)
        assert len(outcome.split()) == 2, "%d: %s" % (n, outcome)
        left, fares = outcome.split()
        connected = fares in ("4", "Connected")
        if not connected:
            refused += 1
            assert system.console.run(domain, "unsaid") == "", n
        if not connected or phase is bind_with_failure or n % ALLOWED == 0:
            begin_anew(system)
        pair.works(system)
    figures.append("%s, %s: each of %d allocations failed, %d times no connection"
                   % (end(pair, domain)[0], phase.__name__, n - 1, refused))
    assert n > 10 and refused > 0


@pytest.mark.parametrize("domain", DOMAINS)
def test_no_kernel_had_to_complain(booted_system, domain):
    assert booted_system.complaints(domain, ERRORS) == ""


@pytest.mark.parametrize("domain", DOMAINS)
def test_no_memory_leaked(booted_system, domain):
    assert booted_system.leaks(domain) == ""
