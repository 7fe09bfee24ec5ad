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

/** Return the point that these 32 bytes are the one encoding of; null for others and for the identity. */
export function decoded(key) {
  if (key.length !== 32) return null;
  try {
    const point = Point.fromBytes(key, false);
    return point.is0() ? null : point;
  } catch (error) {
    return null;
  }
}

export const isTorsionFree = (point) => point.isTorsionFree();
export const sum = (one, other) => one.add(other);

/** Return the point of a good key, null for any other. */
export function goodPoint(key) {
  const point = decoded(key);
  return point && isTorsionFree(point) ? point : null;
}

/** Return the public key of a 32-byte seed. */
export const publicKey = (seed) => ed25519.getPublicKey(seed);

/** Return the 64-byte signature; the same each time. */
export const sign = (seed, message) => ed25519.sign(message, seed);

/** Malformed unless `key` is canonical, on the curve, not the identity and of prime order. */
export function checkKey(key) {
  demand(goodPoint(key), "Ed25519 key: not a point of prime order in its one encoding");
}

/** Say whether a signature has its form: S below the order, R not the identity. */
export const isFormed = (signature) =>
  signature.length === 64 && number(signature.subarray(32)) < ORDER && !equal(signature.subarray(0, 32), IDENTITY);

/** Say whether `signature` is good under a key whose point is known to be good. */
export function verifyByPoint(point, key, message, signature) {
  if (!isFormed(signature)) return false;
  const R = signature.subarray(0, 32);
  const k = number(sha512(concat(R, key, message))) % ORDER;
  return equal(Point.BASE.multiplyUnsafe(number(signature.subarray(32))).subtract(point.multiplyUnsafe(k)).toBytes(), R);
}

/** Say whether `signature` is good; a bad key makes every signature bad. */
export function verify(key, message, signature) {
  const point = isFormed(signature) && goodPoint(key);
  return Boolean(point) && verifyByPoint(point, key, message, signature);
}
