// The two layers around a ballot: inner for the second trustee, outer for the first, bound to campaign and cell.

import { u32 } from "../primitives/bytes.js";
import { demand } from "../primitives/errors.js";
import { message } from "../primitives/hashing.js";
import { seal } from "./hpke.js";

export const SIZE = 2048;

/** Return the 2,048 bytes that go into the box; `ephemerals` (inner, outer) only for vectors. */
export async function envelope(manifest, camp, cell, plaintext, ephemerals = []) {
  const { T1, T2 } = manifest.parties;
  const inner = await seal(T2.hpke, message("inner", camp, u32(cell)), plaintext, ephemerals[0]);
  const outer = await seal(T1.hpke, message("outer", camp, u32(cell)), inner, ephemerals[1]);
  demand(outer.length === SIZE, "envelope: size");
  return outer;
}
