# ruff: noqa: S608 - names and strings are quoted by `engine.name` and `engine.literal`
"""Lists of answers that look like a list taken in before. Worth a notice: two lists may number their rows alike."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import duckdb

from pingyi.analysis.engine import name, parquet
from pingyi.analysis.reading.staging import column_names
from pingyi.wording import Issue, Text

_NOT_CONTENT: Final = frozenset({"row", "mode", "replicate_group"})


def like_earlier(
    engine: duckdb.DuckDBPyConnection, table: str, columns: list[str], earlier: Mapping[int, Path]
) -> list[Issue]:
    """Return a notice per batch of `earlier` in which more than half the rows of `table` occur with equal content."""
    total = _count(engine, f"SELECT count(*) FROM {table}")
    shares = {batch: _repeated(engine, table, columns, path) for batch, path in earlier.items()}
    return [_alike(batch, again) for batch, again in shares.items() if 2 * again > total]


def _repeated(engine: duckdb.DuckDBPyConnection, table: str, columns: list[str], path: Path) -> int:
    old = parquet([path])
    shared = [column for column in column_names(engine, old) if column in columns and column not in _NOT_CONTENT]
    content = "hash(" + ", ".join(f"{name(column)}::VARCHAR" for column in shared) + ")"
    return _count(engine, f"SELECT count(*) FROM {table} WHERE {content} IN (SELECT {content} FROM {old})")


def _count(engine: duckdb.DuckDBPyConnection, query: str) -> int:
    return int(engine.execute(query).fetchall()[0][0])


def _alike(batch: int, rows: int) -> Issue:
    return Issue(
        "rows_like_another_batch",
        Text(
            f"有 {rows} 行的内容和第 {batch} 批的一样。", f"{rows} rows have the same content as rows of batch {batch}."
        ),
        Text(
            f"如果是同一份数据，请写明本批更正第 {batch} 批，否则会重复计算。",
            f"If it is the same list, say that the batch replaces {batch}; otherwise it counts twice.",
        ),
    )
