"""Mean of one item with its stratified ultimate-cluster standard error, by unit, against the best hand-written query.

The program's own way (stage-1 sums on DuckDB, exact integers, then `estimation.means`) and one DuckDB query written
for these numbers alone (the floor; floating point) run over the same Parquet file in the same process, one after the
other, best of a few. Both must give the same estimates and errors. 100 strata, up to 60,000 PSUs, units across strata,
random design weights, one yes/no item.
"""

import argparse
import json
import math
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import duckdb

from pingyi.analysis.engine import opened_engine
from pingyi.analysis.stage1 import Points, Request, sample_sums
from pingyi.analysis.stage1.runners import Runner
from pingyi.estimation.means import means

STRATA: Final = 100
MOST_PSUS: Final = 60_000
FOR_R: Final = (100_000, 300)  # rows and units; a million rows keep R survey 4.1 busy for over nine minutes
IN_R: Final = """
suppressMessages(library(survey))
d <- read.csv(commandArgs(TRUE)[1])
s <- system.time(design <- svydesign(ids = ~psu, strata = ~stratum, weights = ~w, data = d, nest = TRUE))[["elapsed"]]
t <- system.time(found <- svyby(~y, ~unit, design, svymean))[["elapsed"]]
cat(s, t, sprintf("%.12g", sum(found$y)), sprintf("%.12g", sum(found$se)))
"""

Estimates = dict[str, tuple[float, float]]  # unit -> mean, standard error

FLOOR: Final = """
WITH z AS (SELECT unit, stratum, psu, sum(w) AS zw, sum(w * y) AS zy
           FROM (SELECT unit, stratum, psu, weight_e6::DOUBLE AS w, q_item::DOUBLE AS y FROM read_parquet(?))
           GROUP BY ALL),
     m AS (SELECT unit, sum(zw) AS w, sum(zy) / sum(zw) AS mean FROM z GROUP BY unit),
     n AS (SELECT stratum, count(DISTINCT psu) AS n FROM read_parquet(?) GROUP BY stratum),
     s AS (SELECT unit, stratum, any_value(mean) AS mean, any_value(w) AS w,
                  sum(zy - mean * zw) AS e, sum((zy - mean * zw) ** 2) AS ee FROM z JOIN m USING (unit) GROUP BY ALL)
SELECT unit, any_value(mean), sqrt(sum(n / (n - 1) * (ee - e * e / n)) / any_value(w) ** 2)
FROM s JOIN n USING (stratum) GROUP BY unit
"""


