"""Quantiles under a design with the interval of Woodruff 1952.

The quantile is the least value at which the weighted distribution function reaches p (the "math" rule of R survey).
The interval turns back the one of the proportion at or below it. Checked against R survey 4.5 (svyquantile).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from pingyi.estimation.survey.design import Design, degrees_of_freedom
from pingyi.estimation.survey.estimates import empty_domain, mean

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Quantile:
    """A quantile, its interval, and the standard error that the interval implies: half its width over t."""

    value: float
    lower: float
    upper: float
    se: float


def quantile(design: Design, y: Array, members: NDArray[np.bool_], p: float, level: float = 0.95) -> Quantile:
    """Return the `p`-quantile of `y` (N,) over the members; Refused `empty_domain` without any."""
    inside = members & (design.weights != 0)
    if not inside.any():
        raise empty_domain()
    values, w = y[inside], design.weights[inside]
    found = _least(values, w, p)
    below = mean(design, (y <= found).astype(float)[:, None], members)
    t = float(stdtrit(degrees_of_freedom(design, None), 1 - (1 - level) / 2))
    half = t * float(np.sqrt(below.covariance(design)[0, 0]))
    centre = float(below.value[0])
    lower, upper = (_least(values, w, float(np.clip(at, 0, 1))) for at in (centre - half, centre + half))
    return Quantile(found, lower, upper, (upper - lower) / (2 * t))


def _least(values: Array, weights: Array, p: float) -> float:
    """Return the least value whose distribution function is at least `p`, up to rounding of the sums."""
    order = np.argsort(values, kind="stable")
    share = np.cumsum(weights[order]) / np.sum(weights)
    return float(values[order][min(int(np.searchsorted(share, p * (1 - 1e-12) - 1e-15)), len(values) - 1)])
