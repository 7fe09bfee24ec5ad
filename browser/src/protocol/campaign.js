// Everything that is proven before the first question (protocol 3.3). Any failure stops, and says which.

import { parseCheckpoint, parseNote, signers } from "../ledger/notes.js";
import { TileReader } from "../ledger/tiles.js";
import { leafHash, verifyInclusion } from "../ledger/trees.js";
import { concat, equal } from "../primitives/bytes.js";
import { demand, Malformed } from "../primitives/errors.js";
import { sha256 } from "../primitives/hashing.js";
import { parseProof } from "./cells.js";
import { grade } from "./grade.js";
import { campOf, fingerprint, parse, verifySignatures } from "./manifest.js";

/** A check that failed: `step` is fingerprint, manifest, signatures, log, cell or questionnaire. */
export class Stopped extends Error {
  constructor(step, cause) {
    super(`${step}: ${cause.message}`);
    this.step = step;
    this.cause = cause;
  }
}

async function step(name, work) {
  try {
    return await work();
  } catch (error) {
    throw error instanceof Malformed ? new Stopped(name, error) : error;
  }
}

/** Return {manifest, camp} of manifest.json and manifest.sigs, fetched by `read(path)` and checked against the pins. */
export async function openManifest(read, expected, pins) {
  const bytes = await read("manifest.json");
  const camp = campOf(bytes);
  await step("fingerprint", () => demand(fingerprint(camp) === expected, "another campaign"));
  const manifest = await step("manifest", () => parse(bytes));
  const signatures = await read("manifest.sigs");
  await step("signatures", () => {
    demand(pins.keepers.some((key) => equal(key, manifest.parties.M.key)), "not a pinned roll keeper");
    demand(verifySignatures(manifest, camp, signatures), "signatures");
  });
  return { manifest, camp };
}

/** Return the witnesses that cosigned the live checkpoint under which entry 0 is proven; at least the pinned quorum. */
export async function checkLog(read, manifest, camp, pins) {
  return step("log", async () => {
    const note = parseNote(await read("log/checkpoint"));
    const { origin, size, root } = parseCheckpoint(note.body);
    demand(origin === manifest.log.name && signers(note, [manifest.log]).length === 1, "log: not its signature");
    demand(signers(note, pins.witnesses).length >= pins.quorum, "log: too few pinned witnesses");
    demand(size > 0, "log: empty");
    const tiles = new TileReader(size, (path) => read(`log/${path}`));
    const first = leafHash(concat(Uint8Array.of(1), camp));
    demand(verifyInclusion(first, 0, size, await tiles.inclusionProof(0), root), "log: entry 0 is not this campaign");
    return signers(note, manifest.witnesses);
  });
}

/** Return the cell's record, proven. */
export async function openCell(read, manifest, index) {
  const inRange = () => demand(index < manifest.cells, "cell: there is no such cell");
  await step("cell", inRange);
  const bytes = await read(`cells/${index}.json`);
  return step("cell", () => parseProof(bytes, index, manifest));
}

/** Return the questions of questionnaire.json that are cast: [{label, hint, group, required, choices}]. */
export async function openForm(read, manifest) {
  const bytes = await read("questionnaire.json");
  return step("questionnaire", () => {
    demand(equal(sha256(bytes), manifest.questionnaire), "questionnaire: hash");
    const form = JSON.parse(new TextDecoder().decode(bytes));
    const questions = [...asked(form, form.questions)];
    const counts = questions.map((question) => question.choices.length);
    demand(String(counts) === String(manifest.options), "questionnaire: other options than the manifest");
    return { title: form.title, intro: form.intro, questions };
  });
}

function* asked(form, questions, group) {
  for (const question of questions) {
    if (question.questions) yield* asked(form, question.questions, question.label || group);
    if (question.type !== "choice") continue;
    const { name, label, hint, required } = question;
    yield { name, label, hint, group, required: required === true, choices: form.scales[question.scale].choices };
  }
}

/** Return all that is proven of a campaign and one cell. */
export async function openCampaign(read, expected, index, pins) {
  const { manifest, camp } = await openManifest(read, expected, pins);
  const [cosigners, cell, form] = await Promise.all([
    checkLog(read, manifest, camp, pins),
    openCell(read, manifest, index),
    openForm(read, manifest),
  ]);
  return { manifest, camp, cell, form, grade: grade(manifest, pins.policy, cosigners, [cell.channel]) };
}
