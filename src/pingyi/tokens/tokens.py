"""Tokens: RFC 9578 type 0x0002 (blind RSA with 2048 bits), bound to campaign, role and cell by the challenge."""

from dataclasses import dataclass

from pingyi.primitives.errors import Malformed
from pingyi.primitives.hashing import digest, sha256
from pingyi.primitives.integers import u8, u16, u32
from pingyi.primitives.reading import Reader
from pingyi.tokens.rsa import PublicKey

TOKEN_TYPE = b"\x00\x02"
INPUT, SIZE = 98, 354
BALLOT, ENTRY = 1, 2
ROLES = (BALLOT, ENTRY)


@dataclass(frozen=True, slots=True)
class Token:
    """A signed token: three hashes of 32 bytes and the signature of 256 bytes."""

    nonce: bytes
    challenge_digest: bytes
    key_id: bytes
    signature: bytes

    @classmethod
    def parse(cls, content: bytes) -> "Token":
        """Read 354 bytes; Malformed when the size or the type is another."""
        reader = Reader(content, "token")
        if reader.take(2) != TOKEN_TYPE:
            raise Malformed("token: wrong type")
        token = cls(reader.take(32), reader.take(32), reader.take(32), reader.take(256))
        reader.end()
        return token

    def input(self) -> bytes:
        """Return the 98 bytes that are signed."""
        return token_input(self.nonce, self.challenge_digest, self.key_id)

    def encode(self) -> bytes:
        """Return the token as 354 bytes."""
        return self.input() + self.signature

    def check(self, key: PublicKey, nonce: bytes, challenge_digest: bytes) -> bool:
        """Say whether this is a token of `key` for exactly this nonce and challenge."""
        named = (self.nonce, self.challenge_digest, self.key_id)
        return named == (nonce, challenge_digest, key.key_id()) and key.verify(self.input(), self.signature)


def redemption_context(camp: bytes, role: int, cell: int) -> bytes:
    """Return the 32 bytes that bind a challenge to campaign, role and cell."""
    return digest(b"context", camp, u8(role), u32(cell))


def challenge(issuer_name: str, origin_info: str, context: bytes) -> bytes:
    """Return the TokenChallenge of RFC 9577 with a redemption context of 32 bytes."""
    issuer, origin = _ascii(issuer_name), _ascii(origin_info)
    return b"".join((TOKEN_TYPE, u16(len(issuer)), issuer, u8(len(context)), context, u16(len(origin)), origin))


def challenge_digest(issuer_name: str, origin_info: str, camp: bytes, role: int, cell: int) -> bytes:
    """Return the SHA-256 of the challenge: `issuer_name` is the signer's name, `origin_info` the box's."""
    return sha256(challenge(issuer_name, origin_info, redemption_context(camp, role, cell)))


def token_input(nonce: bytes, challenge_digest: bytes, key_id: bytes) -> bytes:
    """Return the 98 bytes that a signer signs blindly; each part has 32 bytes."""
    content = b"".join((TOKEN_TYPE, nonce, challenge_digest, key_id))
    if len(content) != INPUT:
        raise Malformed("token input: a part is not 32 bytes")
    return content


def _ascii(name: str) -> bytes:
    if not name.isascii():
        raise Malformed("party name: not ASCII")
    return name.encode("ascii")
