# SPDX-License-Identifier: GPL-2.0-only
"""The front panel as a web page, with the booted system: from the page to the domain in
focus and back."""

import base64
import time

import pytest

from buttons import next_key
from conftest import rounds
from console import LIMIT, SLOWER
from host import sh
from page import HAS_PICTURE, KEYBOARD, LIVE, free_port, key_of, led_is, text_of
from screen import SIZE, Image, difference, picture

CANVAS = """(() => {
    const canvas = document.querySelector("#picture canvas");
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    let text = "";
    for (let i = 0; i < data.length; i += 4)
        text += String.fromCharCode(data[i], data[i + 1], data[i + 2]);
    return btoa(text);
})()"""


@pytest.fixture(scope="module")
def system(laden_card, booted):  # pylint: disable=unused-argument
    port = free_port()
    it = booted("web", "--panel", "--panel-port", str(port))
    it.url = "http://127.0.0.1:%d/" % port
    it.come_up()
    it.use_test_card()
    return it


@pytest.fixture(scope="module")
def page(system, browser):
    it = browser.tab()
    it.size(1360, 860)
    it.open(system.url)
    it.wait(LIVE)
    yield it
    it.close()


def owner_is(led, name):
    return "document.querySelectorAll('#owners .name')[%d].textContent === '%s'" % (led, name)


def press(page, button):
    page.key(True, *KEYBOARD[button])
    page.key(False, *KEYBOARD[button])


def wait_canvas(page, wanted):
    """Until the page's screen is the image."""
    limit = time.monotonic() + LIMIT * SLOWER
    while True:
        shown = Image(*SIZE, base64.b64decode(page.run(CANVAS)))
        if shown == wanted:
            return
        assert time.monotonic() < limit, difference(shown, wanted)


def test_names(system, page):
    page.wait(text_of("focus") + " === 'Dom0'")
    for led in range(6):
        page.wait(owner_is(led, "domu"))
    system.dom0("echo timer >/sys/class/leds/sp6_led4/trigger")
    page.wait(owner_is(4, "Dom0: timer"))
    system.dom0("echo none >/sys/class/leds/sp6_led4/trigger")
    page.wait(owner_is(4, "Dom0"))
    system.dom0("sp6ctl attach domu")
    page.wait(owner_is(4, "domu"))
    system.focus("domu")
    page.wait(text_of("focus") + " === 'domu'")
    system.focus("Dom0")
    page.wait(text_of("focus") + " === 'Dom0'")


def test_a_led_of_the_guest(system, page):
    for _ in rounds(50):
        system.domu("echo 1 > /sys/class/leds/sp6_led2/brightness")
        page.wait(led_is(2, True))
        system.domu("echo 0 > /sys/class/leds/sp6_led2/brightness")
        page.wait(led_is(2, False))


def test_the_screen_changes_hands(system, page):
    system.console.run("DOM1", "sp6-picture A")
    system.console.run("DOM0", "sp6-picture A")
    page.wait(HAS_PICTURE)
    for _ in rounds(20):
        press(page, "BACKSPACE")
        page.wait(text_of("focus") + " === 'domu'")
        wait_canvas(page, picture("domu"))
        press(page, "ESC")
        page.wait(text_of("focus") + " === 'Dom0'")
        wait_canvas(page, picture("dom0"))


def test_a_watch_that_ends_and_begins(system, page):
    """In between the names are unknown; then all is told anew."""
    system.dom0("kill $(cat /run/sp6ctl-watch.lock)")
    page.wait(text_of("focus") + " === 'unknown'")
    page.wait(owner_is(0, "unknown"))
    system.dom0("sp6ctl watch --background")
    page.wait(text_of("focus") + " === 'Dom0'")
    system.focus("domu")
    page.wait(text_of("focus") + " === 'domu'")
    system.focus("Dom0")
    page.wait(text_of("focus") + " === 'Dom0'")


def test_a_picture_of_it(system, page, tmp_path):
    file = str(tmp_path / "panel.png")
    result = sh("scripts/screenshot", "--panel", file)
    assert (result.returncode, result.stdout) == (0, file + "\n"), result.stderr
    with open(file, "rb") as picture_of_page:
        head = picture_of_page.read(24)
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    assert int.from_bytes(head[16:20], "big") == 1360
    assert int.from_bytes(head[20:24], "big") > 700
    assert [it.name for it in tmp_path.iterdir()] == ["panel.png"]


class TestButtons:
    domain = "DOM1"
    guest = "domu"

    def test_keys(self, page, evtest):
        page.key(True, *KEYBOARD["ENTER"])
        assert next_key(evtest) == ("ENTER", "1")
        page.key(True, *KEYBOARD["LEFT"])  # ENTER stays down meanwhile
        assert next_key(evtest) == ("LEFT", "1")
        page.key(False, *KEYBOARD["LEFT"])
        assert next_key(evtest) == ("LEFT", "0")
        page.key(False, *KEYBOARD["ENTER"])
        assert next_key(evtest) == ("ENTER", "0")

    def test_the_mouse(self, page, evtest):
        x, y = page.place(key_of("SPACE"))
        page.mouse("Moved", x, y)
        page.mouse("Pressed", x, y)
        assert next_key(evtest) == ("SPACE", "1")
        page.mouse("Released", x, y)
        assert next_key(evtest) == ("SPACE", "0")


def test_the_kernels_have_nothing_to_say(system):
    system.check_kernels()
