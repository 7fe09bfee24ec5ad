"""Tiers and rank limits against csranks, base R and their own promises."""

import csv
import json
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pingyi.estimation.comparison.ranks import marginal_rank_limits, rank_limits, tiers
from pingyi.estimation.comparison.simultaneous import Largest, surely_above
from pingyi.wording import Refused
from tests.estimation.surveys import FOLDER, METHODS, rows_of

PISA = json.loads((FOLDER / "csranks_pisa.json").read_text())["cases"]
with (FOLDER / "pisa2018.csv").open() as file:
    SCORES = {row["jurisdiction"]: (row["math_score"], row["math_se"]) for row in csv.DictReader(file)}
units = st.lists(st.tuples(st.integers(0, 100), st.integers(0, 12)), min_size=1, max_size=30)


def limits(x, s, **settings):
    return rank_limits(surely_above(x, s, **settings))


def tiered(x, s):
    return tiers(x, s, surely_above(x, s, draws=200))


@pytest.mark.parametrize("scope", ["simultaneous", "marginal"])
@pytest.mark.parametrize("level", [0.9, 0.95])
def test_countries_in_mathematics(scope, level):
    reference = PISA[f"math.{level}.{scope}.stepdown"]
    x, s = zip(*(map(float, SCORES[unit]) for unit in PISA["math.units"]), strict=True)
    found = (limits if scope == "simultaneous" else marginal_rank_limits)(x, s, level=level, draws=10_000)
    apart = np.abs(np.array(found) - np.array([reference["L"], reference["U"]]).T)
    # Both draw critical values by chance; two neighbours of one score pass the bar together, hence a step of 2.
    assert apart.max() <= 2 and (apart > 0).sum() <= 3


def test_never_wider_than_bonferroni_on_sixty_units():
    counts = [(int(row["y"]), int(row["n"])) for row in rows_of("units60")]
    x = [y / n for y, n in counts]
    s = [math.sqrt(p * (1 - p) / n) for p, (_, n) in zip(x, counts, strict=True)]
    bonferroni, alone = METHODS["rank_pairwise"]["bonferroni"], METHODS["rank_pairwise"]["none"]
    found = np.array(limits(x, s))
    assert np.all(found[:, 0] >= bonferroni["L"]) and np.all(found[:, 1] <= bonferroni["U"])
    assert np.all(found[:, 0] <= alone["L"]) and np.all(found[:, 1] >= alone["U"])


@given(st.integers(0, 10**6), st.integers(60, 200))
@settings(max_examples=25, deadline=None)
def test_the_bound_never_changes_the_maximum(seed, count):
    chance = np.random.default_rng(seed)
    s = chance.lognormal(0, 1.5, count)
    still = (chance.random((count, count)) < chance.random()) & ~np.eye(count, dtype=bool)
    still[0, 1] = True
    u = chance.standard_normal(count)
    every = ((u * s)[:, None] - (u * s)[None, :]) / np.hypot(s[:, None], s[None, :])
    assert Largest(s, u[None, :]).bar(still, 0.5) == max(np.where(still, every, -np.inf).max(), 0.0)


@settings(max_examples=25, deadline=None)
@given(units, st.randoms(use_true_random=False))
def test_the_order_of_the_input_changes_nothing(pairs, random):
    order = list(range(len(pairs)))
    random.shuffle(order)
    x, s = [p[0] for p in pairs], [p[1] for p in pairs]
    mixed = [x[i] for i in order], [s[i] for i in order]
    assert tiered(*mixed) == tuple(tiered(x, s)[i] for i in order)
    assert limits(*mixed, draws=200) == tuple(limits(x, s, draws=200)[i] for i in order)


@settings(max_examples=25, deadline=None)
@given(units)
def test_tiers_fall_with_the_estimates(pairs):
    x, s = [p[0] for p in pairs], [p[1] for p in pairs]
    ranked = sorted(zip(x, tiered(x, s), strict=True), key=lambda pair: (-pair[0], pair[1]))
    found = [tier for _, tier in ranked]
    assert found == sorted(found) and found[0] == 1


def test_all_alike_share_one_tier_and_every_rank():
    assert tiered([80.0] * 5, [0.0] * 5) == (1,) * 5
    assert limits([80.0] * 5, [0.0] * 5) == ((1, 5),) * 5


def test_known_without_error_are_told_apart():
    assert tiered([90, 80, 80, 70], [0, 0, 0, 0]) == (1, 2, 2, 3)
    assert limits([90, 80, 80, 70], [0, 0, 0, 0]) == ((1, 1), (2, 3), (2, 3), (4, 4))


def test_one_unit_and_none():
    assert tiered([50], [3]) == (1,) and limits([50], [3]) == ((1, 1),)
    assert tiered([], []) == () and limits([], []) == ()


def test_an_unsure_unit_does_not_open_a_tier():
    """The second is too uncertain to be below the first; the third is surely below and opens the next tier."""
    assert tiered([90, 60, 59], [1, 30, 1]) == (1, 1, 2)


@pytest.mark.parametrize(("x", "s"), [([1, float("nan")], [1, 1]), ([1, 2], [1, -1])])
def test_what_is_no_number_is_refused(x, s):
    with pytest.raises(Refused) as refused:
        surely_above(x, s)
    assert refused.value.issues[0].code == "bad_error"
    assert "2" in refused.value.issues[0].what.zh
