# ruff: noqa: S608 - names and strings are quoted by `engine.name` and `engine.literal`
"""The digest of evidence: SHA-256 over the canonical rows (`docs/formats/evidence.md`), never over Parquet bytes."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import duckdb

from pingyi.analysis.engine import name, opened_engine, parquet
from pingyi.analysis.kinds import Column

BLOCK: Final = 20_000  # rows hashed at a time


def digest_of(paths: Sequence[Path], columns: Sequence[Column]) -> str:
    """Return the digest of the rows of `paths` together, in hexadecimal.

    It depends on the rows alone: not on their order, nor on how they are split into files or row groups.
    """
    digest = hashlib.sha256()
    digest.update((",".join(column.name for column in columns) + "\n").encode())
    with opened_engine() as engine:
        lines = engine.execute(f"SELECT {canonical_line(columns)} AS line FROM {parquet(paths)} ORDER BY line")
        while block := lines.fetchmany(BLOCK):
            digest.update("".join(f"{line}\n" for (line,) in block).encode())
    return digest.hexdigest()


def canonical_line(columns: Sequence[Column]) -> str:
    """Return the SQL expression of a row's canonical line, without the line feed."""
    return " || ',' || ".join(f"coalesce({_cell(column)}, '')" for column in columns)


def _cell(column: Column) -> str:
    cell = name(column.name)
    if column.type == "boolean":
        return f"CAST({cell} AS TINYINT)::VARCHAR"
    if column.type != "text":
        return f"{cell}::VARCHAR"
    quoted = f"""'"' || replace({cell}, '"', '""') || '"'"""
    return f"""CASE WHEN contains({cell}, ',') OR contains({cell}, '"') THEN {quoted} ELSE {cell} END"""


def is_intact(path: Path, columns: Sequence[Column], digest: str) -> bool:
    """Tell whether `path` is there, can be read, and its rows still give `digest`."""
    try:
        return path.is_file() and digest_of([path], columns) == digest
    except duckdb.Error:
        return False
