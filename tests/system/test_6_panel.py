# SPDX-License-Identifier: GPL-2.0-only
"""The front panel in a terminal: first with the real board and a played guest, then
with the booted system."""

import os
import re
import signal
import socket
import subprocess
import termios

import pexpect
import pytest

from buttons import next_key
from conftest import rounds
from host import ROOT, VAR
from played import Board, Guest
from terminal import LIMIT, Terminal

KEYS = {"UP": "\x1bOA", "LEFT": "\x1bOD", "DOWN": "\x1bOB", "RIGHT": "\x1bOC",
        "ENTER": "\r", "ESC": "\x1b", "SPACE": " ", "BACKSPACE": "\x7f"}
BITS = {name: 1 << bit for bit, name in enumerate(KEYS)}
BOTTOM = "q quits"  # the last thing that the panel draws


def start_panel(path, **size):
    return Terminal([ROOT + "/build/host/sp6-panel", "--panel", path], os.environ, **size)


@pytest.fixture
def panel(board):
    it = start_panel(board.path)
    it.wait_text("no QEMU")
    it.wait_text(BOTTOM)
    yield it
    it.close()


def leds(terminal):
    """The LEDs as drawn: a string of 0 and 1, LED 0 first."""
    line = terminal.screen.display[terminal.line_of("LEDs")]
    drawn = re.search(r"LEDs ((?: +[●○]){8})", line).group(1)
    return "".join("1" if c == "●" else "0" for c in drawn.split())


def digit_lines(terminal):
    top = terminal.line_of("SP6 board") + 2
    return [line[30:].rstrip() for line in terminal.screen.display[top:top + 5]]


def test_it_shows_what_the_board_shows(board, panel, guest):
    panel.wait_text("QEMU is connected")
    guest.write("SP6_LED", 0x100 | 0xa5)
    panel.wait(lambda it: leds(it) == "10100101")
    guest.write("SP6_SEG1", 0x06 | 0x80)
    guest.write("SP6_SEG2", 0x5b)
    guest.write("SP6_SEG3", 0x7f)
    panel.wait(lambda it: digit_lines(it)[4].count("━") == 8)
    shape = [re.sub(r"^ {9}", "", line) for line in digit_lines(panel)]
    assert shape == ["              ━━━━         ━━━━",
                     "     ┃            ┃       ┃    ┃",
                     "              ━━━━         ━━━━",
                     "     ┃       ┃            ┃    ┃",
                     "       ●      ━━━━         ━━━━"]

    guest.lcd(0x38)
    guest.lcd(0x01)
    guest.lcd(0x0e)
    guest.lcd_line(0x00, "The first line, full")
    guest.lcd_line(0x14, "third")
    guest.lcd_line(0x54, "fourth")
    guest.lcd_line(0x40, 'say "hi" \\')
    panel.wait_text('say "hi" \\')
    panel.wait(lambda it: it.screen.cursor.x - it.place_of("say")[1] == 10)
    first = panel.line_of("The first line, full")
    assert panel.line_of('say "hi" \\') == first + 1
    assert panel.line_of("third") == first + 2
    assert panel.line_of("fourth") == first + 3
    panel.wait(lambda it: it.screen.cursor.y == first + 1 and not it.screen.cursor.hidden)


def test_who_has_the_focus_and_which_led(board, panel):
    panel.wait_text("focus: unknown ")
    panel.wait_text("LED 0-7: unknown")
    with socket.socket(socket.AF_UNIX) as dom0:
        dom0.connect(board.path)
        dom0.sendall(b'{"perif":"focus","name":"domu"}\n')
        for led, name in enumerate(("domu", "domu", "guest2", "Dom0's trigger 'timer'", "", "domu")):
            dom0.sendall(b'{"perif":"owner","led":%d,"name":"%s"}\n' % (led, name.encode()))
        panel.wait_text("focus: domu ")
        panel.wait_text("LED 0-1: domu, 2: guest2, 3: Dom0's trigger 'timer', 4: unknown, 5: domu,...")
        assert "no QEMU" in panel.screen.display[panel.line_of("SP6 board")]
        long = "x" * 40  # the longest name
        dom0.sendall(b'{"perif":"focus","name":"%s"}\n' % long.encode())
        panel.wait_text("focus: %s " % long)
        assert "no QEMU" in panel.screen.display[panel.line_of("SP6 board")]
    panel.wait_text("focus: unknown ")
    board.kill()
    panel.wait_text("no board at ")
    panel.wait(lambda it: "focus:" not in "".join(it.screen.display))
    board.start()


