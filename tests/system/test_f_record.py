# SPDX-License-Identifier: GPL-2.0-only
"""scripts/record: the film of the front panel, from a system that it boots itself."""

import os
import shutil

import pytest

import browser as chromium
from conftest import DEBUG_KERNEL
from host import BUILD, sh

LARGEST = 2 << 20  # bytes, for a README


def pictures(film):
    """How many pictures an animated WebP has: it is made of chunks, NAME SIZE CONTENT."""
    assert (film[:4], film[8:16]) == (b"RIFF", b"WEBPVP8X")
    assert film[20] & 2  # it is animated
    found, at = 0, 12
    while at < len(film):
        found += film[at:at + 4] == b"ANMF"
        size = int.from_bytes(film[at + 4:at + 8], "little")
        at += 8 + size + size % 2
    return found


@pytest.mark.skipif(not chromium.PROGRAM or not shutil.which("img2webp"),
                    reason="no Chromium, or no img2webp: apt-get install chromium webp")
@pytest.mark.skipif(DEBUG_KERNEL, reason="a film is of the system as people have it")
def test_a_film(tmp_path):
    file = tmp_path / "panel.webp"
    result = sh("scripts/record", str(file), timeout=1200)
    assert result.returncode == 0, result.stderr
    assert result.stdout.splitlines()[-1] == str(file)
    film = file.read_bytes()
    assert len(film) < LARGEST
    assert pictures(film) > 10  # it moves, on a slow host, too
    assert [it.name for it in tmp_path.iterdir()] == ["panel.webp"]
    assert not os.path.exists(os.path.join(BUILD, "record/run/panel.url"))
