// The page as one person uses it: which screen is up, what was answered, and what the buttons do.

import { fill } from "./dom.js";
import { drawFrame, hush } from "./frame.js";
import { anyKept } from "./keeping.js";
import { choose, isEnglish, moment, say } from "./language.js";
import { lookUp } from "./lookup.js";
import { Opening } from "./opening.js";
import { readPins } from "./pins.js";
import { Services } from "./reaching.js";
import { compare, entry } from "./screens/entry.js";
import { lookup } from "./screens/lookup.js";
import { blank, comment, question, review } from "./screens/questions.js";
import { held, pending, received, sending } from "./screens/sent.js";
import { declined, start } from "./screens/start.js";
import { loading, stopped } from "./screens/stopped.js";
import { Sending } from "./sending.js";
import { publicKey } from "../primitives/ed25519.js";
import { parseFragment, seed as seedOf } from "../tokens/codes.js";

const START = -1;
const BLANK = -2;

export class App {
  constructor() {
    this.pins = readPins();
    this.typed = { code: "", cell: "" };
    // The functions that buttons call, bound once.
    for (const name of Object.getOwnPropertyNames(App.prototype)) {
      if (name !== "constructor") this[name] = this[name].bind(this);
    }
    choose(/^en/.test(navigator.language) ? "en" : "zh");
    if ("speechSynthesis" in window) speechSynthesis.onvoiceschanged = () => drawFrame(this);
  }

  /** Begin with the part of a link behind #, or with nothing. */
  boot(fragment) {
    this.clear();
    this.opening = new Opening(this.pins);
    this.files = this.opening.files;
    if (!fragment) return this.toEntry(false);
    try {
      this.link = parseFragment(fragment);
    } catch (error) {
      return this.toEntry(true);
    }
    return this.open();
  }

  clear() {
    if (this.sending) this.sending.rest();
    Object.assign(this, { link: null, campaign: null, seed: null, sending: null, answering: false, editing: false });
    Object.assign(this, { at: START, answers: [], comment: "", receipt: null, nonce: null, checking: false, found: null });
    Object.assign(this, { envelope: null, keep: null, objecting: false, keeping: "", stop: null, resumed: false, stage: "ballot", waiting: null, broken: false, waits: false });
  }

  /** Put a screen up; the heading takes the focus, so that everybody notices the change. */
  show(screen) {
    hush();
    this.screen = screen;
    drawFrame(this);
    const main = document.getElementById("main");
    fill(main.firstElementChild, screen(this));
    const heading = document.getElementById("heading");
    document.title = `${heading.textContent} · ${say("title")}`;
    scrollTo(0, 0);
    heading.focus({ preventScroll: true });
  }

  halt(name, values, late = false) {
    this.answering = false;
    this.stop = { name, values, late };
    this.show(stopped);
  }

  async toEntry(isBroken) {
    this.clear();
    [this.broken, this.waits] = [isBroken, anyKept()];
    this.show(loading);
    try {
      this.campaigns = await this.opening.campaigns();
    } catch (error) {
      return this.halt("offline");
    }
    return this.campaigns.length ? this.show(entry) : this.halt("missing");
  }

  /** Prove the campaign of `this.link`; then go on where the person is. */
  async open() {
    this.show(loading);
    const { stop, campaign, services } = await this.opening.open(this.link);
    if (stop) return this.halt(stop.name, stop.values);
    this.campaign = campaign;
    this.seed = seedOf(this.link.code, campaign.manifest.id);
    this.sending = new Sending({ campaign, seed: this.seed, services: new Services(services), show: this.hear });
    return this.arrive();
  }

  async arrive() {
    const { opens, closes } = this.campaign.manifest;
    if (await this.sending.resume()) {
      this.resumed = true;
      return this.sending.run();
    }
    const finished = await this.sending.finished();
    if (finished) return this.toHeld(finished);
    const phase = this.opening.phase(this.campaign.manifest);
    if (phase === "before") return this.halt("not_open", { moment: moment(opens) });
    if (phase === "after") return this.halt("closed", { moment: moment(closes) });
    return this.toStart();
  }

  toStart() {
    this.answering = true;
    this.at = START;
    this.show(start);
  }

