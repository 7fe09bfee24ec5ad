// The listing of a package, and exactly which files belong in it (bytes.md 11).

import { entriesPath, tilePath } from "../ledger/tiles.js";
import { hex } from "../primitives/bytes.js";
import { decode } from "../primitives/canonical.js";
import { demand } from "../primitives/errors.js";
import { array, choice, matching, number, object, octets } from "./fields.js";
import { listPath } from "./lists.js";

export const LISTING = "package.json";
const SINGLE = ["manifest.json", "manifest.sigs", "questionnaire.json", "cells.jsonl", "log/checkpoint"];
const WIDTH = 256;
const PATH = new RegExp(
  "^(?:manifest\\.json|manifest\\.sigs|questionnaire\\.json|cells\\.jsonl|cells/(?:0|[1-9][0-9]{0,9})\\.json" +
    "|(?:roll|issuance|tags|rows)/[0-9a-f]{64}\\.bin|statements/[0-9a-f]{64}\\.json" +
    "|log/checkpoint|log/checkpoints/(?:0|[1-9][0-9]{0,18})" +
    "|log/tile/(?:entries|[0-9]|[1-5][0-9]|6[0-3])/(?:x[0-9]{3}/)*[0-9]{3}(?:\\.p/[1-9][0-9]{0,2})?)$",
);

const file = object({ path: matching(PATH), sha256: octets(32), size: number(0, Number.MAX_SAFE_INTEGER) });
const shape = object({ format: choice("pingyi/v1/package"), files: array(file) });

/** Return the files that package.json lists: [{path, sha256, size}]. */
export function parseListing(bytes) {
  const { files } = shape(decode(bytes), "package");
  demand(files.every((one, i) => i === 0 || files[i - 1].path < one.path), "package: paths do not rise");
  return files;
}

/** Return the paths, below log/, of all tiles and bundles of a log of `size` entries. */
export function logPaths(size) {
  const paths = [];
  for (let first = 0; first < size; first += WIDTH) paths.push(entriesPath(first, size));
  for (let level = 0, hashes = size; hashes > 0; level++, hashes = Math.floor(hashes / WIDTH)) {
    for (let i = 0; i * WIDTH < hashes; i++) paths.push(tilePath(level, i, Math.min(WIDTH, hashes - i * WIDTH)));
  }
  return paths;
}

/** Return {needed, allowed}: paths that a package with this log must have, and those that may be absent (withdrawn). */
export function expectedPaths({ manifest, log }) {
  const lists = [["roll", manifest.roll.root], ...log.batches.map(({ root }) => ["roll", root])];
  if (log.stage !== "open") lists.push(...Object.values(log.issued).map(({ root }) => ["issuance", root]));
  lists.push(...log.tags.map(({ root }) => ["tags", root]));
  if (log.rows) lists.push(["rows", log.rows.root]);
  const isGone = ([, root]) => log.course.withdrawn.has(hex(root));
  const needed = [
    ...SINGLE,
    ...Array.from({ length: manifest.cells }, (_, i) => `cells/${i}.json`),
    ...lists.filter((one) => !isGone(one)).map(([kind, root]) => listPath(kind, root)),
    ...log.statements.map((hash) => `statements/${hex(hash)}.json`),
    ...log.sizes.map((size) => `log/checkpoints/${size}`),
    ...logPaths(log.size).map((path) => `log/${path}`),
  ];
  return { needed: new Set(needed), allowed: new Set(lists.filter(isGone).map(([kind, root]) => listPath(kind, root))) };
}
