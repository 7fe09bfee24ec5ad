"""One ballot: the commitment that is signed, the plaintext that is sealed, the row that is published."""

from dataclasses import dataclass
from typing import NamedTuple

from pingyi.primitives.errors import Malformed
from pingyi.primitives.hashing import digest
from pingyi.primitives.integers import u8, u16, u32
from pingyi.primitives.reading import Reader
from pingyi.tokens.tokens import SIZE as TOKEN

SALT = 32
QUESTIONS = 96
PRIVATE = 1400
PLAINTEXT = 1886
_VERSION = b"\x01"


class Row(NamedTuple):
    """A published ballot: token (354 bytes), salt (32), answers (one byte per question, 0 = none)."""

    token: bytes
    salt: bytes
    answers: bytes


@dataclass(frozen=True, slots=True, repr=False)
class Plaintext:
    """What is sealed: token (354 bytes), salt (32), answers (one byte per question), and a comment for no row."""

    token: bytes
    salt: bytes
    answers: bytes
    private: str = ""

    @classmethod
    def parse(cls, content: bytes, q: int) -> "Plaintext":
        """Read 1,886 bytes of a campaign with `q` questions; Malformed for any other layout."""
        if len(content) != PLAINTEXT:
            raise Malformed("plaintext: wrong size")
        reader = Reader(content, "plaintext")
        if reader.take(1) != _VERSION:
            raise Malformed("plaintext: wrong version")
        token, salt, answers = _row(reader, q)
        private = _text(reader.take(_at_most(reader.u16(), PRIVATE)))
        if reader.rest().strip(b"\x00"):  # many times faster than asking each byte
            raise Malformed("plaintext: padding is not zero")
        return cls(token, salt, answers, private)

    def encode(self) -> bytes:
        """Return the plaintext as 1,886 bytes; Malformed when the comment has more than 1,400."""
        try:
            private = self.private.encode("utf-8")
        except UnicodeEncodeError:
            raise Malformed("plaintext: comment is not text") from None
        length = u16(_at_most(len(private), PRIVATE))
        content = b"".join((_VERSION, row(self.token, self.salt, self.answers), length, private))
        return content.ljust(PLAINTEXT, b"\x00")


def commitment(camp: bytes, cell: int, salt: bytes, answers: bytes) -> bytes:
    """Return nB, the nonce of the ballot token: 32 bytes that fix the answers and tell nothing about them."""
    return digest(b"ballot", camp, u32(cell), salt, u8(len(answers)), answers)


def entry_nonce(camp: bytes, cell: int, envelope_hash: bytes) -> bytes:
    """Return nE, the nonce of the entry token, from the SHA-256 of the one envelope that it admits."""
    return digest(b"entry", camp, u32(cell), envelope_hash)


def row(token: bytes, salt: bytes, answers: bytes) -> bytes:
    """Return the published row, 387 bytes and one for each question."""
    if (len(token), len(salt)) != (TOKEN, SALT) or not 1 <= len(answers) <= QUESTIONS:
        raise Malformed("row: a part has the wrong size")
    return b"".join((token, salt, u8(len(answers)), answers))


def parse_row(content: bytes, q: int) -> Row:
    """Read a published row of a campaign with `q` questions."""
    reader = Reader(content, "row")
    found = _row(reader, q)
    reader.end()
    return found


def tag(commitment: bytes) -> bytes:
    """Return the 32 bytes that announce a valid ballot before its row is published."""
    return digest(b"row", commitment)


def _row(reader: Reader, q: int) -> Row:
    token, salt = reader.take(TOKEN), reader.take(SALT)
    if reader.u8() != q:
        raise Malformed("answers: not one for each question")
    return Row(token, salt, reader.take(q))


def _at_most(length: int, most: int) -> int:
    if length > most:
        raise Malformed("plaintext: comment too long")
    return length


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        raise Malformed("plaintext: comment is not UTF-8") from None
