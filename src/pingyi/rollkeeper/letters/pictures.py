"""The QR picture of a link: PNG with one bit a dot, fast enough for a hundred thousand letters.

With mask, version and length fixed, a QR code is linear in the bits of its text: data, error correction and placement
are sums modulo 2. So the picture of a link is that of a link of zeros, changed by one known difference for each
character, and segno need draw only a few hundred pictures for a whole roll.
"""

import struct
import zlib
from functools import lru_cache

import segno

_DOTS = 4  # picture dots to a module, so that no viewer can blur it
_MASK = 3  # any mask is valid; trying all eight for the prettiest costs five times as much
_SPREAD = {ord("0"): "1" * _DOTS, ord("1"): "0" * _DOTS}  # dark is 1 in the code and 0 in the picture


def qr_png(link: str) -> bytes:
    """Return the QR code of `link` (ASCII; error correction M) without margin."""
    modules = qr_modules(link)
    side = len(modules)
    size = _DOTS * side
    width = -(-size // 8)
    rows = (int(row.translate(_SPREAD), 2) << (8 * width - size) for row in modules)
    lines = b"".join((b"\x00" + row.to_bytes(width, "big")) * _DOTS for row in rows)
    head = struct.pack(">IIBBBBB", size, size, 1, 0, 0, 0, 0)  # one bit, grey
    parts = (_part(b"IHDR", head), _part(b"IDAT", zlib.compress(lines, 6)), _part(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def qr_modules(link: str) -> list[str]:
    """Return the rows of the QR code of `link`, 1 for dark."""
    side, bits = _whole("0" * len(link))
    for place, character in enumerate(link):
        bits ^= _difference(len(link), place, character)
    drawn = f"{bits:0{side * side}b}"
    return [drawn[start : start + side] for start in range(0, side * side, side)]


@lru_cache(maxsize=1 << 14)
def _difference(length: int, place: int, character: str) -> int:
    """Return the modules that turn when one of `length` zeros becomes `character`."""
    changed = "0" * place + character + "0" * (length - place - 1)
    return _whole(changed)[1] ^ _whole("0" * length)[1]


@lru_cache(maxsize=64)
def _whole(text: str) -> tuple[int, int]:
    code = segno.make_qr(text, error="m", mode="byte", mask=_MASK, boost_error=False)
    rows = ["".join("1" if dark else "0" for dark in row) for row in code.matrix]
    return len(rows), int("".join(rows), 2)


def _part(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
