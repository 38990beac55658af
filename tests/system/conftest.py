# SPDX-License-Identifier: GPL-2.0-only
"""Fixtures of the system tests: one booted system that many tests use, and the
board's panel. Tests run in the files' order: the first one boots."""

import os
import re
import socket
import subprocess
import time

import pytest

import browser as chromium
from console import SLOWER
from host import ROOT, VAR, sh
from machine import Machine
from page import BUTTONS
from played import Board, Guest
from screen import Screen
from testcard import FOLDER, put_into_dom0, put_into_guest

pytest.register_assert_rewrite("buttons", "pairs")

# With the kernel that looks for errors; some tests need it, some make no sense on it.
DEBUG_KERNEL = os.environ.get("DEBUG_KERNEL") == "1"

# What a kernel says, in an extended regular expression, when something is wrong. It
# traces calls for less as well: a page that could not be allocated.
ERRORS = ("BUG|Oops|WARNING|KASAN|UBSAN|ODEBUG|refcount|rcu.*stall|blocked for more than|"
          "possible (circular|recursive)|inconsistent lock state|suspicious RCU usage")
COMPLAINTS = ERRORS + "|Call trace|Backtrace"

def rounds(promised, usual=5):
    """A loop: as often as promised in `make soak`, less often in `make check`."""
    return range(promised if os.environ.get("SOAK") else usual)


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

    @staticmethod
    def tap(buttons, down, up):
        """Presses one button after the other, fast: so many seconds, or a little more,
        each is down and then up."""
        with socket.socket(socket.AF_UNIX) as panel:
            panel.connect(VAR + "/run/panel.sock")
            for button in buttons:
                for mask, seconds in ((1 << BUTTONS.index(button), down), (0, up)):
                    panel.sendall(b'{"perif":"btn","status":%d}\n' % mask)
                    time.sleep(seconds)

    def wait_leds(self, mask, value):
        """Waits until the LEDs in MASK show VALUE."""
        self("--timeout", str(60 * SLOWER), "wait-leds", hex(mask), hex(value))


class System(Machine):
    """The running system, or plain Linux: console, panel and screen. In ENV, XEN_SP6_VAR is
    its folder."""

    def __init__(self, name, *arguments, env=os.environ, command="./stex"):
        os.chdir(ROOT)
        self.panel = Panel()
        self.screen = Screen(env["XEN_SP6_VAR"])
        super().__init__(arguments, os.path.join(VAR, name + ".console"), env, command)

    def use_test_card(self, *domains):
        """Short commands: what is typed goes through a slow line."""
        for domain in domains or ("DOM1", "DOM0"):
            self.console.run(domain, "PATH=$PATH:" + FOLDER)

    def borrow_configuration(self):
        """What is changed in Dom0's /etc/xen-sp6 from now on is gone at the next boot:
        the card is that of other tests, too."""
        self.dom0("[ -e /tmp/xen-sp6 ] || { cp -r /etc/xen-sp6 /tmp/ && "
                  "mount --bind /tmp/xen-sp6 /etc/xen-sp6; }")

    def reconfigure(self, command):
        """Changes Dom0's /etc/xen-sp6, and attaches domu as it says then."""
        self.borrow_configuration()
        self.dom0("cd /etc/xen-sp6; %s; cd; kill -HUP $(cat /run/sp6ctl-watch.lock)" % command)
        self.dom0("sp6ctl detach domu && sp6ctl attach domu --timeout 60")

    def start_guest2(self, edit=""):
        """guest2 runs, and LED 5 is its own from now on. EDIT, for sed, changes its xl
        configuration."""
        self.reconfigure("sed -i /sp6_led5/d domu.conf")
        self.create_guest2(edit)

    def create_guest2(self, edit=""):
        """guest2 runs, with its devices."""
        self.dom0("sed '%s' /etc/xen/guest2.cfg >/tmp/guest2.cfg" % edit)
        self.dom0("xl create -q /tmp/guest2.cfg")
        self.await_guest2()

    def await_guest2(self):
        """guest2 has its LED on the board, which domu left, its screen, and the input devices
        that xl gave it: sp6ctl watch attaches LED and screen."""
        self.wait_for("sp6ctl status guest2 >/tmp/status; grep -q 'sp6_led5 .* guest2$' /tmp/status && "
                      "grep -q 'vfb 0: connected' /tmp/status && ! grep -q back-end /tmp/status",
                      timeout=300)

    def log_in_to_guest2(self):
        self.console.go_to("guest2")
        self.console.log_in("guest2")
        self.console.run("guest2", "dmesg -n 1")

    def focus(self, domain):
        """Gives the focus to a domain that can have it."""
        assert self.dom0("sp6ctl focus " + domain) == domain

    def await_focus(self, number):
        """Until the domain has the focus."""
        self.wait_for("grep -qx %d /sys/devices/xen-focus/focus" % number)

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
def laden_card(card, tmp_path_factory):
    """The card with what tests run in the domains; it has no such thing at the end."""
    work = tmp_path_factory.mktemp("test-card")
    put_into_guest(work)
    put_into_dom0(work)
    yield card
    os.remove(card)
    assert sh("scripts/card-update").returncode == 0


@pytest.fixture(scope="module")
def booted():
    """Boots; what was booted ends with the module of tests."""
    systems = []

    def boot(name, *arguments, **options):
        systems.append(System(name, *arguments, **options))
        return systems[-1]

    yield boot
    for system in systems:
        system.console.close()


@pytest.fixture(scope="class")
def evtest(request, system):
    """evtest on the board's buttons, in the domain that the class of tests names, or in
    Dom0: its console. The domain has the focus."""
    domain = getattr(request.cls, "domain", "DOM0")
    device = getattr(request.cls, "device", "reptar_sp6_buttons")
    system.focus(getattr(request.cls, "guest", "Dom0"))
    console = system.console
    found = console.run(domain, "grep -lx '%s' /sys/class/input/event*/device/name" % device)
    console.type("evtest /dev/input/" + re.search(r"event\d+", found).group(0))
    console.enter()
    console.expect('Input device name: "%s"' % device)
    console.expect(r"interrupt to exit")
    yield console
    console.tty.send("\x03")
    console.prompt()


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    if not chromium.PROGRAM:
        pytest.skip("no Chromium: apt-get install chromium")
    it = chromium.Browser(tmp_path_factory.mktemp("chromium"))
    yield it
    it.close()


@pytest.fixture
def board(tmp_path):
    """The real one, without a system."""
    it = Board(tmp_path)
    it.start()
    yield it
    it.kill()


@pytest.fixture
def guest(board):
    """Of a played QEMU, with that board."""
    it = Guest(board.ivshmem)
    yield it
    it.close()
