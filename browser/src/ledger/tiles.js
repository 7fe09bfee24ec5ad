// Static tiles (C2SP tlog-tiles): their paths, and proofs put together from them.

import { demand } from "../primitives/errors.js";
import { nodeHash, rootOf, split } from "./trees.js";

const WIDTH = 256;
const HASH = 32;

function numbered(index) {
  const digits = String(index);
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, "0").match(/.../g);
  return groups.map((group, i) => (i < groups.length - 1 ? `x${group}` : group)).join("/");
}

const partial = (width) => (width === WIDTH || width === 0 ? "" : `.p/${width}`);

/** Return the path of a tile; `width` is the number of its hashes (0 or 256: full). */
export const tilePath = (level, index, width = 0) => `tile/${level}/${numbered(index)}${partial(width)}`;

/** Return the path of the bundle that holds the entry at `seq` in a log of `size` entries. */
export function entriesPath(seq, size) {
  const bundle = Math.floor(seq / WIDTH);
  return `tile/entries/${numbered(bundle)}${partial(Math.min(WIDTH, size - bundle * WIDTH))}`;
}

/** Return the entries of a bundle. */
export function parseBundle(bytes) {
  const entries = [];
  for (let place = 0; place < bytes.length; ) {
    const end = place + 2 + ((bytes[place] << 8) | bytes[place + 1]);
    demand(end <= bytes.length, "entry bundle: too short");
    entries.push(bytes.slice(place + 2, end));
    place = end;
  }
  return entries;
}

/** Reads nodes of the tree of `size` leaves; `fetchBytes(path)` gives a tile. Nothing here is trusted: prove it. */
export class TileReader {
  constructor(size, fetchBytes) {
    this.size = size;
    this.fetchBytes = fetchBytes;
    this.tiles = new Map();
  }

  async tile(level, index) {
    const there = Math.floor(this.size / WIDTH ** level);
    const width = Math.min(WIDTH, there - index * WIDTH);
    const path = tilePath(level, index, width);
    if (!this.tiles.has(path)) this.tiles.set(path, this.fetchBytes(path));
    const bytes = await this.tiles.get(path);
    demand(bytes.length === width * HASH, "tile: size");
    return bytes;
  }

  /** Return the hash over the leaves from `start`, `count` of them, where that is one complete subtree. */
  async complete(start, count) {
    const height = Math.log2(count);
    const level = Math.floor(height / 8);
    const nodes = 2 ** (height % 8);
    const first = start / WIDTH ** level;
    const tile = await this.tile(level, Math.floor(first / WIDTH));
    const place = (first % WIDTH) * HASH;
    const hashes = Array.from({ length: nodes }, (_, i) => tile.slice(place + i * HASH, place + (i + 1) * HASH));
    return rootOf(hashes);
  }

  /** Return the hash over `count` leaves from `start`. */
  async over(start, count) {
    if (Number.isInteger(Math.log2(count))) return this.complete(start, count);
    const k = split(count);
    return nodeHash(await this.complete(start, k), await this.over(start + k, count - k));
  }

  /** Return the audit path of the leaf at `index`, leaf side first. */
  async inclusionProof(index, start = 0, count = this.size) {
    if (count === 1) return [];
    const k = split(count);
    return index < start + k
      ? [...(await this.inclusionProof(index, start, k)), await this.over(start + k, count - k)]
      : [...(await this.inclusionProof(index, start + k, count - k)), await this.over(start, k)];
  }
}
