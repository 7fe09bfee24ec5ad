"""A frame file on disk: checked, its strata counted, its rows handed out in pieces of known place."""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import duckdb
import numpy as np

from pingyi.analysis.draws.checks import ROW, check, joined
from pingyi.analysis.draws.design import Design
from pingyi.analysis.engine import literal, name, opened_engine
from pingyi.sampling.refusals import refused
from pingyi.sampling.selection import Ints

CHUNK: Final = 4_000_000
MEMORY: Final = "2GB"


@dataclass(frozen=True)
class Frame:
    """An open frame. Strata are sorted by the bytes of their names; a row is its place in the file, from 0."""

    engine: duckdb.DuckDBPyConnection
    source: str
    design: Design
    digest: bytes
    rows: int
    strata: Sequence[str]
    counts: Sequence[int]
    totals: Sequence[int]

    def chunks(self) -> Iterator[tuple[Ints, Ints, Ints]]:
        """Yield rows, places of strata and sizes, in the order of the file."""
        for start in range(0, self.rows, CHUNK):
            found = self.engine.execute(
                f"SELECT {ROW} AS r, {self._stratum()} AS h, {_size(self.design)} AS x FROM {self.source} "  # noqa: S608
                f"WHERE {ROW} >= {start} AND {ROW} < {start + CHUNK} ORDER BY r"
            ).fetchnumpy()
            yield tuple(np.asarray(found[key], dtype=np.int64) for key in "rhx")  # type: ignore[misc]

    def at_least(self, tops: Sequence[int], bottoms: Sequence[int]) -> list[tuple[int, int]]:
        """Return count and summed size, per stratum h, of the rows whose size times bottoms[h] reaches tops[h]."""
        pairs = ", ".join(f"({h}, {tops[h]}, {bottoms[h]})" for h in range(len(tops)))
        sizes = f"SELECT {self._stratum()} AS h, {_size(self.design)} AS x FROM {self.source}"  # noqa: S608
        found = self.engine.execute(
            f"SELECT h, count(*), sum(x) FROM ({sizes}) JOIN (VALUES {pairs}) AS bars(h, top, bottom) USING (h) "  # noqa: S608
            "WHERE x::HUGEINT * bottom >= top GROUP BY h"
        ).fetchall()
        reached = {h: (int(count), int(total)) for h, count, total in found}
        return [reached.get(h, (0, 0)) for h in range(len(self.strata))]

    def ids(self, rows: Ints) -> list[str]:
        """Return the ids of some rows, in the order given."""
        found = self.engine.execute(
            f"SELECT {ROW}, {name(self.design.id)} FROM {self.source} "  # noqa: S608
            f"WHERE {ROW} IN (SELECT unnest(?::BIGINT[]))",
            [rows.tolist()],
        ).fetchall()
        by_row = dict(found)
        return [str(by_row[row]) for row in rows.tolist()]

    def clusters(self) -> "Clusters":
        """Return the clusters in the order of their first rows; one name in two strata is two clusters."""
        found = self.engine.execute(
            f"SELECT {self._stratum()} AS h, {joined(self.design.cluster)} AS c, min({ROW}) AS r, count(*) AS rows, "  # noqa: S608
            f"sum({_size(self.design)}) AS x FROM {self.source} GROUP BY h, c ORDER BY r"
        ).fetchnumpy()
        numbers = (np.asarray(found[key], dtype=np.int64) for key in ("r", "h", "x", "rows"))
        return Clusters(self, [str(one) for one in found["c"]], *numbers)

    def members(self, strata: Ints, clusters: Sequence[str]) -> tuple[Ints, Ints]:
        """Return the rows of some clusters, rising, and the place of each row's cluster in the lists given."""
        keys = ", ".join(f"({h}, {literal(c)}, {k})" for k, (h, c) in enumerate(zip(strata, clusters, strict=True)))
        found = self.engine.execute(
            f"SELECT r, k FROM (SELECT {ROW} AS r, {self._stratum()} AS h, {joined(self.design.cluster)} AS c "  # noqa: S608
            f"FROM {self.source}) JOIN (VALUES {keys}) AS wanted(h, c, k) USING (h, c) ORDER BY r"
        ).fetchnumpy()
        return np.asarray(found["r"], dtype=np.int64), np.asarray(found["k"], dtype=np.int64)

    def _stratum(self) -> str:
        return f"enum_code({joined(self.design.strata)}::strata)::BIGINT" if self.design.strata else "0::BIGINT"


