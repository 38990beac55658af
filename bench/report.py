# SPDX-License-Identifier: GPL-2.0-only
"""What was measured, as a table, as a file for programs, and as pictures."""

import json
import os
import platform
import subprocess
import time

from host import ROOT

RESULTS = os.path.join(ROOT, "bench", "results")

# A time's name, what it is, and what it is compared with: the floor that was measured with it,
# or another time.
ROWS = (
    ("floor_thread", "floor: round trip, threads", None),
    ("floor_hard", "floor: round trip, no threads", "floor_thread"),
    ("led", "LED: write to answer", "floor"),
    ("trigger", "LED: by a kernel trigger", "floor"),
    ("beside_idle", "LED: beside a guest that does nothing", "floor"),
    ("beside_computes", "LED: beside one that computes", "floor"),
    ("beside_writes", "LED: beside one that writes to its LED", "floor"),
    ("beside_floods", "LED: beside one that floods its ring", "floor"),
    ("six", "LED: six at once, the last answer", "floor"),
    ("key", "key: Dom0's event to the guest's", "half a floor"),
    ("key_sent", "key: of that, until it is in the ring", "half a floor"),
    ("key_read", "key: Dom0's program to the guest's", "half a floor"),
    ("kbdfront", "key: the same, kernel's front-end", "half a floor"),
    ("kbdfront_read", "key: the same, programs", "half a floor"),
    ("loop_native", "loop: plain Linux", None),
    ("loop_dom0", "loop: Dom0", "loop_native"),
    ("loop_floor", "loop: a round trip on the floor", "loop_native"),
    ("loop_domu", "loop: guest", "loop_native"),
    ("loop_store", "loop: guest, over xenstore", "loop_domu"),
    ("loop_net", "loop: guest, over TCP", "loop_domu"),
    ("copy", "a frame copied within memory", None),
    ("shown", "a whole frame copied to the display", "copy"),
    ("focus_to_guest", "focus to the guest", "copy"),
    ("focus_to_dom0", "focus to Dom0", "copy"),
)

COUNTS = (
    ("requests a write", lambda counts: counts["requests_a_write"]),
    ("notifications a write", lambda counts: counts["notifications_a_write"]),
    ("answers a write", lambda counts: counts["answers_a_write"]),
    ("requests of 10,000 writes without a pause", lambda counts: counts["burst"]["requests"]),
    ("us that these took", lambda counts: counts["burst"]["us"]),
    ("notifications a frame of input", lambda counts: counts["notifications_a_frame_of_input"]),
    ("bytes copied a frame that is shown", lambda counts: counts["screen"]["bytes_a_frame"]),
    ("notifications a frame of the screen", lambda counts: counts["screen"]["notifications_a_frame"]),
    ("copies of frames that are not shown", lambda counts: counts["screen"]["copies_not_shown"]),
    ("writes of the guest that writes", lambda counts: counts["written"]["writes"]),
    ("requests of these", lambda counts: counts["written"]["requests"]),
)


def output(*command):
    return subprocess.run(command, cwd=ROOT, text=True, capture_output=True, check=False).stdout.strip()


def processor():
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        names = [line.split(":", 1)[1].strip() for line in file if line.startswith("model name")]
    return "%d x %s" % (len(names), names[0]) if names else platform.machine()


def machine():
    return {"date": time.strftime("%Y-%m-%d %H:%M"), "processor": processor(),
            "load": os.getloadavg()[0], "host": platform.platform(),
            "qemu": output(os.environ["QEMU"], "--version").split("\n")[0],
            "commit": output("git", "describe", "--always", "--dirty")}


UNITS = {"floor": "the floor", "half a floor": "half the floor", "floor_thread": "the floor with threads",
         "loop_native": "plain Linux", "loop_domu": "the guest's", "copy": "a copy in memory"}


def compared(figures, name, unit):
    """The ratio to what the time is compared with, and what that is."""
    base = figures.times[name]["floor"] or figures.times.get(unit, {}).get("series")
    return "%8.2f of %s" % (figures.median(name) / base.median, UNITS[unit]) if base else ""


def times_table(figures):
    yield "%-38s %7s %8s %8s %8s" % ("us", "count", "first", "median", "99%")
    for name, text, unit in ROWS:
        if name in figures.times:
            series = figures.times[name]["series"]
            yield ("%-38s %7d %8d %8d %8d %s" % (
                text, len(series), series.values[0], series.median, series.percentile(99),
                compared(figures, name, unit))).rstrip()


