// Runs the protocol's known answers against the verifier, in the browser. Each returns the cases that did not hold.

const { bytes, canonical, errors, hashing } = Verifier;
const { unhex, hex, utf8, equal } = bytes;
const same = (a, b) => a.length === b.length && equal(a, b);

async function failing(cases) {
  const wrong = [];
  for (const [name, holds] of cases) {
    try {
      if ((await holds()) !== true) wrong.push(name);
    } catch (error) {
      wrong.push(`${name}: ${error.name} ${error.message}`);
    }
  }
  return wrong;
}

const refused = (work) => async () => {
  try {
    await work();
  } catch (error) {
    if (error instanceof errors.Malformed) return true;
    throw error;
  }
  return false;
};

/** How each layout of protocol.json that a verifier meets is read. Requests and sealed boxes it never sees. */
const READ = {
  canonical: ({ bytes: written }) => canonical.decodeLine(unhex(written)),
  code: ({ text }) => Verifier.codes.parse(text),
  check_code: ({ text }) => Verifier.receipt.parseCheckCode(text),
  fragment: ({ text }) => Verifier.codes.parseFragment(text),
  receipt: ({ text }) => Verifier.receipt.parseReceipt(text),
  token: ({ bytes: written }) => Verifier.token.parse(unhex(written)),
  issuance_record: ({ bytes: written }) => Verifier.requests.parseIssuanceRecord(unhex(written)),
  cast_reply: ({ bytes: written }) => Verifier.requests.parseCastReply(unhex(written)),
  row: ({ bytes: written, q }) => Verifier.ballot.parseRow(unhex(written), q),
  plaintext: ({ bytes: written, q }) => Verifier.ballot.parsePlaintext(unhex(written), q),
  modulus: ({ bytes: written }) => Verifier.keys.checkModulus(unhex(written)),
};

/** A ballot as a verifier meets it: its tokens, row, tag, entry, receipt. */
async function ballotCases(one, box) {
  const { ballot, codes, ed25519, entries, keys, receipt, requests, token, trees } = Verifier;
  const camp = unhex(one.camp);
  const entry = entries.parseEntry(unhex(one.log_entry));
  const row = ballot.parseRow(unhex(one.row), one.q);
  const nonce = ballot.commitment(camp, one.cell, row.salt, row.answers);
  const given = receipt.parseReceipt(one.receipt);
  const tokenOf = (half, role, made, own) => async () => {
    const modulus = unhex(half.modulus);
    const challenge = token.challengeDigest(half.issuer_name, half.origin_info, camp, role, one.cell);
    const bent = made.slice();
    bent[353] ^= 1;
    const good = await token.check(made, modulus, own, challenge);
    return good && hex(keys.keyId(modulus)) === half.key_id && !(await token.check(bent, modulus, own, challenge));
  };
  const records = [one.ballot, one.entry].map((half) => requests.parseIssuanceRecord(unhex(half.record)));
  return [
    ["commitment", () => hex(nonce) === one.commitment && hex(ballot.tag(nonce)) === one.tag],
    ["check code", () => same(receipt.parseCheckCode(one.check_code), nonce)],
    ["ballot token", tokenOf(one.ballot, 1, row.token, nonce)],
    ["entry token", tokenOf(one.entry, 2, entry.token, ballot.entryNonce(camp, one.cell, entry.envelope))],
    ["entry", () => entry.type === 4 && entry.cell === one.cell && hex(entry.envelope) === one.envelope_hash],
    ["leaf", () => hex(trees.leafHash(entry.bytes)) === one.entry_hash],
    ["receipt", () => requests.verifyReceipt(box, camp, given) && hex(given.entryHash) === one.entry_hash],
    ["records", () => records.every((record) => requests.verifyIssuance(camp, record) && hex(record.key) === one.pk)],
    ["code", () => hex(ed25519.publicKey(codes.seed(codes.parse(one.code_printed), one.campaign))) === one.pk],
  ].map(([name, holds]) => [`${one.name} ${name}`, holds]);
}

const RUN = {};

