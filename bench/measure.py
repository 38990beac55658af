# SPDX-License-Identifier: GPL-2.0-only
"""`make bench`: boots the systems, takes all figures, one step after the other, and hands
them to the report. docs/performance.md says what each of them is.

Whatever is measured in a domain is measured together with the floor, in turns, so that a
ratio means something however busy the computer is."""

import os
import re
import sys
import time

import domains
import guests
import limits
import report
from domains import BUTTONS, KEYBOARD, Answer, CountedXen, Native, Xen
from screen import picture
from series import Series

QUICK = bool(os.environ.get("QUICK"))
COUNT = 200 if QUICK else 1000
BURST = 10000
ROUNDS = 1 if QUICK else 4  # boots of Xen and of plain Linux in turns, for the loop
LOOPS = COUNT // ROUNDS
FRAMES = 100 if QUICK else 200
CHANGES = 50 if QUICK else 200
ADDRESSES = "192.168.7.1", "192.168.7.2"  # Dom0's, the guest's


class Figures:
    """What was measured. A time has the floor's beside it, from the same minutes."""

    def __init__(self):
        self.times = {}
        self.counts = {}
        self.boot = {}

    def time(self, name, series, floor=None):
        self.times[name] = {"series": series, "floor": floor}

    def merge(self, name, series):
        """More of the same."""
        if name in self.times:
            series = self.times[name]["series"] + series
        self.time(name, series)

    def median(self, name):
        return self.times[name]["series"].median

    def ratio(self, name):
        """To the floor."""
        return self.median(name) / self.times[name]["floor"].median


def floors(figures, said):
    """The floor itself is measured all the time."""
    for name in ("floor_thread", "floor_hard"):
        figures.merge(name, said[name])


# Each step gets the system and the figures.

def led(it, figures):
    """A LED is lit in the guest."""
    before = it.events("vled-1-0"), it.interrupts("DOM1", "xen-ledfront")
    requests = it.number("DOM1", REQUESTS)
    said = it.bench("DOM1", "led sp6_led0 %d 2000" % COUNT)
    requests = it.number("DOM1", REQUESTS) - requests
    after = it.events("vled-1-0"), it.interrupts("DOM1", "xen-ledfront")

    floors(figures, said)
    figures.time("led", said["led"], said["floor_thread"])
    figures.counts["requests_a_write"] = requests / COUNT
    figures.counts["notifications_a_write"] = (after[0] - before[0]) / COUNT
    figures.counts["answers_a_write"] = (after[1] - before[1]) / COUNT


REQUESTS = "/sys/bus/xen/devices/vled-0/requests"


