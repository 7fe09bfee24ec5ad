// Statements of the parties (bytes.md 10): canonical JSON with exactly the keys of its kind.

import { decode } from "../primitives/canonical.js";
import { demand } from "../primitives/errors.js";
import { array, choice, number, object, octets, string, U32 } from "./fields.js";

const EXACT = Number.MAX_SAFE_INTEGER;
const isRising = (numbers) => numbers.every((one, i) => i === 0 || numbers[i - 1] < one);

/** Reads rows of so many numbers whose first, the cell, rises. */
function rows(...names) {
  return (value, what) => {
    const read = array(array(number(0, U32)))(value, what);
    demand(read.every((row) => row.length === names.length), `${what}: a row of another length`);
    demand(isRising(read.map((row) => row[0])), `${what}: cells do not rise`);
    return read.map((row) => Object.fromEntries(names.map((name, i) => [name, row[i]])));
  };
}

const KINDS = {
  demonstration: [["B"], {}],
  held: [["T1"], { size: number(0, EXACT), missing: array(number(0, EXACT)) }],
  opened: [["T1"], { cells: rows("cell", "missing", "undecryptable"), inner_root: octets(32) }],
  counted: [
    ["T2"],
    {
      seq: number(0, 1),
      cells: rows("cell", "received", "valid", "duplicate", "invalid", "missing"),
      inner_root: octets(32),
    },
  ],
  withheld: [["T2"], { cells: rows("cell", "cast", "unfinished") }],
  destroyed: [["S", "R", "M", "T1", "T2"], { what: array(string) }],
  withdrawn: [["M", "S", "R", "T2"], { root: octets(32) }],
};

/** Return the statement that a file makes. */
export function parseStatement(bytes) {
  const value = decode(bytes);
  const kind = value && !Array.isArray(value) && typeof value === "object" ? value.kind : undefined;
  demand(typeof kind === "string" && Object.hasOwn(KINDS, kind), "statement: unknown kind");
  const [parties, more] = KINDS[kind];
  const shape = { campaign: octets(32), by: choice(...parties), kind: string, ...more };
  const said = object(shape)(value, `statement ${kind}`);
  demand(kind !== "held" || isRising([...said.missing, said.size]), "statement held: missing does not rise below size");
  return said;
}
