# ruff: noqa: S608 - names and strings are quoted by `engine.name` and `engine.literal`
"""Everything that is wrong with a staged table, found in a few scans."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import duckdb

from pingyi.analysis.engine import name
from pingyi.analysis.kinds import Column, Kind
from pingyi.analysis.reading.checks import Check, Days, checks_of
from pingyi.analysis.reading.listing import LISTED
from pingyi.analysis.reading.staging import LINE
from pingyi.wording import Issue, Text

SinglePsu = Literal["refuse", "warn"]


@dataclass(slots=True)
class Findings:
    """The issues found so far, and how many there are in all."""

    issues: list[Issue] = field(default_factory=list)
    total: int = 0

    def add(self, issues: Sequence[Issue], total: int | None = None) -> None:
        """Take in `issues`, which stand for `total` findings."""
        self.issues += issues
        self.total += len(issues) if total is None else total


def judge_cells(
    engine: duckdb.DuckDBPyConnection,
    table: str,
    columns: Iterable[Column],
    scales: Mapping[str, Collection[int]],
    days: Days,
) -> Findings:
    """Judge every cell by the checks of its column: one scan counts, one more per failing check lists."""
    checks = [check for column in columns for check in checks_of(column, scales, days)]
    counts = ", ".join(f"count(*) FILTER ({check.bad})" for check in checks)
    found = Findings()
    for check, count in zip(checks, _one(engine, f"SELECT {counts} FROM {table}"), strict=True):
        if count:
            found.add(_listed(engine, table, check), count)
    return found


def judge_rows(engine: duckdb.DuckDBPyConnection, table: str, kind: Kind) -> Findings:
    """Judge rows as a whole: the key occurs once, parts are not more than their whole."""
    found = Findings()
    if kind.key:
        found.add(*_repeated(engine, table, kind))
    for part, whole in kind.at_most:
        found.add(*_more_than_whole(engine, table, part, whole))
    return found


def judge_units(engine: duckdb.DuckDBPyConnection, table: str, units: Collection[str]) -> Findings:
    """Find unit codes that are not in `units`: one issue per code, at its first row."""
    engine.execute("CREATE OR REPLACE TEMP TABLE known_units (unit VARCHAR)")
    engine.execute("INSERT INTO known_units SELECT unnest(?::VARCHAR[])", [sorted(units)])
    unknown = engine.execute(
        f"SELECT unit, min({LINE}), count(*) FROM {table} ANTI JOIN known_units USING (unit)"
        " WHERE unit IS NOT NULL GROUP BY unit ORDER BY 2"
    ).fetchall()
    return Findings([_unknown_unit(*row) for row in unknown[:LISTED]], len(unknown))


def judge_strata(engine: duckdb.DuckDBPyConnection, table: str, earlier: str | None, rule: SinglePsu) -> Findings:
    """Find strata with one PSU, batches already in force counted in."""
    rows = f"SELECT stratum, psu, {LINE} AS line FROM {table}"
    if earlier:
        rows += f" UNION ALL SELECT stratum, psu, NULL FROM {earlier}"
    single = engine.execute(
        f"SELECT stratum, min(line) FROM ({rows}) WHERE stratum IS NOT NULL GROUP BY stratum"
        " HAVING min(psu) = max(psu) AND min(line) IS NOT NULL ORDER BY 2"
    ).fetchall()
    return Findings([_single_psu(stratum, line, rule) for stratum, line in single[:LISTED]], len(single))


def _one(engine: duckdb.DuckDBPyConnection, query: str) -> tuple[int, ...]:
    return engine.execute(query).fetchall()[0]


def _listed(engine: duckdb.DuckDBPyConnection, table: str, check: Check) -> list[Issue]:
    query = f"SELECT {LINE}, {name(check.column)} FROM {table} WHERE {check.bad} ORDER BY {LINE} LIMIT {LISTED}"
    return [check.issue(row, cell) for row, cell in engine.execute(query).fetchall()]


def _repeated(engine: duckdb.DuckDBPyConnection, table: str, kind: Kind) -> tuple[list[Issue], int]:
    key = ", ".join(map(name, kind.key))
    shown = f"concat_ws(' ', {key})"
    groups = f"SELECT {shown} AS shown, min({LINE}) AS first, max({LINE}) AS last, count(*) - 1 AS more"
    found = engine.execute(
        f"SELECT shown, first, last, sum(more) OVER () FROM ({groups} FROM {table} GROUP BY {key} HAVING count(*) > 1)"
        f" ORDER BY last LIMIT {LISTED}"
    ).fetchall()
    issues = [_repetition(kind, shown, first, last) for shown, first, last, _ in found]
    return issues, int(found[0][3]) if found else 0


def _repetition(kind: Kind, shown: str, first: int, last: int) -> Issue:
    return Issue(
        "row_repeated",
        Text(f"“{shown}”在第 {first} 行已经出现过。", f"“{shown}” occurs already in row {first}."),
        Text("每一项在一批里只能出现一次，请删去重复的行。", "It may occur once in a batch; delete the repetition."),
        last,
        " ".join(kind.key),
    )


def _more_than_whole(engine: duckdb.DuckDBPyConnection, table: str, part: str, whole: str) -> tuple[list[Issue], int]:
    bad = f"coalesce(TRY_CAST({name(part)} AS BIGINT) > TRY_CAST({name(whole)} AS BIGINT), false)"
    (count,) = _one(engine, f"SELECT count(*) FILTER ({bad}) FROM {table}")
    check = Check(
        "part_above_whole",
        part,
        bad,
        lambda text: Text(f"“{text}”比 {whole} 还大。", f"“{text}” is more than {whole}."),
        Text(f"{part} 不能超过 {whole}，请核对。", f"{part} cannot exceed {whole}; check both."),
    )
    return (_listed(engine, table, check), count) if count else ([], 0)


def _unknown_unit(unit: str, line: int, rows: int) -> Issue:
    return Issue(
        "unit_unknown",
        Text(f"没有代码为“{unit}”的单位（共 {rows} 行）。", f"There is no unit “{unit}” ({rows} rows)."),
        Text("请核对单位代码，或先在单位名册中登记。", "Check the code, or register the unit first."),
        line,
        "unit",
    )


def _single_psu(stratum: str, line: int, rule: SinglePsu) -> Issue:
    what = Text(
        f"层“{stratum}”只有一个初级抽样单元，算不出误差。", f"Stratum “{stratum}” has one PSU, so it has no error."
    )
    if rule == "warn":
        remedy = Text("计分时按方案的规定处理。", "It will be treated as the scheme says.")
    else:
        remedy = Text(
            "请把它并入相近的层，或补上同层其他初级抽样单元的记录。",
            "Join it with a like stratum, or add the rows of the other PSUs of the stratum.",
        )
    return Issue("single_psu", what, remedy, line, "stratum")
