"""Draws in proportion to size whose joint probabilities are all above 0: Sampford, and conditional Poisson.

For strata of thousands of units, not of millions: both need every unit of the stratum at one time.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from pingyi.sampling.inclusion import Floats, conditional_poisson_odds
from pingyi.sampling.refusals import refused

TRIES = 100_000
Places = list[int]


def sampford(pi: Floats, words: Iterator[int]) -> Places:
    """Return n places: one drawn by pi, n - 1 by pi / (1 - pi), with replacement, until all differ.

    Refused `no_sample` after 100,000 tries, as happens when n is a large part of the units.
    """
    n = round(float(pi.sum()))
    first, others = np.cumsum(pi), np.cumsum(pi / (1 - pi))
    for _ in range(TRIES):
        found = {_by(first, words)}
        while len(found) < n and (place := _by(others, words)) not in found:
            found.add(place)
        if len(found) == n:
            return sorted(found)
    raise refused(
        "no_sample",
        f"按 Sampford 方法试了 {TRIES} 次都没有抽成。",
        f"Sampford's method failed {TRIES} times.",
        "样本占比太大，请改用 conditional_poisson。",
        "The sample is too large a part; use conditional_poisson.",
    )


def conditional_poisson(pi: Floats, words: Iterator[int]) -> Places:
    """Return n places of the design of maximum entropy, unit by unit: each given how many are still to come."""
    n, odds = round(float(pi.sum())), conditional_poisson_odds(pi)
    chance = odds / (1 + odds)
    tails = _tails(chance, n)
    found: Places = []
    for k, p in enumerate(chance):
        left = n - len(found)
        if left and _share(next(words)) * tails[k, left] < p * tails[k + 1, left - 1]:
            found.append(k)
    return found


def _tails(chance: Floats, n: int) -> NDArray[np.float64]:
    """Return (N + 1, n + 1): the chance that the units k ... N - 1 of Poisson sampling give j."""
    tails = np.zeros((len(chance) + 1, n + 1))
    tails[-1, 0] = 1.0
    for k in range(len(chance) - 1, -1, -1):
        tails[k] = (1 - chance[k]) * tails[k + 1]
        tails[k, 1:] += chance[k] * tails[k + 1, :-1]
    return tails


def _by(running: Floats, words: Iterator[int]) -> int:
    return int(np.searchsorted(running, _share(next(words)) * running[-1], side="right"))


def _share(word: int) -> float:
    return float((word >> 11) * 2.0**-53)
