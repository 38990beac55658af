# SPDX-License-Identifier: GPL-2.0-only
"""What goes wrong around the system, on the host: each fault is one clear line,
a status other than 0, and nothing half done."""

import hashlib
import os
import re
import signal
import socket

import pytest

import browser as chromium
from console import Console
from host import BUILD, ROOT, VAR, sh
from page import free_port

PANEL_PORT = 4443


def one_line(result, *words):
    """The program failed and said so in one line that holds the words."""
    assert result.returncode != 0
    complaint = [line for line in result.stderr.splitlines() if line]
    assert len(complaint) == 1, result.stderr
    for word in words:
        assert word in complaint[0], complaint[0]


def test_a_port_in_use(card):
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(("127.0.0.1", PANEL_PORT))
        taken.listen()
        one_line(sh("./stex"), str(PANEL_PORT), "--port")


def test_another_port_is_used(booted):
    it = booted("port", "--port", "4444")
    it.console.expect("Hit any key")
    with socket.create_connection(("127.0.0.1", 4444)) as panel:
        assert b'"led"' in panel.recv(4096)
    it.console.close()


def test_an_image_that_is_no_card(tmp_path):
    with open(tmp_path / "sdcard.img", "wb") as image:
        image.truncate(1 << 20)
    result = sh("./stex", env=dict(os.environ, XEN_SP6_VAR=str(tmp_path)))
    one_line(result, "sdcard.img", "not an SD card made here")


@pytest.mark.parametrize("command, words", (
    (("./stex", "--frobnicate"), "--frobnicate"),
    (("./stex", "--port", "many"), "--port"),
    (("./stex", "--display", "cinema"), "--display wants"),
    (("./stex", "--display"), "--display wants"),
    (("./st", "--frobnicate"), "--frobnicate"),
    (("./deploy", "native", "ex"), "usage"),
    (("scripts/screenshot", "a", "b"), "usage"),
    (("scripts/screenshot", "--frobnicate"), "usage"),
    (("scripts/gpio-panel",), "usage"),
    (("scripts/gpio-panel", "dance"), "usage"),
    (("scripts/screenshot", "--panel", "a", "b"), "usage"),
    (("scripts/record", "a", "b"), "usage"),
    (("scripts/record", "--frobnicate"), "usage"),
    (("build/host/sp6-picture", "--size", "800"), "--size wants"),
    (("./deploy",), "usage"),
    (("./deploy", "everything"), "usage"),
    (("build/host/sp6-panel", "press", "ANY"), "BACKSPACE"),
    (("build/host/sp6-board", "--frobnicate"), "--frobnicate")))
def test_wrong_usage(command, words):
    result = sh(*command)
    assert result.returncode == 2
    assert words in result.stderr


@pytest.mark.parametrize("command", ("./stex", "./st", "./deploy", "build/host/sp6-panel",
                                     "build/host/sp6-board", "build/host/sp6-picture",
                                     "scripts/screenshot", "scripts/record", "scripts/gpio-panel"))
def test_help(command):
    result = sh(command, "--help")
    assert result.returncode == 0
    assert command.split("/")[-1] in result.stdout


def test_no_board_for_the_panel():
    one_line(sh("build/host/sp6-panel", "--panel", VAR + "/run/panel.sock", "leds"), "./stex")


def test_no_screen_for_a_screenshot(tmp_path):
    one_line(sh("scripts/screenshot", str(tmp_path / "x.png")), "./stex")
    assert not list(tmp_path.iterdir())


def test_no_front_panel_for_a_screenshot(tmp_path):
    one_line(sh("scripts/screenshot", "--panel", str(tmp_path / "x.png")), "./stex --panel")
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(not chromium.PROGRAM, reason="no Chromium: apt-get install chromium")
def test_a_front_panel_that_was_killed(tmp_path):
    """It could not take its address away."""
    env = dict(os.environ, XEN_SP6_VAR=str(tmp_path))
    (tmp_path / "run").mkdir()
    (tmp_path / "run/panel.url").write_text("http://127.0.0.1:%d/\n" % free_port())
    one_line(sh("scripts/screenshot", "--panel", str(tmp_path / "x.png"), env=env), "./stex --panel")
    assert [it.name for it in tmp_path.iterdir()] == ["run"]


