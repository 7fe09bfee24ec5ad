# ruff: noqa: S608 - names and strings are quoted by `engine.name` and `engine.literal`
"""Rows of evidence in one shape: unit, stratum, psu, w and one column y0, y1 … of integer points per item."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pingyi.analysis.engine import name
from pingyi.analysis.kinds import ITEM_PREFIX
from pingyi.analysis.stage1.runners import Runner
from pingyi.estimation.sums import WEIGHT_SCALE

LEVEL: Final = "level"  # the one item of the ratings
SMALLEST_CELL: Final = 30  # ballots: distinct rows below which a cell is never opened (protocol 8)


@dataclass(frozen=True, slots=True)
class Points:
    """What the answers to one item are worth: code -> integer, worth integer / scale points.

    Codes that are not named, don't know for one, do not count as an answer. None: an answer is the integer itself.
    """

    of_code: Mapping[int, int] | None
    scale: int = 1


@dataclass(frozen=True, slots=True)
class Source:
    """Rows as SQL: `rows` has unit, stratum, psu, w and the answer columns; `answers` names the column per item."""

    rows: str
    answers: Mapping[str, str]  # item -> column
    weight_scale: int


def sample_source(runner: Runner, paths: Sequence[Path], items: Sequence[str]) -> Source:
    """Return the rows of a probability sample with their design weights."""
    answers, table = _item_columns(items), runner.evidence(paths)
    rows = f"SELECT unit, stratum, psu, weight_e6 AS w{_present(runner, table, answers)} FROM {table}"
    return Source(rows, answers, WEIGHT_SCALE)


def ballot_source(runner: Runner, paths: Sequence[Path], items: Sequence[str], smallest_cell: int) -> Source:
    """Return the ballots of cells with at least `smallest_cell` rows. Everyone counts once; a unit is a stratum."""
    answers, table = _item_columns(items), runner.evidence(paths)
    cells = f"SELECT cell FROM {table} GROUP BY cell HAVING count(*) >= {int(smallest_cell)}"
    rows = (
        f"SELECT unit, unit AS stratum, {runner.each_row} AS psu, CAST(1 AS BIGINT) AS w"
        f"{_present(runner, table, answers)} FROM {table} WHERE cell IN ({cells})"
    )
    return Source(rows, answers, 1)


def rating_source(runner: Runner, paths: Sequence[Path]) -> Source:
    """Return the ratings after a visit. Everyone counts once; a unit is a stratum; the item is `LEVEL`."""
    each = f"{runner.each_row} AS psu, CAST(1 AS BIGINT) AS w, level"
    return Source(f"SELECT unit, unit AS stratum, {each} FROM {runner.evidence(paths)}", {LEVEL: "level"}, 1)


def _item_columns(items: Sequence[str]) -> dict[str, str]:
    return {item: f"{ITEM_PREFIX}{item}" for item in items}


def _present(runner: Runner, table: str, answers: Mapping[str, str]) -> str:
    """Return the answer columns as SQL; an item that no batch carries has no answers."""
    known = set(runner.columns(table))
    cells = [
        name(column) if column in known else f"CAST(NULL AS SMALLINT) AS {name(column)}" for column in answers.values()
    ]
    return "".join(f", {cell}" for cell in cells)
