"""How many answers a wanted precision needs, and what precision a number of answers gives.

Simple random sampling first; the design effect and the expected share that answers come on top. Sources: Cochran 1977,
chapter 4; the two-sample size with the pooled or the unpooled variance under the hypothesis (they differ, so the
formula is always named). Checked against base R (`power.prop.test`; tests/vectors/statistics/base_methods.json).
"""

import math
from dataclasses import dataclass
from typing import Literal

from scipy.special import ndtr, ndtri

from pingyi.sampling.refusals import not_within

Formula = Literal["pooled", "unpooled"]


@dataclass(frozen=True)
class Size:
    """Answers needed `exact`, people to approach `n` (whole, after design effect and response), and the formula."""

    exact: float
    n: int
    formula: str


def size_for_proportion(
    p: float,
    margin: float,
    *,
    population: int | None = None,
    level: float = 0.95,
    deff: float = 1.0,
    response: float = 1.0,
) -> Size:
    """Return the size for a share near `p` known to -+ `margin` (both 0 to 1)."""
    not_within("p", p, 0, 1)
    return size_for_mean(
        math.sqrt(p * (1 - p)), margin, population=population, level=level, deff=deff, response=response
    )


def size_for_mean(
    sd: float,
    margin: float,
    *,
    population: int | None = None,
    level: float = 0.95,
    deff: float = 1.0,
    response: float = 1.0,
) -> Size:
    """Return the size for a mean known to -+ `margin`, `sd` the standard deviation of one answer, same units."""
    not_within("sd", sd, 0, math.inf)
    not_within("margin", margin, 0, math.inf)
    first = (_quantile(level) * sd / margin) ** 2
    exact = first if population is None else first / (1 + (first - 1) / population)
    said = "n0 = z² S² / e²" + ("" if population is None else "; n = n0 / (1 + (n0 - 1) / N)")
    return _whole(exact, deff, response, said, population)


def size_for_difference(
    p1: float,
    p2: float,
    *,
    power: float = 0.8,
    alpha: float = 0.05,
    formula: Formula = "pooled",
    deff: float = 1.0,
    response: float = 1.0,
) -> Size:
    """Return the size of each of two groups to tell the shares `p1` and `p2` apart, two-sided at `alpha`."""
    for name, value in (("p1", p1), ("p2", p2), ("power", power), ("alpha", alpha)):
        not_within(name, value, 0, 1)
    under, beside = _spreads(p1, p2, formula)
    exact = ((_quantile(1 - alpha) * under + float(ndtri(power)) * beside) / (p1 - p2)) ** 2
    said = {
        "pooled": "n = (z_a sqrt(2 p q) + z_b sqrt(p1 q1 + p2 q2))² / (p1 - p2)², p = (p1 + p2) / 2",
        "unpooled": "n = (z_a + z_b)² (p1 q1 + p2 q2) / (p1 - p2)²",
    }[formula]
    return _whole(exact, deff, response, said, None)


def power_for_difference(p1: float, p2: float, n: float, *, alpha: float = 0.05, formula: Formula = "pooled") -> float:
    """Return the chance to tell `p1` and `p2` apart with `n` answers in each group, two-sided at `alpha`."""
    under, beside = _spreads(p1, p2, formula)
    return float(ndtr((math.sqrt(n) * abs(p1 - p2) - _quantile(1 - alpha) * under) / beside))


def expected_margin(
    sd: float, n: float, *, population: int | None = None, level: float = 0.95, deff: float = 1.0
) -> float:
    """Return the half width of the interval that `n` answers will give; 0 when everybody answers."""
    rest = 1.0 if population is None else max(0.0, 1 - (n - 1) / max(population - 1, 1))
    return _quantile(level) * sd * math.sqrt(deff * rest / n)


def cluster_effect(size: float, rho: float) -> float:
    """Return the design effect 1 + (m - 1) rho of clusters of `size` answers, `rho` the correlation within one."""
    return 1 + (size - 1) * rho


def best_cluster_size(cost_cluster: float, cost_answer: float, rho: float) -> float:
    """Return the answers per cluster that give most precision for the money: sqrt(c1 / c2 (1 - rho) / rho)."""
    not_within("rho", rho, 0, 1)
    return math.sqrt(cost_cluster / cost_answer * (1 - rho) / rho)


def _spreads(p1: float, p2: float, formula: Formula) -> tuple[float, float]:
    beside = math.sqrt(p1 * (1 - p1) + p2 * (1 - p2))
    mean = (p1 + p2) / 2
    return (math.sqrt(2 * mean * (1 - mean)) if formula == "pooled" else beside), beside


def _quantile(level: float) -> float:
    not_within("level", level, 0, 1)
    return float(ndtri((1 + level) / 2))


def _whole(exact: float, deff: float, response: float, formula: str, population: int | None) -> Size:
    not_within("deff", deff, 0, math.inf)
    if response != 1:
        not_within("response", response, 0, 1)
    n = math.ceil(round(exact * deff / response, 9))
    said = formula + ("; × deff" if deff != 1 else "") + ("; / response" if response != 1 else "")
    return Size(exact, n if population is None else min(n, population), said)
