# SPDX-License-Identifier: GPL-2.0-only
"""More guests than the default one, each with a LED, a screen and buttons of its own, and
with the measuring programs. Knows how to start them, and what they measure all at once."""

from domains import KEYBOARD, parse
from series import Series

# Each guest's LED; the first is the guest that is always there.
GUESTS = {"DOM1": "sp6_led0", "guest2": "sp6_led5", "guest3": "sp6_led4", "guest4": "sp6_led3"}
STARTED = tuple(GUESTS)[1:]


def configure(it):
    """Dom0's LEDs, for all of them."""
    it.reconfigure("sed -i /sp6_led[345]/d domu.conf; for n in 3 4; do "
                   "sed s/guest2/guest$n/\\;s/led5/led$((7-n))/ guest2.conf >guest$n.conf; done")


def free_memory(it):
    """Of Dom0, in KiB."""
    return int(it.dom0("sed -n 's/MemAvailable: *\\([0-9]*\\) kB/\\1/p' /proc/meminfo"))


def start(it, name):
    """Starts a guest, if it does not run."""
    if name in it.memory or name not in STARTED:
        return
    before = free_memory(it)
    it.dom0("sed 's/guest2/%s/;s/reptar_sp6_buttons/%s/' /etc/xen/guest2.cfg >/tmp/guest.cfg"
            % (name, KEYBOARD))
    it.dom0("xl create -q /tmp/guest.cfg")
    it.wait_for("sp6ctl status %s >/tmp/status; grep -q '%s .* %s$' /tmp/status && "
                "grep -q 'vfb 0: connected' /tmp/status && ! grep -q back-end /tmp/status"
                % (name, GUESTS[name], name), timeout=300)
    it.console.go_to(name)
    it.console.log_in(name)
    it.console.run(name, "dmesg -n 1")
    it.use_test_card(name)
    it.console.run(name, "insmod /lib/modules/test/floor-front.ko")
    it.dom0("attach-floor $(xl domid %s)" % name)
    it.memory[name] = before - free_memory(it)


def measure_all(it, names, seconds):
    """They write to their LEDs all at once, again and again, with pauses in which the others come
    to their turn; what each measured last, NAME: (LED, floor), while all did."""
    run = it.console.run
    for name in names:
        run(name, "{ while :; do sp6-bench led %s 100 10000 | grep -v floor_hard >>/tmp/led; done & }; "
            "echo $! >/tmp/pid" % GUESTS[name])
    for name in names:
        run(name, ": >/tmp/led")
    it.dom0("sleep %d" % seconds)
    for name in names:
        run(name, "kill $(cat /tmp/pid); while pidof sp6-bench >/dev/null; do usleep 100000; done")
    # A console is slow: no more than the last ten times, of two lines each.
    return {name: collect(run(name, "tail -n 20 /tmp/led")) for name in names}


def collect(said):
    """Of several runs."""
    led, floor = Series([]), Series([])
    for line in said.splitlines():
        found = parse(line)
        led += found.get("led", Series([]))
        floor += found.get("floor_thread", Series([]))
    return led, floor
