# SPDX-License-Identifier: GPL-2.0-only
"""The board's screen, as QEMU has it, and the pictures that sp6-picture draws on it. Knows
nothing of the way on which a picture came there."""

import functools
import os
import subprocess
import time
import zlib
from typing import NamedTuple

import qmp
from console import LIMIT, SLOWER
from host import ROOT, VAR

SIZE = (800, 480)  # of the board's screen
BLACK = b"\0\0\0"


class Image(NamedTuple):
    """PIXELS are 3 bytes each: red, green, blue."""
    width: int
    height: int
    pixels: bytes

    def rows(self):
        pitch = 3 * self.width
        return [self.pixels[n:n + pitch] for n in range(0, len(self.pixels), pitch)]

    def colours(self):
        pixels = self.pixels
        return {pixels[n:n + 3] for n in range(0, len(pixels), 3)}

    def count(self, colour):
        """How many pixels have it."""
        pixels = self.pixels
        return sum(pixels[n:n + 3] == colour for n in range(0, len(pixels), 3))

    def on_black(self, size=SIZE):
        """In the middle of a larger screen."""
        width, height = size
        left, above = (width - self.width) // 2, (height - self.height) // 2
        right, below = width - self.width - left, height - self.height - above
        rows = [BLACK * left + row + BLACK * right for row in self.rows()]
        return Image(width, height, BLACK * width * above + b"".join(rows) + BLACK * width * below)


def difference(shown, wanted):
    """In words: how two images differ."""
    if shown[:2] != wanted[:2]:
        return "%d x %d pixels, not %d x %d" % (*shown[:2], *wanted[:2])
    other = [n // 3 for n in range(0, len(shown.pixels), 3)
             if shown.pixels[n:n + 3] != wanted.pixels[n:n + 3]]
    if not other:
        return "no difference"
    return "%d pixels differ: the first is %d,%d, the last %d,%d; at the first it shows %s, not %s" % (
        len(other), *reversed(divmod(other[0], shown.width)),
        *reversed(divmod(other[-1], shown.width)),
        shown.pixels[3 * other[0]:3 * other[0] + 3].hex(),
        wanted.pixels[3 * other[0]:3 * other[0] + 3].hex())


def read_ppm(data):
    kind, size, depth, pixels = data.split(b"\n", 3)
    assert (kind, depth) == (b"P6", b"255")
    width, height = map(int, size.split())
    assert len(pixels) == 3 * width * height
    return Image(width, height, pixels)


def read_png(data):
    """With 8 bits a colour, and without transparency."""
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    packed, at, head = b"", 8, b""
    while at < len(data):
        length, kind = int.from_bytes(data[at:at + 4], "big"), data[at + 4:at + 8]
        content = data[at + 8:at + 8 + length]
        assert int.from_bytes(data[at + 8 + length:at + 12 + length], "big") == zlib.crc32(kind + content)
        head = content if kind == b"IHDR" else head
        packed += content if kind == b"IDAT" else b""
        at += 12 + length
    width, height = int.from_bytes(head[:4], "big"), int.from_bytes(head[4:8], "big")
    assert head[8:] == bytes((8, 2, 0, 0, 0))
    return Image(width, height, unfilter(zlib.decompress(packed), 3 * width))


def unfilter(data, pitch):
    """Each row of a PNG begins with the way in which it was made of its neighbours."""
    rows, above = [], bytes(pitch)
    for at in range(0, len(data), pitch + 1):
        row = bytearray(data[at + 1:at + 1 + pitch])
        kind = data[at]
        for n in range(pitch if kind else 0):
            left = row[n - 3] if n >= 3 else 0
            corner = above[n - 3] if n >= 3 else 0
            row[n] = row[n] + (0, left, above[n], (left + above[n]) // 2,
                               nearest(left, above[n], corner))[kind] & 0xff
        rows.append(bytes(row))
        above = row
    return b"".join(rows)


def nearest(left, above, corner):
    """The neighbour that is most like left + above - corner."""
    guess = left + above - corner
    return min((left, above, corner), key=lambda value: abs(guess - value))


def sp6_picture(*arguments):
    return subprocess.run((os.path.join(ROOT, "build/host/sp6-picture"), *arguments),
                          stdin=subprocess.DEVNULL, capture_output=True, check=True).stdout


@functools.lru_cache(maxsize=32)
def picture(domain, name="A", size=SIZE):
    """What sp6-picture draws in the domain."""
    return read_ppm(sp6_picture("--file", "-", "--domain", domain, "--size", "%dx%d" % size, name))


def palette(domain):
    """The colours of all of its pictures, which no other domain's has."""
    return {bytes.fromhex(line) for line in
            sp6_picture("--palette", "--domain", domain).decode().split()}


class Screen:
    """What the board shows."""
    file = os.path.join(ROOT, VAR, "screen.ppm")

    def shot(self):
        """All of it at one moment."""
        qmp.ask(os.path.join(VAR, "run/qmp.sock"), "screendump", LIMIT, filename=self.file)
        with open(self.file, "rb") as file:
            return read_ppm(file.read())

    def wait(self, seen, seconds=20):
        """Until it is as it should be: the image, or what SEEN, a function, likes."""
        limit = time.monotonic() + seconds * SLOWER
        while True:
            shown = self.shot()
            if seen(shown) if callable(seen) else shown == seen:
                return shown
            assert time.monotonic() < limit, (
                "colours: %s" % sorted(colour.hex() for colour in shown.colours())[:20]
                if callable(seen) else difference(shown, seen))
            time.sleep(0.05)

    def stays(self, wanted, seconds=1):
        """It shows the image, and nothing else for a while."""
        limit = time.monotonic() + seconds
        while time.monotonic() < limit:
            shown = self.shot()
            assert shown == wanted, difference(shown, wanted)
