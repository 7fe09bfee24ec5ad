# ruff: noqa: S608 - names and strings are quoted by `engine.name` and `engine.literal`
"""Levels and criteria, held against the scales of the scheme before a score is computed from them."""

from collections.abc import Collection, Mapping

import duckdb

from pingyi.analysis.engine import literal, name
from pingyi.analysis.kinds import Kind
from pingyi.analysis.reading.judging import Findings
from pingyi.analysis.reading.listing import LISTED
from pingyi.analysis.reading.staging import LINE
from pingyi.wording import Issue, Text

Levels = Mapping[str, Collection[int]]


def judge_levels(engine: duckdb.DuckDBPyConnection, table: str, kind: Kind, levels: Levels | None) -> Findings:
    """Find criteria that `levels` does not have (one issue each, at its first row) and levels off their scale."""
    found = Findings()
    if kind.level_of is None or levels is None:
        return found
    criterion = name(kind.level_of) if kind.level_of else literal("level")
    engine.execute("CREATE OR REPLACE TEMP TABLE allowed (criterion VARCHAR, level VARCHAR)")
    pairs = [(one, str(level)) for one, scale in levels.items() for level in scale]
    criteria, codes = [one for one, _ in pairs], [code for _, code in pairs]
    engine.execute("INSERT INTO allowed SELECT unnest(?::VARCHAR[]), unnest(?::VARCHAR[])", [criteria, codes])
    found.add(*_unknown_criteria(engine, table, criterion, levels))
    found.add(*_off_scale(engine, table, kind, criterion, levels))
    return found


def _unknown_criteria(
    engine: duckdb.DuckDBPyConnection, table: str, criterion: str, levels: Levels
) -> tuple[list[Issue], int]:
    rows = engine.execute(
        f"SELECT {criterion} AS unknown, min({LINE}), count(*) FROM {table}"
        f" WHERE {criterion} NOT IN (SELECT criterion FROM allowed) GROUP BY 1 ORDER BY 2"
    ).fetchall()
    return [_unknown_criterion(one, line, count, levels) for one, line, count in rows[:LISTED]], len(rows)


def _off_scale(
    engine: duckdb.DuckDBPyConnection, table: str, kind: Kind, criterion: str, levels: Levels
) -> tuple[list[Issue], int]:
    """Find levels that are integers within the bounds of the column, whose check names the others."""
    (column,) = (column for column in kind.columns if column.name == "level")
    judged = (
        f"SELECT {LINE}, {criterion} AS criterion, level FROM {table}"
        f" WHERE TRY_CAST(level AS BIGINT) BETWEEN {column.low} AND {column.high}"
        f" AND {criterion} IN (SELECT criterion FROM allowed)"
    )
    rows = engine.execute(
        f"SELECT {LINE}, criterion, level, count(*) OVER () FROM ({judged}) ANTI JOIN allowed USING (criterion, level)"
        f" ORDER BY {LINE} LIMIT {LISTED}"
    ).fetchall()
    return [_off(line, one, level, levels) for line, one, level, _ in rows], rows[0][3] if rows else 0


def _unknown_criterion(criterion: str, line: int, rows: int, levels: Levels) -> Issue:
    known = " ".join(sorted(levels))
    if known:
        remedy = Text(f"请核对。方案里的指标：{known}。", f"Check it. Criteria of the scheme: {known}.")
    else:
        remedy = Text("方案没有用到这类评价，不必导入。", "The scheme uses no such assessment; leave it out.")
    what = Text(f"方案里没有“{criterion}”这一项（共 {rows} 行）。", f"The scheme has no “{criterion}” ({rows} rows).")
    return Issue("criterion_unknown", what, remedy, line, "criterion")


def _off(line: int, criterion: str, level: str, levels: Levels) -> Issue:
    codes = " ".join(map(str, sorted(levels[criterion])))
    return Issue(
        "level_off_scale",
        Text(f"等级“{level}”不在方案的量表上。", f"Level “{level}” is not on the scale of the scheme."),
        Text(f"可填：{codes}。", f"Allowed: {codes}."),
        line,
        "level",
    )
