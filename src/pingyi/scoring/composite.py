"""Scores of all units under a scheme. Pure: the same evidence and scheme give the same scores, in whatever order."""

from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from pingyi.estimation.intervals import bounded_interval
from pingyi.scoring.combination import Combined, Key, combined
from pingyi.scoring.deductions import all_off
from pingyi.scoring.evidence import UnitEvidence
from pingyi.scoring.grading import check_known, grading_of
from pingyi.scoring.indicators import Parts, indices_of, parts_of
from pingyi.scoring.model import Group, Scheme
from pingyi.scoring.ranking import Ranked, ranked
from pingyi.scoring.scheme import scheme_digest
from pingyi.scoring.scores import Scores, UnitScore
from pingyi.scoring.values import TOO_FEW
from pingyi.wording import Refused, Text

__all__ = ["Scores", "UnitScore", "score"]


def score(scheme: Scheme, units: Sequence[UnitEvidence]) -> Scores:
    """Return indicators, composite, interval, grade, tier, ranks and sensitivity of every unit.

    Composite = sum(indicator weight * indicator / 100) + bonuses, in points of the total; its error by the delta
    method with the covariance of the items carried through. A unit without a composite says why in `withheld`:
    "too_few" people, "no_evidence" for an indicator that the scheme does not let go, "too_little_evidence" when more
    would be handed over than the scheme allows. Raises `Refused` for a group, veto or bonus the scheme does not know,
    a finding no card covers, or a unit that comes twice.
    """
    _check_once(units)
    first = [_unit(scheme, unit) for unit in sorted(units, key=lambda unit: (unit.group, unit.unit))]
    found: list[UnitScore] = []
    for _, members in groupby(first, key=lambda one: one.score.group):
        group = list(members)
        shown = ranked([one for one in group if not one.score.withheld])
        found += [*shown, *(one.score for one in group if one.score.withheld)]
    return Scores(scheme_digest(scheme), tuple(sorted(found, key=lambda unit: (unit.group, unit.unit))))


def _unit(scheme: Scheme, unit: UnitEvidence) -> Ranked:
    group = _group(scheme, unit)
    parts = parts_of(scheme, group, unit)
    points = {one.code: one.score for one in parts.scored if one.score is not None}
    return Ranked(_composite(scheme, group, unit, parts), points, parts.indicator_weights)


def _composite(scheme: Scheme, group: Group, unit: UnitEvidence, parts: Parts) -> UnitScore:
    found = None if parts.withheld else combined(unit, _coefficients(parts), parts.values)
    grading = grading_of(scheme, unit)
    withheld = parts.withheld or (TOO_FEW if found and found.respondents < group.minimum_n else "")
    extra = _bonus(scheme, unit)
    shown = None if withheld or found is None else found
    points, lower, upper = _interval(shown, float(scheme.total), extra)
    judged = points if scheme.basis == "point" or lower is None else lower
    return UnitScore(
        unit=unit.unit,
        group=unit.group,
        score=points,
        se=shown.se if shown else None,
        lower=lower,
        upper=upper,
        df=shown.df if shown else None,
        grade="" if judged is None else grading.grade(judged),
        point_grade="" if points is None else grading.grade(points),
        reaches="" if points is None else grading.grade(points if upper is None else upper),
        respondents=found.respondents if found else 0,
        withheld=withheld,
        lacking=parts.lacking,
        unmet=grading.said(),
        vetoes=unit.vetoes,
        bonuses=unit.bonuses,
        points_off=float(all_off(scheme.deductions, unit.findings)) if scheme.deductions else 0.0,
        indicators=parts.scored,
        indices=indices_of(scheme, unit),
    )


def _coefficients(parts: Parts) -> dict[Key, float]:
    """Return the coefficient of each feed in the composite; an item may feed several indicators."""
    total: dict[Key, float] = {}
    for code, shares in parts.coefficients.items():
        for key, share in shares.items():
            total[key] = total.get(key, 0.0) + parts.indicator_weights[code] * share / 100
    return total


def _interval(found: Combined | None, total: float, extra: float) -> tuple[float | None, float | None, float | None]:
    """Return score, lower and upper bound in points of the total; bonuses move all three, the total caps them."""
    if found is None:
        return None, None, None
    points = min(total, found.estimate + extra)
    if found.se is None:
        return points, None, None
    lower, upper = bounded_interval(found.estimate, found.se, found.df, found.n, bounds=(0.0, total))
    return points, min(total, lower + extra), min(total, upper + extra)


def _bonus(scheme: Scheme, unit: UnitEvidence) -> float:
    points = {bonus.code: bonus.points for bonus in scheme.bonuses}
    check_known(unit.bonuses, list(points), "bonus")
    return float(sum(points[code] for code in unit.bonuses))


def _group(scheme: Scheme, unit: UnitEvidence) -> Group:
    check_known([unit.group], [group.code for group in scheme.groups], "group")
    return next(group for group in scheme.groups if group.code == unit.group)


def _check_once(units: Sequence[UnitEvidence]) -> None:
    twice = sorted(code for code, times in Counter(unit.unit for unit in units).items() if times > 1)
    if twice:
        raise Refused.because(
            "unit_twice",
            Text(f"单位“{twice[0]}”出现了两次。", f"The unit “{twice[0]}” comes twice."),
            Text("每个单位只能有一份证据。", "Give the evidence of a unit once."),
            field="unit",
        )
