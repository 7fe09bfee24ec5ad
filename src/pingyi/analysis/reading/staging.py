# ruff: noqa: S608 - names and strings are quoted by `engine.name` and `engine.literal`
"""The table that was handed in as one Parquet file of text cells with row numbers, before any cell is judged."""

import csv
from pathlib import Path
from typing import Final

import duckdb

from pingyi.analysis.engine import literal, name, parquet
from pingyi.analysis.reading import refusals
from pingyi.analysis.reading.files import is_parquet, write_tidied
from pingyi.analysis.reading.headings import check_headings
from pingyi.analysis.reading.listing import LISTED
from pingyi.wording import Issue, Refused, Text

LINE: Final = "_line"  # row as a person sees it: the heading is row 1
_CSV: Final = "header = true, auto_detect = false, all_varchar = true, delim = ',', quote = '\"', escape = '\"'"


def stage(engine: duckdb.DuckDBPyConnection, source: Path, *, largest_bytes: int, scratch: Path) -> Path:
    """Write the cells of `source` (CSV or Parquet) as trimmed text, empty = NULL, and return the Parquet file.

    Rows without any content are left out but counted. Raises `Refused` for what cannot be read as a table.
    """
    staged = scratch / "staged.parquet"
    try:
        if is_parquet(source, largest_bytes):
            _stage_parquet(engine, source, staged)
        else:
            _stage_csv(engine, source, staged, scratch / "tidied.csv")
    except duckdb.OutOfMemoryException:
        raise
    except duckdb.Error as error:
        raise refusals.broken_table() if (scratch / "tidied.csv").exists() else refusals.broken_parquet() from error
    return staged


def column_names(engine: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    """Return the column names of a table expression."""
    return [row[0] for row in engine.execute(f"DESCRIBE SELECT * FROM {table}").fetchall()]


def _stage_parquet(engine: duckdb.DuckDBPyConnection, source: Path, staged: Path) -> None:
    table = parquet([source])
    names = column_names(engine, table)
    _copy(engine, table, names, staged)


def _stage_csv(engine: duckdb.DuckDBPyConnection, source: Path, staged: Path, tidied: Path) -> None:
    names = _heading(write_tidied(source, tidied))
    check_headings(names)
    columns = ", ".join(f"{literal(column)}: 'VARCHAR'" for column in names)
    table = f"read_csv({literal(str(tidied))}, {_CSV}, columns = {{{columns}}}, store_rejects = true)"
    _copy(engine, table, names, staged)
    _check_shape(engine, len(names))


def _heading(line: str) -> list[str]:
    names = [cell.strip() for cell in next(csv.reader([line.rstrip("\n")]), [])]
    if len(names) == 1 and any(separator in names[0] for separator in ";\t|，"):
        raise refusals.wrong_separator()
    return names


def _copy(engine: duckdb.DuckDBPyConnection, table: str, names: list[str], staged: Path) -> None:
    cells = ", ".join(f"nullif(trim({name(column)}::VARCHAR), '') AS {name(column)}" for column in names)
    filled = f"coalesce({', '.join(map(name, names))}) IS NOT NULL"
    rows = f"SELECT row_number() OVER () + 1 AS {LINE}, {cells} FROM {table}"
    engine.execute(f"COPY (SELECT * FROM ({rows}) WHERE {filled}) TO {literal(str(staged))} (FORMAT parquet)")


def _check_shape(engine: duckdb.DuckDBPyConnection, wanted: int) -> None:
    """Refuse rows that do not have as many cells as the heading; the numbers of all others would be wrong."""
    rejects = engine.execute(
        "SELECT line, any_value(error_type::VARCHAR), max(column_idx) FROM reject_errors GROUP BY line ORDER BY line"
    ).fetchall()
    if rejects:
        raise Refused([_shape_issue(line, kind, wanted) for line, kind, _ in rejects[:LISTED]])


def _shape_issue(line: int, kind: str, wanted: int) -> Issue:
    if "COLUMNS" in kind:
        return Issue(
            "row_shape",
            Text(
                f"这一行的列数与表头（{wanted} 列）不同。", f"The row does not have the {wanted} cells of the heading."
            ),
            Text("内容里有英文逗号的，请用英文双引号括起来。", "Put cells that contain a comma in double quotes."),
            row=line,
        )
    return Issue(
        "row_quotes",
        Text("这一行的双引号没有成对。", "The double quotes in this row do not match."),
        Text("请检查这一行的双引号。", "Check the double quotes in this row."),
        row=line,
    )
