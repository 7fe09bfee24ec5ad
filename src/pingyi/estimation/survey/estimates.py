"""Totals, means, ratios and population variances of a domain, with the influence of every row.

A domain is rows with weight zero elsewhere: the design stays whole, so that the number of members counts as random.
Influences: total y; mean (y - m)/W; ratio (y - r x)/X; with W and X the weighted totals over the domain.
Source: Deville 1999; Särndal, Swensson and Wretman 1992, 5. Checked against R survey 4.5 (svytotal, svymean,
svyratio, svyvar).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pingyi.estimation.survey.design import Design, covariance
from pingyi.wording import Refused, Text

Array = NDArray[np.float64]
Members = NDArray[np.bool_]


@dataclass(frozen=True)
class Estimate:
    """K estimates (K,), and how each row moves them: (N, K), or (R, K) replicates of the estimate instead."""

    value: Array
    influence: Array | None
    replicated: Array | None = None

    def covariance(self, design: Design) -> Array:
        """Return the (K, K) covariance under `design`."""
        if design.replicates is not None and self.replicated is not None:
            return design.replicates.covariance(self.replicated, self.value)
        assert self.influence is not None
        return covariance(design, self.influence)

    def then(self, weights: Array) -> "Estimate":
        """Return the K' linear combinations with `weights` (K', K)."""
        return Estimate(
            weights @ self.value,
            None if self.influence is None else self.influence @ weights.T,
            None if self.replicated is None else self.replicated @ weights.T,
        )


Statistic = Callable[[Array], tuple[Array, Array]]  # weights (N,) -> value (K,), influence (N, K)


def total(design: Design, y: Array, members: Members) -> Estimate:
    """Return the totals of the columns of `y` (N, K) over the members."""
    inside = np.where(members[:, None], y, 0.0)
    return _estimate(design, lambda w: (w @ inside, inside))


def mean(design: Design, y: Array, members: Members) -> Estimate:
    """Return the means of the columns of `y` (N, K) over the members; Refused `empty_domain` without any."""
    inside = np.where(members[:, None], y, 0.0)

    def statistic(w: Array) -> tuple[Array, Array]:
        size = _positive(float(w @ members))
        value = w @ inside / size
        return value, np.where(members[:, None], y - value, 0.0) / size

    return _estimate(design, statistic)


def ratio(design: Design, numerator: Array, denominator: Array, members: Members) -> Estimate:
    """Return the ratio of the totals of two columns (N,) over the members; Refused when the denominator's is 0."""
    top, bottom = (np.where(members, column, 0.0)[:, None] for column in (numerator, denominator))

    def statistic(w: Array) -> tuple[Array, Array]:
        size = _positive(float((w @ bottom)[0]))
        value = w @ top / size
        return value, (top - value * bottom) / size

    return _estimate(design, statistic)


def variance(design: Design, y: Array, members: Members) -> Estimate:
    """Return the population variance of one column (N,): n/(n-1) * weighted mean of (y - mean)^2."""
    n = int(np.sum(members & (design.weights != 0)))
    if n < 2:
        raise empty_domain()

    def statistic(w: Array) -> tuple[Array, Array]:
        size = _positive(float(w @ members))
        centre = w @ np.where(members, y, 0.0) / size
        square = np.where(members, (y - centre) ** 2, 0.0) * n / (n - 1)
        value = np.array([w @ square / size])
        return value, np.where(members, square - value, 0.0)[:, None] / size

    return _estimate(design, statistic)


def _estimate(design: Design, statistic: Statistic) -> Estimate:
    value, influence = statistic(design.weights)
    if design.replicates is None:
        return Estimate(value, influence)
    return Estimate(value, influence, np.stack([statistic(w)[0] for w in design.replicates.weights.T]))


def _positive(size: float) -> float:
    if size == 0:
        raise empty_domain()
    return size


def empty_domain() -> Refused:
    """Return the refusal of an estimate over nobody."""
    return Refused.because(
        "empty_domain",
        Text("这里没有有效的回答，算不出估计值。", "There is no valid answer here to estimate from."),
        Text("请放宽 where，或者去掉这一组。", "Widen `where`, or leave this group out."),
    )
