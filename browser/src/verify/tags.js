// The check `tags`: what was counted, announced before it is published.

import { hex } from "../primitives/bytes.js";
import { demand } from "../primitives/errors.js";
import { cellOf } from "../protocol/lists.js";
import { holds, NOT_YET, WITHDRAWN } from "./report.js";

/** Return the tags of a list by cell, a Set of hex for each. */
function byCell(records, cells, cast) {
  const found = cells.map(() => new Set());
  const seen = new Set();
  for (const record of records) {
    const [cell, tag] = [cellOf(record), hex(record.subarray(4))];
    demand(cell < cells.length && cast[cell] >= cells[cell].k, `tags: in cell ${cell}, which is not opened`);
    demand(!seen.has(tag), "tags: a tag stands twice");
    seen.add(tag);
    found[cell].add(tag);
  }
  return found;
}

/** Return the check, and leave both lists by cell in `facts.tags`; null for one that was withdrawn. */
export async function checkTags(facts) {
  const { cells, cast, log, list } = facts;
  facts.tags = [];
  for (const entry of log.tags) {
    const records = await list("tags", entry.root);
    demand(!records || records.length === entry.count, "tags: not as many as logged");
    facts.tags.push(records && byCell(records, cells, cast));
  }
  const [first, final] = facts.tags;
  if (first && final) {
    const isKept = first.every((tags, i) => Array.from(tags).every((tag) => final[i].has(tag)));
    demand(isKept, "tags: the final list leaves out a tag of the first");
  }
  const detail = facts.tags.includes(null) ? WITHDRAWN : facts.tags.length < 2 ? NOT_YET : "";
  const figures = {};
  log.tags.forEach(({ seq, count }) => (figures[["first", "final"][seq]] = count));
  return holds("tags", detail, figures);
}
