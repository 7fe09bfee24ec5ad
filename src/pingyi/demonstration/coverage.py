"""Do the 95 % intervals hold the truth as often as they say? Drawn again and again, counted against what is known."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from pingyi.demonstration.drawn.sample import answers, placement, weights_e6
from pingyi.demonstration.world.places import counties
from pingyi.demonstration.world.truth import ITEMS, PLACE_OF, prefectures, truth
from pingyi.estimation.arrays import array_sums
from pingyi.estimation.intervals import Interval, bounded_interval
from pingyi.estimation.means import means

ITEM: Final = "overall"  # the item whose coverage is promised, at the level of counties
LEVELS: Final = ("county", "prefecture")


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many intervals were made and how many held the truth."""

    made: int
    held: int

    @property
    def share(self) -> float:
        """The share that held the truth."""
        return self.held / self.made


def coverage(seeds: Iterable[int], item: str = ITEM, level: str = "county") -> Coverage:
    """Return the coverage of `item`, pooled over all units of `level` ("county", "prefecture") and all `seeds`."""
    domains = _domains(level)
    true = [float(truth().value(item, places)) for places in domains]
    made = held = 0
    for seed in seeds:
        for value, (low, high) in zip(true, intervals(seed, item, domains), strict=True):
            made, held = made + 1, held + (low <= value <= high)
    return Coverage(made, held)


def intervals(seed: int, item: str, domains: list[list[int]]) -> Iterator[Interval]:
    """Yield the 95 % interval of each domain (a list of counties' places) from the sample that `seed` draws."""
    scale = ITEMS[PLACE_OF[item]].scale
    points = dict(zip(scale.codes, scale.points, strict=True))
    given, weights = answers(seed)[item], weights_e6()
    county, stratum = placement()
    for places in domains:
        rows = np.flatnonzero(np.isin(county, places))
        sums = array_sums(
            {item: [points.get(int(code)) for code in given[rows]]},
            design_weights=weights[rows].tolist(),
            strata=[f"{c}-{h}" for c, h in zip(county[rows], stratum[rows], strict=True)],
            scales=({}, 1),
        )
        found = means(sums)
        mean, se = found.estimate[0], found.se[0]
        if mean is None or se is None:
            raise ValueError(f"nobody answered {item}")
        yield bounded_interval(mean, se, found.df[0], found.n[0])


def _domains(level: str) -> list[list[int]]:
    return list(prefectures().values()) if level == "prefecture" else [[place] for place in range(len(counties()))]
