"""Intervals for a mean or a share, and the one used on bounded scales that stays honest at their ends.

Source: Wilson 1927; Korn and Graubard 1998 (effective n); logit with t on the design's degrees of freedom as R survey's
svyciprop "xlogit". Checked against R survey 4.5 and base R (tests/estimation/test_intervals.py).
"""

import math

from scipy.special import ndtri, stdtrit

Interval = tuple[float, float]


def critical(df: float | None, level: float = 0.95) -> float:
    """Return the two-sided critical value: Student's t on `df` (at least 1), the normal one for None."""
    tail = 1 - (1 - level) / 2
    return float(ndtri(tail) if df is None else stdtrit(max(df, 1), tail))


def t_interval(mean: float, se: float, df: float | None, level: float = 0.95) -> Interval:
    """Return mean -+ t * se; normal where `df` is None. May leave a bounded scale."""
    half = critical(df, level) * se
    return mean - half, mean + half


def normal_interval(mean: float, se: float, level: float = 0.95) -> Interval:
    """Return mean -+ z * se."""
    return t_interval(mean, se, None, level)


def wilson_interval(share: float, n: float, df: float | None = None, level: float = 0.95) -> Interval:
    """Return Wilson's score interval of a share of `n` answers (or effective answers); (0, 1) without any.

    With z the critical value: (p + z^2/2n -+ z*sqrt(p(1-p)/n + z^2/4n^2)) / (1 + z^2/n). Never leaves 0 … 1 and is
    wide when all answers are alike and few.
    """
    if n <= 0:
        return 0.0, 1.0
    z = critical(df, level)
    centre, squeeze = share + z * z / (2 * n), 1 + z * z / n
    half = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    low = 0.0 if share <= 0 else max(0.0, (centre - half) / squeeze)
    high = 1.0 if share >= 1 else min(1.0, (centre + half) / squeeze)
    return low, high


def logit_interval(share: float, se: float, df: float | None, level: float = 0.95) -> Interval:
    """Return the interval of a share strictly between 0 and 1, symmetric on the logit scale.

    logit(p) -+ t * se / (p(1-p)), turned back.
    """
    centre, half = math.log(share / (1 - share)), critical(df, level) * se / (share * (1 - share))
    return _expit(centre - half), _expit(centre + half)


def bounded_interval(
    mean: float, se: float, df: float | None, n: float, *, bounds: Interval = (0.0, 100.0), level: float = 0.95
) -> Interval:
    """Return the interval of a mean on a bounded scale; it never leaves the scale and never has no width.

    Inside the scale the logit interval. Where the standard error is 0 - all answers alike, or one PSU - the sample
    shows no spread, which is not knowing without error: Wilson's interval for `n` answers (pass the effective number
    if it is known), the widest spread a scale with these bounds allows. Without answers: the whole scale.
    """
    low, high = bounds
    share = (mean - low) / (high - low)
    if n <= 0:
        return low, high
    if se > 0 and 0 < share < 1:
        inside = logit_interval(share, se / (high - low), df, level)
    else:
        inside = wilson_interval(min(max(share, 0.0), 1.0), n, df, level)
    return low + (high - low) * inside[0], low + (high - low) * inside[1]


def honest_se(
    mean: float, se: float, df: float | None, n: float, *, bounds: Interval = (0.0, 100.0), level: float = 0.95
) -> float:
    """Return `se`, or where it is 0 the one that `bounded_interval` implies: half its width over the critical value.

    For comparisons: a unit whose few answers happen to be alike must not be surely better than everybody.
    """
    if se > 0:
        return se
    lower, upper = bounded_interval(mean, se, df, n, bounds=bounds, level=level)
    return (upper - lower) / 2 / critical(df, level)


def _expit(x: float) -> float:
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))
