// Bytes: joined, compared, as text, as numbers. Big-endian throughout.

import { Malformed, demand } from "./errors.js";

const strict = () => new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Return the UTF-8 bytes of `text`. */
export const utf8 = (text) => new TextEncoder().encode(text);

/** Return the text of UTF-8 bytes; Malformed for anything that is not. */
export function text(bytes) {
  try {
    return strict().decode(bytes);
  } catch (error) {
    throw new Malformed("text: not UTF-8");
  }
}

/** Return all parts in one Uint8Array. */
export function concat(...parts) {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let place = 0;
  for (const part of parts) {
    whole.set(part, place);
    place += part.length;
  }
  return whole;
}

/** Say whether `a` and `b` are the same bytes. */
export const equal = (a, b) => a.length === b.length && a.every((byte, i) => byte === b[i]);

/** Order as bytes: below zero, zero, above zero. */
export function compare(a, b) {
  for (let i = 0; i < a.length && i < b.length; i++) if (a[i] !== b[i]) return a[i] - b[i];
  return a.length - b.length;
}

/** Return lower-case hex. */
export const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

/** Return the `size` bytes of lower-case hex; Malformed for everything else. */
export function unhex(written, size) {
  demand(typeof written === "string" && /^(?:[0-9a-f]{2})*$/.test(written), "hex: wrong character");
  demand(size === undefined || written.length === 2 * size, "hex: wrong length");
  return Uint8Array.from(written.match(/../g) || [], (pair) => parseInt(pair, 16));
}

/** Return padded base64. */
export const base64 = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));

/** Return the bytes of padded base64 in its one form. */
export function unbase64(written) {
  let bytes;
  try {
    bytes = Uint8Array.from(atob(written), (character) => character.charCodeAt(0));
  } catch (error) {
    throw new Malformed("base64: not readable");
  }
  demand(base64(bytes) === written, "base64: not its one form");
  return bytes;
}

/** Return base64url without padding. */
export const base64url = (bytes) => base64(bytes).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

/** Return the bytes of unpadded base64url in its one form. */
export function unbase64url(written) {
  demand(/^[A-Za-z0-9_-]*$/.test(written), "base64url: wrong character");
  const padded = written.replace(/-/g, "+").replace(/_/g, "/") + "===".slice((written.length + 3) % 4);
  return unbase64(padded);
}

function fixed(value, size) {
  demand(Number.isSafeInteger(value) && value >= 0 && value < 256 ** size, `number does not fit into ${size} bytes`);
  const bytes = new Uint8Array(size);
  for (let i = size - 1, rest = value; i >= 0; i--, rest = Math.floor(rest / 256)) bytes[i] = rest % 256;
  return bytes;
}

export const u8 = (value) => fixed(value, 1);
export const u16 = (value) => fixed(value, 2);
export const u32 = (value) => fixed(value, 4);
export const u64 = (value) => fixed(value, 8);

/** Takes fields from the front of `bytes`; every shortage and every rest is Malformed, named by `what`. */
export class Reader {
  constructor(bytes, what = "bytes") {
    this.bytes = bytes;
    this.place = 0;
    this.what = what;
  }

  take(size) {
    demand(this.place + size <= this.bytes.length, `${this.what}: too short`);
    this.place += size;
    return this.bytes.slice(this.place - size, this.place);
  }

  number(size) {
    const value = this.take(size).reduce((sum, byte) => sum * 256 + byte, 0);
    demand(Number.isSafeInteger(value), `${this.what}: number out of range`);
    return value;
  }

  u8() { return this.number(1); }
  u16() { return this.number(2); }
  u32() { return this.number(4); }
  u64() { return this.number(8); }

  end() {
    demand(this.place === this.bytes.length, `${this.what}: too long`);
  }
}
