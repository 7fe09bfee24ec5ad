// One question of one person, answered from as few public files as will do; each is proven from the manifest down.
// What the person typed goes nowhere: only whole files are fetched, the same whatever was typed.

import { parseCheckpoint, parseNote, signers } from "../ledger/notes.js";
import { entriesPath, parseBundle, TileReader } from "../ledger/tiles.js";
import { leafHash, verifyInclusion } from "../ledger/trees.js";
import { concat, equal } from "../primitives/bytes.js";
import { publicKey } from "../primitives/ed25519.js";
import { demand, Malformed } from "../primitives/errors.js";
import { parseProof } from "../protocol/cells.js";
import { BALLOT, BATCH, CLOSE, isSignedEntry, ISSUANCE, parseEntry, ROWS, STATEMENT, TAGS } from "../protocol/entries.js";
import { cellOf, listPath, parseList, SIZES } from "../protocol/lists.js";
import { campOf, fingerprint, parse, verifySignatures } from "../protocol/manifest.js";
import { tag } from "../tokens/ballot.js";
import { parse as parseCode, seed } from "../tokens/codes.js";
import { parseCheckCode, parseReceipt } from "../tokens/receipt.js";
import { verifyIssuance, parseIssuanceRecord, verifyReceipt } from "../tokens/requests.js";
import { isExpected } from "./opening.js";

const WIDTH = 256;
const LARGEST = 64 << 20; // bytes of a list that a page fetches

/** What stopped a question before its answer: `part` is campaign, manifest, log or list. */
export class Stopped extends Error {
  constructor(part, cause) {
    super(`${part}: ${cause.message}`);
    this.part = part;
  }
}

async function part(name, work) {
  try {
    return await work();
  } catch (error) {
    throw error instanceof Malformed || error instanceof RangeError ? new Stopped(name, error) : error;
  }
}

async function openManifest(read, expect) {
  const bytes = await read("manifest.json");
  const camp = campOf(bytes);
  await part("campaign", () => demand(!expect || isExpected(camp, expect), "another campaign"));
  const manifest = await part("manifest", () => parse(bytes));
  const signatures = await read("manifest.sigs");
  await part("manifest", () => demand(verifySignatures(manifest, camp, signatures), "signatures"));
  return { read, manifest, camp };
}

/** A log under its live checkpoint, which the log and a quorum of witnesses signed. Entries come proven. */
class Log {
  static async open({ read, manifest, camp }) {
    const note = parseNote(await read("log/checkpoint"));
    const { origin, size, root } = parseCheckpoint(note.body);
    demand(origin === manifest.log.name && signers(note, [manifest.log]).length === 1, "not signed by the log");
    demand(signers(note, manifest.witnesses).length >= manifest.quorum, "too few witnesses");
    const log = new Log();
    Object.assign(log, { read, size, root, tiles: new TileReader(size, (path) => read(`log/${path}`)) });
    const [first] = await log.bundle(0);
    demand(equal(first, concat(Uint8Array.of(1), camp)), "entry 0 is of another campaign");
    return log;
  }

  /** Return the entries of a bundle. The path of the first is made of all other hashes of its tile, and proves them all. */
  async bundle(number) {
    const first = number * WIDTH;
    demand(first < this.size, "no such entry");
    const entries = parseBundle(await this.read(`log/${entriesPath(first, this.size)}`));
    demand(entries.length === Math.min(WIDTH, this.size - first), "a bundle of another width");
    const leaves = entries.map(leafHash);
    demand(equal(await this.tiles.tile(0, number), concat(...leaves)), "a bundle that is not its tile");
    const proof = await this.tiles.inclusionProof(first);
    demand(verifyInclusion(leaves[0], first, this.size, proof, this.root), "a bundle that is not in the log");
    return entries;
  }

  async entry(index) {
    return (await this.bundle(Math.floor(index / WIDTH)))[index % WIDTH];
  }

  /** Go through the log from its end; stop when `take(entry)` says so. */
  async backwards(take, tick) {
    const last = Math.ceil(this.size / WIDTH) - 1;
    for (let number = last; number >= 0; number--) {
      for (const bytes of (await this.bundle(number)).reverse()) if (take(parseEntry(bytes))) return;
      await tick("log", last - number + 1, last + 1);
    }
  }
}

/** Return what stands at the end of the log: {isClosed, tags, rows, issued}, all signed by their parties. */
async function ending(log, { manifest, camp }, tick) {
  const found = { isClosed: false, tags: [], rows: null, issued: {} };
  await log.backwards((entry) => {
    const { type } = entry;
    if (type === CLOSE) found.isClosed = true;
    if (!found.isClosed && ![STATEMENT, TAGS, ROWS].includes(type)) return true;
    if (![TAGS, ROWS, ISSUANCE].includes(type)) return false;
    demand(isSignedEntry(manifest, camp, entry), `an entry that ${entry.by} did not sign`);
    if (type === TAGS) found.tags.unshift(entry);
    if (type === ROWS) found.rows = entry;
    if (type === ISSUANCE && !found.issued[entry.role]) found.issued[entry.role] = entry;
    return Boolean(found.issued[1] && found.issued[2]);
  }, tick);
  return found;
}

