"""How often the 95 % intervals hold the truth, where the truth is known.

Populations are made once, samples are drawn from them again and again, and the program's own functions give the
intervals: means and shares of stratified, clustered and calibrated samples; rank limits of all units at one time;
funnels over units that are all alike; and the demonstration province as its pages print it. `--write` puts the table
into docs/method/coverage.md.
"""

import argparse
import json
import math
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from pingyi.demonstration.coverage import LEVELS, coverage
from pingyi.estimation.comparison.funnel import dispersion, flagged
from pingyi.estimation.comparison.ranks import rank_limits
from pingyi.estimation.comparison.simultaneous import surely_above
from pingyi.estimation.intervals import t_interval
from pingyi.estimation.survey.design import Design, Stage, degrees_of_freedom
from pingyi.estimation.survey.estimates import mean
from pingyi.estimation.survey.share_intervals import share_interval
from pingyi.estimation.weighting.calibration import calibrate

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
PAGE: Final = Path(__file__).parents[1] / "docs" / "method" / "coverage.md"
NINETY_FIVE: Final = (0.94, 0.96)
HEAD: Final = """# How often the intervals hold the truth

Written by `bench/coverage.py --write`. Samples are drawn again and again from populations whose truth is known; a share
of intervals that hold it between 94 and 96 % is what "95 %" promises. Rank limits promise that all of a table hold at
one time, at least; a funnel over units that are all alike names about 5 % of them.

| what | runs | share | promised |
| --- | --- | --- | --- |
"""


@dataclass(frozen=True)
class Population:
    """Everybody: a score and a yes, the stratum, the cluster and one thing known of all."""

    score: Floats
    yes: Floats
    stratum: Ints
    cluster: Ints
    known: Floats


def population(chance: np.random.Generator) -> Population:
    """Return 24,000 people in 4 strata and 800 clusters of unequal size."""
    sizes = chance.integers(10, 51, 800)
    cluster = np.repeat(np.arange(800), sizes)
    stratum = (cluster % 4).astype(np.int64)
    known = chance.normal(0, 1, len(cluster)) + 0.5 * chance.normal(0, 1, 800)[cluster]
    score = (
        75 + 4 * stratum + 5 * known + 3 * chance.normal(0, 1, 800)[cluster] + 10 * chance.normal(0, 1, len(cluster))
    )
    return Population(score, (score > 78).astype(float), stratum, cluster, known)


def stratified(everybody: Population, chance: np.random.Generator) -> tuple[Ints, Design]:
    """Draw 60 people in each stratum."""
    parts, weights, sizes = [], [], []
    for h in range(4):
        there = np.flatnonzero(everybody.stratum == h)
        parts.append(chance.choice(there, 60, replace=False))
        weights.append(np.full(60, len(there) / 60))
        sizes.append(np.full(60, float(len(there))))
    rows = np.concatenate(parts)
    stage = Stage(everybody.stratum[rows], np.arange(len(rows)), np.concatenate(sizes))
    return rows, Design(np.concatenate(weights), (stage,))


def clustered(everybody: Population, chance: np.random.Generator) -> tuple[Ints, Design]:
    """Draw 60 clusters, and 8 people in each."""
    parts, weights = [], []
    for cluster in chance.choice(800, 60, replace=False):
        there = np.flatnonzero(everybody.cluster == cluster)
        parts.append(chance.choice(there, 8, replace=False))
        weights.append(np.full(8, 800 / 60 * len(there) / 8))
    rows = np.concatenate(parts)
    stage = Stage(np.zeros(len(rows), dtype=np.int64), everybody.cluster[rows])
    return rows, Design(np.concatenate(weights), (stage,))


def calibrated(everybody: Population, chance: np.random.Generator) -> tuple[Ints, Design]:
    """Draw as `stratified`, then let the weights meet the number of people and the total of what is known."""
    rows, design = stratified(everybody, chance)
    x = np.column_stack([np.ones(len(rows)), everybody.known[rows]])
    totals = np.array([len(everybody.known), everybody.known.sum()])
    found = calibrate(design.weights, x, totals)
    return rows, design.adjusted(found.weights, found.residual)


