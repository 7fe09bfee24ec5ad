"""What a page shows of a unit beside its score: counts that are not estimates. Pure."""

from collections import Counter
from dataclasses import asdict
from typing import Any

from pingyi.analysis.appraisal import Frame, Gathered
from pingyi.analysis.appraisal.judging import own_or_below, rectified


def facts_of(frame: Frame, gathered: Gathered) -> dict[str, dict[str, Any]]:
    """Return unit -> rectification counts, findings and visits, promises, cover of answers, ballots' grade."""
    return {unit: _facts(frame, gathered, unit) for unit in frame.domains}


def _facts(frame: Frame, gathered: Gathered, unit: str) -> dict[str, Any]:
    below = frame.below[unit]
    rectification = rectified(gathered.rectification, unit, below)
    findings = [(one, finding) for one in below for finding in gathered.findings.get(one, ())]
    visits = Counter({(one, f.visit): f.kind for one, f in findings}.values())
    own = [finding for one, finding in findings if one == unit]
    cover = {kind: asdict(one) for (kind, domain), one in gathered.cover.items() if domain == unit}
    return {
        "rectification": asdict(rectification) if rectification else None,
        "visits": dict(sorted(visits.items())),
        "findings": [asdict(finding) for finding in own],
        "commitments": [asdict(promise) for promise in own_or_below(gathered.commitments, unit, [unit])],
        "cover": cover,
        "ballot_grade": gathered.ballot_grades.get(unit, ""),
    }
