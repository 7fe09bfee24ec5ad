// The resident's steps (protocol 3.4), each from the state before it to the next; states are plain objects of bytes.
// A state is kept before each request: a signer signs one blinded message for a code, and only that one again.

import { concat, equal } from "../primitives/bytes.js";
import { demand } from "../primitives/errors.js";
import { sha256 } from "../primitives/hashing.js";
import { commitment, encodePlaintext, entryNonce } from "../tokens/ballot.js";
import { blind, finalize } from "../tokens/blinding.js";
import { envelope } from "../tokens/envelope.js";
import { ballotEntryHash, castRequest, issueRequest, parseCastReply, verifyReceipt } from "../tokens/requests.js";
import { BALLOT, challengeDigest, ENTRY, tokenInput } from "../tokens/token.js";

const random = (size) => crypto.getRandomValues(new Uint8Array(size));

function input({ manifest, camp, cell }, role, nonce) {
  const signer = manifest.parties[role === BALLOT ? "S" : "R"].name;
  const modulus = role === BALLOT ? cell.ballot_key : cell.entry_key;
  const challenge = challengeDigest(signer, manifest.parties.B.name, camp, role, cell.index);
  return { modulus, message: tokenInput(nonce, challenge, modulus) };
}

async function token(campaign, role, nonce, inverse, reply) {
  const { modulus, message } = input(campaign, role, nonce);
  return concat(message, await finalize(modulus, message, inverse, reply));
}

/** Begin: from the answers to the state that waits for the ballot signer. */
export async function begin(campaign, answers, comment) {
  const salt = random(32);
  const nonce = commitment(campaign.camp, campaign.cell.index, salt, answers);
  const { modulus, message } = input(campaign, BALLOT, nonce);
  return { stage: "ballot", salt, answers, comment, nonce, ...(await blind(modulus, message)) };
}

/** Return the request of a state that waits for a signer. */
export function issueBytes(campaign, state, seed) {
  return issueRequest(campaign.camp, state.stage === "ballot" ? BALLOT : ENTRY, campaign.cell.index, seed, state.blinded);
}

/** The ballot signer answered: seal, and forget salt, answers and blinding. */
export async function seal(campaign, state, reply) {
  const { camp, cell, manifest } = campaign;
  const ballot = await token(campaign, BALLOT, state.nonce, state.inverse, reply);
  const plaintext = encodePlaintext({ token: ballot, salt: state.salt, answers: state.answers, comment: state.comment });
  const sealed = await envelope(manifest, camp, cell.index, plaintext);
  for (const secret of [plaintext, ballot]) secret.fill(0);
  const { modulus, message } = input(campaign, ENTRY, entryNonce(camp, cell.index, sha256(sealed)));
  return { stage: "entry", nonce: state.nonce.slice(), envelope: sealed, ...(await blind(modulus, message)) };
}

/** The entry signer answered: the envelope has its token. */
export async function admit(campaign, state, reply) {
  const { camp, cell } = campaign;
  const nonce = entryNonce(camp, cell.index, sha256(state.envelope));
  const entry = await token(campaign, ENTRY, nonce, state.inverse, reply);
  return { stage: "cast", nonce: state.nonce.slice(), envelope: state.envelope.slice(), token: entry, failed: 0 };
}

/** Return the request to the box. */
export const castBytes = ({ camp, cell }, state) => castRequest(camp, cell.index, state.token, state.envelope);

/** The box answered: return the receipt, checked against what was cast. */
export function receive({ manifest, camp, cell }, state, bytes) {
  const reply = parseCastReply(bytes);
  demand(equal(reply.entryHash, ballotEntryHash(cell.index, state.token, state.envelope)), "receipt: another ballot");
  demand(verifyReceipt(manifest.parties.B.key, camp, reply), "receipt: not the box's signature");
  return reply;
}

/** Overwrite every byte that a state holds. */
export function wipe(state) {
  for (const value of Object.values(state || {})) if (value instanceof Uint8Array) value.fill(0);
}
