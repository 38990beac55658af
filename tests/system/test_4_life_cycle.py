# SPDX-License-Identifier: GPL-2.0-only
"""The LED pair comes and goes, in every order: what the guest wanted is shown
again, and nothing is left behind. A second guest, started by xl, is rebooted,
destroyed and crashed."""

import re
import time

import pytest

from conftest import UNTIL, rounds
from console import SLOWER

LED = "/sys/class/leds/sp6_led%d/"
COUNTERS = "/sys/bus/xen/devices/vled-0/"
BACK = "/sys/bus/xen-backend/drivers/xen-ledback/"
FRONT = "/sys/bus/xen/drivers/xen-ledfront/"


@pytest.fixture(scope="module")
def system(card, booted):  # pylint: disable=unused-argument
    it = booted("life-cycle")
    it.come_up()
    return it


def wait_connected(system, domain="domu"):
    """Until both ends are, and Dom0's LEDs follow the guest."""
    system.dom0("sp6ctl attach %s --timeout 60 >/dev/null" % domain)


# --- blinking, as the board shows it -------------------------------------------


def edges(system, mask, count, command="true"):
    """What a LED on the board does from a command in the guest on: COUNT changes,
    the time of each in ms, and its level."""
    panel = system.panel.watch()
    seen = []
    try:
        while len(seen) < count + 1:
            at, name, value = panel.stdout.readline().split(maxsplit=2)
            if name != "leds":
                continue
            if not seen:
                system.domu(command)
            level = bool(int(value, 16) & mask)
            if not seen or seen[-1][1] != level:
                seen.append((int(at), level))
    finally:
        panel.kill()
        panel.wait()
    return seen[1:]  # the first is the state when we came


def blink(led, on, off):
    return ("echo timer > {0}trigger; echo {1} > {0}delay_on; echo {2} > {0}delay_off"
            .format(LED % led, on, off))


def test_blink_100_900_is_within_10_percent(system, figures):
    """On the board, without a single request meanwhile."""
    system.domu(blink(0, 100, 900))
    requests = system.domu("cat " + COUNTERS + "requests")
    seen = edges(system, 0x01, 2 * len(rounds(50)) + 4)[2:]
    assert system.domu("cat " + COUNTERS + "requests") == requests
    lengths = {True: [], False: []}
    for (begin, level), (end, _) in zip(seen, seen[1:]):
        lengths[level].append(end - begin)
    for level, promised in ((True, 100), (False, 900)):
        mean = sum(lengths[level]) / len(lengths[level])
        figures.append("blink, %s for %d ms: mean %.1f ms of %d"
                       % ("on" if level else "off", promised, mean, len(lengths[level])))
        assert abs(mean - promised) <= promised / 10, lengths[level]
    system.domu("echo none > " + LED % 0 + "trigger")
    system.panel.wait_leds(0x3f, 0)


def test_delays_are_moved_into_the_range(system):
    system.domu(blink(1, 1, 3600000))
    assert system.domu("cat " + LED % 1 + "delay_on") == "10"
    assert system.domu("cat " + LED % 1 + "delay_off") == "60000"
    assert system.domu("cat " + COUNTERS + "refused") == "0"
    system.domu("echo none > " + LED % 1 + "trigger")
    system.panel.wait_leds(0x3f, 0)


def test_blink_then_0_then_1_ends_lit(system):
    led = LED % 2
    for _ in range(100):
        system.domu("echo timer > %strigger; echo 0 > %sbrightness; echo 1 > %sbrightness"
                    % (led, led, led))
        system.panel.wait_leds(0x3f, 0x04)
    # It stays lit: no later edge, for longer than a default blink takes.
    before = system.domu("cat " + COUNTERS + "requests")
    system.domu("usleep 1200000")
    assert system.panel.leds() & 0x3f == 0x04
    assert system.domu("cat " + COUNTERS + "requests") == before
    system.domu("echo 0 > " + led + "brightness")
    system.panel.wait_leds(0x3f, 0)


