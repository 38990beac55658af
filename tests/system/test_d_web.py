# SPDX-License-Identifier: GPL-2.0-only
"""The front panel as a web page, with the real board and a played guest: first the server
and what hostile browsers can do to it, then the page, in Chromium."""

import json
import os
import random
import signal
import socket
import statistics
import subprocess
import time

import pytest

from conftest import BUTTONS, rounds
from host import ROOT, VAR
from page import GREY, HAS_PICTURE, KEYBOARD, LIVE, free_port, key_of, led_is, text_of
from played import Vnc
from websocket import BINARY, Closed, Refused, WebSocket

BITS = {name: 1 << bit for bit, name in enumerate(BUTTONS)}
MAX_PAGES = 8  # as docs/panel-web.md says
MAX_CONNECTIONS = 64
PATIENCE = 10
SILENCE = 5
MOST_KEPT = 200000  # bytes: more than is kept for a page that does not read
CLOSE_GONE, CLOSE_FULL, CLOSE_TOO_LONG, CLOSE_POLICY = 4001, 4002, 1009, 1008

# With a browser the program as people have it; alone, with sanitizers.
PLAIN, SANITIZED = "build/host/sp6-web", "build/unit/sp6-web-asan"


class Web:
    """The server."""

    def __init__(self, program, board, folder):
        self.port = free_port()
        self.screen = str(folder / "vnc")
        self.command = ["nice", "-n", "10", program, "--port", str(self.port), "--panel", board.path,
                        "--screen", self.screen]
        self.url = "http://127.0.0.1:%d" % self.port
        self.start()

    def start(self):
        self.process = subprocess.Popen(self.command, cwd=ROOT, stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, text=True)
        assert self.process.stdout.readline() == "sp6-web: ready\n"

    def connect(self, path="/panel", protocol="sp6-panel", **options):
        options.setdefault("Origin", self.url)
        return WebSocket(self.port, path, protocol, **options)

    def page(self, **options):
        """A page that has the whole state."""
        it = self.connect(**options)
        while b'"line":4' not in it.receive():
            pass
        return it

    def get(self, path, host=None, method="GET"):
        """Status, headers and body of what the server answers."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=30) as it:
            it.sendall(("%s %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n" % (
                method, path, host or "127.0.0.1:%d" % self.port)).encode())
            answer = b""
            while more := it.recv(65536):
                answer += more
        head, body = answer.split(b"\r\n\r\n", 1)
        return int(head.split()[1]), head.decode().lower(), body

    def kill(self):
        self.process.kill()
        self.process.wait()

    def end(self):
        """As a person ends it: with nothing to complain of, sanitizers included."""
        self.process.terminate()
        out, errors = self.process.communicate(timeout=60)
        assert (self.process.returncode, out, errors) == (0, "", "")


@pytest.fixture
def web(board, tmp_path):
    it = Web(SANITIZED, board, tmp_path)
    yield it
    it.end()


def closed(it):
    """How a connection ends, with what came before it."""
    came = []
    try:
        while True:
            came.append(it.receive())
    except Closed as end:
        return end, came
    except ConnectionError:
        return Closed(), came


def ask(it, **message):
    it.send(json.dumps(message))


def answered(it, number=1):
    """Until the board has done what was asked before."""
    ask(it, perif="sync", id=number)
    while b'{"perif":"sync","id":%d}' % number not in it.receive():
        pass


# --- the server ----------------------------------------------------------------------


def test_a_page_is_one_more_panel(board, guest, web):
    page = web.page()
    ask(page, perif="btn", status=5)
    board.sees("buttons", 5)
    guest.write("SP6_LED", 0x100 | 0x21)
    text = b""
    while b'{"perif":"led","value":33}' not in text:
        text = page.receive()
    ask(page, perif="dip", status=0x155)
    board.sees("dip", 0x155)
    page.close()
    board.sees("buttons", 0)


def test_files(web):
    status, head, body = web.get("/")
    assert status == 200 and b"<title>SP6 board</title>" in body
    assert "frame-ancestors 'none'" in head and "default-src 'none'" in head
    assert "access-control-allow-origin" not in head
    status, head, body = web.get("/novnc/core/rfb.js")
    assert status == 200 and "text/javascript" in head and b"noVNC" in body
    for path in ("/nothing", "/../board.h", "/novnc/", "/novnc/vnc.html", "/panel.js/", "/panel",
                 "/novnc/core/../../../../../../../etc/passwd", "/%2e%2e/board.h"):
        assert web.get(path)[0] in (403, 404), path
    for host in ("example.org", "example.org:%d" % web.port, "127.0.0.1.example.org"):
        assert web.get("/", host)[0] == 403, host
    assert web.get("/", "localhost:%d" % web.port)[0] == 200
    assert web.get("/", method="POST")[0] == 405


@pytest.mark.parametrize("path, protocol", [("/panel", "sp6-panel"), ("/screen", "sp6-screen")])
def test_foreign_pages_are_refused(board, web, path, protocol):
    foreign = "example.org:%d" % web.port
    for headers in ({"Origin": "http://example.org"}, {"Origin": "null"}, {"Origin": None},
                    {"Origin": "http://127.0.0.1:1"}, {"Origin": "https://127.0.0.1:%d" % web.port},
                    {"Origin": "http://localhost:%d" % web.port},
                    {"Host": foreign, "Origin": "http://" + foreign}):
        with pytest.raises(Refused, match="403"):
            web.connect(path, protocol, **headers)
    web.page().close()


def test_only_what_there_is(web):
    for path, protocol in (("/panel", None), ("/panel", "sp6-screen"), ("/", "sp6-panel"),
                           ("/panel", "http"), ("/panel", "listener"), ("/screen", "signals")):
        with pytest.raises(Refused, match="404"):
            web.connect(path, protocol)
    web.page().close()


def test_malformed_messages_are_answered(board, web):
    page = web.page()
    for text, error in (("hello", "not a JSON object"), ("", "not a JSON object"),
                        ("[" * 250, "not a JSON object"),
                        ('{"perif":"btn","status":256}', "value is out of range"),
                        ('{"perif":"btn","hold":1}', "not for a page"),
                        ('{"perif":"focus","name":"x"}', "not for a page"),
                        ('{"perif":"btn","status":1}\n{"perif":"btn","status":2}',
                         "not a JSON object")):
        page.send(text)
        assert json.loads(page.receive()) == {"error": error}
    ask(page, perif="btn", status=1)
    board.sees("buttons", 1)
    page.close()
    board.sees("buttons", 0)


@pytest.mark.parametrize("size", [257, 1 << 20])
def test_long_messages_end_the_connection(board, web, size):
    page = web.page()
    ask(page, perif="btn", status=4)
    board.sees("buttons", 4)
    try:
        page.send(" " * size)
    except ConnectionError:
        pass
    end, _ = closed(page)
    assert end.code in (CLOSE_TOO_LONG, None)  # None: it was still sending
    board.sees("buttons", 0)
    web.page().close()


def test_pieces_of_a_message(board, web):
    page = web.page()
    page.send('{"perif":"btn",', final=False)
    page.send('"status":8}', kind=0)
    board.sees("buttons", 8)
    for _ in range(3):
        page.send(" " * 100, kind=1 if _ == 0 else 0, final=False)
    assert closed(page)[0].code == CLOSE_TOO_LONG
    page = web.page()
    page.send(b"\1\2", BINARY)
    assert closed(page)[0].code == 1003


def test_a_flood_ends_the_connection(board, web):
    page, other = web.page(), web.page()
    try:
        for i in range(5000):
            ask(page, perif="btn", status=i % 2)
    except ConnectionError:
        pass
    assert closed(page)[0].code in (CLOSE_POLICY, None)
    answered(other)
    ask(other, perif="btn", status=0x80)
    board.witness.expect(r"buttons 0x80\s")


def test_a_page_that_hangs_lets_go(board, web):
    page = web.page()
    begin = time.monotonic()
    ask(page, perif="btn", status=2)
    board.sees("buttons", 2)
    assert closed(page)[0].code == CLOSE_POLICY
    assert SILENCE - 1 < time.monotonic() - begin < SILENCE + 20
    board.sees("buttons", 0)


def test_too_many_pages_are_told_so(board, web):
    pages = [web.connect() for _ in range(200)]
    ends = []
    good = 0
    for page in pages:
        try:
            page.receive()
            good += 1
        except (Closed, ConnectionError) as end:
            ends.append(end)
    assert good == MAX_PAGES
    assert all(isinstance(end, Closed) and end.code == CLOSE_FULL for end in ends)
    assert ends[0].reason == "too many pages are open"
    for page in pages:
        page.close()
    wait_for(lambda: can_open(web))


def can_open(web):
    page = web.connect()
    try:
        page.receive()
        return True
    except (Closed, ConnectionError):
        return False
    finally:
        page.close()


def wait_for(condition, seconds=60):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)


def damaged(random, text):
    """With some bytes changed, taken out, put in or repeated."""
    text = bytearray(text)
    for _ in range(random.randint(0, 6)):
        kind, at = random.randrange(4), random.randrange(len(text) + 1)
        if kind == 0 and at < len(text):
            text[at] = random.randrange(256)
        elif kind == 1:
            del text[at:at + random.randint(1, 20)]
        elif kind == 2:
            text[at:at] = random.randbytes(random.randint(1, 30))
        else:
            text[at:at] = text[:random.randint(0, 200)] * random.choice((1, 1, 1, 50))
    return bytes(text)


def send_garbage(random, web):
    """A damaged request, or damaged frames in a WebSocket."""
    host = b"Host: 127.0.0.1:%d\r\n" % web.port
    requests = (b"GET / HTTP/1.1\r\n" + host + b"\r\n",
                b"POST / HTTP/1.1\r\n" + host + b"Content-Length: 99999\r\n\r\nabc",
                b"GET /novnc/core/rfb.js HTTP/1.1\r\n" + host + b"Range: bytes=0-5\r\n\r\n",
                b"GET /panel HTTP/1.1\r\n" + host + b"Origin: %s\r\nUpgrade: websocket\r\n"
                b"Connection: Upgrade\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
                b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: sp6-panel\r\n\r\n"
                % web.url.encode())
    if random.random() < 0.5:
        with socket.create_connection(("127.0.0.1", web.port), timeout=0.02) as it:
            it.sendall(damaged(random, random.choice(requests)) +
                       random.randbytes(random.choice((0, 0, 3000))))
            it.recv(1000)
        return
    it = web.connect(*random.choice((("/panel", "sp6-panel"), ("/screen", "sp6-screen"))), timeout=1)
    try:
        for _ in range(random.randint(1, 20)):
            if random.random() < 0.3:
                it.socket.sendall(random.randbytes(random.randint(1, 400)))
            else:
                it.send(damaged(random, b'{"perif":"btn","status":1}'),
                        random.choice((0, 1, 1, 1, 2, 3, 8, 9, 10, 11)), random.random() < 0.8)
    finally:
        it.close()


def test_garbage_hurts_nobody(board, web):
    """The sanitizers have something to say at the end, if there is something."""
    source = random.Random(6)
    for _ in rounds(20000, usual=1500):
        try:
            send_garbage(source, web)
        except (Refused, Closed, OSError):
            pass
    wait_for(lambda: can_open(web))
    page = web.page()
    ask(page, perif="btn", status=0x40)
    board.witness.expect(r"buttons 0x40\s")


def test_idle_connections_are_bounded(web):
    """Those who say nothing, or never end what they say, keep nobody out for long."""
    idle = []
    for _ in range(200):
        idle.append(socket.create_connection(("127.0.0.1", web.port), timeout=60))
        time.sleep(0.005)  # or they wait in the kernel, which tries again after seconds
    assert len(os.listdir("/proc/%d/fd" % web.process.pid)) <= MAX_CONNECTIONS + 20
    for it in idle[::2]:
        try:
            it.sendall(b"GET / HTTP/1.1\r\nHost: ")
        except ConnectionError:
            pass
    begin = time.monotonic()
    at_once = 0
    for it in reversed(idle):  # the last ones came when there was no room
        try:
            assert b"200" not in it.recv(100)
        except ConnectionError:
            pass
        at_once += time.monotonic() - begin < PATIENCE / 2
        it.close()
    # On a busy host some wait in the kernel until there is room.
    assert at_once >= (200 - MAX_CONNECTIONS) / 2
    wait_for(lambda: can_open(web))


def test_slow_pages_are_dropped(board, guest, web):
    slow = web.connect(buffer=2048)
    page = web.page()
    value = sent = 0
    full = None  # since when there has been more for SLOW than is kept for it
    limit = time.monotonic() + 120
    while not full or time.monotonic() - full < PATIENCE + 4:
        assert time.monotonic() < limit, "%d bytes were sent" % sent
        value ^= 0x3f
        for i in range(200):
            guest.write("SP6_LED", 0x100 | (i & 0x3f))
        guest.write("SP6_LED", 0x100 | value)
        text = b""
        while b'{"perif":"led","value":%d}' % value not in text:
            text = page.receive()
            sent += len(text)
        if sent > MOST_KEPT:
            full = full or time.monotonic()
    end, came = closed(slow)
    assert end.code is None
    assert sum(map(len, came)) < 1 << 20
    answered(page)


def round_trips(guest, count=300):
    times = []
    for i in range(count):
        begin = time.perf_counter()
        guest.write("SP6_LED", 0x100 | (i & 0x3f))
        times.append(time.perf_counter() - begin)
        time.sleep(0.001)
    return statistics.median(times)


def test_the_boards_timing_is_unharmed(board, guest, web, figures):
    """While pages flood, and others do not read."""
    quiet = min(round_trips(guest) for _ in range(3))
    noisy = subprocess.Popen(
        ["nice", "-n", "19", "/usr/bin/python3", "-c", """if True:
            from websocket import *
            while True:
                try:
                    page = WebSocket(%d, "/panel", "sp6-panel", Origin="%s")
                    for i in range(1000):
                        page.send('{"perif":"btn","status":%%d}' %% (i %% 256))
                except Exception:
                    pass
            """ % (web.port, web.url)], cwd=ROOT)
    try:
        time.sleep(0.5)
        loaded = statistics.median(round_trips(guest) for _ in range(3))
    finally:
        noisy.kill()
        noisy.wait()
    figures.append("a register write while a page floods: %d us, otherwise %d us" %
                   (loaded * 1e6, quiet * 1e6))
    assert loaded < 10 * quiet + 0.005


def test_the_board_comes_and_goes(board, web):
    page = web.page()
    board.kill()
    end, _ = closed(page)
    assert (end.code, end.reason) == (CLOSE_GONE, "the board went away")
    end, _ = closed(web.connect())
    assert end.code == CLOSE_GONE and end.reason.startswith("no board at ")
    board.start()
    page = web.page()
    ask(page, perif="btn", status=1)
    board.sees("buttons", 1)


def test_a_board_that_hangs_holds_nobody_up(board, web):
    page = web.page()
    os.kill(board.process.pid, signal.SIGSTOP)
    try:
        ask(page, perif="sync", id=1)
        others = [web.connect() for _ in range(2 * MAX_PAGES)]
        assert web.get("/")[0] == 200
    finally:
        os.kill(board.process.pid, signal.SIGCONT)
    assert b'{"perif":"sync","id":1}' in page.receive()
    for other in others:
        other.close()


def test_the_screen_is_passed_on(web):
    end, _ = closed(web.connect("/screen", "sp6-screen"))
    assert (end.code, end.reason) == (CLOSE_GONE, "no screen")
    vnc = Vnc(web.screen)
    it = web.connect("/screen", "sp6-screen")
    for said, answer in (("", b"RFB 003.008\n"), (b"RFB 003.008\n", b"\1\1"), (b"\1", bytes(4))):
        if said:
            it.send(said, BINARY)
        assert it.receive() == answer
    it.send(b"\1", BINARY)
    assert it.receive()[:4] == b"\x03\x20\x01\xe0"
    it.send(b"\3\0\0\0\0\0\x03\x20\x01\xe0", BINARY)
    size, taken = 16 + 800 * 480 * 4, 0
    while taken < size:
        taken += len(it.receive())
    assert taken == size
    it.send(b"x" * (1 << 16), BINARY)
    assert closed(it)[0].code in (CLOSE_TOO_LONG, None)
    vnc.close()


def test_the_port_in_use(board, web):
    second = subprocess.run(web.command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert second.returncode == 1
    assert second.stderr.count("\n") == 1
    assert "port %d is in use" % web.port in second.stderr


# --- the page ------------------------------------------------------------------------

@pytest.fixture
def plain(board, tmp_path):
    it = Web(PLAIN, board, tmp_path)
    yield it
    it.kill()


@pytest.fixture
def page(browser, board, plain):
    browser.exceptions.clear()
    it = browser.tab()
    it.size(1360, 860)
    it.open(plain.url + "/")
    it.wait(LIVE)
    yield it
    it.close()
    assert browser.exceptions == []


class TestPage:
    def test_it_opens(self, page, plain):
        assert page.run(text_of("status")) == "no QEMU"
        assert page.run("document.title") == "SP6 board"
        loaded = page.run("performance.getEntriesByType('resource').map((it) => it.name)")
        assert loaded and all(it.startswith(plain.url + "/") for it in loaded)

    def test_it_shows_what_the_board_shows(self, page, board, guest):
        page.wait(text_of("status") + " === 'QEMU is connected'")
        assert not page.run(led_is(2, True))
        before = page.run("getComputedStyle(document.querySelector('.led[data-number=\"2\"] .lamp')).fill")
        guest.write("SP6_LED", 0x100 | 0x24)
        page.wait(led_is(2, True) + " && " + led_is(5, True) + " && " + led_is(1, False))
        after = page.run("getComputedStyle(document.querySelector('.led[data-number=\"2\"] .lamp')).fill")
        assert before != after
        guest.write("SP6_SEG1", 0x06 | 0x80)
        guest.write("SP6_SEG2", 0x5b)
        page.wait("document.querySelector('.digits').getAttribute('aria-label') === "
                  "'Digits: 1 point, 2, blank'")
        guest.lcd(0x38)
        guest.lcd(0x0c)
        guest.lcd_line(0, 'say "hi" <b>&amp;')
        page.wait("document.querySelector('.lcd').getAttribute('aria-label') === "
                  "'Character display: say \"hi\" <b>&amp;'")
        guest.write("SP6_LED", 0x100)
        page.wait(led_is(2, False))

    @pytest.mark.parametrize("button", BUTTONS)
    def test_the_mouse_presses(self, page, board, button):
        x, y = page.place(key_of(button))
        page.mouse("Moved", x, y)
        page.mouse("Pressed", x, y)
        board.sees("buttons", BITS[button])
        page.wait("document.querySelector(%s).getAttribute('aria-pressed') === 'true'"
                  % json.dumps(key_of(button)))
        page.mouse("Released", x, y)
        board.sees("buttons", 0)

    @pytest.mark.parametrize("button", BUTTONS)
    def test_the_keyboard_presses(self, page, board, button):
        page.key(True, *KEYBOARD[button])
        board.sees("buttons", BITS[button])
        for _ in range(5):
            page.key(True, *KEYBOARD[button], repeat=True)
        page.key(False, *KEYBOARD[button])
        board.sees("buttons", 0)

    def test_a_held_button_is_held(self, page, board):
        x, y = page.place(key_of("ENTER"))
        page.mouse("Pressed", x, y)
        board.sees("buttons", BITS["ENTER"])
        pressed = int(board.witness.before.split()[-1])
        time.sleep(SILENCE + 2)
        page.mouse("Released", x, y)
        board.sees("buttons", 0)
        assert int(board.witness.before.split()[-1]) - pressed > (SILENCE + 2) * 1000

    def test_two_at_once(self, page, board):
        """By mouse and keyboard, in any order of letting go."""
        x, y = page.place(key_of("SPACE"))
        page.key(True, *KEYBOARD["LEFT"])
        board.sees("buttons", BITS["LEFT"])
        page.mouse("Pressed", x, y)
        board.sees("buttons", BITS["LEFT"] | BITS["SPACE"])
        page.key(True, *KEYBOARD["SPACE"])  # the same one twice
        page.mouse("Released", x, y)
        page.key(False, *KEYBOARD["LEFT"])
        board.sees("buttons", BITS["SPACE"])
        page.key(False, *KEYBOARD["SPACE"])
        board.sees("buttons", 0)

    def test_fingers(self, page, board):
        page.call("Emulation.setTouchEmulationEnabled", enabled=True, maxTouchPoints=5)
        one = (1, *page.place(key_of("UP")))
        two = (2, *page.place(key_of("ENTER")))
        page.touch("Start", one)
        board.sees("buttons", BITS["UP"])
        page.touch("Start", one, two)
        board.sees("buttons", BITS["UP"] | BITS["ENTER"])
        page.touch("Move", one, (2, two[1], two[2] - 150))  # slides off
        board.sees("buttons", BITS["UP"])
        page.touch("End")
        board.sees("buttons", 0)

    def test_the_pointer_leaves(self, page, board):
        x, y = page.place(key_of("DOWN"))
        page.mouse("Moved", x, y)
        page.mouse("Pressed", x, y)
        board.sees("buttons", BITS["DOWN"])
        page.mouse("Moved", x, y - 200)
        board.sees("buttons", 0)
        page.mouse("Released", x, y - 200)

    def test_a_short_press_is_long_enough(self, page, board):
        """By and large: what a host delays on its way may come nearer to what follows it."""
        lengths = []
        for _ in range(5):
            page.run("""(() => {
                const key = document.querySelector(%s), options = { bubbles: true, pointerId: 7, button: 0 };
                key.dispatchEvent(new PointerEvent("pointerdown", options));
                window.dispatchEvent(new PointerEvent("pointerup", options));
            })()""" % json.dumps(key_of("RIGHT")))
            board.sees("buttons", BITS["RIGHT"])
            pressed = int(board.witness.before.split()[-1])
            board.sees("buttons", 0)
            lengths.append(int(board.witness.before.split()[-1]) - pressed)
        assert statistics.median(lengths) >= 40, lengths

    @pytest.mark.parametrize("event", ["window.dispatchEvent(new Event('blur'))",
                                       "window.dispatchEvent(new Event('pagehide'))"])
    def test_who_looks_away_lets_go(self, page, board, event):
        page.key(True, *KEYBOARD["UP"])
        board.sees("buttons", BITS["UP"])
        page.run(event)
        board.sees("buttons", 0)

    def test_a_command_of_a_mac_lets_go(self, page, board):
        """With Meta down it does not say that another key goes up."""
        page.key(True, *KEYBOARD["UP"])
        board.sees("buttons", BITS["UP"])
        page.key(True, "Meta", "MetaLeft", 91)
        board.sees("buttons", 0)
        page.key(False, "Meta", "MetaLeft", 91)

    def test_a_page_that_closes_lets_go(self, browser, board, plain):
        page = browser.tab()
        page.open(plain.url + "/")
        page.wait(LIVE)
        page.key(True, *KEYBOARD["UP"])
        board.sees("buttons", BITS["UP"])
        page.close()
        board.sees("buttons", 0)

    def test_switches_and_encoder(self, page, board):
        x, y = page.place('[data-control="switch"][data-number="3"]')
        for kind in ("Moved", "Pressed", "Released"):
            page.mouse(kind, x, y)
        board.sees("dip", 8)
        page.wait("document.querySelector('[data-control=\"switch\"][data-number=\"3\"]')"
                  ".getAttribute('aria-checked') === 'true'")
        x, y = page.place('[data-control="click"][data-number="1"]')
        for kind in ("Moved", "Pressed", "Released"):
            page.mouse(kind, x, y)
        board.witness.expect(r"leds 0x(40|80|c0)\s")  # which the encoder drives
        page.key(True, *KEYBOARD["ENTER"])  # the keyboard is still the board's
        board.sees("buttons", BITS["ENTER"])
        page.key(False, *KEYBOARD["ENTER"])
        board.sees("buttons", 0)

    def test_with_tab_and_for_ears(self, page, board):
        """Each control is reached, says what it is, and is worked by Enter and Space."""
        seen = []
        for _ in range(22):
            page.key(True, "Tab", "Tab", 9)
            page.key(False, "Tab", "Tab", 9)
            seen.append(page.run("document.activeElement.getAttribute('aria-label') || ''"))
        for label in (*BUTTONS, "Encoder down", "Encoder up", "DIP switch 0", "DIP switch 9"):
            assert label in seen
        tree = page.call("Accessibility.getFullAXTree")["nodes"]
        named = {(node["role"]["value"], node["name"]["value"]) for node in tree
                 if "name" in node and "role" in node}
        assert {("button", button) for button in BUTTONS} <= named
        assert {("switch", "DIP switch %d" % i) for i in range(10)} <= named
        assert any(name.startswith("LED 0: off") for _, name in named)
        assert page.run("document.querySelector(%s).getAttribute('aria-keyshortcuts')"
                        % json.dumps(key_of("SPACE"))) == "Space"

        page.run("document.querySelector(%s).focus()" % json.dumps(key_of("RIGHT")))
        page.key(True, *KEYBOARD["ENTER"])
        board.sees("buttons", BITS["RIGHT"])
        page.key(False, *KEYBOARD["ENTER"])
        board.sees("buttons", 0)
        page.run("document.querySelector('[data-control=\"switch\"][data-number=\"9\"]').focus()")
        page.key(True, *KEYBOARD["SPACE"])
        page.key(False, *KEYBOARD["SPACE"])
        board.sees("dip", 0x200)

    def test_who_has_the_focus_and_which_led(self, page, board):
        assert page.run(text_of("focus")) == "unknown"
        with socket.socket(socket.AF_UNIX) as dom0:
            dom0.connect(board.path)
            dom0.sendall(b'{"perif":"focus","name":"domu"}\n{"perif":"owner","led":2,"name":"guest2"}\n')
            page.wait(text_of("focus") + " === 'domu'")
            page.wait("document.querySelectorAll('#owners .name')[2].textContent === 'guest2'")
            page.wait("document.querySelector('.led[data-number=\"2\"]').getAttribute('aria-label')"
                      " === 'LED 2: off, driven by guest2'")
            dom0.sendall(b'{"perif":"focus","name":"Dom0"}\n')
            page.wait(text_of("focus") + " === 'Dom0'")
        page.wait(text_of("focus") + " === 'unknown'")

    def test_the_server_comes_back(self, page, board, guest, plain):
        guest.write("SP6_LED", 0x101)
        page.wait(led_is(0, True))
        page.key(True, *KEYBOARD["UP"])
        board.sees("buttons", BITS["UP"])
        plain.kill()
        page.wait(GREY + " && " + text_of("status") + ".includes('connection lost')")
        board.sees("buttons", 0)
        guest.write("SP6_LED", 0x102)
        plain.start()
        page.wait(LIVE + " && " + led_is(0, False) + " && " + led_is(1, True))
        page.key(False, *KEYBOARD["UP"])
        page.key(True, *KEYBOARD["DOWN"])
        board.sees("buttons", BITS["DOWN"])  # and not UP, which was held before

    def test_the_board_comes_back(self, page, board):
        board.kill()
        page.wait(GREY + " && /no board|went away/.test(%s)" % text_of("status"))
        board.start()
        page.wait(LIVE)

    def test_a_board_that_hangs_is_grey(self, page, board):
        os.kill(board.process.pid, signal.SIGSTOP)
        try:
            page.wait(GREY + " && %s === 'the board does not answer'" % text_of("status"))
        finally:
            os.kill(board.process.pid, signal.SIGCONT)
        page.wait(LIVE)

    def test_a_board_that_hung_is_let_go_of(self, page, board):
        """What was held then, and what was pressed meanwhile, is not pressed afterwards."""
        page.key(True, *KEYBOARD["UP"])
        board.sees("buttons", BITS["UP"])
        os.kill(board.process.pid, signal.SIGSTOP)
        try:
            page.wait(GREY)
            page.key(True, *KEYBOARD["LEFT"])
        finally:
            os.kill(board.process.pid, signal.SIGCONT)
        board.sees("buttons", 0)
        page.wait(LIVE)
        page.key(True, *KEYBOARD["DOWN"])
        board.sees("buttons", BITS["DOWN"])

    def test_the_screen(self, page, plain):
        page.wait(text_of("no-picture") + ".startsWith('No screen')")
        vnc = Vnc(plain.screen)
        page.wait(HAS_PICTURE)
        pixel = "[...document.querySelector('#picture canvas').getContext('2d').getImageData(700, 400, 1, 1).data]"
        page.wait("String(%s) === '48,144,208,255'" % pixel)
        assert page.run("document.querySelector('#picture canvas').width") == 800
        assert page.run("document.getElementById('picture').getAttribute('aria-label')") == "Screen of the board"
        vnc.color = (0xd0, 0x40, 0x10)
        page.wait("String(%s) === '208,64,16,255'" % pixel)
        vnc.close()

    def test_how_it_looks(self, page, board, guest, plain):
        """On a desk and a phone, light and dark; the pictures are kept to be looked at."""
        vnc = Vnc(plain.screen)
        vnc.picture = b"".join(bytes((30 + x // 6, 60 + y // 4, 140, 255))
                               for y in range(480) for x in range(800))
        guest.write("SP6_LED", 0x125)
        for register, value in (("SP6_SEG1", 0x86), ("SP6_SEG2", 0x5b), ("SP6_SEG3", 0x7f)):
            guest.write(register, value)
        guest.lcd(0x38)
        guest.lcd(0x0e)
        guest.lcd_line(0x00, "xen-sp6")
        guest.lcd_line(0x40, "focus: domu")
        with socket.socket(socket.AF_UNIX) as dom0:
            dom0.connect(board.path)
            dom0.sendall(b'{"perif":"focus","name":"domu"}\n')
            for led, name in enumerate(("domu", "domu", "Dom0", "the guest in focus",
                                        "Dom0's trigger 'heartbeat'", "guest2")):
                dom0.sendall(b'{"perif":"owner","led":%d,"name":"%s"}\n' % (led, name.encode()))
            page.wait(HAS_PICTURE + " && " + text_of("focus") + " === 'domu'")
            page.key(True, *KEYBOARD["ENTER"])
            for name, width, mobile, scheme in (("light", 1360, False, "light"), ("dark", 1360, False, "dark"),
                                                ("phone", 360, True, "dark"), ("tablet", 820, True, "light")):
                page.size(width, 860, mobile, 2 if mobile else 1)
                page.prefer(scheme)
                time.sleep(0.6)
                assert page.run("document.documentElement.scrollWidth <= innerWidth")
                smallest = page.run("Math.min(...[...document.querySelectorAll('.key .touch')].map("
                                    "(it) => it.getBoundingClientRect().width))")
                assert smallest >= 44  # what a finger needs
                page.screenshot(os.path.join(ROOT, VAR, "panel-%s.png" % name))
            page.key(False, *KEYBOARD["ENTER"])
        vnc.close()
