# SPDX-License-Identifier: GPL-2.0-only
"""How near to the floor the figures have to be. Ratios, counts and nothing that depends on
how fast the computer is. With QUICK=1 ratios may be twice as large: few samples, and a computer
that does something else."""

from typing import NamedTuple

PERIOD = 1e6 / 60  # us, of the display


class Limit(NamedTuple):
    what: str
    value: float
    limit: float
    least: bool  # the limit is the least that it has to be, and not the most

    @property
    def holds(self):
        return self.value >= self.limit if self.least else self.value <= self.limit


def judge(figures, quick):
    slack = 2 if quick else 1
    judged = []

    def most(what, value, limit):
        judged.append(Limit(what, value, limit, False))

    def least(what, value, limit):
        judged.append(Limit(what, value, limit, True))

    counts = figures.counts
    most("LED, write to answer: of the floor with threads", figures.ratio("led"), 1.5 * slack)
    most("LED, by a kernel trigger: of the same floor", figures.ratio("trigger"), 1.5 * slack)
    most("key, one way: of half the floor", figures.ratio("key"), 1.5 * slack)

    burst = counts["burst"]
    fit = burst["us"] / figures.times["floor_hard"]["series"].sorted[0] + 1
    most("10,000 writes: requests, of the round trips that fit into the time",
         burst["requests"] / fit, 1)
    least("10,000 writes: last value right", burst["last_value_right"], 1)
    most("requests a write", counts["requests_a_write"], 1)
    most("notifications a frame of input", counts["notifications_a_frame_of_input"], 1.01)
    most("events flagged spurious", counts["spurious"], 0)

    domu = figures.median("loop_domu")
    most("loop in the guest: of plain Linux", domu / figures.median("loop_native"), 3 * slack)
    least("loop over xenstore: of the one in the guest", figures.median("loop_store") / domu,
          5 / slack)
    least("loop over TCP: of the one in the guest", figures.median("loop_net") / domu, 5 / slack)

    copy = figures.median("copy")
    for way in ("guest", "dom0"):
        most("change of focus to %s: of two copies and a period" % way,
             figures.median("focus_to_" + way) / (2 * copy + PERIOD), 1 * slack)
    if "led_flooded" in figures.times:
        most("LED while another guest floods its ring: of otherwise",
             figures.median("led_flooded") / figures.median("led"), 2)
    alone = counts.get("scale", {}).get(1, {}).get("DOM1", {}).get("led")
    for name, found in counts.get("scale", {}).get(4, {}).items():
        most("LED, four guests at once, %s: of one alone" % name, found["led"] / alone, 1.5)
    most("bytes copied while not shown", counts["screen"]["bytes_not_shown"], 0)
    return judged
