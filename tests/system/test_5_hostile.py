# SPDX-License-Identifier: GPL-2.0-only
"""A guest's front-end that attacks xen-ledback, and a back-end that attacks
xen-ledfront: each attack that tests/modules/ has, while a second guest's LED goes
on beating. docs/robustness.md says what each attack leads to; here it is seen."""

import os
import re
import shlex
import shutil
import time

import pytest

from conftest import COMPLAINTS, ROOT, sh
from console import LIMIT, SLOWER

FOLDER = "/lib/modules/test"  # in both domains
SCRIPTS = ("attack", "await-log", "light", "rebind", "restore")
FRONT = "vled-0"  # the device in the guest, and in Dom0
BACK = "vled-1-0"
GUEST2_LED = "/sys/class/leds/sp6_led5/"
GUEST2 = 1 << 5
AGAIN = "detach, attach"  # in the page's last column


def read(path):
    with open(os.path.join(ROOT, path), encoding="utf-8") as file:
        return file.read()


def attacks(module):
    """The names in the module's table."""
    table = read("tests/modules/%s.c" % module.replace("-", "_"))
    table = re.search(r"attacks\[\] = \{\n(.*?)\n\};", table, re.S).group(1)
    return re.findall(r'^\t(?:\{ |\w+\()"([a-z0-9-]+)"', table, re.M)


def documented(module):
    """What the page says of the module's attacks: NAME: (log lines, what it takes
    to have the LEDs again)."""
    section = re.search(r"^## [^\n]*`%s`\n(.*?)(?=^## |\Z)" % module,
                        read("docs/robustness.md"), re.M | re.S).group(1)
    rows = re.findall(r"^\| `([a-z0-9-]+)` \| [^|]* \| ([^|]*) \| ([^|]*) \|$", section, re.M)
    return {name: (log_lines(column), then) for name, column, then in rows}


def log_lines(column):
    """The lines that the page names, in their order: `A`, or 8 × `A`, then `B`."""
    return [line for times, line in re.findall(r"(?:(\d+) × )?`([^`]*)`", column)
            for _ in range(int(times or 1))]


@pytest.mark.parametrize("module", ("bad-ledfront", "bad-ledback"))
def test_the_page_tells_of_each_attack(module):
    assert attacks(module)
    assert list(documented(module)) == attacks(module)


# --- the card with the modules, and a second guest ----------------------------


def host(script, *arguments):
    """A shell script with what the project's scripts share."""
    result = sh("sh", "-ec", ". scripts/lib.sh; . scripts/card.sh; " + script, "sh",
                *map(str, arguments))
    assert result.returncode == 0, result.stderr


def fill(folder, module):
    """What goes to a domain: the module, and the scripts that use it."""
    folder.mkdir(parents=True)
    host('"${CROSS_COMPILE}strip" -g -o "$1/$2.ko" "$BUILD/modules/tests/modules/$2.ko"',
         folder, module)
    for script in SCRIPTS:
        shutil.copy("tests/modules/" + script, folder)


def put_into_guest(work):
    """Behind the guest's initramfs: the kernel unpacks one after the other."""
    fill(work / "guest" / FOLDER[1:], "bad-ledfront")
    host('{ cat "$BUILD/boot/domu.cpio.gz"; cd "$1/guest"; find . | cpio --quiet -o -H newc |'
         'gzip; } >"$1/domu.cpio.gz"; mcopy -o -i "$OLDPWD/$CARD$card_boot" "$1/domu.cpio.gz" ::',
         work)


def put_into_dom0(work):
    fill(work / "dom0", "bad-ledback")
    host('{ echo "mkdir $1"; for file in "$2"/*; do echo "write $file $1/${file##*/}"; done; } |'
         'card_edit "$CARD"; card_check "$CARD"', FOLDER, work / "dom0")


@pytest.fixture(scope="module")
def hostile_card(card, tmp_path_factory):
    """The card with the modules in it; the card has no such thing at the end."""
    work = tmp_path_factory.mktemp("hostile")
    put_into_guest(work)
    put_into_dom0(work)
    yield card
    os.remove(card)
    assert sh("scripts/card-update").returncode == 0


@pytest.fixture(scope="module")
def system(hostile_card, booted):  # pylint: disable=unused-argument
    it = booted("hostile")
    it.come_up()
    # Short commands: what is typed goes through a slow line.
    it.dom0("PATH=$PATH:" + FOLDER)
    it.domu("PATH=$PATH:" + FOLDER)
    start_second_guest(it)
    return it


