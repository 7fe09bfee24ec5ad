// Many Ed25519 signatures under good keys. The browser's own curve is much faster than ours; what it takes is taken if
// it is known to judge without the cofactor, and if R is written as our rule wants it. All else is judged by the rule.

import { compare, unhex } from "../primitives/bytes.js";
import { isFormed, verifyByPoint } from "../primitives/ed25519.js";
import { inPieces } from "./pieces.js";

const ALGORITHM = { name: "Ed25519" };
// The case `R has torsion` of the protocol's known answers: only an equation with the cofactor takes it.
const DOUBTFUL = [
  "56609e7201d612c7c21d016f290cfc353cde9e612ee73467d4fb0519957f5b6b",
  "70696e6779692f76312f7465737400",
  "b022735ccd94748020d38a09ee48110cc9ca7c87f895d0d7812b81ec6c479720a90781c979a7b1bd28e7dae172360afdc6b44a2502b21667dff1d50fe19cd007",
].map((written) => unhex(written));
const FIELD = unhex("7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffed");
const NONE = new Uint8Array(32);

async function takes(key, message, signature) {
  const loaded = await crypto.subtle.importKey("raw", key, ALGORITHM, false, ["verify"]);
  return crypto.subtle.verify(ALGORITHM, loaded, signature, message);
}

let isUsable;

/** Say whether this browser has the curve and refuses what only an equation with the cofactor takes. */
async function isStrict() {
  try {
    return !(await takes(...DOUBTFUL));
  } catch (error) {
    return false; // it does not have the curve
  }
}

/** Say whether R is written canonically: y below the field's prime and neither 1 nor -1, where x is 0. */
function isPlain(signature) {
  const y = signature.slice(0, 32).reverse();
  y[0] &= 127;
  const next = y.slice();
  next[31] += 1;
  const isLow = compare(y.subarray(0, 31), NONE.subarray(0, 31)) === 0 && y[31] < 2;
  return compare(y, FIELD) < 0 && compare(next, FIELD) < 0 && !isLow;
}

/** Say whether `signature` is good; `point` is the key's, known to be good. */
export async function verifyMany(items, tick) {
  if (isUsable === undefined) isUsable = isStrict();
  const fast = await isUsable;
  const judge = async ([point, key, message, signature]) => {
    if (fast && isFormed(signature) && isPlain(signature) && (await takes(key, message, signature))) return true;
    return verifyByPoint(point, key, message, signature);
  };
  return inPieces(items, judge, tick);
}
