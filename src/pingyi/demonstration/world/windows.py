"""What is true of the windows and stations: how people who went there judge twelve matters, in points of 100."""

from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np

from pingyi.demonstration.world.draws import Draws, Floats, Integers
from pingyi.demonstration.world.places import FOUNDED, all_places, counties, county_called
from pingyi.demonstration.world.truth import PLACE_OF, truth

KINDS: Final = ("household_window", "exit_entry_window", "vehicle_office")
MATTERS: Final = {  # item of the online appraisal: its mean over the province
    "strict": 80.0,
    "fair": 79.0,
    "norm": 80.0,
    "reason": 79.0,
    "calm": 80.0,
    "civil": 83.0,
    "find": 77.0,
    "done": 81.0,
    "clear": 75.0,
    "wait": 69.0,
    "attitude": 82.0,
    "overall": 80.0,
}
WINDOW_SPREAD: Final = 4.0
PROFILE_SPREAD: Final = 4.0

# the window the guide walks through: kind to people, bad at telling them what to bring
GUIDED: Final = (
    "云桥区",
    {"attitude": 90.0, "clear": 66.0, "wait": 68.5, "done": 82.5, "find": 77.5, "calm": 80.5, "overall": 80.5},
)


@dataclass(frozen=True)
class Counters:
    """Every place where people are served: unit codes, the county of each (place in `counties`), means by matter."""

    units: tuple[str, ...]
    county: Integers
    means: Floats

    def mean(self, unit: str, matter: str) -> float:
        """Return the true mean of one matter at one unit."""
        return float(self.means[self.units.index(unit), list(MATTERS).index(matter)])


@cache
def counters() -> Counters:
    """Return the windows, kind by kind in the order of counties, then the stations."""
    place_of = {county.code: place for place, county in enumerate(counties())}
    townships = [place for place in all_places() if place.level == "township"]
    units = [f"{county.code}-{kind}" for kind in KINDS for county in counties()]
    units += [f"{township.code}-station" for township in townships]
    county = list(range(len(counties()))) * len(KINDS) + [place_of[township.parent] for township in townships]
    return Counters(tuple(units), np.array(county), _means(units, np.array(county)))


def guided_window() -> str:
    """Return the unit code of the window the guide walks through."""
    return f"{county_called(GUIDED[0]).code}-household_window"


def _means(units: list[str], county: Integers) -> Floats:
    draws = Draws(FOUNDED, "windows")
    level = truth().means[..., PLACE_OF["overall"]].mean(axis=1)
    around = 0.6 * (level - level.mean())[county] + WINDOW_SPREAD * draws.deviates(len(units))
    profile = PROFILE_SPREAD * draws.deviates(len(units), len(MATTERS))
    means = np.array(list(MATTERS.values())) + around[:, np.newaxis] + profile
    row = units.index(guided_window())
    for matter, mean in GUIDED[1].items():
        means[row, list(MATTERS).index(matter)] = mean
    return np.asarray(means, dtype=np.float64)
