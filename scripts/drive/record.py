#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""Boots the system, lets a browser show its front panel, and films a short demonstration
of it: record.py FOLDER FILE, in the project's root. FOLDER gets the logs and pictures, FILE
the film. scripts/record has the card made before, and the packages installed."""

import json
import os
import signal
import subprocess
import sys
import time

import pexpect

from browser import Browser
from film import Film
from machine import Machine
from page import HAS_PICTURE, KEYBOARD, LIVE, free_port, led_is, text_of

SIZE = (1360, 848)  # of the page, in its own pixels
SCALE = 0.72

# What is done, in words, in place of the page's hints: its style is the page's own, which
# lets no other in.
CAPTION = """(() => {
    document.querySelector(".keys").hidden = true;
    const caption = document.createElement("div"), who = document.createElement("b");
    const what = document.createElement("span");
    Object.assign(caption.style, {
        position: "fixed", left: "32px", right: "32px", bottom: "22px", height: "58px",
        padding: "0 22px", borderRadius: "12px", background: "#15191c", color: "#f1f5f7",
        font: "21px/58px 'DejaVu Sans Mono', monospace", whiteSpace: "pre" });
    Object.assign(who.style, { color: "#7dffb0", fontWeight: "400" });
    caption.append(who, what);
    document.body.append(caption);
    window.say = (a, b) => { who.textContent = a; what.textContent = b; };
})()"""


def say(page, who, what):
    page.run("say(%s, %s)" % (json.dumps(who), json.dumps(what)))


def focus_is(name):
    return text_of("focus") + " === " + json.dumps(name)


def press(page, button, seconds=0.7):
    page.key(True, *KEYBOARD[button])
    time.sleep(seconds)
    page.key(False, *KEYBOARD[button])


class Demonstration:
    """What the film shows."""

    def __init__(self, machine, page):
        self.machine = machine
        self.page = page

    def prepare(self):
        """What need not be seen."""
        for domain in ("DOM1", "DOM0"):
            self.machine.console.run(domain, "sp6-picture A")
        self.machine.console.go_to("DOM1")
        for led in range(6):
            self.page.wait("document.querySelectorAll('#owners .name')[%d].textContent === 'domu'" % led)
        self.page.wait(" && ".join((LIVE, HAS_PICTURE, focus_is("Dom0"))))
        self.page.run(CAPTION)
        say(self.page, "", "A guest lights a LED of the board, with what Linux has for any LED:")

    def type(self, command):
        say(self.page, "root@domu:~# ", command)
        time.sleep(0.8)
        self.machine.domu(command)

    def on_board(self, button, what, focus):
        say(self.page, button, what)
        time.sleep(0.8)
        press(self.page, button)
        self.page.wait(focus_is(focus))
        time.sleep(1.5)

    def show(self):
        time.sleep(1.6)
        self.type("echo 1 > /sys/class/leds/sp6_led0/brightness")
        self.page.wait(led_is(0, True))
        time.sleep(1.2)
        self.type("echo timer > /sys/class/leds/sp6_led5/trigger")
        time.sleep(2.4)
        self.on_board("BACKSPACE", "  gives the guest the focus: screen and buttons", "domu")
        say(self.page, "root@domu:~# ", "sp6-buttons    # LEFT, ENTER, RIGHT light a LED each")
        self.machine.console.start("DOM1", "sp6-buttons")
        self.machine.console.expect("turns them off")
        for button in ("LEFT", "ENTER", "RIGHT", "DOWN"):
            time.sleep(0.5)
            press(self.page, button)
        time.sleep(0.6)
        self.on_board("ESC", "  gives the focus back to Dom0", "Dom0")


def record(folder, file):
    port = free_port()
    machine = Machine(("--panel", "--panel-port", str(port), "--port", "0"),
                      os.path.join(folder, "console"))
    try:
        machine.come_up()
        browser = Browser(folder)
        try:
            page = browser.tab()
            page.size(*SIZE, scale=SCALE)
            page.open("http://127.0.0.1:%d/" % port)
            demonstration = Demonstration(machine, page)
            demonstration.prepare()
            film = Film(page, folder)
            film.start()
            try:
                demonstration.show()
            finally:
                film.end()
        finally:
            browser.close()
    finally:
        machine.console.close()
    film.write(file)


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        record(*sys.argv[1:])
    except (AssertionError, pexpect.ExceptionPexpect, subprocess.SubprocessError, OSError) as reason:
        sys.exit("the demonstration failed: " + str(reason).split("\n", maxsplit=1)[0])


if __name__ == "__main__":
    main()
