// From Send to the receipt: one step after the other, each kept before it is tried, until it is done or refused.

import { equal } from "../primitives/bytes.js";
import { publicKey } from "../primitives/ed25519.js";
import { sha256 } from "../primitives/hashing.js";
import { admit, begin, castBytes, issueBytes, receive, seal, wipe } from "../protocol/casting.js";
import { verifyIssuance } from "../tokens/requests.js";
import { EVIDENCE, forget, keep, keeper, kept } from "./keeping.js";
import { Problem, shownRecord, Unreachable } from "./reaching.js";

const WAITS = [3, 6, 15, 30, 60, 120, 300];
const RELAYS_AFTER = 3;
const PARTY = { ballot: "S", entry: "R", cast: "B" };
// These may pass by themselves; every other code of a service is its last word.
const PASSING = { busy: "busy", not_open: "not_open", old_bundle: "old" };

const isFinal = (error) => error instanceof Problem && !PASSING[error.code];

/** One ballot on its way. `show(event, details)` hears: stage, pending, received, refused. */
export class Sending {
  constructor({ campaign, seed, services, show }) {
    Object.assign(this, { campaign, seed, services, show, state: null, failures: 0, stored: true, timer: 0, running: false });
    this.again = () => this.run();
    this.visible = () => document.visibilityState === "visible" && this.run();
  }

  /** Take up what this phone kept for the code; say whether there was anything. */
  async resume() {
    this.state = await kept(this.seed);
    return Boolean(this.state);
  }

  /** Seal these answers, unless another page of this phone has begun already. */
  async start(answers, comment) {
    if (!(await this.resume())) await this.move(await begin(this.campaign, answers, comment));
    return this.run();
  }

  async move(state) {
    const before = this.state;
    this.state = state;
    this.stored = await keep(this.seed, state);
    if (before && before !== state) wipe(before);
  }

  /** Try until it is done, refused, or has to wait. */
  async run() {
    if (this.running || !this.state) return;
    this.running = true;
    this.rest();
    try {
      while (this.state) await this.step();
    } catch (error) {
      await this.fail(error);
    }
    this.running = false;
  }

  async step() {
    const { campaign, state } = this;
    this.show("stage", { stage: state.stage });
    if (state.stage === "cast") return this.finish(await this.cast());
    const reply = await this.services.post(this.name(), "issue", issueBytes(campaign, state, this.seed));
    return this.move(await (state.stage === "ballot" ? seal : admit)(campaign, state, reply));
  }

  name() {
    return this.campaign.manifest.parties[PARTY[this.state.stage]].name;
  }

  /** Return the receipt; after three failures relays are tried too. Only the box itself can refuse for good. */
  async cast() {
    const body = castBytes(this.campaign, this.state);
    const relays = this.state.failed >= RELAYS_AFTER ? this.campaign.manifest.relays : [];
    let failure = null;
    for (const name of [this.name(), ...relays]) {
      try {
        return receive(this.campaign, this.state, await this.services.post(name, "cast", body));
      } catch (error) {
        failure = failure || error;
        if (isFinal(failure)) break;
      }
    }
    throw failure;
  }

  /** Received. The envelope is no secret; the phone keeps it only when the person asks for it. */
  async finish(reply) {
    const [nonce, envelope] = [this.state.nonce.slice(), this.state.envelope.slice()];
    const keepIt = await keeper(this.seed, { ...reply, envelope }, EVIDENCE);
    this.end();
    this.show("received", { reply, nonce, envelope, keep: keepIt });
  }

  /** Return {index, entryHash, signature, envelope} of a ballot of this code that a person kept on this phone, or null. */
  finished() {
    return kept(this.seed, EVIDENCE);
  }

  /** Forget that too. */
  discard() {
    forget(this.seed, EVIDENCE);
  }

  /** Forget everything: the ballot arrived, or never will. */
  end() {
    forget(this.seed);
    wipe(this.state);
    this.seed.fill(0);
    this.state = null;
    this.rest();
  }

  async fail(error) {
    if (!this.state) throw error;
    const party = PARTY[this.state.stage];
    if (isFinal(error)) return this.refuse(party, error.code, error.fields);
    this.failures++;
    if (party === "B") this.state.failed++;
    this.stored = await keep(this.seed, this.state);
    if (!(error instanceof Problem) && !(error instanceof Unreachable)) return this.show("refused", { party, code: "fault" });
    const why = PASSING[error.code] || (navigator.onLine === false ? "offline" : "unreachable");
    this.wait();
    return this.show("pending", { why, party, failed: this.state.failed || 0, stored: this.stored });
  }

  refuse(party, code, fields) {
    const unproven = code === "used" && !this.isProven(party, fields);
    if (!unproven) this.end();
    this.show("refused", { party, code: unproven ? "used_unproven" : code });
  }

  /** Say whether the signer shows that the code itself signed for another blinded message. */
  isProven(party, fields) {
    const shown = shownRecord(fields);
    if (!shown || equal(shown.blindedHash, sha256(this.state.blinded))) return false;
    const record = { key: publicKey(this.seed), role: party === "S" ? 1 : 2, cell: this.campaign.cell.index, ...shown };
    return verifyIssuance(this.campaign.camp, record);
  }

  wait() {
    this.timer = setTimeout(this.again, WAITS[Math.min(this.failures, WAITS.length) - 1] * 1000);
    addEventListener("online", this.again);
    document.addEventListener("visibilitychange", this.visible);
  }

  rest() {
    clearTimeout(this.timer);
    removeEventListener("online", this.again);
    document.removeEventListener("visibilitychange", this.visible);
  }
}
