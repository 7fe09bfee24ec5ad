# ruff: noqa: S608 - names and strings are quoted by `engine.name` and `engine.literal`
"""One fact, one batch: what a batch in force says already is corrected there, not said a second time."""

from collections.abc import Mapping
from pathlib import Path

import duckdb

from pingyi.analysis.engine import name, parquet
from pingyi.analysis.kinds import Kind
from pingyi.analysis.reading.judging import Findings
from pingyi.analysis.reading.listing import LISTED
from pingyi.analysis.reading.staging import LINE
from pingyi.wording import Issue, Text


def judge_facts(engine: duckdb.DuckDBPyConnection, table: str, kind: Kind, earlier: Mapping[int, Path]) -> Findings:
    """Find rows about a fact that a batch of `earlier` (number -> canonical file) speaks of already."""
    if not kind.fact or not earlier:
        return Findings()
    same = " AND ".join(f"new.{name(column)} IS NOT DISTINCT FROM old.{name(column)}" for column in kind.fact)
    shown = ", ".join(f"new.{name(column)}" for column in kind.fact)
    found = engine.execute(
        f"SELECT {LINE}, concat_ws(' ', {shown}), min(batch), count(*) OVER ()"
        f" FROM {table} AS new JOIN ({_told(kind, earlier)}) AS old ON {same}"
        f" GROUP BY {LINE}, {shown} ORDER BY {LINE} LIMIT {LISTED}"
    ).fetchall()
    issues = [_in_force(kind, line, told, batch) for line, told, batch, _ in found]
    return Findings(issues, found[0][3] if found else 0)


def _told(kind: Kind, earlier: Mapping[int, Path]) -> str:
    """Return the query of the facts told, as text, each with the number of its batch."""
    cells = ", ".join(f"{name(column)}::VARCHAR AS {name(column)}" for column in kind.fact)
    return " UNION ALL ".join(
        f"SELECT {batch} AS batch, {cells} FROM {parquet([path])}" for batch, path in earlier.items()
    )


def _in_force(kind: Kind, line: int, shown: str, batch: int) -> Issue:
    return Issue(
        "key_in_force",
        Text(f"“{shown}”在第 {batch} 批里已经有了。", f"“{shown}” is told in batch {batch} already."),
        Text(
            f"如果是更正，请写明本批更正第 {batch} 批；如果不是，请删去这一行，免得重复计算。",
            f"If this corrects it, say that the batch replaces {batch}; if not, delete the row, or it counts twice.",
        ),
        line,
        " ".join(kind.fact),
    )
