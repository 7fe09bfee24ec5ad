"""HPKE base mode, RFC 9180: DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-128-GCM, one message per key.

`cryptography` has an HPKE of its own, but it draws the ephemeral key itself and takes no aad, so that neither the
published vectors nor ours could be computed with it.
"""

from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from pingyi.primitives import hkdf
from pingyi.primitives.errors import Malformed

ENC, TAG, KEY = 65, 16, 32
_CURVE = ec.SECP256R1()
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_KEM = b"KEM\x00\x10"
_SUITE = b"HPKE\x00\x10\x00\x01\x00\x01"


class PrivateKey:
    """A private key ready for use, with its public key (65 bytes, SEC1 uncompressed)."""

    __slots__ = ("_key", "public")

    def __init__(self, scalar: bytes) -> None:
        number = int.from_bytes(scalar, "big")
        if len(scalar) != KEY or not 0 < number < _ORDER:
            raise Malformed("HPKE private key: out of range")
        self._key = ec.derive_private_key(number, _CURVE)
        self.public = self._key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    def exchange(self, public_key: bytes) -> bytes:
        """Return the 32-byte Diffie-Hellman value with another's public key; Malformed when that is no point."""
        return self._key.exchange(ec.ECDH(), _point(public_key))


def derive_private_key(seed: bytes) -> PrivateKey:
    """Return the key that RFC 9180 (7.1.3, DeriveKeyPair) makes of 32 or more secret bytes."""
    if len(seed) < KEY:
        raise Malformed("HPKE seed: shorter than 32 bytes")
    key = _extract(_KEM, b"", b"dkp_prk", seed)
    for counter in range(256):
        candidate = _expand(_KEM, key, b"candidate", bytes([counter]), KEY)
        if 0 < int.from_bytes(candidate, "big") < _ORDER:
            return PrivateKey(candidate)
    raise Malformed("HPKE seed: no key in it")


def check_public_key(public_key: bytes) -> None:
    """Malformed unless `public_key` is a point of P-256 in its uncompressed form (65 bytes)."""
    _point(public_key)


def seal(public_key: bytes, info: bytes, plaintext: bytes, ephemeral: bytes, aad: bytes = b"") -> bytes:
    """Return enc and ciphertext; `ephemeral` is the seed of the ephemeral key, random and used once."""
    sender = derive_private_key(ephemeral)
    secret = shared_secret(sender.exchange(public_key), sender.public, public_key)
    key, nonce = key_schedule(secret, info)
    return sender.public + AESGCM(key).encrypt(nonce, plaintext, aad)


def open_(private: PrivateKey, info: bytes, sealed: bytes, aad: bytes = b"") -> bytes:
    """Return what was sealed for `private` under `info`; Malformed when it was not."""
    enc, ciphertext = sealed[:ENC], sealed[ENC:]
    secret = shared_secret(private.exchange(enc), enc, private.public)
    key, nonce = key_schedule(secret, info)
    try:
        return AESGCM(key).decrypt(nonce, ciphertext, aad)
    except InvalidTag:
        raise Malformed("sealed bytes: not for this key, cell and campaign") from None


def shared_secret(exchanged: bytes, enc: bytes, public_key: bytes) -> bytes:
    """Return the secret of DHKEM (4.1) from the Diffie-Hellman value and both public keys."""
    return _expand(_KEM, _extract(_KEM, b"", b"eae_prk", exchanged), b"shared_secret", enc + public_key, 32)


def key_schedule(secret: bytes, info: bytes) -> tuple[bytes, bytes]:
    """Return key (16 bytes) and base nonce (12 bytes) of base mode (5.1)."""
    context = _context(info)
    key = _extract(_SUITE, secret, b"secret", b"")
    return _expand(_SUITE, key, b"key", context, 16), _expand(_SUITE, key, b"base_nonce", context, 12)


@lru_cache(maxsize=1024)
def _context(info: bytes) -> bytes:
    mode_base = b"\x00"
    return mode_base + _extract(_SUITE, b"", b"psk_id_hash", b"") + _extract(_SUITE, b"", b"info_hash", info)


def _extract(suite: bytes, salt: bytes, label: bytes, secret: bytes) -> bytes:
    return hkdf.extract(salt, b"HPKE-v1" + suite + label + secret)


def _expand(suite: bytes, key: bytes, label: bytes, info: bytes, size: int) -> bytes:
    return hkdf.expand(key, size.to_bytes(2, "big") + b"HPKE-v1" + suite + label + info, size)


def _point(public_key: bytes) -> ec.EllipticCurvePublicKey:
    if len(public_key) != ENC or public_key[0] != 4:
        raise Malformed("HPKE public key: not 65 bytes, uncompressed")
    try:
        return ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, public_key)
    except ValueError:
        raise Malformed("HPKE public key: not on the curve") from None
