"""An outcome as the files of `results/` in a package: canonical decimals, so the bytes are the same everywhere."""

from collections.abc import Iterable, Iterator
from dataclasses import fields
from typing import Any

from pingyi.analysis.appraisal.judging import ItemRow, Outcome
from pingyi.analysis.canonical import csv_bytes, decimal_text
from pingyi.scoring.rollup import RolledUp
from pingyi.scoring.scores import Scored, Scores, UnitScore

NESTED = {"indicators", "indices"}
SCORE_COLUMNS = [field.name for field in fields(UnitScore) if field.name not in NESTED]
FORMAL_COLUMNS = [field.name for field in fields(RolledUp)]
PART_COLUMNS = [field.name for field in fields(Scored)]
ITEM_COLUMNS = [field.name for field in fields(ItemRow)]
EXCLUSIONS = ("unit", "part", "reason", "details")


def result_files(outcome: Outcome) -> dict[str, bytes]:
    """Return path -> content: scores (with intervals, grades, tiers), indicators, indices, items, exclusions."""
    units = outcome.scores.units
    return {
        "results/scores.csv": csv_bytes(SCORE_COLUMNS, (_cells(unit, SCORE_COLUMNS) for unit in units)),
        "results/formal_object.csv": csv_bytes(FORMAL_COLUMNS, [_cells(outcome.formal_object, FORMAL_COLUMNS)]),
        "results/indicators.csv": _parts((unit.unit, part) for unit in units for part in unit.indicators),
        "results/indices.csv": _parts((unit.unit, part) for unit in units for part in unit.indices),
        "results/items.csv": csv_bytes(ITEM_COLUMNS, (_cells(item, ITEM_COLUMNS) for item in outcome.items)),
        "results/exclusions.csv": csv_bytes(EXCLUSIONS, _exclusions(outcome.scores)),
    }


def _parts(rows: Iterable[tuple[str, Scored]]) -> bytes:
    return csv_bytes(["unit", *PART_COLUMNS], ([unit, *_cells(part, PART_COLUMNS)] for unit, part in rows))


def _exclusions(scores: Scores) -> Iterator[tuple[str, str, str, str]]:
    """Yield what does not count and why: units without a score, indicators and items whose share went to others."""
    for unit in scores.units:
        if unit.withheld:
            yield unit.unit, "", unit.withheld, " ".join(unit.lacking)
        for part in unit.indicators:
            if part.excluded or part.without:
                yield unit.unit, part.code, part.excluded or "share_redistributed", " ".join(part.without)


def _cells(row: Any, columns: Iterable[str]) -> list[str]:
    return [_cell(getattr(row, column)) for column in columns]


def _cell(value: object) -> str:
    if isinstance(value, tuple):
        return " ".join(map(str, value))
    return value if isinstance(value, str) else decimal_text(value)  # type: ignore[arg-type]
