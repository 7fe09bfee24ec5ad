// What stays on this phone: the unfinished ballot, and for whoever asks for it the evidence of a finished one.
// Both are encrypted under keys that only the code of the letter gives.

import { base64url, concat, hex, text, unbase64url, utf8 } from "../primitives/bytes.js";
import { hkdf } from "../primitives/hashing.js";

export const PENDING = "pending";
export const EVIDENCE = "evidence";
const NONE = new Uint8Array(0);

const prefix = (kind) => `pingyi/v1/${kind}/`;
const place = (seed, kind) => prefix(kind) + hex(hkdf(seed, NONE, `pingyi/v1/${kind}-place`, 16));

function key(seed, kind, use) {
  const secret = hkdf(seed, NONE, `pingyi/v1/${kind}`, 32);
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

/** Seal a state; return the function that keeps it, which needs the code no more and says whether the browser let us. */
export async function keeper(seed, state, kind) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const plain = packed(state);
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await key(seed, kind, "encrypt"), plain);
  plain.fill(0);
  const [name, value] = [place(seed, kind), base64url(concat(iv, new Uint8Array(sealed)))];
  return () => {
    try {
      localStorage.setItem(name, value);
      return true;
    } catch (error) {
      return false;
    }
  };
}

/** Keep an unfinished ballot; say whether the browser let us. */
export async function keep(seed, state) {
  return (await keeper(seed, state, PENDING))();
}

/** Return the state kept for this code, or null. */
export async function kept(seed, kind = PENDING) {
  try {
    const bytes = unbase64url(localStorage.getItem(place(seed, kind)) || "");
    const iv = bytes.slice(0, 12);
    const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv }, await key(seed, kind, "decrypt"), bytes.slice(12));
    return unpacked(new Uint8Array(plain));
  } catch (error) {
    return null;
  }
}

/** Forget what was kept for this code. */
export function forget(seed, kind = PENDING) {
  try {
    localStorage.removeItem(place(seed, kind));
  } catch (error) {
    // A browser that stores nothing has nothing to forget.
  }
}

/** Say whether any unfinished ballot waits on this phone. */
export function anyKept() {
  try {
    return Object.keys(localStorage).some((name) => name.startsWith(prefix(PENDING)));
  } catch (error) {
    return false;
  }
}
