// What goes to a signer and to the ballot box, and what comes back.

import { concat, Reader, u32, u64, u8 } from "../primitives/bytes.js";
import { demand } from "../primitives/errors.js";
import { publicKey, sign, verify } from "../primitives/ed25519.js";
import { message, sha256 } from "../primitives/hashing.js";
import { leafHash } from "../ledger/trees.js";

/** Return the bytes that a code's key signs when it asks for a blind signature. */
export const issueMessage = (camp, role, cell, blindedHash) => message("issue", camp, u8(role), u32(cell), blindedHash);

/** Return the 389 bytes for POST /v1/issue. */
export function issueRequest(camp, role, cell, seed, blinded) {
  const signature = sign(seed, issueMessage(camp, role, cell, sha256(blinded)));
  return concat(camp, u8(role), u32(cell), publicKey(seed), blinded, signature);
}

/** Return {key, role, cell, blindedHash, signature} of the 133 bytes of an issuance record. */
export function parseIssuanceRecord(bytes) {
  const reader = new Reader(bytes, "issuance record");
  const key = reader.take(32);
  const [role, cell] = [reader.u8(), reader.u32()];
  const [blindedHash, signature] = [reader.take(32), reader.take(64)];
  reader.end();
  demand(role === 1 || role === 2, "issuance record: role");
  return { key, role, cell, blindedHash, signature };
}

/** Say whether the holder of the key signed this record. */
export const verifyIssuance = (camp, { key, role, cell, blindedHash, signature }) =>
  verify(key, issueMessage(camp, role, cell, blindedHash), signature);

/** Return the 2,438 bytes for POST /v1/cast. */
export const castRequest = (camp, cell, token, envelope) => concat(camp, u32(cell), token, envelope);

/** Return the hash of the log entry that a cast makes: leaf hash of entry type 4. */
export const ballotEntryHash = (cell, token, envelope) =>
  leafHash(concat(u8(4), u32(cell), token, sha256(envelope)));

/** Return {index, entryHash, signature} of the 104 bytes of a reply to a cast. */
export function parseCastReply(bytes) {
  const reader = new Reader(bytes, "receipt");
  const reply = { index: reader.u64(), entryHash: reader.take(32), signature: reader.take(64) };
  reader.end();
  return reply;
}

/** Say whether the box signed this index and entry hash. */
export const verifyReceipt = (boxKey, camp, { index, entryHash, signature }) =>
  verify(boxKey, message("receipt", camp, u64(index), entryHash), signature);
