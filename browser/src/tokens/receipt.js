// Texts for people: the receipt, which may be shown, and the check code, which may not.

import { checkCharacter, decode, encode } from "../primitives/base32.js";
import { base64url, concat, Reader, u64, unbase64url } from "../primitives/bytes.js";
import { demand } from "../primitives/errors.js";
import { checked } from "./codes.js";

const START = "pyr1.";

/** Return the receipt as text. */
export const receiptText = (camp, { index, entryHash, signature }) =>
  START + base64url(concat(camp, u64(index), entryHash, signature));

/** Return what an objection shows (bytes.md): the place in the log and the sealed envelope, and nothing to open it. */
export const evidenceBytes = ({ index }, envelope) => concat(u64(index), envelope);

/** Return {camp, index, entryHash, signature} of a receipt. */
export function parseReceipt(written) {
  demand(written.startsWith(START), "receipt: beginning");
  const reader = new Reader(unbase64url(written.slice(START.length)), "receipt");
  const receipt = { camp: reader.take(32), index: reader.u64(), entryHash: reader.take(32), signature: reader.take(64) };
  reader.end();
  return receipt;
}

/** Return the check code of a ballot's commitment: 52 characters and a check character. */
export function checkCode(nonce) {
  const characters = encode(nonce);
  return characters + checkCharacter(characters);
}

/** Return the commitment of a check code as typed. */
export function parseCheckCode(written) {
  return decode(checked(written, 52), 32);
}

/** Return characters in groups of four, as they are printed. */
export const grouped = (characters) => characters.match(/.{1,4}/g).join("-");
