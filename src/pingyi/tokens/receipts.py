"""What the resident keeps: the receipt, which anyone may see, and the check code, which is secret."""

import base64
from dataclasses import dataclass

from pingyi.primitives import base32
from pingyi.primitives.errors import Malformed
from pingyi.primitives.reading import Reader
from pingyi.tokens import typed
from pingyi.tokens.casting import REPLY, CastReply

PREFIX = "pyr1."
CHECK_LENGTH = 52


@dataclass(frozen=True, slots=True)
class Receipt:
    """The campaign (32 bytes) and what the box answered."""

    camp: bytes
    reply: CastReply

    @classmethod
    def parse(cls, text: str) -> "Receipt":
        """Read the text of a receipt; Malformed for every text that `text` would not write."""
        reader = Reader(_decoded(text), "receipt")
        receipt = cls(reader.take(32), CastReply.parse(reader.take(REPLY)))
        reader.end()
        if receipt.text() != text:
            raise Malformed("receipt: not in its one form")
        return receipt

    def text(self) -> str:
        """Return the receipt as pyr1. and unpadded base64url of 136 bytes."""
        return PREFIX + base64.urlsafe_b64encode(self.camp + self.reply.encode()).decode("ascii").rstrip("=")

    def verify(self, key: bytes) -> bool:
        """Say whether the box with this identity key signed it."""
        return self.reply.verify(key, self.camp)


def check_code(commitment: bytes) -> str:
    """Return the check code of a ballot: its commitment in 52 characters, and the check character."""
    code = base32.encode(commitment)
    return code + base32.check_character(code)


def parse_check_code(text: str) -> bytes:
    """Return the commitment (32 bytes) that a typed check code means; Malformed when mistyped."""
    return base32.decode(typed.checked(text, CHECK_LENGTH), 32)


def _decoded(text: str) -> bytes:
    if not text.startswith(PREFIX):
        raise Malformed("receipt: does not begin with pyr1.")
    body = text[len(PREFIX) :]
    try:
        return base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))
    except ValueError:
        raise Malformed("receipt: not base64") from None
