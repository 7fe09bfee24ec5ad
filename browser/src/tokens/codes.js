// The code of the letter: twenty characters and a check character; the link around it; the key that comes from it.

import { checkCharacter, ALPHABET } from "../primitives/base32.js";
import { utf8 } from "../primitives/bytes.js";
import { demand } from "../primitives/errors.js";
import { hkdf } from "../primitives/hashing.js";

const LENGTH = 20;
const FINGERPRINT = 26;

/** Return the `length` characters that a typed text means: I and L are 1, O is 0; case, hyphens, blanks do not matter. */
export function characters(written, length) {
  demand(/^[\x00-\x7f]*$/.test(written), "typed text: wrong character");
  const read = written.toUpperCase().replace(/[- ]/g, "").replace(/[IL]/g, "1").replace(/O/g, "0");
  demand(read.length === length, "typed text: wrong length");
  demand(Array.from(read).every((one) => ALPHABET.includes(one)), "typed text: wrong character");
  return read;
}

/** Return the `length` characters before the check character; Malformed when that one does not fit. */
export function checked(written, length) {
  const read = characters(written, length + 1);
  demand(read[length] === checkCharacter(read.slice(0, length)), "typed text: check character");
  return read.slice(0, length);
}

/** Return the twenty characters of a typed code. */
export const parse = (written) => checked(written, LENGTH);

/** Return the 32-byte private key of a code in a campaign. */
export const seed = (code, campaignId) => hkdf(utf8(code), utf8(campaignId), "pingyi/v1/invite", 32);

/** Return {code, cell, fingerprint} of the part of the link behind #. */
export function parseFragment(fragment) {
  const parts = fragment.split(".");
  demand(parts.length === 3 && /^(?:0|[1-9][0-9]{0,9})$/.test(parts[1]), "link: not CODE.CELL.FINGERPRINT");
  const cell = Number(parts[1]);
  demand(cell < 2 ** 32, "link: cell");
  return { code: parse(parts[0]), cell, fingerprint: characters(parts[2], FINGERPRINT) };
}
