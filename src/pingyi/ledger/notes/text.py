"""Signed notes: a text and below it, behind a blank line, one line for each signature."""

from base64 import b64encode
from dataclasses import dataclass
from typing import Self

from pingyi.ledger.notes.keys import ED25519, VerifierKey, from_base64
from pingyi.ledger.notes.keys import check_name as check_key_name
from pingyi.primitives import ed25519
from pingyi.primitives.errors import Malformed

LARGEST = 1_000_000  # bytes of a note
MOST_SIGNATURES = 100
MARK = "— "


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line: the name and the id of the key, and what the key made."""

    name: str
    id: bytes
    content: bytes

    def line(self) -> str:
        """Return the line with its newline."""
        return f"{MARK}{self.name} {b64encode(self.id + self.content).decode()}\n"

    @classmethod
    def parse(cls, line: str) -> Self:
        """Read a line without its newline; raises `Malformed`."""
        name, _, packed = line.removeprefix(MARK).partition(" ")
        content = from_base64(packed, "signature line")
        if not line.startswith(MARK) or len(content) <= 4:
            raise Malformed("signature line: not of the form that notes have")
        check_key_name(name)
        return cls(name, content[:4], content[4:])

    def is_by(self, key: VerifierKey) -> bool:
        """Return whether the line says that `key` made it; nothing is verified."""
        return (self.name, self.id) == (key.name, key.id)


@dataclass(frozen=True, slots=True)
class Note:
    """A text (bytes, ends with a newline) and its signatures, verified or not."""

    text: bytes
    signatures: tuple[Signature, ...]

    def encode(self) -> bytes:
        """Return the note as it is sent and kept."""
        return self.text + b"\n" + "".join(signature.line() for signature in self.signatures).encode()

    @classmethod
    def parse(cls, content: bytes) -> Self:
        """Read a note; its signatures are not verified. Raises `Malformed`."""
        if len(content) > LARGEST:
            raise Malformed("note: too long")
        text, separator, lines = check_text(content).rpartition("\n\n")
        signed = lines.removesuffix("\n").split("\n")
        if not separator or not lines.endswith("\n"):
            raise Malformed("note: no signature lines below a blank line")
        if len(signed) > MOST_SIGNATURES:
            raise Malformed("note: too many signatures")
        return cls(f"{text}\n".encode(), tuple(Signature.parse(line) for line in signed))

    def made_by(self, key: VerifierKey) -> tuple[Signature, ...]:
        """Return the signatures that say they are by `key`; nothing is verified."""
        return tuple(signature for signature in self.signatures if signature.is_by(key))

    def is_signed_by(self, key: VerifierKey) -> bool:
        """Return whether `key` (of kind Ed25519) signed the text; raises `Malformed` when it did so wrongly."""
        claimed = self.made_by(key)
        if not all(verify(key, self.text, signature.content) for signature in claimed):
            raise Malformed(f"note: a bad signature under the name {key.name}")
        return bool(claimed)


def check_text(content: bytes) -> str:
    """Return the text of bytes that notes may hold: UTF-8, no control characters but newline; raises `Malformed`."""
    try:
        text = content.decode()
    except UnicodeDecodeError:
        raise Malformed("note: not UTF-8") from None
    if any(character < " " and character != "\n" for character in text):
        raise Malformed("note: a control character")
    return text


def sign(seed: bytes, name: str, text: bytes) -> Signature:
    """Return the Ed25519 signature of a text under the key of `seed` called `name`; raises `Malformed`."""
    if not check_text(text).endswith("\n"):
        raise Malformed("note: the text does not end with a newline")
    key = VerifierKey(name, ED25519, ed25519.public_key(seed))
    return Signature(name, key.id, ed25519.sign(seed, text))


def verify(key: VerifierKey, text: bytes, content: bytes) -> bool:
    """Return whether `content` is the Ed25519 signature of the text by `key`; False for a key of another kind."""
    return key.kind == ED25519 and ed25519.verify(key.key, text, content)