@pytest.mark.parametrize("key", KEYS)
def test_a_key_is_a_press_and_a_release(board, panel, key):
    panel.send(KEYS[key])
    board.sees("buttons", BITS[key])
    board.sees("buttons", 0)


def test_a_hold_lasts_until_it_is_switched_off(board, panel):
    panel.send("5")
    board.sees("buttons", BITS["ENTER"])
    panel.wait_text("5 held")
    panel.send(KEYS["UP"])
    board.sees("buttons", BITS["ENTER"] | BITS["UP"])
    board.sees("buttons", BITS["ENTER"])
    panel.send("8")
    board.sees("buttons", BITS["ENTER"] | BITS["BACKSPACE"])
    panel.send("5")
    board.sees("buttons", BITS["BACKSPACE"])
    panel.send("8")
    board.sees("buttons", 0)
    panel.wait(lambda it: "held" not in "".join(it.screen.display))


def test_the_mouse_presses_and_holds(board, panel):
    panel.mouse("ENTER │", True)
    board.sees("buttons", BITS["ENTER"])
    panel.wait_text("5 down")
    line, column = panel.place_of("ENTER │")
    assert panel.screen.buffer[line][column].reverse
    panel.mouse("SP6 board", False)
    board.sees("buttons", 0)


def test_buttons_of_others_are_shown(board, panel):
    board_panel = [ROOT + "/build/host/sp6-panel", "--panel", board.path]
    subprocess.run(board_panel + ["hold", "LEFT"], check=True)
    panel.wait_text("2 down")
    subprocess.run(board_panel + ["release", "all"], check=True)
    panel.wait(lambda it: "down" not in "".join(it.screen.display))


def test_switches_and_encoder(board, panel):
    panel.send("d")
    panel.wait_text("Which switch?")
    panel.send("0d9")
    board.sees("dip", 0x001)
    board.sees("dip", 0x201)
    panel.wait(lambda it: it.screen.display[it.line_of("DIP on")].count("■") == 2)
    panel.mouse("■", True)  # the first one that is on
    board.sees("dip", 0x200)
    panel.send("+")
    panel.wait(lambda it: leds(it) == "00000010")
    panel.send("-")
    panel.wait(lambda it: leds(it) == "00000001")


@pytest.fixture
def shell(board):
    """A shell in which the panel was started, and holds DOWN."""
    it = Terminal(["/bin/sh", "-i"], dict(os.environ, PS1="prompt> "))
    it.wait_text("prompt>")
    it.before = termios.tcgetattr(it.tty.child_fd)
    it.send("%s/build/host/sp6-panel --panel %s\r" % (ROOT, board.path))
    it.wait_text(BOTTOM)
    it.send("3")
    board.sees("buttons", BITS["DOWN"])
    yield it
    it.close()


def assert_usable(shell):
    """The shell has its terminal back, as it was."""
    last = r"\x1b\[\?1049h(?!.*\x1b\[\?1049h)"  # the panel's last screen
    shell.wait(lambda it: re.search(last + r".*\x1b\[\?1049l.*prompt>", it.output, re.S))
    assert termios.tcgetattr(shell.tty.child_fd) == shell.before
    assert not shell.screen.cursor.hidden


