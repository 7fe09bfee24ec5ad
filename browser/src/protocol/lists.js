// List files (bytes.md 9): records of one size, rising, each one leaf of the root that names the file.

import { compare, hex, Reader } from "../primitives/bytes.js";
import { demand } from "../primitives/errors.js";
import { Frontier } from "../ledger/frontier.js";

/** Bytes of a record of each kind, for q questions. */
export const SIZES = { roll: () => 36, issuance: () => 133, tags: () => 36, rows: (q) => 391 + q };

export const listPath = (kind, root) => `${kind}/${hex(root)}.bin`;

/** Return the records in the bytes of a list file; Malformed for anything that is no list with this root. */
export function parseList(bytes, size, root) {
  demand(bytes.length % size === 0, "list: a record is cut");
  const records = Array.from({ length: bytes.length / size }, (_, i) => bytes.subarray(i * size, (i + 1) * size));
  demand(records.every((one, i) => i === 0 || compare(records[i - 1], one) < 0), "list: records do not rise");
  const tree = new Frontier();
  for (const record of records) tree.push(record);
  demand(hex(tree.root()) === hex(root), "list: another root");
  return records;
}

/** Return the cell at the beginning of a record. */
export const cellOf = (record) => new Reader(record.subarray(0, 4), "record").u32();
