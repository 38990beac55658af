# SPDX-License-Identifier: GPL-2.0-only
"""What was measured, as a table, as a file for programs, and as pictures."""

import json
import os
import platform
import subprocess
import time

from host import ROOT

RESULTS = os.path.join(ROOT, "bench", "results")

ROWS = (
    ("floor_thread", "floor: round trip, threads"),
    ("floor_hard", "floor: round trip, no threads"),
    ("led", "LED: write to answer"),
    ("trigger", "LED: by a kernel trigger"),
    ("led_flooded", "LED: while another guest floods"),
    ("six", "LED: six at once, the last answer"),
    ("key", "key: Dom0's event to the guest's"),
    ("key_read", "key: Dom0's program to the guest's"),
    ("kbdfront", "key: the same, kernel's front-end"),
    ("kbdfront_read", "key: the same, programs"),
    ("loop_native", "loop: plain Linux"),
    ("loop_dom0", "loop: Dom0"),
    ("loop_domu", "loop: guest"),
    ("loop_store", "loop: guest, over xenstore"),
    ("loop_net", "loop: guest, over TCP"),
    ("copy", "a frame copied within memory"),
    ("focus_to_guest", "focus to the guest"),
    ("focus_to_dom0", "focus to Dom0"),
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


def row(time_, text):
    series, floor = time_["series"], time_["floor"]
    ratio = "%9.2f" % (series.median / floor.median) if floor else "%9s" % ""
    return "%-38s %7d %9d %9d %s" % (text, len(series), series.median, series.percentile(99), ratio)


def verdict(limit):
    if limit.holds:
        return ""
    return "   not reached" if limit.aim and limit.value is not None else "   FAILED"


def table(figures, judged):
    lines = ["%-38s %7s %9s %9s %9s" % ("in us", "count", "median", "99%", "of floor")]
    lines += [row(figures.times[name], text) for name, text in ROWS if name in figures.times]
    lines += ["", "counts: " + json.dumps(figures.counts), "boot: " + json.dumps(figures.boot), ""]
    for limit in judged:
        value = "missing" if limit.value is None else "%8.2f" % limit.value
        lines.append("%-60s %8s %s %g%s" % (limit.what, value, ">=" if limit.least else "<=",
                                            limit.limit, verdict(limit)))
    return "\n".join(lines)


# What is drawn together: the part of the samples that took no longer than so many us.
PICTURES = {
    "led": ("From a LED's write to the answer", ("floor_hard", "floor_thread", "led", "trigger",
                                                  "led_flooded", "six")),
    "key": ("A key's way to the guest", ("key", "key_read", "kbdfront", "kbdfront_read")),
    "loop": ("A LED is lit, the board answers with a button",
             ("loop_native", "loop_dom0", "loop_domu", "loop_store", "loop_net")),
    "focus": ("The focus moves", ("copy", "focus_to_guest", "focus_to_dom0")),
}


def draw(figures, name):
    """A picture by gnuplot. The samples are in its input, so nothing else is left."""
    title, times = PICTURES[name]
    times = [time_ for time_ in times if time_ in figures.times]
    texts = dict(ROWS)
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
    print(table(figures, judged))
    os.makedirs(RESULTS, exist_ok=True)
    found = {"machine": machine(), "quick": quick, "counts": figures.counts, "boot": figures.boot,
             "times": {name: summary(time_) for name, time_ in figures.times.items()},
             "limits": [dict(limit._asdict(), holds=limit.holds) for limit in judged]}
    with open(os.path.join(RESULTS, "quick.json" if quick else "full.json"), "w",
              encoding="utf-8") as file:
        json.dump(found, file)
        file.write("\n")
    if not quick:
        for name in PICTURES:
            draw(figures, name)
