"""No group of fewer than k people goes into a sum, and no difference of two sums shows one."""

import csv

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pingyi.analysis.kinds import KINDS
from pingyi.analysis.reading.convert import Rules, convert
from pingyi.analysis.stage1 import Points, Request, sample_sums
from pingyi.analysis.stage1.protection import collapsed_strata

POINTS = {"a": Points({1: 0, 2: 100}), "b": Points({1: 0, 2: 100})}
TREE = [("u1", "u1"), ("u2", "u2"), ("u1", "all"), ("u2", "all")]
SMALLEST = 5


@pytest.fixture(scope="module")
def summed(tmp_path_factory):
    def run(rows, smallest):
        folder = tmp_path_factory.mktemp("rows")
        with (folder / "in.csv").open("w", newline="") as target:
            writer = csv.writer(target)
            writer.writerow(["row", "unit", "stratum", "psu", "weight_e6", "mode", "replicate_group", "q_a", "q_b"])
            for number, (unit, stratum, a, b) in enumerate(rows, 1):
                writer.writerow([number, unit, stratum, number, 1_000_000, "phone", "", a, b])
        rules = Rules(units=frozenset({"u1", "u2"}), scales={"a": frozenset({1, 2}), "b": frozenset({1, 2})})
        convert(KINDS["sample"], folder / "in.csv", folder / "out.parquet", rules)
        return sample_sums([folder / "out.parquet"], Request(points=POINTS, memberships=TREE, smallest=smallest))

    return run


def some(unit, stratum, count, b=2):
    return [(unit, stratum, 1 + n % 2, b) for n in range(count)]


def test_a_unit_with_too_few_is_left_out_of_those_above_it(summed):
    found = summed(some("u1", "s1", 20) + some("u2", "s2", 4), SMALLEST)
    assert sum(found["all"].rows[0]) == sum(found["u1"].rows[0]) == 20


def test_nothing_changes_where_nobody_is_few(summed):
    rows = some("u1", "s1", 7) + some("u1", "s2", 9) + some("u2", "s3", 6)
    assert summed(rows, SMALLEST) == summed(rows, 0)


def test_a_small_stratum_is_collapsed_with_the_next_smallest(summed):
    found = summed(some("u1", "s1", 3) + some("u1", "s2", 40) + some("u1", "s3", 9), SMALLEST)
    assert found["u1"].strata == ("s1", "s2") and found["u1"].rows[0] == (12, 40)
    assert found["u1"].psus_sampled == (12, 40)


def test_only_the_item_with_few_answers_is_hidden(summed):
    rows = [("u1", "s1", 1, 2 if n < 3 else -1) for n in range(10)] + some("u2", "s2", 10)
    found = summed(rows, SMALLEST)
    assert sum(found["all"].rows[0]) == 20 and sum(found["all"].rows[1]) == 10


def test_collapsing_follows_the_smallest_cell_first():
    cells = {("u", "a"): [2], ("u", "b"): [3], ("u", "c"): [50]}
    assert collapsed_strata(cells, 5) == {"b": "a"}
    assert collapsed_strata(cells, 6) == {"b": "a", "c": "a"}


cell = st.tuples(st.sampled_from(["u1", "u2"]), st.sampled_from("pqr"))
counts = st.dictionaries(cell, st.lists(st.integers(0, 12), min_size=2, max_size=2), min_size=1)


@given(counts)
@settings(max_examples=60)
def test_after_collapsing_a_unit_is_large_in_each_stratum_or_has_one(cells):
    labels = collapsed_strata(cells, SMALLEST)
    left = {}
    for (unit, stratum), figures in cells.items():
        key = unit, labels.get(stratum, stratum)
        left[key] = [a + b for a, b in zip(left.get(key, [0, 0]), figures, strict=True)]
    for unit in ("u1", "u2"):
        strata = [figures for (one, _), figures in left.items() if one == unit]
        small = any(0 < n < SMALLEST for figures in strata for n in figures)
        assert len(strata) <= 1 or not small
