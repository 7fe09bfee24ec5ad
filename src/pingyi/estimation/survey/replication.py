"""Sets of replicate weights made from a design of one stage: the jackknife, balanced halves, the bootstrap.

- JK1: one PSU at a time out, the others times n / (n - 1); scale (n - 1) / n.
- JKn: the same within each stratum; rscales (n_h - 1) / n_h.
- BRR: one PSU of each pair twice, the other not, in a balanced set of halves; Fay's method takes 2 - rho and rho.
- bootstrap: n_h - 1 PSUs of each stratum drawn with replacement (Rao and Wu 1988), counts times n_h / (n_h - 1).

With `population` (PSUs per stratum) the scales carry the finite correction 1 - n_h / N_h, as R survey does.
Source: Wolter 2007. JK1, JKn, BRR and Fay checked against the weights and variances of R survey 4.5; a bootstrap is
chance, so its words come from Philox and a seed.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import hadamard

from pingyi.estimation.survey.replicates import Replicates
from pingyi.wording import Refused, Text

Array = NDArray[np.float64]
Codes = NDArray[np.int64]


def jackknife(psus: Codes, weights: Array, population: float | None = None) -> Replicates:
    """Return JK1: no strata. `psus` (N,) names the PSU of every row."""
    found, places = np.unique(psus, return_inverse=True)
    n = len(found)
    _enough(n)
    factors = np.where(places[:, None] == np.arange(n), 0.0, n / (n - 1))
    keep = 1.0 if population is None else 1 - n / population
    return Replicates(weights[:, None] * factors, keep * (n - 1) / n, np.ones(n))


def stratified_jackknife(
    strata: Codes, psus: Codes, weights: Array, population: Mapping[int, float] | None = None
) -> Replicates:
    """Return JKn: every PSU out once, its stratum bears its part."""
    table = np.unique(np.stack([strata, psus]), axis=1).T
    counts = dict(zip(*map(np.ndarray.tolist, np.unique(table[:, 0], return_counts=True)), strict=True))
    made, scales = [], []
    for stratum, psu in table.tolist():
        n = counts[stratum]
        _enough(n)
        inside = strata == stratum
        made.append(np.where(inside & (psus == psu), 0.0, np.where(inside, n / (n - 1), 1.0)) * weights)
        keep = 1.0 if population is None else 1 - n / population[stratum]
        scales.append(keep * (n - 1) / n)
    return Replicates(np.stack(made, axis=1), 1.0, np.array(scales))


def balanced(strata: Codes, psus: Codes, weights: Array, rho: float = 0.0) -> Replicates:
    """Return balanced repeated replication; `rho` above 0 is Fay's. Refused `not_pairs` unless strata have 2 PSUs."""
    table = np.unique(np.stack([strata, psus]), axis=1).T
    names, counts = np.unique(table[:, 0], return_counts=True)
    if not np.all(counts == 2):
        raise Refused.because(
            "not_pairs",
            Text("平衡半样本要求每层正好两个初级单元。", "Balanced halves need exactly two PSUs in every stratum."),
            Text("请合并或拆分层，或改用 JKn。", "Merge or split strata, or use JKn."),
        )
    size = 1 << len(names).bit_length()  # more columns than strata: the first is left out
    signs: Array = hadamard(size, dtype=np.float64)[:, 1 : len(names) + 1]  # type: ignore[no-untyped-call]
    place = np.searchsorted(names, strata)
    second = np.array([psu == table[2 * h + 1, 1] for h, psu in zip(place.tolist(), psus.tolist(), strict=True)])
    sides = signs[:, place].T * np.where(second, -1.0, 1.0)[:, None]
    factors = np.where(sides > 0, 2 - rho, rho)
    return Replicates(weights[:, None] * factors, 1 / (size * (1 - rho) ** 2), np.ones(size))


def bootstrap(strata: Codes, psus: Codes, weights: Array, count: int, seed: int) -> Replicates:
    """Return `count` bootstrap replicates; the same seed gives the same weights."""
    key, row = np.unique(np.stack([strata, psus]), axis=1, return_inverse=True)
    chance = np.random.Generator(np.random.Philox(key=seed))
    factors = np.empty((key.shape[1], count))
    for stratum in np.unique(key[0]):
        inside = np.flatnonzero(key[0] == stratum)
        n = len(inside)
        _enough(n)
        drawn = chance.multinomial(n - 1, np.full(n, 1 / n), size=count)
        factors[inside] = drawn.T * n / (n - 1)
    return Replicates(weights[:, None] * factors[row.reshape(-1)], 1 / (count - 1), np.ones(count))


def _enough(psus: int) -> None:
    if psus < 2:
        raise Refused.because(
            "single_psu",
            Text("有一层只抽了一个初级单元，做不了重复权数。", "A stratum has one PSU, which cannot be left out."),
            Text("请把它并入相近的层。", "Merge it with a similar stratum."),
        )