  decline() {
    this.answering = false;
    this.answers = [];
    this.comment = "";
    this.show(declined);
  }

  begin() {
    this.goTo(0);
  }

  /** Go to question `at`, the remarks behind the last one, or the look over everything; the phone's back key works. */
  goTo(at) {
    history.pushState({ at }, "");
    this.stepped({ at });
  }

  stepped(state) {
    if (!this.answering) return;
    const n = this.campaign.form.questions.length;
    this.at = state && Number.isInteger(state.at) ? state.at : START;
    if (this.at === n + 1 || this.at === START) this.editing = false;
    if (this.at === START) this.show(start);
    else if (this.at === BLANK) this.show(blank);
    else if (this.at < n) this.show((app) => question(app, app.at));
    else this.show(this.at === n ? comment : review);
  }

  after(i) {
    return this.editing ? this.toReview() : this.goTo(i + 1);
  }

  back() {
    history.back();
  }

  edit(i) {
    this.editing = true;
    this.goTo(i);
  }

  toReview() {
    this.goTo(this.campaign.form.questions.length + 1);
  }

  /** Before a ballot without any answer. */
  toBlank() {
    this.goTo(BLANK);
  }

  sendBlank() {
    this.answers = [];
    this.comment = "";
    return this.send();
  }

  async send() {
    if (!this.answering) return;
    this.answering = false;
    const answers = Uint8Array.from(this.campaign.form.questions, (_, i) => this.answers[i] || 0);
    const remarks = this.comment.trim();
    this.answers = [];
    this.comment = "";
    await this.sending.start(answers, remarks);
  }

  /** What the sending says. */
  hear(event, details) {
    if (event === "stage") {
      this.stage = details.stage;
      return this.show(sending);
    }
    if (event === "pending") {
      this.waiting = details;
      return this.show(pending);
    }
    if (event === "received") {
      [this.receipt, this.nonce, this.link] = [details.reply, details.nonce, null];
      [this.envelope, this.keep] = [details.envelope, details.keep];
      return this.show(received);
    }
    return this.refused(details);
  }

  refused({ party, code }) {
    const where = say(`where_${party}`);
    const names = { used: "used", used_unproven: "used_unproven", unknown_key: "unknown", fault: "fault" };
    if (code === "closed") return this.halt("closed", {}, true);
    return this.halt(names[code] || "refused", { where, code });
  }

  again() {
    return this.sending.run();
  }

  /** Fetch this page anew, with the link that it was opened with. */
  reopen() {
    const { code, cell, fingerprint } = this.link || {};
    this.opening.renew(this.link ? `${this.opening.typed(code)}.${cell}.${fingerprint}` : "");
  }

  offerCheck() {
    this.checking = true;
    this.showHere("check");
  }

  offerEvidence() {
    this.objecting = true;
    this.showHere("evidence");
  }

  keepEvidence() {
    this.keeping = this.keep() ? "kept" : "full";
    this.showHere("evidence");
  }

  discardEvidence() {
    this.sending.discard();
    this.keeping = "gone";
    this.show(held);
  }

  /** A ballot of this code arrived, and its evidence lies on this phone. */
  toHeld({ envelope, ...receipt }) {
    Object.assign(this, { receipt, envelope, objecting: true });
    this.show(held);
  }

  /** Show the same screen again where it is, and put the focus on a part of it. */
  showHere(id) {
    const place = scrollY;
    this.show(this.screen);
    scrollTo(0, place);
    document.getElementById(id).focus({ preventScroll: true });
  }

  compare(link) {
    this.link = link;
    this.show(compare);
  }

  differs() {
    this.halt("differs");
  }

  retry() {
    return this.link ? this.open() : this.toEntry(false);
  }

  retype() {
    return this.toEntry(false);
  }

  look_up() {
    this.found = null;
    this.show(lookup);
  }

  async lookUpNow() {
    this.found = "working";
    this.show(lookup);
    try {
      this.found = await lookUp(this.files, this.opening.folder(this.link), this.campaign.camp, publicKey(this.seed));
      this.show(lookup);
    } catch (error) {
      this.halt(error.status === 0 ? "offline" : "manifest");
    }
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
