# SPDX-License-Identifier: GPL-2.0-only
"""A guest's front-end that attacks Dom0's back-end, and a back-end that attacks the
guest's front-end where that is ours, for each pair: each attack that tests/modules/ has, while a second
guest's LED goes on beating. docs/robustness.md says what each attack leads to; here it
is seen."""

import re
import shlex
import time

import pytest

from buttons import MadeDevice
from conftest import COMPLAINTS
from console import LIMIT, SLOWER
from host import read
from pairs import DOMU, INPUT, LEDS, PAIRS, SCREEN

GUEST2_LED = "/sys/class/leds/sp6_led5/"
GUEST2 = 1 << 5
AGAIN = "detach, attach"  # in the page's last column
PAGES = "/sys/bus/xen-backend/devices/vfb-1-0/pages"
MOST_PAGES = (2 << 20) // 4096 + 1  # the guest's video memory, and the shared page


def attacks(module):
    """The names in the module's table."""
    table = read("tests/modules/%s.c" % module.replace("-", "_"))
    table = re.search(r"attacks\[\] = \{\n(.*?)\n\};", table, re.S).group(1)
    return re.findall(r'^\t(?:\{ |\w+\()"([a-z0-9-]+)"', table, re.M)


def documented(module):
    """What the page says of the module's attacks: NAME: (log lines, what it takes
    to use the device again)."""
    section = re.search(r"^## [^\n]*`%s`\n(.*?)(?=^## |\Z)" % module,
                        read("docs/robustness.md"), re.M | re.S).group(1)
    rows = re.findall(r"^\| `([a-z0-9-]+)` \| [^|]* \| ([^|]*) \| ([^|]*) \|$", section, re.M)
    return {name: (log_lines(column), then) for name, column, then in rows}


def log_lines(column):
    """The lines that the page names, in their order: `A`, or 8 × `A`, then `B`."""
    return [line for times, line in re.findall(r"(?:(\d+) × )?`([^`]*)`", column)
            for _ in range(int(times or 1))]


# Pairs whose front-end is ours.
OURS = [pair for pair in PAIRS if pair.bad_back]


@pytest.mark.parametrize("module", [module for pair in PAIRS
                                    for module in (pair.bad_front, pair.bad_back) if module])
def test_the_page_tells_of_each_attack(module):
    assert attacks(module)
    assert list(documented(module)) == attacks(module)


# --- the system, with a second guest --------------------------------------------


@pytest.fixture(scope="module")
def system(laden_card, booted):  # pylint: disable=unused-argument
    it = booted("hostile")
    it.come_up()
    it.use_test_card()
    start_second_guest(it)
    return it


def start_second_guest(system):
    """Its LED beats from now on, by itself."""
    system.start_guest2()
    system.log_in_to_guest2()
    system.console.run("guest2", "echo heartbeat > %strigger" % GUEST2_LED)


class Heart:
    """The second guest's LED, as the board shows it. Its beats are counted beside
    what else is done, so that nobody has to wait for one."""

    def __init__(self, panel, path):
        self.path = path
        with open(path, "w", encoding="utf-8") as file:
            self.watch = panel.watch(file)
        self.await_beats(0)

    def changes(self):
        with open(self.path, encoding="utf-8") as file:
            words = [line.split() for line in file.read().splitlines()]
        lit = [int(line[2], 16) & GUEST2 for line in words if line[1:2] == ["leds"]]
        return sum(a != b for a, b in zip(lit, lit[1:]))

    def await_beats(self, since):
        """It has gone on and off since there were SINCE changes."""
        limit = time.monotonic() + LIMIT * SLOWER
        while self.changes() < since + 2:
            assert time.monotonic() < limit, "the second guest's LED stands still"
            time.sleep(0.1)

    def stop(self):
        self.watch.kill()
        self.watch.wait()


@pytest.fixture(scope="module")
def heart(system, tmp_path_factory):
    it = Heart(system.panel, tmp_path_factory.mktemp("heart") / "watch")
    yield it
    it.stop()


