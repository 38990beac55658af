// SPDX-License-Identifier: GPL-2.0-only
// The board as a picture (SVG): draws it, shows a state in it, and says which part of it is
// which control. Knows nothing of connections, nor of what pressing does.

export const KEYS = ["UP", "LEFT", "DOWN", "RIGHT", "ENTER", "ESC", "SPACE", "BACKSPACE"];

const LEDS = 8;
const SWITCHES = 10;
const LINES = 4;
const COLUMNS = 20;

const SVG = "http://www.w3.org/2000/svg";

function make(parent, name, attributes = {}, text = null) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes))
    node.setAttribute(key, value);
  if (text !== null)
    node.textContent = text;
  parent.append(node);
  return node;
}

function set(node, name, value) {
  if (node.getAttribute(name) !== String(value))
    node.setAttribute(name, value);
}

// A control: can be reached with Tab, and says what it is. The first shape in it is the
// place where it can be touched.
function control(parent, kind, number, role, label) {
  return make(parent, "g", {
    class: kind, role, "aria-label": label, tabindex: 0, "data-control": kind, "data-number": number,
  });
}

// --- the parts -----------------------------------------------------------------

function gradient(defs, id, kind, stops, attributes = {}) {
  const it = make(defs, kind, { id, ...attributes });
  for (const [offset, color] of stops)
    make(it, "stop", { offset, "stop-color": color });
}

function drawDefinitions(svg) {
  const defs = make(svg, "defs");
  gradient(defs, "pcb", "linearGradient", [[0, "#12704b"], [0.55, "#0b5a3b"], [1, "#07452d"]],
           { x1: 0, y1: 0, x2: 0.5, y2: 1 });
  gradient(defs, "led-on", "radialGradient",
           [[0, "#fff4ef"], [0.25, "#ff9a86"], [0.6, "#ff3a24"], [1, "#d81e0c"]], { cx: 0.42, cy: 0.38 });
  gradient(defs, "led-off", "radialGradient", [[0, "#7a3832"], [0.5, "#4c1a16"], [1, "#33100d"]],
           { cx: 0.42, cy: 0.36 });
  gradient(defs, "glow", "radialGradient",
           [[0, "rgba(255,80,50,.85)"], [0.45, "rgba(255,60,35,.32)"], [1, "rgba(255,60,35,0)"]]);
  gradient(defs, "green-glow", "radialGradient",
           [[0, "rgba(90,255,150,.8)"], [1, "rgba(90,255,150,0)"]]);
  gradient(defs, "glass", "linearGradient", [[0, "#c9e05a"], [1, "#aac93a"]], { x1: 0, y1: 0, x2: 0, y2: 1 });
  gradient(defs, "metal", "linearGradient", [[0, "#f1f3f4"], [0.5, "#c3c8cc"], [1, "#9aa1a6"]],
           { x1: 0, y1: 0, x2: 0.4, y2: 1 });
  gradient(defs, "cap", "radialGradient", [[0, "#4a5057"], [0.7, "#2a2e33"], [1, "#1b1e22"]],
           { cx: 0.4, cy: 0.34 });
  gradient(defs, "knob", "radialGradient", [[0, "#5b626a"], [0.75, "#2d3238"], [1, "#191c20"]],
           { cx: 0.38, cy: 0.32 });
}

function drawTrace(svg, d) {
  make(svg, "path", { class: "trace", d });
}

function drawCircuitBoard(svg) {
  make(svg, "rect", { class: "pcb", x: 1, y: 1, width: 478, height: 698, rx: 20 });
  for (let i = 0; i < LEDS; i++) {
    const x = 58 + 52 * i, bend = 340 + 8 * i;
    drawTrace(svg, `M${x} 100 V${136 + 2 * i} L${x + 6} ${142 + 2 * i} H${bend - 6} L${bend} ${148 + 2 * i} V470`);
  }
  for (let i = 0; i < 6; i++)
    drawTrace(svg, `M${44 + 8 * i} 400 V${500 + 4 * i} L${52 + 8 * i} ${508 + 4 * i} H${250 + 3 * i} L${257 + 3 * i} ${515 + 4 * i} V664`);
  for (const [x, y] of [[20, 20], [460, 20], [20, 680], [460, 680]]) {
    make(svg, "circle", { class: "pad", cx: x, cy: y, r: 11 });
    make(svg, "circle", { class: "hole", cx: x, cy: y, r: 6 });
  }
  const title = make(svg, "text", { class: "silk title", x: 42, y: 45 }, "REPTAR ");
  make(title, "tspan", { class: "thin" }, "SP6");
}

function drawLink(svg) {
  const link = make(svg, "g", { class: "link", role: "img", "aria-label": "no QEMU" });
  make(link, "text", { class: "silk small end", x: 406, y: 41 }, "QEMU");
  make(link, "circle", { class: "halo", cx: 424, cy: 37, r: 18 });
  make(link, "circle", { class: "lamp", cx: 424, cy: 37, r: 6 });
  return link;
}

