// What this copy of the page trusts: put in by `pingyi page build`, the same for every campaign.

import { parseVkey } from "../ledger/notes.js";
import { unhex } from "../primitives/bytes.js";
import { bodies } from "../protocol/manifest.js";

/** Return {keepers, witnesses, quorum, policy, organiser, home, links} of the page. */
export function readPins() {
  const written = JSON.parse(document.getElementById("pins").textContent);
  return {
    ...written,
    keepers: written.roll_keepers.map((key) => unhex(key, 32)),
    witnesses: written.witnesses.map(parseVkey),
    policy: written.bodies.length ? { bodies: bodies(written.bodies, "pins bodies") } : null,
  };
}
