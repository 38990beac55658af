# SPDX-License-Identifier: GPL-2.0-only
"""The systems that are measured, Xen's and plain Linux, with the measuring programs on their
cards. Knows how to run those, and nothing of what their figures mean."""

import json
import os
import re
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from conftest import System
from host import ROOT, VAR, sh
from series import Series
from testcard import put_into_dom0, put_into_guest

FLOOR = "$kernel/modules/bench/modules/floor-%s.ko"  # of the domain it goes to
NET = '$kernel/target/root/lib/modules/$(cat $kernel/target/kernel-abi)/kernel/drivers/net/%s.ko'
BENCH = "build/bench/sp6-bench"
FLOOD = "$kernel/modules/tests/modules/bad-ledfront.ko"
GUEST = (FLOOR % "front", NET % "xen-netfront", FLOOD, BENCH)
DOM0 = (FLOOR % "back", NET % "xen-netback/xen-netback", BENCH)
SCRIPTS = ("bench/programs/attach-floor", "bench/programs/attach-net", "bench/programs/xenstore.sh",
           "tests/modules/attack", "tests/modules/good-driver.sh", "tests/modules/rebind",
           "tests/modules/restore")

BUTTONS = "reptar_sp6_buttons"
KEYBOARD = "bench-keys"

# What the console says when, in their order.
PHASES = (
    ("U-Boot", r"U-Boot \d"),
    ("its script", r"xen-sp6: U-Boot loads"),
    ("Xen", r"Starting kernel"),
    ("both kernels", r"Serial input to DOM0"),
    ("guest ready", r"domu: ready"),
    ("devices connected", r"dom0: domu: screen is connected"),
    ("Dom0 ready", r"dom0: ready"),
)
NATIVE_PHASES = (PHASES[0], PHASES[1], ("kernel", r"Starting kernel"), ("ready", r"native: ready"))


def make_card(argument):
    """A card of its own, as ./deploy makes it, and more."""
    result = sh("./deploy", argument)
    if result.returncode:
        sys.exit("bench: ./deploy %s: %s" % (argument, result.stderr.strip()))


def load_card():
    """The measuring programs, into both domains."""
    with TemporaryDirectory() as work:
        put_into_guest(Path(work), GUEST, SCRIPTS)
        put_into_dom0(Path(work), DOM0, SCRIPTS)


def load_native_card():
    """The same, into the one file system that there is."""
    os.environ["SYSTEM"] = "native"
    with TemporaryDirectory() as work:
        put_into_dom0(Path(work), DOM0, SCRIPTS)
    del os.environ["SYSTEM"]


def parse(said):
    """What sp6-bench printed, by its name."""
    found = {}
    for line in said.splitlines():
        if not line.startswith("{"):
            continue
        item = json.loads(line)
        found[item.pop("name")] = Series.of_steps(item["steps"]) if "steps" in item else item
    return found


class Answer:
    """The board's client, which answers a LED with a button, as long as it is needed."""

    def __init__(self, mask):
        self.mask = mask

    def __enter__(self):
        self.process = subprocess.Popen(
            (os.path.join(ROOT, "build/bench/sp6-answer"), VAR + "/run/panel.sock", str(self.mask)),
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
        self.process.stdout.readline()

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()


class Measured(System):
    """A system with the measuring programs, and when its console said what, in seconds since
    QEMU's start."""

    def watch_boot(self, phases):
        self.console.expect("then QEMU")
        begun = time.monotonic()
        self.phases = {}
        for name, pattern in phases:
            self.console.expect(pattern)
            self.phases[name] = round(time.monotonic() - begun, 2)

    def bench(self, domain, arguments, timeout=600):
        return parse(self.console.run(domain, "sp6-bench " + arguments, timeout))

    def interrupt(self):
        """Ends what a command that failed left running, in the domain that has the console."""
        self.console.tty.send("\x03")
        self.console.enter()
        self.console.prompt()

    def start(self, domain, command, until, name):
        """In the background; waits until it has said so. What it says is in /tmp/NAME, its
        number in /tmp/NAME.pid."""
        self.console.run(domain, "rm -f /tmp/%s; { %s >>/tmp/%s 2>&1 & echo $! >/tmp/%s.pid; }"
                         % (name, command, name, name))
        self.wait_for("grep -q %s /tmp/%s" % (until, name), domain)

    @contextmanager
    def serving(self, command):
        """Dom0's end of a way, as long as that is measured and no longer: it hears of buttons
        in any case, and would have its part in the others' times."""
        self.start("DOM0", "sp6-bench " + command, "listening", "serve")
        yield
        self.dom0("kill $(cat /tmp/serve.pid)")


class Xen(Measured):
    def __init__(self):
        super().__init__("xen", "--port", "0")
        self.memory = {}  # of Dom0, in KiB, that each guest took which was started here

    def come_up(self):
        self.watch_boot(PHASES)
        super().come_up()
        self.use_test_card()
        self.dom0("insmod /lib/modules/test/floor-back.ko")
        self.domu("insmod /lib/modules/test/floor-front.ko")
        self.dom0("attach-floor 1")

    def number(self, domain, file):
        return int(self.console.run(domain, "cat " + file))

    def events(self, device):
        """How often the front-end told the back-end something."""
        return self.number("DOM0", "/sys/bus/xen-backend/devices/%s/xenbus/events" % device)

    def interrupts(self, domain, name):
        """So many interrupts of that name the domain has had."""
        shown = self.console.run(domain, "grep -E ' %s$' /proc/interrupts || true" % name)
        return sum(int(count) for count in re.findall(r"^ *\d+: +(\d+)", shown, re.M))


class CountedXen(Xen):
    """QEMU counts instructions: each takes 16 ns of the machine's time, whatever it takes on
    the host. On one processor: with two, each would wait for the other to use up its turn."""

    US = 62.5  # instructions

    def __init__(self):
        os.environ["QEMU_OPTIONS"] = "-smp 1 -icount shift=4,sleep=off"
        try:
            super().__init__()
        finally:
            del os.environ["QEMU_OPTIONS"]


class Native(Measured):
    """Plain Linux has one console, and one domain."""

    def __init__(self):
        super().__init__("native", "--port", "0", command="./st")

    def come_up(self):
        self.watch_boot(NATIVE_PHASES)
        self.console.expect("native login: ")
        self.console.log_in("native")
        self.console.run("DOM0", "dmesg -n 1")
        self.use_test_card("DOM0")
