"""SHA-256, and the tags that keep one use of a hash or a signature apart from every other."""

import hashlib

VERSION = b"pingyi/v1/"


def sha256(content: bytes) -> bytes:
    """Return the SHA-256 of `content`, 32 bytes."""
    return hashlib.sha256(content).digest()


def message(tag: bytes, *parts: bytes) -> bytes:
    """Return what is hashed or signed for `tag` (such as b"ballot"): pingyi/v1/TAG, a zero byte, the parts."""
    return b"".join((VERSION, tag, b"\x00", *parts))


def digest(tag: bytes, *parts: bytes) -> bytes:
    """Return the SHA-256 of `message(tag, *parts)`, 32 bytes."""
    return hashlib.sha256(message(tag, *parts)).digest()
