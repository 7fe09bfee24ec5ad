"""The truth is exact, differs between units, and is what the samples are drawn from."""

from fractions import Fraction

import numpy as np
import pytest

from pingyi.demonstration.drawn.sample import answers, placement, weights_e6
from pingyi.demonstration.world.answers import MILLION
from pingyi.demonstration.world.places import counties
from pingyi.demonstration.world.truth import ITEMS, PLACE_OF, prefectures, truth

EVERYWHERE = range(129)


def by_hand(item, places):
    """Add up people by people, answer by answer."""
    scale = ITEMS[PLACE_OF[item]].scale
    total = able = Fraction(0)
    for c in places:
        for h in (0, 1):
            valid = Fraction(int(truth().people[c, h]) * (MILLION - int(truth().silent[c, h, PLACE_OF[item]])), MILLION)
            shares = truth().shares(item)[c, h]
            able += valid
            total += valid * sum(Fraction(int(s), MILLION) * p for s, p in zip(shares, scale.points, strict=True))
    return total / able


@pytest.mark.parametrize("item", ["overall", "door", "promise"])
def test_the_exact_value_is_that_of_counting_everybody(item):
    for places in ([0], [5, 77], list(EVERYWHERE)):
        assert truth().value(item, places) == by_hand(item, places)


def test_counties_truly_differ():
    values = [float(truth().value("overall", [c])) for c in EVERYWHERE]
    assert 3.0 < np.std(values) < 5.0
    assert max(values) - min(values) > 15
    assert len(set(values)) == 129


def test_a_prefecture_lies_between_its_counties():
    for places in prefectures().values():
        parts = [truth().value("fair", [c]) for c in places]
        assert min(parts) < truth().value("fair", places) < max(parts)


def test_prefectures_cover_every_county_once():
    places = [c for group in prefectures().values() for c in group]
    assert sorted(places) == list(EVERYWHERE)
    assert len(prefectures()) == 16


def test_districts_are_mostly_urban():
    for people, county in zip(truth().people, counties(), strict=True):
        assert (people[1] > people[0]) == county.name.endswith("区")


def test_a_large_sample_finds_the_truth():
    """The mean over forty samples lies within four standard errors of the truth, county by county pooled."""
    codes = np.array([0, 0, 25, 50, 75, 100])
    gaps = []
    for seed in range(40):
        given = answers(seed)["overall"]
        able = given > 0
        weights = weights_e6() * able
        gaps.append((weights * codes[np.where(able, given, 0)]).sum() / weights.sum())
    truly = float(truth().value("overall", EVERYWHERE))
    assert abs(np.mean(gaps) - truly) < 4 * np.std(gaps) / np.sqrt(40)


def test_dont_know_is_as_frequent_as_it_should_be():
    given = answers(1)["abuse"]
    county, stratum = placement()
    expected = truth().silent[county, stratum, PLACE_OF["abuse"]] / MILLION
    spread = np.sqrt((expected * (1 - expected)).sum())
    assert abs((given == -1).sum() - expected.sum()) < 4 * spread
