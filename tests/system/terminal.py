# SPDX-License-Identifier: GPL-2.0-only
"""A program in a terminal as a person has it: keys and mouse, and what the screen
shows. Knows nothing of what is tested."""

import time

import pexpect
import pyte

LIMIT = 60  # seconds until what is awaited counts as failed
TERM = "xterm-256color"


class Terminal:
    def __init__(self, command, env, lines=24, columns=80):
        self.screen = pyte.Screen(columns, lines)
        self.stream = pyte.Stream(self.screen)
        self.output = ""
        self.tty = pexpect.spawn(
            command[0], list(command[1:]), encoding="utf-8", dimensions=(lines, columns),
            # pyte knows no line-drawing set: curses shall send frames in Unicode.
            env=dict(env, TERM=TERM, LC_ALL="C.UTF-8", NCURSES_NO_UTF8_ACS="1"))
        self.tty.delaybeforesend = None

    def _update(self):
        """Takes what came to the screen; False at the end of the program."""
        try:
            text = self.tty.read_nonblocking(65536, timeout=0.1)
        except pexpect.TIMEOUT:
            return True
        except pexpect.EOF:
            return False
        self.output += text
        self.stream.feed(text)
        return True

    def wait(self, seen):
        """Waits until the screen is as it should be; SEEN looks at this terminal."""
        end = time.monotonic() + LIMIT
        while not seen(self):
            assert time.monotonic() < end, "\n".join(self.screen.display)
            assert self._update() or seen(self), "\n".join(self.screen.display)

    def wait_text(self, text):
        self.wait(lambda it: text in "\n".join(it.screen.display))

    def wait_end(self):
        """Waits for the end of the program; returns its exit status."""
        while self._update():
            pass
        self.tty.close()
        return self.tty.exitstatus

    def line_of(self, text):
        """The number of the first line that holds the text."""
        return next(n for n, line in enumerate(self.screen.display) if text in line)

    def place_of(self, text):
        line = self.line_of(text)
        return line, self.screen.display[line].index(text)

    def send(self, keys):
        self.tty.send(keys)

    def mouse(self, text, down):
        """The first mouse button, pressed or released at the text."""
        line, column = self.place_of(text)
        self.send("\x1b[<0;%d;%d%s" % (column + 1, line + 1, "M" if down else "m"))

    def resize(self, lines, columns):
        self.screen.resize(lines, columns)
        self.tty.setwinsize(lines, columns)

    def close(self):
        self.tty.close(force=True)
