"""The online appraisal: 60,000 verified ballots in 207 cells, 187 windows and 20 stations.

Most cells hold 100 ballots or more, some 30 to 99, some so few that nothing of them may be shown.
"""

from functools import cache
from typing import Any, Final

import numpy as np

from pingyi.demonstration.world.answers import DONT_KNOW, FIVE
from pingyi.demonstration.world.draws import Draws, Integers
from pingyi.demonstration.world.places import FOUNDED, counties
from pingyi.demonstration.world.windows import MATTERS, counters, guided_window

ROWS: Final = 60_000
WINDOWS: Final = 187
STATIONS: Final = 20
FEW: Final = 14  # cells of fewer than 30
SOME: Final = 34  # cells of 30 to 99
GUIDED_BALLOTS: Final = 214
CANNOT_SAY: Final = 0.07
TEMPER: Final = 0.5


@cache
def cells() -> tuple[tuple[int, int], ...]:
    """Return each cell's place in `counters` and its number of ballots; the same whatever the seed."""
    draws = Draws(FOUNDED, "cells")
    households = list(range(len(counties())))
    others = len(households) + draws.order(2 * len(households))[: WINDOWS - len(households)]
    stations = 3 * len(households) + draws.order(len(counters().units) - 3 * len(households))[:STATIONS]
    places = [*households, *sorted(others.tolist()), *sorted(stations.tolist())]
    return tuple(zip(places, _sizes(draws, places), strict=True))


def _sizes(draws: Draws, places: list[int]) -> list[int]:
    sizes = np.zeros(len(places), dtype=np.int64)
    guided = places.index(counters().units.index(guided_window()))
    order = np.array([place for place in draws.order(len(places)) if place != guided])
    few, some, many = np.split(order, [FEW, FEW + SOME])
    sizes[guided] = GUIDED_BALLOTS
    sizes[few] = 8 + draws.integers(20, FEW)
    sizes[some] = 32 + draws.integers(66, SOME)
    sizes[many] = 120 + draws.integers(501, len(many))
    sizes[many] += (ROWS - sizes.sum()) // len(many)
    sizes[many[0]] += ROWS - sizes.sum()
    return [int(size) for size in sizes]


def ballot_columns(seed: int) -> dict[str, list[Any]]:
    """Return the columns of evidence kind `ballots`, 60,000 values each."""
    places, sizes = (np.array(column) for column in zip(*cells(), strict=True))
    place: Integers = np.repeat(places, sizes)
    names = np.array(counters().units)[place]
    draws = Draws(seed, "ballots")
    mood = draws.uniforms(ROWS)
    columns: dict[str, list[Any]] = {"cell": names.tolist(), "unit": names.tolist(), "grade": ["D"] * ROWS}
    for matter, name in enumerate(MATTERS):
        uniforms = np.where(draws.uniforms(ROWS) < TEMPER, mood, draws.uniforms(ROWS))
        given = FIVE.answers(FIVE.shares(counters().means[place, matter]), uniforms)
        silent = draws.uniforms(ROWS) < CANNOT_SAY
        columns[f"q_{name}"] = np.where(silent, DONT_KNOW, given).tolist()
    return columns
