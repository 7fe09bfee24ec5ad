"""Stage-1 sums and the means made from them: what must hold for every sample."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pingyi.estimation.arrays import array_sums
from pingyi.estimation.means import means
from pingyi.estimation.sums import add_sums
from pingyi.wording import Refused

answer = st.none() | st.integers(0, 4)
row = st.tuples(st.sampled_from("ab"), st.integers(0, 3), st.integers(1, 9), answer, answer)
samples = st.lists(row, min_size=4, max_size=40)


def sums_of(rows, times=1):
    return array_sums(
        {"x": [row[3] for row in rows], "y": [row[4] for row in rows]},
        design_weights=[Fraction(row[2] * times, 3) for row in rows],
        strata=[row[0] for row in rows],
        psus=[str(row[1]) for row in rows],
        scales=({"x": 4, "y": 4}, 3_000_000),
    )


@settings(max_examples=60)
@given(samples, st.randoms(use_true_random=False))
def test_order_and_names_change_nothing(rows, random):
    mixed = list(rows)
    random.shuffle(mixed)
    other = [("ba"["ab".index(h)], 7 - psu, w, x, y) for h, psu, w, x, y in mixed]
    assert sums_of(mixed) == sums_of(rows)
    assert means(sums_of(other), single_psu="certainty") == means(sums_of(rows), single_psu="certainty")


@settings(max_examples=60)
@given(samples, st.integers(0, 3))
def test_parts_that_split_no_psu_add_up(rows, cut):
    first, second = [r for r in rows if r[1] <= cut], [r for r in rows if r[1] > cut]
    whole = sums_of(rows)
    if first and second:
        assert add_sums(sums_of(first), sums_of(second)) == whole
        assert add_sums(sums_of(second), sums_of(first)) == whole


@settings(max_examples=60)
@given(samples, st.integers(2, 50))
def test_the_size_of_the_design_weights_changes_no_mean(rows, times):
    one, other = (means(sums_of(rows, factor), single_psu="certainty") for factor in (1, times))
    assert one == other


@settings(max_examples=60)
@given(samples)
def test_means_lie_in_their_range_and_covariances_are_sound(rows):
    found = means(sums_of(rows), single_psu="certainty")
    for k in range(2):
        if found.estimate[k] is None:
            assert found.n[k] == 0 and found.se[k] is None
            continue
        assert found.minimum[k] <= found.estimate[k] <= found.maximum[k]
        assert found.se[k] >= 0
    if None not in found.estimate:
        (a, b), (c, d) = found.covariance
        assert b == c and b * b <= a * d * (1 + 1e-9) + 1e-15


def test_a_mean_by_hand():
    """Two strata of two PSUs: weights 1 and 2; the figures can be followed on paper."""
    rows = [("a", 0, 3, 4, 0), ("a", 1, 3, 0, 0), ("b", 0, 6, 4, 0), ("b", 1, 6, 2, 0)]
    found = means(sums_of(rows))
    # mean (4 + 0 + 8 + 4) / 6 / 4 scale points = 2/3; e = w (y - m) / 6: a: 1/18, -1/9; b: 1/9, -1/18
    assert found.estimate[0] == pytest.approx(2 / 3)
    expected = 2 * ((1 / 18 + 1 / 9) / 2) ** 2 * 2 * 2
    assert found.covariance[0][0] == pytest.approx(expected)
    assert found.df == (2, 2) and found.n == (4, 4) and found.deff[1] is None


def test_a_stratum_with_one_psu_is_refused_by_name():
    rows = [("a", 0, 3, 4, 0), ("a", 1, 3, 0, 0), ("b", 0, 6, 4, 0)]
    with pytest.raises(Refused) as refused:
        means(sums_of(rows))
    (issue,) = refused.value.issues
    assert issue.code == "single_psu" and "b" in issue.what.zh and "certainty" in issue.remedy.en
    assert means(sums_of(rows), single_psu="average").se[0] > means(sums_of(rows), single_psu="certainty").se[0]


def test_a_lone_psu_of_another_domain_does_not_matter():
    """Stratum b has one PSU but no member of the domain."""
    sums = array_sums(
        {"x": [1, 0, 1]},
        design_weights=[1, 1, 1],
        strata=["a", "a", "b"],
        members=[True, True, False],
    )
    assert means(sums).df == (1,)


def test_sampled_psus_without_members_count_in_the_variance():
    def variance(empty):
        rows = [1, 0] + [0] * empty
        return means(
            array_sums({"x": rows}, design_weights=[1] * len(rows), members=[True, True] + [False] * empty)
        ).covariance[0][0]

    assert variance(0) == pytest.approx(1 / 4) and variance(8) == pytest.approx(10 / 9 / 8)


def test_nobody_answered():
    found = means(array_sums({"x": [None, None]}, design_weights=[1, 1]))
    assert found.estimate == (None,) and found.se == (None,) and found.n == (0,) and found.df == (0,)
    assert found.place("x") is None and found.place("other") is None


def test_all_drawn_leaves_no_error():
    sums = array_sums({"x": [0, 1, 1]}, design_weights=[1, 1, 1])
    assert means(sums, sampling_fraction={"": 1}).se == (0.0,)


def test_parts_with_other_items_are_refused():
    one = array_sums({"x": [1, 2]}, design_weights=[1, 1])
    with pytest.raises(Refused, match="different items"):
        add_sums(one, array_sums({"y": [1, 2]}, design_weights=[1, 1]))
