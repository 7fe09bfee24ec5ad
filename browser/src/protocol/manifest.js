// The manifest (protocol 11.3): the one file that fixes a campaign. Its bytes are the campaign.

import { LOG, parseVkey, WITNESS } from "../ledger/notes.js";
import { encode } from "../primitives/base32.js";
import { hex } from "../primitives/bytes.js";
import { decode } from "../primitives/canonical.js";
import { checkKey, verify } from "../primitives/ed25519.js";
import { demand } from "../primitives/errors.js";
import { digest, message } from "../primitives/hashing.js";
import { checkPublicKey } from "../tokens/hpke.js";
import { array, choice, flag, HOST, matching, moment, number, object, octets, string, U32 } from "./fields.js";

export const SIGNERS = ["M", "S", "R", "T1", "T2"];
const hash = octets(32);
const host = matching(HOST);

function key(value, what) {
  const bytes = hash(value, what);
  checkKey(bytes);
  return bytes;
}

function point(value, what) {
  const bytes = octets(65)(value, what);
  checkPublicKey(bytes);
  return bytes;
}

function vkey(type) {
  return (value, what) => {
    const read = parseVkey(string(value, what));
    demand(read.type === type, `${what}: type`);
    return read;
  };
}

function distinct(values, what) {
  demand(new Set(values).size === values.length, `${what}: not distinct`);
}

/** Reads the array of bodies; no key and no host stands in two of them. */
export function bodies(value, what) {
  const read = array(object({ name: string, controller: string, keys: array(hash), hosts: array(string) }))(value, what);
  distinct([].concat(...read.map((body) => Array.from(new Set(body.keys.map(hex))))), what);
  distinct([].concat(...read.map((body) => Array.from(new Set(body.hosts)))), what);
  return read;
}

const identity = object({ name: host, key });
const trustee = object({ name: host, key, hpke: point });

const shape = object({
  format: choice("pingyi/v1/manifest"),
  id: matching(/^[a-z0-9-]{1,64}$/),
  kind: choice("external", "internal"),
  demonstration: flag,
  rated: string,
  questionnaire: hash,
  options: array(number(1, 255)),
  cells: number(1, U32),
  cells_root: hash,
  roll: object({ count: number(0, U32), root: hash, map_root: hash }),
  log: vkey(LOG),
  witnesses: array(vkey(WITNESS)),
  quorum: number(0, U32),
  parties: object({ M: identity, S: identity, R: identity, T1: trustee, T2: trustee, B: identity }),
  page: object({ host, bundle: hash }),
  relays: array(host),
  scheme: hash,
  opens: moment,
  closes: moment,
  batch_max: number(0, U32),
  batch_source: string,
  beacon: string,
  bodies,
});

/** Return the manifest of its exact bytes: hashes and keys as bytes, moments as Date, vkeys parsed. */
export function parse(bytes) {
  const read = shape(decode(bytes), "manifest");
  demand(read.options.length >= 1 && read.options.length <= 96, "manifest options: number of questions");
  demand(read.opens < read.closes, "manifest closes: not after opens");
  demand(read.quorum <= read.witnesses.length, "manifest quorum: more than witnesses");
  const parties = Object.keys(read.parties).map((name) => read.parties[name].key);
  distinct([...parties, read.log.key, ...read.witnesses.map((one) => one.key)].map(hex), "manifest keys");
  return read;
}

/** Return camp, the hash that everything else is bound to. */
export const campOf = (bytes) => digest("manifest", bytes);

/** Return the 26 characters that letters print. */
export const fingerprint = (camp) => encode(camp).slice(0, 26);

/** Say whether manifest.sigs holds the five signatures of M, S, R, T1, T2. */
export function verifySignatures(manifest, camp, signatures) {
  const signed = message("manifest-signature", camp);
  const each = (name, i) => verify(manifest.parties[name].key, signed, signatures.subarray(64 * i, 64 * i + 64));
  return signatures.length === 64 * SIGNERS.length && SIGNERS.every(each);
}
