"""The RSA keys that sign the tokens of one cell and role: 2048 bits, e = 65537, SHA-384, PSS with 48 bytes of salt."""

from dataclasses import dataclass
from functools import cached_property

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey, RSAPublicNumbers
from cryptography.hazmat.primitives.hashes import SHA384

from pingyi.primitives.errors import Malformed
from pingyi.primitives.hashing import sha256
from pingyi.tokens import blinding as core
from pingyi.tokens.blinding import EXPONENT, Blinding

BITS, BYTES, SALT = 2048, 256, 48
# SubjectPublicKeyInfo with id-RSASSA-PSS (SHA-384, MGF1 with SHA-384, salt 48) up to the modulus, and e = 65537 behind.
_BEFORE = bytes.fromhex(
    "30820152303d06092a864886f70d01010a3030a00d300b0609608648016503040202a11a301806092a864886f70d010108"
    "300b0609608648016503040202a2030201300382010f003082010a0282010100"
)
_AFTER = bytes.fromhex("0203010001")
_PSS = padding.PSS(mgf=padding.MGF1(SHA384()), salt_length=SALT)
_HASH = SHA384()


@dataclass(frozen=True)
class PublicKey:
    """A key by its modulus (256 bytes). Malformed unless that has exactly 2048 bits and is odd."""

    modulus: bytes

    def __post_init__(self) -> None:
        if len(self.modulus) != BYTES or self.number.bit_length() != BITS or self.number % 2 == 0:
            raise Malformed("RSA modulus: not odd with exactly 2048 bits")

    @cached_property
    def number(self) -> int:
        """The modulus as a number."""
        return int.from_bytes(self.modulus, "big")

    def spki(self) -> bytes:
        """Return the DER of the key as RFC 9578 wants it, 342 bytes."""
        return _BEFORE + self.modulus + _AFTER

    def key_id(self) -> bytes:
        """Return the SHA-256 of the DER, which tokens carry."""
        return self._key_id

    def verify(self, message: bytes, signature: bytes) -> bool:
        """Say whether `signature` is this key's over `message`."""
        try:
            self._loaded.verify(signature, message, _PSS, _HASH)
        except InvalidSignature:
            return False
        return True

    @cached_property
    def _key_id(self) -> bytes:
        return sha256(self.spki())

    @cached_property
    def _loaded(self) -> RSAPublicKey:
        return RSAPublicNumbers(EXPONENT, self.number).public_key()


def blind(key: PublicKey, message: bytes, salt: bytes, r: int) -> Blinding:
    """Blind `message` for `key`; `salt` is 48 random bytes, `r` random from 1 to the modulus, both used once."""
    if len(salt) != SALT:
        raise Malformed("RSA salt: not 48 bytes")
    return core.blind(key.number, message, salt, r)


def finalize(key: PublicKey, message: bytes, blinding: Blinding, blind_signature: bytes) -> bytes:
    """Return the signature of `message` (256 bytes); Malformed when the signer's answer is none (never ask again)."""
    signature = core.unblind(key.number, blinding, blind_signature)
    if not key.verify(message, signature):
        raise Malformed("RSA: blind signature is not the signer's")
    return signature
