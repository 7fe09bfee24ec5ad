// Ed25519 by one rule, the same bytes accepted as in Python (protocol 11.2). The library's own `verify` is laxer
// (cofactor, torsion), so only its points are used: a key is canonical, on the curve, not the identity and of prime
// order; S < L; R is not the identity and is byte for byte [S]B - [k]A.

import * as ed25519 from "@noble/ed25519";
import { sha512 } from "@noble/hashes/sha2.js";
import { concat, equal } from "./bytes.js";
import { demand } from "./errors.js";

ed25519.hashes.sha512 = sha512;

const { Point } = ed25519;
const ORDER = Point.CURVE().n;
const IDENTITY = Point.ZERO.toBytes();

function number(bytes) {
  let value = BigInt(0);
  for (let i = bytes.length - 1; i >= 0; i--) value = (value << BigInt(8)) | BigInt(bytes[i]);
  return value;
}

function loaded(key) {
  if (key.length !== 32) return null;
  try {
    const point = Point.fromBytes(key, false);
    return !point.is0() && point.isTorsionFree() ? point : null;
  } catch (error) {
    return null;
  }
}

/** Return the public key of a 32-byte seed. */
export const publicKey = (seed) => ed25519.getPublicKey(seed);

/** Return the 64-byte signature; the same each time. */
export const sign = (seed, message) => ed25519.sign(message, seed);

/** Malformed unless `key` is canonical, on the curve, not the identity and of prime order. */
export function checkKey(key) {
  demand(loaded(key), "Ed25519 key: not a point of prime order in its one encoding");
}

/** Say whether `signature` is good; a bad key makes every signature bad. */
export function verify(key, message, signature) {
  if (signature.length !== 64) return false;
  const R = signature.subarray(0, 32);
  const S = number(signature.subarray(32));
  const A = S < ORDER && !equal(R, IDENTITY) && loaded(key);
  if (!A) return false;
  const k = number(sha512(concat(R, key, message))) % ORDER;
  return equal(Point.BASE.multiplyUnsafe(S).subtract(A.multiplyUnsafe(k)).toBytes(), R);
}
