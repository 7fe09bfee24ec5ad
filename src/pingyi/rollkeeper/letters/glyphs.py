"""Which characters a font can print, so that no name comes out as an empty box."""

import struct
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from pingyi.wording import Refused, Text

SHIPPED = Path(__file__).parents[1] / "fonts" / "NotoSansCJKsc-letters.otf"
FAMILY = "Noto Sans CJK SC"
_SEGMENTED_COVERAGE = 12  # the subtable format that reaches every code point


@lru_cache(maxsize=4)
def glyphs_of(font: Path = SHIPPED) -> frozenset[int]:
    """Return the code points that `font` (an OpenType file, or the first of a collection) has; raises `Refused`."""
    content = font.read_bytes()
    try:
        return frozenset(_covered(content, _table(content, b"cmap")))
    except (struct.error, ValueError):
        raise Refused.because(
            "unreadable_font",
            Text(f"“{font.name}”不是可用的字体文件。", f"“{font.name}” is not a font file that can be used."),
            Text(f"请用 {FAMILY} 的字体文件。", f"Use a font file of {FAMILY}."),
        ) from None


def lacking(texts: Iterable[str], font: Path) -> str:
    """Return the characters of `texts` that `font` cannot print."""
    glyphs = glyphs_of(font)
    return "".join(sorted({sign for text in texts for sign in text if ord(sign) not in glyphs}))


def _table(content: bytes, wanted: bytes) -> int:
    start = struct.unpack_from(">I", content, 12)[0] if content[:4] == b"ttcf" else 0
    (count,) = struct.unpack_from(">H", content, start + 4)
    for number in range(count):
        tag, _, offset, _ = struct.unpack_from(">4sIII", content, start + 12 + 16 * number)
        if tag == wanted:
            return int(offset)
    raise ValueError("no such table")


def _covered(content: bytes, cmap: int) -> set[int]:
    (count,) = struct.unpack_from(">H", content, cmap + 2)
    for number in range(count):
        _, _, offset = struct.unpack_from(">HHI", content, cmap + 4 + 8 * number)
        form, _, _, _, groups = struct.unpack_from(">HHIII", content, cmap + offset)
        if form == _SEGMENTED_COVERAGE:
            spans = (struct.unpack_from(">III", content, cmap + offset + 16 + 12 * group) for group in range(groups))
            return {point for first, last, _ in spans for point in range(first, last + 1)}
    raise ValueError("no subtable of the kind")
