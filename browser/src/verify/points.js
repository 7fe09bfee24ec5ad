// Are these keys points of prime order? Many at once: of keys with a part of small order, each random sum shows one
// with a chance of at least a half, so that of SUMS sums none does only once in 2^64. A wrong one is then looked for.

import { decoded, isTorsionFree, sum } from "../primitives/ed25519.js";

const SUMS = 64;
const GROUP = 6; // keys of which all sums are made beforehand

function subsets(points) {
  const sums = [null];
  for (const point of points) sums.push(...sums.map((one) => (one ? sum(one, point) : point)));
  return sums;
}

function sums(points) {
  const found = new Array(SUMS).fill(null);
  for (let i = 0; i < points.length; i += GROUP) {
    const all = subsets(points.slice(i, i + GROUP));
    const drawn = crypto.getRandomValues(new Uint8Array(SUMS));
    drawn.forEach((one, n) => {
      const point = all[one % all.length];
      if (point) found[n] = found[n] ? sum(found[n], point) : point;
    });
  }
  return found.filter(Boolean);
}

/** Return the points of these keys; Malformed when one is no good key. */
export function goodPoints(keys) {
  const points = keys.map(decoded);
  if (points.every(Boolean) && sums(points).every(isTorsionFree)) return points;
  return points.map((point) => (point && isTorsionFree(point) ? point : null));
}
