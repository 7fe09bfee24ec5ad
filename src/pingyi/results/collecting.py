"""Collects, for every unit of a result, the facts a page shows beside its score."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from pingyi.analysis import records
from pingyi.analysis.appraisal import Frame, Gathered
from pingyi.analysis.appraisal.judging import rectified
from pingyi.results.facts import Facts, Finding, FoundBelow, Rectification
from pingyi.scoring import evidence
from pingyi.scoring.deductions import all_off, points_off
from pingyi.scoring.model import Deductions, Scheme
from pingyi.scoring.scores import UnitScore

MOST_NAMED = 5  # items of findings below
Inspected = Mapping[str, records.Inspected]


def facts_of(scheme: Scheme, frame: Frame, gathered: Gathered, inspection: Sequence[Path]) -> dict[str, Facts]:
    """Return unit -> facts.

    Visits count the units below as well. Findings are listed for the unit itself and counted for those below it, which
    its score takes in too; promises are the unit's own.
    """
    inspected = records.inspection_findings(inspection)
    return {unit: _facts(scheme, frame, gathered, inspected, unit) for unit in frame.domains}


def _facts(scheme: Scheme, frame: Frame, gathered: Gathered, inspected: Inspected, unit: str) -> Facts:
    below = frame.below[unit]
    counts = rectified(gathered.rectification, below)
    return Facts(
        ballots_grade=gathered.ballot_grades.get(unit, ""),
        rectification=_mended(counts) if counts else None,
        visits=_visits(inspected, below),
        findings=tuple(_findings(scheme, inspected.get(unit))),
        below=_found_below(scheme.deductions, inspected, unit, below) if scheme.deductions else None,
        promises=gathered.commitments.get(unit, ()),
    )


def judged(facts: Facts, score: UnitScore) -> Facts:
    """Return `facts` with the feeds the score went without and the conditions of a better grade that were not met."""
    without = {one.code: list(one.without) for one in score.indicators if one.without}
    return replace(facts, unmet=score.unmet, without=without)


def _mended(counts: evidence.Rectification) -> Rectification:
    return Rectification(counts.due, counts.claimed, counts.confirmed, counts.late, counts.reopened)


def _visits(inspected: Inspected, below: Sequence[str]) -> dict[str, int]:
    visits = {(one, f.visit): f.kind for one in below if one in inspected for f in inspected[one].findings}
    return dict(sorted(Counter(visits.values()).items()))


def _found_below(rules: Deductions, inspected: Inspected, unit: str, below: Sequence[str]) -> FoundBelow | None:
    """Return what was found at the units below `unit`, and what all visits at and below it took off."""
    there = {one: inspected[one] for one in below if one in inspected}
    under = [found for one, found in there.items() if one != unit]
    if not under:
        return None
    scored = [_as_scored(finding) for found in there.values() for finding in found.findings]
    costly = [f for found in under for f in found.findings if points_off(rules, _as_scored(f))]
    return FoundBelow(
        units=len(under),
        visits=sum(found.visits for found in under),
        findings=len(costly),
        items=_most_frequent(finding.item for finding in costly),
        off_e4=round(10_000 * all_off(rules, scored)),
        per=rules.per,
    )


def _most_frequent(items: Iterable[str]) -> tuple[tuple[str, int], ...]:
    """Return items and how often they come, the most frequent first; of those as frequent, by name."""
    counts = Counter(items).items()
    return tuple(sorted(counts, key=lambda one: (-one[1], one[0]))[:MOST_NAMED])


def _findings(scheme: Scheme, inspected: records.Inspected | None) -> Iterator[Finding]:
    """Yield the findings that cost something, the latest first, at what they cost by the scheme's cards."""
    if inspected is None or scheme.deductions is None:
        return
    for found in sorted(inspected.findings, key=lambda f: f.day, reverse=True):
        cost = points_off(scheme.deductions, _as_scored(found))
        if cost:
            yield Finding(
                item=found.item,
                kind=found.kind,
                day=found.day.isoformat(),
                deduction_e2=round(100 * cost),
                repeat=found.repeat,
                found_by=found.found_by,
            )


def _as_scored(found: records.Finding) -> evidence.Finding:
    return evidence.Finding(
        found.visit,
        found.kind,
        found.item,
        found.found_by,
        found.severity or "",
        found.repeat,
        found.deduction_e2,
        found.upheld,
    )
