"""Means of a domain with their linearised covariances, exact until the last step.

A weighted mean is a ratio of two sums, m = sum(w*y) / sum(w). Its Taylor-linearised variance under the
ultimate-cluster rule is, with e = (z_wy - m*z_w) / sum(w) per PSU,

    v = sum over strata h of (1 - f_h) * n_h/(n_h - 1) * (sum e^2 - (sum e)^2 / n_h)

where n_h counts every PSU in the sample of the stratum, also those without a member of the domain. Covariances
between items take the product of their e. f_h is the sampling fraction of PSUs; without one the draw counts as with
replacement.

Source: Särndal, Swensson and Wretman 1992, 5.5; Wolter 2007, 6. Checked against R survey 4.5 (svymean, svyby, degf,
deff; tests/estimation/test_real_surveys.py).
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from pingyi.estimation.linearised import Linearised, SinglePsu
from pingyi.estimation.sums import Sums

__all__ = ["Means", "SinglePsu", "means"]

Number = float | None


@dataclass(frozen=True, slots=True)
class Means:
    """Estimates of one domain for K items, in points. None where an item had no valid answer."""

    items: tuple[str, ...]
    estimate: tuple[Number, ...]
    covariance: tuple[tuple[Number, ...], ...]  # K x K; None where it was not asked for
    df: tuple[int, ...]  # per item: PSUs with members - strata with members
    n: tuple[int, ...]  # per item: valid answers
    deff: tuple[Number, ...]  # variance against simple random sampling of the same n; None when that variance is 0
    minimum: tuple[Number, ...]
    maximum: tuple[Number, ...]

    @property
    def se(self) -> tuple[Number, ...]:
        """Return the standard error of each item."""
        variances = (self.covariance[k][k] for k in range(len(self.items)))
        return tuple(None if v is None else math.sqrt(v) for v in variances)

    def place(self, item: str) -> int | None:
        """Return the index of `item`, None when it was not asked or not answered."""
        if item not in self.items:
            return None
        k = self.items.index(item)
        return None if self.estimate[k] is None else k


def means(
    sums: Sums,
    *,
    single_psu: SinglePsu = "error",
    sampling_fraction: Mapping[str, Fraction | float] | None = None,
) -> Means:
    """Return the means of all items of one domain, in points, with covariances, df, n, deff and range.

    `sampling_fraction` gives the share of PSUs drawn per stratum (finite correction; deff then compares with simple
    random sampling without replacement from sum(w) elements). `single_psu` says what a stratum does that has members
    but only one sampled PSU: "error" refuses (code `single_psu`) and names it, "certainty" lets it add no variance,
    "adjust" centres it at the mean of the whole, "average" gives it the mean contribution of the other strata.

    The degrees of freedom count PSUs with members less strata with members (as R's degf does for a subset; Korn and
    Graubard 1999, 5.2). Everything is integer or rational until the last division, so neither the order of the input
    nor the machine shows in the result.
    """
    core = Linearised(sums, single_psu, sampling_fraction or {})
    every = range(len(sums.items))
    table = [[core.covariance(i, j) for j in range(i + 1)] for i in every]  # symmetric: the lower half suffices
    return Means(
        items=sums.items,
        estimate=tuple(_float(core.mean(k)) for k in every),
        covariance=tuple(tuple(_float(table[max(i, j)][min(i, j)]) for j in every) for i in every),
        df=tuple(core.df(k) for k in every),
        n=tuple(sum(sums.rows[k]) for k in every),
        deff=tuple(_float(_design_effect(sums, k, table[k][k], bool(sampling_fraction))) for k in every),
        minimum=_points(sums, "y_min"),
        maximum=_points(sums, "y_max"),
    )


def _design_effect(sums: Sums, k: int, variance: Fraction | None, without_replacement: bool) -> Fraction | None:
    """Return variance / (S^2/n), S^2 = n/(n-1) * sum w(y-m)^2 / sum w; times N/(N-n) without replacement."""
    n, w, wy = sum(sums.rows[k]), sum(sums.w[k]), sum(sums.wy[k])
    spread = w * sum(sums.wy2[k]) - wy * wy  # (sum w)^2 times the weighted variance
    if variance is None or n < 2 or spread == 0:
        return None
    simple = Fraction(spread, w * w * (n - 1) * sums.point_scale[k] ** 2)
    if without_replacement:
        population = Fraction(w, sums.weight_scale)
        if population <= n:
            return None
        simple *= 1 - n / population
    return variance / simple


def _points(sums: Sums, which: Literal["y_min", "y_max"]) -> tuple[Number, ...]:
    values: tuple[int | None, ...] = getattr(sums, which)
    return tuple(None if y is None else y / scale for y, scale in zip(values, sums.point_scale, strict=True))


def _float(value: Fraction | None) -> Number:
    return None if value is None else float(value)
