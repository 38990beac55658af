#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""Takes a picture of the front panel's page, as a PNG: shot.py URL FILE. Knows nothing of
who serves it."""

import signal
import socket
import sys
import tempfile
import urllib.parse

from browser import Browser
from page import HAS_PICTURE, LIVE, text_of

WIDTH = 1360  # pixels; the page is as high as it needs to be
LIMIT = 60  # seconds until board and screen have to be there


def is_served(url):
    try:
        socket.create_connection(urllib.parse.urlsplit(url).netloc.split(":")).close()
        return True
    except OSError:
        return False


def shoot(url, file):
    if not is_served(url):
        sys.exit("no front panel runs here: start it with ./stex --panel")
    with tempfile.TemporaryDirectory() as profile:
        browser = Browser(profile)
        try:
            page = browser.tab()
            page.size(WIDTH, 800)
            page.open(url)
            try:
                page.wait(LIVE + " && " + HAS_PICTURE, LIMIT)
            except AssertionError:
                sys.exit("the page shows no board or no screen: it says '%s'"
                         % page.run(text_of("status")))
            page.screenshot(file)
        finally:
            browser.close()


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        shoot(*sys.argv[1:])
    except (AssertionError, OSError) as reason:
        sys.exit(str(reason))
