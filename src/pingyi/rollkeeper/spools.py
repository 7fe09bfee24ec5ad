"""Many records on disk in a few files by a key, so that each can be sorted or shuffled in memory by itself."""

from bisect import bisect_right
from collections.abc import Sequence
from pathlib import Path

from pingyi.primitives.integers import u32
from pingyi.rollkeeper.desk import private, shred

AT_ONCE = 50_000  # records that are held in memory together
MOST = 200  # files
_BUFFER = 1 << 16


class Spool:
    """`count` files that take records; owner-readable only, because some records are codes."""

    def __init__(self, folder: Path, count: int) -> None:
        folder.mkdir(mode=0o700)
        self.count = count
        self._folder = folder
        self._paths = [folder / str(number) for number in range(count)]
        self._buffers = [bytearray() for _ in range(count)]

    def add(self, number: int, record: bytes) -> None:
        """Put a record into file `number`."""
        buffer = self._buffers[number]
        buffer += record
        if len(buffer) > _BUFFER:
            self._flush(number)

    def take(self, number: int) -> bytes:
        """Return all that file `number` holds."""
        self._flush(number)
        return self._paths[number].read_bytes()

    def close(self) -> None:
        """Overwrite and delete everything."""
        shred(self._folder)

    def _flush(self, number: int) -> None:
        with open(self._paths[number], "ab", opener=private) as out:
            out.write(self._buffers[number])
        self._buffers[number].clear()


def files_for(count: int) -> int:
    """Return how many files hold `count` records in handy parts."""
    return max(1, min(MOST, -(-count // AT_ONCE)))


def bounds(counts: Sequence[int]) -> list[bytes]:
    """Return where the files of a roll begin, given the people of each cell: few cells in one, a large one in several.

    Each bound is the beginning of a roll record (cell, key); record x belongs to file `place(bounds, x)`.
    """
    size = -(-sum(counts) // files_for(sum(counts))) or 1
    found, held = [b""], 0
    for cell, count in enumerate(counts):
        if held and held + count > size:
            found.append(u32(cell))
            held = 0
        parts = -(-count // size)
        found += [u32(cell) + (part * 65536 // parts).to_bytes(2, "big") for part in range(1, parts)]
        held = count if parts <= 1 and not held else held + count
    return found


def place(bounds: Sequence[bytes], record: bytes) -> int:
    """Return the file to which a roll record belongs."""
    return bisect_right(bounds, record) - 1
