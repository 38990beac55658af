# SPDX-License-Identifier: GPL-2.0-only
"""The system's serial console as a person uses it: types at it, reads it, and
changes the domain with Ctrl-A; a guest that xl started is reached from Dom0, with
xl-console. Knows nothing of what is tested."""

import os
import re
import shlex

import pexpect

NEXT_DOMAIN = "\x01\x01\x01"
LEAVE_GUEST = "\x18"
END_QEMU = "\x1d"
LIMIT = 120  # seconds until an awaited event counts as failed
SLOWER = 5 if os.environ.get("DEBUG_KERNEL") == "1" else 1  # what limits are multiplied by

UART = 24  # characters

# What Xen may put anywhere: its name before each line of a guest; and where a line has
# begun even a message that it would not show: <G><2>d2v0 Unhandled SMC/HVC: 0x8600ff01
MESSAGE = r"<G><\d>[^\r\n]*[\r\n]+"
XEN = r"\(XEN\) |" + MESSAGE

# What a terminal gets besides the text that is typed: cursor queries, wrapped
# lines, what Xen says, and what the domain's kernel says, to the end of the line.
KERNEL = r"\[ *\d+\.\d{6}\] [^\r\n]*[\r\n]+"
NOISE = r"(?:\x1b\[[0-9;?]*[A-Za-z]|[\r\n]|%s|%s)*" % (KERNEL, XEN)


def said(words):
    """A pattern: the words, as a domain says them."""
    return (r"(?:%s)*" % XEN).join(re.escape(c) for c in words)


PROMPT = said("\x1b[6n")  # the shell asks where the cursor is

# A command is put between two functions of the shell, which mark its output, and
# are short because typing is slow. No echo of what is typed has the marks.
MARKS = r"b() { printf '\074B'; }; e() { printf '\074E%d\076' $?; }"
BEGIN = said("<B")
END = said("<E") + "([^>]+)>"

# A third one waits, but not for ever, until a command succeeds.
WAIT = ("u() { local n=0; until eval \"$1\"; do n=$((n+1)); [ $n -lt %d ] || return 1; "
        "usleep 100000; done; }" % (600 * SLOWER))


def until(condition):
    """The command that waits until the condition, a command, succeeds; if it never
    does, it fails."""
    if "'" in condition and not set(condition) & set('"$`\\'):
        return 'u "%s"' % condition  # shorter
    return "u " + shlex.quote(condition)


class Console:
    def __init__(self, command, env, log):
        self.log = open(log, "w", encoding="utf-8")
        self.tty = pexpect.spawn(
            command[0], command[1:], env=env, timeout=LIMIT * SLOWER, encoding="utf-8",
            codec_errors="replace", echo=False, dimensions=(24, 80))
        self.tty.logfile_read = self.log
        self.tty.delaybeforesend = None
        self.domain = "DOM0"  # who gets what is typed

    def expect(self, pattern, timeout=LIMIT):
        """Waits for a regular expression; returns the match."""
        self.tty.expect(pattern, timeout=timeout * SLOWER)
        return self.tty.match

    def type(self, text):
        """Types, and waits until all of it was echoed: no more at once than a UART
        holds, however slow the machine is."""
        for begin in range(0, len(text), UART):
            part = text[begin:begin + UART]
            self.tty.send(part)
            self.expect(NOISE.join(re.escape(c) for c in part))

    def enter(self):
        self.tty.send("\r")

    def go_to(self, domain):
        """Gives the keyboard to DOM0, to DOM1, or to a guest by its name."""
        if self.domain not in ("DOM0", "DOM1", "Xen", domain):
            self.tty.send(LEAVE_GUEST)
            self.prompt()
            self.domain = "DOM0"
        if not domain.startswith("DOM") and self.domain != domain:
            self.switch_to("DOM0")
            self.enter_guest(domain)
        if domain.startswith("DOM"):
            self.switch_to(domain)

    def enter_guest(self, guest):
        """What is typed before microcom listens is lost: Enter until it answers."""
        self.type("xl-console " + guest)
        self.enter()
        self.domain = guest
        answers = r"{0} login: |root@{0}:\S*# \x1b\[6n".format(guest)
        for _ in range(LIMIT * SLOWER // 2):
            self.enter()
            if self.tty.expect([pexpect.TIMEOUT, answers], timeout=2):
                return
        raise AssertionError(guest + " does not answer on its console")

    def guest_ended(self):
        """The guest is gone, and its console with it: Dom0's shell is back."""
        self.expect("root@dom0:")
        self.domain = "DOM0"
        self.enter()
        self.prompt()

    def switch_to(self, domain):
        """Ctrl-A three times until Xen says that DOMAIN has the keyboard."""
        while self.domain != domain:
            self.tty.send(NEXT_DOMAIN)
            self.domain = self.expect(r"\*\*\* Serial input to (DOM\d|Xen)").group(1)

    def prompt(self):
        """Waits for the shell's prompt."""
        self.expect(PROMPT)

    def log_in(self, host):
        """Logs in, unless somebody is, and tells the shell what marks commands, and how
        to wait."""
        self.enter()
        if " login: " in self.expect("%s login: |%s" % (host, PROMPT)).group():
            self.type("root")
            self.enter()
            self.expect("Password: ")
            self.tty.send("root\r")
            self.prompt()
        self.type(MARKS + "; " + WAIT)
        self.enter()
        self.prompt()

    def start(self, domain, command):
        """Types a command whose end is not awaited."""
        self.go_to(domain)
        self.type("b;%s;e" % command)
        self.enter()
        self.expect(BEGIN)

    def finish(self, timeout=LIMIT):
        """Waits for the end of the command: its status and its output."""
        match = self.expect(r"(?s)(.*?)" + END, timeout)
        self.prompt()
        return int(self.words(match.group(2))), self.words(match.group(1))

    def words(self, text):
        """What the domain itself said: Xen puts its name before each line of a
        guest's, now and then within one, and says things in between."""
        text = re.sub(MESSAGE, "", text.replace("\r", ""))
        if self.domain == "DOM1":
            text = re.sub(r"\(XEN\) (?!DOM)", "", text)
        lines = text.split("\n")
        return "\n".join(line for line in lines if not line.startswith("(XEN)")).strip()

    def run(self, domain, command, timeout=LIMIT):
        """Runs a command that has to succeed; returns its output."""
        status, output = self.attempt(domain, command, timeout)
        assert status == 0, "%s: %s (status %d)" % (command, output, status)
        return output

    def attempt(self, domain, command, timeout=LIMIT):
        """Runs a command; returns its status and its output."""
        self.start(domain, command)
        return self.finish(timeout)

    def wait_end(self, timeout=LIMIT):
        """Waits until stex has ended; returns its exit status."""
        self.tty.expect(pexpect.EOF, timeout=timeout * SLOWER)
        self.tty.close()
        return self.tty.exitstatus

    def close(self):
        if self.tty.isalive():
            self.tty.send(END_QEMU)
            try:
                self.wait_end(30)
            except pexpect.TIMEOUT:
                self.tty.close(force=True)
        self.log.close()
