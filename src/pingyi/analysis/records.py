# ruff: noqa: S608 - names and strings are quoted by `engine.name` and `engine.literal`
"""The kinds of evidence that are few rows: findings, grades by superiors, rectification, promises, other bodies' marks.

Every reader takes the canonical files of the batches in force and returns rows in a fixed order, or sums of them.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TypeVar

from pingyi.analysis.engine import name, opened_engine, parquet


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding of a visit. `deduction_e2` is in hundredths of a point; one that was not upheld deducts nothing."""

    unit: str
    visit: str
    day: dt.date
    kind: str  # open, covert, work, self
    item: str
    found_by: str
    repeat: int
    severity: str | None
    deduction_e2: int
    upheld: bool


@dataclass(frozen=True, slots=True)
class Inspected:
    """What visits found at one unit."""

    visits: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Assessment:
    """The level one assessor gave a unit by one criterion."""

    unit: str
    criterion: str
    level: int
    assessor: str
    session: str | None


@dataclass(frozen=True, slots=True)
class AssessedLevels:
    """All levels a unit was given by one criterion, the lowest first."""

    levels: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class RectificationCounts:
    """Items to be put right: due, confirmed by citizens, claimed by the unit, late, opened again. Never one rate."""

    due: int
    confirmed: int
    claimed: int
    late: int
    reopened: int


@dataclass(frozen=True, slots=True)
class Commitment:
    """One promise of one unit: grade 0 (not kept) to 4, and of `asked_n` residents how many know, used, received."""

    unit: str
    measure: str
    grade: int
    known_n: int
    used_n: int
    delivered_n: int
    asked_n: int


@dataclass(frozen=True, slots=True)
class ExternalMark:
    """What another body said of a unit; `score_e2` in hundredths of a point."""

    unit: str
    year: int
    body: str
    grade: str | None
    score_e2: int | None
    document: str | None


_Record = TypeVar("_Record", Finding, Assessment, Commitment, ExternalMark)


def inspection_findings(paths: Sequence[Path]) -> dict[str, Inspected]:
    """Return visits and findings per unit."""
    by_unit: dict[str, list[Finding]] = defaultdict(list)
    for finding in _records(paths, Finding):
        by_unit[finding.unit].append(finding)
    return {unit: Inspected(len({f.visit for f in found}), tuple(found)) for unit, found in by_unit.items()}


def assessed_levels(paths: Sequence[Path]) -> dict[tuple[str, str], AssessedLevels]:
    """Return the levels per unit and criterion, whoever gave them."""
    levels: dict[tuple[str, str], list[int]] = defaultdict(list)
    for mark in _records(paths, Assessment):
        levels[mark.unit, mark.criterion].append(mark.level)
    return {key: AssessedLevels(tuple(sorted(given))) for key, given in levels.items()}


def rectification_counts(paths: Sequence[Path]) -> dict[str, RectificationCounts]:
    """Return the counts per unit, summed over periods."""
    if not paths:
        return {}
    names = [field.name for field in fields(RectificationCounts)]
    sums = ", ".join(f"sum({column})" for column in names)
    query = f"SELECT unit, {sums} FROM {parquet(paths)} GROUP BY unit ORDER BY unit"
    with opened_engine() as engine:
        return {unit: RectificationCounts(*map(int, counts)) for unit, *counts in engine.execute(query).fetchall()}


def commitment_grades(paths: Sequence[Path]) -> dict[str, tuple[Commitment, ...]]:
    """Return the promises per unit, by measure."""
    by_unit: dict[str, list[Commitment]] = defaultdict(list)
    for promise in _records(paths, Commitment):
        by_unit[promise.unit].append(promise)
    return {unit: tuple(promises) for unit, promises in by_unit.items()}


def external_marks(paths: Sequence[Path]) -> dict[str, tuple[ExternalMark, ...]]:
    """Return what other bodies said per unit, by year and body."""
    by_unit: dict[str, list[ExternalMark]] = defaultdict(list)
    for mark in _records(paths, ExternalMark):
        by_unit[mark.unit].append(mark)
    return {unit: tuple(marks) for unit, marks in by_unit.items()}


def _records(paths: Sequence[Path], record: type[_Record]) -> list[_Record]:
    """Return the rows of `paths` as values of `record`, sorted by all columns."""
    if not paths:
        return []
    columns = ", ".join(name(field.name) for field in fields(record))
    with opened_engine() as engine:
        rows = engine.execute(f"SELECT {columns} FROM {parquet(paths)} ORDER BY ALL").fetchall()
    return [record(*row) for row in rows]