# --- an attack ----------------------------------------------------------------


def complaints(log):
    return [line for line in log.splitlines() if re.search(COMPLAINTS, line)]


def lines_of(device, log):
    """What the attacked driver said, without the time."""
    return re.findall(r"^\[[ .\d]*\] (.*\b%s: .*)$" % device, log, re.M)


def await_log(expected):
    """The command that waits until the log has the last line."""
    if not expected:
        return "true"
    return "await-log " + shlex.quote(max(expected[-1].split("…"), key=len))


def judge(log, device, expected):
    """The driver said what was expected and nothing else; the kernel nothing bad."""
    said = lines_of(device, log)
    assert complaints(log) == []
    assert len(said) == len(expected), said
    for line, words in zip(said, expected):
        assert re.search(".*".join(re.escape(part) for part in words.split("…")), line), line


# A driver that was bound anew has forgotten what failed before.


def forget_at_the_back(system, pair):
    system.dom0("dmesg -c >/dev/null; rebind %s %s" % (pair.back_driver, pair.back))


def forget_at_the_front(system, pair):
    """It is connected again before it is attacked."""
    state = "/sys/bus/xen/devices/%s/state" % pair.front
    system.domu("rebind %s %s; u 'grep -q Connected %s' && dmesg -c >/dev/null"
                % (pair.front_driver, pair.front, state))


def press_a_button(system):
    """In the guest, if it can have the focus."""
    system.dom0("sp6ctl focus domu >/dev/null 2>&1 || true")
    system.panel("press", "SPACE")


def works_then(system, pair, then):
    """The good drivers are connected, by themselves or with what it takes."""
    if then == AGAIN:
        system.dom0("sp6ctl detach domu %s && sp6ctl attach domu --timeout 60" % pair.kind)
    pair.works(system)


def each(module):
    """The attacks of both modules that MODULE, a pair's attribute, is."""
    return [pytest.param(pair, name, id="%s-%s" % (pair, name))
            for pair in PAIRS if getattr(pair, module)
            for name in attacks(getattr(pair, module))]


@pytest.mark.parametrize("pair, name", each("bad_front"))
def test_a_bad_front_end(system, heart, pair, name):
    expected, then = documented(pair.bad_front)[name]
    if pair is SCREEN:
        system.focus("domu")  # what is attacked is shown, if it can be
    forget_at_the_back(system, pair)
    outcome = system.domu("attack %s %s %s" % (pair.bad_front, pair.front, name))
    assert name + ": done" in outcome
    beats = heart.changes()
    if expected:
        system.dom0(await_log(expected))
    if pair is INPUT:
        press_a_button(system)
    if pair is SCREEN:
        assert int(system.dom0("cat %s 2>/dev/null || echo 0" % PAGES)) <= MOST_PAGES

    log = system.domu("restore %s %s" % (pair.bad_front, pair.front))
    assert complaints(log) == []
    works_then(system, pair, then)
    judge(system.dom0("dmesg"), pair.back, expected)
    heart.await_beats(beats)


@pytest.mark.parametrize("pair, name", each("bad_back"))
def test_a_bad_back_end(system, heart, pair, name):
    expected, then = documented(pair.bad_back)[name]
    forget_at_the_front(system, pair)
    outcome = system.dom0("attack %s %s %s" % (pair.bad_back, pair.back, name))
    assert name + ": done" in outcome
    beats = heart.changes()

    # The guest's LEDs, where it still has them, take orders at once.
    orders = "[ ! -e /sys/class/leds/sp6_led0 ] || light sp6_led0 1; " if pair is LEDS else ""
    log = system.domu("%s%s; dmesg" % (orders, await_log(expected)))
    judge(log, pair.front, expected)
    log = system.dom0("restore %s %s" % (pair.bad_back, pair.back))
    assert complaints(log) == []
    if name == "vanish-pressed":
        system.dom0(INPUT.take_focus())
        system.panel("press", "UP")
        INPUT.await_keys(system, DOMU)
    works_then(system, pair, then)
    heart.await_beats(beats)


