"""Ballots, ratings and bars: everyone counts once, small cells are never opened."""

from collections import Counter

import pytest

from pingyi.analysis.reading.convert import Rules
from pingyi.analysis.stage1 import (
    AnswerCount,
    CellCover,
    Points,
    Request,
    ballot_counts,
    ballot_cover,
    ballot_sums,
    rating_counts,
    rating_sums,
    sample_counts,
)
from pingyi.estimation.arrays import array_sums
from tests.analysis.tables import SCALE, UNITS, converted, sample_file, sample_row, write_csv

FIVE = Points({5: 100, 4: 75, 3: 50, 2: 25, 1: 0})
MEMBERSHIPS = [("A", "A"), ("B", "B"), ("A", "all"), ("B", "all")]


@pytest.fixture
def ballots(tmp_path):
    """Cell a1 (A) has 30 rows, a2 (A) 29, b1 (B) 40; the answer is 1 + number mod 5, in a2 don't know."""
    sizes = {("a1", "A"): 30, ("a2", "A"): 29, ("b1", "B"): 40}
    rows = [
        {"cell": cell, "unit": unit, "grade": "A", "q_calm": -1 if cell == "a2" else 1 + n % 5}
        for (cell, unit), size in sizes.items()
        for n in range(size)
    ]
    source = write_csv(tmp_path / "ballots.csv", rows)
    converted(source, "ballots", Rules(units={"A", "B"}, scales={"calm": SCALE}))
    return [source.with_suffix(".canonical")]


@pytest.fixture
def ratings(tmp_path):
    row = {"service_point": "", "day": "2026-03-05", "channel": "qr", "open": 1, "reasons": ""}
    rows = [{"unit": unit, **row, "level": 1 + n % 5} for unit, size in (("A", 7), ("B", 5)) for n in range(size)]
    source = write_csv(tmp_path / "ratings.csv", rows)
    converted(source, "ratings", Rules(units={"A", "B"}))
    return [source.with_suffix(".canonical")]


def test_cells_below_thirty_are_not_summed(ballots):
    found = ballot_sums(ballots, Request(points={"calm": FIVE}, memberships=MEMBERSHIPS))
    assert {domain: sum(sums.rows[0]) for domain, sums in found.items()} == {"A": 30, "B": 40, "all": 70}
    assert found["A"].psus_sampled == (30,) and found["A"].weight_scale == 1


def test_a_unit_is_a_stratum_and_everyone_counts_once(ballots):
    sums = ballot_sums(ballots, Request(points={"calm": FIVE}, memberships=MEMBERSHIPS))["all"]
    values = [25 * (n % 5) for size in (30, 40) for n in range(size)]
    strata = ["A"] * 30 + ["B"] * 40
    assert sums == array_sums({"calm": values}, design_weights=[1] * 70, strata=strata, scales=({}, 1))


def test_the_covered_share_is_told(ballots):
    cover = ballot_cover(ballots, MEMBERSHIPS)
    assert cover["A"] == CellCover(rows=30, rows_of=59, cells=1, cells_of=2)
    assert cover["all"] == CellCover(rows=70, rows_of=99, cells=2, cells_of=3)


def test_another_threshold(ballots):
    assert set(ballot_sums(ballots, Request(points={"calm": FIVE}, memberships=MEMBERSHIPS), smallest_cell=50)) == set()
    assert ballot_cover(ballots, MEMBERSHIPS, smallest_cell=29)["A"].rows == 59


def test_bars_of_small_cells_are_not_told(ballots):
    counts = ballot_counts(ballots, ["calm"], MEMBERSHIPS)
    assert all(count.code > 0 for count in counts)
    assert sum(count.rows for count in counts if count.domain == "A") == 30


def test_levels_of_ratings(ratings):
    sums = rating_sums(ratings, Request(points={"level": FIVE}, memberships=MEMBERSHIPS))
    assert (sums["A"].rows, sums["A"].wy) == (((7,),), ((250 + 25,),))
    assert sums["all"].strata == ("A", "B")
    (first, *_) = rating_counts(ratings, MEMBERSHIPS)
    assert first == AnswerCount("A", "level", 1, 2, 2)


def test_sample_counts_hold_every_answer_and_its_design_weights(tmp_path):
    rows = [sample_row(n) for n in range(1, 31)]
    counts = sample_counts([sample_file(tmp_path, rows)], ["strict", "calm"], [(unit, "all") for unit in UNITS])
    told = {(count.item, count.code): (count.rows, count.w) for count in counts}
    codes = Counter(row["q_strict"] for row in rows)
    weights = {code: sum(row["weight_e6"] for row in rows if row["q_strict"] == code) for code in codes}
    assert told == {("strict", code): (n, weights[code]) for code, n in codes.items()} | {
        ("calm", -1): (30, sum(weights.values()))
    }
