// The checks `entries` and `rows`: tokens of ballots, in the box and published.

import { equal, hex } from "../primitives/bytes.js";
import { demand } from "../primitives/errors.js";
import { commitment, entryNonce, parseRow, tag } from "../tokens/ballot.js";
import { keyId, verify } from "../tokens/keys.js";
import { BALLOT, challengeDigest, ENTRY, parse } from "../tokens/token.js";
import { cellOf } from "../protocol/lists.js";
import { inPieces } from "./pieces.js";
import { holds, NOT_YET, WITHDRAWN } from "./report.js";

/** Judges tokens of one role; keys and challenges of a cell are made once. */
class Judge {
  constructor({ manifest, camp, cells }, role) {
    Object.assign(this, { manifest, camp, cells, role, known: new Map() });
  }

  of(cell) {
    if (!this.known.has(cell)) {
      const modulus = this.cells[cell][this.role === BALLOT ? "ballot_key" : "entry_key"];
      const { S, R, B } = this.manifest.parties;
      const challenge = challengeDigest((this.role === BALLOT ? S : R).name, B.name, this.camp, this.role, cell);
      this.known.set(cell, { modulus, challenge, id: keyId(modulus) });
    }
    return this.known.get(cell);
  }

  /** Say whether these bytes are a token of this cell for this nonce. */
  async isGood(cell, bytes, nonce) {
    if (cell >= this.cells.length) return false;
    const { modulus, challenge, id } = this.of(cell);
    const token = parse(bytes);
    const fits = equal(token.nonce, nonce) && equal(token.challenge, challenge) && equal(token.keyId, id);
    return fits && verify(modulus, token.input, token.signature);
  }
}

/** Return the check `entries`, and leave the number of ballots by cell in `facts.cast`. */
export async function checkEntries(facts) {
  const { camp, cells, log, tick } = facts;
  facts.cast = new Array(cells.length).fill(0);
  for (const { cell } of log.ballots) if (cell < cells.length) facts.cast[cell]++;
  const judge = new Judge(facts, ENTRY);
  const seen = new Set();
  const one = ({ cell, token, envelope }) => {
    const nonce = entryNonce(camp, cell, envelope);
    seen.add(hex(nonce));
    return judge.isGood(cell, token, nonce);
  };
  const isGood = await inPieces(log.ballots, one, (done) => tick("entries", done, log.ballots.length));
  demand(isGood, "entries: a ballot without a good entry token of its cell for its envelope");
  demand(seen.size === log.ballots.length, "entries: a nonce stands twice");
  return holds("entries", "", { ballots: log.ballots.length });
}

/** Return the tags of rows by cell, a Set of hex for each; every row is judged. */
async function readRows(facts, records) {
  const { manifest, camp, cells, tick } = facts;
  const judge = new Judge(facts, BALLOT);
  const tags = cells.map(() => new Set());
  const one = async (record) => {
    const cell = cellOf(record);
    const { token, salt, answers } = parseRow(record.subarray(4), manifest.options.length);
    demand(answers.every((answer, i) => answer <= manifest.options[i]), "rows: an answer that there is not");
    const nonce = commitment(camp, cell, salt, answers);
    if (!(await judge.isGood(cell, token, nonce))) return false;
    const found = hex(tag(nonce));
    demand(!tags[cell].has(found), "rows: a ballot stands twice");
    tags[cell].add(found);
    return true;
  };
  const isGood = await inPieces(records, one, (done) => tick("rows", done, records.length));
  demand(isGood, "rows: one without a good ballot token of its cell for its answers");
  return tags;
}

/** Return the check `rows`, and leave the number of rows by cell in `facts.rows`. */
export async function checkRows(facts) {
  const { cells, log, list } = facts;
  if (!log.rows) return holds("rows", NOT_YET);
  const records = await list("rows", log.rows.root);
  if (!records) return holds("rows", WITHDRAWN, { rows: log.rows.count });
  const rows = await readRows(facts, records);
  demand(records.length === log.rows.count, "rows: not as many as logged");
  const final = facts.tags[1];
  cells.forEach(({ k }, i) => {
    if (!final) demand(rows[i].size === 0 || rows[i].size >= k, `rows: cell ${i} is released with too few ballots`);
    else checkCell(i, rows[i], final[i].size >= k ? final[i] : new Set());
  });
  facts.rows = rows.map((one) => one.size);
  return holds("rows", "", { rows: records.length, released_cells: facts.rows.filter(Boolean).length });
}

function checkCell(cell, rows, tags) {
  const isSame = rows.size === tags.size && Array.from(rows).every((one) => tags.has(one));
  demand(isSame, `rows: cell ${cell} has not exactly its final tags, or is not to be released`);
}