def test_oneshot_flashes_once(system):
    led = LED % 3
    system.domu("echo oneshot > %strigger; echo 300 > %sdelay_on; echo 300 > %sdelay_off"
                % (led, led, led))
    before = system.panel.leds() & 0x08
    levels = [level for _, level in edges(system, 0x08, 2, "echo 1 > " + led + "shot")]
    assert levels == [not before, bool(before)]
    system.domu("echo none > " + led + "trigger")
    system.panel.wait_leds(0x3f, 0)


def test_pattern_repeats(system):
    led = LED % 4
    system.domu("echo pattern > %strigger; echo '1 200 1 0 0 400 0 0' > %spattern" % (led, led))
    levels = [level for _, level in edges(system, 0x10, 6)]
    assert levels in ([True, False] * 3, [False, True] * 3)
    system.domu("echo none > " + led + "trigger")
    system.panel.wait_leds(0x3f, 0)


def test_a_led_that_is_given_back_shows_the_present_state_and_phase(system):
    """activate: a steady LED is lit at once, a blinking one blinks on."""
    system.dom0("for n in 0 1; do echo none > /sys/class/leds/sp6_led$n/trigger; done")
    system.domu("echo 1 > " + LED % 0 + "brightness; " + blink(1, 200, 200))
    system.panel.wait_leds(0x3f, 0)
    system.dom0("echo vled1-0-0 > " + LED % 0 + "trigger; echo vled1-0-1 > " + LED % 1 + "trigger")
    system.panel.wait_leds(0x03, 0x03)
    system.panel.wait_leds(0x03, 0x01)
    system.panel.wait_leds(0x03, 0x03)
    system.domu("echo none > %strigger; echo 0 > %sbrightness" % (LED % 1, LED % 0))
    system.panel.wait_leds(0x3f, 0)


# --- the two ends come and go ---------------------------------------------------


class Counts:
    """What could leak: grants and event channels of all domains, xenstore's nodes,
    and slab objects, in Dom0 and the guest."""

    def __init__(self, system):
        self.exact = {
            "grants": self.xen(system, "g", r"^\(XEN\) +\[0x"),
            "event channels": self.xen(system, "e", r"^\(XEN\) +[0-9]+ \["),
            "xenstore nodes": int(system.dom0("xenstore-ls / | wc -l")),
            "interrupts": tuple(int(run("grep -c xen-led /proc/interrupts"))
                                for run in (system.dom0, system.domu)),
        }
        self.slab = {name: self.objects(run) for name, run in
                     (("Dom0", system.dom0), ("DomU", system.domu))}

    @staticmethod
    def xen(system, key, pattern):
        """Lines of Xen's own report on a debug key; there are some in any case."""
        system.dom0("xl dmesg -c >/dev/null; xl debug-keys " + key)
        return int(system.dom0("xl dmesg | grep -cE '%s'" % pattern))

    @staticmethod
    def objects(run):
        """Active slab objects in all, after the caches' spare ones were given back, and
        mappings. One that was given back keeps an object, until the kernel has many."""
        return int(run("sync; echo 3 > /proc/sys/vm/drop_caches; "
                       "for c in /sys/kernel/slab/*/shrink; do echo 1 > $c; done; "
                       "awk '/^kmalloc|^kernfs/ { n += $2 } FILENAME ~ /vmalloc/ && !/unpurged/ "
                       "{ n++ } END { print n }' /proc/slabinfo /proc/vmallocinfo"))


def reload_back(system):
    system.dom0("echo vled-1-0 > %sunbind; rmmod xen-ledback; modprobe xen-ledback" % BACK)


def reload_front(system):
    system.domu("echo vled-0 > %sunbind; rmmod xen-ledfront; modprobe xen-ledfront" % FRONT)


def rebind_back(system):
    system.dom0("echo vled-1-0 > {0}unbind; echo vled-1-0 > {0}bind".format(BACK))


