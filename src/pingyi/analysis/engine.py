"""DuckDB as we use it: bounded memory, spilling to a folder of its own, nothing fetched from outside."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import duckdb

MEMORY_LIMIT: Final = "500MB"


@contextmanager
def opened_engine(memory_limit: str = MEMORY_LIMIT) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open an engine that keeps at most `memory_limit` in memory and puts the rest into a temporary folder."""
    with tempfile.TemporaryDirectory(prefix="pingyi-duckdb-") as folder:
        connection = duckdb.connect(
            config={
                "memory_limit": memory_limit,
                "temp_directory": folder,
                "autoinstall_known_extensions": "false",
                "autoload_known_extensions": "false",
            }
        )
        try:
            yield connection
        finally:
            connection.close()


def name(identifier: str) -> str:
    """Return `identifier` quoted as a SQL name."""
    return '"' + identifier.replace('"', '""') + '"'


def literal(text: str) -> str:
    """Return `text` quoted as a SQL string."""
    return "'" + text.replace("'", "''") + "'"


def parquet(paths: Sequence[Path]) -> str:
    """Return the table expression that reads `paths` as one table, columns matched by name."""
    files = ", ".join(literal(str(path)) for path in paths)
    return f"read_parquet([{files}], union_by_name = true, binary_as_string = true)"


def column_names(path: Path) -> list[str]:
    """Return the columns of a Parquet file; empty when it cannot be read."""
    try:
        with opened_engine() as engine:
            return [row[0] for row in engine.execute(f"DESCRIBE SELECT * FROM {parquet([path])}").fetchall()]  # noqa: S608
    except duckdb.Error:
        return []
