"""Representations end up in messages and reports of errors: what is secret is in none of them."""

from pingyi.protocol import casting
from pingyi.protocol.casting import RANDOM_BYTES, Choice, Randomness, Resident
from pingyi.tokens.ballots import Plaintext
from pingyi.tokens.blinding import Blinding

SECRET = b"\xa7\xa8\xa9\xaa"


def shown(value):
    return any(
        mark in repr(value) for mark in (r"\xa7\xa8", SECRET.hex(), str(int.from_bytes(SECRET * 8, "big")), "说明")
    )


def test_nothing_secret_shows():
    drawn = Randomness.cut((SECRET * RANDOM_BYTES)[:RANDOM_BYTES])
    blinding = Blinding(bytes(256), int.from_bytes(SECRET * 8, "big"))
    resident = Resident(None, bytes(32), None, SECRET * 8)
    asked = casting.Asked(SECRET * 8, blinding, None)
    secrets = [
        drawn,
        blinding,
        resident,
        asked,
        Choice(SECRET * 8, SECRET),
        Plaintext(bytes(354), SECRET * 8, SECRET, "说明"),
    ]
    assert [value for value in secrets if shown(value)] == []
    assert shown(SECRET)
