// Base32 in Crockford's upper-case alphabet: high bits first, zero bits at the end, no padding.

import { utf8 } from "./bytes.js";
import { demand } from "./errors.js";
import { digest } from "./hashing.js";

export const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** Return `bytes` as ceil(8 * size / 5) characters. */
export function encode(bytes) {
  let written = "";
  let bits = 0;
  let held = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    for (bits += 8; bits >= 5; held &= (1 << bits) - 1) {
      bits -= 5;
      written += ALPHABET[held >> bits];
    }
  }
  return bits ? written + ALPHABET[held << (5 - bits)] : written;
}

/** Return the `size` bytes that `encode` wrote as exactly this text. */
export function decode(written, size) {
  demand(written.length === Math.ceil((8 * size) / 5), "base32: wrong length");
  const bytes = new Uint8Array(size);
  let bits = 0;
  let held = 0;
  let place = 0;
  for (const character of written) {
    const value = ALPHABET.indexOf(character);
    demand(value >= 0, "base32: wrong character");
    held = (held << 5) | value;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes[place++] = held >> bits;
      held &= (1 << bits) - 1;
    }
  }
  demand(held === 0, "base32: bits after the end");
  return bytes;
}

/** Return the character that stands behind `characters` so that a mistyped one is seen. */
export const checkCharacter = (characters) => ALPHABET[digest("check", utf8(characters))[31] & 31];
