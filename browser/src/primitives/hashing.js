// SHA-256, HKDF, and the tags that keep one use of a hash or a signature apart from every other.

import { hkdf as derive } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { concat, utf8 } from "./bytes.js";

export { sha256 };

/** Return what is hashed or signed for `tag`: pingyi/v1/TAG, a zero byte, the parts. */
export const message = (tag, ...parts) => concat(utf8(`pingyi/v1/${tag}`), Uint8Array.of(0), ...parts);

/** Return the SHA-256 of `message(tag, ...parts)`. */
export const digest = (tag, ...parts) => sha256(message(tag, ...parts));

/** Return `size` bytes of HKDF-SHA256. */
export const hkdf = (secret, salt, info, size) => derive(sha256, secret, salt, utf8(info), size);
