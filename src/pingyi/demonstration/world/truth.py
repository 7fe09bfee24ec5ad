"""What is true of the counties of 云岭省: the answers their residents would give if everybody were asked.

Known exactly, so that every interval the program prints can be held against it. The truth is part of the province and
never changes with a sample's seed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Final

import numpy as np

from pingyi.demonstration.world.answers import FIVE, KEPT, MET, MILLION, Scale
from pingyi.demonstration.world.draws import Draws, Floats, Integers
from pingyi.demonstration.world.places import FOUNDED, counties

STRATA: Final = ("town", "urban")  # 乡镇, 城区
COUNTY_SPREAD: Final = 3.0  # standard deviations, in points of 100
PREFECTURE_SPREAD: Final = 2.0
PROFILE_SPREAD: Final = 2.2


@dataclass(frozen=True, slots=True)
class Item:
    """One question of the survey: its scale, its mean over the province, and how many cannot say (share of one)."""

    name: str
    scale: Scale
    mean: float
    cannot_say: float


ITEMS: Final = (
    Item("strict", FIVE, 80.0, 0.08),
    Item("fair", FIVE, 78.0, 0.09),
    Item("norm", FIVE, 81.0, 0.08),
    Item("reason", FIVE, 78.5, 0.07),
    Item("calm", FIVE, 79.5, 0.06),
    Item("civil", FIVE, 82.0, 0.05),
    Item("find", FIVE, 75.0, 0.06),
    Item("done", FIVE, 74.0, 0.08),
    Item("attitude", FIVE, 81.5, 0.04),
    Item("door", MET, 82.0, 0.03),
    Item("face", MET, 84.0, 0.03),
    Item("work", MET, 74.0, 0.05),
    Item("abuse", MET, 91.0, 0.28),
    Item("safe", FIVE, 84.0, 0.02),
    Item("matters", FIVE, 76.0, 0.07),
    Item("respect", FIVE, 79.0, 0.04),
    Item("promise", KEPT, 68.0, 0.22),
    Item("overall", FIVE, 79.0, 0.03),
    Item("coached", MET, 94.0, 0.02),
    Item("worry", MET, 90.0, 0.03),
)
PLACE_OF: Final = {item.name: place for place, item in enumerate(ITEMS)}


@dataclass(frozen=True)
class Truth:
    """The province's truth, arrays over counties (C), the two strata (H) and the items (K).

    `people` C x H adults; `means` C x H x K the means aimed at, of 100; `silent` C x H x K how many out of a million
    cannot say.
    """

    people: Integers
    means: Floats
    silent: Integers

    def shares(self, item: str) -> Integers:
        """Return C x H x answers: how many out of a million of those who can say give each answer, best first."""
        return ITEMS[PLACE_OF[item]].scale.shares(self.means[..., PLACE_OF[item]])

    def value(self, item: str, places: Sequence[int]) -> Fraction:
        """Return the exact mean in points of 100 over all residents of the counties at `places` who can say."""
        scale = ITEMS[PLACE_OF[item]].scale
        points = self.shares(item) @ np.array(scale.points, dtype=np.int64)
        able = self.people * (MILLION - self.silent[..., PLACE_OF[item]])
        chosen = [(c, h) for c in places for h in range(len(STRATA))]
        total = sum(int(able[at]) * int(points[at]) for at in chosen)
        return Fraction(total, MILLION * sum(int(able[at]) for at in chosen))


@cache
def truth() -> Truth:
    """Return the truth of the province."""
    draws = Draws(FOUNDED, "counties")
    people = _people(draws)
    means = _means(draws)
    usual = np.array([item.cannot_say for item in ITEMS])
    silent = usual * (0.5 + draws.uniforms(len(counties()), 1, 1)) * np.array([1.3, 0.8])[:, np.newaxis]
    return Truth(people, means, np.rint(silent * MILLION).astype(np.int64))


def prefectures() -> dict[str, list[int]]:
    """Return the code of each prefecture and the places of its counties in the arrays."""
    found: dict[str, list[int]] = {}
    for place, county in enumerate(counties()):
        found.setdefault(county.parent, []).append(place)
    return found


def _people(draws: Draws) -> Integers:
    """Return adults by county and stratum: districts are mostly urban, counties mostly not."""
    total = 90_000 + draws.integers(260_000, len(counties()))
    urban = np.array([0.72 if county.name.endswith("区") else 0.36 for county in counties()])
    urban = urban + 0.12 * (draws.uniforms(len(counties())) - 0.5)
    inside = np.rint(total * urban).astype(np.int64)
    return np.stack([total - inside, inside], axis=1)


def _means(draws: Draws) -> Floats:
    """Return C x H x K: item + prefecture + county + the county's own profile + stratum."""
    count = len(counties())
    by_prefecture = np.empty(count)
    for code, places in prefectures().items():
        by_prefecture[places] = PREFECTURE_SPREAD * Draws(FOUNDED, f"prefecture {code}").deviates(1)[0]
    level = by_prefecture + COUNTY_SPREAD * draws.deviates(count)
    profile = PROFILE_SPREAD * draws.deviates(count, len(ITEMS))
    stratum = np.array([-1.0, 1.0]) * (1.0 + 1.5 * draws.deviates(count, 1))
    item = np.array([item.mean for item in ITEMS])
    aimed = item + level[:, np.newaxis] + profile
    return np.asarray(aimed[:, np.newaxis, :] + stratum[..., np.newaxis], dtype=np.float64)
