// The page as one person uses it: which screen is up, what was asked, and what the buttons do.

import { fill } from "../../page/dom.js";
import { text } from "../../primitives/bytes.js";
import { fingerprint as fingerprintOf } from "../../protocol/manifest.js";
import { parseReceipt } from "../../tokens/receipt.js";
import { drawFrame } from "./frame.js";
import { choose, isEnglish, say } from "./language.js";
import { home } from "./screens/home.js";
import { mine } from "./screens/mine.js";
import { answered, report, stopped } from "./screens/results.js";
import { whole } from "./screens/whole.js";
import { moved, working } from "./screens/working.js";
import { start } from "./working.js";

const SCREENS = { home, mine, whole, working };
const PATIENCE = 5000; // milliseconds for the list of campaigns: an address can be typed without it
const isServed = /^https?:$/.test(location.protocol);

export class App {
  constructor() {
    this.pins = JSON.parse(document.getElementById("pins").textContent);
    this.base = isServed ? new URL(".", location.href) : this.pins.home ? new URL(this.pins.home) : null;
    this.campaigns = [];
    this.typed = {};
    for (const name of Object.getOwnPropertyNames(App.prototype)) {
      if (name !== "constructor") this[name] = this[name].bind(this);
    }
    choose(/^en/.test(navigator.language) ? "en" : "zh");
  }

  boot() {
    addEventListener("popstate", this.stepped);
    this.show(home);
    const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
    const named = this.named().then((found) => (this.campaigns = found));
    this.ready = Promise.race([named, late]);
  }

  /** Return the campaigns that this site names: [{fingerprint, title}]; none where it names none. */
  async named() {
    if (!this.base) return [];
    const read = async (path) => {
      const response = await fetch(new URL(path, this.base), { credentials: "omit", cache: "no-cache" });
      return response.ok ? JSON.parse(text(new Uint8Array(await response.arrayBuffer()))) : null;
    };
    const titled = async (fingerprint) => {
      const form = (await read(`c/${fingerprint}/questionnaire.json`).catch(() => null)) || {};
      const { title } = form.form || form;
      return { fingerprint, title: typeof title === "string" ? { zh: title, en: title } : title };
    };
    const listed = (await read("campaigns.json").catch(() => null)) || [];
    return Promise.all(listed.filter((one) => /^[0-9A-Z]{26}$/.test(one)).map(titled));
  }

  /** Put a screen up; the heading takes the focus, so that everybody notices the change. */
  show(screen) {
    this.screen = screen;
    drawFrame(this);
    fill(document.getElementById("main").firstElementChild, screen(this));
    const heading = document.getElementById("heading");
    document.title = screen === home ? say("title") : `${heading.textContent} · ${say("title")}`;
    scrollTo(0, 0);
    if (this.shown) heading.focus({ preventScroll: true });
    this.shown = true;
  }

  /** Go to a screen that the back key leaves again. */
  open(name) {
    history.pushState({ screen: name }, "");
    this.show(SCREENS[name]);
  }

  stepped({ state }) {
    this.halt();
    const name = state ? state.screen : "home";
    this.show(SCREENS[name === "working" ? "home" : name]);
  }

  toHome() {
    this.open("home");
  }

  async toMine() {
    await this.ready;
    this.open("mine");
  }

  async toWhole() {
    await this.ready;
    this.open("whole");
  }

  again() {
    this.show(this.from);
  }

  /** Return where a campaign of this fingerprint lies, or null. */
  folderOf(fingerprint) {
    return this.base && new URL(`c/${fingerprint}/`, this.base).href;
  }

  /** Return the fingerprint of the campaign that a receipt names. */
  campaignOf(receipt) {
    return fingerprintOf(parseReceipt(receipt).camp);
  }

  /** Check: `asked` is {address or files, expect, question}. */
  check(asked) {
    this.from = asked.question ? mine : whole;
    this.asked = asked;
    this.open("working");
    this.end = start({ ...asked, policy: this.pins.bodies.length ? this.pins.bodies : null }, this.hear);
  }

  hear(said) {
    if (said.tick) return moved(said.tick);
    this.end = null;
    this.found = said;
    return this.show(said.stopped ? stopped : said.answer ? answered : report);
  }

  /** End the work, if there is any. */
  halt() {
    if (this.end) this.end();
    this.end = null;
  }

  cancel() {
    this.halt();
    this.show(this.from);
  }

  resize() {
    document.documentElement.classList.toggle("large");
    drawFrame(this);
  }

  translate() {
    choose(isEnglish() ? "zh" : "en");
    this.show(this.screen);
  }
}
