# SPDX-License-Identifier: GPL-2.0-only
"""Boards that die while QEMU runs, one way a boot: Dom0 says so once, nothing
hangs, and the guest does not suffer."""

import mmap
import os
import re
import select
import signal
import subprocess

import pytest

from host import ROOT, VAR, sh

LED = "/sys/class/leds/sp6_led%d/"
STATE = "/sys/bus/pci/drivers/sp6-link/*/state"
SOCKETS = ("--ivshmem", VAR + "/run/ivshmem.sock", "--panel", VAR + "/run/panel.sock")


def board_of(system):
    """The board's process; it is stex's child."""
    pids = sh("pgrep", "-P", str(system.console.tty.pid), "sp6-board").stdout.split()
    assert len(pids) == 1
    return int(pids[0])


def kill(system):
    os.kill(board_of(system), signal.SIGKILL)
    return "does not answer"


def stop(system):
    system.stopped_board = board_of(system)
    os.kill(system.stopped_board, signal.SIGSTOP)
    return "does not answer"


def fill_with_garbage(system):
    """All of the memory that the board shares with Dom0, while nothing is under way."""
    folder = "/proc/%d/fd/" % board_of(system)
    shared = [fd for fd in os.listdir(folder) if "memfd:" in os.readlink(folder + fd)]
    assert len(shared) == 1
    file = os.open(folder + shared[0], os.O_RDWR)
    with mmap.mmap(file, 0) as memory:
        memory[:] = b"\xa5" * len(memory)
    os.close(file)
    return "broke the link's rules"


def restart(system):
    """Killed, and another one started on the same sockets, once the first is gone."""
    first = os.pidfd_open(board_of(system))
    signal.pidfd_send_signal(first, signal.SIGKILL)
    assert select.select([first], [], [], 60)[0]
    os.close(first)
    system.second_board = subprocess.Popen(
        ("build/host/sp6-board", "--port", "0", *SOCKETS), cwd=ROOT, text=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert "ready" in system.second_board.stdout.readline()
    link = sh("build/host/sp6-panel", "--panel", VAR + "/run/panel.sock", "link")
    assert (link.returncode, link.stdout.strip()) == (1, "not connected")
    return "does not answer"


@pytest.fixture
def system(card, booted):  # pylint: disable=unused-argument
    it = booted("dead-board")
    it.second_board = it.stopped_board = None
    it.come_up()
    yield it
    if it.stopped_board:
        os.kill(it.stopped_board, signal.SIGCONT)
    it.console.close()
    if it.second_board:
        it.second_board.terminate()
        it.second_board.communicate(timeout=60)


def complaints(system):
    """The link's error lines in Dom0's log."""
    return re.findall(r"sp6-link [^\n]*", system.dom0("dmesg -r | grep '^<3>' || true"))


@pytest.mark.parametrize("fault", (kill, stop, fill_with_garbage, restart))
def test_a_board_that_dies_is_said_once_and_hurts_nobody(system, fault):
    assert complaints(system) == []
    words = fault(system)
    system.domu("echo 1 > " + LED % 1 + "brightness")
    system.wait_for("grep -q dead " + STATE)
    said = complaints(system)
    assert len(said) == 1 and words in said[0], said
    assert "board: dead" in system.dom0("sp6ctl status")

    # Nobody hangs, and it is not said again.
    system.domu("i=0; while [ $i -lt 1000 ]; do i=$((i+1)); echo $((i&1)) > %s; done"
                % (LED % 1 + "brightness"))
    assert system.domu("cat " + LED % 1 + "brightness") == "0"
    system.dom0("echo none > %strigger; echo 1 > %sbrightness" % (LED % 3, LED % 3))
    assert complaints(system) == said

    # The driver can be taken away, and devices too; only a new QEMU brings it back.
    system.dom0("sp6ctl detach domu")
    assert system.domu("ls /sys/class/leds") == ""
    system.dom0("rmmod sp6; rmmod sp6-link")
    system.check_kernels()
