"""Signed notes: the published ones, the rules of their text, and keys."""

from base64 import b64decode, b64encode

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from pingyi.ledger import notes
from pingyi.primitives.errors import Malformed
from tests.ledger.vectors import vectors

NOTES = vectors("c2sp_signed_note")
GOOD = NOTES["vectors"][1]
NEUMANN = notes.VerifierKey.parse(GOOD["vkey"])


def seed_of(skey):
    """The seed in `PRIVATE+KEY+name+id+base64(kind ‖ seed)`."""
    return b64decode(skey.split("+", 4)[4])[1:]


@pytest.mark.parametrize("case", NOTES["vectors"] + NOTES["negative"], ids=lambda case: case.get("why", case["vkey"]))
def test_published_notes(case):
    key, note = notes.VerifierKey.parse(case["vkey"]), notes.Note.parse(case["note"].encode())
    assert note.encode() == case["note"].encode()
    if case.get("why") == "text altered":
        with pytest.raises(Malformed, match="bad signature"):
            note.is_signed_by(key)
    else:
        assert note.is_signed_by(key) is case["valid"]


@pytest.mark.parametrize("vkey", [case["vkey"] for case in NOTES["key_id_vectors"]])
def test_published_keys_keep_their_form(vkey):
    assert notes.VerifierKey.parse(vkey).encode() == vkey


def test_we_sign_as_the_published_signer_did():
    text = GOOD["note"].encode().rpartition(b"\n\n")[0] + b"\n"
    signature = notes.sign(seed_of(GOOD["test_only_skey"]), "PeterNeumann", text)
    assert notes.Note(text, (signature,)).encode() == GOOD["note"].encode()


def changed_keys():
    """The key of the vectors, spoiled in each part."""
    name, identity, key = GOOD["vkey"].split("+", 2)
    raw = b64decode(key)
    torsion = bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a")
    yield from (f"+{identity}+{key}", f"Peter Neumann+{identity}+{key}", f"Peter\u2003N+{identity}+{key}")
    yield from (f"{name}+{identity.upper()}+{key}", f"{name}+{identity}0+{key}", f"{name}+00000000+{key}")
    yield from (f"{name}+{identity}", f"{name}+{identity}+", f"{name}+{identity}+{key}\n", f"{name}+{identity}+{key}=")
    for packed in (raw[:-1], raw + b"\0", b"\2" + raw[1:], raw[:1] + bytes(32), raw[:1] + torsion):
        yield f"{name}+{identity}+{b64encode(packed).decode()}"


@pytest.mark.parametrize("vkey", list(changed_keys()))
def test_other_forms_of_a_key_are_refused(vkey):
    with pytest.raises(Malformed):
        notes.VerifierKey.parse(vkey)


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\tb", "a\nb", "a\u00a0b", "a\x1fb", "\ud800"])
def test_names_that_no_key_may_have(name):
    with pytest.raises(Malformed, match="name"):
        notes.check_name(name)


LINE = GOOD["note"].rpartition("\n\n")[2]
SPOILED = {
    "no newline": GOOD["note"][:-1],
    "no blank line": GOOD["note"].replace("\n\n", "\n"),
    "no signature": GOOD["note"].replace(LINE, ""),
    "blank line below": GOOD["note"] + "\n",
    "control character": GOOD["note"].replace("think", "think\r"),
    "tab": GOOD["note"].replace("is, then", "is,\tthen").replace("your", "\tyour"),
    "hyphen for the dash": GOOD["note"].replace("—", "-"),
    "two spaces": GOOD["note"].replace("— Peter", "—  Peter"),
    "further word": GOOD["note"].replace("JnAM=\n", "JnAM= more\n"),
    "plus in the name": GOOD["note"].replace("— Peter", "— Peter+"),
    "no padding": GOOD["note"].replace("JnAM=\n", "JnAM\n"),
    "loose bits": GOOD["note"].replace("JnAM=\n", "JnAN=\n"),
    "url alphabet": GOOD["note"].replace("x08go/Z", "x08go_Z"),
    "nothing but an id": f"text\n\n— PeterNeumann {b64encode(bytes(4)).decode()}\n",
    "too many": GOOD["note"] + LINE * 100,
    "too long": "x" * 1_000_000 + "\n\n" + LINE,
}


@pytest.mark.parametrize("content", SPOILED.values(), ids=SPOILED.keys())
def test_spoiled_notes_are_refused(content):
    assert content != GOOD["note"]
    with pytest.raises(Malformed):
        notes.Note.parse(content.encode())


def test_bytes_that_are_no_text_are_refused():
    for wrong in (b"\xff", b"\xc0\xaf", b"\xed\xa0\x80"):
        with pytest.raises(Malformed, match="UTF-8"):
            notes.Note.parse(wrong + GOOD["note"].encode())


def test_the_last_blank_line_ends_the_text():
    seed = bytes(range(32))
    text = b"one\n\n\xe2\x80\x94 two\n\n"
    note = notes.Note.parse(notes.Note(text, (notes.sign(seed, "a", text),)).encode())
    assert note.text == text
    public = Ed25519PrivateKey.from_private_bytes(seed).public_key()
    public.verify(note.signatures[0].content, text)


def test_only_text_that_a_note_may_hold_is_signed():
    for text in (b"no end", b"bell\x07\n", b"\xff\n"):
        with pytest.raises(Malformed):
            notes.sign(bytes(32), "a", text)


def test_same_name_and_other_id_or_same_id_and_other_name_is_another_key():
    note = notes.Note.parse(GOOD["note"].encode())
    (mine,) = note.signatures
    for other in (notes.Signature("Other", mine.id, mine.content), notes.Signature(mine.name, bytes(4), mine.content)):
        assert not notes.Note(note.text, (other,)).is_signed_by(NEUMANN)
        assert notes.Note(note.text, (other, mine)).is_signed_by(NEUMANN)


def test_one_bad_signature_by_a_known_key_spoils_a_good_one():
    note = notes.Note.parse(GOOD["note"].encode())
    (mine,) = note.signatures
    bad = notes.Signature(mine.name, mine.id, bytes(64))
    with pytest.raises(Malformed, match="bad signature"):
        notes.Note(note.text, (mine, bad)).is_signed_by(NEUMANN)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200) | st.text(max_size=60).map(str.encode), st.sampled_from(["", LINE]))
def test_whatever_is_accepted_has_one_form(text, line):
    content = text + b"\n\n" + line.encode()
    try:
        note = notes.Note.parse(content)
    except Malformed:
        return
    assert note.encode() == content
