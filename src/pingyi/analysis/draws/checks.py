"""What a frame must hold before anybody draws from it; every refusal names the column, or the row and its id."""

from collections.abc import Sequence
from typing import Final

import duckdb

from pingyi.analysis.draws.design import Design
from pingyi.analysis.engine import name
from pingyi.sampling.refusals import refused
from pingyi.wording import Text

ROW: Final = "file_row_number"


def check(engine: duckdb.DuckDBPyConnection, source: str, design: Design) -> None:
    """Refuse `unknown_name` (a column), `wrong_value` (empty, or no whole size above 0) and `duplicate_id`."""
    _columns(engine, source, design)
    empty = Text("是空的", "is empty")
    for column in [design.id, *design.strata, *design.cluster]:
        _none(engine, source, design, column, f"coalesce({name(column)}::VARCHAR, '') = ''", empty)
    if design.size:
        x, whole = name(design.size), f"TRY_CAST({name(design.size)} AS BIGINT)"
        wrong = f"{whole} IS NULL OR {whole} <= 0 OR {whole} != TRY_CAST({x} AS DOUBLE)"
        _none(engine, source, design, design.size, wrong, Text("不是正整数", "is no whole number above 0"))
    _ids(engine, source, design)


def joined(columns: Sequence[str]) -> str:
    """Return the SQL text of several columns as one name, parts apart by a slash."""
    return "(" + " || '/' || ".join(f"{name(column)}::VARCHAR" for column in columns) + ")"


def _columns(engine: duckdb.DuckDBPyConnection, source: str, design: Design) -> None:
    found = engine.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()  # noqa: S608
    there = [row[0] for row in found if row[0] != ROW]
    for column in [design.id, *design.strata, *design.cluster, *([design.size] if design.size else [])]:
        if column not in there:
            raise refused(
                "unknown_name",
                f"抽样框里没有“{column}”这一列。",
                f"The frame has no column “{column}”.",
                f"有的列是：{', '.join(there)}。",
                f"Its columns are: {', '.join(there)}.",
            )


def _none(  # noqa: PLR0917
    engine: duckdb.DuckDBPyConnection, source: str, design: Design, column: str, wrong: str, said: Text
) -> None:
    found = engine.execute(
        f"SELECT {ROW}, {name(design.id)}, {name(column)} FROM {source} WHERE {wrong} LIMIT 1"  # noqa: S608
    ).fetchone()
    if found:
        row, who, value = found
        raise refused(
            "wrong_value",
            f"抽样框第 {row + 1} 行（{who}）的“{column}”{said.zh}：{value}。",
            f"Row {row + 1} ({who}) of the frame: “{column}” {said.en}: {value}.",
            "请改正这一行，或把它从抽样框里去掉。",
            "Mend this row, or take it out of the frame.",
        )


def _ids(engine: duckdb.DuckDBPyConnection, source: str, design: Design) -> None:
    """Refuse a repeated id. Hashes are compared first: they are short, and so nearly all ids need no second look."""
    who = name(design.id)
    twice = engine.execute(
        f"WITH suspects AS (SELECT hash({who}) AS k FROM {source} GROUP BY k HAVING count(*) > 1) "  # noqa: S608
        f"SELECT {who}, min({ROW}), max({ROW}) FROM {source} WHERE hash({who}) IN (SELECT k FROM suspects) "
        f"GROUP BY {who} HAVING count(*) > 1 ORDER BY 2 LIMIT 1"
    ).fetchone()
    if twice:
        one, first, last = twice
        raise refused(
            "duplicate_id",
            f"抽样框里“{one}”重复了：第 {first + 1} 行和第 {last + 1} 行。",
            f"“{one}” stands twice in the frame: rows {first + 1} and {last + 1}.",
            "每个编号只能出现一次，请去掉重复的行。",
            "Every id may stand once; take the repeated row out.",
        )
