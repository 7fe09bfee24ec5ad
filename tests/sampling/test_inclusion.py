"""Inclusion probabilities against R sampling 2.9, and draws against their own probabilities."""

import csv
import json
from collections import Counter
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pingyi.sampling.inclusion import (
    conditional_poisson_joint,
    inclusion_probabilities,
    sampford_joint,
    systematic_joint,
)
from pingyi.sampling.selection import Points, Smallest
from pingyi.sampling.unequal import conditional_poisson, sampford
from pingyi.sampling.words import Chance
from pingyi.wording import Refused
from tests.estimation.surveys import FOLDER

CASES = json.loads((FOLDER / "sampling.json").read_text())["cases"]
SMALL = CASES["small"]
PI = inclusion_probabilities(np.array(SMALL["size"]), SMALL["n"])
RUNS = 6_000


def test_municipalities_with_some_taken_for_certain():
    with (FOLDER / "belgianmunicipalities.csv").open() as file:
        sizes = np.array([int(row["Tot04"]) for row in csv.DictReader(file)])
    case = CASES["inclusionprobabilities"]
    found = inclusion_probabilities(sizes, case["n"])
    assert found == pytest.approx(case["pik"], rel=1e-12) and (found == 1).sum() == case["certainty"]


@pytest.mark.parametrize(
    ("joint", "key", "close"),
    [
        (systematic_joint, "systematic_pi2", 1e-11),
        (sampford_joint, "sampford_pi2", 1e-12),
        (conditional_poisson_joint, "maxentropy_pi2", 1e-6),  # R stops its search at 1e-6
    ],
)
def test_joint_probabilities(joint, key, close):
    assert joint(PI) == pytest.approx(np.array(SMALL[key]), abs=close)


@pytest.mark.parametrize("joint", [systematic_joint, sampford_joint, conditional_poisson_joint])
def test_pairs_add_up_to_the_others_drawn(joint):
    found = joint(PI)
    assert found.sum(axis=1) == pytest.approx(SMALL["n"] * PI, rel=1e-10) and found == pytest.approx(found.T)


@pytest.mark.parametrize(
    ("pick", "joint"), [(sampford, sampford_joint), (conditional_poisson, conditional_poisson_joint)]
)
def test_pairs_are_drawn_as_often_as_said(pick, joint):
    words, expected, seen = Chance(bytes(16)).stream(0), joint(PI), Counter()
    for _ in range(RUNS):
        seen.update(combinations(pick(PI, words), 2))
    for (i, j), p in ((pair, expected[pair]) for pair in combinations(range(len(PI)), 2)):
        assert abs(seen[i, j] / RUNS - p) < 5 * np.sqrt(p * (1 - p) / RUNS)


def test_sampford_gives_up_where_nearly_all_are_taken():
    with pytest.raises(Refused) as refused:
        sampford(np.full(60, 59 / 60), Chance(bytes(16)).stream(0))
    assert refused.value.issues[0].code == "no_sample"


sizes_and_n = st.lists(st.integers(1, 50), min_size=2, max_size=40).flatmap(
    lambda sizes: st.tuples(st.just(sizes), st.integers(1, len(sizes) - 1), st.integers(0, 2**40), st.data())
)


@given(sizes_and_n)
def test_points_take_n_units_wherever_the_frame_is_cut(drawn):
    sizes, n, chance, data = drawn
    sizes = np.minimum(np.array(sizes), sum(sizes) // n)  # nobody is certain
    if sizes.min() == 0 or n * sizes.max() > sizes.sum():
        return
    start = chance % int(sizes.sum())
    cut = data.draw(st.integers(0, len(sizes)))
    zeros = np.zeros(len(sizes), dtype=np.int64)
    points = Points([n], [int(sizes.sum())], [start])
    parts = [points.offer(zeros[:cut], sizes[:cut]), cut + points.offer(zeros[cut:], sizes[cut:])]
    found = np.concatenate(parts).tolist()
    ends = np.cumsum(sizes).tolist()
    by_hand = [next(k for k, end in enumerate(ends) if n * end > start + j * ends[-1]) for j in range(n)]
    assert found == by_hand


@given(st.lists(st.tuples(st.integers(-1, 3), st.integers(0, 9)), min_size=1, max_size=60), st.data())
def test_the_smallest_words_wherever_the_frame_is_cut(units, data):
    strata, words = (np.array(column) for column in zip(*units, strict=True))
    n, cut = [1, 0, 3, 5], data.draw(st.integers(0, len(units)))
    rows, smallest = np.arange(len(units)), Smallest(n)
    for part in (slice(None, cut), slice(cut, None)):
        smallest.offer(rows[part], strata[part], words[part].astype(np.uint64))
    by_hand = [
        row
        for h in range(4)
        for row in sorted((r for r in rows if strata[r] == h), key=lambda r: (words[r], r))[: n[h]]
    ]
    assert smallest.taken()[0].tolist() == sorted(by_hand)


def test_the_first_words_of_philox():
    """Known answer of Random123: Philox4x64, 10 rounds, counter and key 0."""
    chance = Chance(bytes(16))
    known = [0x16554D9ECA36314C, 0xDB20FE9D672D0FDC]
    assert [int(chance.rows(0, 1, stage=k)[0]) for k in range(2)] == known
    assert chance.rows(7, 3).tolist() == chance.rows(0, 10)[7:].tolist()
    assert next(chance.stream(0)) != known[0]


def test_a_start_below_any_limit():
    chance = Chance(bytes(range(16)))
    assert all(0 <= chance.below(chance.stream(h), limit) < limit for h, limit in enumerate([1, 2, 10**18, 3**60]))
