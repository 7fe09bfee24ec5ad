// Runs the checks in their order (checks.md). A check whose ground another one's failure took away is not run.

import { equal, hex } from "../primitives/bytes.js";
import { demand, Malformed } from "../primitives/errors.js";
import { grade } from "../protocol/grade.js";
import { expectedPaths, LISTING, parseListing } from "../protocol/listing.js";
import { listPath, parseList, SIZES } from "../protocol/lists.js";
import { fingerprint } from "../protocol/manifest.js";
import { checkAccounts, checkStatements } from "./accounts.js";
import { checkEntries, checkRows } from "./ballots.js";
import { checkIssuance } from "./issuance.js";
import { readLog } from "./log.js";
import { readCells, readManifest } from "./opening.js";
import { checkBallot, checkCode, checkReceipt } from "./personal.js";
import { inPieces } from "./pieces.js";
import { fails, holds, NAMES, NOT_RUN, PERSONAL, WITHDRAWN } from "./report.js";
import { checkRoll } from "./roll.js";
import { checkTags } from "./tags.js";

const FILES = 8; // fetched at once
const UNSEEN = "nothing unlisted: not checked over a web address";

/** The package cannot be opened at all: nothing was said about it. */
export class Unreadable extends Error {}

const sha256 = async (bytes) => new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));

/** Return `read`, which reads no file twice: what was hashed is what is judged. */
function once(read) {
  const known = new Map();
  return (path) => {
    if (!known.has(path)) known.set(path, read(path));
    return known.get(path);
  };
}

/**
 * Check a package. `source` is {read(path), paths}: the bytes of a file (Malformed where there is none) and all paths
 * in the folder, or null where they cannot be seen. `expect` is hash or fingerprint, `policy` {bodies}, `wishes`
 * {receipt, check, code}; `tick(what, done, of)` is told how it goes, and may be waited for.
 */
export async function verify(source, { expect = "", policy = null, wishes = {}, tick = () => {} } = {}) {
  return new Run(source, { expect, policy, wishes, tick }).report();
}

class Run {
  constructor(source, wanted) {
    Object.assign(this, wanted);
    this.source = { read: once(source.read), paths: source.paths };
    this.found = {};
    this.files = null;
    this.facts = { tick: this.tick, list: (kind, root) => this.list(kind, root) };
  }

  async report() {
    await this.one("package", () => this.readFiles());
    await this.go();
    const { manifest, log, cells } = this.facts;
    const asked = NAMES.filter((name) => !PERSONAL.includes(name) || this.wishes[name]);
    const checks = asked.map((name) => this.found[name] || fails(name, NOT_RUN));
    const graded = cells && this.holds("log") ? grade(manifest, this.policy, log.cosigners, cells.map((one) => one.channel)) : null;
    return {
      ok: checks.every((one) => one.ok),
      origin: this.expect && this.holds("manifest") ? "checked" : "self-consistent only",
      grade: graded ? `${graded.claimed ? "claimed " : ""}${graded.letter}` : "",
      reasons: graded ? graded.reasons : [],
      stage: this.holds("log") ? log.stage : "",
      fingerprint: manifest ? fingerprint(this.facts.camp) : "",
      checks,
    };
  }

  holds(...names) {
    return names.every((name) => this.found[name] && this.found[name].ok);
  }

  async one(name, check) {
    try {
      this.found[name] = await check();
    } catch (error) {
      // What is nested too deeply to be read is malformed as well.
      if (!(error instanceof Malformed || error instanceof RangeError)) throw error;
      this.found[name] = fails(name, error.what || error.message);
    }
    return this.found[name].ok;
  }

