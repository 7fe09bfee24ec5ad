"""Weighted sums of feeds with their error: the one step that indicators, indices and composites share.

Everything between the feeds and the composite is linear, so the delta method is exact: with c the coefficient of a
feed, v = sum over kinds of sum_ij c_i c_j cov_ij. Kinds of evidence are independent of each other; items of one kind
share their covariance. Degrees of freedom after Satterthwaite over the kinds.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from pingyi.scoring.evidence import UnitEvidence, Value

Key = tuple[str, str]  # kind of evidence, item
PEOPLE = ("sample", "ballots", "ratings")  # answers of the public; the staff survey is counted apart


@dataclass(frozen=True, slots=True)
class Combined:
    """A weighted sum: estimate, standard error (None: nothing in it states an error), df, answers, people."""

    estimate: float
    se: float | None
    df: float | None
    n: int
    respondents: int


def combined(unit: UnitEvidence, coefficients: Mapping[Key, float], values: Mapping[Key, Value]) -> Combined:
    """Return sum(c * value) over the keys of `coefficients`; every value must be there."""
    estimate = math.fsum(c * (values[key].estimate or 0.0) for key, c in coefficients.items())
    parts: list[tuple[float, float | None]] = []
    answers: dict[str, int] = {}
    for kind, grouped in groupby(sorted(coefficients), key=lambda key: key[0]):
        keys = [key for key in grouped if values[key].se is not None]
        answers[kind] = max((values[key].n for key in keys), default=0)
        if keys:
            parts.append((_variance(unit, keys, coefficients, values), _least_df(keys, values)))
    people = sum(n for kind, n in answers.items() if kind in PEOPLE)
    total = math.fsum(variance for variance, _ in parts)
    return Combined(estimate, math.sqrt(total) if parts else None, _satterthwaite(parts), sum(answers.values()), people)


def _variance(
    unit: UnitEvidence, keys: Sequence[Key], coefficients: Mapping[Key, float], values: Mapping[Key, Value]
) -> float:
    """Return the variance of the part that one kind of evidence contributes.

    The diagonal is the honest one (never 0 for a few answers that are alike). Items of a survey whose covariance was
    not asked for count as moving together, the widest that can be; counts and marks are independent of each other.
    """
    scaled = [coefficients[key] * (values[key].se or 0.0) for key in keys]
    terms = [one * one for one in scaled]
    found = unit.surveyed().get(keys[0][0])
    if found is not None:
        places = [found.items.index(item) for _, item in keys]
        for i, key in enumerate(keys):
            row, c = found.covariance[places[i]], 2 * coefficients[key]
            for j in range(i):
                shared = row[places[j]]
                terms.append(2 * scaled[i] * scaled[j] if shared is None else c * coefficients[keys[j]] * shared)
    return max(0.0, math.fsum(terms))


def _least_df(keys: Sequence[Key], values: Mapping[Key, Value]) -> float | None:
    return min((df for key in keys if (df := values[key].df) is not None), default=None)


def _satterthwaite(parts: Sequence[tuple[float, float | None]]) -> float | None:
    """Return (sum v)^2 / sum(v^2 / df); None (normal) where no part is limited."""
    limits = [variance * variance / max(df, 1.0) for variance, df in parts if df is not None]
    total = math.fsum(variance for variance, _ in parts)
    bottom = math.fsum(limits)
    if bottom == 0:
        return min((df for _, df in parts if df is not None), default=None)
    return max(1.0, total * total / bottom)
