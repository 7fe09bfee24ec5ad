"""Characters that a person typed: case, hyphens and spaces do not matter, I and L read as 1, O as 0."""

from pingyi.primitives import base32
from pingyi.primitives.errors import Malformed

_READ_AS = str.maketrans("ILO", "110", "- ")


def characters(text: str, length: int) -> str:
    """Return the `length` base32 characters that `text` means; Malformed when it has more, fewer or others."""
    if not text.isascii():  # some letters become A to Z in upper case; they are not what the letter shows
        raise Malformed("typed text: wrong character")
    read = text.upper().translate(_READ_AS)
    if len(read) != length:
        raise Malformed("typed text: wrong length")
    if not set(read) <= set(base32.ALPHABET):
        raise Malformed("typed text: wrong character")
    return read


def checked(text: str, length: int) -> str:
    """Return the `length` characters before the check character; Malformed when that one does not fit."""
    read = characters(text, length + 1)
    if read[-1] != base32.check_character(read[:-1]):
        raise Malformed("typed text: check character")
    return read[:-1]
