"""Checkpoints and cosignatures: a foreign log's, one made by hand from the specification, and the strict kept form."""

from base64 import b64decode, b64encode
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pingyi.ledger import notes
from pingyi.primitives.errors import Malformed
from tests.ledger.vectors import vectors

FOREIGN = vectors("tlog_tiles_log15")
ROOTS = vectors("rfc6962_tree_kat")["root_hash_by_tree_size"]
LOG_SEED, WITNESS_SEEDS = bytes([7]) * 32, [bytes([index]) * 32 for index in (1, 2, 3)]
ORIGIN = "log.example/ballots-2026"
TIME = 1679315147


def by_hand(seed, name, kind):
    """A vkey line and its id, written from the text of signed-note without our code."""
    public = Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()
    identity = sha256(name.encode() + b"\n" + bytes([kind]) + public).digest()[:4]
    return f"{name}+{identity.hex()}+{b64encode(bytes([kind]) + public).decode()}", identity


def cosigned_by_hand(seed, name, text, time):
    """A cosignature line, written from the text of tlog-cosignature without our code."""
    message = f"cosignature/v1\ntime {time}\n".encode() + text
    signature = time.to_bytes(8, "big") + Ed25519PrivateKey.from_private_bytes(seed).sign(message)
    return f"— {name} {b64encode(by_hand(seed, name, 4)[1] + signature).decode()}\n"


TEXT = f"{ORIGIN}\n8\n{b64encode(bytes.fromhex(ROOTS[8])).decode()}\n".encode()
LOG = notes.VerifierKey.parse(by_hand(LOG_SEED, ORIGIN, 1)[0])
WITNESSES = [notes.VerifierKey.parse(by_hand(seed, f"w{seed[0]}.example", 4)[0]) for seed in WITNESS_SEEDS]
SIGNED = f"— {ORIGIN} {b64encode(LOG.id + Ed25519PrivateKey.from_private_bytes(LOG_SEED).sign(TEXT)).decode()}\n"
COSIGNED = [cosigned_by_hand(seed, f"w{seed[0]}.example", TEXT, TIME + seed[0]) for seed in WITNESS_SEEDS]
UNKNOWN = cosigned_by_hand(bytes([9]) * 32, "w9.example", TEXT, TIME)


def note(*lines, text=TEXT):
    """A note put together by hand."""
    return text + b"\n" + "".join(lines).encode()


@pytest.mark.parametrize("size", range(16))
def test_checkpoints_of_the_foreign_log(size):
    key = notes.VerifierKey.parse(FOREIGN["origin"]["vkey"])
    content = b64decode(FOREIGN["files_base64"][f"checkpoint.{size}"])
    assert notes.kept(content, key, [], 0) == notes.live(content, key, [])
    checkpoint = notes.kept(content, key, [], 0).checkpoint
    assert (checkpoint.origin, checkpoint.size) == ("example.com/log/testdata", size)
    seed = b64decode(FOREIGN["origin"]["test_only_skey"].split("+", 4)[4])[1:]
    again = notes.Note(checkpoint.encode(), (notes.sign(seed, key.name, checkpoint.encode()),))
    assert again.encode() == content


def test_a_cosignature_made_by_hand_and_ours_are_the_same_bytes():
    for seed, line in zip(WITNESS_SEEDS, COSIGNED, strict=True):
        ours = notes.cosign(seed, f"w{seed[0]}.example", TEXT, TIME + seed[0])
        assert ours.line() == line
        assert notes.cosigned_at(WITNESSES[seed[0] - 1], TEXT, ours.content) == TIME + seed[0]


def test_the_example_of_the_specification_has_the_size_of_a_cosignature():
    line = (
        "— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0x"
        "Ue+mbIUBkBIfZ+qnA=="
    )
    content = notes.Signature.parse(line).content
    assert len(content) == 72 and int.from_bytes(content[:8], "big") == TIME


