"""What differs between the rows wanted and the rows there are. Pure."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Generic

from pingyi.directory.importing.rows import Row


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one thing that would get another value; values as they stand in a file."""

    code: str
    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Comparison(Generic[Row]):
    """Rows to add, rows to change (as they will be), field by field; how many stay; codes the file does not name."""

    new: tuple[Row, ...]
    changed: tuple[Row, ...]
    changes: tuple[Change, ...]
    same: int
    absent: tuple[str, ...]


def compare(wanted: Iterable[Row], present: Mapping[str, Row], columns: Collection[str]) -> Comparison[Row]:
    """Compare by code, looking only at `columns`; a column that is not named keeps its value."""
    new: list[Row] = []
    changed: list[Row] = []
    changes: list[Change] = []
    named: set[str] = set()
    for row in wanted:
        named.add(row.code)
        if row.code not in present:
            new.append(row)
            continue
        there = present[row.code]
        differing = [column for column in columns if _differs(column, getattr(row, column), getattr(there, column))]
        if differing:
            changed.append(replace(there, row=row.row, **{column: getattr(row, column) for column in differing}))
            changes += [Change(row.code, c, _text(getattr(there, c)), _text(getattr(row, c))) for c in differing]
    absent = tuple(code for code in present if code not in named)
    return Comparison(tuple(new), tuple(changed), tuple(changes), len(named) - len(new) - len(changed), absent)


def _differs(column: str, wanted: object, present: object) -> bool:
    undated = column == "valid_from" and wanted is None  # every unit has a first day: an empty cell keeps it
    return wanted != present and not undated


def _text(value: object) -> str:
    return "" if value is None else str(value)
