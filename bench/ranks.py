"""Simultaneous 95 % rank intervals by stepdown for thousands of units: seconds and memory."""

import argparse
import json
import os
import resource
import sys
import time
from typing import Any

import numpy as np

from pingyi.estimation.comparison.ranks import rank_limits
from pingyi.estimation.comparison.simultaneous import surely_above


def measure(units: int, draws: int) -> list[dict[str, Any]]:
    """Return the figures; a third of the spread between units is sampling error, as in a province's stations."""
    chance = np.random.default_rng(7)
    errors = chance.uniform(0.5, 3.0, units)
    scores = 80 + 4 * chance.standard_normal(units) + errors * chance.standard_normal(units)
    start = time.perf_counter()
    limits = rank_limits(surely_above(scores.tolist(), errors.tolist(), draws=draws))
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    width = float(np.mean([worst - best + 1 for best, worst in limits]))
    return [
        {"name": "seconds", "value": round(seconds, 1), "unit": "s", "target": 60, "ok": seconds < 60},
        {"name": "peak memory", "value": round(peak), "unit": "MB", "target": 2048, "ok": peak < 2048},
        {"name": "mean width of an interval", "value": round(width, 1), "unit": "ranks", "target": None, "ok": True},
    ]


def main() -> int:
    """Print a table, or one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, default=3000)
    parser.add_argument("--draws", type=int, default=10_000)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    figures = measure(asked.units, asked.draws)
    if asked.json:
        print(json.dumps({"figures": figures}))
        return 0
    print(f"{asked.units} units, {asked.draws} draws, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    for one in figures:
        print(f"{one['name']:<28} {one['value']} {one['unit']}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
