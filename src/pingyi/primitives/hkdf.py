"""HKDF with SHA-256 (RFC 5869)."""

import hmac

_SIZE = 32


def derive(secret: bytes, *, salt: bytes = b"", info: bytes, size: int = 32) -> bytes:
    """Return `size` bytes derived from `secret`: extract, then expand."""
    return expand(extract(salt, secret), info, size)


def extract(salt: bytes, secret: bytes) -> bytes:
    """Return the 32-byte pseudorandom key of `secret`; an empty salt counts as 32 zero bytes."""
    return hmac.digest(salt or bytes(_SIZE), secret, "sha256")


def expand(key: bytes, info: bytes, size: int) -> bytes:
    """Return `size` bytes (at most 8160) for one use, named by `info`."""
    block, output = b"", b""
    while len(output) < size:
        block = hmac.digest(key, block + info + bytes([len(output) // _SIZE + 1]), "sha256")
        output += block
    return output[:size]
