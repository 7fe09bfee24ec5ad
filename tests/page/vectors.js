// Runs known answers against the modules, in the browser. Each returns what went wrong, one line a case.

const { bytes, hashing } = Pingyi;
const { unhex, hex, equal, unbase64, utf8, concat } = bytes;
const same = (a, b) => a.length === b.length && equal(a, b);

/** Collects the names of cases that did not hold. */
async function failing(cases) {
  const wrong = [];
  for (const [name, holds] of cases) {
    let fine = false;
    try {
      fine = (await holds()) === true;
    } catch (error) {
      wrong.push(`${name}: ${error.name} ${error.message}`);
      continue;
    }
    if (!fine) wrong.push(name);
  }
  return wrong;
}

/** Runs `work` while getRandomValues gives these values, one after the other. */
async function drawing(values, work) {
  const left = values.slice();
  const own = crypto.getRandomValues;
  crypto.getRandomValues = (into) => (into.set(left.shift()), into);
  try {
    return await work();
  } finally {
    delete crypto.getRandomValues;
    if (crypto.getRandomValues !== own) throw new Error("randomness was not given back");
  }
}

const number = (written) => BigInt(written.startsWith("0x") ? written : `0x${written}`);
const octets = (value, size) => unhex(value.toString(16).padStart(2 * size, "0"));

function inverse(value, modulus) {
  let [a, b, x, y] = [value % modulus, modulus, 1n, 0n];
  while (a > 1n) [a, b, x, y] = [b % a, a, y - (b / a) * x, x];
  return ((x % modulus) + modulus) % modulus;
}

