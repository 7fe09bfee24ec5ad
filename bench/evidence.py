"""Taking in a sample: check, convert and digest rows, as an import does before it registers the batch.

Prints a table, or `--json` with `figures`.
"""

import argparse
import json
import resource
import tempfile
import time
from pathlib import Path

import duckdb

from pingyi.analysis.kinds import KINDS
from pingyi.analysis.reading.convert import Rules, convert

ITEMS = 20
UNITS = 300


def write_rows(path: Path, rows: int) -> None:
    """Write a CSV of `rows` answers: 300 units, two strata each, 20 items of five levels and don't know."""
    answer = "CASE WHEN random() < 0.1 THEN -1 ELSE 1 + (random() * 4.99)::INT % 5 END"
    answers = ", ".join(f"{answer} AS q_item{k:02d}" for k in range(ITEMS))
    query = (
        "SELECT i AS row, printf('u%03d', i % 300) AS unit,"
        " printf('s%03d-%d', i % 300, (i // 300) % 2) AS stratum, i AS psu,"
        f" 1000000 + (random() * 9000000)::BIGINT AS weight_e6, 'phone' AS mode, NULL AS replicate_group, {answers}"
        f" FROM range(1, {rows + 1}) AS t(i)"
    )
    duckdb.execute(f"COPY ({query}) TO '{path}' (FORMAT csv)")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    scale = frozenset(range(1, 6))
    rules = Rules(
        units=frozenset(f"u{n:03d}" for n in range(UNITS)),
        scales={f"item{k:02d}": scale for k in range(ITEMS)},
        largest_bytes=10**10,
    )
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "rows.csv"), Path(folder, "rows.parquet")
        write_rows(source, args.rows)
        begin = time.perf_counter()
        converted = convert(KINDS["sample"], source, target, rules)
        seconds = time.perf_counter() - begin
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    figures = [
        {"name": "rows taken in", "value": converted.rows, "unit": "", "target": None, "ok": True},
        {"name": "check, convert, digest", "value": round(seconds, 1), "unit": "s", "target": 30, "ok": seconds < 30},
        {"name": "peak memory", "value": round(peak), "unit": "MB", "target": 1000, "ok": peak < 1000},
    ]
    if args.json:
        print(json.dumps({"figures": figures}))
    else:
        print("\n".join(f"{f['name']:<28}{f['value']:>10} {f['unit']:<3} target {f['target'] or '-'}" for f in figures))


if __name__ == "__main__":
    main()