def rebind_front(system):
    system.domu("echo vled-0 > {0}unbind; echo vled-0 > {0}bind".format(FRONT))


def rebind_both(system):
    """The back-end is away while the front-end goes and comes."""
    system.dom0("echo vled-1-0 > %sunbind" % BACK)
    rebind_front(system)
    system.dom0("echo vled-1-0 > %sbind" % BACK)


def detach_attach(system):
    system.dom0("sp6ctl detach domu && sp6ctl attach domu")


ORDERS = {order.__name__: order for order in
          (rebind_back, rebind_front, rebind_both, reload_back, reload_front, detach_attach)}
KEEPS_LEDS = ("rebind_back", "reload_back")  # the guest's LED devices and their states


def once(system, name):
    """One round, and the LED works after it."""
    led = LED % 2
    system.domu("echo 1 > " + led + "brightness")
    system.panel.wait_leds(0x3f, 0x04)
    ORDERS[name](system)
    wait_connected(system)
    system.domu(UNTIL % ("[ -e %sbrightness ]" % led))
    if name not in KEEPS_LEDS:
        system.panel.wait_leds(0x3f, 0)
        system.domu("echo 1 > " + led + "brightness")
    system.panel.wait_leds(0x3f, 0x04)
    assert system.domu("cat " + led + "brightness") == "1"
    system.domu("echo 0 > " + led + "brightness")
    system.panel.wait_leds(0x3f, 0)


def growth(before, after):
    return max(after.slab[domain] - objects for domain, objects in before.slab.items())


@pytest.mark.parametrize("name", ORDERS)
def test_nothing_is_left_behind(system, name):
    """What is counted exactly never grows. The kernels allocate slab objects for
    themselves now and then; but a leak would grow each time that it is looked for."""
    once(system, name)  # what is allocated once for all
    counts = [Counts(system)]
    times = rounds(100)
    for _ in range(3):
        for _ in times:
            once(system, name)
        counts.append(Counts(system))
        assert counts[-1].exact == counts[0].exact
        if growth(*counts[-2:]) < max(len(times), 50):
            return
    pytest.fail("slab objects grow each time: %s" % [c.slab for c in counts])


def test_the_back_ends_absence_loses_nothing(system):
    """The guest's LEDs take orders without a back-end, and the last is shown."""
    system.dom0("echo vled-1-0 > %sunbind" % BACK)
    system.domu("for n in 0 1 2; do echo 1 > /sys/class/leds/sp6_led$n/brightness; done")
    system.domu("echo 0 > " + LED % 1 + "brightness")
    assert system.panel.leds() & 0x3f == 0
    system.dom0("echo vled-1-0 > %sbind" % BACK)
    system.panel.wait_leds(0x3f, 0x05)
    system.domu("for n in 0 2; do echo 0 > /sys/class/leds/sp6_led$n/brightness; done")
    system.panel.wait_leds(0x3f, 0)


def test_unbind_under_load(system):
    """Either end goes while the guest writes without pause."""
    writes = ("echo $$ > /tmp/writer; while :; do echo 1 > {0}brightness; "
              "echo 0 > {0}brightness; done 2>/dev/null".format(LED % 3))
    system.domu("sh -c '%s' >/dev/null 2>&1 & :" % writes)
    for _ in rounds(50):
        rebind_back(system)
        rebind_front(system)
    wait_connected(system)
    system.domu("kill $(cat /tmp/writer); wait; echo 1 > " + LED % 3 + "brightness")
    system.panel.wait_leds(0x08, 0x08)
    system.domu("echo 0 > " + LED % 3 + "brightness")
    system.panel.wait_leds(0x3f, 0)


