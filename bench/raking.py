"""Raking a large sample to six margins, with 200 bootstrap replicates raked in the same way: seconds."""

import argparse
import json
import os
import resource
import sys
import time
from typing import Any

import numpy as np

from pingyi.estimation.survey.design import Design, Stage
from pingyi.estimation.survey.estimates import mean
from pingyi.estimation.survey.replication import bootstrap
from pingyi.estimation.weighting.calibration import rake, rake_all

LEVELS = (2, 6, 5, 16, 8, 4)  # sex, age, schooling, prefecture, occupation, household


def measure(rows: int, replicates: int) -> list[dict[str, Any]]:
    """Return the figures; 4,000 PSUs in 100 strata, margins that a biased sample does not meet."""
    chance = np.random.default_rng(11)
    psu = np.sort(chance.integers(0, 4_000, rows))
    weights = chance.uniform(50, 800, rows)
    groups = [chance.integers(0, k, rows) for k in LEVELS]
    truth = [np.bincount(g, weights, k) * chance.uniform(0.9, 1.1, k) for g, k in zip(groups, LEVELS, strict=True)]
    margins = [
        (g.astype(str), dict(zip(map(str, range(len(t))), t / t.sum() * weights.sum(), strict=True)))
        for g, t in zip(groups, truth, strict=True)
    ]
    y = (groups[1] + chance.normal(0, 2, rows))[:, None]
    start = time.perf_counter()
    found = rake(weights, margins)
    again = bootstrap(psu % 100, psu, weights, replicates, seed=3)
    again = again.with_weights(rake_all(again.weights, margins))
    design = Design(found.weights, (Stage(psu % 100, psu),), replicates=again)
    estimate = mean(design, y, np.ones(rows, dtype=bool))
    error = float(estimate.covariance(design)[0, 0] ** 0.5)
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sums = [np.bincount(g, found.weights) / list(w.values()) for g, (_, w) in zip(groups, margins, strict=True)]
    off = float(max(np.abs(one - 1).max() for one in sums))
    return [
        {"name": "seconds", "value": round(seconds, 1), "unit": "s", "target": 20, "ok": seconds < 20},
        {"name": "peak memory", "value": round(peak), "unit": "MB", "target": None, "ok": True},
        {"name": "furthest margin", "value": off, "unit": "of its total", "target": 1e-9, "ok": off < 1e-9},
        {"name": "standard error", "value": round(error, 6), "unit": "points", "target": None, "ok": error > 0},
    ]


def main() -> int:
    """Print a table, or one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--replicates", type=int, default=200)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    figures = measure(asked.rows, asked.replicates)
    if asked.json:
        print(json.dumps({"figures": figures}))
        return 0
    print(f"{asked.rows} rows, {asked.replicates} replicates, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    for one in figures:
        print(f"{one['name']:<20} {one['value']} {one['unit']}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
