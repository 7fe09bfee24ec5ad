"""Shares of counts, quartiles of like units, standing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pingyi.estimation.proportions import quartiles, share, standing
from pingyi.wording import Refused


def test_a_share_of_rectifications():
    found = share(45, 50)
    assert (found.value, found.variance, found.n) == (0.9, pytest.approx(0.9 * 0.1 / 50), 50)
    assert (found.lower, found.upper) == pytest.approx((0.786397685625204, 0.95652423506811))  # base R, Wilson


def test_one_of_one_is_no_perfect_record():
    found = share(1, 1)
    assert found.variance == 0 and found.lower < 0.21 and found.upper == 1


def test_nothing_due_is_no_share():
    assert share(0, 0) is None


@pytest.mark.parametrize("part, whole", [(3, 2), (-1, 2)])
def test_impossible_counts_are_refused(part, whole):
    with pytest.raises(Refused, match="not between"):
        share(part, whole)


def test_quartiles_of_type_seven():
    assert quartiles([1, 2, 3, 4]) == (1.75, 2.5, 3.25)  # R: quantile(1:4)
    assert quartiles([7.0]) == (7, 7, 7) and quartiles([]) is None


@given(st.lists(st.floats(0, 100), min_size=1, max_size=60))
def test_quartiles_lie_in_order_within_the_values(values):
    lower, median, upper = quartiles(values)
    assert min(values) <= lower <= median <= upper <= max(values)


def test_standing_needs_the_whole_interval():
    assert [standing(i, 50) for i in ((51, 60), (40, 49), (45, 55), (50, 60))] == ["better", "worse", "same", "same"]