def counts_table(figures):
    for text, value in COUNTS:
        try:
            yield "%-52s %12s" % (text, format(value(figures.counts), ",.9g"))
        except KeyError:
            pass
    for device, count in figures.counts.get("spurious_of", {}).items():
        yield "%-52s %12d" % ("events of %s flagged spurious" % device, count)
    for name, count in figures.counts.get("instructions", {}).items():
        yield "%-52s %12d" % ("instructions: " + name, count)
    for guest, kib in figures.counts.get("dom0_kib_a_guest", {}).items():
        yield "%-52s %12d" % ("KiB of Dom0's memory for " + guest, kib)


def scale_table(figures):
    scale = figures.counts.get("scale", {})
    if scale:
        yield "%-38s %7s %8s %8s %8s" % ("guests at once, a LED of each: us", "count", "", "median", "99%")
    for number, guests in scale.items():
        for guest, found in guests.items():
            yield "%-38s %7d %8s %8d %8d %8.2f of the floor" % (
                "%s: %s" % (number, guest), found["count"], "", found["led"], found["led_p99"],
                found["led"] / found["floor"])


def boot_table(figures):
    for system, phases in figures.boot.items():
        yield "boot of %s, s: %s" % (system, ", ".join("%s %.1f" % phase for phase in phases.items()))


def limits_table(judged):
    for limit in judged:
        value = "missing" if limit.value is None else "%8.2f" % limit.value
        yield "%-60s %8s %s %g%s" % (limit.what, value, ">=" if limit.least else "<=",
                                     limit.limit, verdict(limit))


def verdict(limit):
    if limit.holds:
        return ""
    return "   not reached" if limit.aim and limit.value is not None else "   FAILED"


def table(figures, judged):
    parts = (times_table(figures), counts_table(figures), scale_table(figures),
             boot_table(figures), limits_table(judged))
    return "\n\n".join(filter(None, ("\n".join(part) for part in parts)))


# What is drawn together: the part of the samples that took no longer than so many us.
PICTURES = {
    "led": ("From a LED's write to the answer", ("floor_hard", "floor_thread", "led", "trigger",
                                                  "six")),
    "key": ("A key's way to the guest", ("key", "key_read", "kbdfront", "kbdfront_read")),
    "beside": ("The same, beside another guest", ("beside_idle", "beside_computes", "beside_writes",
                                                   "beside_floods")),
    "loop": ("A LED is lit, the board answers with a button",
             ("loop_native", "loop_dom0", "loop_domu", "loop_store", "loop_net")),
    "focus": ("The focus moves", ("copy", "focus_to_guest", "focus_to_dom0")),
}


def draw(figures, name):
    """A picture by gnuplot. The samples are in its input, so nothing else is left."""
    title, times = PICTURES[name]
    times = [time_ for time_ in times if time_ in figures.times]
    texts = {known: text for known, text, _ in ROWS}
    script = ["set terminal svg size 800,480 background 'white'", "set output '%s.svg'" % name,
              "set title \"%s\"" % title, "set logscale x", "set xlabel 'us'", "set grid",
              "set ylabel '% of the samples'", "set yrange [0:100]", "set key bottom right",
              "plot " + ", ".join("'-' using 1:2 with lines lw 2 title \"%s\"" % texts[time_]
                                  for time_ in times)]
    for time_ in times:
        series = figures.times[time_]["series"]
        script += ["%s %d" % (max(series.percentile(n), 1), n) for n in range(101)] + ["e"]
    result = subprocess.run(("gnuplot",), input="\n".join(script), cwd=RESULTS, text=True,
                            capture_output=True, check=False)
    if result.returncode:
        raise RuntimeError("gnuplot: " + result.stderr.strip())


def summary(time_):
    result = time_["series"].summary()
    if time_["floor"]:
        result["floor_median"] = time_["floor"].median
    return result


def write(figures, judged, quick):
    """A quick run leaves its figures beside what is built, and no pictures."""
    print(table(figures, judged))
    folder = os.path.join(ROOT, os.environ["BUILD"], "bench") if quick else RESULTS
    os.makedirs(folder, exist_ok=True)
    found = {"machine": machine(), "quick": quick, "counts": figures.counts, "boot": figures.boot,
             "times": {name: summary(time_) for name, time_ in figures.times.items()},
             "limits": [dict(limit._asdict(), holds=limit.holds) for limit in judged]}
    with open(os.path.join(folder, "quick.json" if quick else "full.json"), "w",
              encoding="utf-8") as file:
        json.dump(found, file)
        file.write("\n")
    if not quick:
        for name in PICTURES:
            draw(figures, name)
