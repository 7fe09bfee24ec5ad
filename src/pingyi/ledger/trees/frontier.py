"""A growing tree that remembers only its right edge."""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Self

from pingyi.ledger.trees.hashes import HASH_SIZE, LARGEST, leaf_hash, leaf_hashes, root_of, row_above
from pingyi.primitives.errors import Malformed

AT_ONCE = 8192  # leaves hashed in one go while streaming: fast, and flat in memory


class Frontier:
    """A tree that remembers only its size and the right edge: enough to append and to know the root.

    `copy` before a batch is the way back when the batch does not become durable.
    """

    __slots__ = ("_edge", "_size")

    def __init__(self) -> None:
        self._size = 0
        self._edge: list[bytes | None] = []  # at height h the complete subtree that waits for its right neighbour

    @property
    def size(self) -> int:
        """The number of leaves."""
        return self._size

    def append(self, data: bytes) -> bytes:
        """Append one leaf and return its leaf hash."""
        hashed = leaf_hash(data)
        self.extend_hashes([hashed])
        return hashed

    def extend(self, leaves: Iterable[bytes]) -> None:
        """Append the leaves of a stream."""
        source = iter(leaves)
        while row := leaf_hashes(islice(source, AT_ONCE)):
            self.extend_hashes(row)

    def extend_hashes(self, hashes: Sequence[bytes]) -> None:
        """Append leaves by their leaf hashes: whole rows at a time, so that the work is done in few steps."""
        self._size += len(hashes)
        row, height = list(hashes), 0
        while row:
            if height == len(self._edge):
                self._edge.append(None)
            waiting = self._edge[height]
            if waiting is not None:
                row.insert(0, waiting)
            self._edge[height] = row.pop() if len(row) % 2 else None
            row, height = row_above(row), height + 1

    def root(self) -> bytes:
        """Return the root of the tree as it is now."""
        return root_of(self.peaks())

    def peaks(self) -> list[bytes]:
        """Return the hashes of the complete subtrees that make up the tree, largest first."""
        return [hashed for hashed in reversed(self._edge) if hashed is not None]

    def copy(self) -> "Frontier":
        """Return an independent frontier of the same tree."""
        twin = Frontier()
        twin._size, twin._edge = self._size, list(self._edge)
        return twin

    def encode(self) -> bytes:
        """Return `size u64 ‖ hashes of the complete subtrees, largest first`."""
        return self._size.to_bytes(8, "big") + b"".join(self.peaks())

    @classmethod
    def parse(cls, data: bytes) -> Self:
        """Read what `encode` wrote; raises `Malformed`."""
        size, hashes = int.from_bytes(data[:8], "big"), data[8:]
        if len(data) < 8 or size > LARGEST or len(hashes) != HASH_SIZE * size.bit_count():
            raise Malformed("frontier: wrong length")
        frontier = cls()
        frontier._size, frontier._edge = size, [None] * size.bit_length()
        heights = [height for height in range(size.bit_length()) if size >> height & 1]
        for place, height in enumerate(reversed(heights)):
            frontier._edge[height] = hashes[HASH_SIZE * place : HASH_SIZE * (place + 1)]
        return frontier


def root(leaves: Iterable[bytes]) -> bytes:
    """Return the root over leaf data, read as a stream."""
    frontier = Frontier()
    frontier.extend(leaves)
    return frontier.root()
