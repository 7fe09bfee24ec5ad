"""Rank intervals by the distribution of the largest difference: Mogstad, Romano, Shaikh and Wilhelm 2024.

Unit j is surely above k when (x_j - x_k) / sd_jk exceeds c, the 1 - alpha quantile of max (Z_j - Z_k) / sd_jk over the
ordered pairs still open, with independent Z_j ~ N(0, v_j) and sd_jk = sqrt(v_j + v_k). Stepdown: what is decided
leaves, c is found anew, until nothing more is decided. "j above k" leaves alone: "k above j" may still be wrongly
claimed, so it stays. Best rank = 1 + units surely above, worst = p - units surely below.

The maximum over p^2 pairs of thousands of units is exact without looking at them all: with u = Z / s, by Cauchy and
Schwarz |Z_j - Z_k| / sd_jk <= sqrt(u_j^2 + u_k^2), so once the pairs among the units with the largest |u| give more
than the bound of any pair beyond them, the rest cannot matter. Checked against csranks 1.2.2 on PISA 2018.
"""

from collections.abc import Callable, Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from pingyi.wording import Refused, Text

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
Scope = Literal["simultaneous", "marginal"]
FIRST = 48  # units looked at before the bound is asked


def rank_limits(
    estimates: Sequence[float],
    ses: Sequence[float],
    *,
    level: float = 0.95,
    draws: int = 10_000,
    seed: int = 0,
    scope: Scope = "simultaneous",
) -> list[tuple[int, int]]:
    """Return (best, worst) rank of each unit, rank 1 the largest; units are taken as independent.

    "simultaneous": all hold at one time with probability `level`; "marginal": each for itself. The same seed gives the
    same limits on any machine (Philox). Refused `bad_error` for an error that is not above 0.
    """
    x, s = _checked(estimates, ses)
    normals = np.random.Generator(np.random.Philox(seed)).standard_normal((draws, len(x)))
    if scope == "simultaneous":
        above = surely_above(x, s, normals, level)
        return [(1 + int(b), len(x) - int(w)) for b, w in zip(above.sum(axis=0), above.sum(axis=1), strict=True)]
    return [_limits_of_one(x, s, normals, level, unit) for unit in range(len(x))]


def surely_above(x: Floats, s: Floats, normals: Floats, level: float) -> Mask:
    """Return (p, p): row j, column k is true where j is surely above k, all such claims right with chance `level`."""
    difference = (x[:, None] - x[None, :]) / np.hypot(s[:, None], s[None, :])
    still = ~np.eye(len(x), dtype=bool)
    return _stepdown(difference, still, lambda still: critical_value(s, still, normals, level))


def critical_value(s: Floats, still: Mask, normals: Floats, level: float) -> float:
    """Return the `level` quantile of the largest standardised difference among the open ordered pairs (p, p)."""
    largest = np.array([_largest(u, s, still) for u in normals])
    return float(np.quantile(largest, level, method="higher"))


def _stepdown(difference: Floats, still: Mask, bar: Callable[[Mask], float]) -> Mask:
    decided = np.zeros_like(still)
    while still.any():
        new = still & (difference > bar(still))
        if not new.any():
            break
        still, decided = still & ~new, decided | new
    return decided


def _largest(u: Floats, s: Floats, still: Mask) -> float:
    """Return the largest (Z_j - Z_k) / sd_jk over the open pairs, for one draw of u = Z / s."""
    size = np.abs(u)
    order = np.argsort(-size)
    count = FIRST
    while True:
        top = order[:count]
        z, d = (u * s)[top], s[top]
        table = (z[:, None] - z[None, :]) / np.hypot(d[:, None], d[None, :])
        found = float(np.where(still[np.ix_(top, top)], table, -np.inf).max())
        if count >= len(u) or found >= np.hypot(size[order[0]], size[order[count]]):
            return found
        count *= 2


def _limits_of_one(x: Floats, s: Floats, normals: Floats, level: float, unit: int) -> tuple[int, int]:
    """Return (best, worst) of one unit at `level` for this unit alone: row 0 it above others, row 1 others above it."""
    others = np.arange(len(x)) != unit
    sd = np.hypot(s, s[unit])[others]
    difference = (x[unit] - x[others]) / sd
    chance = (normals[:, [unit]] * s[unit] - (normals * s)[:, others]) / sd

    def bar(still: Mask) -> float:
        largest = np.concatenate([chance[:, still[0]], -chance[:, still[1]]], axis=1).max(axis=1)
        return float(np.quantile(largest, level, method="higher"))

    both = np.stack([difference, -difference])
    worse, better = _stepdown(both, np.ones_like(both, dtype=bool), bar).sum(axis=1)
    return 1 + int(better), len(x) - int(worse)


def _checked(estimates: Sequence[float], ses: Sequence[float]) -> tuple[Floats, Floats]:
    x, s = np.asarray(estimates, dtype=float), np.asarray(ses, dtype=float)
    bad = np.flatnonzero(~(np.isfinite(x) & np.isfinite(s) & (s > 0)))
    if len(bad):
        raise Refused.because(
            "bad_error",
            Text(
                f"第{bad[0] + 1}个单位没有估计值，或标准误不大于0。",
                f"Unit {bad[0] + 1} lacks an estimate or an error above 0.",
            ),
            Text("请去掉没有结果的单位；标准误为0的用 honest_se。", "Leave out units without results; see honest_se."),
        )
    return x, s
