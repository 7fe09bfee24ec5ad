// The public RSA key of a cell as tokens name it, and the signatures of tokens under it.

import { base64url, concat, unhex } from "../primitives/bytes.js";
import { demand } from "../primitives/errors.js";
import { sha256 } from "../primitives/hashing.js";

const SALT = 48;
// DER around the modulus: SubjectPublicKeyInfo with id-RSASSA-PSS, SHA-384, MGF1-SHA-384, salt 48; exponent 65537.
const BEFORE = unhex(
  "30820152303d06092a864886f70d01010a3030a00d300b0609608648016503040202" +
    "a11a301806092a864886f70d010108300b0609608648016503040202a2030201300382010f003082010a0282010100",
);
const AFTER = unhex("0203010001");

/** Malformed unless the modulus has exactly 2048 bits and is odd. */
export function checkModulus(modulus) {
  demand(modulus.length === 256 && modulus[0] >= 128 && modulus[255] % 2 === 1, "RSA key: not 2048 bits and odd");
}

/** Return the 342 bytes of SubjectPublicKeyInfo. */
export const spki = (modulus) => concat(BEFORE, modulus, AFTER);

/** Return the token key id. */
export const keyId = (modulus) => sha256(spki(modulus));

/** Return the key for the browser's own RSA-PSS. */
export function loaded(modulus) {
  checkModulus(modulus);
  // As JWK, because browsers do not read id-RSASSA-PSS.
  const jwk = { kty: "RSA", n: base64url(modulus), e: "AQAB", alg: "PS384", ext: true };
  return crypto.subtle.importKey("jwk", jwk, { name: "RSA-PSS", hash: "SHA-384" }, true, ["verify"]);
}

const ready = new WeakMap(); // a modulus, as the object it is held in, and its key

/** Say whether `signature` is the key's signature of `message`. */
export async function verify(modulus, message, signature) {
  if (!ready.has(modulus)) ready.set(modulus, loaded(modulus));
  return crypto.subtle.verify({ name: "RSA-PSS", saltLength: SALT }, await ready.get(modulus), signature, message);
}
