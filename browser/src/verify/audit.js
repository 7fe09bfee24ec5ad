// The call-back audit (bytes.md 4): which positions of the roll a public value draws.

import { hex, u32, utf8 } from "../primitives/bytes.js";
import { digest } from "../primitives/hashing.js";

/** Return the first `most` positions drawn from a roll of `count` keys, each once. */
export function drawn(camp, value, count, most = count) {
  const seen = new Set();
  for (let i = 0; seen.size < Math.min(most, count); i++) {
    const hash = digest("audit", camp, utf8(value), u32(i));
    seen.add(Number(BigInt(`0x${hex(hash)}`) % BigInt(count)));
  }
  return Array.from(seen);
}

/** Return the leaf of `map_root` for the key of a person. */
export const personHash = (key, salt, record) => digest("person", key, salt, utf8(record));
