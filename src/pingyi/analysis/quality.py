# ruff: noqa: S608 - names are quoted by `engine.name`
"""How good a sample is, seen from its rows: weights, modes, gaps, and what goes together with the total."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pingyi.analysis.engine import name, opened_engine, parquet
from pingyi.analysis.kinds import ITEM_PREFIX
from pingyi.estimation.models.drivers import Drivers, drivers
from pingyi.estimation.survey.design import Design, Stage
from pingyi.scoring.model import Scheme

MOST_DRIVERS = 10  # every subset of them is fitted
MOST_ROWS = 200_000  # rows whose answers are held in memory at one time


Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Weights:
    """Rows and their design weights. `effect` is Kish's n sum w^2 / (sum w)^2: how much unequal weights cost."""

    rows: int
    units: int
    least: float
    median: float
    most: float
    effect: float

    @property
    def effective(self) -> int:
        """Return how many equally weighted answers the sample is worth, before clusters."""
        return round(self.rows / self.effect)


@dataclass(frozen=True)
class Gap:
    """Answers to one item: valid, "don't know", not answered."""

    item: str
    valid: int
    dont_know: int
    missing: int


@dataclass(frozen=True)
class Found:
    """Drivers of a total with the rows that answered every item, of all rows."""

    drivers: Drivers
    used: int
    rows: int


def sample_weights(paths: Sequence[Path]) -> Weights:
    """Return the weights of a sample in canonical files."""
    with opened_engine() as engine:
        found = engine.execute(
            "SELECT count(*), count(DISTINCT unit), min(weight_e6), median(weight_e6), max(weight_e6), "
            f"count(*) * sum(weight_e6::DOUBLE ** 2) / sum(weight_e6::DOUBLE) ** 2 FROM {parquet(paths)}"
        ).fetchone()
    assert found
    rows, units, least, median, most, effect = found
    return Weights(rows, units, least / 1e6, median / 1e6, most / 1e6, float(effect))


def modes(paths: Sequence[Path]) -> list[tuple[str, int]]:
    """Return the modes of asking and their rows, the most frequent first."""
    with opened_engine() as engine:
        query = f"SELECT coalesce(mode, ''), count(*) AS n FROM {parquet(paths)} GROUP BY 1 ORDER BY n DESC, 1"
        return [(mode, rows) for mode, rows in engine.execute(query).fetchall()]


def gaps(scheme: Scheme, paths: Sequence[Path]) -> list[Gap]:
    """Return, per item of the sample, who answered and who did not."""
    with opened_engine() as engine:
        there = _columns(engine, paths)
        items = [item for item in scheme.items.get("sample", {}) if ITEM_PREFIX + item in there]
        figures = ", ".join(
            f"count({column}) FILTER (WHERE {column} >= 0), count({column}) FILTER (WHERE {column} < 0), "
            f"count(*) FILTER (WHERE {column} IS NULL)"
            for column in (name(ITEM_PREFIX + item) for item in items)
        )
        found = engine.execute(f"SELECT {figures} FROM {parquet(paths)}").fetchone() if items else ()
    numbers = [int(one) for one in found or ()]
    return [Gap(item, *numbers[3 * k : 3 * k + 3]) for k, item in enumerate(items)]


def total_drivers(scheme: Scheme, paths: Sequence[Path], total: str) -> Found | None:
    """Return how the items nearest to the item `total` go together with it.

    None without that item, with more than `MOST_ROWS` rows, or with too few that answered all of these items.
    """
    scales = {item: _points(scheme, item) for item in scheme.items.get("sample", {})}
    with opened_engine() as engine:
        there = _columns(engine, paths)
        items = [item for item in scales if ITEM_PREFIX + item in there]
        rows = int(engine.execute(f"SELECT count(*) FROM {parquet(paths)}").fetchall()[0][0])
        if total not in items or len(items) < 2 or rows > MOST_ROWS:
            return None
        columns = ", ".join(f"coalesce({name(ITEM_PREFIX + item)}, -1)::INT AS {name('y_' + item)}" for item in items)
        found = engine.execute(
            "SELECT dense_rank() OVER (ORDER BY stratum) AS h, dense_rank() OVER (ORDER BY stratum, psu) AS p, "
            f"weight_e6 / 1e6 AS w, {columns} FROM {parquet(paths)}"
        ).fetchnumpy()
    y = {item: np.array([scales[item].get(int(code), np.nan) for code in found["y_" + item]]) for item in items}
    y = {item: y[item] for item in [total, *_nearest(y, total)]}
    whole = np.logical_and.reduce([~np.isnan(values) for values in y.values()])
    kept = {item: values[whole] for item, values in y.items() if np.ptp(values[whole]) > 0} if whole.any() else {}
    if int(whole.sum()) < 10 * len(items) or total not in kept:
        return None
    stage = Stage(np.asarray(found["h"])[whole].astype(np.int64), np.asarray(found["p"])[whole].astype(np.int64))
    design = Design(np.asarray(found["w"], dtype=float)[whole], (stage,), single_psu="certainty")
    others = {item: values for item, values in kept.items() if item != total}
    return Found(drivers(design, kept[total], others, 100.0), int(whole.sum()), rows)


def _nearest(y: Mapping[str, Floats], total: str) -> list[str]:
    """Return the items that go together with `total` most, at most `MOST_DRIVERS`."""

    def together(item: str) -> float:
        both = ~(np.isnan(y[item]) | np.isnan(y[total]))
        one, other = y[item][both], y[total][both]
        return (
            0.0 if not len(one) or not np.ptp(one) or not np.ptp(other) else abs(float(np.corrcoef(one, other)[0, 1]))
        )

    return sorted((item for item in y if item != total), key=together, reverse=True)[:MOST_DRIVERS]


def _points(scheme: Scheme, item: str) -> Mapping[int, float]:
    of_code, scale = scheme.scales[scheme.items["sample"][item]].integer_points()
    return {code: value / scale for code, value in of_code.items()}


def _columns(engine: object, paths: Sequence[Path]) -> set[str]:
    found = engine.execute(f"DESCRIBE SELECT * FROM {parquet(paths)}").fetchall()  # type: ignore[attr-defined]
    return {row[0] for row in found}
