"""The division tree of 云岭省: 1 province, 16 prefectures, 129 counties, their townships. Same every time."""

from dataclasses import dataclass
from functools import cache
from typing import Final

from pingyi.demonstration.world.draws import Draws
from pingyi.demonstration.world.names import COUNTIES, FIRST, PROVINCE, SECOND, in_english

PROVINCE_CODE: Final = "99"  # no real division has a code that begins so
DEPARTMENT: Final = f"{PROVINCE_CODE}-department"
FOUNDED: Final = 20250101  # seed of the township names; part of the province, not of a sample


@dataclass(frozen=True, slots=True)
class Place:
    """One division, as a row of the import file: code, parent's code (empty for the province), level, names."""

    code: str
    parent: str
    level: str
    name: str

    @property
    def name_en(self) -> str:
        """The English name."""
        return in_english(self.name, self.level)


@cache
def all_places() -> tuple[Place, ...]:
    """Return every place, parents before children, each level in the order of its codes."""
    province = Place(PROVINCE_CODE, "", "province", PROVINCE)
    prefectures = _prefectures()
    counties = [county for prefecture in prefectures for county in _counties(prefecture)]
    draws = Draws(FOUNDED, "townships")
    townships = [township for county in counties for township in _townships(county, draws)]
    return (province, *prefectures, *counties, *townships)


@cache
def counties() -> tuple[Place, ...]:
    """Return the 129 counties in the order of their codes: the order of every array over counties."""
    return tuple(place for place in all_places() if place.level == "county")


def bureau_of(code: str) -> str:
    """Return the unit code of the bureau of a prefecture or county, as the directory's rule makes it."""
    return f"{code}-bureau"


def county_called(name: str) -> Place:
    """Return the county with this Chinese name."""
    return next(place for place in counties() if place.name == name)


def _prefectures() -> list[Place]:
    cities = [name for name in COUNTIES if name.endswith("市")]
    autonomous = [name for name in COUNTIES if name.endswith("州")]
    coded = [(f"{place:02d}", name) for place, name in enumerate(cities, 1)]
    coded += [(f"{place:02d}", name) for place, name in enumerate(autonomous, 23)]
    return [Place(f"{PROVINCE_CODE}{code}", PROVINCE_CODE, "prefecture", name) for code, name in coded]


def _counties(prefecture: Place) -> list[Place]:
    places = dict.fromkeys("区县市", 0)
    first = {"区": 2, "县": 21, "市": 81}  # as in the national list: districts, counties, cities
    rows = []
    for name in COUNTIES[prefecture.name].split():
        number = first[name[-1]] + places[name[-1]]
        places[name[-1]] += 1
        rows.append(Place(f"{prefecture.code}{number:02d}", prefecture.code, "county", name))
    return rows


def _townships(county: Place, draws: Draws) -> list[Place]:
    stems = _stems(county, draws)
    urban = {"区": 5, "市": 3, "县": 0}[county.name[-1]]
    kinds = ["街道"] * urban + ["镇"] * (len(stems) - urban - 2) + ["乡"] * 2
    first = {"街道": 1, "镇": 100, "乡": 200}
    seen = dict.fromkeys(first, 0)
    rows = []
    for stem, kind in zip(stems, kinds, strict=True):
        rows.append(Place(f"{county.code}{first[kind] + seen[kind]:03d}", county.code, "township", stem + kind))
        seen[kind] += 1
    return rows


def _stems(county: Place, draws: Draws) -> list[str]:
    """Draw seven to nine different names; none repeats the county's own."""
    wanted = 7 + int(draws.integers(3))
    stems: list[str] = []
    while len(stems) < wanted:
        stem = FIRST[int(draws.integers(len(FIRST)))] + SECOND[int(draws.integers(len(SECOND)))]
        if stem not in stems and not county.name.startswith(stem):
            stems.append(stem)
    return stems
