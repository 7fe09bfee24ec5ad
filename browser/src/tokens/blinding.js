// Blind RSA (RSABSSA-SHA384-PSS-Deterministic, 2048 bits) over the library; the public key as tokens name it.

import { BlindRSA, PrepareType } from "@cloudflare/blindrsa-ts/lib/src/blindrsa.js";
import { compare } from "../primitives/bytes.js";
import { demand } from "../primitives/errors.js";
import { loaded } from "./keys.js";

export { checkModulus, keyId, spki, verify } from "./keys.js";

const suite = new BlindRSA({ hash: "SHA-384", saltLength: 48, prepareType: PrepareType.Deterministic });

/** Return {blinded, inverse}, 256 bytes each; salt and blinding are drawn anew. */
export async function blind(modulus, message) {
  const { blindedMsg, inv } = await suite.blind(await loaded(modulus), message);
  return { blinded: blindedMsg, inverse: inv };
}

/** Return the signature of `message`; throws when the signer's answer is not one. */
export async function finalize(modulus, message, inverse, blindSignature) {
  demand(blindSignature.length === 256 && compare(blindSignature, modulus) < 0, "blind signature: out of range");
  return suite.finalize(await loaded(modulus), message, blindSignature, inverse);
}