@pytest.mark.parametrize("end", ("q", "\x03"))
def test_quitting_lets_go_and_restores_the_terminal(board, shell, end):
    shell.send(end)
    board.sees("buttons", 0)
    assert_usable(shell)


def test_a_stopped_panel_lets_go_and_goes_on_later(board, shell):
    shell.send("\x1a")
    board.sees("buttons", 0)
    assert_usable(shell)
    shell.send("clear; fg\r")
    shell.wait_text(BOTTOM)
    shell.send("4")
    board.sees("buttons", BITS["RIGHT"])
    shell.send("q")
    board.sees("buttons", 0)
    assert_usable(shell)


def test_a_board_that_dies_is_said_and_found_again(board):
    panel = start_panel(board.path)
    panel.wait_text(BOTTOM)
    for _ in rounds(100):
        guest = Guest(board.ivshmem)
        guest.write("SP6_LED", 0x3f)
        panel.wait(lambda it: leds(it) == "11111100")
        panel.send("5")
        board.sees("buttons", BITS["ENTER"])
        panel.wait_text("5 held")

        board.kill()
        guest.close()
        panel.wait_text("no board at ")
        panel.wait(lambda it: leds(it) == "00000000")

        board.start()
        panel.wait_text("no QEMU")
        panel.wait(lambda it: "held" not in "".join(it.screen.display))
        panel.send(" ")
        board.sees("buttons", BITS["SPACE"])
        board.sees("buttons", 0)
    panel.close()


def test_it_waits_for_a_board(tmp_path):
    it = Board(tmp_path)
    panel = start_panel(it.path)
    panel.wait_text("no board at ")
    panel.send("1" + KEYS["UP"])
    it.start()
    panel.wait_text("no QEMU")
    panel.send("5")
    it.sees("buttons", BITS["ENTER"])
    panel.close()
    it.kill()


def test_a_board_that_hangs_is_said(board, panel):
    os.kill(board.process.pid, signal.SIGSTOP)
    panel.wait_text("the board does not answer")
    os.kill(board.process.pid, signal.SIGCONT)
    panel.wait_text("no QEMU")


def test_a_small_terminal_says_how_large_it_should_be(board):
    panel = start_panel(board.path, lines=20, columns=60)
    panel.wait_text("60 x 20")
    panel.resize(24, 80)
    panel.wait_text(BOTTOM)
    panel.resize(10, 80)
    panel.wait_text("80 x 10")
    panel.resize(40, 120)
    panel.wait_text(BOTTOM)
    panel.send("q")
    assert panel.wait_end() == 0


# --- with the booted system ---------------------------------------------------


@pytest.fixture(scope="module")
def system(booted, card):
    it = booted("panel")
    it.come_up()
    return it


@pytest.fixture
def live(system):  # pylint: disable=unused-argument
    """The panel of the running system."""
    it = start_panel(os.path.join(ROOT, VAR, "run/panel.sock"))
    it.wait_text("QEMU is connected")
    it.wait_text(BOTTOM)
    yield it
    it.close()


def test_the_guests_leds_are_seen(system, live):
    for _ in rounds(50):
        system.domu("echo 1 > /sys/class/leds/sp6_led0/brightness")
        live.wait(lambda it: leds(it) == "10000000")
        system.domu("echo 0 > /sys/class/leds/sp6_led0/brightness")
        live.wait(lambda it: leds(it) == "00000000")


def test_keys_holds_and_mouse_reach_dom0(live, evtest):
    for _ in rounds(50):
        live.send("5")
        assert next_key(evtest) == ("ENTER", "1")
        live.send(KEYS["LEFT"])  # ENTER stays down meanwhile
        assert next_key(evtest) == ("LEFT", "1")
        assert next_key(evtest) == ("LEFT", "0")
        live.send("5")
        assert next_key(evtest) == ("ENTER", "0")
        live.mouse("SPACE │", True)
        assert next_key(evtest) == ("SPACE", "1")
        live.mouse("SPACE │", False)
        assert next_key(evtest) == ("SPACE", "0")
