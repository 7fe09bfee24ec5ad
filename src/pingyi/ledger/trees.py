"""RFC 6962 Merkle trees with SHA-256: roots of streams, a compact frontier, proofs and their checks.

A subtree is named by (height, index): the leaves from `index << height` up to `(index + 1) << height`, all present.
Source: RFC 6962 section 2.1; the checks of proofs are RFC 9162 sections 2.1.3.2 and 2.1.4.2.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import Self

from pingyi.primitives.errors import Malformed

HASH_SIZE = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()
LARGEST = 2**63 - 1  # of all tree sizes: what logs written elsewhere can count to
AT_ONCE = 8192  # leaves hashed in one go while streaming: fast, and flat in memory

Subtree = Callable[[int, int], bytes]
"""Returns the hash of the complete subtree (height, index)."""


def leaf_hash(data: bytes) -> bytes:
    """Return the hash of a leaf with this data."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of the node above two hashes."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def leaf_hashes(leaves: Iterable[bytes]) -> list[bytes]:
    """Return the leaf hashes of many leaves' data."""
    sha256 = hashlib.sha256
    return [sha256(b"\x00" + data).digest() for data in leaves]


def row_above(row: Sequence[bytes]) -> list[bytes]:
    """Return the node hashes of neighbours two by two; a last odd one is left out."""
    sha256 = hashlib.sha256
    return [sha256(b"\x01" + left + right).digest() for left, right in zip(row[::2], row[1::2], strict=False)]


def root(leaves: Iterable[bytes]) -> bytes:
    """Return the root over leaf data, read as a stream."""
    frontier = Frontier()
    frontier.extend(leaves)
    return frontier.root()


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


class Tree:
    """A whole tree held in memory by its leaf hashes, for many proofs."""

    def __init__(self, leaf_hashes: Iterable[bytes]) -> None:
        self._rows = [list(leaf_hashes)]
        while len(self._rows[-1]) > 1:
            self._rows.append(row_above(self._rows[-1]))

    @property
    def size(self) -> int:
        """The number of leaves."""
        return len(self._rows[0])

    def subtree(self, height: int, index: int) -> bytes:
        """Return the hash of a complete subtree."""
        return self._rows[height][index]

    def root(self, size: int | None = None) -> bytes:
        """Return the root of the whole tree, or of its first `size` leaves."""
        return span_hash(self.subtree, 0, self.size if size is None else size)

    def inclusion_proof(self, index: int) -> list[bytes]:
        """Return the audit path of a leaf, leaf side first."""
        return inclusion_path(self.subtree, index, self.size)

    def consistency_proof(self, old_size: int) -> list[bytes]:
        """Return the proof that the tree of `old_size` is the beginning of this one."""
        return consistency_path(self.subtree, old_size, self.size)


def inclusion_proof(leaf_hashes: Sequence[bytes], index: int) -> list[bytes]:
    """Return the audit path of one leaf, leaf side first; for many use `Tree`. Raises `ValueError` out of range."""
    return Tree(leaf_hashes).inclusion_proof(index)


def consistency_proof(leaf_hashes: Sequence[bytes], old_size: int) -> list[bytes]:
    """Return the proof that the first `old_size` leaves are the beginning; raises `ValueError` out of range."""
    return Tree(leaf_hashes).consistency_proof(old_size)


def root_of(peaks: Sequence[bytes]) -> bytes:
    """Return the root over complete subtrees given largest first; of none, the empty root."""
    if not peaks:
        return EMPTY_ROOT
    found = peaks[-1]
    for peak in peaks[-2::-1]:
        found = node_hash(peak, found)
    return found


def span_hash(subtree: Subtree, start: int, end: int) -> bytes:
    """Return the Merkle tree hash of the leaves from `start` up to `end`.

    `start` must be a multiple of the smallest power of two that is not below the length, as in every proof.
    """
    parts = []
    while start < end:
        height = (end - start).bit_length() - 1
        parts.append(subtree(height, start >> height))
        start += 1 << height
    return root_of(parts)


def inclusion_path(subtree: Subtree, index: int, size: int) -> list[bytes]:
    """Return the audit path of leaf `index` in the tree of `size`, leaf side first; asks only for complete subtrees."""
    if not 0 <= index < size:
        raise ValueError("no such leaf")
    start, end, path = 0, size, []
    while end - start > 1:
        middle = start + _left_width(end - start)
        if index < middle:
            path.append(span_hash(subtree, middle, end))
            end = middle
        else:
            path.append(span_hash(subtree, start, middle))
            start = middle
    return path[::-1]


def consistency_path(subtree: Subtree, old_size: int, size: int) -> list[bytes]:
    """Return the proof from `old_size` to `size`; asks only for complete subtrees. Empty when the sizes are equal."""
    if not 0 < old_size <= size:
        raise ValueError("no such older tree")
    start, end, path = 0, size, []
    while end != old_size:
        middle = start + _left_width(end - start)
        if old_size <= middle:
            path.append(span_hash(subtree, middle, end))
            end = middle
        else:
            path.append(span_hash(subtree, start, middle))
            start = middle
    if start:  # the old tree is no complete subtree by itself: its last part must be named
        path.append(span_hash(subtree, start, end))
    return path[::-1]


def verify_inclusion(leaf_hash: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Return whether `proof` leads from the leaf at `index` to `root` in a tree of `size` (RFC 9162 2.1.3.2)."""
    if not 0 <= index < size or not _are_hashes(leaf_hash, *proof):
        return False
    place, last, found = index, size - 1, leaf_hash
    for sibling in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            found = node_hash(sibling, found)
            place, last = _up_to_left_turn(place, last)
        else:
            found = node_hash(found, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and found == root


def verify_consistency(size1: int, size2: int, proof: Sequence[bytes], root1: bytes, root2: bytes) -> bool:
    """Return whether `proof` shows tree 1 to be the beginning of tree 2 (RFC 9162 2.1.4.2).

    A tree of size 0 proves nothing: False. Equal sizes need equal roots and no proof.
    """
    if not 0 < size1 <= size2 or not _are_hashes(*proof):
        return False
    if size1 == size2:
        return not proof and root1 == root2
    path = [root1, *proof] if size1 & (size1 - 1) == 0 else list(proof)
    return bool(path) and _both_roots(path, size1 - 1, size2 - 1) == (root1, root2)


def _both_roots(path: list[bytes], place: int, last: int) -> tuple[bytes, bytes] | None:
    """Return the roots of the old and the new tree to which the path leads; None when it is too long or too short."""
    while place & 1:
        place, last = place >> 1, last >> 1
    old = new = path[0]
    for sibling in path[1:]:
        if last == 0:
            return None
        if place & 1 or place == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            place, last = _up_to_left_turn(place, last)
        else:
            new = node_hash(new, sibling)
        place, last = place >> 1, last >> 1
    return (old, new) if last == 0 else None


def _up_to_left_turn(place: int, last: int) -> tuple[int, int]:
    """Climb past the levels at which the right edge has no sibling."""
    while place and not place & 1:
        place, last = place >> 1, last >> 1
    return place, last


def _left_width(width: int) -> int:
    """Return the largest power of two smaller than `width`."""
    return 1 << (width - 1).bit_length() - 1


def _are_hashes(*values: bytes) -> bool:
    return all(len(value) == HASH_SIZE for value in values)
