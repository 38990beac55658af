# SPDX-License-Identifier: GPL-2.0-only
"""A guest's front-end that attacks xen-ledback, and a back-end that attacks
xen-ledfront: each attack that tests/modules/ has, while a second guest's LED goes
on beating. docs/robustness.md says what each attack leads to; here it is seen."""

import os
import re

import pytest

from conftest import ROOT, VAR, sh

MODULES = "/lib/modules/test"
LED = "/sys/class/leds/sp6_led0/"
DRIVER = "/sys/bus/xen-backend/drivers/xen-ledback/"
GUEST2_LED = 5
GUEST2 = 1 << GUEST2_LED

GUEST2_CONFIG = """\
name = "guest2"
kernel = "/root/guest2/vmlinuz"
ramdisk = "/root/guest2/initramfs"
extra = "console=hvc0 loglevel=4 cryptomgr.notests"
memory = 96
vcpus = 1
"""

GUEST2_HEARTBEAT = """\
#!/bin/sh
{
	until [ -e /sys/class/leds/beat/trigger ]; do usleep 100000; done
	echo heartbeat >/sys/class/leds/beat/trigger
} &
"""


def read(path):
    with open(os.path.join(ROOT, path), encoding="utf-8") as file:
        return file.read()


def attacks(module):
    """The names in the module's table."""
    table = read("tests/modules/%s.c" % module.replace("-", "_"))
    table = re.search(r"attacks\[\] = \{\n(.*?)\n\};", table, re.S).group(1)
    return re.findall(r'^\t(?:\{ |\w+\()"([a-z0-9-]+)"', table, re.M)


def documented(module):
    """What the page says of the module's attacks: NAME: (log line, what it takes
    to have the LEDs again)."""
    section = re.search(r"^## [^\n]*`%s`\n(.*?)(?=^## |\Z)" % module,
                        read("docs/robustness.md"), re.M | re.S).group(1)
    rows = re.findall(r"^\| `([a-z0-9-]+)` \| [^|]* \| ([^|]*) \| ([^|]*) \|$", section, re.M)
    return {name: (line.strip("`"), then) for name, line, then in rows}


@pytest.mark.parametrize("module", ("bad-ledfront", "bad-ledback"))
def test_the_page_tells_of_each_attack(module):
    assert attacks(module)
    assert list(documented(module)) == attacks(module)


# --- the card with the modules, and with a second guest -----------------------


def cpio(tree, target):
    """The tree as an initramfs that can follow another one."""
    assert sh("sh", "-c", 'cd "$1" && find . | cpio --quiet -o -H newc -R 0:0 | gzip >"$2"',
              "-", str(tree), str(target)).returncode == 0


def strip(module, folder):
    """The module as it goes to a domain."""
    folder.mkdir(parents=True)
    target = folder / (module + ".ko")
    result = sh("sh", "-c", '. scripts/lib.sh && "${CROSS_COMPILE}strip" -g -o "$1" "$2"',
                "sh", str(target), "build/modules/tests/modules/%s.ko" % module)
    assert result.returncode == 0, result.stderr
    return target


def put_into_dom0(card, files):
    """FILES: path in Dom0: file here."""
    commands = []
    for path, source in files.items():
        commands += ["mkdir " + os.path.dirname(path), "write %s %s" % (source, path)]
    script = '. scripts/lib.sh && . scripts/card.sh && card_edit "$CARD"'
    edit = sh("sh", "-c", 'printf "%%s\\n" "$@" | { %s; }' % script, "sh", *commands)
    assert edit.returncode == 0, edit.stderr
    check = sh("sh", "-c", '. scripts/lib.sh && . scripts/card.sh && card_check "$CARD"')
    assert check.returncode == 0, check.stderr
    assert os.path.exists(card)


def put_on_boot_partition(card, source, name):
    result = sh("mcopy", "-o", "-i", card + "@@1M", str(source), "::" + name)
    assert result.returncode == 0, result.stderr


@pytest.fixture(scope="module")
def hostile_card(card, tmp_path_factory):
    """The test's card with what only these tests need; made anew at the end."""
    work = tmp_path_factory.mktemp("hostile")
    strip("bad-ledfront", work / "domu" / MODULES[1:])
    cpio(work / "domu", work / "domu.tail")
    (work / "guest2/etc/init.d").mkdir(parents=True)
    beat = work / "guest2/etc/init.d/S50heartbeat"
    beat.write_text(GUEST2_HEARTBEAT)
    beat.chmod(0o755)
    cpio(work / "guest2", work / "guest2.tail")
    for guest in ("domu", "guest2"):
        assert sh("sh", "-c", 'cat build/boot/domu.cpio.gz "$1.tail" >"$1.initramfs"',
                  "sh", str(work / guest)).returncode == 0
    (work / "guest2.cfg").write_text(GUEST2_CONFIG)

    put_on_boot_partition(card, work / "domu.initramfs", "domu.cpio.gz")
    put_into_dom0(card, {
        MODULES + "/bad-ledback.ko": strip("bad-ledback", work / "dom0"),
        "/root/guest2/vmlinuz": "build/boot/vmlinuz",
        "/root/guest2/initramfs": work / "guest2.initramfs",
        "/root/guest2/guest2.cfg": work / "guest2.cfg"})
    yield card
    os.remove(card)
    assert sh("scripts/card-update").returncode == 0


@pytest.fixture(scope="module")
def system(hostile_card, booted):  # pylint: disable=unused-argument
    it = booted("hostile")
    it.console.expect("dom0 login: ")
    it.log_in()
    it.dom0("xl create /root/guest2/guest2.cfg", timeout=300)
    it.dom0("sp6ctl attach guest2 --force --timeout 300 --led beat=sp6_led%d" % GUEST2_LED,
            timeout=400)
    guest2_lives(it)
    return it


# --- an attack ----------------------------------------------------------------


def guest2_lives(system):
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


def wait_for_line(expected):
    """The command that waits, but not for ever, until the log has the line."""
    part = max(expected.split("…"), key=len)
    return ("i=0; until dmesg | grep -qF '%s' || [ $i -ge 300 ]; do i=$((i+1)); usleep 100000; done"
            % part)


def judge(log, device, expected):
    said = lines_of(device, log)
    assert complaints(log) == []
    if expected == "–":
        assert said == []
    else:
        pattern = ".*".join(re.escape(part) for part in expected.split("…"))
        assert len(said) == 1 and re.search(pattern, said[0]), said


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
    if expected != "–":
        system.dom0(wait_for_line(expected))

    guest2_lives(system)
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
                      % (LED, LED, ":" if expected == "–" else wait_for_line(expected)))
    judge(log, "vled-0", expected)
    guest2_lives(system)
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
