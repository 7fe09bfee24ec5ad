"""Ranks within a group: tiers, the ranks the data allow, and how ranks move when a weight moves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pingyi.estimation.comparison.ranks import rank_limits, tiers
from pingyi.estimation.comparison.simultaneous import surely_above
from pingyi.scoring.scores import UnitScore

TENTH: Final = 0.1
STEADY: Final = 9  # decimals of points beyond which two composites count as equal


@dataclass(frozen=True, slots=True)
class Ranked:
    """One unit before it is ranked: its score, and the indicator scores (0-100) and weights it is made of."""

    score: UnitScore
    points: Mapping[str, float]
    indicator_weights: Mapping[str, float]


def ranked(units: Sequence[Ranked]) -> list[UnitScore]:
    """Return the scores of one group with tier, rank interval and sensitivity filled in."""
    estimates = [unit.score.score or 0.0 for unit in units]
    ses = [unit.score.se or 0.0 for unit in units]
    above = surely_above(estimates, ses)
    found = zip(units, tiers(estimates, ses, above), rank_limits(above), _moved(units), strict=True)
    return [
        replace(unit.score, tier=tier, rank_low=best, rank_high=worst, rank_if_low=low, rank_if_high=high)
        for unit, tier, (best, worst), (low, high) in found
    ]


def _moved(units: Sequence[Ranked]) -> list[tuple[int, int]]:
    """Return the range of each unit's rank when any one weight moves by a tenth of itself, up or down.

    The other weights keep their proportion and the total stays.
    """
    codes = sorted({code for unit in units for code in unit.indicator_weights})
    changes = [("", 0.0), *((code, sign * TENTH) for code in codes for sign in (1, -1))]
    places = [_places([_composite(unit, code, change) for unit in units]) for code, change in changes]
    return [(min(column), max(column)) for column in zip(*places, strict=True)]


def _composite(unit: Ranked, code: str, change: float) -> float:
    """Return the composite of `unit` with one indicator weight changed by the share `change`."""
    made = sum(points * unit.indicator_weights[one] for one, points in unit.points.items()) / 100
    extra = (unit.score.score or 0.0) - made  # bonuses
    if code not in unit.indicator_weights:
        return round(made + extra, STEADY)
    total, step = sum(unit.indicator_weights.values()), change * unit.indicator_weights[code]
    return round((made + step * unit.points[code] / 100) * total / (total + step) + extra, STEADY)


def _places(values: Sequence[float]) -> list[int]:
    """Return the rank of each value, the largest is 1, equal values share the better rank."""
    first: dict[float, int] = {}
    for place, value in enumerate(sorted(values, reverse=True), 1):
        first.setdefault(value, place)
    return [first[value] for value in values]
