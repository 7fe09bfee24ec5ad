"""From the covered units to the formal object, by the rule the scheme states."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from pingyi.estimation.intervals import bounded_interval
from pingyi.scoring.model import RollUp, Scheme
from pingyi.scoring.scores import Scores, UnitScore
from pingyi.wording import Refused, Text


@dataclass(frozen=True, slots=True)
class RolledUp:
    """The formal object's score in points of the total, or the reason why there is none."""

    score: float | None
    se: float | None = None
    lower: float | None = None
    upper: float | None = None
    grade: str = ""  # by the bound the scheme names; conditions of single units are not asked of the whole
    counted: int = 0  # units that carry it
    respondents: int = 0
    withheld: str = ""  # "no_rule", "units_missing"


def roll_up(scheme: Scheme, scores: Scores, exposure: Mapping[str, int]) -> RolledUp:
    """Return the score of the formal object: sum over groups of share * mean of the units' scores.

    Within a group units count alike or by `exposure` (people served, by unit code; needed for every scored unit where
    the scheme says so, else `Refused`). Units of different codes are taken as independent, so a scheme should not
    share out between groups that rest on the same answers. A group with more than `most_missing` of its units without
    a score withholds the whole.
    """
    rule = scheme.roll_up
    if rule is None:
        return RolledUp(None, withheld="no_rule")
    parts: dict[str, float] = {}
    for group, share in rule.shares.items():
        members = [unit for unit in scores.units if unit.group == group]
        scored = [unit for unit in members if unit.score is not None]
        if not scored or Fraction(len(members) - len(scored), len(members)) > rule.most_missing:
            return RolledUp(None, withheld="units_missing")
        parts |= _coefficients(rule, share, scored, exposure)
    return _summed(scheme, [unit for unit in scores.units if unit.unit in parts], parts)


def _coefficients(
    rule: RollUp, share: Fraction, scored: Sequence[UnitScore], exposure: Mapping[str, int]
) -> dict[str, float]:
    served = {unit.unit: 1 if rule.across == "equal" else _served(unit.unit, exposure) for unit in scored}
    total = sum(served.values())
    return {code: float(share * people / total) for code, people in served.items()}


def _summed(scheme: Scheme, units: Sequence[UnitScore], parts: Mapping[str, float]) -> RolledUp:
    estimate = math.fsum(parts[unit.unit] * (unit.score or 0.0) for unit in units)
    se = math.sqrt(math.fsum((parts[unit.unit] * (unit.se or 0.0)) ** 2 for unit in units))
    people, total = sum(unit.respondents for unit in units), float(scheme.total)
    lower, upper = bounded_interval(estimate, se, None, people, bounds=(0.0, total)) if se else (None, None)
    judged = estimate if scheme.basis == "point" or lower is None else lower
    grade = next((band.code for band in scheme.bands if judged >= band.least), "")
    return RolledUp(estimate, se or None, lower, upper, grade, len(units), people)


def _served(unit: str, exposure: Mapping[str, int]) -> int:
    people = exposure.get(unit, 0)
    if people <= 0:
        raise Refused.because(
            "exposure_missing",
            Text(f"没有“{unit}”的服务人数。", f"The people served by “{unit}” are not known."),
            Text("请补上，或者在方案里改为各单位同等。", "Give them, or let units count alike in the scheme."),
            field="exposure",
        )
    return people
