"""What a client asks a signer, and the record that the signer publishes of it."""

from dataclasses import dataclass

from pingyi.primitives import ed25519
from pingyi.primitives.errors import Malformed
from pingyi.primitives.hashing import message, sha256
from pingyi.primitives.integers import u8, u32
from pingyi.primitives.reading import Reader
from pingyi.tokens.rsa import BYTES
from pingyi.tokens.tokens import ROLES

REQUEST, RECORD = 389, 133


def issue_message(camp: bytes, role: int, cell: int, blinded_hash: bytes) -> bytes:
    """Return the bytes that the key of a code signs to ask for one token; `blinded_hash` is SHA-256."""
    return message(b"issue", camp, u8(role), u32(cell), blinded_hash)


@dataclass(frozen=True, slots=True)
class IssuanceRecord:
    """One issued token: the key that asked (32 bytes), role, cell, hash of what was signed blindly, signature (64)."""

    pk: bytes
    role: int
    cell: int
    blinded_hash: bytes
    signature: bytes

    @classmethod
    def parse(cls, content: bytes) -> "IssuanceRecord":
        """Read 133 bytes."""
        reader = Reader(content, "issuance record")
        record = cls(reader.take(32), _role(reader.u8()), reader.u32(), reader.take(32), reader.take(64))
        reader.end()
        return record

    def encode(self) -> bytes:
        """Return the record as 133 bytes."""
        return b"".join((self.pk, u8(_role(self.role)), u32(self.cell), self.blinded_hash, self.signature))

    def verify(self, camp: bytes) -> bool:
        """Say whether the key asked for this token in this campaign."""
        return ed25519.verify(self.pk, issue_message(camp, self.role, self.cell, self.blinded_hash), self.signature)


@dataclass(frozen=True, slots=True)
class IssueRequest:
    """One request for a token: campaign (32 bytes), role, cell, key (32), blinded message (256), signature (64)."""

    camp: bytes
    role: int
    cell: int
    pk: bytes
    blinded: bytes
    signature: bytes

    @classmethod
    def parse(cls, content: bytes) -> "IssueRequest":
        """Read 389 bytes."""
        reader = Reader(content, "issue request")
        camp, role, cell = reader.take(32), _role(reader.u8()), reader.u32()
        request = cls(camp, role, cell, reader.take(32), reader.take(BYTES), reader.take(64))
        reader.end()
        return request

    def encode(self) -> bytes:
        """Return the request as 389 bytes."""
        return b"".join((self.camp, u8(_role(self.role)), u32(self.cell), self.pk, self.blinded, self.signature))

    def message(self) -> bytes:
        """Return the bytes that `signature` is over."""
        return issue_message(self.camp, self.role, self.cell, sha256(self.blinded))

    def verify(self) -> bool:
        """Say whether the key itself asks."""
        return ed25519.verify(self.pk, self.message(), self.signature)

    def record(self) -> IssuanceRecord:
        """Return what the signer keeps and publishes of this request."""
        return IssuanceRecord(self.pk, self.role, self.cell, sha256(self.blinded), self.signature)


def _role(role: int) -> int:
    if role not in ROLES:
        raise Malformed("role: neither ballot (1) nor entry (2)")
    return role
