"""Stage 1 on Spark, for evidence that one machine cannot read in time. Needs the extra `spark` and Java 17.

Spark sums integers as 64-bit ones and refuses an overflow; whatever may grow larger the queries cast to `wide` first.
"""

import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pingyi.analysis.engine import name
from pingyi.analysis.stage1.runners import TEXT, Kind, overflow
from pingyi.wording import Refused, Text

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

LOCAL: Final = "local[*]"
SETTINGS: Final = {
    "spark.sql.ansi.enabled": "true",  # an overflow is an error, never a NULL
    "spark.sql.ansi.doubleQuotedIdentifiers": "true",  # names are quoted as in standard SQL
    "spark.ui.enabled": "false",
    "spark.sql.shuffle.partitions": "32",  # groups are few; Spark splits further where they are not
    "spark.sql.session.timeZone": "UTC",
}


class OnSpark:
    """A Spark session: one process with `LOCAL`, a cluster with the address of its master."""

    wide = "DECIMAL(38,0)"
    each_row = "monotonically_increasing_id()"

    def __init__(self, session: "SparkSession") -> None:
        self._session = session
        self._read = 0

    def evidence(self, paths: Sequence[Path]) -> str:
        """Return the view over these Parquet files; every machine must see them under the same path."""
        self._read += 1
        view = f"evidence_{self._read}"
        files = [path.resolve().as_uri() for path in paths]
        self._session.read.option("mergeSchema", "true").parquet(*files).createOrReplaceTempView(view)
        return view

    def columns(self, table: str) -> list[str]:
        """Return the column names of a view."""
        return list(self._session.table(table).columns)

    def place(self, table: str, columns: Mapping[str, Kind], rows: Iterable[Sequence[Any]]) -> None:
        """Make a small table of rows that come from us."""
        heading = ", ".join(
            f"{name(column)} {'STRING' if kind == TEXT else 'BOOLEAN'}" for column, kind in columns.items()
        )
        self._session.createDataFrame([tuple(row) for row in rows], heading.replace('"', "`")).createOrReplaceTempView(
            table
        )

    def keep(self, table: str, query: str) -> None:
        """Make a table of what `query` returns; Spark spills what does not fit to disk."""
        self._session.sql(query).persist().createOrReplaceTempView(table)

    def forget(self, table: str) -> None:
        """Drop a table, and what Spark keeps of it."""
        if self._session.catalog.tableExists(table):
            self._session.table(table).unpersist()
            self._session.catalog.dropTempView(table)

    def machines(self) -> int:
        """Return how many executors work for this session; 0 where everything runs in one process."""
        seen = self._session.sparkContext._jsc.sc().getExecutorMemoryStatus().size()
        return int(seen) - 1  # the driver is one of them

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Run `query`."""
        from pyspark.errors import ArithmeticException

        try:
            return [tuple(row) for row in self._session.sql(query).collect()]
        except ArithmeticException as error:
            raise overflow() from error


@contextmanager
def opened_spark(master: str = LOCAL, *, progress: bool = False) -> Iterator[OnSpark]:
    """Open a session at `master` for one piece of work; `progress` shows a bar on stderr.

    Raises Refused without the extra, without Java, or when the master does not answer.
    """
    session = _session(master, progress)
    try:
        yield OnSpark(session)
    finally:
        session.stop()


def _session(master: str, progress: bool) -> "SparkSession":
    try:
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise _no_spark() from error
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.Builder().master(master).appName("pingyi")
    for key, value in (SETTINGS | {"spark.ui.showConsoleProgress": str(progress).lower()}).items():
        builder = builder.config(key, value)
    try:
        session: SparkSession = builder.getOrCreate()
    except (PySparkException, OSError) as error:
        raise _no_java(master) from error
    session.sparkContext.setLogLevel("ERROR")
    return session


def _no_spark() -> Refused:
    return Refused.because(
        "no_spark",
        Text("这台机器没有安装 Spark。", "Spark is not installed on this machine."),
        Text(
            "请安装附加组件：pip install 'pingyi[spark]'，并安装 Java 17；或者改用 --engine duckdb。",
            "Install the extra with pip install 'pingyi[spark]', and Java 17; or use --engine duckdb.",
        ),
    )


def _no_java(master: str) -> Refused:
    return Refused.because(
        "spark_unreachable",
        Text(f"Spark 没有启动：{master}。", f"Spark did not start: {master}."),
        Text(
            "请检查是否装有 Java 17、主节点地址是否正确；或者改用 --engine duckdb。",
            "Check that Java 17 is installed and that the address of the master is right; or use --engine duckdb.",
        ),
    )
