# SPDX-License-Identifier: GPL-2.0-only
"""The real board without a system: its program, and a played QEMU whose guest writes
registers. Knows nothing of panels but the one-shot client, which is the witness."""

import mmap
import os
import re
import socket
import struct
import subprocess
import threading
import time

import pexpect

from host import ROOT
from terminal import LIMIT


def definitions(*headers):
    """The numbers that the contracts define."""
    found = {}
    for header in headers:
        with open(os.path.join(ROOT, "include", header), encoding="utf-8") as file:
            for match in re.finditer(r"^#define\s+(\w+)\s+(0x[0-9a-f]+|\d+)\b",
                                     file.read(), re.M):
                found[match.group(1)] = int(match.group(2), 0)
    return found


SP6 = definitions("sp6.h", "sp6_link.h")


class Guest:
    """Plays QEMU and a guest whose driver writes registers."""

    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.connect(path)
        fds = []
        for _ in range(4 + SP6["SP6_LINK_VECTORS"]):
            fds += socket.recv_fds(self.socket, 8, 1)[1]
        self.memory = mmap.mmap(fds[0], SP6["SP6_LINK_MEM_SIZE"])
        self.doorbell = fds[1]
        for fd in fds[:1] + fds[2:]:
            os.close(fd)
        self.prod = 0

    def _word(self, offset, value):
        struct.pack_into("<I", self.memory, offset, value)

    def _consumed(self):
        return struct.unpack_from("<I", self.memory, SP6["SP6_LINK_B_CONS"])[0]

    def write(self, register, value):
        """A write; returns when the board has done it."""
        slot = self.prod % SP6["SP6_LINK_SLOTS"]
        self._word(SP6["SP6_LINK_H_RING"] + 4 * slot,
                   SP6[register] << SP6["SP6_LINK_OFFSET_SHIFT"] | value)
        self.prod += 1
        self._word(SP6["SP6_LINK_H_PROD"], self.prod)
        os.eventfd_write(self.doorbell, 1)
        while self._consumed() != self.prod:
            os.sched_yield()

    def lcd(self, value, data=False):
        self.write("SP6_LCD_CONTROL",
                   SP6["SP6_LCD_START"] | (SP6["SP6_LCD_RS"] if data else 0) | value)

    def lcd_line(self, address, text):
        self.lcd(0x80 | address)
        for character in text:
            self.lcd(ord(character), data=True)

    def close(self):
        self.memory.close()
        os.close(self.doorbell)
        self.socket.close()


class Board:
    """The real board, its sockets, and a witness of its buttons."""

    def __init__(self, folder):
        self.ivshmem = str(folder / "ivshmem")
        self.path = str(folder / "panel")
        self.process = None
        self.witness = None

    def start(self):
        self.process = subprocess.Popen(
            ["build/host/sp6-board", "--ivshmem", self.ivshmem, "--panel", self.path,
             "--port", "0"], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout.readline() == "sp6-board: ready\n"
        self.witness = pexpect.spawn("build/host/sp6-panel", ["--panel", self.path, "watch"],
                                     cwd=ROOT, encoding="utf-8", timeout=LIMIT)
        self.witness.expect("lcd4")

    def sees(self, item, value):
        """The next change of it that the witness is told of."""
        self.witness.expect(item + r" (\S+)\s")
        assert int(self.witness.match.group(1), 16) == value

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()
        self.witness.close(force=True)


class Vnc(threading.Thread):
    """Plays QEMU's VNC server: a picture of SIZE in one colour, for who connects."""

    SIZE = (800, 480)

    def __init__(self, path):
        super().__init__(daemon=True)
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(path)
        self.listener.listen(8)
        self.color = (0x30, 0x90, 0xd0)
        self.picture = None  # other pixels than one colour
        self.start()

    def run(self):
        while True:
            try:
                client = self.listener.accept()[0]
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client):
        try:
            self._greet(client)
            while True:
                self._answer(client)
        except (OSError, EOFError):
            client.close()

    @staticmethod
    def _take(client, size):
        data = b""
        while len(data) < size:
            more = client.recv(size - len(data))
            if not more:
                raise EOFError
            data += more
        return data

    def _greet(self, client):
        client.sendall(b"RFB 003.008\n")
        self._take(client, 12)
        client.sendall(b"\1\1")
        self._take(client, 1)
        client.sendall(bytes(4))
        self._take(client, 1)
        pixels = struct.pack(">BBBBHHHBBBxxx", 32, 24, 0, 1, 255, 255, 255, 16, 8, 0)
        client.sendall(struct.pack(">HH", *self.SIZE) + pixels + struct.pack(">I", 3) + b"sp6")

    def _answer(self, client):
        kind = self._take(client, 1)[0]
        if kind == 0:
            self._take(client, 19)
        elif kind == 2:
            self._take(client, 4 * struct.unpack(">xH", self._take(client, 3))[0])
        elif kind == 3:
            incremental = self._take(client, 9)[0]
            if incremental:
                time.sleep(0.1)
            client.sendall(struct.pack(">BxHHHHHi", 0, 1, 0, 0, *self.SIZE, 0) + self._pixels())
        else:
            self._take(client, {4: 7, 5: 5}[kind])

    def _pixels(self):
        if self.picture:
            return self.picture
        # noVNC 1.3 forgets to make all that it gets in this encoding opaque.
        return bytes((*self.color, 255)) * (self.SIZE[0] * self.SIZE[1])

    def close(self):
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
