// Merkle trees of RFC 6962 with SHA-256, and their proofs.

import { concat, equal } from "../primitives/bytes.js";
import { sha256 } from "../primitives/hashing.js";

/** Return the hash of a leaf's content. */
export const leafHash = (content) => sha256(concat(Uint8Array.of(0), content));
/** Return the hash of two nodes. */
export const nodeHash = (left, right) => sha256(concat(Uint8Array.of(1), left, right));

/** Return the largest power of two below `size` (size > 1). */
export function split(size) {
  let k = 1;
  while (k * 2 < size) k *= 2;
  return k;
}

/** Return the root over leaf hashes. */
export function rootOf(hashes) {
  if (!hashes.length) return sha256(new Uint8Array(0));
  if (hashes.length === 1) return hashes[0];
  const k = split(hashes.length);
  return nodeHash(rootOf(hashes.slice(0, k)), rootOf(hashes.slice(k)));
}

const half = (number) => Math.floor(number / 2);
const odd = (number) => number % 2 === 1;
const whole = (...numbers) => numbers.every((number) => Number.isSafeInteger(number) && number >= 0);

/** Say whether `proof` leads from the leaf hash at `index` to `root` in a tree of `size` leaves (RFC 9162 2.1.3.2). */
export function verifyInclusion(leaf, index, size, proof, root) {
  if (!whole(index, size) || index >= size || leaf.length !== 32) return false;
  let [place, last, hash] = [index, size - 1, leaf];
  for (const node of proof) {
    if (last === 0 || node.length !== 32) return false;
    if (odd(place) || place === last) {
      hash = nodeHash(node, hash);
      while (!odd(place) && place !== 0) [place, last] = [half(place), half(last)];
    } else {
      hash = nodeHash(hash, node);
    }
    [place, last] = [half(place), half(last)];
  }
  return last === 0 && equal(hash, root);
}

/** Say whether the tree of `size1` leaves is the beginning of the tree of `size2` (RFC 9162 2.1.4.2). */
export function verifyConsistency(size1, size2, proof, root1, root2) {
  if (!whole(size1, size2) || size1 === 0 || size1 > size2) return false;
  if (size1 === size2) return proof.length === 0 && equal(root1, root2);
  if (!proof.length || proof.some((node) => node.length !== 32)) return false;
  const path = Number.isInteger(Math.log2(size1)) ? [root1, ...proof] : proof;
  let [place, last] = [size1 - 1, size2 - 1];
  while (odd(place)) [place, last] = [half(place), half(last)];
  let [first, second] = [path[0], path[0]];
  for (const node of path.slice(1)) {
    if (last === 0) return false;
    if (odd(place) || place === last) {
      [first, second] = [nodeHash(node, first), nodeHash(node, second)];
      while (!odd(place) && place !== 0) [place, last] = [half(place), half(last)];
    } else {
      second = nodeHash(second, node);
    }
    [place, last] = [half(place), half(last)];
  }
  return last === 0 && equal(first, root1) && equal(second, root2);
}
