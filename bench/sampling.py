"""A stratified draw in proportion to size from a frame of a whole province: seconds, memory, and drawing it again."""

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb

COUNTIES = 129


def make_frame(path: Path, rows: int) -> None:
    """Write a frame of people in counties, ids of 18 characters, sizes 1 to 30."""
    made = (
        "SELECT printf('53%016d', (range * 2654435761) % 9999999967) AS id, "
        f"printf('C%03d', range // {max(rows // COUNTIES, 1)}) AS county, "
        f"1 + ((range * 40503) % 30)::INT AS size FROM range({rows})"
    )
    with duckdb.connect(config={"memory_limit": "1GB"}) as engine:
        engine.execute(f"COPY ({made}) TO '{path}' (FORMAT parquet)")


def called(*words: str) -> tuple[float, dict[str, Any]]:
    """Run a command of `pingyi`; return seconds and its answer."""
    start = time.perf_counter()
    command = str(Path(sys.executable).with_name("pingyi"))
    answer = subprocess.run([command, *words, "--json"], check=True, capture_output=True)
    return time.perf_counter() - start, json.loads(answer.stdout)


def measure(rows: int, n: int) -> list[dict[str, Any]]:
    """Return the figures of a draw and its verification."""
    with TemporaryDirectory() as folder:
        frame, design, out = (Path(folder) / name for name in ("frame.parquet", "design.json", "draw"))
        make_frame(frame, rows)
        asked = {"id": "id", "strata": ["county"], "method": "pps_systematic", "size": "size", "n": n}
        design.write_text(json.dumps(asked))
        drawing, said = called(
            "sample", "draw", str(design), "--frame", str(frame), "--seed", "5a" * 32, "--out", str(out)
        )
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        checking, held = called("sample", "verify", str(out))
    return [
        {"name": "draw", "value": round(drawing, 1), "unit": "s", "target": 60, "ok": drawing < 60},
        {"name": "peak memory", "value": round(peak), "unit": "MB", "target": 4096, "ok": peak < 4096},
        {"name": "draw again and compare", "value": round(checking, 1), "unit": "s", "target": None, "ok": held["ok"]},
        {"name": "drawn", "value": said["n"], "unit": "rows", "target": n, "ok": said["n"] == n},
    ]


def main() -> int:
    """Print a table, or one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=47_000_000)
    parser.add_argument("--n", type=int, default=20_000)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    figures = measure(asked.rows, asked.n)
    if asked.json:
        print(json.dumps({"figures": figures}))
        return 0
    print(f"{asked.rows} rows, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    for one in figures:
        print(f"{one['name']:<28} {one['value']} {one['unit']}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
