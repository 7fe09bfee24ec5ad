// Tokens of type 2 (RFC 9578), bound to campaign, role and cell by their challenge.

import { concat, equal, Reader, u16, u32, u8, utf8 } from "../primitives/bytes.js";
import { demand } from "../primitives/errors.js";
import { digest, sha256 } from "../primitives/hashing.js";
import { keyId, verify } from "./keys.js";

export const BALLOT = 1;
export const ENTRY = 2;
export const SIZE = 354;
const TYPE = u16(2);

const sized = (name) => concat(u16(utf8(name).length), utf8(name));

/** Return the digest of the TokenChallenge for a role (1, 2) and cell. */
export function challengeDigest(issuerName, originInfo, camp, role, cell) {
  const context = digest("context", camp, u8(role), u32(cell));
  return sha256(concat(TYPE, sized(issuerName), u8(32), context, sized(originInfo)));
}

/** Return the 98 bytes that a signer signs blindly. */
export const tokenInput = (nonce, challenge, modulus) => concat(TYPE, nonce, challenge, keyId(modulus));

/** Return {nonce, challenge, keyId, signature, input} of 354 bytes. */
export function parse(bytes) {
  const reader = new Reader(bytes, "token");
  demand(reader.u16() === 2, "token: type");
  const fields = { nonce: reader.take(32), challenge: reader.take(32), keyId: reader.take(32), signature: reader.take(256) };
  reader.end();
  return { ...fields, input: bytes.slice(0, 98) };
}

/** Say whether a token is good under this key, for this nonce and challenge. */
export async function check(bytes, modulus, nonce, challenge) {
  const token = parse(bytes);
  const fits = equal(token.input, tokenInput(nonce, challenge, modulus));
  return fits && verify(modulus, token.input, token.signature);
}
