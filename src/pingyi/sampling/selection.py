"""Draws that pass over a frame in pieces and never depend on where it was cut.

A frame is a sequence of rows with the place of each row's stratum and a whole-number size. `Smallest` takes the n rows
with the smallest words of each stratum: simple random sampling without replacement. `Points` lays n points at equal
distance T/n from one random start onto the running total of the sizes: systematic sampling in proportion to size; sizes
of 1 make it plain systematic sampling. All of it is whole numbers, so every machine draws the same.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pingyi.sampling.refusals import refused
from pingyi.sampling.words import Words

Ints = NDArray[np.int64]
TOO_LARGE = 1 << 62


class Smallest:
    """The n[h] rows with the smallest words in each stratum h, equal words by row."""

    def __init__(self, n: Sequence[int]) -> None:
        """Take how many each stratum gives."""
        self._n = np.asarray(n, dtype=np.int64)
        self._bar = np.where(self._n > 0, np.uint64(2**64 - 1), np.uint64(0))
        self._kept = (np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0, np.uint64))

    def offer(self, rows: Ints, strata: Ints, words: Words) -> None:
        """Look at the next rows; `strata` -1 belongs to none."""
        near = (strata >= 0) & (words <= self._bar[strata]) & (self._n[strata] > 0)
        new = (rows[near], strata[near], words[near])
        rows, strata, words = (np.concatenate(pair) for pair in zip(self._kept, new, strict=True))
        order = np.lexsort((rows, words, strata))
        rows, strata, words = rows[order], strata[order], words[order]
        stays = _place_within(strata) < self._n[strata]
        self._kept = (rows[stays], strata[stays], words[stays])
        full = stays & (_place_within(strata) == self._n[strata] - 1)
        self._bar[strata[full]] = words[full]

    def taken(self) -> tuple[Ints, Ints]:
        """Return the rows drawn and their strata, rows rising."""
        order = np.argsort(self._kept[0])
        return self._kept[0][order], self._kept[1][order]


class Points:
    """Systematic sampling: n[h] points over the running total[h] of the sizes, the first at start[h] / n[h]."""

    def __init__(self, n: Sequence[int], totals: Sequence[int], starts: Sequence[int]) -> None:
        """Take points, totals and starts (0 ... total - 1) per stratum. Refused `too_large` beyond exact integers."""
        if any(a * b >= TOO_LARGE for a, b in zip(n, totals, strict=True)):
            raise refused(
                "too_large",
                "规模之和乘以样本量超出了精确整数的范围。",
                "Sizes and sample are beyond exact integers.",
                "请把规模换成更大的单位。",
                "State the sizes in a larger unit.",
            )
        self._n, self._starts = np.asarray(n, dtype=np.int64), np.asarray(starts, dtype=np.int64)
        self._totals = np.maximum(np.asarray(totals, dtype=np.int64), 1)
        self._run = np.zeros(len(n), dtype=np.int64)

    def offer(self, strata: Ints, sizes: Ints) -> Ints:
        """Return the places, rising, of those of the next rows that carry a point; no size may exceed total / n."""
        if not len(strata):
            return np.empty(0, np.int64)
        order = np.argsort(strata, kind="stable")
        strata, sizes = strata[order], sizes[order]
        ends = np.cumsum(sizes)
        first = np.flatnonzero(_place_within(strata) == 0)
        before = np.repeat(ends[first] - sizes[first], np.diff(np.append(first, len(strata))))
        ends += self._run[strata] - before
        n, total, start = self._n[strata], self._totals[strata], self._starts[strata]
        hit = -((start - n * ends) // total) > -((start - n * (ends - sizes)) // total)
        last = np.append(first[1:], len(strata)) - 1
        self._run[strata[last]] = ends[last]
        return np.sort(order[hit])


def _place_within(strata: Ints) -> Ints:
    """Return the place of each row among the rows of its stratum, strata being sorted."""
    if not len(strata):
        return np.empty(0, np.int64)
    new = np.flatnonzero(np.diff(strata, prepend=strata[0] - 1))
    return np.asarray(np.arange(len(strata)) - np.repeat(new, np.diff(np.append(new, len(strata)))))
