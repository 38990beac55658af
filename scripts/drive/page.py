# SPDX-License-Identifier: GPL-2.0-only
"""The front panel's web page: where things are on it, in a browser's script, and what a
person presses. Knows nothing of who serves it."""

import json
import socket

# key, code and number of the keyboard's keys, in the order of the buttons' bits
KEYBOARD = {"UP": ("ArrowUp", "ArrowUp", 38), "LEFT": ("ArrowLeft", "ArrowLeft", 37),
            "DOWN": ("ArrowDown", "ArrowDown", 40), "RIGHT": ("ArrowRight", "ArrowRight", 39),
            "ENTER": ("Enter", "Enter", 13), "ESC": ("Escape", "Escape", 27),
            "SPACE": (" ", "Space", 32), "BACKSPACE": ("Backspace", "Backspace", 8)}
BUTTONS = tuple(KEYBOARD)
LIVE = "document.body.dataset.live === 'true'"
GREY = "document.body.dataset.live === 'false'"
HAS_PICTURE = "document.getElementById('picture').dataset.live === 'true'"


def text_of(name):
    return "document.getElementById(%s).textContent" % json.dumps(name)


def key_of(button):
    return '[data-control="key"][data-number="%d"]' % BUTTONS.index(button)


def led_is(number, on):
    return "document.querySelector('.led[data-number=\"%d\"]').dataset.on === '%s'" % (
        number, "true" if on else "false")


def free_port():
    with socket.socket() as it:
        it.bind(("127.0.0.1", 0))
        return it.getsockname()[1]
