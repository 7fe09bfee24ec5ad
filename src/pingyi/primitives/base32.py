"""Base32 in Crockford's upper-case alphabet: high bits first, zero bits at the end, no padding."""

from pingyi.primitives.errors import Malformed
from pingyi.primitives.hashing import digest

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VALUES = {character: value for value, character in enumerate(ALPHABET)}


def encode(content: bytes) -> str:
    """Return `content` as ceil(8 * size / 5) characters."""
    length = _length(len(content))
    number = int.from_bytes(content, "big") << (5 * length - 8 * len(content))
    return "".join(ALPHABET[(number >> (5 * place)) & 31] for place in reversed(range(length)))


def decode(text: str, size: int) -> bytes:
    """Return the `size` bytes that `encode` wrote as exactly this text; Malformed for every other text."""
    if len(text) != _length(size):
        raise Malformed("base32: wrong length")
    number = 0
    for character in text:
        if character not in _VALUES:
            raise Malformed("base32: wrong character")
        number = number << 5 | _VALUES[character]
    spare = 5 * len(text) - 8 * size
    if number & ((1 << spare) - 1):
        raise Malformed("base32: bits after the end")
    return (number >> spare).to_bytes(size, "big")


def check_character(characters: str) -> str:
    """Return the character that stands behind `characters` (upper case, no hyphens) so that a mistyped one is seen."""
    if not characters.isascii():
        raise Malformed("base32: wrong character")
    return ALPHABET[digest(b"check", characters.encode("ascii"))[-1] & 31]


def _length(size: int) -> int:
    return -(-8 * size // 5)
