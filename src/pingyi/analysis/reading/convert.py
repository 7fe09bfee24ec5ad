# ruff: noqa: S608 - names and strings are quoted by `engine.name` and `engine.literal`
"""The one way in: a file of any origin becomes a canonical Parquet file with a digest, or is refused whole."""

import tempfile
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from pingyi.analysis.digest import canonical_line, digest_of
from pingyi.analysis.engine import literal, name, opened_engine, parquet
from pingyi.analysis.kinds import Column, Kind
from pingyi.analysis.reading import judging, refusals
from pingyi.analysis.reading.checks import EVERY_DAY, Days, typed
from pingyi.analysis.reading.facts import judge_facts
from pingyi.analysis.reading.files import LARGEST_BYTES
from pingyi.analysis.reading.headings import check_columns
from pingyi.analysis.reading.levels import judge_levels
from pingyi.analysis.reading.likeness import like_earlier
from pingyi.analysis.reading.listing import refuse_all
from pingyi.analysis.reading.staging import LINE, column_names, stage
from pingyi.wording import Issue


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What a batch is held against."""

    units: Collection[str]  # codes a row may name
    scales: Mapping[str, Collection[int]] = field(default_factory=dict)  # item -> codes, without the special ones
    levels: Mapping[str, Collection[int]] | None = None  # scale of each criterion; None: any level will do
    days: Days = EVERY_DAY  # the first and the last day a row may name
    earlier: Mapping[int, Path] = field(default_factory=dict)  # number -> canonical file, of the batches in force
    single_psu: judging.SinglePsu = "refuse"
    largest_bytes: int = LARGEST_BYTES


@dataclass(frozen=True, slots=True)
class Converted:
    """What a file came to: its rows are in the canonical Parquet file."""

    rows: int
    columns: tuple[Column, ...]
    units: frozenset[str]
    digest: str
    notices: tuple[Issue, ...]  # worth knowing, not wrong


def convert(kind: Kind, source: Path, target: Path, rules: Rules) -> Converted:
    """Check `source` (CSV or Parquet) and write its canonical rows to the Parquet file `target`.

    Works out of core: memory does not grow with the number of rows. The rows of `target` are sorted, so it tells
    nothing of the order in which answers came in. Raises `Refused` with every error found; `target` is then missing.
    """
    with tempfile.TemporaryDirectory(prefix="pingyi-evidence-") as folder, opened_engine() as engine:
        staged = stage(engine, source, largest_bytes=rules.largest_bytes, scratch=Path(folder))
        table = parquet([staged])
        names = [column for column in column_names(engine, table) if column != LINE]
        columns = check_columns(kind, names, rules.scales)
        notices = _judge(engine, table, kind, columns, rules)
        _write(engine, table, columns, target)
        units = frozenset(unit for (unit,) in engine.execute(f"SELECT DISTINCT unit FROM {table}").fetchall())
        rows = _rows(engine, table)
    return Converted(rows, columns, units, digest_of([target], columns), tuple(notices))


def _judge(
    engine: duckdb.DuckDBPyConnection, table: str, kind: Kind, columns: tuple[Column, ...], rules: Rules
) -> list[Issue]:
    if not _rows(engine, table):
        raise refusals.no_rows()
    found = [
        judging.judge_cells(engine, table, columns, rules.scales, rules.days),
        judging.judge_rows(engine, table, kind),
        judging.judge_units(engine, table, rules.units),
        judge_levels(engine, table, kind, rules.levels),
        judge_facts(engine, table, kind, rules.earlier),
    ]
    strata = judging.Findings()
    if kind.name == "sample":
        earlier = parquet(list(rules.earlier.values())) if rules.earlier else None
        strata = judging.judge_strata(engine, table, earlier, rules.single_psu)
        found += [strata] if rules.single_psu == "refuse" else []
    refuse_all([issue for part in found for issue in part.issues], sum(part.total for part in found))
    alike = like_earlier(engine, table, [c.name for c in columns], rules.earlier) if kind.name == "sample" else []
    return strata.issues + alike


def _rows(engine: duckdb.DuckDBPyConnection, table: str) -> int:
    counted = engine.execute(f"SELECT count(*) FROM {table}").fetchone()
    return int(counted[0]) if counted else 0


def _write(engine: duckdb.DuckDBPyConnection, table: str, columns: tuple[Column, ...], target: Path) -> None:
    cells = ", ".join(f"{typed(column)} AS {name(column.name)}" for column in columns)
    rows = f"SELECT * FROM (SELECT {cells} FROM {table}) ORDER BY {canonical_line(columns)}"
    engine.execute(f"COPY ({rows}) TO {literal(str(target))} (FORMAT parquet, COMPRESSION zstd)")
