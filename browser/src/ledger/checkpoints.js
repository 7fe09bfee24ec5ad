// Kept checkpoints in their strict form (bytes.md 8): the log's line, then a quorum of witnesses in order, nothing else.

import { isBy, isSigned, parseCheckpoint, parseNote } from "./notes.js";
import { equal } from "../primitives/bytes.js";
import { demand } from "../primitives/errors.js";

const PLACE = /^log\/checkpoints\/([0-9]{1,19})$/;

/** Return {size, root, witnesses} of a kept checkpoint; witnesses are the parsed vkeys that cosigned it. */
export function parseKept(bytes, { log, witnesses, quorum }) {
  const { body, lines } = parseNote(bytes);
  const { origin, size, root } = parseCheckpoint(body);
  demand(origin === log.name && body.split("\n").length === 4, "checkpoint: origin, or a further line");
  const isGood = (line, key) => isBy(line, key) && isSigned(body, key, line.signature);
  demand(isGood(lines[0], log), "checkpoint: not signed by the log first");
  const cosigned = [];
  for (const line of lines.slice(1)) {
    const next = witnesses.findIndex((key) => isBy(line, key));
    demand(next >= 0 && isGood(line, witnesses[next]), "checkpoint: a bad or unknown cosignature");
    demand(!cosigned.length || witnesses.indexOf(cosigned[cosigned.length - 1]) < next, "checkpoint: cosignatures out of order");
    cosigned.push(witnesses[next]);
  }
  demand(cosigned.length >= quorum, "checkpoint: fewer cosignatures than the quorum");
  return { size, root, witnesses: cosigned };
}

/** Return the kept checkpoints among `paths`, by size; the largest is the one at log/checkpoint. */
export async function readCheckpoints(read, paths, manifest) {
  const places = paths.map((path) => PLACE.exec(path)).filter(Boolean);
  const found = [];
  for (const [path, size] of places) {
    const kept = parseKept(await read(path), manifest);
    demand(String(kept.size) === size, `${path}: of another size`);
    found.push(kept);
  }
  demand(found.length > 0, "log: no kept checkpoint");
  found.sort((a, b) => a.size - b.size);
  const largest = await read(`log/checkpoints/${found[found.length - 1].size}`);
  demand(equal(await read("log/checkpoint"), largest), "log/checkpoint: not the largest of the kept ones");
  return found;
}

/** Return the witnesses that cosigned every one of these checkpoints. */
export const cosignersOf = (found) => found[0].witnesses.filter((key) => found.every((one) => one.witnesses.includes(key)));
