"""Grades: bands, the conditions they ask for beside points, and vetoes."""

from collections.abc import Sequence
from dataclasses import dataclass

from pingyi.scoring.evidence import UnitEvidence
from pingyi.scoring.model import SURVEYED, Band, Condition, Scheme
from pingyi.scoring.values import value_of
from pingyi.wording import Refused, Text


@dataclass(frozen=True, slots=True)
class Grading:
    """What one unit is judged by: conditions that it does not meet, and the best grade a veto leaves open."""

    scheme: Scheme
    unmet: frozenset[Condition]
    best: int  # place in the bands

    def grade(self, points: float) -> str:
        """Return the code of the best band open to `points`; empty where the scheme has no grades."""
        open_to = self.scheme.bands[self.best :]
        for band in open_to:
            if points >= band.least and not self.unmet.intersection(band.conditions):
                return band.code
        return open_to[-1].code if open_to else ""

    def said(self) -> tuple[str, ...]:
        """Return the conditions not met, as "kind.item" or "no_veto", in a fixed order."""
        return tuple(sorted({one.code for one in self.unmet}))


def grading_of(scheme: Scheme, unit: UnitEvidence) -> Grading:
    """Return how `unit` is graded.

    A condition on a kind of evidence of which the unit has none is not asked: nobody interviews for a window, and
    where nothing was to be put right nothing can be confirmed. Where the kind is there and the item is not, the
    condition counts as not met: a grade is earned, not presumed.
    """
    asked = {condition for band in scheme.bands for condition in band.conditions}
    return Grading(
        scheme,
        frozenset(condition for condition in asked if not _met(scheme, unit, condition)),
        _best(scheme.bands, vetoes_of(scheme, unit)),
    )


def vetoes_of(scheme: Scheme, unit: UnitEvidence) -> tuple[str, ...]:
    """Return the bands to which vetoes limit the unit; raises `Refused` for a veto the scheme does not know."""
    bands = {veto.code: veto.band for veto in scheme.vetoes}
    check_known(unit.vetoes, list(bands), "veto")
    return tuple(bands[code] for code in unit.vetoes)


def check_known(codes: Sequence[str], known: Sequence[str], field: str) -> None:
    """Raise `Refused` (code `unknown_code`) unless every code is known to the scheme."""
    for code in codes:
        if code not in known:
            raise Refused.because(
                "unknown_code",
                Text(f"方案里没有“{code}”。", f"The scheme has no “{code}”."),
                Text(f"可以用：{'、'.join(known) or '无'}。", f"Possible: {', '.join(known) or 'none'}."),
                field=field,
            )


def _met(scheme: Scheme, unit: UnitEvidence, condition: Condition) -> bool:
    if not condition.evidence:
        return not unit.vetoes
    if not _has(unit, condition.evidence):
        return True
    estimate = value_of(scheme, unit, condition.evidence, condition.item).estimate
    return estimate is not None and estimate >= condition.least


def _has(unit: UnitEvidence, kind: str) -> bool:
    if kind in SURVEYED:
        found = unit.surveyed().get(kind)
        return found is not None and any(found.n)
    if kind == "rectification":
        return unit.rectification is not None and unit.rectification.due > 0
    return bool({"inspection": unit.findings, "commitment": unit.commitments, "assessment": unit.assessments}[kind])


def _best(bands: Sequence[Band], limits: Sequence[str]) -> int:
    places = {band.code: place for place, band in enumerate(bands)}
    return max((places[code] for code in limits), default=0)