  /** The files as listed; what they are for is known only after the log. */
  async readFiles() {
    const { read, paths } = this.source;
    const listing = await read(LISTING).catch((error) => {
      throw error instanceof Malformed ? new Unreadable(error.what) : error;
    });
    this.files = parseListing(listing);
    const listed = new Set(this.files.map(({ path }) => path));
    const strange = (paths || []).filter((path) => path !== LISTING && !listed.has(path));
    demand(!strange.length, `not listed: ${strange.slice(0, 3).join(", ")}`);
    const isListed = async ({ path, size, sha256: hash }) => {
      const bytes = await read(path);
      demand(bytes.length === size && equal(await sha256(bytes), hash), `${path}: not of the size and hash listed`);
      return true;
    };
    await inPieces(this.files, isListed, (done) => this.tick("package", done, this.files.length), FILES);
    return this.wholePackage(paths ? [] : [UNSEEN]);
  }

  wholePackage(said) {
    const bytes = this.files.reduce((sum, { size }) => sum + size, 0);
    return holds("package", said.join("; "), { files: this.files.length, bytes });
  }

  /** The files are exactly those that something refers to. */
  checkContents() {
    demand(this.facts.manifest.cells <= this.files.length, "missing: files of cells"); // before any list is made of them
    const { needed, allowed } = expectedPaths(this.facts);
    const there = new Set(this.files.map(({ path }) => path));
    const missing = Array.from(needed).filter((path) => !there.has(path));
    demand(!missing.length, `missing: ${missing.slice(0, 3).join(", ")}`);
    const strange = Array.from(there).filter((path) => !needed.has(path) && !allowed.has(path));
    demand(!strange.length, `nothing refers to: ${strange.slice(0, 3).join(", ")}`);
    const isWithdrawn = this.facts.log.course.withdrawn.size > 0;
    return this.wholePackage([...(this.source.paths ? [] : [UNSEEN]), ...(isWithdrawn ? [WITHDRAWN] : [])]);
  }

  /** Return the records of a list file, or null where it was withdrawn and is gone. */
  async list(kind, root) {
    const path = listPath(kind, root);
    if (this.facts.log.course.withdrawn.has(hex(root)) && !(await this.has(path))) return null;
    return parseList(await this.source.read(path), SIZES[kind](this.facts.manifest.options.length), root);
  }

  has(path) {
    return this.paths().includes(path);
  }

  /** The paths that are there; where the folder cannot be seen, those listed. */
  paths() {
    return this.source.paths || (this.files || []).map((file) => file.path);
  }

  async go() {
    const { facts } = this;
    const source = { read: this.source.read, paths: this.paths() };
    const isOpen = await this.one("manifest", async () => {
      Object.assign(facts, await readManifest(source, this.expect));
      return holds("manifest", "", { cells: facts.manifest.cells, questions: facts.manifest.options.length });
    });
    if (!isOpen) return;
    const hasCells = await this.one("roll", async () => {
      facts.cells = await readCells(source, facts.manifest);
      return holds("roll");
    });
    const isLogged = await this.one("log", async () => {
      facts.log = await readLog(source, facts.manifest, facts.camp, this.tick);
      const { size, sizes, cosigners } = facts.log;
      return holds("log", "", { entries: size, checkpoints: sizes.length, witnesses: cosigners.length });
    });
    if (!isLogged) {
      if (hasCells) delete this.found.roll; // its keys are not counted without the log
      return;
    }
    if (this.holds("package")) await this.one("package", () => this.checkContents());
    if (hasCells) await this.count();
  }

  async count() {
    const { facts, wishes } = this;
    await this.one("entries", () => checkEntries(facts));
    if (await this.one("roll", () => checkRoll(facts))) await this.one("issuance", () => checkIssuance(facts));
    if (await this.one("tags", () => checkTags(facts))) await this.one("rows", () => checkRows(facts));
    if (this.holds("issuance", "rows", "entries")) await this.one("accounts", () => checkAccounts(facts));
    if (this.holds("accounts")) await this.one("statements", () => checkStatements(facts));
    if (wishes.receipt) await this.one("receipt", () => checkReceipt(facts, wishes.receipt));
    if (wishes.check && this.holds("rows")) await this.one("check", () => checkBallot(facts, wishes.check));
    if (wishes.code && this.holds("issuance")) await this.one("code", () => checkCode(facts, wishes.code));
  }
}