RUN.protocol = async ({ keys, hashes, typed, typed_fragments, typed_check_codes, canonical: forms, ed25519, ballots, entries, reject }) => {
  const { codes, receipt, signatures, trees } = Verifier;
  const box = unhex(keys.parties.B.public);
  const cases = [];
  for (const one of ballots) cases.push(...(await ballotCases(one, box)));
  const parsed = (one) => Verifier.entries.parseEntry(unhex(one.entry));
  const signed = (one) => {
    const entry = parsed(one);
    const isSigned = Verifier.ed25519.verify(unhex(keys.parties[one.party].public), unhex(one.message), entry.signature);
    return isSigned && entry.by === one.party && hex(Verifier.entries.entryMessage(unhex(entries[0].camp), entry)) === one.message;
  };
  const many = async (one) => {
    const key = unhex(one.key);
    const point = Verifier.ed25519.goodPoint(key);
    return Boolean(point) && signatures.verifyMany([[point, key, unhex(one.message), unhex(one.signature)]], () => {});
  };
  const good = unhex(ed25519[0].key);
  const found = (one) => Verifier.points.goodPoints([...Array(20).fill(good), unhex(one.key), good]);
  return failing([
    ...cases,
    ...hashes.map((one) => [one.tag, () => hex(hashing.digest(one.tag, ...one.parts.map((part) => unhex(part)))) === one.digest]),
    ...typed.map((one) => [`typed ${one.text}`, () => codes.parse(one.text) === one.code]),
    ...typed_fragments.map((one) => [`fragment ${one.text}`, () => codes.parseFragment(one.text).fingerprint === one.fingerprint]),
    ...typed_check_codes.map((one) => [`check code ${one.text}`, () => hex(receipt.parseCheckCode(one.text)) === one.commitment]),
    ...forms.map((one) => [one.bytes, () => hex(canonical.encodeLine(canonical.decodeLine(unhex(one.bytes)))) === one.bytes]),
    ...ed25519.map((one) => [one.name, () => Verifier.ed25519.verify(unhex(one.key), unhex(one.message), unhex(one.signature)) === one.valid]),
    ...ed25519.map((one) => [`many: ${one.name}`, async () => (await many(one)) === one.valid]),
    ...ed25519.map((one) => [
      `points: ${one.name}`,
      () => {
        const points = found(one);
        return Boolean(points[20]) === Boolean(Verifier.ed25519.goodPoint(unhex(one.key))) && Boolean(points[0]);
      },
    ]),
    ...entries.map((one) => [`entry ${one.type}`, () => String(parsed(one).type) === String(one.type) && hex(trees.leafHash(unhex(one.entry))) === one.leaf_hash]),
    ...entries.filter((one) => one.party).map((one) => [`entry ${one.type} by ${one.party}`, () => signed(one)]),
    ...entries.map((one) => [`entry ${one.type} cut`, refused(() => parsed({ entry: one.entry.slice(0, -2) }))]),
    ...entries.map((one) => [`entry ${one.type} longer`, refused(() => parsed({ entry: `${one.entry}00` }))]),
    ...["", "00", "09", "0307", "0500", "0507", "0602"].map((start) => [`entry ${start}`, refused(() => parsed({ entry: start.padEnd(212, "0") }))]),
    ...reject.filter((one) => READ[one.layout]).map((one) => [`${one.layout}: ${one.why}`, refused(() => READ[one.layout](one))]),
  ]);
};

/** Return entries of these types that are right in everything but, perhaps, their order. */
function ofTypes(digits, camp) {
  const made = { 2: 0, 6: -1 };
  return Array.from(digits, (digit, i) => {
    const type = Number(digit);
    return { type, camp, role: 1 + (i % 2), day: i, size: i, seq: made[type] === undefined ? 0 : ++made[type] };
  });
}

function replaced(good, path, value) {
  const whole = JSON.parse(JSON.stringify(good));
  const last = path.slice(0, -1).reduce((inner, key) => inner[key], whole);
  last[path[path.length - 1]] = value;
  return whole;
}

const objectOf = (written) => JSON.parse(new TextDecoder().decode(unhex(written)));
const named = (names) => (rows) => rows && rows.map((row) => Object.fromEntries(names.map((name, i) => [name, row[i]])));

/** Say whether the counts of a case add up. */
function addsUp(one) {
  const counts = named(["cell", "k", "roll", "cast", "ballot", "entry", "first", "final", "rows"])(one.cells);
  const count = named(["cell", "received", "valid", "duplicate", "invalid", "missing"]);
  return !Verifier.accounts.wrong(counts, {
    opened: named(["cell", "missing", "undecryptable"])(one.opened),
    first: count(one.first),
    final: count(one.final),
    withheld: named(["cell", "cast", "unfinished"])(one.withheld),
  }).length;
}

