#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""Asks a running QEMU for something, by its machine protocol (QMP). As a program:
qmp.py SOCKET COMMAND [NAME=VALUE]... prints what it answers. QEMU speaks with one at a time:
whoever asks must not stay. Knows nothing of the machine."""

import json
import os
import socket
import sys

LIMIT = 20  # seconds until QEMU counts as hung


class Refused(Exception):
    """Why there is no answer, in words for a person."""


def ask(path, command, limit=LIMIT, **arguments):
    """The answer of the QEMU that listens at PATH."""
    with socket.socket(socket.AF_UNIX) as qemu:
        qemu.settimeout(limit)
        try:
            qemu.connect(os.path.relpath(path))  # shorter: a socket's path is limited
            lines = qemu.makefile("rw", encoding="utf-8")
            lines.readline()  # its greeting
            _execute(lines, "qmp_capabilities", {})
            return _execute(lines, command, arguments)
        except (FileNotFoundError, ConnectionRefusedError):
            raise Refused("no system runs here: start it with ./stex") from None
        except (OSError, ValueError):
            raise Refused("QEMU does not answer") from None


def _execute(lines, command, arguments):
    lines.write(json.dumps({"execute": command, "arguments": arguments}) + "\n")
    lines.flush()
    while True:  # it tells of events in between
        answer = json.loads(lines.readline())
        if "error" in answer:
            raise Refused("QEMU refuses: " + answer["error"]["desc"])
        if "return" in answer:
            return answer["return"]


def main():
    if len(sys.argv) < 3:
        sys.exit("usage: qmp.py SOCKET COMMAND [NAME=VALUE]...")
    try:
        answer = ask(sys.argv[1], sys.argv[2],
                     **dict(argument.split("=", 1) for argument in sys.argv[3:]))
    except Refused as reason:
        sys.exit(str(reason))
    if answer:
        print(json.dumps(answer))


if __name__ == "__main__":
    main()
