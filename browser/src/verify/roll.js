// The check `roll`: who could take part.

import { equal, hex } from "../primitives/bytes.js";
import { demand } from "../primitives/errors.js";
import { Frontier } from "../ledger/frontier.js";
import { cellOf } from "../protocol/lists.js";
import { goodPoints } from "./points.js";
import { holds, WITHDRAWN } from "./report.js";

const LEAST_BATCH = 50;
const AT_ONCE = 512;

/** Take the records into `keys` (key in hex -> {cell, point}); return how many each cell got. */
async function take(records, cells, keys, tick) {
  const counts = new Array(cells.length).fill(0);
  for (let i = 0; i < records.length; i += AT_ONCE) {
    const piece = records.slice(i, i + AT_ONCE);
    const points = goodPoints(piece.map((record) => record.subarray(4)));
    demand(points.every(Boolean), "roll: a key that is no good one");
    piece.forEach((record, n) => {
      const [cell, key] = [cellOf(record), hex(record.subarray(4))];
      demand(cell < cells.length, "roll: a key in a cell that there is not");
      demand(!keys.has(key), "roll: a key stands twice");
      keys.set(key, { cell, point: points[n] });
      counts[cell]++;
    });
    await tick("roll", i + piece.length, records.length);
  }
  return counts;
}

function checkCells(records, cells, counts) {
  let place = 0;
  cells.forEach((cell, index) => {
    const tree = new Frontier();
    for (const record of records.slice(place, place + counts[index])) tree.push(record);
    place += counts[index];
    demand(counts[index] === cell.roll_count && equal(tree.root(), cell.roll_root), `roll: not the keys of cell ${index}`);
  });
}

/** Return the check, and leave keys and their number by cell in `facts`. */
export async function checkRoll(facts) {
  const { manifest, cells, log, list, tick } = facts;
  const keys = new Map();
  let isWhole = true;
  const first = await list("roll", manifest.roll.root);
  let counts = cells.map((cell) => cell.roll_count);
  if (first) {
    counts = await take(first, cells, keys, tick);
    checkCells(first, cells, counts);
    demand(first.length === manifest.roll.count, "roll: not as many keys as the manifest says");
  } else isWhole = false;
  for (const batch of log.batches) {
    const records = await list("roll", batch.root);
    // Of a withdrawn batch nobody sees the cells any more: each may have got the most that it could.
    const most = Math.min(batch.count, manifest.batch_max);
    const added = records ? await take(records, cells, keys, tick) : cells.map(() => most);
    if (!records) isWhole = false;
    else checkBatch(batch, records, added, manifest.batch_max);
    counts = counts.map((count, i) => count + added[i]);
  }
  facts.roll = { keys, counts, isWhole };
  return holds("roll", isWhole ? "" : WITHDRAWN, { cells: cells.length, keys: keys.size, batches: log.batches.length });
}

function checkBatch(batch, records, added, most) {
  demand(records.length === batch.count, "roll: a batch of another size than logged");
  const isBatch = (count) => count === 0 || (count >= LEAST_BATCH && count <= most);
  demand(added.every(isBatch), "roll: a batch adds too few or too many keys to a cell");
}
