"""Hashes of leaves and nodes, and roots over complete subtrees.

A subtree is named by (height, index): the leaves from `index << height` up to `(index + 1) << height`, all present.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence

HASH_SIZE = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()
LARGEST = 2**63 - 1  # of all tree sizes: what logs written elsewhere can count to

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
