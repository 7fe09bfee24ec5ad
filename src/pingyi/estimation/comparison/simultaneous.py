"""Which unit is surely above which: the distribution of the largest difference, stepped down.

Unit j is surely above k when (x_j - x_k) / sd_jk exceeds c, the 1 - alpha quantile of max (Z_j - Z_k) / sd_jk over the
ordered pairs still open, with independent Z_j ~ N(0, v_j) and sd_jk = sqrt(v_j + v_k). Stepdown: what is decided
leaves, c is found anew, until nothing more is decided. "j above k" leaves alone: "k above j" may still be wrongly
claimed, so it stays. Source: Mogstad, Romano, Shaikh and Wilhelm 2024. Checked against csranks 1.2.2 on PISA 2018.

The maximum over p^2 pairs of thousands of units is exact without looking at them all: with u = Z / s, by Cauchy and
Schwarz |Z_j - Z_k| / sd_jk <= sqrt(u_j^2 + u_k^2), so once the pairs among the units with the largest |u| give more
than the bound of any pair beyond them, the rest cannot matter.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from pingyi.wording import Refused, Text

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
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
    decided = _stepdown(differences(x, s), ~np.eye(len(x), dtype=bool), lambda still: bar(s, still, chance, level))
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


def bar(s: Floats, still: Mask, chance: Floats, level: float) -> float:
    """Return the `level` quantile of the largest standardised difference among the open ordered pairs (p, p)."""
    largest = np.fromiter(_largest(s, still, chance), dtype=float, count=len(chance))
    return max(float(np.quantile(largest, level, method="higher")), 0.0)


def _stepdown(difference: Floats, still: Mask, bar: Callable[[Mask], float]) -> Mask:
    decided = np.zeros_like(still)
    while still.any():
        new = still & (difference > bar(still))
        if not new.any():
            break
        still, decided = still & ~new, decided | new
    return decided


def _largest(s: Floats, still: Mask, chance: Floats) -> Iterator[float]:
    """Yield the largest (Z_j - Z_k) / sd_jk over the open pairs of each draw of u = Z / s."""
    count = min(FIRST, len(s))
    for start in range(0, len(chance), BLOCK):
        block = chance[start : start + BLOCK]
        order = np.argsort(-np.abs(block), axis=1)
        found = _among(block, s, still, order[:, :count])
        for u, places, value in zip(block, order, found, strict=True):
            yield float(value if _enough(u, places, count, value) else _further(u, places, s, still, 2 * count))


def _further(u: Floats, places: NDArray[np.intp], s: Floats, still: Mask, count: int) -> float:
    value = float(_among(u[None], s, still, places[None, :count])[0])
    return value if _enough(u, places, count, value) else _further(u, places, s, still, 2 * count)


def _enough(u: Floats, places: NDArray[np.intp], count: int, value: float) -> bool:
    """Tell whether no pair with a unit beyond the first `count` places can be above `value`."""
    return count >= len(u) or bool(value >= np.hypot(u[places[0]], u[places[count]]))


def _among(u: Floats, s: Floats, still: Mask, top: NDArray[np.intp]) -> Floats:
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