/** Return the records of a list, or null where its file is not there (any more). */
async function list({ read, manifest }, kind, { root, count, size = count }) {
  const bytesOf = SIZES[kind](manifest.options.length);
  demand(size * bytesOf <= LARGEST, "a list too large for a page");
  let bytes;
  try {
    bytes = await read(listPath(kind, root));
  } catch (error) {
    if (error instanceof Malformed) return null;
    throw error;
  }
  return part("list", () => parseList(bytes, bytesOf, root));
}

async function cellNamed({ read, manifest }, index) {
  const { name_zh: zh, name_en: en, k } = await part("list", async () => parseProof(await read(`cells/${index}.json`), index, manifest));
  return { zh, en, k };
}

async function ofReceipt(campaign, log, written) {
  const receipt = parseReceipt(written);
  const { manifest, camp } = campaign;
  if (!equal(receipt.camp, camp)) return { said: "receipt_elsewhere" };
  if (!verifyReceipt(manifest.parties.B.key, camp, receipt)) return { said: "receipt_unsigned" };
  const { index } = receipt;
  if (index >= log.size) return { said: "receipt_soon", index };
  const entry = await part("log", () => log.entry(index));
  const isThere = equal(leafHash(entry), receipt.entryHash) && parseEntry(entry).type === BALLOT;
  return { said: isThere ? "receipt_there" : "receipt_missing", index };
}

async function ofCheck(campaign, log, written, tick) {
  const nonce = parseCheckCode(written);
  const { tags, rows } = await part("log", () => ending(log, campaign, tick));
  if (tags.length < 2) return { said: "check_not_yet" };
  const listed = await list(campaign, "tags", tags[1]);
  if (!listed) return { said: "check_gone" };
  const own = tag(nonce);
  const record = listed.find((one) => equal(one.subarray(4), own));
  if (!record) return { said: "check_missing" };
  const index = cellOf(record);
  const cell = await cellNamed(campaign, index);
  const isReleased = listed.filter((one) => cellOf(one) === index).length >= cell.k;
  if (!isReleased) return { said: "check_withheld", cell };
  const published = rows && (await list(campaign, "rows", rows));
  if (!published) return { said: rows ? "check_rows_gone" : "check_counted", cell };
  // Of a record: the cell (4), the type of the token (2), its nonce (32).
  const isThere = published.some((one) => cellOf(one) === index && equal(one.subarray(6, 38), nonce));
  return { said: isThere ? "check_published" : "check_row_missing", cell };
}

/** Return whether the key is on the roll: true, false, or null where a roll is gone. */
async function isOnRoll(campaign, log, key, tick) {
  const { manifest } = campaign;
  const rolls = [manifest.roll];
  if (manifest.batch_max) await log.backwards((entry) => void (entry.type === BATCH && rolls.push(entry)), tick);
  let isWhole = true;
  for (const roll of rolls) {
    const records = await list(campaign, "roll", roll);
    if (records && records.some((record) => equal(record.subarray(4), key))) return true;
    if (!records) isWhole = false;
  }
  return isWhole ? false : null;
}

async function ofCode(campaign, log, written, tick) {
  const { manifest, camp } = campaign;
  const key = publicKey(seed(parseCode(written), manifest.id));
  const there = await isOnRoll(campaign, log, key, tick);
  if (there === false) return { said: "code_unknown" };
  const { isClosed, issued } = await part("log", () => ending(log, campaign, tick));
  if (!isClosed) return { said: there ? "code_not_yet" : "code_gone" };
  const used = [];
  await part("log", () => demand(issued[1] && issued[2], "closed without the last roots of both signers"));
  for (const role of [1, 2]) {
    const records = await list(campaign, "issuance", issued[role]);
    if (!records) return { said: "code_gone" };
    const own = records.find((record) => equal(record.subarray(0, 32), key));
    if (own) await part("list", () => demand(verifyIssuance(camp, parseIssuanceRecord(own)), "a record that the code did not sign"));
    if (own) used.push(role);
  }
  if (!used.length && there === null) return { said: "code_gone" };
  return { said: { "1,2": "code_used", 1: "code_half", 2: "code_entry", "": "code_unused" }[String(used)] };
}

const ASKED = { receipt: ofReceipt, check: ofCheck, code: ofCode };

/**
 * Return {said, …}: the name of what is true of one receipt, check code or code. `read(path)` gives public files
 * (Malformed where there is none), `expect` is the fingerprint or "". Throws Stopped, and Malformed for what is mistyped.
 */
export async function ask(read, { kind, written }, expect, tick = () => {}) {
  const campaign = await openManifest(read, expect);
  const log = await part("log", () => Log.open(campaign));
  return { ...(await ASKED[kind](campaign, log, written, tick)), fingerprint: fingerprint(campaign.camp) };
}

/** Return which of the three somebody typed, as {kind, written}; Malformed when it is none or mistyped. */
export function recognise(typed) {
  const narrow = typed.normalize("NFKC").replace(/[\s\u2010-\u2015\u2212\u30fc]/g, (one) => (/\s/.test(one) ? "" : "-"));
  if (/^pyr1\./i.test(narrow)) {
    parseReceipt(narrow);
    return { kind: "receipt", written: narrow };
  }
  const letters = narrow.replace(/^.*#/, "").replace(/\..*$/, "").replace(/-/g, "");
  if (letters.length > 40) {
    parseCheckCode(letters);
    return { kind: "check", written: letters };
  }
  return { kind: "code", written: parseCode(letters) && letters };
}
