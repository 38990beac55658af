# SPDX-License-Identifier: GPL-2.0-only
"""Debian's Chromium without a window, driven by its DevTools protocol. Knows nothing of
the page that it shows."""

import base64
import json
import os
import re
import shutil
import subprocess
import threading
import time

from websocket import WebSocket

LIMIT = 60  # seconds until what is awaited counts as failed
PROGRAM = shutil.which("chromium")


class Tab:
    """A page in the browser, and a person's hands on it."""

    def __init__(self, browser, session):
        self.browser = browser
        self.session = session
        self.buttons = 0

    def call(self, method, **parameters):
        return self.browser.call(method, parameters, self.session)

    def run(self, script):
        """The value of an expression; a promise is awaited."""
        answer = self.call("Runtime.evaluate", expression=script, awaitPromise=True,
                           returnByValue=True)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def open(self, url):
        self.call("Page.navigate", url=url)
        self.wait("document.readyState === 'complete' && location.href.startsWith(%s)"
                  % json.dumps(url))

    def wait(self, condition, timeout=LIMIT):
        """Until an expression is true; its value."""
        end = time.monotonic() + timeout
        while True:
            value = self.run(condition)
            if value:
                return value
            assert time.monotonic() < end, "waited in vain for " + condition
            time.sleep(0.03)

    def place(self, selector):
        """The middle of an element, scrolled to."""
        return self.run("""(() => {
            const it = document.querySelector(%s);
            it.scrollIntoView({ block: "center", behavior: "instant" });
            const box = it.getBoundingClientRect();
            return [box.x + box.width / 2, box.y + box.height / 2];
        })()""" % json.dumps(selector))

    def mouse(self, kind, x, y):
        """"Moved", "Pressed" or "Released"."""
        self.buttons = {"Pressed": 1, "Released": 0}.get(kind, self.buttons)
        self.call("Input.dispatchMouseEvent", type="mouse" + kind, x=x, y=y, clickCount=1,
                  button="none" if kind == "Moved" else "left", buttons=self.buttons)

    def touch(self, kind, *points):
        """"Start", "Move" or "End", with all fingers that are down then: (number, x, y)."""
        self.call("Input.dispatchTouchEvent", type="touch" + kind,
                  touchPoints=[{"id": n, "x": x, "y": y} for n, x, y in points])

    def key(self, down, key, code, number, repeat=False):
        self.call("Input.dispatchKeyEvent", type="rawKeyDown" if down else "keyUp", key=key,
                  code=code, windowsVirtualKeyCode=number, autoRepeat=repeat)

    def size(self, width, height, mobile=False, scale=1):
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height,
                  deviceScaleFactor=scale, mobile=mobile)

    def prefer(self, scheme):
        """"dark" or "light"."""
        self.call("Emulation.setEmulatedMedia",
                  features=[{"name": "prefers-color-scheme", "value": scheme}])

    def picture(self, whole=False):
        """What is to be seen, or the whole page, as a PNG."""
        answer = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=whole)
        return base64.b64decode(answer["data"])

    def screenshot(self, path):
        with open(path, "wb") as file:
            file.write(self.picture(whole=True))

    def close(self):
        self.browser.call("Target.closeTarget", {"targetId": self.target})


class Browser:
    """The browser, with a private profile in a folder. Several threads may use it."""

    def __init__(self, folder):
        self.process = subprocess.Popen(
            ["nice", PROGRAM, "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run",
             "--disable-dev-shm-usage", "--disable-background-networking", "--hide-scrollbars",
             "--disable-extensions", "--disable-component-update", "--no-default-browser-check",
             "--user-data-dir=" + str(folder), "--remote-debugging-port=0", "about:blank"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
            text=True, start_new_session=True)
        self.log = open(os.path.join(folder, "log"), "w", encoding="utf-8")
        self.number = 0
        self.lock = threading.Lock()
        self.wire = None
        self.exceptions = []
        self._connect()

    def _connect(self):
        for line in self.process.stderr:
            self.log.write(line)
            found = re.search(r"DevTools listening on ws://127.0.0.1:(\d+)(/\S+)", line)
            if found:
                self.wire = WebSocket(int(found.group(1)), found.group(2), timeout=LIMIT)
                return
        raise AssertionError("Chromium did not start")

    def call(self, method, parameters=None, session=None):
        """A command and its answer; of events only scripts' errors are kept."""
        with self.lock:
            return self._call(method, parameters, session)

    def _call(self, method, parameters, session):
        self.number += 1
        request = {"id": self.number, "method": method, "params": parameters or {}}
        if session:
            request["sessionId"] = session
        self.wire.send(json.dumps(request))
        while True:
            message = json.loads(self.wire.receive())
            if message.get("method") == "Runtime.exceptionThrown":
                self.exceptions.append(message["params"]["exceptionDetails"])
            if message.get("id") == self.number:
                assert "error" not in message, (method, message["error"])
                return message["result"]

    def tab(self):
        target = self.call("Target.createTarget", {"url": "about:blank"})["targetId"]
        session = self.call("Target.attachToTarget", {"targetId": target, "flatten": True})
        tab = Tab(self, session["sessionId"])
        tab.target = target
        for domain in ("Page", "Runtime"):
            tab.call(domain + ".enable")
        return tab

    def close(self):
        try:
            self.call("Browser.close")
        finally:
            self.wire.close()
            self.process.stderr.close()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, 9)
                self.process.wait()
            self.log.close()
