"""Tiers and rank intervals against base R and their own promises."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pingyi.estimation.ranks import pair_critical, rank_intervals, tiers
from tests.estimation.surveys import METHODS, rows_of


def units60():
    rows = [(int(row["n"]), int(row["y"])) for row in rows_of("units60")]
    shares = [y / n for n, y in rows]
    return shares, [math.sqrt(p * (1 - p) / n) for p, (n, _) in zip(shares, rows, strict=True)]


units = st.lists(st.tuples(st.integers(0, 100), st.integers(0, 12)), min_size=1, max_size=30)


@pytest.mark.parametrize("method", ["none", "bonferroni", "holm"])
def test_rank_limits_of_sixty_units(method):
    found = rank_intervals(*units60(), method=method)
    assert [low for low, _ in found] == METHODS["rank_pairwise"][method]["L"]
    assert [high for _, high in found] == METHODS["rank_pairwise"][method]["U"]


def test_critical_value_of_one_and_of_many_pairs():
    assert pair_critical(1) == pytest.approx(1.959963984540054)
    assert pair_critical(1770) == pytest.approx(4.188, abs=2e-3)


@settings(max_examples=60)
@given(units, st.randoms(use_true_random=False))
def test_the_order_of_the_input_changes_nothing(pairs, random):
    order = list(range(len(pairs)))
    random.shuffle(order)
    x, s = [p[0] for p in pairs], [p[1] for p in pairs]
    mixed = [x[i] for i in order], [s[i] for i in order]
    assert tiers(*mixed) == tuple(tiers(x, s)[i] for i in order)
    assert rank_intervals(*mixed) == tuple(rank_intervals(x, s)[i] for i in order)


@settings(max_examples=60)
@given(units)
def test_tiers_fall_with_the_estimates_and_holm_is_never_wider(pairs):
    x, s = [p[0] for p in pairs], [p[1] for p in pairs]
    ranked = sorted(zip(x, tiers(x, s), strict=True), key=lambda pair: (-pair[0], pair[1]))
    found = [tier for _, tier in ranked]
    assert found == sorted(found) and found[0] == 1
    wide, narrow = rank_intervals(x, s, method="bonferroni"), rank_intervals(x, s, method="holm")
    assert all(w[0] <= n[0] <= n[1] <= w[1] for w, n in zip(wide, narrow, strict=True))


def test_all_alike_share_one_tier_and_every_rank():
    assert tiers([80.0] * 5, [0.0] * 5) == (1,) * 5
    assert rank_intervals([80.0] * 5, [0.0] * 5) == ((1, 5),) * 5


def test_known_without_error_are_told_apart():
    assert tiers([90, 80, 80, 70], [0, 0, 0, 0]) == (1, 2, 2, 3)
    assert rank_intervals([90, 80, 80, 70], [0, 0, 0, 0]) == ((1, 1), (2, 3), (2, 3), (4, 4))


def test_one_unit_and_none():
    assert tiers([50], [3]) == (1,) and rank_intervals([50], [3]) == ((1, 1),)
    assert tiers([], []) == () and rank_intervals([], []) == ()


def test_an_unsure_unit_does_not_open_a_tier():
    """The second is too uncertain to be below the first; the third is surely below and opens the next tier."""
    assert tiers([90, 60, 59], [1, 30, 1]) == (1, 1, 2)


def test_shared_error_sharpens_a_difference():
    shared = np.array([[16.0, 15.5], [15.5, 16.0]])
    assert tiers([80, 75], [4, 4]) == (1, 1)
    assert tiers([80, 75], [4, 4], covariance=shared) == (1, 2)


def test_three_thousand_units_in_blocks():
    random = np.random.default_rng(3)
    x, s = random.normal(75, 8, 3000), random.uniform(0.5, 6, 3000)
    found, steps = rank_intervals(x, s), tiers(x, s)
    places = 1 + np.argsort(np.argsort(-x))
    assert all(low <= place <= high for place, (low, high) in zip(places, found, strict=True))
    assert max(steps) > 3