function drawLed(svg, number) {
  const x = 58 + 52 * number;
  const led = make(svg, "g", { class: "led", role: "img", "data-number": number });
  make(led, "circle", { class: "halo", cx: x, cy: 86, r: 34 });
  make(led, "circle", { class: "rim", cx: x, cy: 86, r: 15 });
  make(led, "circle", { class: "lamp", cx: x, cy: 86, r: 12 });
  make(led, "ellipse", { class: "shine", cx: x - 3.5, cy: 81, rx: 4, ry: 2.6 });
  make(led, "text", { class: "silk small", x, y: 121 }, `${number}`);
  make(led, "rect", { class: "owner", x: x - 17, y: 127, width: 34, height: 5, rx: 2.5, "data-who": "" });
  return led;
}

// Segments a to g, bit 0 to 6, and the point.
const SEGMENTS = [
  "M9 0 H37 L42 5 37 10 H9 L4 5Z", "M43 6 L48 11 V33 L43 38 38 33 V11Z",
  "M43 40 L48 45 V67 L43 72 38 67 V45Z", "M9 68 H37 L42 73 37 78 H9 L4 73Z",
  "M3 40 L8 45 V67 L3 72 -2 67 V45Z", "M3 6 L8 11 V33 L3 38 -2 33 V11Z",
  "M9 34 H37 L42 39 37 44 H9 L4 39Z",
];

function drawDigits(svg) {
  const digits = make(svg, "g", { class: "digits", role: "img" });
  make(digits, "rect", { class: "bezel", x: 36, y: 150, width: 222, height: 112, rx: 8 });
  return [0, 1, 2].map((number) => {
    const digit = make(digits, "g",
                       { transform: `translate(${58 + 68 * number} 167) skewX(-5)` });
    const parts = SEGMENTS.map((d) => make(digit, "path", { class: "segment", d }));
    parts.push(make(digit, "circle", { class: "segment", cx: 55, cy: 74, r: 4.5 }));
    return parts;
  });
}

function drawEncoder(svg) {
  make(svg, "text", { class: "silk small", x: 357, y: 261 }, "ENCODER");
  const knob = make(svg, "g", { class: "knob", "aria-hidden": "true" });
  make(knob, "circle", { class: "skirt", cx: 357, cy: 198, r: 42 });
  const turning = make(knob, "g", { class: "turning" });
  for (let angle = 0; angle < 360; angle += 15)
    make(turning, "line", { class: "knurl", x1: 357, y1: 158, x2: 357, y2: 164,
                            transform: `rotate(${angle} 357 198)` });
  make(turning, "circle", { class: "top", cx: 357, cy: 198, r: 32 });
  make(turning, "line", { class: "mark", x1: 357, y1: 171, x2: 357, y2: 184 });
  for (const [number, x, sign, label] of [[-1, 289, "−", "Encoder down"], [1, 425, "+", "Encoder up"]]) {
    const click = control(svg, "click", number, "button", label);
    make(click, "rect", { class: "touch", x: x - 25, y: 170, width: 50, height: 56, rx: 10 });
    make(click, "circle", { class: "disc", cx: x, cy: 198, r: 17 });
    make(click, "text", { class: "sign", x, y: 205 }, sign);
  }
  return { knob, turning };
}

function drawLcd(svg) {
  const lcd = make(svg, "g", { class: "lcd", role: "img" });
  make(lcd, "rect", { class: "bezel", x: 36, y: 278, width: 408, height: 134, rx: 8 });
  make(lcd, "rect", { class: "glass", x: 47, y: 289, width: 386, height: 112, rx: 4 });
  const cells = [];
  for (let i = 0; i < LINES * COLUMNS; i++) {
    const x = 54 + 18.6 * (i % COLUMNS), y = 295 + 25.5 * Math.floor(i / COLUMNS);
    const cell = make(lcd, "g", { class: "cell" });
    make(cell, "rect", { class: "dots", x: x + 0.8, y, width: 17, height: 23.5, rx: 1 });
    make(cell, "rect", { class: "cursor", x: x + 1.8, y: y + 20, width: 15, height: 2.4 });
    cells.push({ cell, text: make(cell, "text", { class: "glyph", x: x + 9.3, y: y + 17.5 }) });
  }
  return { lcd, cells };
}

function drawSwitches(svg) {
  make(svg, "rect", { class: "dip", x: 36, y: 430, width: 408, height: 66, rx: 6 });
  make(svg, "text", { class: "dip-text end", x: 434, y: 442 }, "ON ↑");
  return [...Array(SWITCHES).keys()].map((number) => {
    const x = 60 + 40 * number;
    const it = control(svg, "switch", number, "switch", `DIP switch ${number}`);
    make(it, "rect", { class: "touch", x: x - 19, y: 431, width: 38, height: 64, rx: 6 });
    make(it, "rect", { class: "slot", x: x - 8, y: 445, width: 16, height: 32, rx: 3 });
    make(it, "rect", { class: "slider", x: x - 6.5, y: 461.5, width: 13, height: 14, rx: 2 });
    make(it, "text", { class: "dip-text", x, y: 490 }, `${number}`);
    return it;
  });
}

