# SPDX-License-Identifier: GPL-2.0-only
"""A film of a page in the browser. Knows nothing of what the page shows."""

import subprocess
import threading
import time

LONGEST = 1600  # ms that a picture stays: where nothing happens nobody waits
LAST = 2500  # ms, before it begins anew
QUALITY = 80  # of 100


class Film(threading.Thread):
    """Takes pictures of a page, as fast as it goes, until it is told to end. Pictures that
    are the same become one."""

    def __init__(self, page, folder):
        super().__init__(daemon=True)
        self.page = page
        self.folder = folder
        self.pictures = []  # path, and when it was taken
        self.ends = False

    def run(self):
        last = None
        while not self.ends:
            now = time.monotonic()
            picture = self.page.picture()
            if picture != last:
                path = "%s/%04d.png" % (self.folder, len(self.pictures))
                with open(path, "wb") as file:
                    file.write(picture)
                self.pictures.append((path, now))
            last = picture

    def end(self):
        self.ends = True
        self.join()

    def durations(self):
        """How long each picture stays, in ms."""
        times = [when for _, when in self.pictures]
        return [min(LONGEST, round(1000 * (after - when)))
                for when, after in zip(times, times[1:])] + [LAST]

    def write(self, path):
        """As an animated WebP, which begins anew at its end."""
        arguments = ["-loop", "0"]
        for (picture, _), duration in zip(self.pictures, self.durations()):
            arguments += ["-lossy", "-q", str(QUALITY), "-m", "6", "-d", str(duration), picture]
        subprocess.run(["img2webp", *arguments, "-o", path], check=True, stdin=subprocess.DEVNULL,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
