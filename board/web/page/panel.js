// SPDX-License-Identifier: GPL-2.0-only
// The front panel's page: joins the picture of the board to the panel protocol, which
// sp6-web passes on (docs/panel-web.md). Knows what a person presses and what the board
// says; how that looks is board.js's.

import { Board, KEYS } from "/board.js";
import { Screen } from "/screen.js";

const RETRY_MS = 1000; // between attempts to connect
const CONNECT_MS = 3000; // for one attempt
const CHECK_MS = 1000; // between questions whether the board is alive
const SILENT_MS = 2500; // without an answer it is not
const SHORTEST_MS = 60; // a press that is shorter might not be seen
const CLICK_MS = 150; // a press by a program that reads the screen
const MAX_TURN = 100; // clicks in one message

const KEY_OF = new Map([["ArrowUp", 0], ["ArrowLeft", 1], ["ArrowDown", 2], ["ArrowRight", 3], ["Enter", 4],
                        ["Escape", 5], [" ", 6], ["Backspace", 7]]);

const element = (id) => document.getElementById(id);

// --- what the board says ---------------------------------------------------------

function unknownState() {
  return {
    leds: null, digits: [null, null, null], buttons: null, dip: null, link: null, cursor: null,
    lcd: [null, null, null, null], focus: "", owners: Array(8).fill(""), colors: Array(8).fill(""),
  };
}

// Takes one of the board's messages into the state.
function takeReport(state, message) {
  switch (message.perif) {
  case "led": state.leds = message.value; break;
  case "7seg": state.digits[message.digit - 1] = message.value; break;
  case "btn": state.buttons = message.status; break;
  case "dip": state.dip = message.status; break;
  case "link": state.link = message.value; break;
  case "cursor": state.cursor = message.value; break;
  case "lcd": state.lcd[message.line - 1] = message.text; break;
  case "focus": state.focus = message.name; break;
  case "owner": state.owners[message.led] = message.name; break;
  }
}

// A domain has the same colour everywhere on the page: Dom0 its own, guests one of six, as
// they come.
const guests = [];

function colorOf(name) {
  if (!name)
    return "";
  if (name === "Dom0")
    return "dom0";
  if (name === "the guest in focus")
    return "focus";
  if (name.startsWith("Dom0's "))
    return "trigger";
  if (!guests.includes(name))
    guests.push(name);
  return `guest${guests.indexOf(name) % 6}`;
}

// --- the connection --------------------------------------------------------------

class Link {
  constructor(changed) {
    this.changed = changed;
    this.id = 0;
    this.forget("waiting", "connecting");
    this.connect();
    setInterval(() => this.check(), CHECK_MS);
  }

  forget(mood, words) {
    this.state = unknownState();
    this.asked = null; // when the question that has no answer yet was sent
    this.mood = mood;
    this.words = words;
    this.socket = null;
    this.ready = false;
  }

  get live() {
    return this.ready && !this.silent;
  }

  get silent() {
    return this.asked !== null && Date.now() - this.asked > SILENT_MS;
  }

  connect() {
    const socket = new WebSocket(`ws://${location.host}/panel`, "sp6-panel");
    const patience = setTimeout(() => socket.close(), CONNECT_MS);
    socket.onopen = () => clearTimeout(patience);
    socket.onmessage = (event) => this.take(event.data);
    socket.onclose = (event) => {
      clearTimeout(patience);
      this.forget("lost", `${event.reason || "connection lost"}; trying again`);
      setTimeout(() => this.connect(), RETRY_MS);
      this.changed();
    };
    this.socket = socket;
  }

  take(text) {
    for (const line of text.split("\n").filter(Boolean)) {
      const message = JSON.parse(line);
      if (message.perif === "sync")
        this.asked = null;
      else
        takeReport(this.state, message);
    }
    this.ready ||= this.state.lcd[3] !== null; // the last of a whole state
    this.changed();
  }