def make_sample(path: Path, rows: int, units: int) -> None:
    """Write a sample of `rows` answers in the columns of evidence kind `sample`, the same for every run."""
    psus = max(min(MOST_PSUS, rows // 15), 2 * STRATA)
    with opened_engine("1500MB") as engine:
        engine.execute(
            f"""
            COPY (SELECT i + 1 AS row, 'u' || (hash(psu * 2 + hash(i) % 2) % {units}) AS unit,
                         's' || (psu % {STRATA}) AS stratum, 'p' || psu AS psu,
                         (1000000 + hash(i * 3 + 1) % 99000000)::BIGINT AS weight_e6, 'phone' AS mode,
                         NULL::BIGINT AS replicate_group, (hash(i * 7 + 5) % 100 < 70)::SMALLINT AS q_item
                  FROM (SELECT i, i * {psus} // {rows} AS psu FROM range({rows}) AS t(i)))
            TO '{path}' (FORMAT parquet)
            """
        )


def by_pingyi(path: Path, units: int, runner: Runner | None = None) -> Estimates:
    """Return the estimates as the program computes them."""
    request = Request(
        points={"item": Points({1: 1, 0: 0})}, memberships=[(f"u{n}", f"u{n}") for n in range(units)], pairs=[]
    )
    found = {unit: means(sums) for unit, sums in sample_sums([path], request, runner).items()}
    return {unit: (_number(one.estimate[0]), _number(one.se[0])) for unit, one in found.items()}


def by_floor(path: Path) -> Estimates:
    """Return the estimates by the hand-written query."""
    connection = duckdb.connect(config={"memory_limit": "1500MB"})
    rows = connection.execute(FLOOR, [str(path), str(path)]).fetchall()
    connection.close()
    return {unit: (mean, error) for unit, mean, error in rows}


def by_r(folder: Path, repeats: int) -> list[dict[str, Any]]:
    """Return what R survey takes for a sample of its size beside ours; nothing where R or its package is missing."""
    if not shutil.which("Rscript"):
        print("no Rscript: R survey is left out", file=sys.stderr)
        return []
    rows, units = FOR_R
    path, table = folder / "small.parquet", folder / "small.csv"
    make_sample(path, rows, units)
    ours, found = _best(lambda: by_pingyi(path, units), repeats)
    with opened_engine() as engine:
        codes = (f"substr({column}, 2)::INT AS {column}" for column in ("unit", "stratum", "psu"))
        columns = ", ".join([*codes, "weight_e6 / 1e6 AS w", "q_item AS y"])
        engine.execute(f"COPY (SELECT {columns} FROM read_parquet('{path}')) TO '{table}' (HEADER)")
    done = subprocess.run(["Rscript", "-e", IN_R, str(table)], capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"R survey is left out: {done.stderr.strip().splitlines()[-1]}", file=sys.stderr)
        return []
    design, seconds, *theirs = map(float, done.stdout.split())
    sums = [math.fsum(column) for column in zip(*found.values(), strict=True)]
    same = all(math.isclose(a, b, rel_tol=1e-7) for a, b in zip(theirs, sums, strict=True))
    said = {"name": "R survey svyby", "rows": rows, "units": units, "seconds": seconds, "svydesign": design}
    return [said | {"ours": round(ours, 3), "ratio": round(seconds / ours), "same": same}]


@contextmanager
def on(engine: str, master: str) -> Iterator[Runner | None]:
    """Give the engine, opened before the clock starts."""
    if engine == "duckdb":
        yield None
        return
    from pingyi.analysis.stage1.spark import opened_spark

    with opened_spark(master) as runner:
        yield runner


def measure(rows: int, units: int, repeats: int, engine: str, master: str) -> dict[str, Any]:
    """Return the figures of one size, and refuse to compare two programs that do not agree."""
    with tempfile.TemporaryDirectory(prefix="pingyi-bench-") as folder:
        path = Path(folder) / "sample.parquet"
        make = [sys.executable, __file__, "--rows", str(rows), "--units", str(units), "--make", str(path)]
        subprocess.run(make, check=True)
        with on(engine, master) as runner:
            seconds, ours = _best(lambda: by_pingyi(path, units, runner), repeats)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        floor_seconds, theirs = _best(lambda: by_floor(path), repeats)
        peers = by_r(Path(folder), repeats)
    if not _agree(ours, theirs):
        raise SystemExit("the two programs do not agree")
    return {
        "rows": rows,
        "units": len(ours),
        "engine": engine,
        "seconds": round(seconds, 3),
        "peak_mb": round(peak),
        "sql_floor_seconds": round(floor_seconds, 3),
        "ratio_to_floor": round(seconds / floor_seconds, 2),
        "peers": peers,
    }


def _best(run: Callable[[], Estimates], repeats: int) -> tuple[float, Estimates]:
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        found = run()
        times.append(time.perf_counter() - start)
    return min(times), found


def _agree(ours: Estimates, theirs: Estimates) -> bool:
    return ours.keys() == theirs.keys() and all(
        math.isclose(a, b, rel_tol=1e-7) for unit in ours for a, b in zip(ours[unit], theirs[unit], strict=True)
    )


def _number(value: float | None) -> float:
    if value is None:
        raise SystemExit("a unit has no estimate")
    return value


def main() -> int:
    """Print a table, or one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--units", type=int, default=300)
    parser.add_argument("--engine", choices=["duckdb", "spark"], default="duckdb")
    parser.add_argument("--master", default="local[*]", help="of Spark")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--make", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.make:
        make_sample(asked.make, asked.rows, asked.units)
        return 0
    figures = measure(asked.rows, asked.units, asked.repeats, asked.engine, asked.master)
    if asked.json:
        print(json.dumps(figures))
        return 0
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    for name, value in figures.items():
        print(f"{name:<20} {value}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
