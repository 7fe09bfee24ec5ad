// A growing tree of RFC 6962 of which only the right edge is held.

import { leafHash, nodeHash, rootOf } from "./trees.js";

export class Frontier {
  constructor() {
    this.size = 0;
    this.edge = []; // hashes of complete subtrees, the largest first
  }

  /** Append a leaf by its content. */
  push(content) {
    this.pushHash(leafHash(content));
  }

  /** Append a leaf by its hash. */
  pushHash(leaf) {
    let hash = leaf;
    this.size++;
    for (let size = this.size; size % 2 === 0; size /= 2) hash = nodeHash(this.edge.pop(), hash);
    this.edge.push(hash);
  }

  /** Return the root over all leaves so far. */
  root() {
    if (!this.size) return rootOf([]);
    return this.edge.reduceRight((right, left) => nodeHash(left, right));
  }
}