@pytest.mark.parametrize("pair", PAIRS, ids=str)
def test_a_front_end_that_breaks_the_ring_again_and_again(system, pair):
    """Each time is said; then the back-end has had enough, until it is bound anew."""
    broken = documented(pair.bad_front)["index-ahead"][0]
    enough = documented(pair.bad_front)["fails-on-and-on"][0][-1:]
    forget_at_the_back(system, pair)
    for times in range(1, 9):
        system.domu("attack %s %s index-ahead" % (pair.bad_front, pair.front))
        system.dom0("await-log '%s' %d" % (broken[0].split("…")[-1], times))
        system.domu("restore %s %s" % (pair.bad_front, pair.front))
    system.dom0("await-log 'too many failed connections'")
    judge(system.dom0("dmesg"), pair.back, 8 * broken + enough)
    system.dom0("rebind %s %s" % (pair.back_driver, pair.back))
    pair.works(system)


@pytest.mark.parametrize("pair", OURS, ids=str)
def test_a_back_end_that_breaks_the_ring_again_and_again(system, pair):
    """Each time is said; then the front-end gives up, until the device is made anew."""
    broken = documented(pair.bad_back)["index-ahead"][0]
    gave_up = documented(pair.bad_back)["refuses-on-and-on"][0]
    forget_at_the_front(system, pair)
    for times in range(1, 9):
        system.dom0("attack %s %s index-ahead" % (pair.bad_back, pair.back))
        system.domu("await-log '%s' %d" % (broken[0], times))
        system.dom0("echo {1} >/sys/bus/xen-backend/drivers/{0}/unbind; rmmod {0}"
                    .format(pair.bad_back, pair.back))
    system.dom0("rebind %s %s" % (pair.back_driver, pair.back))
    system.domu("await-log 'giving up'")
    judge(system.domu("dmesg"), pair.front, 8 * broken + gave_up)
    works_then(system, pair, AGAIN)


def test_a_guest_that_does_not_read_what_is_typed(system):
    """Dom0 keeps a part of it, and the next front-end finds no key pressed."""
    keyboard = MadeDevice(system, "play", "typist", 1000, 1000)
    system.dom0("sp6ctl detach domu; sp6ctl attach domu --timeout 60 --input " + keyboard.name)
    system.domu("attack %s %s never-reads" % (INPUT.bad_front, INPUT.front))
    system.focus("domu")
    keyboard.play()
    dropped = int(system.dom0("cat /sys/bus/xen-backend/devices/%s/dropped" % INPUT.back))
    assert 400 <= dropped <= 500  # there is room for 1,024 presses and releases, and 51 in the ring
    keyboard.do("press 28")  # is dropped, too
    assert complaints(system.domu("restore %s %s" % (INPUT.bad_front, INPUT.front))) == []
    system.dom0(INPUT.take_focus())
    system.domu("await-keys " + keyboard.name)
    keyboard.do("release 28", "press 105")
    system.domu("await-keys %s 105" % keyboard.name)
    keyboard.do("release 105")
    system.domu("await-keys " + keyboard.name)
    keyboard.end()
    works_then(system, INPUT, AGAIN)
    LEDS.works(system)


def test_an_unknown_attack_is_refused_with_the_list(system):
    for pair in PAIRS:
        for run, module, device in ((system.domu, pair.bad_front, pair.front),
                                    (system.dom0, pair.bad_back, pair.back)):
            if not module:
                continue
            log = run("! attack %s %s none 2>/dev/null; dmesg" % (module, device))
            for name in attacks(module):
                assert "%s: %s\n" % (module.replace("-", "_"), name) in log + "\n"
        pair.works(system)


def test_no_kernel_had_to_complain(system):
    system.check_kernels()
