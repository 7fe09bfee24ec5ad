"""Secrets under a passphrase (scrypt, AES-256-GCM), and as lines that can be printed and typed in again.

Sealed: `version 1 ‖ log2(N) of scrypt ‖ salt 16 ‖ nonce 12 ‖ ciphertext`. Printed: base32 in lines of 20 characters,
each with a check character behind it, in groups of four; lines that begin with # are for people.
"""

import os
from collections.abc import Callable

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from pingyi.primitives import base32
from pingyi.primitives.errors import Malformed

VERSION = 1
COST = 17  # log2 of N: 128 MB and about half a second
LARGEST_COST = 20
SALT, NONCE, TAG = 16, 12, 16
HEAD = 2 + SALT + NONCE
LINE = 20

Random = Callable[[int], bytes]


def seal(content: bytes, passphrase: str, *, cost: int = COST, random: Random = os.urandom) -> bytes:
    """Return `content` encrypted under `passphrase`."""
    head = bytes((VERSION, cost)) + random(SALT + NONCE)
    return head + AESGCM(_key(passphrase, head)).encrypt(head[2 + SALT :], content, head)


def open_(sealed: bytes, passphrase: str) -> bytes:
    """Return what `seal` was given; Malformed for other bytes or another passphrase."""
    head = sealed[:HEAD]
    if len(sealed) < HEAD + TAG or head[0] != VERSION or not 1 <= head[1] <= LARGEST_COST:
        raise Malformed("sealed file: not of this form")
    try:
        return AESGCM(_key(passphrase, head)).decrypt(head[2 + SALT :], sealed[HEAD:], head)
    except InvalidTag:
        raise Malformed("sealed file: another passphrase, or damaged") from None


def printed(content: bytes) -> str:
    """Return lines to print."""
    text = base32.encode(len(content).to_bytes(2, "big") + content)
    rows = [text[place : place + LINE] for place in range(0, len(text), LINE)]
    return "".join(f"{_grouped(row + base32.check_character(row))}\n" for row in rows)


def parse(text: str) -> bytes:
    """Read lines as printed or typed; Malformed names the first line with a mistake."""
    rows = [_typed(line) for line in text.splitlines() if line.strip()[:1] != "#"]
    characters = ""
    for number, row in enumerate((row for row in rows if row), 1):
        if not row.isascii() or base32.check_character(row[:-1]) != row[-1]:
            raise Malformed(f"line {number}: mistyped")
        characters += row[:-1]
    size = len(characters) * 5 // 8
    content = base32.decode(characters, size)
    if int.from_bytes(content[:2], "big") != size - 2:
        raise Malformed("a line is missing")
    return content[2:]


def _key(passphrase: str, head: bytes) -> bytes:
    return Scrypt(salt=head[2 : 2 + SALT], length=32, n=1 << head[1], r=8, p=1).derive(passphrase.encode("utf-8"))


def _typed(line: str) -> str:
    """Return the characters of a line, with those read as others that look alike."""
    return "".join(line.upper().split()).translate(str.maketrans("ILO", "110", "-"))


def _grouped(text: str) -> str:
    return " ".join(text[place : place + 4] for place in range(0, len(text), 4))
