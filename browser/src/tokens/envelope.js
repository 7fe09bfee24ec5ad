// Sealing for the two trustees: HPKE base mode, P-256, HKDF-SHA256, AES-128-GCM, no associated data.

import { Aes128Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from "@hpke/core";
import { concat, u32 } from "../primitives/bytes.js";
import { demand } from "../primitives/errors.js";
import { message } from "../primitives/hashing.js";

export const SIZE = 2048;
const suite = () =>
  new CipherSuite({ kem: new DhkemP256HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes128Gcm() });

const exact = (bytes) => bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
const innerInfo = (camp, cell) => message("inner", camp, u32(cell));
const outerInfo = (camp, cell) => message("outer", camp, u32(cell));

/** Return `enc65‖ct`. `ephemeral` (32 bytes, tests only) makes the key; without it the browser draws one. */
export async function seal(publicKey, info, plaintext, ephemeral) {
  const hpke = suite();
  const recipientPublicKey = await hpke.kem.deserializePublicKey(exact(publicKey));
  const given = ephemeral ? { ekm: exact(ephemeral) } : {};
  const sender = await hpke.createSenderContext({ recipientPublicKey, info: exact(info), ...given });
  return concat(new Uint8Array(sender.enc), new Uint8Array(await sender.seal(exact(plaintext))));
}

/** Return the 2,048 bytes that go into the box: sealed for the inner trustee, then for the outer one. */
export async function envelope(manifest, camp, cell, plaintext, ephemerals = []) {
  const inner = await seal(manifest.parties.T2.hpke, innerInfo(camp, cell), plaintext, ephemerals[0]);
  const outer = await seal(manifest.parties.T1.hpke, outerInfo(camp, cell), inner, ephemerals[1]);
  demand(outer.length === SIZE, "envelope: size");
  return outer;
}
