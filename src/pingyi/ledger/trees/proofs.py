"""Proofs that a leaf is in a tree, or that a tree is the beginning of another: made and verified.

Source: RFC 6962 section 2.1; the checks are those of RFC 9162 sections 2.1.3.2 and 2.1.4.2.
"""

from collections.abc import Iterable, Sequence

from pingyi.ledger.trees.hashes import HASH_SIZE, Subtree, node_hash, row_above, span_hash


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