def test_a_film_that_cannot_be_written(tmp_path):
    one_line(sh("scripts/record", str(tmp_path / "no" / "x.webp")), "no such folder")


def test_the_screen_is_shown_to_a_vnc_viewer(card, booted):
    it = booted("vnc", "--port", "0", "--display", "vnc=127.0.0.1:43")
    it.console.expect("Hit any key")
    with socket.create_connection(("127.0.0.1", 5943)) as viewer:
        assert viewer.recv(4) == b"RFB "
    it.console.close()


def test_a_display_that_cannot_be_opened(card):
    one_line(sh("./stex", "--port", "0", "--display", "vnc=127.0.0.1:99999"), "QEMU ")


def test_an_image_that_is_no_card_of_plain_linux(tmp_path):
    with open(tmp_path / "native.img", "wb") as image:
        image.truncate(1 << 20)
    result = sh("./st", env=dict(os.environ, XEN_SP6_VAR=str(tmp_path)))
    one_line(result, "native.img", "not an SD card made here", "./st makes")


def test_missing_host_packages(tmp_path):
    """As on a computer whose package database knows of none of them."""
    query = tmp_path / "dpkg-query"
    query.write_text("#!/bin/sh\nexit 1\n")
    query.chmod(0o755)
    env = dict(os.environ, PATH="%s:%s" % (tmp_path, os.environ["PATH"]))
    env.pop("CI", None)
    result = sh("./stex", env=env)
    one_line(result, "Install them with", "apt-get install", "qemu-system-arm")
    result = sh("./stex", "--display", "gtk", env=env)
    one_line(result, "Install them with", "qemu-system-gui")


@pytest.mark.parametrize("name, there", (
    ("ARCH", "armhf"), ("BOARD", "sp6, virt-gpio"), ("KERNEL_DOM0", "default, backports"),
    ("KERNEL_DOMU", "default, backports"), ("QEMU_FROM", "default, backports")))
def test_no_such_choice(card, name, there):
    one_line(sh("./stex", env=dict(os.environ, **{name: "vax"})), "vax", there)


def test_a_board_without_a_front_panel():
    for option in (("--panel",), ("--port", "1")):
        result = sh("./stex", *option, env=dict(os.environ, BOARD="virt-gpio"))
        one_line(result, "the board virt-gpio has no front panel")


def test_no_board_for_its_lines():
    one_line(sh("scripts/gpio-panel", "lines"), "./stex")
    one_line(sh("scripts/gpio-panel", "press"), "./stex")


def test_a_killed_stex_leaves_nothing_running(card):
    console = Console(["./stex", "--port", "0"], dict(os.environ), VAR + "/killed.console")
    console.expect("Hit any key")
    pids = sh("pgrep", "-P", str(console.tty.pid)).stdout.split()
    assert len(pids) >= 3  # board, QEMU, console
    os.kill(console.tty.pid, signal.SIGTERM)
    console.wait_end()
    assert not [pid for pid in pids if os.path.exists("/proc/" + pid)]
    console.close()


def test_a_qemu_that_dies_is_an_error(card):
    console = Console(["./stex", "--port", "0"], dict(os.environ), VAR + "/dies.console")
    console.expect("Hit any key")
    qemu = sh("pgrep", "-P", str(console.tty.pid), "qemu").stdout.split()
    assert len(qemu) == 1
    os.kill(int(qemu[0]), signal.SIGKILL)
    console.expect("QEMU ended with an error")
    assert console.wait_end() == 1
    console.close()


# --- what deploy does with files that the user changed in Dom0 ---------------


