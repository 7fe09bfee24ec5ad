"""From gathered evidence to results: the one function that the office runs and everybody can run again."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import quantiles
from typing import TypeVar

from pingyi.analysis.appraisal.frame import Frame
from pingyi.analysis.appraisal.gathered import Gathered
from pingyi.analysis.public_sums import with_covariances
from pingyi.estimation.intervals import bounded_interval
from pingyi.estimation.means import Means, means
from pingyi.scoring.composite import score
from pingyi.scoring.evidence import Rectification, UnitEvidence
from pingyi.scoring.model import Scheme
from pingyi.scoring.rollup import RolledUp, roll_up
from pingyi.scoring.scores import Scores

LEAST_ALIKE = 4  # units; quartiles of fewer say nothing
TOO_FEW = "too_few"

T = TypeVar("T")
MeansByKind = Mapping[str, Mapping[str, Means]]  # kind -> domain -> means


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One item of one kind of evidence for one unit, in points of 100, beside the like units of its group."""

    unit: str
    evidence: str
    item: str
    n: int = 0
    dont_know: int = 0
    estimate: float | None = None
    se: float | None = None
    df: float | None = None
    lower: float | None = None
    upper: float | None = None
    deff: float | None = None
    group_low: float | None = None
    group_median: float | None = None
    group_high: float | None = None
    compared: str = ""  # better, worse, same: the interval against the median of like units
    reliability: str = ""  # low where ballots are fewer than the scheme's full number
    withheld: str = ""  # too_few


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one appraisal finds."""

    scores: Scores
    formal_object: RolledUp  # from the covered units, by the rule of the scheme
    items: tuple[ItemRow, ...]


def appraise(scheme: Scheme, frame: Frame, gathered: Gathered) -> Outcome:
    """Return the scores of all covered units and the results of every item.

    What a unit answers for adds up: findings, things to put right and promises of the units below count for it too.
    A superior's marks do not: they are of the unit itself, and only where it has none of the units below.
    """
    found = {kind: _means(gathered, kind) for kind in gathered.sums}
    evidence = [_evidence(frame, gathered, found, row.code, row.group) for row in frame.rows if row.group]
    scores = score(scheme, evidence)
    return Outcome(scores, roll_up(scheme, scores, {}), tuple(_items(scheme, frame, gathered, found)))


def _means(gathered: Gathered, kind: str) -> dict[str, Means]:
    between = gathered.covariances.get(kind, {})
    return {
        domain: with_covariances(means(sums, single_psu="adjust"), between.get(domain, {}))
        for domain, sums in gathered.sums[kind].items()
    }


def _evidence(frame: Frame, gathered: Gathered, found: MeansByKind, unit: str, group: str) -> UnitEvidence:
    below = frame.below[unit]
    return UnitEvidence(
        unit=unit,
        group=group,
        sample=found.get("sample", {}).get(unit),
        ballots=found.get("ballots", {}).get(unit),
        ratings=found.get("ratings", {}).get(unit),
        findings=tuple(finding for one in below for finding in gathered.findings.get(one, ())),
        assessments=own_or_below(gathered.assessments, unit, below),
        rectification=rectified(gathered.rectification, below),
        commitments=tuple(promise for one in below for promise in gathered.commitments.get(one, ())),
    )


def own_or_below(rows: Mapping[str, tuple[T, ...]], unit: str, below: Sequence[str]) -> tuple[T, ...]:
    """Return the rows of `unit` itself, or those of the units below where it has none."""
    return rows.get(unit) or tuple(row for one in below for row in rows.get(one, ()))


def rectified(counts: Mapping[str, Rectification], below: Sequence[str]) -> Rectification | None:
    """Return the sums over `below` (a unit and all under it); None where nobody has any."""
    there = [counts[one] for one in below if one in counts]
    if not there:
        return None
    return Rectification(
        sum(c.due for c in there),
        sum(c.confirmed for c in there),
        sum(c.claimed for c in there),
        sum(c.late for c in there),
        sum(c.reopened for c in there),
    )


def _items(scheme: Scheme, frame: Frame, gathered: Gathered, found: MeansByKind) -> Iterator[ItemRow]:
    """Yield the items by kind, item and unit, each beside its like units; then what had to be withheld."""
    for kind, by_domain in found.items():
        for item in scheme.items[kind]:
            rows = [
                _item(scheme, gathered, by_domain[unit], kind=kind, item=item, unit=unit)
                for unit in frame.domains
                if unit in by_domain
            ]
            shown = [row for row in rows if row is not None]
            yield from _beside_like_units(frame, shown)
    for kind, unit in sorted(gathered.cover):
        if unit not in found[kind] or not any(n for n in found[kind][unit].n):
            yield ItemRow(unit, kind, "", withheld=TOO_FEW)


def _item(scheme: Scheme, gathered: Gathered, found: Means, *, kind: str, item: str, unit: str) -> ItemRow | None:
    place = found.place(item)
    if place is None:
        return None
    estimate, se, df, n = found.estimate[place], found.se[place], found.df[place], found.n[place]
    if estimate is None or se is None:
        return None
    lower, upper = bounded_interval(estimate, se, df, n)
    few = kind == "ballots" and n < scheme.ballots_full
    return ItemRow(
        unit=unit,
        evidence=kind,
        item=item,
        n=n,
        dont_know=gathered.dont_know.get((kind, unit, item), 0),
        estimate=estimate,
        se=se,
        df=df,
        lower=lower,
        upper=upper,
        deff=found.deff[place],
        reliability="low" if few else "full",
    )


def _beside_like_units(frame: Frame, rows: Sequence[ItemRow]) -> Iterator[ItemRow]:
    alike: dict[str, list[float]] = {}
    for row in rows:
        if row.estimate is not None:
            alike.setdefault(frame.by_code[row.unit].group, []).append(row.estimate)
    for row in rows:
        others = alike.get(frame.by_code[row.unit].group, [])
        yield _compared(row, others) if len(others) >= LEAST_ALIKE else row


def _compared(row: ItemRow, alike: Sequence[float]) -> ItemRow:
    low, median, high = quantiles(sorted(alike), n=4, method="inclusive")
    verdict = "same"
    if row.lower is not None and row.upper is not None:
        verdict = "better" if row.lower > median else "worse" if row.upper < median else "same"
    return replace(row, group_low=low, group_median=median, group_high=high, compared=verdict)