def start_second_guest(system):
    """Its LED beats from now on, by itself."""
    system.start_guest2()
    system.console.go_to("guest2")
    system.console.log_in("guest2")
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


def led_works(system):
    """The good drivers are connected: the guest's LED shows."""
    for lit in (1, 0):
        system.domu("light sp6_led0 %d" % lit)
        system.panel.wait_leds(1, lit)


# A driver that was bound anew has forgotten what failed before.


def forget_at_the_back(system):
    system.dom0("dmesg -c >/dev/null; rebind xen-ledback " + BACK)


def forget_at_the_front(system):
    """The LED is there again when there is a connection."""
    system.domu("rebind xen-ledfront %s; light sp6_led0 0; dmesg -c >/dev/null" % FRONT)


@pytest.mark.parametrize("name", attacks("bad-ledfront"))
def test_a_bad_front_end(system, heart, name):
    expected, then = documented("bad-ledfront")[name]
    forget_at_the_back(system)
    outcome = system.domu("attack bad-ledfront %s %s" % (FRONT, name))
    assert name + ": done" in outcome
    beats = heart.changes()
    system.dom0(await_log(expected))

    log = system.domu("restore bad-ledfront " + FRONT)
    assert complaints(log) == []
    if then == AGAIN:
        system.dom0("sp6ctl detach domu && sp6ctl attach domu")
    led_works(system)
    judge(system.dom0("dmesg"), BACK, expected)
    heart.await_beats(beats)


@pytest.mark.parametrize("name", attacks("bad-ledback"))
def test_a_bad_back_end(system, heart, name):
    expected, then = documented("bad-ledback")[name]
    forget_at_the_front(system)
    outcome = system.dom0("attack bad-ledback %s %s" % (BACK, name))
    assert name + ": done" in outcome
    beats = heart.changes()

    # The guest's LEDs, where it still has them, take orders at once.
    log = system.domu("[ ! -e /sys/class/leds/sp6_led0 ] || light sp6_led0 1; %s; dmesg"
                      % await_log(expected))
    judge(log, FRONT, expected)
    log = system.dom0("restore bad-ledback " + BACK)
    assert complaints(log) == []
    if then == AGAIN:
        system.dom0("sp6ctl detach domu && sp6ctl attach domu")
    led_works(system)
    heart.await_beats(beats)


def test_a_front_end_that_breaks_the_ring_again_and_again(system):
    """Each time is said; then the back-end has had enough, until it is bound anew."""
    broken = documented("bad-ledfront")["index-ahead"][0]
    forget_at_the_back(system)
    for times in range(1, 9):
        system.domu("attack bad-ledfront %s index-ahead" % FRONT)
        system.dom0("await-log '%s' %d" % (broken[0].split("…")[-1], times))
        system.domu("restore bad-ledfront " + FRONT)
    system.dom0("await-log 'too many failed connections'")
    judge(system.dom0("dmesg"), BACK, 8 * broken + documented("bad-ledfront")["fails-on-and-on"][0][-1:])
    system.dom0("rebind xen-ledback " + BACK)
    led_works(system)


def test_a_back_end_that_breaks_the_ring_again_and_again(system):
    """Each time is said; then the front-end gives up, until the device is made anew."""
    broken = documented("bad-ledback")["index-ahead"][0]
    gave_up = documented("bad-ledback")["refuses-on-and-on"][0]
    forget_at_the_front(system)
    for times in range(1, 9):
        system.dom0("attack bad-ledback %s index-ahead" % BACK)
        system.domu("await-log '%s' %d" % (broken[0], times))
        system.dom0("echo %s >/sys/bus/xen-backend/drivers/bad-ledback/unbind; rmmod bad-ledback" % BACK)
    system.dom0("rebind xen-ledback " + BACK)
    system.domu("await-log 'giving up'")
    judge(system.domu("dmesg"), FRONT, 8 * broken + gave_up)
    system.dom0("sp6ctl detach domu && sp6ctl attach domu")
    led_works(system)


def test_an_unknown_attack_is_refused_with_the_list(system):
    for run, module, device in ((system.domu, "bad-ledfront", FRONT),
                                (system.dom0, "bad-ledback", BACK)):
        log = run("! attack %s %s none 2>/dev/null; dmesg" % (module, device))
        for name in attacks(module):
            assert "%s: %s\n" % (module.replace("-", "_"), name) in log + "\n"
    led_works(system)


def test_no_kernel_had_to_complain(system):
    system.check_kernels()