class Card:
    """Dom0's file system on the card, and a copy of the tree that is deployed."""

    def __init__(self, image, tree):
        with open(os.path.join(ROOT, "scripts/card.sh"), encoding="utf-8") as file:
            mib = int(re.search(r"^BOOT_MIB=(\d+)", file.read(), re.M).group(1))
        self.root = "%s?offset=%d" % (image, (1 + mib) << 20)
        self.tree = tree
        sh("cp", "-a", BUILD + "/rootfs/dom0", str(tree))

    def debugfs(self, *options):
        return sh("debugfs", *options, self.root).stdout

    def read(self, path):
        return self.debugfs("-R", "cat " + path)

    def write(self, path, text):
        """As a user in Dom0 would."""
        source = self.tree.with_name("text")
        source.write_text(text)
        self.debugfs("-w", "-R", "rm " + path)
        self.debugfs("-w", "-R", "write %s %s" % (source, path))
        assert self.read(path) == text

    def try_update(self):
        return sh("scripts/card-update", env=dict(os.environ, CARD_TREE=str(self.tree)))

    def update(self):
        result = self.try_update()
        assert result.returncode == 0, result.stderr
        return result.stdout


@pytest.fixture
def dom0(card, tmp_path):
    """The card and a tree of its own; the card has the real one again at the end."""
    yield Card(card, tmp_path / "tree")
    os.remove(card)
    assert sh("scripts/card-update").returncode == 0


def test_a_changed_configuration_stays_and_a_new_one_lies_beside_it(dom0):
    dom0.write("/etc/profile", "# the user's\n")
    assert "Dom0: 0 of" in dom0.update()
    assert dom0.read("/etc/profile") == "# the user's\n"
    (dom0.tree / "etc/profile").write_text("# a newer one\n")
    assert "kept your /etc/profile; the new one is /etc/profile.new" in dom0.update()
    assert dom0.read("/etc/profile") == "# the user's\n"
    assert dom0.read("/etc/profile.new") == "# a newer one\n"


def test_a_removed_configuration_stays_away(dom0):
    dom0.debugfs("-w", "-R", "rm /etc/xen-sp6/domu.conf")
    assert "Dom0: 0 of" in dom0.update()
    assert dom0.read("/etc/xen-sp6/domu.conf") == ""


def test_a_changed_program_is_put_back_and_the_users_kept(dom0):
    ours = dom0.debugfs("-R", "stat /usr/sbin/sp6ctl")
    dom0.write("/usr/sbin/sp6ctl", "#!/bin/sh\n")
    assert "yours is /usr/sbin/sp6ctl.user" in dom0.update()
    dom0.write("/usr/sbin/sp6ctl", "#!/bin/ash\n")
    assert "yours is /usr/sbin/sp6ctl.user.2" in dom0.update()
    assert dom0.read("/usr/sbin/sp6ctl.user") == "#!/bin/sh\n"
    assert dom0.read("/usr/sbin/sp6ctl.user.2") == "#!/bin/ash\n"
    size = r"Mode: +0755 .*Size: (\d+)"
    again = dom0.debugfs("-R", "stat /usr/sbin/sp6ctl")
    assert re.search(size, again, re.S).group(1) == re.search(size, ours, re.S).group(1)


def test_what_is_not_ours_any_more_goes(dom0):
    os.remove(dom0.tree / "usr/bin/lspci")
    dom0.update()
    assert "File not found" in sh("debugfs", "-R", "stat /usr/bin/lspci", dom0.root).stderr


def test_a_full_card_is_left_as_it_was(card, dom0):
    with open(card, "rb") as file:
        before = hashlib.sha256(file.read()).digest()
    (dom0.tree / "etc/modules").write_bytes(os.urandom(1 << 20) * 256)
    one_line(dom0.try_update(), "full")
    with open(card, "rb") as file:
        assert hashlib.sha256(file.read()).digest() == before
    assert not os.path.exists(card + ".new")
