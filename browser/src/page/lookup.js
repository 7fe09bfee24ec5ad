// Was my code used? From the signers' records, which are published once, after the close.

import { rootOf, leafHash } from "../ledger/trees.js";
import { compare, equal, hex } from "../primitives/bytes.js";
import { decode } from "../primitives/canonical.js";
import { demand } from "../primitives/errors.js";
import { parseIssuanceRecord, verifyIssuance } from "../tokens/requests.js";

const SIZE = 133;
const WHOLE = 2 * 1024 * 1024; // larger files are searched in parts

/** Return the record of `key` in a file of `count` records sorted by key, or null; `part(from, to)` gives records. */
async function search(key, count, part) {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >> 1;
    const record = await part(middle, middle + 1);
    const order = compare(record.subarray(0, 32), key);
    if (order === 0) return record;
    if (order < 0) low = middle + 1;
    else high = middle;
  }
  return null;
}

async function found(files, folder, { path, size }, key) {
  demand(size % SIZE === 0, "issuance: size");
  if (size > WHOLE) return search(key, size / SIZE, (from, to) => files.read(folder + path, [from * SIZE, to * SIZE]));
  const bytes = await files.read(folder + path);
  const records = Array.from({ length: size / SIZE }, (_, i) => bytes.subarray(i * SIZE, (i + 1) * SIZE));
  demand(path === `issuance/${hex(rootOf(records.map(leafHash)))}.bin`, "issuance: not the file of its name");
  return search(key, records.length, async (at) => records[at]);
}

/** Return {published, roles}: roles (1 ballot, 2 entry) whose signer has a record signed by this code's key. */
export async function lookUp(files, folder, camp, key) {
  let listing;
  try {
    listing = decode(await files.read(`${folder}package.json`));
  } catch (error) {
    if (error.status === 404) return { published: false, roles: [] };
    throw error;
  }
  const lists = listing.files.filter((file) => file.path.startsWith("issuance/"));
  if (!lists.length) return { published: false, roles: [] };
  const roles = [];
  for (const file of lists) {
    const bytes = await found(files, folder, file, key);
    const record = bytes && parseIssuanceRecord(bytes);
    if (record && equal(record.key, key) && verifyIssuance(camp, record)) roles.push(record.role);
  }
  return { published: true, roles };
}