const RUN = {
  async rfc6962_tree_kat({ hasher, leaf_inputs_hex, root_hash_by_tree_size }) {
    const { trees } = Pingyi;
    const leaves = leaf_inputs_hex.map((one) => trees.leafHash(unhex(one)));
    const node = trees.nodeHash(utf8(hasher.node.left_utf8), utf8(hasher.node.right_utf8));
    return failing([
      ["leaf", () => hex(trees.leafHash(utf8(hasher.leaf.data_utf8))) === hasher.leaf.hash],
      ["node", () => hex(node) === hasher.node.hash],
      ...root_hash_by_tree_size.map((root, size) => [`size ${size}`, () => hex(trees.rootOf(leaves.slice(0, size))) === root]),
    ]);
  },

  async rfc6962_proofs({ inclusion, consistency }) {
    const { verifyInclusion, verifyConsistency } = Pingyi.trees;
    const path = (proof) => (proof || []).map(unbase64);
    return failing([
      ...inclusion.map((one) => [
        one.file + one.desc,
        () => verifyInclusion(unbase64(one.leafHash || ""), one.leafIdx, one.treeSize, path(one.proof), unbase64(one.root || "")) !== one.wantErr,
      ]),
      ...consistency.map((one) => [
        one.file + one.desc,
        () => verifyConsistency(one.size1, one.size2, path(one.proof), unbase64(one.root1 || ""), unbase64(one.root2 || "")) !== one.wantErr,
      ]),
    ]);
  },

  async tlog_tiles_paths({ tile_path, entries_path_for_index }) {
    const { tilePath, entriesPath } = Pingyi.tiles;
    return failing([
      ...tile_path.map((one) => [one.path, () => tilePath(one.level, one.index, one.partial) === one.path]),
      ...entries_path_for_index.map((one) => [one.path, () => entriesPath(one.seq, one.log_size) === one.path]),
    ]);
  },

  async tlog_tiles_log15({ origin, files_base64 }) {
    const { notes, tiles, trees } = Pingyi;
    const key = notes.parseVkey(origin.vkey);
    const file = (path) => unbase64(files_base64[path]);
    const holds = (size) => async () => {
      const note = notes.parseNote(file(`checkpoint.${size}`));
      const checkpoint = notes.parseCheckpoint(note.body);
      if (notes.signers(note, [key]).length !== 1 || checkpoint.size !== size) return false;
      const leaves = size ? tiles.parseBundle(file(tiles.entriesPath(size - 1, size))) : [];
      if (hex(trees.rootOf(leaves.map(trees.leafHash))) !== hex(checkpoint.root)) return false;
      const reader = new tiles.TileReader(size, file);
      for (let i = 0; i < size; i++) {
        const proof = await reader.inclusionProof(i);
        if (!trees.verifyInclusion(trees.leafHash(leaves[i]), i, size, proof, checkpoint.root)) return false;
      }
      return true;
    };
    return failing(Array.from({ length: 16 }, (_, size) => [`size ${size}`, holds(size)]));
  },

  async c2sp_signed_note({ vectors, key_id_vectors, negative }) {
    const { notes, errors } = Pingyi;
    const accepts = (one) => {
      try {
        return notes.signers(notes.parseNote(utf8(one.note)), [notes.parseVkey(one.vkey)]).length === 1;
      } catch (error) {
        if (error instanceof errors.Malformed) return false;
        throw error;
      }
    };
    return failing([
      ...[...vectors, ...negative].map((one, i) => [`note ${i} ${one.why || ""}`, () => accepts(one) === one.valid]),
      ...key_id_vectors.map((one) => [one.vkey, () => Boolean(notes.parseVkey(one.vkey))]),
    ]);
  },

  async rfc9180_hpke_base({ vectors }) {
    const [one] = vectors.filter((vector) => vector.suite.includes("P-256"));
    const { CipherSuite, DhkemP256HkdfSha256, HkdfSha256, Aes128Gcm, envelope } = Pingyi;
    const buffer = (written) => unhex(written).buffer;
    const suite = new CipherSuite({ kem: new DhkemP256HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes128Gcm() });
    const recipientPublicKey = await suite.kem.deserializePublicKey(buffer(one.pkRm));
    const sender = await suite.createSenderContext({ recipientPublicKey, info: buffer(one.info), ekm: buffer(one.ikmE) });
    const recipientKey = await suite.kem.deserializePrivateKey(buffer(one.skRm));
    const recipient = await suite.createRecipientContext({ recipientKey, enc: buffer(one.enc), info: buffer(one.info) });
    const text = utf8("secret");
    const sealed = await envelope.seal(unhex(one.pkRm), unhex(one.info), text, unhex(one.ikmE));
    const again = await suite.createRecipientContext({ recipientKey, enc: sealed.slice(0, 65).buffer, info: buffer(one.info) });
    return failing([
      ["enc", () => hex(new Uint8Array(sender.enc)) === one.enc],
      ...one.encryptions.map((each) => [`seal ${each.seq}`, async () => hex(new Uint8Array(await sender.seal(buffer(each.pt), buffer(each.aad)))) === each.ct]),
      ...one.encryptions.map((each) => [`open ${each.seq}`, async () => hex(new Uint8Array(await recipient.open(buffer(each.ct), buffer(each.aad)))) === each.pt]),
      ["ours: the same ephemeral key", () => hex(sealed.slice(0, 65)) === one.enc],
      ["ours: opens without aad", async () => same(new Uint8Array(await again.open(sealed.slice(65).buffer)), text)],
    ]);
  },

  async emsa_pss({ vectors }) {
    const { emsa_pss_encode } = Pingyi;
    const options = { hash: "SHA-1", sLen: vectors.salt.length / 2 };
    const encoded = await drawing([unhex(vectors.salt)], () => emsa_pss_encode(unhex(vectors.msg), 1023, options));
    return failing([["encode", () => hex(encoded) === vectors.expected]]);
  },

  async rfc9474_rsabssa({ vectors, alternate_vector_4 }) {
    const { BlindRSA } = Pingyi;
    const plain = (written) => written.replace(/^0x/, "");
    const holds = (one) => async () => {
      const [n, size] = [number(one.n), plain(one.n).length / 2];
      const jwk = { kty: "RSA", n: bytes.base64url(octets(n, size)), e: "AQAB", alg: "PS384", ext: true };
      const key = await crypto.subtle.importKey("jwk", jwk, { name: "RSA-PSS", hash: "SHA-384" }, true, ["verify"]);
      const salted = !one.name.includes("PSSZERO");
      const suite = new BlindRSA({ hash: "SHA-384", saltLength: salted ? 48 : 0, prepareType: 0 });
      const message = unhex(one.input_msg || one.prepared_msg || one.msg);
      const r = octets(inverse(number(one.inv), n), size);
      const salt = salted ? unhex(one.salt) : new Uint8Array(0);
      const { blindedMsg, inv } = await drawing([salt, r], () => suite.blind(key, message));
      const signature = await suite.finalize(key, message, unhex(plain(one.blind_sig)), inv);
      const right = [hex(blindedMsg) === plain(one.blinded_msg), hex(signature) === plain(one.sig), await suite.verify(key, signature, message)];
      signature[7] ^= 1;
      return right.every(Boolean) && !(await suite.verify(key, signature, message));
    };
    return failing([...vectors, alternate_vector_4].map((one) => [one.name, holds(one)]));
  },

  async rfc9578_token_type2({ go, rust }) {
    const { blinding, token } = Pingyi;
    const holds = (one) => async () => {
      const key = unhex(one.pkS);
      const modulus = key.slice(81, 337);
      if (!same(blinding.spki(modulus), key)) return false;
      const challenge = hashing.sha256(unhex(one.token_challenge));
      const input = token.tokenInput(unhex(one.nonce), challenge, modulus);
      const given = [unhex(one.salt), octets(number(one.blind), 256)];
      const { blinded, inverse } = await drawing(given, () => blinding.blind(modulus, input));
      const request = concat(Uint8Array.of(0, 2), blinding.keyId(modulus).slice(31), blinded);
      const made = concat(input, await blinding.finalize(modulus, input, inverse, unhex(one.token_response)));
      const fine = await token.check(made, modulus, unhex(one.nonce), challenge);
      const other = await token.check(made, modulus, new Uint8Array(32), challenge);
      return hex(request) === one.token_request && hex(made) === one.token && fine && !other;
    };
    return failing([...go, ...rust].map((one, i) => [`vector ${i}`, holds(one)]));
  },
};

globalThis.runVectors = (name, vectors) => RUN[name](vectors);
