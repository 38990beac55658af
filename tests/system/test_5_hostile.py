# SPDX-License-Identifier: GPL-2.0-only
"""A guest's front-end that attacks xen-ledback, and a back-end that attacks
xen-ledfront: each attack that tests/modules/ has, while a second guest's LED goes
on beating. docs/robustness.md says what each attack leads to; here it is seen."""

import os
import re
import shlex

import pytest

from conftest import ROOT, VAR, sh

MODULES = "/lib/modules/test"
LED = "/sys/class/leds/sp6_led0/"
DRIVER = "/sys/bus/xen-backend/drivers/xen-ledback/"
GUEST2_LED = "/sys/class/leds/sp6_led5/"
GUEST2 = 1 << 5


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


def strip(module, folder):
    """The module as it goes to a domain."""
    target = folder / (module + ".ko")
    target.parent.mkdir(parents=True)
    host('"${CROSS_COMPILE}strip" -g -o "$1" "$2"',
         target, "build/modules/tests/modules/%s.ko" % module)
    return target


def put_into_guest(work):
    """Behind the guest's initramfs: the kernel unpacks one after the other."""
    strip("bad-ledfront", work / "tree" / MODULES[1:])
    host('{ cat build/boot/domu.cpio.gz; cd "$1/tree"; find . | cpio --quiet -o -H newc -R 0:0 |'
         'gzip; } >"$1/domu.cpio.gz"; mcopy -o -i "$OLDPWD/$CARD$card_boot" "$1/domu.cpio.gz" ::',
         work)


def put_into_dom0(work):
    module = strip("bad-ledback", work / "dom0")
    host('printf "mkdir %s\\nwrite %s %s/%s\\n" "$1" "$2" "$1" "${2##*/}" | card_edit "$CARD"; '
         'card_check "$CARD"', MODULES, module)


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
    it.console.expect("dom0 login: ")
    it.log_in()
    start_second_guest(it)
    return it


def start_second_guest(system):
    """Its LED beats from now on, by itself."""
    system.dom0("xl create -q /etc/xen/guest2.cfg")
    system.dom0("until sp6ctl attach guest2 --force --timeout 60 | grep -q connected;"
                " do usleep 100000; done")
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


def run_attack(module, name):
    """The command that loads the module and waits until it has said how it went."""
    said = "dmesg | grep '%s: %s: '" % (module.replace("-", "_"), name)
    return ("dmesg -c >/dev/null; insmod %s/%s.ko attack=%s && until %s; do usleep 20000; done"
            % (MODULES, module, name, said))


def wait_for(expected):
    """The command that waits, but not for ever, until the log has the last line."""
    if not expected:
        return "true"
    part = max(expected[-1].split("…"), key=len)
    return ("i=0; until dmesg | grep -qF %s || [ $i -ge 300 ]; do i=$((i+1)); usleep 100000; done"
            % shlex.quote(part))


def judge(log, device, expected):
    """The driver said what was expected and nothing else; the kernel nothing bad."""
    said = lines_of(device, log)
    assert complaints(log) == []
    assert len(said) == len(expected), said
    for line, words in zip(said, expected):
        assert re.search(".*".join(re.escape(part) for part in words.split("…")), line), line


def led_works(system):
    """The good drivers are connected: the guest's LED shows."""
    system.domu("echo 1 >%sbrightness" % LED)
    system.panel.wait_leds(1, 1)
    system.domu("echo 0 >%sbrightness" % LED)
    system.panel.wait_leds(1, 0)


@pytest.mark.parametrize("name", attacks("bad-ledfront"))
def test_a_bad_front_end(system, name):
    expected, then = documented("bad-ledfront")[name]
    # A driver that was bound anew has forgotten what failed before.
    system.dom0("echo vled-1-0 >%sunbind; echo vled-1-0 >%sbind; dmesg -c >/dev/null"
                % (DRIVER, DRIVER))
    outcome = system.domu("modprobe -r xen-ledfront; " + run_attack("bad-ledfront", name))
    assert name + ": done" in outcome
    system.dom0(wait_for(expected))

    second_guest_lives(system)
    if then == "detach, attach":
        system.domu("rmmod bad_ledfront")
        system.dom0("sp6ctl detach domu")
        log = system.domu("dmesg; modprobe xen-ledfront")
        system.dom0("sp6ctl attach domu")
    else:
        log = system.domu("dmesg; rmmod bad_ledfront; modprobe xen-ledfront")
    assert complaints(log) == []
    led_works(system)
    judge(system.dom0("dmesg"), "vled-1-0", expected)


@pytest.mark.parametrize("name", attacks("bad-ledback"))
def test_a_bad_back_end(system, name):
    expected, then = documented("bad-ledback")[name]
    system.domu("dmesg -c >/dev/null")
    outcome = system.dom0("echo vled-1-0 >%sunbind; %s"
                          % (DRIVER, run_attack("bad-ledback", name)))
    assert name + ": done" in outcome

    # The guest's LEDs, where it still has them, take orders at once.
    log = system.domu("[ ! -e %s ] || echo 1 >%sbrightness; %s; dmesg"
                      % (LED, LED, wait_for(expected)))
    judge(log, "vled-0", expected)
    second_guest_lives(system)
    log = system.dom0("dmesg; rmmod bad_ledback; echo vled-1-0 >%sbind 2>/dev/null || true" % DRIVER)
    assert complaints(log) == []
    if then == "detach, attach":
        system.dom0("sp6ctl detach domu && sp6ctl attach domu")
    led_works(system)


def test_an_unknown_attack_is_refused_with_the_list(system):
    for run, module in ((system.domu, "bad-ledfront"), (system.dom0, "bad-ledback")):
        log = run("! insmod %s/%s.ko attack=none 2>/dev/null; dmesg" % (MODULES, module))
        for name in attacks(module):
            assert "%s: %s\n" % (module.replace("-", "_"), name) in log + "\n"
