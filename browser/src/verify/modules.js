// Every module of the verifier by its name, for tests.

import "../compat.js";

export * as bytes from "../primitives/bytes.js";
export * as canonical from "../primitives/canonical.js";
export * as ed25519 from "../primitives/ed25519.js";
export * as errors from "../primitives/errors.js";
export * as hashing from "../primitives/hashing.js";
export * as notes from "../ledger/notes.js";
export * as trees from "../ledger/trees.js";
export * as ballot from "../tokens/ballot.js";
export * as codes from "../tokens/codes.js";
export * as keys from "../tokens/keys.js";
export * as receipt from "../tokens/receipt.js";
export * as requests from "../tokens/requests.js";
export * as token from "../tokens/token.js";
export * as cells from "../protocol/cells.js";
export * as grade from "../protocol/grade.js";
export * as manifest from "../protocol/manifest.js";
export * as accounts from "./accounts.js";
export * as audit from "./audit.js";
export * as checkpoints from "../ledger/checkpoints.js";
export * as course from "../protocol/course.js";
export * as entries from "../protocol/entries.js";
export * as frontier from "../ledger/frontier.js";
export * as listing from "../protocol/listing.js";
export * as lists from "../protocol/lists.js";
export * as opening from "./opening.js";
export * as person from "./person.js";
export * as points from "./points.js";
export * as run from "./run.js";
export * as signatures from "./signatures.js";
export * as statements from "../protocol/statements.js";
