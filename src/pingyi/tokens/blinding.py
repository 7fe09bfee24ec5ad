"""Blind RSA signatures, RFC 9474, for a modulus of any size; the caller brings salt and blinding factor.

Every variant of the RFC is this one: a randomised one prefixes the message, PSSZERO has an empty salt.
"""

import hashlib
from dataclasses import dataclass, field
from math import gcd

from pingyi.primitives.errors import Malformed

EXPONENT = 65537


@dataclass(frozen=True, slots=True)
class Blinding:
    """A blinded message (as long as the modulus) and the inverse of its blinding factor, which stays secret."""

    blinded: bytes
    inverse: int = field(repr=False)


def encode(message: bytes, salt: bytes, bits: int, hash_name: str = "sha384") -> bytes:
    """Return EMSA-PSS-ENCODE (RFC 8017, 9.1.1) of `message` for `bits` bits, MGF1 with the same hash."""
    size = -(-bits // 8)
    hashed = hashlib.new(hash_name, bytes(8) + hashlib.new(hash_name, message).digest() + salt).digest()
    block = b"\x01" + salt
    if size < len(hashed) + len(block) + 1:
        raise Malformed("RSA: modulus too short")
    masked_size = size - len(hashed) - 1
    mask = _mgf1(hashed, masked_size, hash_name)
    masked = int.from_bytes(block, "big") ^ int.from_bytes(mask, "big")
    masked &= (1 << (8 * masked_size - (8 * size - bits))) - 1
    return masked.to_bytes(masked_size, "big") + hashed + b"\xbc"


def blind(modulus: int, message: bytes, salt: bytes, r: int) -> Blinding:
    """Blind `message` with the factor `r` (1 <= r < modulus, drawn evenly); Malformed when it has no inverse."""
    encoded = int.from_bytes(encode(message, salt, modulus.bit_length() - 1), "big")
    if not 0 < r < modulus or gcd(r, modulus) != 1 or gcd(encoded, modulus) != 1:
        raise Malformed("RSA: not invertible")
    blinded = encoded * pow(r, EXPONENT, modulus) % modulus
    return Blinding(blinded.to_bytes(size(modulus), "big"), pow(r, -1, modulus))


def unblind(modulus: int, blinding: Blinding, blind_signature: bytes) -> bytes:
    """Return the signature within `blind_signature`; whether it is valid the caller must test."""
    number = int.from_bytes(blind_signature, "big")
    if len(blind_signature) != size(modulus) or number >= modulus:
        raise Malformed("RSA: blind signature out of range")
    return (number * blinding.inverse % modulus).to_bytes(size(modulus), "big")


def size(modulus: int) -> int:
    """Return the size of the modulus in bytes."""
    return -(-modulus.bit_length() // 8)


def _mgf1(seed: bytes, length: int, hash_name: str) -> bytes:
    output = b""
    while len(output) < length:
        counter = len(output) // hashlib.new(hash_name).digest_size
        output += hashlib.new(hash_name, seed + counter.to_bytes(4, "big")).digest()
    return output[:length]
