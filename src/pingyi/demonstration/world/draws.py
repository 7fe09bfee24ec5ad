"""Random numbers that are the same everywhere: raw Philox words, one stream per seed and purpose."""

import hashlib

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


class Draws:
    """A stream of draws. Only raw words and plain arithmetic, so that no release of NumPy changes them."""

    def __init__(self, seed: int, purpose: str) -> None:
        key = hashlib.sha256(f"pingyi demonstration {seed} {purpose}".encode()).digest()
        self._philox = np.random.Philox(key=int.from_bytes(key[:16], "big"))

    def uniforms(self, *shape: int) -> Floats:
        """Return uniform numbers in [0, 1) of 53 bits."""
        words = self._philox.random_raw(int(np.prod(shape, dtype=np.int64)))
        return ((words >> np.uint64(11)).astype(np.float64) * 2.0**-53).reshape(shape)

    def integers(self, below: int, *shape: int) -> Integers:
        """Return integers 0 … `below` - 1."""
        return (self.uniforms(*shape) * below).astype(np.int64)

    def deviates(self, *shape: int) -> Floats:
        """Return numbers with mean 0 and standard deviation 1, none beyond 6: twelve uniforms added, less six."""
        return np.asarray(self.uniforms(*shape, 12).sum(axis=-1) - 6.0, dtype=np.float64)

    def chosen(self, shares: Floats, *shape: int) -> Integers:
        """Return places 0 … len(`shares`) - 1, each drawn in proportion to its share."""
        steps = np.cumsum(shares) / np.sum(shares)
        return np.searchsorted(steps[:-1], self.uniforms(*shape), side="right").astype(np.int64)

    def order(self, length: int) -> Integers:
        """Return 0 … `length` - 1 in a random order."""
        return np.argsort(self.uniforms(length), kind="stable").astype(np.int64)
