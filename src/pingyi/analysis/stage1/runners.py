# ruff: noqa: S608 - names and strings are quoted by `engine.name` and `engine.literal`
"""What the stage-1 queries ask of an engine: their text is the same everywhere, the few words that differ are here."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, Protocol

import duckdb

from pingyi.analysis.engine import name, opened_engine, parquet
from pingyi.wording import Refused, Text

Kind = str  # of a placed column
TEXT: Final = "text"
TRUTH: Final = "truth"


class Runner(Protocol):
    """An engine that runs the stage-1 queries.

    `wide` is its type for exact integers of 38 digits; `each_row` an expression that names every row of a query.
    """

    wide: str
    each_row: str

    def forget(self, table: str) -> None:
        """Drop a table made by `place` or `keep`, if it is there."""
        ...

    def evidence(self, paths: Sequence[Path]) -> str:
        """Return the table expression that reads these Parquet files as one table, columns matched by name."""
        ...

    def columns(self, table: str) -> list[str]:
        """Return the column names of a table expression."""
        ...

    def place(self, table: str, columns: Mapping[str, Kind], rows: Iterable[Sequence[Any]]) -> None:
        """Make a small table of rows that come from us; kinds are `TEXT` and `TRUTH`."""
        ...

    def keep(self, table: str, query: str) -> None:
        """Make a table of what `query` returns, worked out once."""
        ...

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Run `query`; sums that exceed `wide` are refused."""
        ...


class OnDuckDB:
    """DuckDB: one machine, memory bounded, the rest on disk."""

    wide = "HUGEINT"
    each_row = "row_number() OVER ()"

    def __init__(self, engine: duckdb.DuckDBPyConnection) -> None:
        self._engine = engine

    def evidence(self, paths: Sequence[Path]) -> str:
        """Return the table expression that reads these Parquet files."""
        return parquet(paths)

    def columns(self, table: str) -> list[str]:
        """Return the column names of a table expression."""
        return [row[0] for row in self._engine.execute(f"DESCRIBE SELECT * FROM {table}").fetchall()]

    def place(self, table: str, columns: Mapping[str, Kind], rows: Iterable[Sequence[Any]]) -> None:
        """Make a small table of rows that come from us."""
        types = {column: "VARCHAR" if kind == TEXT else "BOOLEAN" for column, kind in columns.items()}
        heading = ", ".join(f"{name(column)} {kind}" for column, kind in types.items())
        cells = ", ".join(f"unnest(?::{kind}[])" for kind in types.values())
        self._engine.execute(f"CREATE TEMP TABLE {table} ({heading})")
        values = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in columns]
        self._engine.execute(f"INSERT INTO {table} SELECT {cells}", values)

    def keep(self, table: str, query: str) -> None:
        """Make a table of what `query` returns."""
        with _in_range():
            self._engine.execute(f"CREATE TEMP TABLE {table} AS {query}")

    def forget(self, table: str) -> None:
        """Drop a table."""
        self._engine.execute(f"DROP TABLE IF EXISTS {table}")

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Run `query`."""
        with _in_range():
            return self._engine.execute(query).fetchall()


@contextmanager
def chosen(runner: Runner | None) -> Iterator[Runner]:
    """Give the engine that was chosen, or a DuckDB for this one piece of work."""
    if runner is not None:
        yield runner
        return
    with opened_engine() as engine:
        yield OnDuckDB(engine)


@contextmanager
def _in_range() -> Iterator[None]:
    try:
        yield
    except duckdb.OutOfRangeException as error:
        raise overflow() from error


def overflow() -> Refused:
    """Return the refusal of sums that no engine holds exactly."""
    return Refused.because(
        "sums_overflow",
        Text("汇总时数值超出了可以精确表示的范围。", "The sums exceed what can be held exactly."),
        Text(
            "请检查设计权数是否多乘了倍数；题目分值请用较小的整数。",
            "Check whether the design weights were multiplied too often, and use smaller integers for points.",
        ),
    )
