# SPDX-License-Identifier: GPL-2.0-only
"""Fixtures of the system tests: one booted system that many tests use, and the
board's panel. Tests run in the files' order: the first one boots."""

import os
import re
import subprocess

import pytest

from console import SLOWER, Console

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
VAR = os.environ["XEN_SP6_VAR"]
BUILD = os.environ["BUILD"]

# With the kernel that looks for errors; some tests need it, some make no sense on it.
DEBUG_KERNEL = os.environ.get("DEBUG_KERNEL") == "1"

# What a kernel says, in an extended regular expression, when something is wrong. It
# traces calls for less as well: a page that could not be allocated.
ERRORS = ("BUG|Oops|WARNING|KASAN|UBSAN|ODEBUG|refcount|rcu.*stall|blocked for more than|"
          "possible (circular|recursive)|inconsistent lock state|suspicious RCU usage")
COMPLAINTS = ERRORS + "|Call trace|Backtrace"

# In a domain: waits until a command succeeds, but not for ever.
UNTIL = "i=0; until %s; do i=$((i+1)); [ $i -lt 600 ] || exit 1; usleep 100000; done"


def rounds(promised):
    """A loop: 5 times in `make check`, as often as promised in `make soak`."""
    return range(promised if os.environ.get("SOAK") else 5)


def sh(*command, timeout=600, env=None):
    """Runs a program on the host, in the project's root."""
    return subprocess.run(command, cwd=ROOT, timeout=timeout, env=env, text=True,
                          stdin=subprocess.DEVNULL, capture_output=True, check=False)


class Panel:
    """The board's front panel, by its one-shot client."""

    def __call__(self, *arguments):
        result = sh("build/host/sp6-panel", "--panel", VAR + "/run/panel.sock", *arguments)
        assert result.returncode == 0, result.stderr
        return result.stdout

    def watch(self, stdout=subprocess.PIPE):
        """A process that prints each change: MS NAME VALUE. The caller ends it."""
        return subprocess.Popen(
            ("build/host/sp6-panel", "--panel", VAR + "/run/panel.sock", "watch"), cwd=ROOT,
            text=True, stdin=subprocess.DEVNULL, stdout=stdout)

    def leds(self):
        return int(self("leds").split()[0], 16)

    def wait_leds(self, mask, value):
        """Waits until the LEDs in MASK show VALUE."""
        self("--timeout", str(60 * SLOWER), "wait-leds", hex(mask), hex(value))


class System:
    """The running system: console and panel."""

    def __init__(self, name, *arguments):
        os.chdir(ROOT)
        self.panel = Panel()
        self.console = Console(["./stex", *arguments], dict(os.environ),
                               os.path.join(VAR, name + ".console"))

    def dom0(self, command, **options):
        return self.console.run("DOM0", command, **options)

    def domu(self, command, **options):
        return self.console.run("DOM1", command, **options)

    def log_in(self):
        for domain, host in (("DOM1", "domu"), ("DOM0", "dom0")):
            self.console.go_to(domain)
            self.console.log_in(host)
            # No kernel messages into what is read; dmesg has them.
            self.console.run(domain, "dmesg -n 1")

    def wait_for(self, condition, **options):
        """Until a shell command succeeds in Dom0."""
        self.dom0(UNTIL % condition, **options)

    def come_up(self):
        """Waits for Dom0, logs in to both domains, and waits for the guest's devices."""
        self.console.expect("dom0 login: ")
        self.log_in()
        for device in ("vled", "vinput"):
            self.wait_for("sp6ctl status domu | grep -q '%s 0: connected'" % device)

    def borrow_configuration(self):
        """What is changed in Dom0's /etc/xen-sp6 from now on is gone at the next boot:
        the card is that of other tests, too."""
        self.dom0("cp -r /etc/xen-sp6 /tmp/ && mount --bind /tmp/xen-sp6 /etc/xen-sp6")

    def start_guest2(self):
        """guest2 runs, and LED 5 is its own from now on."""
        self.borrow_configuration()
        self.dom0("sed -i /sp6_led5/d /etc/xen-sp6/domu.conf; kill -HUP $(cat /run/sp6ctl-watch.lock); "
                  "sp6ctl detach domu && sp6ctl attach domu")
        self.dom0("xl create -q /etc/xen/guest2.cfg")
        self.await_guest2()

    def await_guest2(self):
        """guest2 has its LED on the board: sp6ctl watch attaches it, and gives it the
        LED that domu left."""
        self.wait_for("sp6ctl status guest2 | grep -q 'sp6_led5 .* guest2$'", timeout=300)

    def check_kernels(self):
        """No kernel had to complain, nor lost memory, if it looks for that."""
        for domain in ("DOM0", "DOM1"):
            assert self.complaints(domain) == ""
            if DEBUG_KERNEL:
                assert self.leaks(domain) == ""

    def complaints(self, domain, pattern=COMPLAINTS):
        """What the domain's kernel complained of so far, with what follows it."""
        return self.console.run(domain, "dmesg | grep -E -A 40 '%s' || true" % pattern)

    def leaks(self, domain):
        """Memory that nobody knows any more: two scans, of what is older than 5 s."""
        return self.console.run(
            domain, "cd /sys/kernel/debug; [ -e kmemleak ] || mount -t debugfs debugfs .; "
            "cd /sys/kernel/debug; sleep 6; echo scan > kmemleak; echo scan > kmemleak; "
            "cat kmemleak; cd")


@pytest.fixture(scope="session")
def figures():
    """What was measured, a line each: printed at the end of the run."""
    lines = []
    yield lines
    with open(os.path.join(VAR, "figures"), "w", encoding="utf-8") as file:
        file.writelines(line + "\n" for line in lines)


@pytest.fixture(scope="session")
def card():
    """An SD card that is up to date, made as a user makes it."""
    result = sh("./deploy", "ex")
    assert result.returncode == 0, result.stderr
    return os.path.join(VAR, "sdcard.img")


@pytest.fixture(scope="module")
def booted():
    """Boots; what was booted ends with the module of tests."""
    systems = []

    def boot(name, *arguments):
        systems.append(System(name, *arguments))
        return systems[-1]

    yield boot
    for system in systems:
        system.console.close()


@pytest.fixture(scope="class")
def evtest(system):
    """evtest in Dom0, on the device with the board's name: its console."""
    device = system.dom0("grep -l reptar_sp6_buttons /sys/class/input/event*/device/name")
    event = re.search(r"event\d+", device).group(0)
    console = system.console
    console.go_to("DOM0")
    console.type("evtest /dev/input/" + event)
    console.enter()
    console.expect('Input device name: "reptar_sp6_buttons"')
    console.expect(r"interrupt to exit")
    yield console
    console.tty.send("\x03")
    console.expect("root@dom0")


def next_key(console):
    """The next key event: its name and value."""
    return console.expect(r"EV_KEY\), code \d+ \(KEY_(\w+)\), value (\d)").groups()