def test_a_public_log_and_its_four_public_witnesses():
    public = vectors("c2sp_cosignature")
    log = notes.VerifierKey.parse(public["log"])
    witnesses = tuple(notes.VerifierKey.parse(vkey) for vkey in public["witnesses"])
    content = public["note"].encode()
    assert notes.live(content, log, witnesses).witnesses == witnesses
    note = notes.Note.parse(content)
    times = {notes.cosigned_at(key, note.text, note.made_by(key)[0].content) for key in witnesses}
    assert times == {public["time"]}
    altered = content.replace(b"1432088532", b"1432088531")
    assert all(notes.cosigned_at(key, altered, note.made_by(key)[0].content) is None for key in witnesses)
    with pytest.raises(Malformed):  # the log's other signature stands first
        notes.kept(content, log, witnesses, 4)
    without = notes.Note(note.text, (*note.made_by(log), *note.signatures[2:])).encode()
    assert notes.kept(without, log, witnesses, 4).witnesses == witnesses


def test_a_cosignature_says_its_time_its_text_and_its_key():
    (content,) = (notes.Signature.parse(COSIGNED[0][:-1]).content,)
    later = (TIME + 2).to_bytes(8, "big") + content[8:]
    as_log = notes.VerifierKey(WITNESSES[0].name, notes.ED25519, WITNESSES[0].key)
    assert notes.cosigned_at(WITNESSES[0], TEXT, later) is None
    assert notes.cosigned_at(WITNESSES[0], TEXT + b"more\n", content) is None
    assert notes.cosigned_at(WITNESSES[1], TEXT, content) is None
    assert notes.cosigned_at(as_log, TEXT, content) is None
    assert [notes.cosigned_at(WITNESSES[0], TEXT, content[:cut]) for cut in (0, 7, 8, 71)] == [None] * 4


def test_a_time_beyond_what_the_specification_allows_is_no_time():
    for time, accepted in ((2**63 - 1, 2**63 - 1), (2**63, None)):
        line = cosigned_by_hand(WITNESS_SEEDS[0], "w1.example", TEXT, time)
        assert notes.cosigned_at(WITNESSES[0], TEXT, notes.Signature.parse(line[:-1]).content) == accepted


def test_nothing_but_a_checkpoint_is_cosigned():
    with pytest.raises(Malformed):
        notes.cosign(WITNESS_SEEDS[0], "w1.example", b"a letter\nto nobody\n", TIME)


def test_only_what_the_quorum_demands_is_kept_in_order():
    for chosen in ([0, 1, 2], [0, 1], [0, 2], [1, 2]):
        found = notes.kept(note(SIGNED, *(COSIGNED[one] for one in chosen)), LOG, WITNESSES, 2)
        assert found.checkpoint == notes.Checkpoint(ORIGIN, 8, bytes.fromhex(ROOTS[8]))
        assert found.witnesses == tuple(WITNESSES[one] for one in chosen)


BAD = notes.Signature(WITNESSES[2].name, WITNESSES[2].id, (TIME + 3).to_bytes(8, "big") + bytes(64)).line()
EXTENDED = TEXT + b"more\n"
NOT_KEPT = {
    "below the quorum": [SIGNED, COSIGNED[0]],
    "no log": COSIGNED,
    "log last": [*COSIGNED, SIGNED],
    "log twice": [SIGNED, SIGNED, *COSIGNED],
    "log again at the end": [SIGNED, *COSIGNED, SIGNED],
    "out of order": [SIGNED, COSIGNED[1], COSIGNED[0], COSIGNED[2]],
    "repeated": [SIGNED, COSIGNED[0], COSIGNED[0], COSIGNED[1]],
    "unknown": [SIGNED, *COSIGNED, UNKNOWN],
    "unknown first": [UNKNOWN, SIGNED, *COSIGNED],
    "bad": [SIGNED, *COSIGNED[:2], BAD],
    "of another text": [SIGNED, *COSIGNED[:2], cosigned_by_hand(WITNESS_SEEDS[2], "w3.example", TEXT + b"x\n", TIME)],
    "as a plain signature": [SIGNED, *COSIGNED[:2], notes.sign(WITNESS_SEEDS[2], "w3.example", TEXT).line()],
    "forged log": [notes.sign(bytes(32), ORIGIN, TEXT).line(), *COSIGNED],
}