def trigger(it, figures):
    """A kernel trigger lights it."""
    said = it.bench("DOM1", "trigger sp6_led0 %d" % (COUNT // 2))
    floors(figures, said)
    figures.time("trigger", said["trigger"], said["floor_thread"])


def six(it, figures):
    """Six LEDs at once."""
    said = it.bench("DOM1", "six sp6_led0 %d" % COUNT)
    floors(figures, said)
    figures.time("six", said["six"], said["floor_thread"])


def burst(it, figures):
    """As many writes as the guest can."""
    before = it.events("vled-1-0")
    said = it.bench("DOM1", "burst sp6_led0 %d" % BURST)["burst"]
    after = it.events("vled-1-0")
    it.panel.wait_leds(1, 1)  # the last value
    figures.counts["burst"] = dict(said, notifications=after - before,
                                   last_value_right=it.dom0(LIT) == "1")


LIT = "cat /sys/class/leds/sp6_led0/brightness"


def prepare_keys(it, _):
    """A keyboard of Dom0's for the guest."""
    it.dom0("mkfifo /tmp/go")
    it.start("DOM0", "sp6-bench press %s %d <>/tmp/go" % (KEYBOARD, COUNT), "created", "press")
    it.reconfigure("echo input = %s >>domu.conf" % KEYBOARD)


def one_way(event, ahead, since):
    """From Dom0's clock to the guest's."""
    return Series(guest + ahead - dom0 for guest, dom0 in zip(event.values, since.values))


def keys(it, figures, domain="DOM1", guest="domu", device=KEYBOARD, name="key"):
    """Keys of Dom0 reach a program in the guest."""
    console = it.console
    it.focus(guest)
    console.run(domain, "{ sp6-bench keys '%s' %d >/tmp/out 2>&1 & }" % (device, COUNT))
    it.wait_for("grep -q waiting /tmp/out", domain)
    before = it.interrupts(domain, "xen-inputfront")
    it.dom0(": >/tmp/press; echo >/tmp/go")
    it.wait_for("grep -q played /tmp/press")
    pressed = domains.parse(it.dom0("cat /tmp/press"))
    it.wait_for("grep -q '\"read\"' /tmp/out", domain)
    after = it.interrupts(domain, "xen-inputfront")
    seen = domains.parse(console.run(domain, "cat /tmp/out"))
    it.focus("Dom0")

    ahead = seen["floor_ahead"].median
    half = Series(us / 2 for us in seen["floor_thread"].values)
    floors(figures, seen)
    figures.time(name, one_way(seen["event"], ahead, pressed["forwarded"]), half)
    figures.time(name + "_sent", one_way(pressed["sent"], 0, pressed["forwarded"]), half)
    figures.time(name + "_read", one_way(seen["read"], ahead, pressed["written"]), half)
    if name == "key":
        figures.counts["notifications_a_frame_of_input"] = (after - before) / (2 * COUNT)


def prepare_net(it, _):
    """A network between Dom0 and the guest."""
    it.dom0("insmod /lib/modules/test/xen-netback.ko")
    it.domu("insmod /lib/modules/test/xen-netfront.ko")
    it.dom0("attach-net 1 %s" % ADDRESSES[0])
    it.domu("ifconfig eth0 %s up" % ADDRESSES[1])


def loop(it, figures):
    """A LED is lit, the board answers with a button: with the drivers, in Dom0, over xenstore and
    over TCP."""
    it.dom0("echo none >/sys/class/leds/sp6_led5/trigger")
    figures.merge("loop_floor", it.bench("DOM1", "led sp6_led0 %d 2000" % LOOPS)["floor_thread"])
    with Answer(0x21):
        it.focus("domu")
        figures.merge("loop_domu", it.bench("DOM1", LOOP % "sp6_led0")["loop"])
        it.focus("Dom0")
        figures.merge("loop_dom0", it.bench("DOM0", LOOP % "sp6_led5")["loop"])
        with it.serving("store-serve 1 sp6_led5 " + BUTTONS):
            said = it.bench("DOM1", "store-loop %d" % LOOPS)
        figures.merge("loop_store", said["store_loop"])
        with it.serving("net-serve sp6_led5 " + BUTTONS):
            said = it.bench("DOM1", "net-loop %s %d" % (ADDRESSES[0], LOOPS))
        figures.merge("loop_net", said["net_loop"])


LOOP = "loop %%s %s %d" % (BUTTONS, LOOPS)


def native_loop(it, figures):
    """The same, on plain Linux."""
    with Answer(1):
        figures.merge("loop_native", it.bench("DOM0", LOOP % "sp6_led0")["loop"])


def focus(it, figures):
    """The focus moves, and all with it."""
    it.domu("sp6-picture")
    it.dom0("sp6-picture")
    it.screen.wait(picture("dom0"))
    said = it.bench("DOM0", "focus 1 %d" % CHANGES)
    for name in ("copy", "focus_to_guest", "focus_to_dom0"):
        figures.time(name, said[name])


FRAME = 800 * 480 * 4  # bytes
SCREEN = "/sys/bus/xen-backend/devices/vfb-1-0/"
SCREEN_COUNTERS = ("copies", "bytes", "copy_us", "notifications")


def screen_counters(it):
    shown = it.dom0("cd %s; cat %s; cd" % (SCREEN, " ".join(SCREEN_COUNTERS)))
    return dict(zip(SCREEN_COUNTERS, map(int, shown.split())))


def animate(it):
    """The guest draws; what the back-end's counters grew by meanwhile."""
    before = screen_counters(it)
    it.domu("sp6-picture --animate --frames %d" % FRAMES, timeout=600)
    it.dom0("usleep 200000")  # the last one is copied
    after = screen_counters(it)
    return {name: after[name] - before[name] for name in SCREEN_COUNTERS}


def frames(it, figures):
    """The guest draws, shown and not."""
    it.focus("domu")
    shown = animate(it)
    it.focus("Dom0")
    hidden = animate(it)
    whole = shown["bytes"] / FRAME
    if whole:
        figures.time("shown", Series([shown["copy_us"] / whole]))
    figures.counts["screen"] = {
        "frames": FRAMES, "bytes_a_frame": shown["bytes"] / FRAMES,
        "notifications_a_frame": shown["notifications"] / FRAMES,
        "copies_not_shown": hidden["copies"], "bytes_not_shown": hidden["bytes"]}


def spurious(it, figures):
    """Events that came for nothing, of all back-ends, since the boot."""
    shown = it.dom0("cd /sys/bus/xen-backend/devices; "
                    "grep . vled-*/xenbus/spurious_events vinput-*/xenbus/spurious_events "
                    "vfb-*/xenbus/spurious_events; cd")
    found = dict(re.findall(r"^(.*)/xenbus/spurious_events:(\d+)$", shown, re.M))
    figures.counts["spurious_of"] = {name: int(count) for name, count in found.items()}
    figures.counts["spurious"] = sum(figures.counts["spurious_of"].values())


def standard_keys(it, figures):
    """The same with another guest, and the kernel's own front-end."""
    guests.configure(it)
    guests.start(it, "guest2")
    keys(it, figures, "guest2", "guest2", "Xen Virtual Keyboard", "kbdfront")


def neighbours(it, figures):
    """Beside a guest that does nothing, and ones that compute, write to their LED, and keep its
    ring full, all without a pause. The last one sends events for nothing, too."""
    run = it.console.run
    beside(it, figures, "idle")
    for what, command in NEIGHBOURS.items():
        run("guest2", "{ %s; echo done; } >/tmp/%s 2>&1 & :" % (command, what))
        it.dom0("usleep 500000")
        beside(it, figures, what)
        assert run("guest2", "tail -n 1 /tmp/" + what) != "done", what + ": was over too early"
        run("guest2", "wait", timeout=300)
    figures.counts["written"] = domains.parse(run("guest2", "cat /tmp/writes"))["burst"]
    run("guest2", "grep 'request-flood: done' /tmp/floods; restore bad-ledfront vled-0 >/dev/null")
    it.wait_for("sp6ctl status guest2 >/tmp/status; grep -q 'vled 0: connected' /tmp/status")


NEIGHBOUR = 60  # seconds, longer than what is measured beside it
NEIGHBOURS = {
    "computes": "timeout %d sh -c 'while :; do :; done'" % NEIGHBOUR,
    "writes": "sp6-bench flood sp6_led5 %d" % NEIGHBOUR,
    "floods": "attack bad-ledfront vled-0 request-flood seconds=%d" % NEIGHBOUR,
}


def beside(it, figures, what):
    said = it.bench("DOM1", "led sp6_led0 %d 2000" % COUNT)
    figures.time("beside_" + what, said["led"], said["floor_thread"])


HOSTS = {"DOM1": "domu"}


def of_guest(led, floor):
    return {"led": led.median, "led_p99": led.percentile(99), "floor": floor.median,
            "count": len(led)}


def scale(it, figures):
    """One, two and four guests at once."""
    figures.counts["scale"] = {}
    for number in (1, 2, 4):
        names = tuple(guests.GUESTS)[:number]
        for name in names:
            guests.start(it, name)
        found = guests.measure_all(it, names, 40)
        figures.counts["scale"][number] = {
            HOSTS.get(name, name): of_guest(*series) for name, series in found.items()}
    figures.counts["dom0_kib_a_guest"] = it.memory


XEN_STEPS = (
    (led, True), (trigger, True), (six, False), (burst, True), (prepare_keys, True), (keys, True),
    (focus, True), (frames, True), (standard_keys, False), (scale, False), (spurious, True),
    (neighbours, False),
)
LOOP_STEPS = ((prepare_net, True), (loop, True))
NATIVE_STEPS = ((native_loop, True),)


def instructions(it, figures):
    """Instructions, of both domains together."""
    said = it.bench("DOM1", "led sp6_led0 %d 2000" % COUNT)
    figures.counts["instructions"] = {
        name: round(series.median * it.US) for name, series in said.items()}


COUNTED_STEPS = ((instructions, False),)


class Progress:
    """A line for each step, with the time that has passed."""

    def __init__(self):
        self.begun = time.monotonic()

    def __call__(self, what):
        print("[%4d s] %s" % (time.monotonic() - self.begun, what), flush=True)


def chosen(steps, names):
    """Those that are named, or all; with QUICK=1 those that are quick."""
    return [step for step, quick in steps
            if step.__name__ in names or not names and (quick or not QUICK)]


def attempt(name, act, *arguments):
    """What fails ends neither the rest nor the report, which lacks its figures."""
    try:
        act(*arguments)
    except Exception as fault:  # pylint: disable=broad-except
        print("bench: %s: %s: %s" % (name, type(fault).__name__,
                                     str(fault).split("\n", maxsplit=1)[0]), file=sys.stderr)
        return False
    return True


def run(name, make, steps, figures, progress):
    """The steps, in one boot."""
    if not steps:
        return
    progress("%s: boots" % name)
    it = make()
    try:
        if not attempt("boot", it.come_up):
            return
        figures.boot[name] = it.phases
        for number, step in enumerate(steps, 1):
            what = " ".join(step.__doc__.split(".")[0].split())
            progress("%s, %d of %d: %s" % (name, number, len(steps), what))
            if not attempt(step.__name__, step, it, figures):
                it.interrupt()
    finally:
        it.console.close()


def main(names):
    figures = Figures()
    progress = Progress()
    progress("two cards")
    domains.make_card("ex")
    domains.load_card()
    domains.make_card("native")
    domains.load_native_card()
    run("Xen", Xen, chosen(XEN_STEPS, names), figures, progress)
    run("Xen, counting instructions", CountedXen, chosen(COUNTED_STEPS, names), figures, progress)
    for _ in range(ROUNDS):
        run("Xen", Xen, chosen(LOOP_STEPS, names), figures, progress)
        run("plain Linux", Native, chosen(NATIVE_STEPS, names), figures, progress)
    if names:
        print(report.table(figures, []))
        return 0

    judged = limits.judge(figures, QUICK)
    report.write(figures, judged, QUICK)
    progress("done")
    judged = [limit for limit in judged if not limit.aim or limit.value is None]
    held = sum(limit.holds for limit in judged)
    print("bench: %d passed, %d failed" % (held, len(judged) - held))
    return 0 if held == len(judged) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
