"""Verifier keys ("vkeys"): a name, a kind of signature and a public key, in one line of text."""

import hashlib
from base64 import b64decode, b64encode
from binascii import Error
from dataclasses import dataclass
from functools import cached_property
from typing import Self

from pingyi.primitives import ed25519
from pingyi.primitives.errors import Malformed

ED25519 = 0x01  # a signature over the text of a note: a log's
COSIGNATURE = 0x04  # `cosignature/v1`, a signature with its time over a checkpoint: a witness's


@dataclass(frozen=True)
class VerifierKey:
    """Who signs, how, and with which Ed25519 key. Raises `Malformed` when the name or the key is not allowed."""

    name: str
    kind: int
    key: bytes

    def __post_init__(self) -> None:
        check_name(self.name)
        if self.kind not in (ED25519, COSIGNATURE):
            raise Malformed("verifier key: unknown kind of signature")
        ed25519.check_key(self.key)

    @cached_property
    def id(self) -> bytes:
        """The 4 bytes that stand in front of each signature of this key."""
        return hashlib.sha256(self.name.encode() + b"\n" + bytes([self.kind]) + self.key).digest()[:4]

    def encode(self) -> str:
        """Return `NAME+ID+BASE64`, in which BASE64 is the kind and the key."""
        return f"{self.name}+{self.id.hex()}+{b64encode(bytes([self.kind]) + self.key).decode()}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read what `encode` writes; raises `Malformed`."""
        name, _, rest = text.partition("+")
        identity, _, key = rest.partition("+")
        packed = from_base64(key, "verifier key")
        found = cls(name, packed[0] if packed else 0, packed[1:])
        if identity != found.id.hex():
            raise Malformed("verifier key: its id is not that of the name and the key")
        return found


def check_name(name: str) -> None:
    """Raise `Malformed` unless a key may have this name: not empty, no spaces, no plus, no control characters."""
    wrong = any(character.isspace() or character == "+" or character < " " for character in name)
    if wrong or not name or not _is_utf8(name):
        raise Malformed("name of a key: empty, or with a space, a plus or a control character")


def from_base64(text: str, what: str) -> bytes:
    """Return the bytes of the one base64 form they have; raises `Malformed`, which names `what`."""
    try:
        found = b64decode(text.encode("ascii"), validate=True)
    except (Error, UnicodeEncodeError):
        found = b""
    if b64encode(found).decode() != text:
        raise Malformed(f"{what}: not in standard base64")
    return found


def _is_utf8(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
