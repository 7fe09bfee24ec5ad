"""How a total number of interviews is divided among strata.

Proportional n N_h / N; Neyman n N_h S_h / sum; cost n (N_h S_h / sqrt(c_h)) / sum; power n (X_h^q S_h / Y_h) / sum,
which serves the strata's own results as well as the whole (Bankier 1988). Checked against R on apipop
(tests/vectors/statistics/base_methods.json, `allocation_apipop`).
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pingyi.sampling.refusals import refused

Floats = NDArray[np.float64]
HALVINGS = 80
HIGHEST = 1e30  # a share of 0 never grows


def equal(n: float, sizes: Sequence[float]) -> Floats:
    """Return n / H for every stratum."""
    return _shared(n, np.ones(len(sizes)))


def proportional(n: float, sizes: Sequence[float]) -> Floats:
    """Return n_h in proportion to the stratum sizes N_h."""
    return _shared(n, np.asarray(sizes, dtype=float))


def neyman(n: float, sizes: Sequence[float], sds: Sequence[float]) -> Floats:
    """Return the n_h that make the variance of the whole least; `sds` are the standard deviations S_h."""
    return _shared(n, np.asarray(sizes) * np.asarray(sds, dtype=float))


def cost_optimal(n: float, sizes: Sequence[float], sds: Sequence[float], costs: Sequence[float]) -> Floats:
    """Return the n_h of least variance for the money; `costs` are those of one interview."""
    return _shared(n, np.asarray(sizes) * np.asarray(sds) / np.sqrt(np.asarray(costs, dtype=float)))


def power(n: float, sizes: Sequence[float], cvs: Sequence[float], exponent: float = 0.5) -> Floats:
    """Return n_h in proportion to N_h^exponent times the coefficient of variation: 1 serves the whole, 0 the strata."""
    return _shared(n, np.asarray(sizes, dtype=float) ** exponent * np.asarray(cvs))


def whole(shares: Sequence[float], sizes: Sequence[int], least: int = 1) -> list[int]:
    """Return whole n_h with the same total: at least `least` (or all there are), at most N_h, largest remainder first.

    Refused `too_many` when the total exceeds the population, `too_few` when it cannot give `least` to each.
    """
    total = round(float(np.sum(shares)))
    floor = np.minimum(least, sizes)
    if total > sum(sizes):
        raise refused(
            "too_many",
            f"要抽 {total} 个，总共只有 {sum(sizes)} 个。",
            f"{total} wanted, {sum(sizes)} exist.",
            "请减少样本量。",
            "Ask for fewer.",
        )
    if total < floor.sum():
        raise refused(
            "too_few",
            f"总量 {total} 不够每层至少 {least} 个。",
            f"{total} cannot give every stratum {least}.",
            "请增加样本量，或合并层。",
            "Ask for more, or merge strata.",
        )
    target = _between(np.asarray(shares, dtype=float), floor, np.asarray(sizes), total)
    n = np.clip(np.floor(target), floor, sizes).astype(int)
    while (rest := total - int(n.sum())) != 0:
        step = 1 if rest > 0 else -1
        room = (n < sizes) if step > 0 else (n > floor)
        gap = np.where(room, (target - n) * step, -np.inf)
        n[int(np.argmax(gap))] += step
    return [int(one) for one in n]


def _between(shares: Floats, floor: Floats, sizes: Floats, total: int) -> Floats:
    """Return the shares times one factor, held between floor and size, with the total wanted; by halving."""
    low, high = 0.0, 1.0
    while np.clip(high * shares, floor, sizes).sum() < total and high < HIGHEST:
        high *= 2
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if np.clip(middle * shares, floor, sizes).sum() < total else (low, middle)
    return np.asarray(np.clip(high * shares, floor, sizes))


def _shared(n: float, parts: Floats) -> Floats:
    return np.asarray(n * parts / parts.sum())
