// The unfinished ballot on this phone: encrypted under a key that only the code of the letter gives.

import { base64url, concat, hex, text, unbase64url, utf8 } from "../primitives/bytes.js";
import { hkdf } from "../primitives/hashing.js";

const PREFIX = "pingyi/v1/pending/";
const NONE = new Uint8Array(0);

const place = (seed) => PREFIX + hex(hkdf(seed, NONE, "pingyi/v1/pending-place", 16));

function key(seed, use) {
  const secret = hkdf(seed, NONE, "pingyi/v1/pending", 32);
  return crypto.subtle.importKey("raw", secret, "AES-GCM", false, [use]);
}

function packed(state) {
  const plain = {};
  for (const [name, value] of Object.entries(state)) plain[name] = value instanceof Uint8Array ? { b: base64url(value) } : value;
  return utf8(JSON.stringify(plain));
}

function unpacked(bytes) {
  const state = JSON.parse(text(bytes));
  for (const [name, value] of Object.entries(state)) if (value && value.b !== undefined) state[name] = unbase64url(value.b);
  return state;
}

/** Keep a state; say whether the browser let us. */
export async function keep(seed, state) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const plain = packed(state);
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await key(seed, "encrypt"), plain);
  plain.fill(0);
  try {
    localStorage.setItem(place(seed), base64url(concat(iv, new Uint8Array(sealed))));
    return true;
  } catch (error) {
    return false;
  }
}

/** Return the state kept for this code, or null. */
export async function kept(seed) {
  try {
    const bytes = unbase64url(localStorage.getItem(place(seed)) || "");
    const iv = bytes.slice(0, 12);
    const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv }, await key(seed, "decrypt"), bytes.slice(12));
    return unpacked(new Uint8Array(plain));
  } catch (error) {
    return null;
  }
}

/** Forget the state of this code. */
export function forget(seed) {
  try {
    localStorage.removeItem(place(seed));
  } catch (error) {
    // A browser that stores nothing has nothing to forget.
  }
}

/** Say whether any unfinished ballot waits on this phone. */
export function anyKept() {
  try {
    return Object.keys(localStorage).some((name) => name.startsWith(PREFIX));
  } catch (error) {
    return false;
  }
}
