"""Collects, for every unit of a result, the facts a page shows beside its score."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from pingyi.analysis import records
from pingyi.analysis.appraisal import Frame, Gathered
from pingyi.analysis.appraisal.judging import rectified
from pingyi.results.facts import Facts, Finding, Rectification
from pingyi.scoring import evidence
from pingyi.scoring.deductions import points_off
from pingyi.scoring.model import Scheme

Inspected = Mapping[str, records.Inspected]


def facts_of(scheme: Scheme, frame: Frame, gathered: Gathered, inspection: Sequence[Path]) -> dict[str, Facts]:
    """Return unit -> facts. Visits count the units below as well; findings and promises are the unit's own."""
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
        promises=gathered.commitments.get(unit, ()),
    )


def _mended(counts: evidence.Rectification) -> Rectification:
    return Rectification(counts.due, counts.claimed, counts.confirmed, counts.late, counts.reopened)


def _visits(inspected: Inspected, below: Sequence[str]) -> dict[str, int]:
    visits = {(one, f.visit): f.kind for one in below if one in inspected for f in inspected[one].findings}
    return dict(sorted(Counter(visits.values()).items()))


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
