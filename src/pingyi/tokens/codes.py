"""The code of an invitation: 20 base32 characters (100 bits), its printed form, its private key, its link."""

import re
from typing import NamedTuple

from pingyi.primitives import base32, hkdf
from pingyi.primitives.errors import Malformed
from pingyi.primitives.integers import u32
from pingyi.tokens import typed

LENGTH = 20
RANDOM_BYTES = 13
FINGERPRINT_LENGTH = 26
_CELL = re.compile(r"0|[1-9][0-9]{0,9}", re.ASCII)


class Fragment(NamedTuple):
    """What the link of a letter says behind its #: code (20 characters), cell index, fingerprint (26 characters)."""

    code: str
    cell: int
    fingerprint: str


def from_random(content: bytes) -> str:
    """Return the code that the first 100 of 104 random bits make."""
    if len(content) != RANDOM_BYTES:
        raise Malformed("code: needs 13 random bytes")
    return base32.encode(content)[:LENGTH]


def with_check(code: str) -> str:
    """Return the code followed by its check character, 21 characters."""
    return code + base32.check_character(code)


def parse(text: str) -> str:
    """Return the 20 characters of a code as typed with its check character; Malformed when mistyped."""
    return typed.checked(text, LENGTH)


def printed(code: str) -> str:
    """Return the code as a letter shows it: five groups of four and the check character, joined by hyphens."""
    whole = with_check(code)
    return "-".join(whole[place : place + 4] for place in range(0, len(whole), 4))


def seed(code: str, campaign_id: str) -> bytes:
    """Return the 32-byte Ed25519 private key that the code stands for in this campaign."""
    ikm = typed.characters(code, LENGTH).encode("ascii")
    return hkdf.derive(ikm, salt=campaign_id.encode("utf-8"), info=b"pingyi/v1/invite")


def link(base: str, code: str, cell: int, fingerprint: str) -> str:
    """Return the link of a letter; `base` is the address of the page up to the #."""
    return f"{base}#{with_check(code)}.{cell}.{fingerprint}"


def parse_fragment(text: str) -> Fragment:
    """Read what stands behind the # of a link; Malformed when any part is mistyped."""
    parts = text.split(".")
    if len(parts) != len(Fragment._fields) or not _CELL.fullmatch(parts[1]):
        raise Malformed("link: not CODE.CELL.FINGERPRINT")
    cell = int(parts[1])
    u32(cell)
    return Fragment(parse(parts[0]), cell, typed.characters(parts[2], FINGERPRINT_LENGTH))
