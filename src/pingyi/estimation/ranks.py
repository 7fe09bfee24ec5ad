"""What can be said about ranks: tiers, and the best and worst rank of each unit that the data allow.

All pairs of units are compared, |x_j - x_k| / sd_jk with sd_jk = sqrt(v_j + v_k - 2 c_jk), so that the chance of any
wrong statement at all is at most 1 - level. Source: Bonferroni; Holm 1979; rank limits from the pairs as in Mogstad,
Romano, Shaikh and Wilhelm 2024. Checked against base R (p.adjust) on 60 units (tests/estimation/test_ranks.py).
"""

from collections.abc import Iterator, Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

Floats = NDArray[np.float64]
Method = Literal["none", "bonferroni", "holm"]
BLOCK = 256  # rows of the table of pairs that are in memory at one time


def pair_critical(pairs: int, level: float = 0.95) -> float:
    """Return Bonferroni's two-sided critical value for `pairs` comparisons at one time."""
    return float(-ndtri((1 - level) / 2 / max(pairs, 1)))


def tiers(
    estimates: Sequence[float], ses: Sequence[float], *, level: float = 0.95, covariance: Floats | None = None
) -> tuple[int, ...]:
    """Return the tier (1 is the top) of each unit, in the order given.

    Walk down the ranking; a new tier starts at the first unit that is surely below the top unit of the current one.
    Equal estimates go by the smaller standard error first, so the order of the input does not matter.
    """
    x, s, c = _table(estimates, ses, covariance)
    bar = pair_critical(len(x) * (len(x) - 1) // 2, level)
    found = [0] * len(x)
    tier, top = 0, -1
    for unit in np.lexsort((s, -x)):
        if top < 0 or x[top] - x[unit] > bar * _deviation(s, c, top, unit):
            tier, top = tier + 1, int(unit)
        found[int(unit)] = tier
    return tuple(found)


def rank_intervals(
    estimates: Sequence[float],
    ses: Sequence[float],
    *,
    level: float = 0.95,
    method: Method = "holm",
    covariance: Floats | None = None,
) -> tuple[tuple[int, int], ...]:
    """Return (best, worst) rank of each unit: 1 + units surely better, p - units surely worse; the largest is first.

    With "holm" or "bonferroni" all intervals hold at one time with probability `level`; "none" tests each pair alone.
    """
    x, s, c = _table(estimates, ses, covariance)
    bar = _bar(x, s, c, method, level)
    better, worse = np.zeros(len(x), dtype=np.int64), np.zeros(len(x), dtype=np.int64)
    for start, z in _blocks(x, s, c):
        better[start : start + len(z)] = (z < -bar).sum(axis=1)
        worse[start : start + len(z)] = (z > bar).sum(axis=1)
    return tuple((1 + int(up), len(x) - int(down)) for up, down in zip(better, worse, strict=True))


def _table(
    estimates: Sequence[float], ses: Sequence[float], covariance: Floats | None
) -> tuple[Floats, Floats, Floats | None]:
    return np.asarray(estimates, dtype=np.float64), np.asarray(ses, dtype=np.float64), covariance


def _deviation(s: Floats, c: Floats | None, one: int, other: int) -> float:
    shared = 0.0 if c is None else 2 * float(c[one, other])
    return float(np.sqrt(max(s[one] ** 2 + s[other] ** 2 - shared, 0.0)))


def _blocks(x: Floats, s: Floats, c: Floats | None) -> Iterator[tuple[int, Floats]]:
    """Yield the table of z = (x_j - x_k) / sd_jk in blocks of rows; equal units without error give 0."""
    v = s * s
    for start in range(0, len(x), BLOCK):
        rows = slice(start, start + BLOCK)
        spread = v[rows, None] + v[None, :] - (0.0 if c is None else 2 * c[rows, :])
        gap = x[rows, None] - x[None, :]
        with np.errstate(divide="ignore", invalid="ignore"):
            yield start, np.where(gap == 0, 0.0, gap / np.sqrt(np.maximum(spread, 0.0)))


def _bar(x: Floats, s: Floats, c: Floats | None, method: Method, level: float) -> float:
    """Return the value that |z| of a pair must exceed to be decided."""
    pairs = len(x) * (len(x) - 1) // 2
    if method != "holm":
        return pair_critical(pairs if method == "bonferroni" else 1, level)
    least = pair_critical(1, level)
    parts = [z[z > least] for _, z in _blocks(x, s, c)]  # of z and -z of a pair only one is above
    strongest = np.sort(np.concatenate(parts))[::-1] if parts else np.empty(0)
    hurdles = -ndtri((1 - level) / 2 / (pairs - np.arange(len(strongest))))
    failed = np.flatnonzero(strongest <= hurdles)
    stop = int(failed[0]) if len(failed) else len(strongest)
    return float(strongest[stop]) if stop < len(strongest) else least
