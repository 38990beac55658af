# SPDX-License-Identifier: GPL-2.0-only
"""A guest's front-end that attacks xen-ledback, and a back-end that attacks
xen-ledfront: each attack that tests/modules/ has, while a second guest's LED goes
on beating. docs/robustness.md says what each attack leads to; here it is seen.

Not part of `make check` yet: it has not passed as a whole. Run it by its name:
tests/system/run tests/system/hostile.py"""

import os
import re
import shlex
import shutil

import pytest

from conftest import ROOT, UNTIL, sh

FOLDER = "/lib/modules/test"  # in both domains
SCRIPTS = ("attack", "await-log")
LED = "/sys/class/leds/sp6_led0"
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
    it.dom0("PATH=$PATH:%s; cd /sys/bus/xen-backend/drivers" % FOLDER)
    it.domu("PATH=$PATH:%s; cd /sys/bus/xen/drivers" % FOLDER)
    start_second_guest(it)
    return it


def start_second_guest(system):
    """Its LED beats from now on, by itself."""
    system.start_guest2()
    system.console.go_to("guest2")
    system.console.log_in("guest2")
    system.console.run("guest2", "echo heartbeat > %strigger" % GUEST2_LED)
    second_guest_lives(system)


# --- an attack ----------------------------------------------------------------


def second_guest_lives(system):
    """Its heartbeat goes on, and the board shows it."""
    system.panel.wait_leds(GUEST2, GUEST2)
    system.panel.wait_leds(GUEST2, 0)


def complaints(log):
    return re.findall(r".*(?:BUG|Oops|WARNING|Call trace|Backtrace|refcount|rcu.*stall).*", log)


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
    system.domu(UNTIL % ("[ -e %s ]" % LED) + "; echo 1 >%s/brightness" % LED)
    system.panel.wait_leds(1, 1)
    system.domu("echo 0 >%s/brightness" % LED)
    system.panel.wait_leds(1, 0)


# A driver pins its module while it has a device: the device is taken from it before.


@pytest.mark.parametrize("name", attacks("bad-ledfront"))
def test_a_bad_front_end(system, name):
    expected, then = documented("bad-ledfront")[name]
    # A driver that was bound anew has forgotten what failed before.
    system.dom0("cd xen-ledback; echo vled-1-0 >unbind; echo vled-1-0 >bind; cd ..; dmesg -c >/dev/null")
    outcome = system.domu("echo vled-0 >xen-ledfront/unbind; attack bad-ledfront " + name)
    assert name + ": done" in outcome
    system.dom0(await_log(expected))

    second_guest_lives(system)
    log = system.domu("dmesg; echo vled-0 >bad-ledfront/unbind; rmmod bad-ledfront")
    assert complaints(log) == []
    if then == AGAIN:
        system.dom0("sp6ctl detach domu && sp6ctl attach domu")
    else:
        system.domu("echo vled-0 >xen-ledfront/bind")
    led_works(system)
    judge(system.dom0("dmesg"), "vled-1-0", expected)


@pytest.mark.parametrize("name", attacks("bad-ledback"))
def test_a_bad_back_end(system, name):
    expected, then = documented("bad-ledback")[name]
    system.domu("dmesg -c >/dev/null")
    outcome = system.dom0("echo vled-1-0 >xen-ledback/unbind; attack bad-ledback " + name)
    assert name + ": done" in outcome

    # The guest's LEDs, where it still has them, take orders at once.
    log = system.domu("[ ! -e {0} ] || echo 1 >{0}/brightness; {1}; dmesg"
                      .format(LED, await_log(expected)))
    judge(log, "vled-0", expected)
    second_guest_lives(system)
    log = system.dom0("dmesg; echo vled-1-0 >bad-ledback/unbind; rmmod bad-ledback")
    assert complaints(log) == []
    system.dom0("echo vled-1-0 >xen-ledback/bind || true")
    if then == AGAIN:
        system.dom0("sp6ctl detach domu && sp6ctl attach domu")
    led_works(system)


def test_an_unknown_attack_is_refused_with_the_list(system):
    for run, module in ((system.domu, "bad-ledfront"), (system.dom0, "bad-ledback")):
        log = run("! attack %s none 2>/dev/null; dmesg" % module)
        for name in attacks(module):
            assert "%s: %s\n" % (module.replace("-", "_"), name) in log + "\n"