const KEY_PLACES = {
  UP: [132, 546, "▲"], LEFT: [62, 628, "◀"], DOWN: [132, 628, "▼"], RIGHT: [202, 628, "▶"],
  ENTER: [310, 546, "↵"], ESC: [404, 546, "esc"], SPACE: [310, 628, "␣"], BACKSPACE: [404, 628, "⌫"],
};

function drawKey(svg, name, number) {
  const [x, y, sign] = KEY_PLACES[name];
  const key = control(svg, "key", number, "button", name);
  make(key, "rect", { class: "touch", x: x - 34, y: y - 34, width: 68, height: 80, rx: 12 });
  make(key, "rect", { class: "body", x: x - 28, y: y - 28, width: 56, height: 56, rx: 7 });
  for (const [dx, dy] of [[-21, -21], [21, -21], [-21, 21], [21, 21]])
    make(key, "circle", { class: "rivet", cx: x + dx, cy: y + dy, r: 3 });
  const cap = make(key, "g", { class: "cap" });
  make(cap, "circle", { class: "round", cx: x, cy: y, r: 21 });
  make(cap, "text", { class: sign.length > 1 ? "sign word" : "sign", x, y: y + (sign.length > 1 ? 4.5 : 6) }, sign);
  make(key, "text", { class: "silk small", x, y: y + 42 }, name);
  return key;
}

// --- what is shown ---------------------------------------------------------------

const DIGIT_NAMES = new Map([0x3f, 0x06, 0x5b, 0x4f, 0x66, 0x6d, 0x7d, 0x07, 0x7f, 0x6f, 0x77, 0x7c,
                             0x39, 0x5e, 0x79, 0x71].map((bits, digit) => [bits, digit.toString(16).toUpperCase()]));

function readDigits(values) {
  const words = values.map((value) => {
    const shape = value & 0x7f;
    const name = shape === 0 ? "blank" : DIGIT_NAMES.get(shape) || "other";
    return name + (value & 0x80 ? " point" : "");
  });
  return `Digits: ${words.join(", ")}`;
}

export class Board {
  constructor(parent) {
    const svg = make(parent, "svg", { viewBox: "0 0 480 700", role: "group", "aria-label": "SP6 board" });
    this.svg = svg;
    drawDefinitions(svg);
    drawCircuitBoard(svg);
    this.link = drawLink(svg);
    this.leds = [...Array(LEDS).keys()].map((number) => drawLed(svg, number));
    this.digits = drawDigits(svg);
    this.encoder = drawEncoder(svg);
    Object.assign(this, drawLcd(svg));
    this.switches = drawSwitches(svg);
    this.keys = KEYS.map((name, number) => drawKey(svg, name, number));
    this.angle = 0;
  }

  // The encoder's knob goes round with what this page turned.
  turn(clicks) {
    this.angle += 15 * clicks;
    this.encoder.turning.setAttribute("transform", `rotate(${this.angle} 357 198)`);
  }

  // What is unknown in a state looks as if it were off.
  show(state) {
    this.showLink(state);
    this.leds.forEach((led, number) => this.showLed(led, number, state));
    this.showDigits(state);
    this.showLcd(state);
    this.switches.forEach((it, number) => set(it, "aria-checked", Boolean((state.dip ?? 0) >> number & 1)));
    this.keys.forEach((key, number) => set(key, "aria-pressed", Boolean((state.buttons ?? 0) >> number & 1)));
  }

  showLink(state) {
    set(this.link, "data-on", state.link === 1);
    set(this.link, "aria-label", state.link === 1 ? "QEMU is connected" : "no QEMU");
  }

  showLed(led, number, state) {
    const on = Boolean((state.leds ?? 0) >> number & 1);
    const owner = state.owners[number];
    set(led, "data-on", on);
    set(led, "aria-label", `LED ${number}: ${on ? "on" : "off"}${owner ? `, driven by ${owner}` : ""}`);
    set(led.querySelector(".owner"), "data-who", state.colors[number]);
  }

  showDigits(state) {
    this.digits.forEach((parts, digit) => parts.forEach((part, bit) =>
      set(part, "data-on", Boolean((state.digits[digit] ?? 0) >> bit & 1))));
    set(this.svg.querySelector(".digits"), "aria-label", readDigits(state.digits.map((value) => value ?? 0)));
  }

  showLcd(state) {
    this.cells.forEach(({ cell, text }, i) => {
      const character = (state.lcd[Math.floor(i / COLUMNS)] ?? "")[i % COLUMNS] ?? " ";
      if (text.textContent !== character)
        text.textContent = character;
      set(cell, "data-cursor", state.cursor === i + 1);
    });
    set(this.lcd, "aria-label", `Character display: ${state.lcd.map((line) => (line ?? "").trim()).filter(Boolean).join(" / ") || "blank"}`);
  }
}
