// SPDX-License-Identifier: GPL-2.0-only
// The board's screen: noVNC shows what QEMU's VNC server sends. Only to look at: the
// machine has no keyboard but the board's buttons. Knows nothing of the board.

const RETRY_MS = 2000;

export class Screen {
  constructor(place, words) {
    this.place = place;
    this.words = words;
    this.start();
  }

  say(text) {
    this.words.textContent = text;
    this.words.hidden = !text;
  }

  async start() {
    this.say("looking for the screen");
    try {
      const log = await import("/novnc/core/util/logging.js");
      log.initLogging("none");
      this.viewer = (await import("/novnc/core/rfb.js")).default;
    } catch {
      this.say("The screen needs noVNC, which is not here: run make panel.");
      return;
    }
    this.connect();
  }

  connect() {
    const vnc = new this.viewer(this.place, `ws://${location.host}/screen`, { wsProtocols: ["sp6-screen"] });
    vnc.viewOnly = true;
    vnc.scaleViewport = true;
    vnc.focusOnClick = false;
    vnc.background = "transparent";
    vnc.addEventListener("connect", () => {
      this.place.dataset.live = "true";
      this.say("");
    });
    vnc.addEventListener("disconnect", () => {
      this.place.dataset.live = "false";
      this.say("No screen: QEMU does not run, or shows none here. Looking again.");
      setTimeout(() => this.connect(), RETRY_MS);
    });
  }
}
