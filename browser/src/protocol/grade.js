// The assurance grade (protocol 11.9): who outside the rated agency holds what.

import { equal } from "../primitives/bytes.js";

/** Return {letter, claimed, out} where `out(party)` is the outside body's controller or "". `policy` may be missing. */
export function grade(manifest, policy, cosigners, channels) {
  const bodies = (policy || manifest).bodies;
  const outside = (body) => (body && body.controller !== manifest.rated ? body.controller : "");
  const byKey = (key) => outside(bodies.find((body) => body.keys.some((one) => equal(one, key))));
  const out = (party) => byKey(manifest.parties[party].key);
  const host = outside(bodies.find((body) => body.hosts.includes(manifest.page.host)));
  const witnesses = new Set(cosigners.map((one) => byKey(one.key)).filter(Boolean)).size;
  const letter = decide(manifest, { bodies, out, host, witnesses, channels });
  return { letter, claimed: !policy, out };
}

function decide(manifest, { bodies, out, host, witnesses, channels }) {
  const known = bodies.some((body) => body.controller === manifest.rated);
  const [M, S, R, T1, T2] = ["M", "S", "R", "T1", "T2"].map(out);
  if (manifest.demonstration || !known || !witnesses || !manifest.quorum || (!T1 && !T2)) return "D";
  if (manifest.kind === "internal" || !T1 || !T2 || T1 === T2 || !host || (!S && !R)) return "C";
  const apart = M && S && R && S !== R && S !== T2;
  const watched = witnesses >= 2 && manifest.quorum >= 2 && channels.every((channel) => channel === "letter");
  return apart && watched ? "A" : "B";
}

/** Return the body that lists this party's key, or undefined. */
export function bodyOf(manifest, policy, party) {
  const key = manifest.parties[party].key;
  return (policy || manifest).bodies.find((body) => body.keys.some((one) => equal(one, key)));
}
