// The assurance grade (protocol 11.9): who outside the rated agency holds what, and why it is not a better letter.

import { equal } from "../primitives/bytes.js";

/**
 * Return {letter, claimed, reasons, out}: `reasons` are codes, `out(party)` is the outside controller or null.
 * Without a pinned `policy` the manifest's own list is taken, which only claims.
 */
export function grade(manifest, policy, cosigners, channels) {
  const { bodies } = policy || manifest;
  const outside = (body) => (body && body.controller !== manifest.rated ? body.controller : null);
  const byKey = (key) => outside(bodies.find((body) => body.keys.some((one) => equal(one, key))));
  const out = (party) => byKey(manifest.parties[party].key);
  const host = outside(bodies.find((body) => body.hosts.includes(manifest.page.host)));
  const witnesses = new Set(cosigners.map((one) => byKey(one.key)).filter((one) => one !== null)).size;
  for (const [letter, bars] of steps(manifest, { bodies, out, host, witnesses, channels })) {
    const reasons = Object.keys(bars).filter((code) => bars[code]);
    if (reasons.length) return { letter, claimed: !policy, reasons, out };
  }
  return { letter: "A", claimed: !policy, reasons: ["independent"], out };
}

function steps(manifest, { bodies, out, host, witnesses, channels }) {
  const [M, S, R, T1, T2] = ["M", "S", "R", "T1", "T2"].map(out);
  const areTwo = (one, other) => one !== null && other !== null && one !== other;
  const belowC = {
    demonstration: manifest.demonstration,
    rated_unknown: !bodies.some((body) => body.controller === manifest.rated),
    no_witness: witnesses === 0,
    no_quorum: manifest.quorum === 0,
    no_trustee_outside: T1 === null && T2 === null,
  };
  const belowB = {
    internal: manifest.kind === "internal",
    one_trustee_outside: !areTwo(T1, T2),
    page_inside: host === null,
    no_signer_outside: S === null && R === null,
  };
  const belowA = {
    roll_keeper_inside: M === null,
    signers_not_two: !areTwo(S, R),
    signer_is_trustee: S !== null && S === T2,
    one_witness: witnesses < 2 || manifest.quorum < 2,
    codes_by_sms: channels.some((channel) => channel !== "letter"),
  };
  return [["D", belowC], ["C", belowB], ["B", belowA]];
}

/** Return the body that lists this party's key, or undefined. */
export function bodyOf(manifest, policy, party) {
  const key = manifest.parties[party].key;
  return (policy || manifest).bodies.find((body) => body.keys.some((one) => equal(one, key)));
}
