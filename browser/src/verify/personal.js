// The checks for one person: is my receipt in the log, is my ballot counted, was my code used.

import { equal, hex } from "../primitives/bytes.js";
import { publicKey } from "../primitives/ed25519.js";
import { demand } from "../primitives/errors.js";
import { tag } from "../tokens/ballot.js";
import { parse, seed } from "../tokens/codes.js";
import { parseCheckCode, parseReceipt } from "../tokens/receipt.js";
import { verifyReceipt } from "../tokens/requests.js";
import { BALLOT } from "../protocol/entries.js";
import { holds, NOT_YET, WITHDRAWN } from "./report.js";

export const COUNTED = "counted as cast";
const USED = ["unused", "used for one token of two", "used"];
export const WITHHELD = "counted; its cell is withheld for too few ballots";

/** Return the check `receipt`: the box signed it, and the log holds that ballot in that place. */
export function checkReceipt({ manifest, camp, log }, written) {
  const receipt = parseReceipt(written);
  demand(equal(receipt.camp, camp), "receipt: of another campaign");
  demand(verifyReceipt(manifest.parties.B.key, camp, receipt), "receipt: the box did not sign it");
  const leaf = log.leaves[receipt.index];
  const isThere = leaf && equal(leaf, receipt.entryHash) && log.types[receipt.index] === BALLOT;
  demand(isThere, "receipt: the log does not hold this ballot in this place");
  return holds("receipt", "", { index: receipt.index, log_size: log.size });
}

/** Return the check `check`: the ballot is among the final tags, and its cell is released or withheld. */
export function checkBallot({ log, tags, rows }, written) {
  const own = hex(tag(parseCheckCode(written)));
  if (log.tags.length < 2) return holds("check", NOT_YET);
  if (!tags[1]) return holds("check", WITHDRAWN);
  const cell = tags[1].findIndex((found) => found.has(own));
  demand(cell >= 0, "check: not among the tags; its cell was not opened for too few ballots, or it is missing");
  if (!rows) return holds("check", log.rows ? WITHDRAWN : NOT_YET, { cell });
  return holds("check", rows[cell] ? COUNTED : WITHHELD, { cell });
}

/** Return the check `code`: its key is on the roll; after the close, for which tokens it was used. */
export function checkCode({ manifest, log, roll, issued }, written) {
  const key = hex(publicKey(seed(parse(written), manifest.id)));
  const place = roll.keys.get(key);
  if (!place && !roll.isWhole) return holds("code", WITHDRAWN);
  demand(place, "code: not on the roll of this campaign");
  const { cell } = place;
  if (log.stage === "open") return holds("code", NOT_YET, { cell });
  const roles = [1, 2].filter((role) => issued[role]);
  const isUsed = (role) => issued[role].keys.has(key);
  const figures = { cell };
  for (const role of roles) figures[role === 1 ? "S_used" : "R_used"] = Number(isUsed(role));
  return holds("code", roles.length < 2 ? WITHDRAWN : USED[roles.filter(isUsed).length], figures);
}