@dataclass(frozen=True)
class Clusters:
    """Clusters as units of the first stage: a cluster stands at the row where it first comes up."""

    frame: Frame
    names: Sequence[str]
    first: Ints
    stratum: Ints
    size: Ints
    members: Ints

    @property
    def counts(self) -> Sequence[int]:
        """Return how many clusters each stratum has."""
        return [int(one) for one in np.bincount(self.stratum, minlength=len(self.frame.strata))]

    @property
    def totals(self) -> Sequence[int]:
        """Return the sum of sizes per stratum."""
        return self.frame.totals

    def chunks(self) -> Iterator[tuple[Ints, Ints, Ints]]:
        """Yield all of them as one piece."""
        yield self.first, self.stratum, self.size

    def at_least(self, tops: Sequence[int], bottoms: Sequence[int]) -> list[tuple[int, int]]:
        """Return what `Frame.at_least` returns, of clusters."""
        found = []
        for h, (top, bottom) in enumerate(zip(tops, bottoms, strict=True)):
            sizes = [x for x in self.size[self.stratum == h].tolist() if x * bottom >= top]
            found.append((len(sizes), sum(sizes)))
        return found


@contextmanager
def opened_frame(path: Path, design: Design) -> Iterator[Frame]:
    """Open and check a CSV or Parquet frame. Refused by name of the column, and by row and id where one is wrong."""
    with TemporaryDirectory(prefix="pingyi-frame-") as folder, opened_engine(MEMORY) as engine:
        try:
            source = _source(engine, path, Path(folder))
            check(engine, source, design)
            strata = _strata(engine, source, design)
        except duckdb.Error as error:
            raise refused(
                "unreadable_frame",
                f"抽样框读不出来：{path.name}（{str(error).splitlines()[0]}）。",
                f"The frame cannot be read: {path.name} ({str(error).splitlines()[0]}).",
                "请检查路径，以及文件是不是完整的CSV或Parquet。",
                "Check the path, and that the file is a whole CSV or Parquet file.",
            ) from error
        names, counts, totals = (list(column) for column in zip(*strata, strict=True)) if strata else ([], [], [])
        yield Frame(engine, source, design, digest_of(path), sum(counts), names, counts, totals)


def digest_of(path: Path) -> bytes:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()


def _source(engine: duckdb.DuckDBPyConnection, path: Path, folder: Path) -> str:
    """Return the table expression of the file; a CSV is laid out as Parquet first, so that rows have their place."""
    if path.suffix.lower() == ".csv":
        copy = folder / "frame.parquet"
        read = f"read_csv({literal(str(path))}, header = true, all_varchar = true, delim = ',', quote = '\"')"
        engine.execute(f"COPY (SELECT * FROM {read}) TO {literal(str(copy))} (FORMAT parquet)")  # noqa: S608
        path = copy
    return f"read_parquet({literal(str(path))}, file_row_number = true, binary_as_string = true)"


def _strata(engine: duckdb.DuckDBPyConnection, source: str, design: Design) -> list[tuple[str, int, int]]:
    stratum = joined(design.strata) if design.strata else "''"
    found = engine.execute(
        f"SELECT {stratum} AS h, count(*), sum({_size(design)}) FROM {source} GROUP BY h ORDER BY h"  # noqa: S608
    ).fetchall()
    if design.strata:
        listed = ", ".join(literal(str(row[0])) for row in found)
        engine.execute(f"CREATE TYPE strata AS ENUM ({listed})")
    return [(str(h), int(count), int(total)) for h, count, total in found]


def _size(design: Design) -> str:
    return f"{name(design.size)}::BIGINT" if design.size else "1::BIGINT"
