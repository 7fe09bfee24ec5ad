"""The name of a campaign, how people compare it, and the five signatures under it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from pingyi.primitives import base32, ed25519, hashing
from pingyi.primitives.errors import Malformed
from pingyi.protocol.manifest.model import Manifest
from pingyi.protocol.parties import SIGNERS_OF_MANIFEST, Party
from pingyi.tokens import typed

FINGERPRINT = 26  # characters: 130 bits
SIGNATURE = 64
_HEX = re.compile(r"[0-9a-fA-F]{64}", re.ASCII)


def camp(content: bytes) -> bytes:
    """Return the name of the campaign whose `manifest.json` has these bytes: 32 bytes."""
    return hashing.digest(b"manifest", content)


def fingerprint(camp: bytes) -> str:
    """Return the 26 characters that letters print and the page compares."""
    return base32.encode(camp)[:FINGERPRINT]


def is_expected(camp: bytes, text: str) -> bool:
    """Say whether `text`, 64 hex digits or the fingerprint as printed, names this campaign; Malformed if neither."""
    if _HEX.fullmatch(text):
        return text.lower() == camp.hex()
    return typed.characters(text, FINGERPRINT) == fingerprint(camp)


def signature_message(camp: bytes) -> bytes:
    """Return the bytes that M, S, R, T1 and T2 sign."""
    return hashing.message(b"manifest-signature", camp)


def sign(seed: bytes, camp: bytes) -> bytes:
    """Return the signature of a party with the identity key `seed`, 64 bytes."""
    return ed25519.sign(seed, signature_message(camp))


@dataclass(frozen=True, slots=True)
class Signatures:
    """The file `manifest.sigs`: five signatures in the order M, S, R, T1, T2."""

    signatures: tuple[bytes, ...]

    @classmethod
    def of(cls, by_party: Mapping[Party, bytes]) -> "Signatures":
        """Put the signatures of the five parties in order."""
        return cls.parse(b"".join(by_party[party] for party in SIGNERS_OF_MANIFEST))

    @classmethod
    def parse(cls, content: bytes) -> "Signatures":
        """Read 320 bytes; whether they are good says `wrong`."""
        if len(content) != SIGNATURE * len(SIGNERS_OF_MANIFEST):
            raise Malformed("manifest.sigs: not 5 signatures of 64 bytes")
        return cls(tuple(content[place : place + SIGNATURE] for place in range(0, len(content), SIGNATURE)))

    def encode(self) -> bytes:
        """Return the 320 bytes."""
        return b"".join(self.signatures)

    def wrong(self, manifest: Manifest, camp: bytes) -> tuple[Party, ...]:
        """Return the parties whose signature is not good; none when the manifest is signed."""
        message = signature_message(camp)
        pairs = zip(SIGNERS_OF_MANIFEST, self.signatures, strict=True)
        return tuple(party for party, one in pairs if not ed25519.verify(manifest.parties[party].key, message, one))