@pytest.mark.parametrize("lines", NOT_KEPT.values(), ids=NOT_KEPT.keys())
def test_any_other_form_is_not_kept(lines):
    with pytest.raises(Malformed):
        notes.kept(note(*lines), LOG, WITNESSES, 2)


def test_a_further_line_in_the_text_is_not_kept_but_read():
    content = note(notes.sign(LOG_SEED, ORIGIN, EXTENDED).line(), text=EXTENDED)
    assert notes.live(content, LOG, WITNESSES).checkpoint.extensions == ("more",)
    with pytest.raises(Malformed):
        notes.kept(content, LOG, WITNESSES, 0)


def test_a_live_reader_passes_over_unknown_lines():
    content = note(UNKNOWN, COSIGNED[2], SIGNED, COSIGNED[0], COSIGNED[0], notes.sign(bytes(32), ORIGIN, TEXT).line())
    assert notes.live(content, LOG, WITNESSES).witnesses == (WITNESSES[0], WITNESSES[2])


@pytest.mark.parametrize("lines", [COSIGNED, [UNKNOWN], [SIGNED, BAD], [SIGNED.replace("A", "B"), *COSIGNED]])
def test_a_live_reader_refuses_what_is_unsigned_or_bad(lines):
    with pytest.raises(Malformed):
        notes.live(note(*lines), LOG, WITNESSES)


def test_a_checkpoint_of_another_log_is_refused_though_well_signed():
    text = TEXT.replace(b"ballots", b"letters")
    content = note(notes.sign(LOG_SEED, ORIGIN, text).line(), text=text)
    for read in (notes.live, lambda *given: notes.kept(*given, 0)):
        with pytest.raises(Malformed, match="another log"):
            read(content, LOG, WITNESSES)


def test_assembled_checkpoints_are_kept():
    cosignatures = [notes.Signature.parse(line[:-1]) for line in (COSIGNED[2], UNKNOWN, COSIGNED[0], COSIGNED[2])]
    content = notes.assemble(note(SIGNED, UNKNOWN), cosignatures, WITNESSES)
    assert content == note(SIGNED, COSIGNED[0], COSIGNED[2])
    assert len(notes.kept(content, LOG, WITNESSES, 2).witnesses) == 2


ROOT = b64encode(bytes(32)).decode()


@pytest.mark.parametrize(
    "text",
    [
        f"a\n1\n{ROOT}",
        f"a\n1\n{ROOT}\n\n",
        f"\n1\n{ROOT}\n",
        "a\n1\n",
        f"a\n\n1\n{ROOT}\n",
        f"a\n01\n{ROOT}\n",
        f"a\n-1\n{ROOT}\n",
        f"a\n+1\n{ROOT}\n",
        f"a\n1 \n{ROOT}\n",
        f"a\n１\n{ROOT}\n",
        f"a\n{2**63}\n{ROOT}\n",
        f"a\n1\n{b64encode(bytes(31)).decode()}\n",
        f"a\n1\n{b64encode(bytes(33)).decode()}\n",
        f"a\n1\n{ROOT[:-2]}B=\n",
        f"a\n1\n{bytes(32).hex()}\n",
        f"a\n1\n{ROOT}\nb\r\n",
        f"a\n1\n{ROOT}\n\nb\n",
    ],
)
def test_other_forms_of_a_checkpoint_are_refused(text):
    with pytest.raises(Malformed):
        notes.Checkpoint.parse(text.encode())


def test_the_largest_size_is_that_of_all_log_programs():
    text = f"a\n{2**63 - 1}\n{ROOT}\n".encode()
    assert notes.Checkpoint.parse(text).encode() == text
