// The checks `accounts` and `statements`: the trustees account for every envelope, in what they signed.

import { demand } from "../primitives/errors.js";
import { holds, NOT_YET } from "./report.js";

const total = (numbers) => numbers.reduce((sum, one) => sum + one, 0);

/** Return the counts of every cell as rows; null: not there yet, or withdrawn. */
export function countsOf({ cells, cast, roll, issued, tags = [], rows }) {
  const at = (counts, i) => (counts ? counts[i] : null);
  const sizes = tags.map((one) => one && one.map((set) => set.size));
  return cells.map(({ k }, cell) => ({
    ...{ cell, k, roll: roll.counts[cell], cast: cast[cell] },
    ballot: issued[1] ? issued[1].counts[cell] : null,
    entry: issued[2] ? issued[2].counts[cell] : null,
    first: at(sizes[0], cell),
    final: at(sizes[1], cell),
    rows: at(rows, cell),
  }));
}

/** Return the final tags; where their list is gone, the valid ballots of the final count stand for them. */
function withFinal(counts, final) {
  if (!final) return counts;
  const valid = new Map(final.map((row) => [row.cell, row.valid]));
  return counts.map((one) => (one.final === null ? { ...one, final: valid.get(one.cell) || 0 } : one));
}

function boundsOf({ cell, k, roll, cast, ballot, entry, first, final, rows }) {
  const tags = Math.max(first || 0, final || 0);
  return [
    [entry === null || (cast <= entry && entry <= roll), `cell ${cell}: not ballots <= entry tokens <= roll`],
    [ballot === null || ballot <= roll, `cell ${cell}: more ballot tokens than keys`],
    [ballot === null || tags <= ballot, `cell ${cell}: more tags than ballot tokens`],
    [tags === 0 || cast >= k, `cell ${cell}: tags in a cell that is not opened`],
    [rows === null || final === null || rows === (final >= k ? final : 0), `cell ${cell}: rows are not its final tags`],
  ];
}

function isNamed(counts, rows) {
  const opened = counts.filter(({ cast, k }) => cast >= k).map(({ cell }) => cell);
  return String(rows.map((row) => row.cell)) === String(opened);
}

function sumsOf(seq, counts, count) {
  const there = count.filter((row) => row.cell < counts.length);
  return there.flatMap(({ cell, received, valid, duplicate, invalid, missing }) => {
    const tags = counts[cell][seq === 0 ? "first" : "final"];
    return [
      [received === valid + duplicate + invalid, `count ${seq} cell ${cell}: received`],
      [received + missing === counts[cell].cast, `count ${seq} cell ${cell}: received and missing`],
      [tags === null || valid === tags, `count ${seq} cell ${cell}: valid is not the tags`],
    ];
  });
}

const pairs = (one, other) => {
  const by = new Map(one.map((row) => [row.cell, row]));
  return other.filter((row) => by.has(row.cell)).map((row) => [by.get(row.cell), row]);
};

/** Return the rules that these counts and statements break; [] when they add up. */
export function wrong(all, { opened, first, final, withheld }) {
  const counts = withFinal(all, final);
  const rules = counts.flatMap(boundsOf);
  if (opened) rules.push([isNamed(counts, opened), "opened: not exactly the cells to be opened"]);
  [first, final].forEach((count, seq) => {
    if (count) rules.push([isNamed(counts, count), `count ${seq}: not exactly the cells to be opened`], ...sumsOf(seq, counts, count));
  });
  for (const [outer, inner] of opened && first ? pairs(opened, first) : []) {
    rules.push([inner.missing === outer.missing && inner.invalid >= outer.undecryptable, `count 0 cell ${inner.cell}: not as T1 opened`]);
  }
  for (const [old, last] of first && final ? pairs(first, final) : []) {
    const isLater = last.missing <= old.missing && last.invalid <= old.invalid && last.duplicate >= old.duplicate;
    rules.push([isLater, `count 1 cell ${last.cell}: missing or invalid rise, or duplicate falls`]);
  }
  if (withheld) rules.push([isWithheld(counts, withheld), "withheld: not exactly the cells not released"]);
  return rules.filter(([holding]) => !holding).map(([, what]) => what);
}

function isWithheld(counts, stated) {
  const expected = counts.filter(({ final, k }) => (final || 0) < k);
  const isRow = ({ cell, cast, entry }, row) =>
    row.cell === cell && row.cast === cast && (entry === null || row.unfinished === entry - cast);
  return expected.length === stated.length && expected.every((one, i) => isRow(one, stated[i]));
}

/** Return {cells, campaign}: where invalid and missing ballots are above 1 % of a cell, 0.1 % of the campaign. */
export function flags(counts, final) {
  const lost = ({ invalid, missing }) => invalid + missing;
  const cells = final.filter((row) => 100 * lost(row) > counts[row.cell].cast).map((row) => row.cell);
  return { cells, campaign: 1000 * total(final.map(lost)) > total(counts.map(({ cast }) => cast)) };
}

/** Return the cells near k in which more than a twentieth of the entry tokens never became a ballot. */
export const reviews = (counts) =>
  counts
    .filter(({ cast, k, entry }) => entry !== null && Math.abs(cast - k) <= 10 && 20 * (entry - cast) > entry)
    .map(({ cell }) => cell);

/** Return the check `accounts`. */
export function checkAccounts(facts) {
  const { course } = facts.log;
  const [first, final] = course.counted.map((said) => said && said.cells);
  const stated = { opened: course.opened && course.opened.cells, first, final, withheld: course.withheld && course.withheld.cells };
  const counts = countsOf(facts);
  const problems = wrong(counts, stated);
  demand(!problems.length, problems.slice(0, 3).join("; "));
  const figures = { cast: total(facts.cast), review_cells: reviews(counts) };
  if (!final) return holds("accounts", NOT_YET, figures);
  const found = flags(counts, final);
  figures.lost = total(final.map(({ invalid, missing }) => invalid + missing));
  figures.flagged_cells = found.cells;
  return holds("accounts", found.campaign || found.cells.length ? "flagged" : "", figures);
}

/** Return the check `statements`. */
export function checkStatements({ log }) {
  const { course, order, stage, statements } = log;
  demand(!course.problem, course.problem);
  const lacking = course.lacking(order.phase);
  demand(!lacking.length, `statements: lacking ${lacking.join(", ")}`);
  const withheld = course.withheld ? course.withheld.cells.map((row) => row.cell) : [];
  return holds("statements", stage === "rows" ? "" : NOT_YET, { statements: statements.length, withheld_cells: withheld });
}
