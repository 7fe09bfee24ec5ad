// A cell of the campaign (protocol 11.4), proven against the manifest.

import { leafHash, verifyInclusion } from "../ledger/trees.js";
import { equal, utf8 } from "../primitives/bytes.js";
import { decode, decodeLine } from "../primitives/canonical.js";
import { demand } from "../primitives/errors.js";
import { checkModulus } from "../tokens/keys.js";
import { array, choice, number, object, octets, string, U32 } from "./fields.js";

function modulus(value, what) {
  const bytes = octets(256)(value, what);
  checkModulus(bytes);
  return bytes;
}

const shape = object({
  index: number(0, U32),
  unit: string,
  name_zh: string,
  name_en: string,
  parents: array(string),
  ballot_key: modulus,
  entry_key: modulus,
  roll_count: number(0, U32),
  roll_root: octets(32),
  channel: choice("letter", "sms"),
  k: number(30, U32),
});

const wrapping = object({ line: string, proof: array(octets(32)) });

/** Return the record of one line of cells.jsonl (without its newline). */
export function parseRecord(line) {
  const record = shape(decodeLine(line), "cell");
  demand(!equal(record.ballot_key, record.entry_key), "cell: one key for both tokens");
  return record;
}

/** Return the record in the bytes of cells/INDEX.json, proven to be the one of the manifest. */
export function parseProof(bytes, index, manifest) {
  const { line, proof } = wrapping(decode(bytes), "cell proof");
  const leaf = leafHash(utf8(line));
  demand(verifyInclusion(leaf, index, manifest.cells, proof, manifest.cells_root), "cell proof: does not lead to the manifest");
  const record = parseRecord(utf8(line));
  demand(record.index === index, "cell: index");
  return record;
}
