// The check `log`: one history, only ever added to, seen by the witnesses; and what other checks take from it.

import { entriesPath, parseBundle, tilePath } from "../ledger/tiles.js";
import { leafHash } from "../ledger/trees.js";
import { concat, equal, hex } from "../primitives/bytes.js";
import { demand, Malformed } from "../primitives/errors.js";
import { sha256 } from "../primitives/hashing.js";
import { cosignersOf, readCheckpoints } from "../ledger/checkpoints.js";
import { Course, Order } from "../protocol/course.js";
import { BALLOT, BATCH, isSignedEntry, parseEntry, ROWS, STATEMENT, TAGS } from "../protocol/entries.js";
import { Frontier } from "../ledger/frontier.js";
import { parseStatement } from "../protocol/statements.js";

const WIDTH = 256;

/** Return the entries of the bundles, in order. */
async function readEntries(read, size, tick) {
  const entries = [];
  for (let first = 0; first < size; first += WIDTH) {
    const found = parseBundle(await read(`log/${entriesPath(first, size)}`));
    demand(found.length === Math.min(WIDTH, size - first), "log: a bundle of another width");
    entries.push(...found);
    tick("log", first, size);
  }
  return entries;
}

/** Malformed unless the tiles of every level are those of these leaf hashes. */
async function checkTiles(read, leaves) {
  for (let level = 0, hashes = leaves; hashes.length; level++) {
    const above = [];
    for (let i = 0; i * WIDTH < hashes.length; i++) {
      const own = hashes.slice(i * WIDTH, (i + 1) * WIDTH);
      const path = `log/${tilePath(level, i, own.length)}`;
      demand(equal(await read(path), concat(...own)), `${path}: not the hashes of the entries`);
      if (own.length === WIDTH) above.push(rootOfTile(own));
    }
    hashes = above;
  }
}

function rootOfTile(hashes) {
  const tree = new Frontier();
  hashes.forEach((hash) => tree.pushHash(hash));
  return tree.root();
}

/** Malformed unless the tree has the root of each checkpoint at its size. */
function checkRoots(leaves, checkpoints) {
  const roots = new Map(checkpoints.map(({ size, root }) => [size, root]));
  const tree = new Frontier();
  const check = () => demand(!roots.has(tree.size) || equal(tree.root(), roots.get(tree.size)), `log: root at ${tree.size}`);
  check();
  for (const leaf of leaves) {
    tree.pushHash(leaf);
    check();
  }
}

/** Return the statement of an entry, or the Malformed that says what is wrong with it. */
async function statementOf(read, manifest, camp, entry) {
  try {
    demand(isSignedEntry(manifest, camp, entry), `statements: one that ${entry.by} did not sign`);
    const bytes = await read(`statements/${hex(entry.statement)}.json`);
    demand(equal(sha256(bytes), entry.statement), "statements: a file of another hash");
    return parseStatement(bytes);
  } catch (error) {
    if (error instanceof Malformed) return error;
    throw error;
  }
}

/** Take the entries in their order into what the log says; Malformed where one may not stand or is not signed. */
async function follow(read, manifest, camp, contents) {
  const [order, course] = [new Order(camp), new Course(manifest, camp)];
  const log = { order, course, types: [], batches: [], tags: [], rows: null, statements: [], ballots: [] };
  for (const content of contents) {
    const entry = parseEntry(content);
    const { phase, size } = order;
    order.take(entry);
    log.types.push(entry.type);
    const isStatement = entry.type === STATEMENT;
    if (entry.by && !isStatement) demand(isSignedEntry(manifest, camp, entry), `log: type ${entry.type} that ${entry.by} did not sign`);
    course.take(entry, size, phase, isStatement ? await statementOf(read, manifest, camp, entry) : undefined);
    if (entry.type === BALLOT) log.ballots.push(entry);
    if (entry.type === BATCH) log.batches.push(entry);
    if (entry.type === TAGS) log.tags.push(entry);
    if (entry.type === ROWS) log.rows = entry;
    if (isStatement) log.statements.push(entry.statement);
  }
  return { ...log, size: order.size, stage: order.stage, issued: order.issued };
}

/** Return everything that the log of a package says. */
export async function readLog({ read, paths }, manifest, camp, tick) {
  const checkpoints = await readCheckpoints(read, paths, manifest);
  const { size } = checkpoints[checkpoints.length - 1];
  const contents = await readEntries(read, size, tick);
  const leaves = contents.map(leafHash);
  checkRoots(leaves, checkpoints);
  await checkTiles(read, leaves);
  const log = await follow(read, manifest, camp, contents);
  const sizes = checkpoints.map((one) => one.size);
  const gap = log.course.unwitnessed(sizes);
  demand(!gap, `log: not witnessed between entries ${gap}`);
  return { ...log, sizes, leaves, cosigners: cosignersOf(checkpoints) };
}
