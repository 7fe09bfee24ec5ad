"""What a client hands the ballot box, and what the box answers."""

from dataclasses import dataclass

from pingyi.primitives import ed25519
from pingyi.primitives.hashing import message
from pingyi.primitives.integers import u32, u64
from pingyi.primitives.reading import Reader
from pingyi.tokens.envelopes import ENVELOPE
from pingyi.tokens.tokens import SIZE as TOKEN

REQUEST, REPLY = 2438, 104


def receipt_message(camp: bytes, index: int, entry_hash: bytes) -> bytes:
    """Return the bytes that the box signs as a receipt: place in the log and leaf hash of the entry."""
    return message(b"receipt", camp, u64(index), entry_hash)


@dataclass(frozen=True, slots=True)
class CastRequest:
    """One envelope for the box: campaign (32 bytes), cell, entry token (354), envelope (2,048)."""

    camp: bytes
    cell: int
    token: bytes
    envelope: bytes

    @classmethod
    def parse(cls, content: bytes) -> "CastRequest":
        """Read 2,438 bytes."""
        reader = Reader(content, "cast request")
        request = cls(reader.take(32), reader.u32(), reader.take(TOKEN), reader.take(ENVELOPE))
        reader.end()
        return request

    def encode(self) -> bytes:
        """Return the request as 2,438 bytes."""
        return b"".join((self.camp, u32(self.cell), self.token, self.envelope))


@dataclass(frozen=True, slots=True)
class CastReply:
    """The box's answer: index of the log entry, leaf hash of the entry (32 bytes), signature (64)."""

    index: int
    entry_hash: bytes
    signature: bytes

    @classmethod
    def parse(cls, content: bytes) -> "CastReply":
        """Read 104 bytes."""
        reader = Reader(content, "cast reply")
        reply = cls(reader.u64(), reader.take(32), reader.take(64))
        reader.end()
        return reply

    def encode(self) -> bytes:
        """Return the reply as 104 bytes."""
        return b"".join((u64(self.index), self.entry_hash, self.signature))

    def verify(self, key: bytes, camp: bytes) -> bool:
        """Say whether the box with this identity key signed the receipt for this campaign."""
        return ed25519.verify(key, receipt_message(camp, self.index, self.entry_hash), self.signature)