def test_a_slow_xenstored_delays_and_loses_nothing(system):
    """Stopped while the device is attached; a connection needs no xenstore."""
    system.dom0("sp6ctl detach domu")
    system.dom0("kill -STOP $(pidof xenstored); sp6ctl attach domu > /tmp/attach 2>&1 & :")
    system.dom0("usleep 3000000; kill -CONT $(pidof xenstored); wait")
    assert "LED device is connected" in system.dom0("cat /tmp/attach")
    system.dom0("kill -STOP $(pidof xenstored)")
    system.domu("echo 1 > " + LED % 0 + "brightness")
    system.panel.wait_leds(0x3f, 0x01)
    system.domu("echo 0 > " + LED % 0 + "brightness")
    system.panel.wait_leds(0x3f, 0)
    system.dom0("kill -CONT $(pidof xenstored)")
    wait_connected(system)


# --- guests come and go ----------------------------------------------------------


@pytest.fixture(scope="module")
def guest(system):
    system.start_guest2()
    return "guest2"


def light(system, guest):
    system.console.go_to(guest)
    system.console.log_in(guest)
    system.console.run(guest, UNTIL % "[ -e /sys/class/leds/sp6_led5/brightness ]")
    system.console.run(guest, "dmesg -n 1; echo 1 > /sys/class/leds/sp6_led5/brightness")
    system.panel.wait_leds(0x3f, 0x20)


def domid(system, guest):
    return int(system.dom0("xl domid " + guest))


def leave(system, guest, command):
    """Something in the guest after which it is another one; its LED is dark then."""
    before = domid(system, guest)
    system.console.go_to(guest)
    system.console.type(command)
    system.console.enter()
    system.panel.wait_leds(0x3f, 0)
    system.console.guest_ended()
    system.wait_for("[ $(xl domid %s 2>/dev/null || echo %d) != %d ]"
                    % (guest, before, before), timeout=300)
    system.await_guest2()


@pytest.mark.parametrize("how, promised", (
    ("reboot", 20), ("echo c > /proc/sysrq-trigger", 10)), ids=("reboot", "crash"))
def test_a_guest_that_is_another_one_has_its_leds(system, guest, how, promised):
    for _ in rounds(promised):
        light(system, guest)
        leave(system, guest, how)
    light(system, guest)
    system.console.run(guest, "echo 0 > /sys/class/leds/sp6_led5/brightness")
    system.panel.wait_leds(0x3f, 0)


def test_a_destroyed_guest_leaves_dark_leds_and_nothing_else(system, guest):
    for _ in rounds(10):
        light(system, guest)
        number = domid(system, guest)
        system.dom0("xl destroy " + guest)
        system.panel.wait_leds(0x3f, 0)
        assert "vled%d-" % number not in system.dom0("cat " + LED % 5 + "trigger")
        system.dom0("xl create -q /etc/xen/guest2.cfg")
        system.await_guest2()
    # The default guest does not notice any of this.
    system.domu("echo 1 > " + LED % 0 + "brightness")
    system.panel.wait_leds(0x3f, 0x01)
    system.domu("echo 0 > " + LED % 0 + "brightness")


def test_poweroff_is_not_slower_with_leds(system, guest, figures):
    """Less than 2 s more than without, on a machine that is not slowed down."""
    seconds = {}
    for leds in (True, False):
        light(system, guest)
        if not leds:
            system.dom0("sp6ctl detach " + guest)
        number = domid(system, guest)
        system.console.go_to(guest)
        system.console.type("poweroff")
        begin = time.monotonic()
        system.console.enter()
        system.console.guest_ended()
        system.wait_for("! xl domname %d 2>/dev/null" % number)
        seconds[leds] = time.monotonic() - begin
        if leds:
            system.dom0("xl create -q /etc/xen/guest2.cfg")
            system.await_guest2()
    figures.append("poweroff of a guest: %.1f s with LEDs, %.1f s without"
                   % (seconds[True], seconds[False]))
    assert seconds[True] < seconds[False] + 2 * SLOWER


def test_no_kernel_had_to_complain(system):
    system.check_kernels()
