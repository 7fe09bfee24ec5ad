"""Known answers: whatever a layout demands or refuses in Python, it demands and refuses in the browser."""

import json
from base64 import b64encode
from pathlib import Path

import pytest

from pingyi.ledger.notes import COSIGNATURE, Checkpoint, Note, VerifierKey, sign
from pingyi.ledger.notes.text import Signature
from pingyi.primitives import ed25519
from pingyi.primitives.errors import Malformed
from pingyi.primitives.hashing import sha256
from pingyi.primitives.integers import u64

pytestmark = pytest.mark.browser

HERE = Path(__file__).parent
VECTORS = HERE.parent / "vectors"
SEED = bytes(range(32))
TEXT = Checkpoint("log.example", 5, bytes(32)).encode()
# What Unicode calls white space, and its neighbours that are none.
CHARACTERS = [chr(code) for code in (*range(0x20), *range(0x7F, 0xA1), 0x200B, 0x2060, 0xFEFF, 0x180E)] + list(
    " +\u1680\u2000\u2005\u200a\u2028\u2029\u202f\u205f\u3000é龙-"
)


@pytest.fixture(scope="module")
def page(verifier):
    """The verifier's page with the known answers."""
    verifier.page.add_script_tag(path=HERE / "vectors.js")
    return verifier.page


def wrong(page, name, vectors):
    return page.evaluate("([name, vectors]) => runVectors(name, vectors)", [name, vectors])


@pytest.mark.parametrize("name", ["protocol", "protocol_formats"])
def test_known_answers(page, name):
    assert wrong(page, name, json.loads((VECTORS / f"{name}.json").read_text(encoding="utf-8"))) == []


def named(name):
    """A key of this name, a note that it signed, and whether Python allows the name."""
    key = ed25519.public_key(SEED)
    identity = sha256(name.encode() + b"\n" + bytes([COSIGNATURE]) + key)[:4]
    packed = b64encode(bytes([COSIGNATURE]) + key).decode()
    line = f"— {name} {b64encode(identity + bytes(72)).decode()}\n"
    try:
        good = bool(VerifierKey(name, COSIGNATURE, key))
    except Malformed:
        good = False
    return {"vkey": f"{name}+{identity.hex()}+{packed}", "note": f"text\n\n{line}", "good": good}


def test_names_of_keys(page):
    names = [named(f"a{character}b") for character in CHARACTERS]
    assert {one["good"] for one in names} == {True, False}
    assert wrong(page, "notes", {"names": names, "times": []}) == []


def cosigned(time):
    """A checkpoint that somebody cosigned at this time."""
    key = VerifierKey("witness.example", COSIGNATURE, ed25519.public_key(SEED))
    made = ed25519.sign(SEED, b"cosignature/v1\ntime %d\n" % time + TEXT)
    lines = (sign(SEED, "log.example", TEXT), Signature(key.name, key.id, u64(time) + made))
    return {"vkey": key.encode(), "note": Note(TEXT, lines).encode().decode(), "good": time < 2**63}


@pytest.mark.parametrize("time", [0, 1, 2**31, 2**53 - 1, 2**53, 2**53 + 1, 2**63 - 1, 2**63, 2**64 - 1])
def test_times_of_cosignatures(page, time):
    assert wrong(page, "notes", {"names": [], "times": [cosigned(time)]}) == []
