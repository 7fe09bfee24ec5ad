// Every module by its name, for tests and for pages that check instead of casting.

import "./compat.js";

export * as base32 from "./primitives/base32.js";
export * as bytes from "./primitives/bytes.js";
export * as canonical from "./primitives/canonical.js";
export * as ed25519 from "./primitives/ed25519.js";
export * as errors from "./primitives/errors.js";
export * as hashing from "./primitives/hashing.js";
export * as trees from "./ledger/trees.js";
export * as notes from "./ledger/notes.js";
export * as tiles from "./ledger/tiles.js";
export * as ballot from "./tokens/ballot.js";
export * as blinding from "./tokens/blinding.js";
export * as codes from "./tokens/codes.js";
export * as envelope from "./tokens/envelope.js";
export * as hpke from "./tokens/hpke.js";
export * as receipt from "./tokens/receipt.js";
export * as requests from "./tokens/requests.js";
export * as token from "./tokens/token.js";
export * as campaign from "./protocol/campaign.js";
export * as casting from "./protocol/casting.js";
export * as cells from "./protocol/cells.js";
export * as grade from "./protocol/grade.js";
export * as manifest from "./protocol/manifest.js";
// The library itself, for vectors that ask more than the formats do (other key sizes).
export { BlindRSA } from "@cloudflare/blindrsa-ts/lib/src/blindrsa.js";
export { emsa_pss_encode } from "@cloudflare/blindrsa-ts/lib/src/util.js";
