"""A plan on a chosen engine."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

import duckdb

from pingyi.analysis.engine import literal, opened_engine, parquet
from pingyi.analysis.plans.document import Plan
from pingyi.analysis.plans.refusals import wrong
from pingyi.analysis.plans.summed import estimate_on
from pingyi.analysis.plans.table import csv_text
from pingyi.analysis.stage1.runners import OnDuckDB, Runner

Engine = Literal["duckdb", "spark"]


def estimate_with(
    plan: Plan, engine: Engine, *, master: str = "local[*]", progress: bool = False
) -> dict[str, dict[str, Any]]:
    """Return the results of a plan by stage-1 sums on DuckDB or Spark; data of any size, to the same last bit."""
    with TemporaryDirectory(prefix="pingyi-plan-") as folder, _opened(engine, master, progress) as runner:
        path = _as_parquet(plan.data, Path(folder))
        return estimate_on(plan, runner, runner.evidence([path]))


@contextmanager
def _opened(engine: Engine, master: str, progress: bool) -> Iterator[Runner]:
    if engine == "spark":
        from pingyi.analysis.stage1.spark import opened_spark

        with opened_spark(master, progress=progress) as spark:
            yield spark
        return
    with opened_engine() as connection:
        if progress:
            connection.execute("SET enable_progress_bar = true")
        yield OnDuckDB(connection)


def _as_parquet(path: Path, folder: Path) -> Path:
    """Return the data as Parquet: a CSV is laid out once, empty fields and NA missing. Refused `unreadable_data`."""
    try:
        with opened_engine() as connection:
            if path.suffix.lower() != ".csv":
                connection.execute(f"SELECT count(*) FROM {parquet([path])}")  # noqa: S608
                return path
            copy = folder / "data.parquet"
            connection.execute(f"COPY (SELECT * FROM {csv_text(path)}) TO {literal(str(copy))} (FORMAT parquet)")  # noqa: S608
            return copy
    except duckdb.Error as error:
        raise wrong(
            f"数据读不出来：{path.name}（{str(error).splitlines()[0]}）。",
            f"The data cannot be read: {path.name} ({str(error).splitlines()[0]}).",
            "请检查路径，以及文件是不是完整的CSV或Parquet。",
            "Check the path, and that the file is a whole CSV or Parquet file.",
            "unreadable_data",
        ) from error