def held(draw: Callable[..., tuple[Ints, Design]], runs: int) -> Iterator[tuple[str, float]]:
    """Yield the share of intervals that hold the mean, and the share of yes."""
    chance = np.random.default_rng(20260101)
    everybody = population(chance)
    truth = (float(everybody.score.mean()), float(everybody.yes.mean()))
    hits = np.zeros(2)
    for _ in tqdm(range(runs), desc=draw.__name__, file=sys.stderr):
        rows, design = draw(everybody, chance)
        y = np.column_stack([everybody.score[rows], everybody.yes[rows]])
        found = mean(design, y, np.ones(len(rows), dtype=bool))
        variance = np.diag(found.covariance(design))
        df = degrees_of_freedom(design)
        limits = [t_interval(float(found.value[0]), math.sqrt(variance[0]), df, 0.95)]
        limits.append(
            share_interval(float(found.value[1]), float(variance[1]), "xlogit", df=df, n=len(rows), level=0.95)
        )
        hits += [low <= value <= high for value, (low, high) in zip(truth, limits, strict=True)]
    yield from zip((f"mean, {draw.__name__}", f"share, {draw.__name__}"), (hits / runs).tolist(), strict=True)


def ranks_held(runs: int, units: int = 40) -> float:
    """Return the share of tables in which every unit's true rank lies within its limits."""
    chance = np.random.default_rng(7)
    truth, errors = chance.normal(80, 4, units), chance.uniform(0.5, 3.0, units)
    places = 1 + np.argsort(np.argsort(-truth))
    good = 0
    for _ in tqdm(range(runs), desc="ranks", file=sys.stderr):
        seen = truth + errors * chance.standard_normal(units)
        limits = rank_limits(surely_above(seen.tolist(), errors.tolist(), draws=1_000))
        good += all(low <= place <= high for place, (low, high) in zip(places, limits, strict=True))
    return good / runs


def named(runs: int, units: int = 60) -> float:
    """Return the share of units a funnel names when all are alike."""
    chance = np.random.default_rng(9)
    sizes = chance.integers(60, 400, units)
    count = 0
    for _ in tqdm(range(runs), desc="funnel", file=sys.stderr):
        seen = chance.binomial(sizes, 0.75)
        target = seen.sum() / sizes.sum()
        errors = np.sqrt(target * (1 - target) / sizes)
        shares = seen / sizes
        count += sum(map(abs, flagged(shares, errors, target, dispersion(shares, errors, target).tau2)))
    return count / runs / units


def figures(runs: int, seeds: int) -> Iterator[dict[str, Any]]:
    """Yield every figure with what is promised."""
    for draw in (stratified, clustered, calibrated):
        for name, share in held(draw, runs):
            yield _figure(name, runs, share, NINETY_FIVE)
    few = max(runs // 5, 1)
    yield _figure("all rank limits of 40 units", few, ranks_held(few), (0.94, 1.0))
    yield _figure("units named by a funnel, all alike", few, named(few), (0.04, 0.06))
    for level in LEVELS if seeds else ():
        found = coverage(tqdm(range(1, seeds + 1), desc=level, file=sys.stderr), level=level)
        yield _figure(f"demonstration province by {level}", found.made, found.share, NINETY_FIVE)


def _figure(name: str, runs: int, share: float, target: tuple[float, float]) -> dict[str, Any]:
    low, high = target
    return {
        "name": name,
        "runs": runs,
        "value": round(share, 5),
        "unit": "share",
        "target": f"{low} to {high}",
        "ok": low <= share <= high,
    }


def main() -> int:
    """Print a table, or one JSON object; 1 when a figure misses its target."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=10_000, help="samples of each design")
    parser.add_argument("--seeds", type=int, default=200, help="demonstration provinces")
    parser.add_argument("--write", action="store_true", help="write docs/method/coverage.md")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    found = list(figures(asked.runs, asked.seeds))
    if asked.write:
        rows = (f"| {one['name']} | {one['runs']:,} | {one['value']:.4f} | {one['target']} |\n" for one in found)
        PAGE.write_text(HEAD + "".join(rows), encoding="utf-8")
    if asked.json:
        print(json.dumps({"figures": found}))
    else:
        for one in found:
            print(f"{one['name']:<44} {one['value']:.4f}   {one['target']}   {'ok' if one['ok'] else 'MISSED'}")
    return 0 if all(one["ok"] for one in found) else 1


if __name__ == "__main__":
    sys.exit(main())
