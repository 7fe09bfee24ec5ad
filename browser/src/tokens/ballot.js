// What a ballot is: the commitment to the answers, the sealed plaintext, the published row and its tag.

import { concat, Reader, text, u16, u32, u8, utf8 } from "../primitives/bytes.js";
import { demand } from "../primitives/errors.js";
import { digest } from "../primitives/hashing.js";
import { SIZE as TOKEN } from "./token.js";

export const PLAINTEXT = 1886;
export const PRIVATE = 1400;

/** Return nB: the commitment to `answers` (one byte a question: 0 none, 1..m option) with a 32-byte salt. */
export const commitment = (camp, cell, salt, answers) =>
  digest("ballot", camp, u32(cell), salt, u8(answers.length), answers);

/** Return nE: the nonce of the entry token for one envelope. */
export const entryNonce = (camp, cell, envelopeHash) => digest("entry", camp, u32(cell), envelopeHash);

/** Return the 1,886 bytes that are sealed. `comment` is text of at most 1,400 bytes. */
export function encodePlaintext({ token, salt, answers, comment }) {
  const written = utf8(comment);
  demand(written.length <= PRIVATE, "comment: too long");
  const parts = concat(u8(1), token, salt, u8(answers.length), answers, u16(written.length), written);
  const whole = new Uint8Array(PLAINTEXT);
  whole.set(parts);
  parts.fill(0);
  return whole;
}

/** Return {token, salt, answers, comment} of a plaintext with `q` questions. */
export function parsePlaintext(bytes, q) {
  demand(bytes.length === PLAINTEXT, "plaintext: size");
  const reader = new Reader(bytes, "plaintext");
  demand(reader.u8() === 1, "plaintext: version");
  const [token, salt] = [reader.take(TOKEN), reader.take(32)];
  demand(reader.u8() === q, "plaintext: number of answers");
  const answers = reader.take(q);
  const size = reader.u16();
  demand(size <= PRIVATE, "plaintext: comment too long");
  const comment = text(reader.take(size));
  demand(reader.take(PLAINTEXT - reader.place).every((byte) => byte === 0), "plaintext: padding");
  return { token, salt, answers, comment };
}

/** Return the bytes of a published row. */
export const row = (token, salt, answers) => concat(token, salt, u8(answers.length), answers);

/** Return {token, salt, answers} of a row with `q` questions. */
export function parseRow(bytes, q) {
  const reader = new Reader(bytes, "row");
  const [token, salt] = [reader.take(TOKEN), reader.take(32)];
  demand(reader.u8() === q, "row: number of answers");
  const answers = reader.take(q);
  reader.end();
  return { token, salt, answers };
}

/** Return the tag under which the counted ballot is listed. */
export const tag = (nonce) => digest("row", nonce);
