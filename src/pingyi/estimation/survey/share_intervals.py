"""Intervals of a proportion under a design.

Source: Korn and Graubard 1998 ("beta"), Rao and Scott 1984 ("likelihood"), Dean and Pagano 2015. Checked against R
survey 4.5 (svyciprop, the methods of the same names).
"""

import math
from typing import Literal

from scipy.optimize import brentq
from scipy.special import betaincinv, chdtri, fdtri, ndtri, stdtrit

from pingyi.estimation.intervals import Interval

ShareMethod = Literal["logit", "xlogit", "likelihood", "asin", "beta", "mean"]


def share_interval(
    share: float, variance: float, method: ShareMethod, *, df: float, n: int, level: float = 0.95
) -> Interval:
    """Return the interval of a proportion with the design's `variance`, its `df`, over `n` rows of the sample.

    logit, xlogit: t on the log odds. likelihood: where the scaled likelihood ratio passes its critical value. asin: t
    on the arc sine of the root. beta: Clopper-Pearson with the effective number. mean: share -+ t se, which may leave
    0 … 1. A share of 0 or 1 with no spread has no width but by "beta" over `n` rows, which is what it gets.
    """
    if variance <= 0 or not 0 < share < 1:
        return _beta(share, float(n), level)
    if method == "beta":
        effective = share * (1 - share) / variance * (_t(n - 1, level) / _t(df, level)) ** 2
        return _beta(share, effective, level)
    if method == "likelihood":
        return _likelihood(share, variance, df, n, level)
    half, error = _t(df, level), math.sqrt(variance)
    if method == "mean":
        return share - half * error, share + half * error
    if method == "asin":
        centre, width = math.asin(math.sqrt(share)), half * error / (2 * math.sqrt(share * (1 - share)))
        return math.sin(max(centre - width, 0.0)) ** 2, math.sin(min(centre + width, math.pi / 2)) ** 2
    centre, width = math.log(share / (1 - share)), half * error / (share * (1 - share))
    return 1 / (1 + math.exp(width - centre)), 1 / (1 + math.exp(-width - centre))


def _likelihood(share: float, variance: float, df: float, n: int, level: float) -> Interval:
    """Return where 2 n_eff times the divergence from `share` reaches the critical value, n_eff = p(1-p)/variance.

    The critical value carries the dispersion n/(n-1) of a quasibinomial fit. The ends are exact roots; R interpolates
    them in a profile of about ten points, which shows from the fifth digit on.
    """
    effective = share * (1 - share) / variance
    limit = float(fdtri(1, df, level)) if math.isfinite(df) else float(chdtri(1, 1 - level))
    limit *= n / (n - 1)

    def beyond(other: float) -> float:
        rest = (1 - share) * math.log((1 - share) / (1 - other))
        return 2 * effective * (share * math.log(share / other) + rest) - limit

    low, high = (brentq(beyond, end, share, xtol=1e-14) for end in (1e-300, 1 - 1e-16))  # type: ignore[no-untyped-call]
    return float(low), float(high)


def _beta(share: float, n: float, level: float) -> Interval:
    tail = (1 - level) / 2
    low = 0.0 if share <= 0 else float(betaincinv(n * share, n * (1 - share) + 1, tail))
    high = 1.0 if share >= 1 else float(betaincinv(n * share + 1, n * (1 - share), 1 - tail))
    return low, high


def _t(df: float, level: float) -> float:
    tail = 1 - (1 - level) / 2
    return float(stdtrit(df, tail)) if math.isfinite(df) else float(ndtri(tail))
