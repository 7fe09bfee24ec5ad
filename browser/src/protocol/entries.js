// Log entries (bytes.md 8): a type byte and a body of one size for each type.

import { Reader } from "../primitives/bytes.js";
import { verify } from "../primitives/ed25519.js";
import { demand } from "../primitives/errors.js";
import { message } from "../primitives/hashing.js";

export const [MANIFEST, BATCH, ISSUANCE, BALLOT, STATEMENT, TAGS, ROWS, CLOSE] = [1, 2, 3, 4, 5, 6, 7, 8];
/** Parties by their number in entries. */
export const PARTIES = [null, "S", "R", "M", "T1", "T2", "B"];

const root = (reader) => reader.take(32);
const BODIES = {
  [MANIFEST]: (reader) => ({ camp: reader.take(32) }),
  [BATCH]: (reader) => ({ by: "M", seq: reader.u32(), count: reader.u32(), root: root(reader), mapRoot: root(reader) }),
  [ISSUANCE]: (reader) => {
    const role = reader.u8();
    demand(role === 1 || role === 2, "log entry 3: role");
    return { by: PARTIES[role], role, day: reader.u32(), size: reader.u32(), root: root(reader) };
  },
  [BALLOT]: (reader) => ({ cell: reader.u32(), token: reader.take(354), envelope: reader.take(32) }),
  [STATEMENT]: (reader) => {
    const party = reader.u8();
    demand(party >= 1 && party < PARTIES.length, "log entry 5: party");
    return { by: PARTIES[party], statement: reader.take(32) };
  },
  [TAGS]: (reader) => {
    const seq = reader.u8();
    demand(seq <= 1, "log entry 6: seq");
    return { by: "T2", seq, count: reader.u32(), root: root(reader) };
  },
  [ROWS]: (reader) => ({ by: "T2", count: reader.u32(), root: root(reader) }),
  [CLOSE]: () => ({}),
};

/** Return the entry that these bytes are: {type, bytes, by (who signs), signature, …}. */
export function parseEntry(bytes) {
  const reader = new Reader(bytes, "log entry");
  const type = reader.u8();
  demand(BODIES[type], "log entry: unknown type");
  const entry = { type, bytes, ...BODIES[type](reader) };
  if (entry.by) entry.signature = reader.take(64);
  demand(entry.seq !== 0 || type !== BATCH, "log entry 2: seq");
  reader.end();
  return entry;
}

/** Return what the party of an entry signs. */
export const entryMessage = (camp, entry) => message("log", camp, entry.bytes.subarray(0, -64));

/** Say whether its party signed this entry. */
export const isSignedEntry = (manifest, camp, entry) =>
  verify(manifest.parties[entry.by].key, entryMessage(camp, entry), entry.signature);