  send(message) {
    if (this.socket?.readyState === WebSocket.OPEN)
      this.socket.send(JSON.stringify(message));
  }

  check() {
    if (this.socket?.readyState === WebSocket.OPEN && this.asked === null) {
      this.asked = Date.now();
      this.send({ perif: "sync", id: ++this.id });
    }
    this.changed();
  }

  // How things stand: for the eye and in words.
  status() {
    if (this.silent)
      return ["lost", "the board does not answer"];
    if (!this.ready)
      return [this.mood, this.words];
    return this.state.link === 1 ? ["live", "QEMU is connected"] : ["idle", "no QEMU"];
  }
}

// --- what is pressed -------------------------------------------------------------

// A button is down as long as anything presses it: fingers, mouse, keys, each by itself.
class Presses {
  constructor(changed) {
    this.changed = changed;
    this.sources = new Map(); // what presses → which button, since when
  }

  get mask() {
    let mask = 0;
    for (const { button } of this.sources.values())
      mask |= 1 << button;
    return mask;
  }

  press(source, button) {
    if (this.sources.has(source))
      this.sources.delete(source);
    this.sources.set(source, { button, since: Date.now() });
    this.changed();
  }

  release(source) {
    const it = this.sources.get(source);
    if (!it)
      return;
    const left = it.since + SHORTEST_MS - Date.now();
    if (left <= 0) {
      this.sources.delete(source);
      this.changed();
      return;
    }
    // Under another name, so that the same key can press again meanwhile.
    this.sources.delete(source);
    const rest = Symbol("rest");
    this.sources.set(rest, it);
    setTimeout(() => this.drop(rest), left);
  }

  drop(source) {
    if (this.sources.delete(source))
      this.changed();
  }

  releaseAll() {
    this.sources.clear();
    this.changed();
  }
}

// --- the page --------------------------------------------------------------------

const board = new Board(element("board"));
const presses = new Presses(() => tellButtons());
const link = new Link(() => show());
let told = 0; // the buttons that the board knows of
let turns = 0; // clicks that it does not know of yet
new Screen(element("picture"), element("no-picture"));
makeOwners();

// A board that cannot be seen is not pressed.
function press(source, button) {
  if (link.live)
    presses.press(source, button);
}

// A board that comes knows nothing of what was held; nothing is held then. One that only
// hung is told so when it goes on.
function letGo() {
  presses.sources.clear();
  turns = 0;
  if (told)
    link.send({ perif: "btn", status: 0 });
  told = 0;
}

function tellButtons() {
  if (link.live && presses.mask !== told) {
    told = presses.mask;
    link.send({ perif: "btn", status: told });
  }
}

function flip(number) {
  if (!link.live || link.state.dip === null)
    return;
  link.state.dip ^= 1 << number; // the board will say the same
  link.send({ perif: "dip", status: link.state.dip });
  show();
}

function turn(clicks) {
  if (!link.live)
    return;
  if (!turns)
    requestAnimationFrame(sendTurns);
  turns += clicks;
  board.turn(clicks);
}

function sendTurns() {
  const now = Math.max(-MAX_TURN, Math.min(MAX_TURN, turns));
  turns -= now;
  if (now)
    link.send({ perif: "encoder", turn: now });
  if (turns)
    requestAnimationFrame(sendTurns);
}

function makeOwners() {
  for (let led = 0; led < 8; led++) {
    const item = document.createElement("li");
    const number = document.createElement("b");
    const name = document.createElement("span");
    number.textContent = `${led}`;
    name.className = "name";
    item.append(number, name);
    element("owners").append(item);
  }
}

