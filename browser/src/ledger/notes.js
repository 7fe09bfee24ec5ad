// Signed notes (C2SP): keys, checkpoints, the log's signature and the witnesses' cosignatures. Lenient as a live
// reader is: lines of unknown keys are passed over.

import { demand } from "../primitives/errors.js";
import { concat, equal, hex, Reader, text, unbase64, utf8 } from "../primitives/bytes.js";
import { checkKey, verify } from "../primitives/ed25519.js";
import { sha256 } from "../primitives/hashing.js";

export const LOG = 1;
export const WITNESS = 4;
const LONGEST = 1000000; // bytes of a note
const MOST_LINES = 100;
const LATEST = BigInt("9223372036854775807"); // second of which a cosignature may be
// What a name may not hold: control characters, what Unicode calls white space, the plus.
const NAME = "[^\\u0000-\\u0020+\\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+";
const VKEY = new RegExp(`^(${NAME})\\+([0-9a-f]{8})\\+([A-Za-z0-9+/=]+)$`);
const LINE = new RegExp(`^— (${NAME}) ([A-Za-z0-9+/=]+)$`);

/** Return the key id of a name, type and key: 4 bytes. */
export const keyId = (name, type, key) => sha256(concat(utf8(`${name}\n`), Uint8Array.of(type), key)).slice(0, 4);

/** Return {name, id, type, key} of a vkey; Malformed when its id is not its own. */
export function parseVkey(written) {
  const found = VKEY.exec(written);
  demand(found, "vkey: form");
  const reader = new Reader(unbase64(found[3]), "vkey");
  const [type, key] = [reader.u8(), reader.take(32)];
  reader.end();
  checkKey(key);
  const id = keyId(found[1], type, key);
  demand(hex(id) === found[2], "vkey: key id");
  return { name: found[1], id, type, key };
}

function signatureLine(line) {
  const found = LINE.exec(line);
  demand(found, "note: signature line");
  const bytes = unbase64(found[2]);
  demand(bytes.length >= 5, "note: signature line");
  return { name: found[1], id: bytes.slice(0, 4), signature: bytes.slice(4) };
}

/** Return {body, lines} of a note: what is signed, and its signature lines. */
export function parseNote(bytes) {
  demand(bytes.length <= LONGEST, "note: too long");
  const written = text(bytes);
  demand(!/[\x00-\x09\x0b-\x1f]/.test(written), "note: control character");
  const end = written.lastIndexOf("\n\n");
  demand(end >= 0 && written.endsWith("\n") && end + 2 < written.length, "note: form");
  const lines = written.slice(end + 2, -1).split("\n");
  demand(lines.length <= MOST_LINES, "note: too many signatures");
  return { body: written.slice(0, end + 1), lines: lines.map(signatureLine) };
}

/** Say whether a parsed vkey made this signature of a note's body. */
export function isSigned(body, { type, key }, signature) {
  if (type === LOG) return verify(key, utf8(body), signature);
  if (type !== WITNESS || signature.length !== 72) return false;
  const time = BigInt(`0x${hex(signature.slice(0, 8))}`);
  return time <= LATEST && verify(key, utf8(`cosignature/v1\ntime ${time}\n${body}`), signature.slice(8));
}

/** Say whether a signature line names this key; nothing is verified. */
export const isBy = (line, key) => line.name === key.name && equal(line.id, key.id);

/** Return those of `keys` (parsed vkeys) that signed the note; Malformed when a line of a known key is bad. */
export function signers({ body, lines }, keys) {
  return keys.filter((key) => {
    const own = lines.filter((line) => isBy(line, key));
    demand(own.every((line) => isSigned(body, key, line.signature)), "note: bad signature");
    return own.length > 0;
  });
}

/** Return {origin, size, root} of the body of a checkpoint. */
export function parseCheckpoint(body) {
  const lines = body.split("\n");
  demand(lines.length >= 4 && lines.pop() === "" && lines.every(Boolean), "checkpoint: form");
  const [origin, size, root] = lines;
  demand(/^(?:0|[1-9][0-9]{0,15})$/.test(size) && Number.isSafeInteger(Number(size)), "checkpoint: size");
  const bytes = unbase64(root);
  demand(bytes.length === 32, "checkpoint: root");
  return { origin, size: Number(size), root: bytes };
}