RUN.protocol_formats = async (all) => {
  const { audit, cells, course, entries, frontier, grade, listing, lists, manifest, opening, statements, trees } = Verifier;
  const camp = unhex(all.manifest.camp);
  const read = manifest.parse(unhex(all.manifest.bytes));
  const lines = new TextDecoder().decode(unhex(all.cells_jsonl)).split("\n").slice(0, -1);
  const tree = new frontier.Frontier();
  lines.forEach((line) => tree.push(utf8(line)));
  const ordered = (digits) => () => {
    const order = new course.Order(camp);
    for (const entry of ofTypes(digits, camp)) order.take(entry);
    return true;
  };
  const isStatement = (one) => {
    const entry = entries.parseEntry(unhex(one.entry));
    const said = statements.parseStatement(unhex(one.bytes));
    const fits = said.kind === one.kind && said.by === one.by && entry.by === one.by && hex(said.campaign) === all.manifest.camp;
    const signed = entries.isSignedEntry(read, camp, entry) && hex(entries.entryMessage(camp, entry)) === one.message;
    return fits && signed && one.path === `statements/${hex(entry.statement)}.json` && hex(hashing.sha256(unhex(one.bytes))) === hex(entry.statement);
  };
  const given = all.lists.map((one) => ({ record_size: 36, ...one })); // the inner list is not published and has none
  const isList = (one) => lists.parseList(unhex(one.bytes), one.record_size, unhex(one.root)).length === one.bytes.length / 2 / one.record_size;
  const cut = (one) => lists.parseList(unhex(one.bytes).slice(0, -1), one.record_size, unhex(one.root));
  const turned = (one) => {
    const own = unhex(one.bytes);
    const other = new Uint8Array([...own.slice(one.record_size), ...own.slice(0, one.record_size)]);
    return lists.parseList(other, one.record_size, unhex(one.root));
  };
  const roll = lists.parseList(unhex(all.lists[0].bytes), 36, unhex(all.lists[0].root)).slice(0, all.persons.length);
  const leafOf = (one, i) => audit.personHash(roll[i].subarray(4), unhex(one.salt), `${hex(roll[i].subarray(0, 6))},某街道`);
  const graded = (one) => {
    const cosigners = one.cosigners.map((key) => ({ key: unhex(key) }));
    const found = grade.grade(manifest.parse(unhex(one.manifest)), null, cosigners, one.channels);
    return found.letter === one.letter && String(found.reasons) === String(one.reasons);
  };
  const ofKind = (kind) => all.statements.filter((one) => one.kind === kind).pop();
  const good = (layout) => {
    if (layout === "manifest") return objectOf(all.manifest.bytes);
    if (layout === "cell") return JSON.parse(lines[1]);
    return objectOf(layout === "package" ? all.package.bytes : ofKind(layout.split(" ")[1]).bytes);
  };
  const parse = (layout, value) => {
    if (layout === "cell") return cells.parseRecord(canonical.encodeLine(value));
    const written = canonical.encode(value);
    if (layout === "manifest") return manifest.parse(written);
    return layout === "package" ? listing.parseListing(written) : statements.parseStatement(written);
  };
  const files = listing.parseListing(unhex(all.package.bytes));
  return failing([
    ["camp", () => hex(manifest.campOf(unhex(all.manifest.bytes))) === all.manifest.camp],
    ["expected", () => [all.manifest.camp, all.manifest.fingerprint, all.manifest.fingerprint.toLowerCase()].every((one) => opening.isExpected(camp, one))],
    ["signatures", () => manifest.verifySignatures(read, camp, unhex(all.manifest.signatures))],
    ["cells", () => hex(tree.root()) === all.root],
    ...all.proofs.map((one, i) => [one.path, () => cells.parseProof(unhex(one.bytes), i, read).index === i]),
    ...all.persons.map((one, i) => [`person ${i}`, () => hex(leafOf(one, i)) === one.leaf]),
    ["map root", () => hex(trees.rootOf(all.persons.map((one) => trees.leafHash(unhex(one.leaf))))) === hex(read.roll.map_root)],
    ...all.statements.map((one) => [one.path, () => isStatement(one)]),
    ...given.map((one) => [`list ${one.kind}`, () => isList(one)]),
    ...given.filter((one) => one.bytes).map((one) => [`list ${one.kind} cut`, refused(() => cut(one))]),
    ...given.filter((one) => one.bytes.length / 2 > one.record_size).map((one) => [`list ${one.kind} turned`, refused(() => turned(one))]),
    ["package", () => Object.entries(all.package.files).every(([path, one]) => files.some((file) => file.path === path && hex(file.sha256) === hex(hashing.sha256(unhex(one)))))],
    ...all.order.good.map((digits) => [`order ${digits}`, ordered(digits)]),
    ...all.order.bad.map((digits) => [`order ${digits}`, refused(ordered(digits))]),
    ...all.grades.map((one) => [one.what, () => graded(one)]),
    ...all.accounts.map((one) => [one.what, () => addsUp(one) === one.ok]),
    ["audit", () => String(audit.drawn(camp, all.audit.beacon, all.audit.roll_count)) === String(all.audit.drawn)],
    ...all.refuse.map((one) => [`${one.layout} ${one.path}`, refused(() => parse(one.layout, replaced(good(one.layout), one.path, one.value)))]),
    ...["manifest", "cell", "package", ...all.statements.map((one) => `statement ${one.kind}`)].map((layout) => [
      `${layout} is fine as it is`,
      () => Boolean(parse(layout, good(layout))),
    ]),
  ]);
};

/** Names of keys, and the times of cosignatures: `names` and `times` with whether each is allowed. */
RUN.notes = async ({ names, times }) => {
  const { notes } = Verifier;
  const allowed = (work) => () => refused(work)().then((wasRefused) => !wasRefused);
  return failing([
    ...names.map(({ vkey, note, good }) => [`name in ${JSON.stringify(vkey)}`, async () => (await allowed(() => notes.parseVkey(vkey))()) === good]),
    ...names.map(({ vkey, note, good }) => [`line of ${JSON.stringify(vkey)}`, async () => (await allowed(() => notes.parseNote(utf8(note)))()) === good]),
    ...times.map(({ vkey, note, good }) => [
      `time of ${note}`,
      async () => (await allowed(() => notes.signers(notes.parseNote(utf8(note)), [notes.parseVkey(vkey)]))()) === good,
    ]),
  ]);
};

globalThis.runVectors = (name, vectors) => RUN[name](vectors);