// The words of `sp6ctl status`, but there is little room.
function shorten(name) {
  return name.replace(/^Dom0's trigger '(.*)'$/, "Dom0: $1").replace(/^the guest in focus$/, "guest in focus");
}

function showName(node, name) {
  const text = shorten(name) || "unknown";
  if (node.textContent !== text)
    node.textContent = text;
  node.title = name || text;
  node.dataset.who = colorOf(name);
}

function show() {
  const [mood, words] = link.status();
  const status = element("status");
  if (!link.live)
    letGo();
  if (status.textContent !== words)
    status.textContent = words;
  status.dataset.mood = mood;
  document.body.dataset.live = link.live;
  link.state.colors = link.state.owners.map(colorOf);
  board.show(link.state);
  showName(element("focus"), link.state.focus);
  element("picture").setAttribute("aria-label", `Screen of ${link.state.focus || "the board"}`);
  element("owners").childNodes.forEach((item, led) => {
    item.firstChild.dataset.on = Boolean((link.state.leds ?? 0) >> led & 1);
    showName(item.lastChild, link.state.owners[led]);
  });
}

// --- mouse and fingers -----------------------------------------------------------

const controlAt = (event) => event.target.closest?.("[data-control]");
const isKey = (control) => control?.dataset.control === "key";

function operate(control) {
  const number = Number(control.dataset.number);
  if (control.dataset.control === "switch")
    flip(number);
  else if (control.dataset.control === "click")
    turn(number);
}

board.svg.addEventListener("pointerdown", (event) => {
  const control = controlAt(event);
  if (!control || event.button !== 0)
    return;
  event.preventDefault(); // the keyboard's focus stays where it is
  if (!isKey(control))
    return;
  if (event.target.hasPointerCapture(event.pointerId))
    event.target.releasePointerCapture(event.pointerId); // a finger can leave, too
  press(`pointer ${event.pointerId}`, Number(control.dataset.number));
});

// A finger on a button neither scrolls nor zooms, even when it moves.
board.svg.addEventListener("touchstart", (event) => {
  if (isKey(controlAt(event)))
    event.preventDefault();
}, { passive: false });

for (const key of board.keys)
  key.addEventListener("pointerleave", (event) => presses.release(`pointer ${event.pointerId}`));
for (const end of ["pointerup", "pointercancel"])
  window.addEventListener(end, (event) => presses.release(`pointer ${event.pointerId}`));

// A click without a pointer is a program's that reads the screen to somebody.
board.svg.addEventListener("click", (event) => {
  const control = controlAt(event);
  if (!control)
    return;
  if (!isKey(control)) {
    operate(control);
  } else if (event.detail === 0) {
    const source = Symbol("click");
    press(source, Number(control.dataset.number));
    setTimeout(() => presses.drop(source), CLICK_MS);
  }
});

board.svg.addEventListener("contextmenu", (event) => {
  if (controlAt(event))
    event.preventDefault(); // a finger that holds
});

board.encoder.knob.addEventListener("wheel", (event) => {
  event.preventDefault();
  if (event.deltaY)
    turn(event.deltaY < 0 ? 1 : -1);
}, { passive: false });

// --- the keyboard ----------------------------------------------------------------

for (const [key, number] of KEY_OF)
  board.keys[number].setAttribute("aria-keyshortcuts", key === " " ? "Space" : key);

// On a control that has the keyboard's focus, Enter and Space are for it.
window.addEventListener("keydown", (event) => {
  if (event.key === "Meta")
    presses.releaseAll(); // with it down, a Mac tells of no key that goes up
  if (!KEY_OF.has(event.key) || event.ctrlKey || event.altKey || event.metaKey)
    return;
  event.preventDefault();
  if (event.repeat)
    return;
  const control = event.key === "Enter" || event.key === " " ? controlAt(event) : null;
  if (control && !isKey(control))
    operate(control);
  else
    press(`key ${event.code}`, control ? Number(control.dataset.number) : KEY_OF.get(event.key));
});

window.addEventListener("keyup", (event) => presses.release(`key ${event.code}`));

// Who cannot see the page any more cannot let go.
for (const gone of ["blur", "pagehide"])
  window.addEventListener(gone, () => presses.releaseAll());
document.addEventListener("visibilitychange", () => {
  if (document.hidden)
    presses.releaseAll();
});

show();
