// The check `issuance`: no token without the holder of a code.

import { hex } from "../primitives/bytes.js";
import { demand } from "../primitives/errors.js";
import { issueMessage, parseIssuanceRecord } from "../tokens/requests.js";
import { goodPoints } from "./points.js";
import { holds, NOT_YET, WITHDRAWN } from "./report.js";
import { verifyMany } from "./signatures.js";

const NAMES = { 1: "S", 2: "R" };

/** Return the records of one role: key in hex -> record. */
async function readRole(facts, role, records) {
  const { camp, cells, log, roll, tick } = facts;
  const found = new Map();
  for (const bytes of records) {
    const record = parseIssuanceRecord(bytes);
    const key = hex(record.key);
    demand(record.role === role && record.cell < cells.length, "issuance: another role, or a cell that there is not");
    demand(!found.has(key), "issuance: a key has two records");
    const place = roll.keys.get(key);
    demand(!roll.isWhole || (place && place.cell === record.cell), "issuance: a key that is not on the roll of its cell");
    found.set(key, record);
  }
  demand(found.size === log.issued[role].size, "issuance: not as many records as logged");
  const all = Array.from(found.values());
  const points = roll.isWhole ? all.map(({ key }) => roll.keys.get(hex(key)).point) : goodPoints(all.map(({ key }) => key));
  demand(points.every(Boolean), "issuance: a key that is no good one");
  const items = all.map((one, i) => [points[i], one.key, issueMessage(camp, role, one.cell, one.blindedHash), one.signature]);
  const done = (count) => tick(`issuance ${NAMES[role]}`, count, items.length);
  demand(await verifyMany(items, done), "issuance: a record that its key did not sign");
  return found;
}

/** Return the check, and leave `facts.issued` = {role: {keys, counts}}, without the roles whose file was withdrawn. */
export async function checkIssuance(facts) {
  const { log, list, cells } = facts;
  facts.issued = {};
  if (log.stage === "open") return holds("issuance", NOT_YET);
  demand(log.issued[1] && log.issued[2], "issuance: closed without the last roots of both signers");
  for (const role of [1, 2]) {
    const records = await list("issuance", log.issued[role].root);
    if (!records) continue;
    const keys = await readRole(facts, role, records);
    const counts = new Array(cells.length).fill(0);
    for (const { cell } of keys.values()) counts[cell]++;
    facts.issued[role] = { keys, counts };
  }
  const { 1: ballot, 2: entry } = facts.issued;
  const figures = {};
  for (const role of [1, 2]) if (facts.issued[role]) figures[`${NAMES[role]}_records`] = facts.issued[role].keys.size;
  if (ballot && entry) figures.entry_without_ballot = Array.from(entry.keys.keys()).filter((key) => !ballot.keys.has(key)).length;
  return holds("issuance", ballot && entry ? "" : WITHDRAWN, figures);
}
