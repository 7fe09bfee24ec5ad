// HPKE base mode, RFC 9180, sealing only: DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-128-GCM, one message a key.
// Small and our own, because the page has to open on an old phone in seconds; the vectors of the RFC hold it.

import { expand, extract } from "@noble/hashes/hkdf.js";
import { concat, hex, u16, unhex, utf8 } from "../primitives/bytes.js";
import { demand } from "../primitives/errors.js";
import { sha256 } from "../primitives/hashing.js";

const CURVE = { name: "ECDH", namedCurve: "P-256" };
const NONE = new Uint8Array(0);
const VERSION = utf8("HPKE-v1");
export const KEM = concat(utf8("KEM"), u16(0x10));
const SUITE = concat(utf8("HPKE"), u16(0x10), u16(1), u16(1));
const BASE = Uint8Array.of(0);

/** LabeledExtract of RFC 9180, 4. */
export const labeledExtract = (suite, salt, label, secret) =>
  extract(sha256, concat(VERSION, suite, utf8(label), secret), salt);

/** LabeledExpand of RFC 9180, 4. */
export const labeledExpand = (suite, key, label, info, size) =>
  expand(sha256, key, concat(u16(size), VERSION, suite, utf8(label), info), size);

async function ephemeralKey() {
  const { privateKey, publicKey } = await crypto.subtle.generateKey(CURVE, false, ["deriveBits"]);
  return { privateKey, enc: new Uint8Array(await crypto.subtle.exportKey("raw", publicKey)) };
}

async function sharedSecret(publicKey, { privateKey, enc }) {
  const other = await crypto.subtle.importKey("raw", publicKey, CURVE, false, []);
  const exchanged = new Uint8Array(await crypto.subtle.deriveBits({ name: "ECDH", public: other }, privateKey, 256));
  const key = labeledExtract(KEM, NONE, "eae_prk", exchanged);
  exchanged.fill(0);
  return labeledExpand(KEM, key, "shared_secret", concat(enc, publicKey), 32);
}

/** Return {key, nonce} of base mode for a shared secret. */
export function keySchedule(secret, info) {
  const context = concat(
    BASE,
    labeledExtract(SUITE, NONE, "psk_id_hash", NONE),
    labeledExtract(SUITE, NONE, "info_hash", info),
  );
  const key = labeledExtract(SUITE, secret, "secret", NONE);
  return { key: labeledExpand(SUITE, key, "key", context, 16), nonce: labeledExpand(SUITE, key, "base_nonce", context, 12) };
}

/** Return `enc65‖ct`. `ephemeral` {privateKey, enc} is drawn anew; only vectors bring one, and `aad`. */
export async function seal(publicKey, info, plaintext, ephemeral, aad = NONE) {
  const own = ephemeral || (await ephemeralKey());
  const secret = await sharedSecret(publicKey, own);
  const { key, nonce } = keySchedule(secret, info);
  const loaded = await crypto.subtle.importKey("raw", key, "AES-GCM", false, ["encrypt"]);
  for (const used of [secret, key]) used.fill(0);
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce, additionalData: aad }, loaded, plaintext);
  return concat(own.enc, new Uint8Array(sealed));
}

const big = (bytes) => BigInt(`0x${hex(bytes)}`);
const P = big(unhex("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff"));
const B = big(unhex("5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b"));

/** Malformed unless these are the 65 bytes of an uncompressed point of P-256. */
export function checkPublicKey(bytes) {
  demand(bytes.length === 65 && bytes[0] === 4, "HPKE public key: not 65 bytes, uncompressed");
  const [x, y] = [big(bytes.subarray(1, 33)), big(bytes.subarray(33))];
  const onCurve = (y * y - x * x * x + BigInt(3) * x - B) % P === BigInt(0);
  demand(x < P && y < P && onCurve, "HPKE public key: not on the curve");
}
