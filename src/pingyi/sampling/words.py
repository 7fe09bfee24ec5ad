"""Chance that anybody can repeat: raw Philox4x64-10 words under a key bound to seed, frame and design.

The seed is 32 bytes, committed to before the draw and revealed after it. Binding the frame and the design means that
nobody who knows the seed can look for a frame or a design that brings out the sample he wants.

- commitment = SHA-256("pingyi/v1/sample-commitment" 00 seed, frame digest, design digest)
- key = the first 16 bytes of SHA-256("pingyi/v1/sample-key" 00 seed, frame digest, design digest), little-endian
- the words of row r (from 0) are those of the block with counter r: the first for the draw of rows or clusters (a
  cluster goes by its first row), the second for the draw within clusters, which must not depend on the first
- the words of stratum h are those of the blocks with counter 2^128 + h 2^64, and the following ones
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pingyi.primitives.hashing import digest

Words = NDArray[np.uint64]
WORDS = 4  # in one Philox block
STRATA = 1 << 128


@dataclass(frozen=True)
class Chance:
    """The words under one 16-byte key."""

    key: bytes

    @classmethod
    def bound(cls, seed: bytes, frame: bytes, design: bytes) -> "Chance":
        """Return the words for a 32-byte `seed`, the SHA-256 of the frame file and of the design."""
        return cls(digest(b"sample-key", seed, frame, design)[:16])

    def rows(self, start: int, count: int, *, stage: int = 0) -> Words:
        """Return the words of the rows start ... start + count - 1 for the first stage (0) or within clusters (1)."""
        return self._from(start).random_raw(WORDS * count)[stage::WORDS]

    def stream(self, stratum: int) -> Iterator[int]:
        """Yield the words of a stratum (its place in the sorted list of strata) one by one."""
        source = self._from(STRATA + (stratum << 64))
        while True:
            yield from (int(word) for word in source.random_raw(WORDS))

    def below(self, stream: Iterator[int], limit: int) -> int:
        """Return a whole number 0 ... limit - 1 from two words, floor(w limit / 2^128)."""
        return ((next(stream) << 64 | next(stream)) * limit) >> 128

    def _from(self, counter: int) -> np.random.Philox:
        # NumPy counts up before it makes a block.
        return np.random.Philox(key=int.from_bytes(self.key, "little"), counter=(counter - 1) % (1 << 256))


def commitment(seed: bytes, frame: bytes, design: bytes) -> bytes:
    """Return what is published before the draw, 32 bytes."""
    return digest(b"sample-commitment", seed, frame, design)
