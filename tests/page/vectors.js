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

/** The key that RFC 9180, 7.1.3 derives from a seed: only vectors do that, the page lets the browser draw. */
async function derivedKey(seed) {
  const { KEM, labeledExtract, labeledExpand } = Pingyi.hpke;
  const none = new Uint8Array(0);
  const scalar = labeledExpand(KEM, labeledExtract(KEM, none, "dkp_prk", seed), "candidate", Uint8Array.of(0), 32);
  const before = unhex("3041020100301306072a8648ce3d020106082a8648ce3d030107042730250201010420");
  const curve = { name: "ECDH", namedCurve: "P-256" };
  const privateKey = await crypto.subtle.importKey("pkcs8", concat(before, scalar), curve, true, ["deriveBits"]);
  const { x, y } = await crypto.subtle.exportKey("jwk", privateKey);
  return { privateKey, enc: concat(Uint8Array.of(4), bytes.unbase64url(x), bytes.unbase64url(y)) };
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
    const { hpke } = Pingyi;
    const ephemeral = await derivedKey(unhex(one.ikmE));
    const { key, nonce } = hpke.keySchedule(unhex(one.shared_secret), unhex(one.info));
    const sealing = ({ pt, aad }) => hpke.seal(unhex(one.pkRm), unhex(one.info), unhex(pt), ephemeral, unhex(aad));
    const first = one.encryptions.filter((each) => each.seq === 0);
    return failing([
      ["enc", () => hex(ephemeral.enc) === one.enc],
      ["schedule", () => hex(key) === one.key && hex(nonce) === one.base_nonce],
      ...first.map((each) => ["seal", async () => hex(await sealing(each)) === one.enc + each.ct]),
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

const refused = (work) => async () => {
  try {
    await work();
  } catch (error) {
    if (error instanceof Pingyi.errors.Malformed) return true;
    throw error;
  }
  return false;
};

/** Reads what `reject` of protocol.json calls a layout; layouts that the page never reads are left out. */
const READ = {
  canonical: ({ bytes: written }) => Pingyi.canonical.decodeLine(unhex(written)),
  code: ({ text }) => Pingyi.codes.parse(text),
  check_code: ({ text }) => Pingyi.receipt.parseCheckCode(text),
  fragment: ({ text }) => Pingyi.codes.parseFragment(text),
  receipt: ({ text }) => Pingyi.receipt.parseReceipt(text),
  token: ({ bytes: written }) => Pingyi.token.parse(unhex(written)),
  issuance_record: ({ bytes: written }) => Pingyi.requests.parseIssuanceRecord(unhex(written)),
  cast_reply: ({ bytes: written }) => Pingyi.requests.parseCastReply(unhex(written)),
  row: ({ bytes: written, q }) => Pingyi.ballot.parseRow(unhex(written), q),
  plaintext: ({ bytes: written, q }) => Pingyi.ballot.parsePlaintext(unhex(written), q),
  modulus: ({ bytes: written }) => Pingyi.blinding.checkModulus(unhex(written)),
};

/** One token of a ballot: challenge, blinding, request, record, and the token from the signer's reply. */
async function tokenCases(one, half, nonceOf) {
  const { token, blinding, requests } = Pingyi;
  const camp = unhex(one.camp);
  const modulus = unhex(half.modulus);
  const challenge = token.challengeDigest(half.issuer_name, half.origin_info, camp, half.role, one.cell);
  const input = token.tokenInput(nonceOf, challenge, modulus);
  const given = [unhex(half.pss_salt), unhex(half.r)];
  const { blinded, inverse: inv } = await drawing(given, () => blinding.blind(modulus, input));
  const request = requests.issueRequest(camp, half.role, one.cell, unhex(one.seed), blinded);
  const record = requests.parseIssuanceRecord(unhex(half.record));
  const made = concat(input, await blinding.finalize(modulus, input, inv, unhex(half.reply)));
  const bent = { ...record, cell: record.cell === 0 ? 1 : record.cell - 1 };
  return [
    ["nonce", () => hex(nonceOf) === half.nonce],
    ["challenge", () => hex(challenge) === half.challenge_digest],
    ["key id", () => hex(blinding.keyId(modulus)) === half.key_id && hex(blinding.spki(modulus)) === half.spki],
    ["input", () => hex(input) === half.input],
    ["blinded", () => hex(blinded) === half.blinded && hex(inv) === half.inverse],
    ["request", () => hex(request) === half.issue_request],
    ["record", () => requests.verifyIssuance(camp, record) && !requests.verifyIssuance(camp, bent)],
    ["token", async () => hex(made) === half.token && token.check(made, modulus, nonceOf, challenge)],
    ["other nonce", async () => !(await token.check(made, modulus, new Uint8Array(32), challenge))],
  ].map(([name, holds]) => [`${one.name} role ${half.role} ${name}`, holds]);
}

async function ballotCases(one) {
  const { base32, ballot, codes, ed25519, envelope, manifest, receipt, requests, trees } = Pingyi;
  const [camp, salt, answers] = [unhex(one.camp), unhex(one.salt), unhex(one.answers)];
  const link = codes.parseFragment(one.link.split("#")[1]);
  const nonce = ballot.commitment(camp, one.cell, salt, answers);
  const entryNonce = ballot.entryNonce(camp, one.cell, unhex(one.envelope_hash));
  const token = unhex(one.ballot.token);
  const comment = one.private;
  const plaintext = ballot.encodePlaintext({ token, salt, answers, comment });
  const parties = { T1: { hpke: unhex(one.keys.T1.public) }, T2: { hpke: unhex(one.keys.T2.public) } };
  const ephemerals = [await derivedKey(unhex(one.inner.ephemeral)), await derivedKey(unhex(one.outer.ephemeral))];
  const sealed = await envelope.envelope({ parties }, camp, one.cell, plaintext, ephemerals);
  const entry = unhex(one.entry.token);
  const reply = requests.parseCastReply(unhex(one.cast_reply));
  const box = unhex(one.keys.B);
  const plain = ballot.parsePlaintext(plaintext, one.q);
  const row = ballot.parseRow(unhex(one.row), one.q);
  return [
    ["camp", () => hex(manifest.campOf(unhex(one.manifest))) === one.camp && manifest.fingerprint(camp) === one.fingerprint],
    ["link", () => link.code === one.code && link.cell === one.cell && link.fingerprint === one.fingerprint],
    ["code", () => codes.parse(one.code_printed) === one.code && base32.encode(unhex(one.code_random)).slice(0, 20) === one.code],
    ["seed", () => hex(codes.seed(one.code, one.campaign)) === one.seed && hex(ed25519.publicKey(unhex(one.seed))) === one.pk],
    ["commitment", () => hex(nonce) === one.commitment && hex(ballot.tag(nonce)) === one.tag],
    ["check code", () => receipt.checkCode(nonce) === one.check_code && same(receipt.parseCheckCode(one.check_code), nonce)],
    ["plaintext", () => hex(plaintext) === one.plaintext && plain.comment === comment && same(plain.answers, answers)],
    ["envelope", () => hex(sealed) === one.outer.sealed && hex(hashing.sha256(sealed)) === one.envelope_hash],
    ["row", () => hex(ballot.row(token, salt, answers)) === one.row && same(row.salt, salt)],
    ["cast", () => hex(requests.castRequest(camp, one.cell, entry, sealed)) === one.cast_request],
    ["entry", () => hex(requests.ballotEntryHash(one.cell, entry, sealed)) === one.entry_hash && hex(trees.leafHash(unhex(one.log_entry))) === one.entry_hash],
    ["receipt", () => requests.verifyReceipt(box, camp, reply) && receipt.receiptText(camp, reply) === one.receipt],
    ["receipt bent", () => !requests.verifyReceipt(box, camp, { ...reply, index: reply.index - 1 })],
    ["receipt read", () => same(receipt.parseReceipt(one.receipt).entryHash, reply.entryHash)],
    ...(await tokenCases(one, one.ballot, nonce)),
    ...(await tokenCases(one, one.entry, entryNonce)),
  ].map(([name, holds]) => [`${one.name} ${name}`, holds]);
}

RUN.protocol = async ({ keys, hashes, base32, typed, canonical, ed25519, ballots, reject }) => {
  const given = { T1: keys.hpke.T1, T2: keys.hpke.T2, B: keys.parties.B.public };
  const cases = [];
  for (const one of ballots) cases.push(...(await ballotCases({ ...one, keys: given })));
  return failing([
    ...cases,
    ...hashes.map((one) => [one.tag, () => hex(hashing.digest(one.tag, ...one.parts.map((part) => unhex(part)))) === one.digest]),
    ...base32.map((one) => [`base32 ${one.text}`, () => Pingyi.base32.encode(unhex(one.bytes)) === one.text]),
    ...base32.map((one) => [`base32 back ${one.text}`, () => hex(Pingyi.base32.decode(one.text, one.bytes.length / 2)) === one.bytes]),
    ...typed.map((one) => [`typed ${one.text}`, () => Pingyi.codes.parse(one.text) === one.code]),
    ...canonical.map((one) => [one.bytes, () => hex(Pingyi.canonical.encodeLine(one.value)) === one.bytes]),
    ...canonical.map((one) => [one.bytes, () => Boolean(Pingyi.canonical.decodeLine(unhex(one.bytes)) !== undefined)]),
    ...ed25519.map((one) => [one.name, () => Pingyi.ed25519.verify(unhex(one.key), unhex(one.message), unhex(one.signature)) === one.valid]),
    ...reject.filter((one) => READ[one.layout]).map((one) => [`${one.layout}: ${one.why}`, refused(() => READ[one.layout](one))]),
  ]);
};

RUN.c2sp_cosignature = async ({ note, log, witnesses, time }) => {
  const { notes } = Pingyi;
  const [parsed, bent] = [notes.parseNote(utf8(note)), notes.parseNote(utf8(note.replace("1432088532", "1432088533")))];
  const keys = witnesses.map(notes.parseVkey);
  return failing([
    ["log", () => notes.signers(parsed, [notes.parseVkey(log)]).length === 1],
    ["witnesses", () => notes.signers(parsed, keys).length === keys.length],
    ["time", () => parsed.lines.some((line) => line.signature.length === 72 && new bytes.Reader(line.signature).u64() === time)],
    ["another size", refused(() => notes.signers(bent, keys))],
  ]);
};

/** Returns the canonical bytes of `base` with the value at `path` replaced. */
function replaced(base, path, value) {
  const whole = JSON.parse(JSON.stringify(base));
  const last = path.slice(0, -1).reduce((inner, key) => inner[key], whole);
  last[path[path.length - 1]] = value;
  return whole;
}

const decodedLine = (written) => JSON.parse(new TextDecoder().decode(written));

RUN.protocol_formats = async ({ manifest: given, cells_jsonl, root, proofs, casting: steps, grades, refuse }) => {
  const { campaign, canonical, casting, cells, codes, grade, manifest, trees } = Pingyi;
  const camp = unhex(given.camp);
  const read = manifest.parse(unhex(given.bytes));
  const bent = unhex(given.signatures);
  bent[200] ^= 1;
  const lines = new TextDecoder().decode(unhex(cells_jsonl)).split("\n").slice(0, -1);
  const base = { manifest: decodedLine(unhex(given.bytes)), cell: decodedLine(utf8(lines[1])) };
  const parse = {
    manifest: (value) => manifest.parse(canonical.encode(value)),
    cell: (value) => cells.parseRecord(canonical.encodeLine(value)),
  };
  const link = codes.parseFragment(steps.fragment);
  const cell = cells.parseProof(unhex(proofs[link.cell].bytes), link.cell, read);
  const seed = codes.seed(link.code, read.id);
  const random = new bytes.Reader(unhex(steps.random));
  const [salt, pssSalt, factor] = [random.take(32), random.take(48), random.take(320)];
  const r = octets((number(hex(factor)) % (number(hex(cell.ballot_key)) - 1n)) + 1n, 256);
  const here = { manifest: read, camp, cell };
  const begun = await drawing([salt, pssSalt, r], () => casting.begin(here, unhex(steps.answers), steps.private));
  const graded = (one) => {
    const cosigners = one.cosigners.map((key) => ({ key: unhex(key) }));
    return grade.grade(manifest.parse(unhex(one.manifest)), null, cosigners, one.channels);
  };
  return failing([
    ["manifest", () => hex(manifest.campOf(unhex(given.bytes))) === given.camp && manifest.fingerprint(camp) === given.fingerprint],
    ["signatures", () => manifest.verifySignatures(read, camp, unhex(given.signatures)) && !manifest.verifySignatures(read, camp, bent)],
    ["cells", () => hex(trees.rootOf(lines.map((line) => trees.leafHash(utf8(line))))) === root],
    ...proofs.map((one, i) => [one.path, () => cells.parseProof(unhex(one.bytes), i, read).index === i]),
    ["proof of another cell", refused(() => cells.parseProof(unhex(proofs[0].bytes), 1, read))],
    ["first request", () => hex(casting.issueBytes(here, begun, seed)) === steps.requests[0]],
    ["check code", () => Pingyi.receipt.checkCode(begun.nonce) === steps.check_code],
    ["sealed", async () => (await casting.seal(here, begun, unhex(steps.replies[0]))).envelope.length === 2048],
    ...grades.map((one) => [one.what, () => graded(one).letter === one.letter && String(graded(one).reasons) === String(one.reasons)]),
    ...refuse
      .filter((one) => parse[one.layout])
      .map((one) => [`${one.layout} ${one.path}`, refused(() => parse[one.layout](replaced(base[one.layout], one.path, one.value)))]),
    ["nothing of this is refused by itself", () => Boolean(parse.manifest(base.manifest) && parse.cell(base.cell) && campaign)],
  ]);
};
