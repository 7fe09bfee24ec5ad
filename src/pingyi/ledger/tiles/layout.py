"""Where a tile lies and what stands in it.

A tile at level l holds up to 256 hashes of complete subtrees of height 8 l; a bundle holds up to 256 entries, each
after its length (u16). Full ones have plain paths; the last one of a level may be partial and says its width.
"""

from collections.abc import Iterator, Sequence

from pingyi.ledger.trees import HASH_SIZE
from pingyi.primitives.errors import Malformed

HEIGHT = 8
WIDTH = 1 << HEIGHT
LONGEST_ENTRY = 2**16 - 1


def tile_path(level: int, index: int, width: int = WIDTH) -> str:
    """Return the path of tile `index` of `level`; `width` hashes if it is partial."""
    return f"tile/{level}/{_numbered(index, width)}"


def bundle_path(index: int, width: int = WIDTH) -> str:
    """Return the path of entry bundle `index`; `width` entries if it is partial."""
    return f"tile/entries/{_numbered(index, width)}"


def bundle_holding(entry: int, size: int) -> str:
    """Return the path of the bundle that holds entry number `entry` in a log of `size`."""
    if not 0 <= entry < size:
        raise ValueError("no such entry")
    return bundle_path(entry // WIDTH, min(WIDTH, size - entry // WIDTH * WIDTH))


def levels(size: int) -> Iterator[tuple[int, int]]:
    """Yield (level, number of hashes in its tiles) from level 0 up to the last that has any."""
    level = 0
    while size:
        yield level, size
        level, size = level + 1, size // WIDTH


def tiles_for(size: int) -> Iterator[str]:
    """Yield the paths of all tiles and bundles of a log of `size`: these and no others."""
    for level, hashes in levels(size):
        yield from (tile_path(level, index) for index in range(hashes // WIDTH))
    yield from (bundle_path(index) for index in range(size // WIDTH))
    yield from partials_for(size)


def partials_for(size: int) -> list[str]:
    """Return the paths of the partial tiles and of the partial bundle of a log of `size`."""
    partial = [(level, hashes // WIDTH, hashes % WIDTH) for level, hashes in levels(size) if hashes % WIDTH]
    tiles = [tile_path(level, index, width) for level, index, width in partial]
    return [*tiles, bundle_path(size // WIDTH, size % WIDTH)] if size % WIDTH else tiles


def superseded(old_size: int, size: int) -> list[str]:
    """Return the partial tiles and bundles of `old_size` that a log grown to `size` no longer has."""
    still = set(partials_for(size))
    return [path for path in partials_for(old_size) if path not in still]


def parse_tile(content: bytes, width: int = WIDTH) -> list[bytes]:
    """Return the hashes of a tile; raises `Malformed` unless there are exactly `width`."""
    if len(content) != width * HASH_SIZE:
        raise Malformed("tile: wrong length")
    return [content[place : place + HASH_SIZE] for place in range(0, len(content), HASH_SIZE)]


def encode_bundle(entries: Sequence[bytes]) -> bytes:
    """Return entries one after the other, each behind its length; raises `Malformed` when one is too long."""
    if any(len(entry) > LONGEST_ENTRY for entry in entries):
        raise Malformed("entry: longer than 65535 bytes")
    return b"".join([len(entry).to_bytes(2, "big") + entry for entry in entries])


def parse_bundle(content: bytes, width: int = WIDTH) -> list[bytes]:
    """Return the entries of a bundle; raises `Malformed` unless there are exactly `width` and nothing after them."""
    entries, place = [], 0
    for _ in range(width):
        start = place + 2
        place = start + int.from_bytes(content[place:start], "big")
        entries.append(content[start:place])
    if place != len(content):  # a missing length reads as a short number: it too ends elsewhere than the content
        raise Malformed("bundle: entries and lengths do not agree")
    return entries


def _numbered(index: int, width: int) -> str:
    """Return `x001/x234/067` for 1234067, with `.p/W` when partial."""
    if index < 0 or not 0 < width <= WIDTH:
        raise ValueError("no such tile")
    groups = [f"{index % 1000:03}"]
    while index := index // 1000:
        groups.append(f"x{index % 1000:03}")
    return "/".join(reversed(groups)) + (f".p/{width}" if width < WIDTH else "")
