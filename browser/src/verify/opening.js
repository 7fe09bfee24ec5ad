// The checks `manifest` and the reading of the cells: what everything else stands on.

import { leafHash } from "../ledger/trees.js";
import { parseBundle } from "../ledger/tiles.js";
import { concat, equal, hex, text, utf8 } from "../primitives/bytes.js";
import { decode } from "../primitives/canonical.js";
import { demand } from "../primitives/errors.js";
import { sha256 } from "../primitives/hashing.js";
import { parseProof, parseRecord } from "../protocol/cells.js";
import { campOf, fingerprint, parse, verifySignatures } from "../protocol/manifest.js";
import { characters } from "../tokens/codes.js";
import { Frontier } from "../ledger/frontier.js";

const FIRST_BUNDLE = /^log\/tile\/entries\/000(?:\.p\/([0-9]+))?$/;

/** Say whether `written`, 64 hex digits or a fingerprint as typed, names this campaign; Malformed if it can name none. */
export function isExpected(camp, written) {
  if (/^[0-9a-fA-F]{64}$/.test(written)) return written.toLowerCase() === hex(camp);
  return characters(written, 26) === fingerprint(camp);
}

/** Return {manifest, camp} of a package. */
export async function readManifest({ read, paths }, expect) {
  const bytes = await read("manifest.json");
  const [manifest, camp] = [parse(bytes), campOf(bytes)];
  demand(!expect || isExpected(camp, expect), "manifest: of another campaign than the expected");
  demand(verifySignatures(manifest, camp, await read("manifest.sigs")), "manifest: signatures");
  demand(equal(sha256(await read("questionnaire.json")), manifest.questionnaire), "questionnaire.json: another hash");
  const bundles = paths.filter((path) => FIRST_BUNDLE.test(path));
  bundles.sort((a, b) => Number(FIRST_BUNDLE.exec(b)[1] || 256) - Number(FIRST_BUNDLE.exec(a)[1] || 256));
  demand(bundles.length > 0, "manifest: there is no log");
  const [first] = parseBundle(await read(bundles[0]));
  demand(first && equal(first, concat(Uint8Array.of(1), camp)), "manifest: not the one of entry 0");
  return { manifest, camp };
}

/** Return the records of all cells. */
export async function readCells({ read }, manifest) {
  const lines = text(await read("cells.jsonl")).split("\n");
  demand(lines.pop() === "" && lines.length === manifest.cells, "cells.jsonl: not as many lines as cells");
  const tree = new Frontier();
  const cells = [];
  for (const [index, line] of lines.entries()) {
    const record = parseRecord(utf8(line));
    demand(record.index === index, "cells.jsonl: index");
    tree.pushHash(leafHash(utf8(line)));
    cells.push(record);
  }
  demand(equal(tree.root(), manifest.cells_root), "cells.jsonl: another root");
  const moduli = cells.flatMap((cell) => [hex(cell.ballot_key), hex(cell.entry_key)]);
  demand(new Set(moduli).size === moduli.length, "cells.jsonl: a modulus stands twice");
  for (const [index, line] of lines.entries()) {
    const proof = await read(`cells/${index}.json`);
    parseProof(proof, index, manifest);
    demand(decode(proof).line === line, `cells/${index}.json: another line`);
  }
  return cells;
}
