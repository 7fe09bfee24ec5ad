"""A data file as columns of text and, where all its values are numbers, of numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import duckdb
import numpy as np
from numpy.typing import NDArray

from pingyi.analysis.engine import literal, opened_engine, parquet
from pingyi.analysis.plans.refusals import COLUMN, unknown, wrong

Array = NDArray[np.float64]
Codes = NDArray[np.int64]


@dataclass(frozen=True)
class Column:
    """One column of N values; None is missing. It is categorical when its values are not all numbers."""

    name: str
    text: Sequence[str | None]

    @cached_property
    def numbers(self) -> Array | None:
        """Return the values as numbers, missing ones NaN; None for a categorical column."""
        try:
            return np.array([np.nan if value is None else float(value) for value in self.text])
        except ValueError:
            return None

    @cached_property
    def present(self) -> NDArray[np.bool_]:
        """Return which values are there."""
        return np.array([value is not None for value in self.text])

    @cached_property
    def levels(self) -> list[str]:
        """Return the distinct values: numbers in their order, words in that of their characters."""
        found = {value for value in self.text if value is not None}
        return sorted(found, key=float) if self.numbers is not None else sorted(found)

    @cached_property
    def codes(self) -> Codes:
        """Return the place of every value among the levels, -1 for missing."""
        place: dict[str | None, int] = {level: k for k, level in enumerate(self.levels)}
        return np.array([place.get(value, -1) for value in self.text])

    def shown(self, level: str) -> str | float | int:
        """Return a level as it goes into JSON: a number where the column is one."""
        if self.numbers is None:
            return level
        return int(float(level)) if float(level).is_integer() else float(level)

    def needed(self) -> Array:
        """Return the numbers; Refused when the column is categorical."""
        if self.numbers is None:
            raise wrong(
                f"“{self.name}”这一列不是数字。",
                f"The column “{self.name}” is not numeric.",
                "请换一列，或者用 proportion。",
                "Take another column, or `proportion`.",
            )
        return self.numbers


@dataclass(frozen=True)
class Table:
    """The columns of a file by name."""

    columns: dict[str, Column]
    rows: int

    def __getitem__(self, name: str) -> Column:
        """Return a column; Refused by its name when there is none."""
        if name not in self.columns:
            raise unknown(COLUMN, name, self.columns)
        return self.columns[name]


def read_table(path: Path, *, header: bool = True) -> Table:
    """Read a CSV or Parquet file. Empty fields and NA are missing. Refused `unreadable_data`."""
    source = csv_text(path, header) if path.suffix.lower() == ".csv" else parquet([path])
    with opened_engine() as engine:
        try:
            found = engine.execute(f"SELECT * FROM {source}")  # noqa: S608
            heading = [one[0] for one in found.description]
            rows = found.fetchall()
        except duckdb.Error as error:
            raise wrong(
                f"数据读不出来：{path.name}（{str(error).splitlines()[0]}）。",
                f"The data cannot be read: {path.name} ({str(error).splitlines()[0]}).",
                "请检查路径，以及文件是不是完整的CSV或Parquet。",
                "Check the path, and that the file is a whole CSV or Parquet file.",
                "unreadable_data",
            ) from error
    by_column = list(zip(*rows, strict=True)) or [()] * len(heading)
    text = ([None if v is None else str(v) for v in values] for values in by_column)
    return Table({name: Column(name, values) for name, values in zip(heading, text, strict=True)}, len(rows))


def csv_text(path: Path, header: bool = True) -> str:
    """Return the table expression of a CSV: all columns text, empty fields and NA missing."""
    form = "delim = ',', quote = '\"', escape = '\"', all_varchar = true, nullstr = ['', 'NA']"
    return f"read_csv({literal(str(path))}, header = {str(header).lower()}, {form})"
