"""Reading a log from its files, believing nothing but the root of a checkpoint.

`fetch(path)` returns what stands in a file below the log's prefix and raises `FileNotFoundError` when there is none;
what it raises passes through. Everything wrong with the bytes is `Malformed`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from itertools import pairwise

from pingyi.ledger import trees
from pingyi.ledger.tiles import layout
from pingyi.ledger.tiles.writing import File, Writer
from pingyi.primitives.errors import Malformed

Fetch = Callable[[str], bytes]
Path = Callable[[int, int], str]
Parse = Callable[[bytes, int], list[bytes]]
REMEMBERED = 64  # tiles; a proof needs at most 8, so none is fetched twice while it is built and checked


class Reader:
    """A log of `size` with `root`, read where one likes. Entries come out only when they are proven to be in it."""

    def __init__(self, fetch: Fetch, size: int, root: bytes) -> None:
        self._fetch, self.size, self.root = fetch, size, root
        self._tile = lru_cache(maxsize=REMEMBERED)(self._fetch_tile)

    def entry(self, index: int) -> bytes:
        """Return one entry, proven. Raises `ValueError` when there is no such entry."""
        return next(self.entries(index, index + 1))

    def entries(self, start: int, end: int) -> Iterator[bytes]:
        """Yield the entries from `start` up to `end`, proven bundle by bundle."""
        if not 0 <= start <= end <= self.size:
            raise ValueError("no such entries")
        for bundle in range(start // layout.WIDTH, -(-end // layout.WIDTH)):
            first = bundle * layout.WIDTH
            yield from self._bundle(bundle)[max(start - first, 0) : end - first]

    def inclusion_proof(self, index: int) -> list[bytes]:
        """Return the audit path of an entry as the tiles have it; for `trees.verify_inclusion`."""
        return trees.inclusion_path(self.subtree, index, self.size)

    def consistency_proof(self, old_size: int) -> list[bytes]:
        """Return the proof from an older size as the tiles have it; for `trees.verify_consistency`."""
        return trees.consistency_path(self.subtree, old_size, self.size)

    def check_root(self) -> None:
        """Raise `Malformed` unless the tiles at the right edge give the root."""
        if trees.span_hash(self.subtree, 0, self.size) != self.root:
            raise Malformed("log: tiles and root do not agree")

    def check_continues(self, old_size: int, old_root: bytes) -> None:
        """Raise `Malformed` unless the log of `old_size` with `old_root` is the beginning of this one."""
        if old_size == 0 and old_root == trees.EMPTY_ROOT:
            return
        if not 0 < old_size <= self.size:
            raise Malformed("log: no such older log")
        proof = self.consistency_proof(old_size)
        if not trees.verify_consistency(old_size, self.size, proof, old_root, self.root):
            raise Malformed(f"log: not the continuation of its {old_size} first entries")

    def subtree(self, height: int, index: int) -> bytes:
        """Return the hash of a complete subtree as the tiles have it (not proven)."""
        level, above = divmod(height, layout.HEIGHT)
        first = index << above
        row = self._tile(level, first // layout.WIDTH)[first % layout.WIDTH :][: 1 << above]
        while len(row) > 1:
            row = trees.row_above(row)
        return row[0]

    def _bundle(self, index: int) -> list[bytes]:
        """Return the proven entries of a bundle.

        The path of the first entry is made of all other hashes of its tile; so it proves them all.
        """
        first = index * layout.WIDTH
        entries = self._read(layout.bundle_path, index, self.size, layout.parse_bundle)
        hashes = trees.leaf_hashes(entries)
        proof = self.inclusion_proof(first)
        if hashes != self._tile(0, index) or not trees.verify_inclusion(hashes[0], first, self.size, proof, self.root):
            raise Malformed(f"{layout.bundle_path(index)}: entries that are not in the log")
        return entries

    def _fetch_tile(self, level: int, index: int) -> list[bytes]:
        return self._read(
            partial(layout.tile_path, level), index, self.size >> layout.HEIGHT * level, layout.parse_tile
        )

    def _read(self, path_of: Path, index: int, count: int, parse: Parse) -> list[bytes]:
        """Read a file of a level that has `count` items. Of a log that has grown since, the full one will do."""
        width = min(layout.WIDTH, count - index * layout.WIDTH)
        try:
            return parse(self._fetch(path_of(index, width)), width)
        except FileNotFoundError:
            if width == layout.WIDTH:
                raise
            return parse(self._fetch(path_of(index, layout.WIDTH)), layout.WIDTH)[:width]


def whole(fetch: Fetch, roots: Mapping[int, bytes]) -> Iterator[bytes]:
    """Yield every entry of a log while checking all of it: every bundle, every tile, the root at each size of `roots`.

    A log is right when its files are byte for byte those that a writer of its entries would have written. The largest
    of the sizes is the log's. Memory stays flat. **Nothing is proven before the iterator has ended.** Raises
    `Malformed`, and what `fetch` raises for a file that is not there.
    """
    size = max(roots)
    writer = Writer()
    _check_root(writer, roots)
    for index in range(-(-size // layout.WIDTH)):
        width = min(layout.WIDTH, size - index * layout.WIDTH)
        entries = layout.parse_bundle(fetch(layout.bundle_path(index, width)), width)
        for piece in _cut(entries, sorted(at - writer.size for at in roots if 0 < at - writer.size < width)):
            _check_tiles(fetch, writer.append(piece))
            _check_root(writer, roots)
        yield from entries
    _check_tiles(fetch, writer.partials())


def _cut(entries: list[bytes], places: Sequence[int]) -> Iterator[list[bytes]]:
    """Yield the pieces between the places."""
    edges = [0, *places, len(entries)]
    yield from (entries[start:end] for start, end in pairwise(edges))


def _check_tiles(fetch: Fetch, files: list[File]) -> None:
    for path, content in files:
        if not path.startswith("tile/entries/") and fetch(path) != content:  # bundles were read already
            raise Malformed(f"{path}: not the hashes of the entries")


def _check_root(writer: Writer, roots: Mapping[int, bytes]) -> None:
    if writer.size in roots and writer.root() != roots[writer.size]:
        raise Malformed(f"log: another root at size {writer.size}")
