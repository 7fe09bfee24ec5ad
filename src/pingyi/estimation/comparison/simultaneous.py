"""Which unit is surely above which: the distribution of the largest difference, stepped down.

Unit j is surely above k when (x_j - x_k) / sd_jk exceeds c, the 1 - alpha quantile of max (Z_j - Z_k) / sd_jk over the
ordered pairs still open, with independent Z_j ~ N(0, v_j) and sd_jk = sqrt(v_j + v_k). Stepdown: what is decided
leaves, c is found anew, until nothing more is decided. "j above k" leaves alone: "k above j" may still be wrongly
claimed, so it stays. Source: Mogstad, Romano, Shaikh and Wilhelm 2024. Checked against csranks 1.2.2 on PISA 2018.

The maximum over p^2 pairs of thousands of units is exact without looking at them all: with u = Z / s, by Cauchy and
Schwarz |Z_j - Z_k| / sd_jk <= sqrt(u_j^2 + u_k^2), so once the pairs among the units with the largest |u| give more
than the bound of any pair beyond them, the rest cannot matter.
"""

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from pingyi.wording import Refused, Text

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
Places = NDArray[np.intp]
DRAWS: Final = 10_000
FIRST: Final = 48  # units looked at before the bound is asked
BLOCK: Final = 256  # draws in memory at one time


def surely_above(
    estimates: Sequence[float], ses: Sequence[float], *, level: float = 0.95, draws: int = DRAWS, seed: int = 0
) -> Mask:
    """Return (p, p): row j, column k is true where j is surely above k; all of it is right with chance `level`.

    Units are taken as independent; an error of 0 is one that is known. The same units and seed give the same answer
    on any machine and in any order. Refused `bad_error` for an estimate or an error that is no number.
    """
    x, s = _checked(estimates, ses)
    order = np.lexsort((s, -x))
    x, s = x[order], s[order]
    chance = normals(draws, len(x), seed)
    largest = Largest(s, chance)
    decided = _stepdown(differences(x, s), ~np.eye(len(x), dtype=bool), lambda still: largest.bar(still, level))
    back = np.argsort(order)
    return decided[np.ix_(back, back)]


def surely_above_for_one(
    estimates: Sequence[float],
    ses: Sequence[float],
    unit: int,
    *,
    level: float = 0.95,
    draws: int = DRAWS,
    seed: int = 0,
) -> Mask:
    """Return (2, p): whom the unit is surely above, and who is surely above it, at `level` for this unit alone."""
    x, s = _checked(estimates, ses)
    others = np.arange(len(x)) != unit
    z = normals(draws, len(x), seed) * s
    with np.errstate(divide="ignore", invalid="ignore"):
        largest = np.nan_to_num((z[:, [unit]] - z[:, others]) / np.hypot(s, s[unit])[others], nan=-np.inf)
    both = differences(x, s)[unit, others]

    def quantile(still: Mask) -> float:
        top = np.concatenate([largest[:, still[0]], -largest[:, still[1]]], axis=1).max(axis=1)
        return max(float(np.quantile(top, level, method="higher")), 0.0)

    found = np.zeros((2, len(x)), dtype=bool)
    found[:, others] = _stepdown(np.stack([both, -both]), np.ones((2, len(both)), dtype=bool), quantile)
    return found


def normals(draws: int, units: int, seed: int) -> Floats:
    """Return (draws, units) standard normals from raw Philox words, which no release of NumPy will change."""
    words = np.random.Philox(key=seed).random_raw(draws * units).reshape(draws, units) >> np.uint64(11)
    return np.asarray(ndtri((words + 0.5) * 2.0**-53))


def differences(x: Floats, s: Floats) -> Floats:
    """Return (p, p): (x_j - x_k) / sd_jk; equal units give 0, units without error +-inf."""
    gap = x[:, None] - x[None, :]
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(gap == 0, 0.0, gap / np.hypot(s[:, None], s[None, :]))


class Largest:
    """The largest (Z_j - Z_k) / sd_jk of every draw of u = Z / s, over whatever pairs are still open."""

    def __init__(self, s: Floats, chance: Floats) -> None:
        """Find the units with the largest |u| of every draw once; they serve every round."""
        self._s = s
        self._blocks = [self._leading(chance[start : start + BLOCK]) for start in range(0, len(chance), BLOCK)]

    def bar(self, still: Mask, level: float) -> float:
        """Return the `level` quantile over the open ordered pairs (p, p), 0 at least."""
        found = np.concatenate([self._of(still, *block) for block in self._blocks])
        return max(float(np.quantile(found, level, method="higher")), 0.0)

    def _leading(self, block: Floats) -> tuple[Floats, Places, Floats]:
        """Return the draws, the places of their leaders, and what no pair with a unit beyond them can exceed."""
        if block.shape[1] <= FIRST:
            every = np.broadcast_to(np.arange(block.shape[1]), block.shape)
            return block, every, np.full(len(block), -np.inf)
        size = np.abs(block)
        top = np.argpartition(-size, FIRST, axis=1)[:, : FIRST + 1]
        next_ = np.take_along_axis(size, top[:, FIRST:], axis=1)[:, 0]
        return block, top[:, :FIRST], np.hypot(size.max(axis=1), next_)

    def _of(self, still: Mask, block: Floats, top: Places, beyond: Floats) -> Floats:
        found = _among(block, self._s, still, top)
        for draw in np.flatnonzero(found < beyond):
            found[draw] = _further(block[draw], self._s, still)
        return found


def _stepdown(difference: Floats, still: Mask, bar: Callable[[Mask], float]) -> Mask:
    decided = np.zeros_like(still)
    while still.any():
        new = still & (difference > bar(still))
        if not new.any():
            break
        still, decided = still & ~new, decided | new
    return decided


def _further(u: Floats, s: Floats, still: Mask) -> float:
    """Return the largest of one draw, looking at twice as many units until the rest cannot matter."""
    size = np.abs(u)
    order = np.argsort(-size)
    count = 2 * FIRST
    while True:
        found = float(_among(u[None], s, still, order[None, :count])[0])
        if count >= len(u) or found >= np.hypot(size[order[0]], size[order[count]]):
            return found
        count *= 2


def _among(u: Floats, s: Floats, still: Mask, top: Places) -> Floats:
    """Return the largest of each draw (B, p) among the units at `top` (B, m)."""
    d = s[top]
    z = np.take_along_axis(u, top, axis=1) * d
    with np.errstate(divide="ignore", invalid="ignore"):
        table = (z[:, :, None] - z[:, None, :]) / np.hypot(d[:, :, None], d[:, None, :])
    table[~still[top[:, :, None], top[:, None, :]] | np.isnan(table)] = -np.inf
    return np.asarray(table.max(axis=(1, 2)))


def _checked(estimates: Sequence[float], ses: Sequence[float]) -> tuple[Floats, Floats]:
    x, s = np.asarray(estimates, dtype=float), np.asarray(ses, dtype=float)
    bad = np.flatnonzero(~(np.isfinite(x) & np.isfinite(s) & (s >= 0)))
    if len(bad):
        raise Refused.because(
            "bad_error",
            Text(f"第{bad[0] + 1}个单位没有估计值或标准误。", f"Unit {bad[0] + 1} lacks an estimate or an error."),
            Text("请去掉没有结果的单位。", "Leave out the units without results."),
        )
    return x, s
