# SPDX-License-Identifier: GPL-2.0-only
"""How near to the floor the figures have to be: ratios and counts, and nothing that depends on
how fast the computer is, but for the focus, which may wait for the display. With QUICK=1
ratios may be twice as large, and two events for nothing: few samples, and a computer that does
something else. A figure that is missing holds no limit. Aims are what was hoped for: they are
told, and fail nothing as long as they were measured."""

from typing import Any, Callable, NamedTuple

PERIOD = 1e6 / 60  # us, of the display


class Limit(NamedTuple):
    what: str
    value: Callable[[Any], float]
    limit: float
    least: bool = False  # the least that it has to be, and not the most
    loose: bool = False  # with QUICK=1
    quick: bool = True  # is measured with QUICK=1
    aim: bool = False  # is told, and fails nothing


class Judged(NamedTuple):
    what: str
    value: Any  # None: was not measured
    limit: float
    least: bool
    aim: bool

    @property
    def holds(self):
        if self.value is None:
            return False
        return self.value >= self.limit if self.least else self.value <= self.limit


def change(way):
    return lambda figures: figures.median("focus_to_" + way) / (2 * figures.median("copy") + PERIOD)


def of_loop(name):
    return lambda figures: figures.median(name) / figures.median("loop_domu")


def loop_above_least(figures):
    """What a loop in the guest needs at least: the way from Dom0 to the board and back, and the
    one from the guest to Dom0 and back."""
    return figures.median("loop_domu") / (figures.median("loop_dom0") + figures.median("loop_floor"))


def beside(what):
    return lambda figures: figures.median("beside_" + what) / figures.median("beside_idle")


def beside_others(guest):
    def ratio(figures):
        scale = figures.counts["scale"]
        return scale[4][guest]["led"] / scale[1]["domu"]["led"]
    return ratio


LIMITS = [
    Limit("LED, write to answer: of the floor with threads", lambda f: f.ratio("led"), 1.5, loose=True),
    Limit("LED, by a kernel trigger: of the same", lambda f: f.ratio("trigger"), 1.5, loose=True),
    Limit("key, one way: of half the floor", lambda f: f.ratio("key"), 1.5, loose=True),
    Limit("10,000 writes: most requests of the LED in flight", lambda f: f.counts["burst"]["in_flight"], 1),
    Limit("10,000 writes: the last value is right",
          lambda f: f.counts["burst"]["last_value_right"], 1, least=True),
    Limit("requests a write", lambda f: f.counts["requests_a_write"], 1),
    Limit("notifications a write", lambda f: f.counts["notifications_a_write"], 1),
    Limit("notifications a frame of input",
          lambda f: f.counts["notifications_a_frame_of_input"], 1),
    Limit("events flagged spurious", lambda f: f.counts["spurious"], 0, loose=True),
    Limit("loop in the guest: of Dom0's and a floor, together", loop_above_least, 1.5, loose=True),
    Limit("loop in the guest: of the one on plain Linux",
          lambda f: f.median("loop_domu") / f.median("loop_native"), 3, aim=True),
    Limit("loop over xenstore: of the one with the drivers", of_loop("loop_store"), 5, True, aim=True),
    Limit("loop over TCP: of the one with the drivers", of_loop("loop_net"), 5, True, aim=True),
    Limit("focus to the guest: of two copies and a period", change("guest"), 1, loose=True),
    Limit("focus to Dom0: of two copies and a period", change("dom0"), 1, loose=True),
    Limit("bytes copied while not shown", lambda f: f.counts["screen"]["bytes_not_shown"], 0),
    Limit("LED beside a guest that writes: of beside one that does nothing",
          beside("writes"), 2, quick=False),
    Limit("LED beside a guest that floods its ring: of the same", beside("floods"), 2, quick=False),
] + [
    Limit("LED, four guests at once, %s: of one alone" % guest, beside_others(guest), 1.5, quick=False)
    for guest in ("domu", "guest2", "guest3", "guest4")
]


def judge(figures, quick):
    judged = []
    for limit in LIMITS:
        if quick and not limit.quick:
            continue
        bound = limit.limit
        if quick and limit.loose:
            bound = bound / 2 if limit.least else max(bound * 2, 2)
        try:
            value = float(limit.value(figures))
        except KeyError:
            value = None
        judged.append(Judged(limit.what, value, bound, limit.least, limit.aim))
    return judged
