"""The evidence of one campaign as CSV files, in the columns of the evidence formats (contracts: evidence)."""

import csv
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from pingyi.demonstration.drawn.ballots import ballot_columns
from pingyi.demonstration.drawn.deeds import (
    assessment_columns,
    commitment_columns,
    external_columns,
    rectification_columns,
)
from pingyi.demonstration.drawn.ratings import rating_columns
from pingyi.demonstration.drawn.sample import sample_columns
from pingyi.demonstration.drawn.visits import visit_columns
from pingyi.demonstration.world.places import all_places

Columns = Mapping[str, list[Any]]

KINDS: Final[dict[str, Callable[[int, int], Columns]]] = {
    # kind of evidence: its columns from a seed and a year
    "sample": lambda seed, _: sample_columns(seed),
    "ballots": lambda seed, _: ballot_columns(seed),
    "ratings": rating_columns,
    "inspection": visit_columns,
    "assessment": assessment_columns,
    "rectification": rectification_columns,
    "commitment": commitment_columns,
    "external": lambda _, year: external_columns(year - 1),
}


def write_evidence(folder: Path, kind: str, *, seed: int, year: int) -> Path:
    """Write the batch of one kind of evidence of the campaign of `year` and return its path."""
    return _write(folder / f"{kind}.csv", KINDS[kind](seed, year))


def write_divisions(folder: Path) -> Path:
    """Write the division tree in the shape of the national list, with English names, and return its path."""
    names = ("code", "parent", "level", "name", "name_en")
    rows = {name: [getattr(place, name) for place in all_places()] for name in names}
    return _write(folder / "divisions.csv", rows)


def _write(path: Path, columns: Columns) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(zip(*map(_texts, columns.values()), strict=True))
    return path


def _texts(column: list[Any]) -> list[Any]:
    return ["true" if value else "false" for value in column] if isinstance(column[0], bool) else column
