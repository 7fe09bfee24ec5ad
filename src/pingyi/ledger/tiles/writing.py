"""The writer of a growing log."""

from collections.abc import Callable, Sequence
from typing import Self

from pingyi.ledger.tiles import layout
from pingyi.ledger.trees import Frontier, leaf_hashes, root_of, row_above
from pingyi.primitives.errors import Malformed

File = tuple[str, bytes]
"""A path below the log's prefix and what stands in the file."""


class Writer:
    """Turns entries into the files of the log. Holds only what is not yet full, whatever the size of the log.

    Growth is: write what `append` returns, then what `partials` returns, then the checkpoint, and only then delete
    `layout.superseded(old size, size)`; so every checkpoint that can be read has its tiles.
    """

    def __init__(self) -> None:
        self._size = 0
        self._rows: list[list[bytes]] = []  # by level: the hashes of the tile that is not yet full
        self._entries: list[bytes] = []  # of the bundle that is not yet full

    @property
    def size(self) -> int:
        """The number of entries."""
        return self._size

    def append(self, entries: Sequence[bytes]) -> list[File]:
        """Append entries and return the tiles and bundles that became full; `Malformed` (nothing done) if too long."""
        if max(map(len, entries), default=0) > layout.LONGEST_ENTRY:
            raise Malformed("entry: longer than 65535 bytes")
        files: list[File] = []
        place = 0
        while place < len(entries):
            piece = entries[place : place + layout.WIDTH - len(self._entries)]
            files += self._fill(piece)
            place += len(piece)
        return files

    def partials(self) -> list[File]:
        """Return the partial tiles and the partial bundle of the log as it is now; together with all full ones."""
        tiles = [
            (layout.tile_path(level, (self._size >> layout.HEIGHT * level) // layout.WIDTH, len(row)), b"".join(row))
            for level, row in enumerate(self._rows)
            if row
        ]
        if not self._entries:
            return tiles
        bundle = layout.bundle_path(self._size // layout.WIDTH, len(self._entries))
        return [*tiles, (bundle, layout.encode_bundle(self._entries))]

    def root(self) -> bytes:
        """Return the root of the log as it is now."""
        peaks: list[bytes] = []
        for row in reversed(self._rows):
            edge = Frontier()
            edge.extend_hashes(row)
            peaks += edge.peaks()
        return root_of(peaks)

    @classmethod
    def resume(cls, size: int, fetch: Callable[[str], bytes]) -> Self:
        """Return the writer of a log that was written before, from its partial files.

        Raises `Malformed` when they are damaged. The caller compares `root()` with the checkpoint.
        """
        writer = cls()
        writer._size = size
        for level, hashes in layout.levels(size):
            width = hashes % layout.WIDTH
            path = layout.tile_path(level, hashes // layout.WIDTH, width or layout.WIDTH)
            writer._rows.append(layout.parse_tile(fetch(path), width) if width else [])
        if width := size % layout.WIDTH:
            writer._entries = layout.parse_bundle(fetch(layout.bundle_path(size // layout.WIDTH, width)), width)
            if leaf_hashes(writer._entries) != writer._rows[0]:
                raise Malformed("bundle: not the entries of its tile")
        return writer

    def _fill(self, piece: Sequence[bytes]) -> list[File]:
        """Append entries that fit into the bundle at hand."""
        self._entries += piece
        self._size += len(piece)
        if len(self._entries) < layout.WIDTH:
            self._row(0).extend(leaf_hashes(piece))
            return []
        bundle = (layout.bundle_path(self._size // layout.WIDTH - 1), layout.encode_bundle(self._entries))
        self._entries = []
        return [bundle, *self._rise(leaf_hashes(piece))]

    def _rise(self, hashes: list[bytes]) -> list[File]:
        """Add the hashes that fill the last tile of level 0, and the hash above it, and so on while tiles get full."""
        files: list[File] = []
        for level in range(layout.HEIGHT):  # 256**8 entries are more than sizes can count
            row = self._row(level)
            row += hashes
            if len(row) < layout.WIDTH:
                break
            files.append((layout.tile_path(level, (self._size >> layout.HEIGHT * (level + 1)) - 1), b"".join(row)))
            self._rows[level] = []
            hashes = [_top(row)]
        return files

    def _row(self, level: int) -> list[bytes]:
        if level == len(self._rows):
            self._rows.append([])
        return self._rows[level]


def _top(row: list[bytes]) -> bytes:
    """Return the hash of the subtree whose lowest row is a full tile."""
    while len(row) > 1:
        row = row_above(row)
    return row[0]
